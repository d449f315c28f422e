"""The tasks of a plan file: their text, owners, deadlines and figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from engine.names import fold
from engine.plans import Addressees, Selector, TaskSpec
from intake.plan_deadlines import Frame, check_links, read_deadlines
from intake.plan_figures import read_figures
from intake.plan_owners import Named, is_one_unit, names_in, read_selector
from intake.yaml_fields import Fields

KINDS: Final = frozenset({"plan", "report", "register", "inspect", "organise_event", "train", "publish", "do"})
MOST_LINES: Final = 10_000_000
_KEYS: Final = (
    *("id", "line", "text", "section", "owner", "owner_explicit", "owner_alt", "lead", "coordinators", "informed"),
    *("kind", "deadlines", "report_to", "form", "fields", "ladder", "note", "notes"),
)


@dataclass(frozen=True)
class _Part:
    """Who takes part in a task."""

    owner: Named
    lead: Selector | None
    coordinators: tuple[str, ...]
    informed: tuple[str, ...]


def read_tasks(top: Fields, frame: Frame) -> tuple[TaskSpec, ...]:
    """The tasks of the file in its order; everything wrong is noted."""
    rows = top.rows("tasks")
    if top.require("tasks") and not rows and not top.items("tasks"):
        top.error("tasks_empty", "tasks")
    tasks: list[TaskSpec] = []
    first_lines: dict[str, int] = {}
    for row in rows:
        key = (row.label("id") or "") if row.require("id") else ""
        row.where = key or row.where
        task = _task(row, frame, key=key)
        if task.key in first_lines:
            row.error("task_twice", "id", task=task.key, first_line=first_lines[task.key])
        elif task.key:
            first_lines[task.key] = row.line("id")
        tasks.append(task)
    check_links(tasks, top.findings, lines=first_lines)
    return tuple(tasks)


def _task(row: Fields, frame: Frame, *, key: str) -> TaskSpec:
    row.check_keys(_KEYS, is_slip_fatal=True)
    part = _part(row)
    return TaskSpec(
        key=key,
        text=row.required_text("text"),
        owner=part.owner.selector,
        owner_label=part.owner.label,
        kind=_kind(row),
        line=row.whole_number("line", least=1, most=MOST_LINES),
        section=row.text("section"),
        lead=part.lead,
        coordinators=part.coordinators,
        informed=part.informed,
        deadlines=read_deadlines(row, frame),
        report_to=", ".join(row.texts("report_to")) or None,
        is_form=row.flag("form"),
        fields=read_figures(row),
        ladder=row.text("ladder"),
        place=f"{row.findings.path}:{row.line('id')}",
    )


def _kind(row: Fields) -> str:
    kind = row.text("kind", "do")
    if kind not in KINDS:
        row.warning("task_kind_unknown", "kind", text=kind, allowed=", ".join(sorted(KINDS)))
    return kind


def _part(row: Fields) -> _Part:
    owner = read_selector(row, "owner") if row.require("owner") else None
    lead = read_selector(row, "lead") if row.has("lead") else None
    coordinators = row.texts("coordinators")
    if lead is not None and not is_one_unit(lead.selector):
        row.error("two_leads", "lead", lead=lead.label)
    if lead is not None and (doubled := _shared(lead, coordinators)):
        row.error("lead_is_coordinator", "coordinators", name=doubled)
    elif lead is None and owner is not None and (doubled := _shared(owner, coordinators)):
        row.warning("owner_is_coordinator", "coordinators", name=doubled)
    return _Part(
        owner=owner or Named(Addressees(), ""),
        lead=lead.selector if lead else None,
        coordinators=coordinators,
        informed=row.texts("informed"),
    )


def _shared(named: Named, others: Iterable[str]) -> str:
    mine = {fold(name) for name in names_in(named.selector)}
    return ", ".join(other for other in others if fold(other) in mine)
