"""Rendering: an outgoing message becomes words for a mail, a chat and a card. The words stand in templates/."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.outbox import Outgoing
from notifications.calendar_file import DueDay, calendar_file
from notifications.card import card_of
from notifications.chat import chat_of
from notifications.letter import GROUPS, Entry, Group, Letter, Line, entry_of, line_of
from notifications.mail import Rendered
from notifications.wording import environment

# Readers who look after the work of others.
_WATCHING = frozenset({"monitor", "assigner_leader", "parent_leader", "urging_draft"})
_INFORMED = frozenset({"coordinator", "informed"})
# What a reader who owes the work puts into a calendar: days that are still to come.
_IN_CALENDAR = frozenset({"today", "soon"})


def render(outgoing: Outgoing, *, at: datetime, base_url: str | None, sender_office: str, zone: ZoneInfo) -> Rendered:
    """Put a message into words, as things stand at ``at`` on the calendar of ``zone``; without ``base_url`` no links.

    Raises jinja2.TemplateError for a kind that has no template and for a value that a template misses.
    """
    plain = environment(is_html=False)
    words: Any = plain.get_template("words.j2").module
    kind: Any = plain.get_template(f"kinds/{outgoing.kind}.j2").module
    root = (base_url or "").rstrip("/")
    lines = [line_of(item, at=at, root=root, zone=zone) for item in outgoing.items]
    entries = tuple(entry_of(line, words=words, detail=kind.detail(line)) for line in lines)
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
    html = environment(is_html=True).get_template("letter.html.j2").render(values)
    chat = chat_of(letter, lead=values["lead"], action=values["action"], drafts=values["drafts"])
    days = _due_days(outgoing, entries, words=plain.get_template("calendar.j2").module)
    calendar = calendar_file(days, written_at=outgoing.dated_at) if days else None
    return Rendered(subject, text, html, chat=chat, card=card_of(letter, root=root), calendar=calendar)


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
