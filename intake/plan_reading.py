"""A draft as an official looks at it: each value with how it was read, what to look at first, what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from ruamel.yaml.comments import CommentedMap

from engine.errors import Problem
from engine.plans import DirectiveSpec
from intake.plan_changes import DOUBTFUL, HEAD, HEAD_LISTS, shown_phrase
from intake.plan_file import examine_plan
from intake.plan_round_trip import load, remark_of

_FORMS: Final = ("phrase", "due", "recurrence", "window", "rrule", "linked", "on_demand", "within")
_KEPT: Final = 64


@dataclass(frozen=True)
class Value:
    """A field as it stands in the plan: its texts (several where it is a list) and the remark behind it."""

    key: str
    texts: tuple[str, ...]
    remark: str = ""
    is_doubtful: bool = False

    @property
    def text(self) -> str:
        """All of it in one line."""
        return ", ".join(self.texts)


@dataclass(frozen=True)
class DeadlineReading:
    """A time of a task: what is printed, the phrase that stands for it, in which form of the plan it is."""

    quote: str
    phrase: str
    form: str
    written: str
    remark: str
    is_doubtful: bool
    is_inherited: bool


@dataclass(frozen=True)
class FigureReading:
    """A figure that is asked for."""

    key: str
    label: str
    type: str
    aggregate: str
    is_required: bool
    weight: str
    denominator: str


@dataclass(frozen=True)
class TaskReading:
    """A task of the draft. ``problems`` are those of the plan file that name it."""

    key: str
    line: int | None
    fields: Mapping[str, Value]
    deadlines: tuple[DeadlineReading, ...]
    figures: tuple[FigureReading, ...]
    is_form: bool
    problems: tuple[Problem, ...]
    remark: str = ""

    @property
    def is_doubtful(self) -> bool:
        """True if an official should look at it first."""
        return any(value.is_doubtful for value in self.fields.values()) or any(d.is_doubtful for d in self.deadlines)

    def text(self, key: str) -> str:
        """A field in one line, "" if it is not there."""
        return self.fields[key].text if key in self.fields else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A field as a list."""
        return self.fields[key].texts if key in self.fields else ()


@dataclass(frozen=True)
class SkippedReading:
    """A clause that gives nobody anything to do."""

    line: int | None
    text: str
    why: str


