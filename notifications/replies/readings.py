"""Values: what a reply can be read as. None of them is a completion."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Doubt(StrEnum):
    """Why a reply leads to nothing but a question back; each has its words in templates/answers.j2."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    # The work is said to be done: reported in the system, never by a reply.
    DONE = "done"
    NOT_RECEIVED = "not_received"
    REFUSED = "refused"
    STOP = "stop"
    SEVERAL_TASKS = "several_tasks"
    # More time is asked for, but to no day that may be written down.
    NO_DATE = "no_date"
    VAGUE = "vague"
    SEVERAL_DATES = "several_dates"
    IMPOSSIBLE = "impossible"
    PAST = "past"
    NOT_LATER = "not_later"
    WEEKDAY = "weekday"
    LUNAR = "lunar"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Acknowledged:
    """The person has received the task; ``number`` where the words name one ("CV-123")."""

    number: int | None = None


@dataclass(frozen=True)
class ExtensionAsked:
    """More time is asked for, to the end of ``until``; only a draft follows. ``reason`` as typed, "" without one."""

    until: date
    reason: str = ""
    number: int | None = None


@dataclass(frozen=True)
class MyWork:
    """The person asks for the list of open tasks."""


@dataclass(frozen=True)
class LinkCode:
    """The one-time code that ties a chat to a person, as "LK-7F3K-29QD"."""

    code: str


@dataclass(frozen=True)
class Unclear:
    """Nothing that may be acted upon; ``number`` where the words name a task all the same."""

    reason: Doubt
    number: int | None = None


Reply = Acknowledged | ExtensionAsked | MyWork | LinkCode | Unclear
