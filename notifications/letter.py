"""The letter: what the templates see of a message, whatever it is rendered to."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.outbox import NoticeItem
from notifications.wording import shortened

GROUPS = ("overdue", "today", "soon", "undated", "submitted", "to_review", "watched", "informed")
_LONGEST_TASK = 320
_LONGEST_TITLE = 200
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class Line:
    """An item as the templates see it.

    ``standing``: overdue, today, soon, undated or submitted. ``since`` is the first day of being overdue; ``hour`` is
    "HH:MM" where the deadline is a time of its last day, else "". ``issued`` is the document's date as printed.
    """

    item: NoticeItem
    standing: str
    number: str
    issued: str
    title: str
    task: str
    last_day: date | None
    since: date | None
    hour: str
    link: str

    @property
    def days(self) -> int:
        """Working days left, or gone by."""
        return abs(self.item.days_left or 0)


@dataclass(frozen=True)
class Entry:
    """A line and the sentences about it, without a full stop. ``remarks`` are whole sentences."""

    line: Line
    document: str
    due: str
    standing: str
    status: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Entries under one heading of a digest; ``code`` is one of GROUPS."""

    code: str
    heading: str
    action: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Letter:
    """Everything the templates see. ``audiences`` says, each once, why the reader is told."""

    kind: str
    person: str
    office: str
    today: date
    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]
    audiences: tuple[str, ...]
    is_urgent: bool


def line_of(item: NoticeItem, *, at: datetime, root: str, zone: ZoneInfo) -> Line:
    """The item as things stand at ``at`` on the calendar of ``zone``; ``root`` is the address of the pages or ""."""
    hour = _hour(item, zone)
    since = item.last_day
    if since is not None and not hour:
        since += timedelta(days=1)
    return Line(
        item=item,
        standing=_standing(item, at=at, today=at.astimezone(zone).date()),
        number=item.directive_number.strip(),
        issued=_printed_date(item.directive_on),
        title=shortened(item.directive_title, _LONGEST_TITLE),
        task=shortened(item.task_text, _LONGEST_TASK),
        last_day=item.last_day,
        since=since,
        hour=hour,
        link=f"{root}/viec/{item.obligation_id}" if root else "",
    )


def entry_of(line: Line, *, words: Any, detail: str = "") -> Entry:
    """The line with its sentences from ``words`` (the module of words.j2); ``detail`` is a remark of its own kind."""
    return Entry(
        line=line,
        document=words.document(line),
        due=words.due(line),
        standing=words.standing(line),
        status=words.status(line),
        remarks=tuple(said for said in (detail, words.note(line), words.merged(line)) if said),
    )


def _standing(item: NoticeItem, *, at: datetime, today: date) -> str:
    """Under which heading an item goes. ``days_left`` was decided by the engine; the dates only settle its zero."""
    if item.status == "submitted":
        # Whether the report came in time is not for the reader's calendar to say: a slow review makes nobody late.
        return "submitted"
    if item.due_at is None or item.last_day is None:
        return "undated"
    if (item.days_left or 0) < 0 or item.due_at < at:
        return "overdue"
    return "today" if item.last_day == today else "soon"


def _hour(item: NoticeItem, zone: ZoneInfo) -> str:
    """ "16:30" if the deadline is a time of its last day; "" if it is the day's end."""
    if item.due_at is None:
        return ""
    local = item.due_at.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == item.last_day else ""


def _printed_date(issued: str) -> str:
    """ "2023-10-19" and "2023-10" as they are written in Vietnamese, any other text as it is."""
    try:
        return f"{date.fromisoformat(issued):%d/%m/%Y}"
    except ValueError:
        month = _MONTH.fullmatch(issued)
        return f"{month[2]}/{month[1]}" if month else issued
