"""The text of a document beside what it gives to do: each clause stands with its tasks, nothing of the text is lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.plans import ALL_ADDRESSEES
from engine.service.register import TaskLine
from web.i18n import Speech
from web.presenters.asked import address
from web.presenters.tables import Standing, standing

_DAYS_SHOWN = 4
_LINES_OPEN = 2
_MOST_LINES = 40
_ENDS = (".", ";", ":", "?", "!", ".)", ".”", ";)")
_BEGINS = re.compile(r"\s*(?:[-–+•*▪●]\s|(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]{1,5})[.)/]\s)")
"""A mark that begins another clause."""


@dataclass(frozen=True)
class TaskView:
    """One task. ``days``: its last days as far as they are known; ``link``: who has and who has not."""

    key: str
    text: str
    section: str
    owner: str
    coordinators: str
    informed: str
    phrases: tuple[str, ...]
    days: tuple[str, ...]
    is_party: bool
    is_mine: bool
    standing: Standing
    link: str


@dataclass(frozen=True)
class Chunk:
    """A stretch of the text up to a clause, and the tasks of the clause. ``before``: the lines above the clause;
    ``is_long``: too many to stand open; ``clause`` "" for what comes after the last one."""

    before: tuple[str, ...]
    clause: str
    tasks: tuple[TaskView, ...]

    @property
    def is_long(self) -> bool:
        """True if the lines above the clause are better folded."""
        return len(self.before) > _LINES_OPEN


def task_view(task: TaskLine, *, directive_id: int, speech: Speech) -> TaskView:
    """One task of a directive."""
    dated = sorted({day for day in task.due_days if day is not None})
    return TaskView(
        key=task.key,
        text=task.text,
        section=task.section or "",
        owner=", ".join([_owner(task.owner_label, speech=speech), *task.external]),
        coordinators=", ".join(task.coordinators),
        informed=", ".join(task.informed),
        phrases=task.deadlines,
        days=_days(dated, speech=speech),
        is_party=task.is_party,
        is_mine=bool(task.counts.assigned),
        standing=standing(task.counts, speech=speech),
        link=address(f"/van-ban/{directive_id}/don-vi", {"nhiem-vu": task.key}) if task.counts.assigned else "",
    )


def _owner(label: str, *, speech: Speech) -> str:
    return speech.say("tất cả các đơn vị nhận") if label == ALL_ADDRESSEES else label


def _days(dated: Sequence[date], *, speech: Speech) -> tuple[str, ...]:
    shown = [f"{day:%d/%m/%Y}" for day in dated[-_DAYS_SHOWN:]]
    more = len(dated) - len(shown)
    return (*([speech.say("%(count)s kỳ trước", count=more)] if more else []), *shown)


def chunks(lines: Sequence[str], tasks: Sequence[TaskLine], *, directive_id: int, speech: Speech) -> tuple[Chunk, ...]:
    """The text cut at its clauses. Tasks whose line the text does not have stand at the end."""
    by_line: dict[int, list[TaskView]] = {}
    for task in tasks:
        line = task.line if task.line is not None and 1 <= task.line <= len(lines) else len(lines) + 1
        by_line.setdefault(line, []).append(task_view(task, directive_id=directive_id, speech=speech))
    found, start = [], 0
    for line in sorted(by_line):
        before, clause = lines[start : line - 1], lines[line - 1] if line <= len(lines) else ""
        found.append(Chunk(_said(before), clause.strip(), tuple(by_line[line])))
        start = line
    rest = _said(lines[start:])
    return (*found, Chunk(rest, "", ())) if rest else tuple(found)


def clause_at(lines: Sequence[str], line: int | None) -> str:
    """The clause that begins on ``line`` (from 1) as printed, over line ends up to the end of a sentence or to the next
    clause; "" if the text has no such line."""
    if line is None or not 1 <= line <= len(lines):
        return ""
    said = [lines[line - 1].strip()]
    for after in lines[line : line + _MOST_LINES]:
        if said[-1].endswith(_ENDS) or _BEGINS.match(after):
            break
        if after.strip():
            said.append(after.strip())
    return " ".join(said)


def _said(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.strip())