@dataclass(frozen=True)
class PlanReading:
    """A whole draft. ``spec`` is what would be issued, as far as it can be read; ``problems`` those of no task."""

    head: Mapping[str, Value]
    tasks: tuple[TaskReading, ...]
    skipped: tuple[SkippedReading, ...]
    notes: tuple[str, ...]
    spec: DirectiveSpec
    problems: tuple[Problem, ...]

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Every finding of the plan file."""
        return (*self.problems, *(problem for task in self.tasks for problem in task.problems))

    @property
    def has_errors(self) -> bool:
        """True if the plan cannot be issued as it is."""
        return any(not problem.is_warning for problem in self.all_problems)

    def task(self, key: str) -> TaskReading | None:
        """A task by its id."""
        return next((task for task in self.tasks if task.key == key), None)


@lru_cache(maxsize=_KEPT)
def read_draft(plan: str) -> PlanReading:
    """The draft in the text of a plan; read once for each text. Raises InputRefused for what is no plan at all."""
    spec, problems = examine_plan(plan, name="")
    root = load(plan)
    keys = [str(task.get("id")) for task in root.get("tasks") or ()]
    placed = [(task_of(problem, keys), problem) for problem in problems]
    rows = [row for row in root.get("tasks") or () if isinstance(row, CommentedMap)]
    return PlanReading(
        head={key: _value(root, key) for key in (*HEAD, *HEAD_LISTS)},
        tasks=tuple(_task(row, [found for key, found in placed if key == str(row.get("id"))]) for row in rows),
        skipped=tuple(_skipped(row) for row in root.get("skipped") or ()),
        notes=tuple(str(note) for note in root.get("notes") or ()),
        spec=spec,
        problems=tuple(found for key, found in placed if not key),
    )


def task_of(problem: Problem, keys: Sequence[str]) -> str:
    """The id of the task that a problem is about, "" if it is about none."""
    named = str(problem.values.get("task") or problem.values.get("where") or "")
    key = named.partition(".")[0].partition("[")[0]
    return key if key in keys else ""


def _value(node: CommentedMap, key: str) -> Value:
    remark = remark_of(node, key)
    texts = tuple(_texts(node.get(key)))
    return Value(key, texts, remark.lstrip(f"{DOUBTFUL} "), remark.startswith(DOUBTFUL))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield ", ".join(text for item in value.values() for text in _texts(item))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            yield from _texts(item)
    elif value is not None:
        yield str(value)


_TASK: Final = ("text", "section", "owner", "lead", "coordinators", "informed", "kind", "report_to", "ladder")


def _task(row: CommentedMap, problems: Sequence[Problem]) -> TaskReading:
    line = row.get("line")
    return TaskReading(
        key=str(row.get("id")),
        line=line if isinstance(line, int) else None,
        fields={key: _value(row, key) for key in _TASK if key in row},
        deadlines=tuple(_deadline(entry) for entry in row.get("deadlines") or ()),
        figures=tuple(_figure(entry) for entry in row.get("fields") or ()),
        is_form=row.get("form") is True,
        problems=tuple(problems),
        remark=remark_of(row, "id"),
    )


def _deadline(entry: CommentedMap) -> DeadlineReading:
    form = next((key for key in _FORMS if entry.get(key) is not None), "")
    remark = remark_of(entry, form)
    return DeadlineReading(
        quote=str(entry.get("quote") or ""),
        phrase=shown_phrase(entry),
        form=form,
        written=", ".join(_texts(entry.get(form))),
        remark=remark.lstrip(f"{DOUBTFUL} "),
        is_doubtful=remark.startswith(DOUBTFUL),
        is_inherited=entry.get("inherited") is True,
    )


def _figure(entry: CommentedMap) -> FigureReading:
    return FigureReading(
        key=str(entry.get("key") or ""),
        label=str(entry.get("label") or entry.get("key") or ""),
        type=str(entry.get("type") or "number"),
        aggregate=str(entry.get("aggregate") or ""),
        is_required=entry.get("required") is not False,
        weight=str(entry.get("weight") or ""),
        denominator=str(entry.get("denominator") or ""),
    )


def _skipped(entry: CommentedMap) -> SkippedReading:
    line = entry.get("line")
    return SkippedReading(
        line if isinstance(line, int) else None, str(entry.get("text") or ""), str(entry.get("why") or "")
    )


# --- the text beside the plan ---------------------------------------------------------------------


@dataclass(frozen=True)
class TextLine:
    """A line of the document: the tasks that it belongs to, and whether it was left out."""

    number: int
    text: str
    tasks: tuple[str, ...] = ()
    is_skipped: bool = False


def text_lines(text: str, reading: PlanReading) -> tuple[TextLine, ...]:
    """The lines of a document, each with the tasks it belongs to: a clause goes on from its line up to the next one,
    to a blank line or to a heading."""
    headings = {task.text("section") for task in reading.tasks} - {""}
    tasks: dict[int, list[str]] = {}
    for task in reading.tasks:
        if task.line is not None:
            tasks.setdefault(task.line, []).append(task.key)
    skipped = {entry.line for entry in reading.skipped}
    lines = []
    current: tuple[str, ...] = ()
    is_skipped = False
    for number, line in enumerate(text.split("\n"), start=1):
        if number in tasks or number in skipped:
            current, is_skipped = tuple(tasks.get(number, ())), number not in tasks
        elif not line.strip() or line.strip() in headings:
            current, is_skipped = (), False
        lines.append(TextLine(number, line, current, is_skipped))
    return tuple(lines)
