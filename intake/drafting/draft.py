"""The draft of a plan: what was read, how, and how sure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from engine.errors import Problem
from intake.phrases.text import Certainty

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A value, how it was read (a code below ``intake.how`` of the locales), how sure, and on which line.

    A value that is not there is None, () or empty, read as "not_found". ``notes`` are codes below ``intake.notes``.
    """

    value: T
    how: str
    certainty: Certainty = "sure"
    line: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: name and title as printed, ``on_behalf`` the signing capacity ("KT. TRƯỞNG PHÒNG")."""

    name: str | None = None
    title: str | None = None
    on_behalf: str | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """A numbered document that the directive cites; ``where`` is "preamble" or "body"."""

    number: str
    issued_on: date | None
    issuer: str | None
    where: str
    number_corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Covered:
    """The period that the directive itself covers, as printed and as dates, both inclusive."""

    phrase: str | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a directive. ``issued_on`` is "2024-08-13", "2023-10" where the day is blank, None where nothing is.

    ``urgency`` is normal, khan, thuong_khan or hoa_toc; ``doc_type`` a slug such as cong_van or ke_hoach.
    """

    number: Reading[str | None]
    number_suffix: Reading[str | None]
    number_corrected: str | None
    issued_on: Reading[str | None]
    issuer: Reading[str | None]
    place: Reading[str | None]
    doc_type: Reading[str]
    title: Reading[str | None]
    addressees: Reading[tuple[str, ...]]
    recipients: Reading[tuple[str, ...]]
    signer: Reading[Signer]
    based_on: Reading[tuple[Base, ...]]
    period: Reading[Covered]
    urgency: Reading[str]


@dataclass(frozen=True, slots=True)
class DraftDeadline:
    """One time of a task, in exactly one of three forms: ``due``, ``recurrence``, ``window``.

    ``due`` is an ISO date or datetime, the last moment still on time; ``recurrence`` has ``freq`` and, as needed, ``n``
    and ``details``; ``window`` has its first and last day, both None for a phrase that gives no dates.
    """

    quote: str
    due: str | None = None
    recurrence: Mapping[str, str | int] | None = None
    window: tuple[date | None, date | None] | None = None
    is_inherited: bool = False
    how: str = "printed"
    certainty: Certainty = "sure"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftTask:
    """One clause that gives somebody something to do; the fields are those of a plan file."""

    id: str
    line: int
    text: str
    section: str | None
    owner: Reading[tuple[str, ...]]
    is_owner_explicit: bool
    coordinators: tuple[str, ...]
    kind: Reading[str]
    deadlines: tuple[DraftDeadline, ...]
    report_to: str | None
    has_form: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A list item or sentence left out, and why: purpose, requirement, topic_of_parent, stem, period, funding,
    reference, closing, background, contents."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft plan: the head, the tasks in text order, what was left out, and what an official should look at."""

    doc: str
    head: Head
    tasks: tuple[DraftTask, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[Problem, ...] = ()
