"""A draft on the terminal: warnings first, then the head and each task; what is doubtful has a sign and a colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cli.output import console, day_printed, say
from cli.session import Session

if TYPE_CHECKING:
    from rich.text import Text

    from intake.draft_remarks import Remark
    from intake.drafting.draft import Draft, DraftDeadline, DraftTask

DOUBTFUL, SERIOUS, QUIET, TITLE = "bold yellow", "bold red", "dim", "bold"
NAME_WIDTH: Final = 18
_DAY: Final = re.compile(r"\d{4}-\d\d(?:-\d\d)?", re.ASCII)
NOT_SHOWN: Final = frozenset({"doc", "tasks", "skipped", "notes"})
Remarks = Mapping[str, "Remark"]


class Row(NamedTuple):
    """A field with its value, and how it was read where that is known."""

    name: str
    value: str
    remark: Remark | None = None


def tell_draft(session: Session, draft: Draft) -> None:
    """Print the whole draft for reading beside the document."""
    from intake.draft_remarks import remarks
    from intake.draft_writer import plan_mapping, warning_said

    by_task: dict[str, dict[str, Remark]] = {}
    for remark in remarks(draft):
        by_task.setdefault(remark.task, {})[remark.name] = remark
    doubtful = sum(remark.is_doubtful for found in by_task.values() for remark in found.values())
    for warning in draft.warnings:
        _line(f"! {warning_said(warning, session.words)}", style=SERIOUS)
    say(session.say("cli.intake.reviewed", document=draft.doc, tasks=len(draft.tasks), doubtful=doubtful))
    say()
    head = {key: value for key, value in plan_mapping(draft).items() if key not in NOT_SHOWN}
    _tell_rows(
        session,
        [
            Row(session.say(f"cli.intake.{key}"), _head_value(session, key, value=value), by_task[""].get(key))
            for key, value in head.items()
        ],
    )
    for task in draft.tasks:
        _tell_task(session, task, found=by_task.get(task.id, {}))
    _tell_skipped(session, draft)


def _tell_task(session: Session, task: DraftTask, *, found: Remarks) -> None:
    from intake.draft_remarks import note_said

    say()
    section = "" if task.section is None else f" · {task.section}"
    _line(session.say("cli.intake.task", id=task.id, line=task.line) + section, style=TITLE)
    _line(task.text, indent=2)
    rows = list(_task_rows(session, task, found=found))
    rows += [Row(session.say("cli.intake.note"), note_said(note, session.words)) for note in task.notes]
    _tell_rows(session, rows)


def _task_rows(session: Session, task: DraftTask, *, found: Remarks) -> Iterator[Row]:
    yield Row(session.say("cli.intake.owner"), _named(session, task.owner.value), found.get(f"{task.id}.owner"))
    if task.coordinators:
        yield Row(session.say("cli.intake.coordinators"), "; ".join(task.coordinators))
    kind = session.say(f"intake.kind.{task.kind.value}")
    yield Row(session.say("cli.intake.kind"), kind, found.get(f"{task.id}.kind"))
    for number, deadline in enumerate(task.deadlines, start=1):
        said = f"{_time(session, deadline)} – “{deadline.quote}”"
        start = f"{task.id}.deadlines[{number}]."
        yield Row(
            session.say("cli.intake.deadline"), said, next((r for n, r in found.items() if n.startswith(start)), None)
        )
    if task.report_to is not None:
        yield Row(session.say("cli.intake.report_to"), task.report_to)
    if task.has_form:
        yield Row(session.say("cli.intake.form"), session.say("cli.intake.form_there"))


def _time(session: Session, deadline: DraftDeadline) -> str:
    if deadline.due is not None:
        key = "due_hour" if "T" in deadline.due else "due"
        return session.say(f"cli.intake.{key}", day=day_printed(deadline.due))
    if deadline.recurrence is not None:
        return session.say(f"cli.intake.{deadline.recurrence['freq']}", n=deadline.recurrence.get("n"))
    start, end = deadline.window or (None, None)
    key = {(True, True): "undated", (False, True): "window_from", (True, False): "window_until"}.get(
        (start is None, end is None), "window"
    )
    return session.say(f"cli.intake.{key}", start=session.words.day(start), end=session.words.day(end))


def _tell_skipped(session: Session, draft: Draft) -> None:
    if not draft.skipped:
        return
    say()
    _line(session.say("cli.intake.skipped", count=len(draft.skipped)), style=TITLE)
    for entry in draft.skipped:
        why = session.say(f"intake.why.{entry.why}")
        _line(session.say("cli.intake.skipped_line", line=entry.line, why=why, text=entry.text), indent=2, style=QUIET)


def _tell_rows(session: Session, rows: Iterable[Row]) -> None:
    """Sign, name, value, and in a quieter voice how it was read."""
    from rich.text import Text

    from intake.draft_remarks import said

    for name, value, remark in rows:
        is_doubtful = remark is not None and remark.is_doubtful
        style = DOUBTFUL if is_doubtful else ""
        text = Text(value, style)
        if remark is not None:
            text.append(f"  ({said(remark, session.words).removeprefix('? ')})", QUIET)
        start = Text(f"{'?' if is_doubtful else ' '} {name}".ljust(NAME_WIDTH), style)
        _print_wrapped(text, start)


def _line(text: str, *, indent: int = 0, style: str = "") -> None:
    from rich.text import Text

    _print_wrapped(Text(text, style), Text(" " * indent))


def _print_wrapped(text: Text, start: Text) -> None:
    """Print ``text`` behind ``start``, its further lines below its first."""
    from rich.text import Text

    page = console()
    for number, line in enumerate(text.wrap(page, page.width - len(start))):
        line.rstrip()
        page.print(Text.assemble(start if number == 0 else " " * len(start), line), soft_wrap=True)


def _named(session: Session, owners: Iterable[str]) -> str:
    """The owners, the phrase for all addressees in words."""
    from engine.plans import ALL_ADDRESSEES

    everybody = session.say("cli.intake.all_addressees")
    return "; ".join(everybody if name == ALL_ADDRESSEES else name for name in owners) or "–"


def _head_value(session: Session, key: str, *, value: Any) -> str:
    said = f"intake.doc_type.{value}"
    return session.say(said) if key == "doc_type" and said in session.words else _shown(value)


def _shown(value: Any) -> str:
    """A value of the head on one line."""
    if isinstance(value, dict):
        return " · ".join(_shown(item) for key, item in value.items() if item is not None and key != "where") or "–"
    if isinstance(value, list):
        return "; ".join(map(_shown, value)) or "–"
    return "–" if value is None else day_printed(value) if _DAY.fullmatch(str(value)) else str(value)
