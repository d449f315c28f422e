"""Rendering: an outgoing message becomes subject, text and html. The words stand in templates/, values here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from engine.outbox import NoticeItem, Outgoing
from notifications.calendar_file import DueDay, calendar_file
from notifications.mail import Rendered

GROUPS = ("overdue", "today", "soon", "undated", "submitted", "to_review", "watched", "informed")
# Readers who look after the work of others.
_WATCHING = frozenset({"monitor", "assigner_leader", "parent_leader", "urging_draft"})
_INFORMED = frozenset({"coordinator", "informed"})
# What a reader who owes the work puts into a calendar: days that are still to come.
_IN_CALENDAR = frozenset({"today", "soon"})
_LONGEST_TASK = 320
_LONGEST_TITLE = 200
_LONGEST_SUBJECT_TASK = 90
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


def render(outgoing: Outgoing, *, at: datetime, base_url: str | None, sender_office: str, zone: ZoneInfo) -> Rendered:
    """Put a message into words, as things stand at ``at`` on the calendar of ``zone``; without ``base_url`` no links.

    Raises jinja2.TemplateError for a kind that has no template and for a value that a template misses.
    """
    plain = _environment(is_html=False)
    words: Any = plain.get_template("words.j2").module
    kind: Any = plain.get_template(f"kinds/{outgoing.kind}.j2").module
    root = (base_url or "").rstrip("/")
    entries = tuple(_entry(_line(item, at=at, root=root, zone=zone), words=words, kind=kind) for item in outgoing.items)
    letter = Letter(
        kind=outgoing.kind,
        person=" ".join(outgoing.person_name.split()),
        office=sender_office,
        today=at.astimezone(zone).date(),
        entries=entries,
        groups=_grouped(entries, words),
        audiences=tuple(dict.fromkeys(item.audience for item in outgoing.items)),
        is_urgent=outgoing.is_urgent,
    )
    subject = " ".join(kind.subject(letter).split())
    values = {
        "letter": letter,
        "subject": subject,
        "lead": kind.lead(letter),
        "action": kind.action(letter),
        "drafts": _drafts(letter, plain.get_template("drafts.j2").module),
        "footer": (words.why(letter), words.ask(letter), words.caution()),
    }
    text = plain.get_template("letter.txt.j2").render(values)
    html = _environment(is_html=True).get_template("letter.html.j2").render(values)
    days = _due_days(outgoing, entries, words=plain.get_template("calendar.j2").module)
    return Rendered(subject, text, html, calendar=calendar_file(days, written_at=outgoing.dated_at) if days else None)


@cache
def _environment(*, is_html: bool) -> Environment:
    """Sentences and text are made without escaping, and the HTML page escapes whatever it is handed. So it must import
    neither words.j2 nor kinds/: what a macro returns would count as safe."""
    environment = Environment(
        loader=PackageLoader("notifications"),
        autoescape=is_html,  # noqa: S701 - mail text and subjects are not HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters["day"] = "{:%d/%m/%Y}".format
    environment.filters["short"] = shortened
    environment.filters["sentence"] = _sentence
    return environment


def _line(item: NoticeItem, *, at: datetime, root: str, zone: ZoneInfo) -> Line:
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


def _entry(line: Line, *, words: Any, kind: Any) -> Entry:
    return Entry(
        line=line,
        document=words.document(line),
        due=words.due(line),
        standing=words.standing(line),
        status=words.status(line),
        remarks=tuple(said for said in (kind.detail(line), words.note(line), words.merged(line)) if said),
    )


def _due_days(outgoing: Outgoing, entries: Iterable[Entry], *, words: Any) -> list[DueDay]:
    """The days on which work of the reader's own unit is due. Their ids hold for all messages and readers."""
    domain = outgoing.rfc_message_id.strip("<>").rpartition("@")[2]
    return [
        DueDay(
            uid=f"viec-{line.item.obligation_id}@{domain}",
            sequence=line.item.deadline_version,
            last_day=line.last_day,
            summary=words.summary(entry),
            description=words.description(entry),
            url=line.link,
        )
        for entry in entries
        if (line := entry.line).last_day and line.standing in _IN_CALENDAR
        if line.item.audience not in _WATCHING | _INFORMED
    ]


def _drafts(letter: Letter, words: Any) -> list[dict[str, Any]]:
    """An urging letter for each unit that this message wants one for."""
    units: dict[str, list[Entry]] = {}
    for entry in letter.entries:
        if letter.kind == "urging_draft" or entry.line.item.audience == "urging_draft":
            units.setdefault(entry.line.item.unit_name, []).append(entry)
    return [
        {
            "intro": words.intro(),
            "title": words.title(),
            "addressee": words.addressee(unit),
            "clauses": [words.clause(entry) for entry in entries],
            "demand": words.demand(unit),
        }
        for unit, entries in units.items()
    ]


def _grouped(entries: Iterable[Entry], words: Any) -> tuple[Group, ...]:
    found: dict[str, list[Entry]] = {code: [] for code in GROUPS}
    for entry in entries:
        found[_group_of(entry.line)].append(entry)
    return tuple(
        Group(code, words.heading(code), words.action(code), tuple(members))
        for code, members in found.items()
        if members
    )


def _group_of(line: Line) -> str:
    if line.item.audience in _WATCHING:
        return "to_review" if line.standing == "submitted" else "watched"
    return "informed" if line.item.audience in _INFORMED else line.standing


def _printed_date(issued: str) -> str:
    """ "2023-10-19" and "2023-10" as they are written in Vietnamese, any other text as it is."""
    try:
        return f"{date.fromisoformat(issued):%d/%m/%Y}"
    except ValueError:
        month = _MONTH.fullmatch(issued)
        return f"{month[2]}/{month[1]}" if month else issued


def shortened(text: str, longest: int = _LONGEST_SUBJECT_TASK) -> str:
    """``text`` on one line, cut to at most ``longest`` characters, between words where there are any."""
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    head = flat[: longest - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:.–-") + "…"


def _sentence(text: str) -> str:
    """``text`` with its first letter large and the rest untouched."""
    return text[:1].upper() + text[1:]
