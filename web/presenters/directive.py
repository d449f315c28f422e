"""One directive as its page shows it: its clauses, its days, its units, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.service.register import ChangedDay, DirectiveHead, DirectivePage, DueDay
from engine.tallies import Counts
from reports.official_table import OfficialTable
from web.i18n import Speech, number
from web.presenters.charts import along
from web.presenters.clauses import Chunk, TaskView, chunks, task_view
from web.presenters.overview import Place, file_links
from web.presenters.register import document_name, issued
from web.presenters.tables import Standing, TableView, standing, table_view

WIDTH = 400.0
WORST_SHOWN = 10
DAYS_SHOWN, CHANGES_SHOWN = 40, 20


@dataclass(frozen=True)
class HeadView:
    """What is printed at the head."""

    id: int
    document: str
    issued: str
    issuer: str
    title: str
    urgency: str
    period: str


@dataclass(frozen=True)
class DayView:
    """A day on which something falls due, or today. ``tone``: past, coming, today."""

    at: float
    day: date
    tone: str
    words: str
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True)
class ChangeView:
    """What happened on a day, in words."""

    day: date
    words: str


@dataclass(frozen=True)
class DirectiveView:
    """Everything the page says. ``loose``: the tasks where the text was not kept."""

    head: HeadView
    is_whole: bool
    standing: Standing
    nodes: tuple[Place, ...]
    chunks: tuple[Chunk, ...]
    loose: tuple[TaskView, ...]
    file_name: str
    days: tuple[DayView, ...]
    list_of_days: tuple[DayView, ...]
    worst: TableView
    worst_left: int
    changes: tuple[ChangeView, ...]
    files: tuple[Place, ...]
    may_urge: bool


def head_view(head: DirectiveHead, *, speech: Speech) -> HeadView:
    """The head of a directive."""
    ends = [f"{day:%d/%m/%Y}" for day in (head.period_start, head.period_end) if day is not None]
    urgency = speech.words.say(f"urgencies.{head.urgency}") if head.urgency != "normal" else ""
    return HeadView(
        id=head.id,
        document=document_name(head, speech=speech),
        issued=issued(head.issued_text),
        issuer=head.issuer_name,
        title=head.title,
        urgency=urgency,
        period=" – ".join(ends),
    )


def present(page: DirectivePage, table: OfficialTable, *, today: date, speech: Speech) -> DirectiveView:
    """The view of a directive; ``table``: the figures at its node, the worst first."""
    own = page.head.id
    worst = table_view(table, link=lambda unit: f"/van-ban/{own}/don-vi/{unit}", speech=speech)
    days = _days(page, today=today, speech=speech)
    loose = () if page.lines else page.tasks
    return DirectiveView(
        head=head_view(page.head, speech=speech),
        is_whole=page.is_whole,
        standing=standing(page.counts, speech=speech),
        nodes=tuple(Place(node.name, f"/van-ban/{own}/don-vi/{node.unit_id}") for node in page.nodes),
        chunks=chunks(page.lines or (), page.tasks, directive_id=own, speech=speech) if page.lines else (),
        loose=tuple(task_view(task, directive_id=own, speech=speech) for task in loose),
        file_name=page.file_name or "",
        days=days,
        list_of_days=tuple(day for day in days if day.tasks)[:DAYS_SHOWN],
        worst=replace(worst, lines=worst.lines[:WORST_SHOWN]),
        worst_left=max(0, len(worst.lines) - WORST_SHOWN),
        changes=tuple(_changes(page.changed_days, speech=speech)),
        files=file_links(f"/van-ban/{own}/bang", query={}),
        may_urge=page.is_whole and page.counts.open_overdue > 0,
    )


def _days(page: DirectivePage, *, today: date, speech: Speech) -> tuple[DayView, ...]:
    """The days on which something falls due, and today, along a line."""
    due: dict[date, DueDay] = {day.on: day for day in page.due_days}
    if not due:
        return ()
    known = {task.id: task_view(task, directive_id=page.head.id, speech=speech) for task in page.tasks}
    found = []
    for mark in along(list(due), today=today, width=WIDTH):
        ids = dict.fromkeys(task for task, _ in due[mark.on].tasks) if mark.on in due else {}
        tasks = tuple(known[task] for task in ids)
        tone = "today" if mark.on == today else "past" if mark.on < today else "coming"
        found.append(DayView(mark.at, mark.on, tone, _away((mark.on - today).days, speech=speech), tasks))
    return tuple(found)


def _away(days: int, *, speech: Speech) -> str:
    if days == 0:
        return speech.say("hôm nay")
    if days > 0:
        return speech.count("còn %(n)s ngày", "còn %(n)s ngày", n=days)
    return speech.count("đã qua %(n)s ngày", "đã qua %(n)s ngày", n=-days)


def _changes(days: Sequence[ChangedDay], *, speech: Speech) -> list[ChangeView]:
    """The last days on which the counts changed, the newest first."""
    said = [(day.on, change_words(day.change, speech=speech)) for day in reversed(days)]
    return [ChangeView(on, words) for on, words in said if words][:CHANGES_SHOWN]


def change_words(change: Counts, *, speech: Speech) -> str:
    """By how much the counts of a day changed, in words."""
    _ = speech.say
    done = change.done_on_time + change.undated_done
    said = (
        (change.assigned, _("giao %(count)s phần việc"), _("bớt %(count)s phần việc")),
        (done, _("%(count)s xong đúng hạn hoặc không hạn"), _("%(count)s không còn là xong đúng hạn")),
        (change.done_late, _("%(count)s xong trễ hạn"), _("%(count)s không còn là xong trễ hạn")),
        (change.open_overdue, _("thêm %(count)s quá hạn"), _("bớt %(count)s quá hạn")),
        (change.excused, _("%(count)s được miễn"), _("%(count)s không còn được miễn")),
    )
    return "; ".join((more if n > 0 else less) % {"count": number(abs(n))} for n, more, less in said if n)
