"""A preview as its page shows it: on which days how many, who gets what, and what the numbers rest on."""

from dataclasses import dataclass
from datetime import date, datetime

from config.preview import Foreseen, Preview
from web.i18n import Speech

MOST_SHOWN = 150


@dataclass(frozen=True)
class MessageLine:
    """A message that would go out."""

    at: datetime
    person: str
    place: str
    subject: str
    items: int
    stands_for: int


@dataclass(frozen=True)
class GroupLine:
    """Units that are told the same things."""

    kind: str
    tasks: str
    count: int
    chosen: str


@dataclass(frozen=True)
class PreviewPage:
    """Everything the page says of a preview."""

    until: datetime
    total: int
    days: tuple[tuple[date, int], ...]
    messages: tuple[MessageLine, ...]
    hidden: int
    groups: tuple[GroupLine, ...]
    reached: int
    sampled: int
    silent: str
    silent_count: int
    is_sampled: bool
    is_cut: bool
    ends_early: bool


def present_preview(found: Preview, speech: Speech) -> PreviewPage:
    """The page of a preview."""
    return PreviewPage(
        until=found.until,
        total=found.total,
        days=tuple(found.by_day()),
        messages=tuple(_line(message, speech) for message in found.messages[:MOST_SHOWN]),
        hidden=max(0, len(found.messages) - MOST_SHOWN),
        groups=tuple(GroupLine(g.kind, ", ".join(g.tasks), g.count, ", ".join(g.chosen)) for g in found.groups),
        reached=found.reached,
        sampled=sum(len(group.chosen) for group in found.groups),
        silent=", ".join(found.silent),
        silent_count=found.silent_count,
        is_sampled=found.is_sampled,
        is_cut=found.is_cut,
        ends_early=found.ends_early,
    )


def _line(message: Foreseen, speech: Speech) -> MessageLine:
    place = message.place
    return MessageLine(
        at=message.told.at,
        person=message.told.person,
        place="" if place is None else f"{speech.words.role(place.role)}, {place.unit_name}",
        subject=message.told.subject,
        items=len(message.told.items),
        stands_for=round(message.stands_for),
    )
