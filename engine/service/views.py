"""Looking at things: what is due, late or waiting; one obligation; why its date and its reminders are what they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.clock import require_aware
from engine.deadlines import Step, Timeliness
from engine.errors import NotFound
from engine.history import Entry
from engine.ladders import DueRung, Policies, Term, rungs_due
from engine.service.book import Book, days_left, document_of, looked_on, open_book, soon_until, track_of
from engine.service.correspondence import Attempt, Leg, legs_of
from engine.states import OPEN, Status
from engine.store import directives as directive_store
from engine.store import listings
from engine.store import messages as message_store
from engine.store import notices as notice_store
from engine.store import obligations as store
from engine.store import people as people_store
from engine.store.database import Connection, Database, Row, reading
from engine.store.register import text_of
from engine.timeline import timeliness_of

_HORIZON = timedelta(days=90)


@dataclass(frozen=True)
class Listed:
    """One obligation in a list. ``looked_on``: the day of the look where the unit is."""

    id: int
    directive_id: int
    document: str
    issuer_name: str
    task_key: str
    task_text: str
    unit_code: str
    unit_name: str
    occurrence: int
    status: Status
    timeliness: Timeliness
    last_day: date | None
    due_at: datetime | None
    days_left: int | None
    looked_on: date


def list_obligations(
    database: Database,
    *,
    at: datetime,
    policies: Policies,
    directive_id: int | None = None,
    unit: str | None = None,
    task: str | None = None,
    which: str = "open",
    limit: int = 200,
) -> list[Listed]:
    """Obligations, soonest due first. ``which``: open, overdue, due_soon, waiting (for review), within_term,
    no_deadline, done or all. A late report that waits for review is both overdue and waiting."""
    at = require_aware(at)
    with reading(database) as connection:
        book = open_book(connection)
        rows = listings.obligations(
            connection,
            at=at,
            directive_id=directive_id,
            unit=unit,
            task=task,
            which=which,
            soon_at=soon_until(book, policies, at=at),
            limit=limit,
        )
        return [_listed(row, book, policies=policies, at=at) for row in rows]


def count_obligations(
    database: Database,
    which: Iterable[str],
    *,
    at: datetime,
    policies: Policies,
    directive_id: int | None = None,
    unit: str | None = None,
    task: str | None = None,
) -> dict[str, int]:
    """How many obligations each list has, from one snapshot; the names are those of ``list_obligations``."""
    at = require_aware(at)
    with reading(database) as connection:
        soon_at = soon_until(open_book(connection), policies, at=at)
        return {
            one: listings.count(
                connection, at=at, directive_id=directive_id, unit=unit, task=task, which=one, soon_at=soon_at
            )
            for one in which
        }


def _listed(row: Row[Any], book: Book, *, policies: Policies, at: datetime) -> Listed:
    track = track_of(row, last_day=row.last_day_on)
    is_soon = row.due_at is not None and row.due_at <= soon_until(book, policies, at=at)
    return Listed(
        id=row.id,
        directive_id=row.directive_id,
        document=document_of(row),
        issuer_name=row.issuer_name,
        task_key=row.task_key,
        task_text=row.task_text,
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        occurrence=row.occurrence,
        status=Status(row.status),
        timeliness=timeliness_of(track, at=at, soon_at=at if is_soon else None),
        last_day=row.last_day_on,
        due_at=row.due_at,
        days_left=days_left(row, book, at=at),
        looked_on=looked_on(row, at=at),
    )


@dataclass(frozen=True)
class Version:
    """One version of a deadline with its derivation."""

    version: int
    quote: str
    due_at: datetime | None
    last_day: date | None
    steps: tuple[Step, ...]
    reason: str
    set_by: str
    set_at: datetime


@dataclass(frozen=True)
class Decision:
    """The decision about one rung for one person. ``person_name`` "" where nobody holds the post. ``messages``: what
    was tried to tell it, oldest first; the last of them is ``message_id``, whose attempts are in ``attempts``."""

    rung: str
    rung_at: datetime
    audience: str
    person_name: str
    decision: str
    reason: str
    decided_at: datetime
    details: dict[str, Any]
    message_id: int | None
    message_state: str | None
    address: str | None
    attempts: tuple[Attempt, ...]
    messages: tuple[Leg, ...]


@dataclass(frozen=True)
class Why:
    """Everything that explains an obligation."""

    obligation: Listed
    versions: tuple[Version, ...]
    decisions: tuple[Decision, ...]
    ahead: tuple[DueRung, ...]
    not_valid: tuple[DueRung, ...]


def why(database: Database, obligation_id: int, *, at: datetime, policies: Policies) -> Why:
    """The derivation of an obligation's date and each rung: who, when, sent or why not; and what lies ahead."""
    at = require_aware(at)
    with reading(database) as connection:
        row = _one(connection, obligation_id)
        book = open_book(connection)
        ahead, not_valid = _rungs(connection, row, book=book, policies=policies, at=at)
        return Why(
            obligation=_listed(row, book, policies=policies, at=at),
            versions=tuple(_version(v) for v in store.deadline_versions(connection, row)),
            decisions=tuple(_decisions(connection, obligation_id)),
            ahead=ahead,
            not_valid=not_valid,
        )


def _one(connection: Connection, obligation_id: int) -> Row[Any]:
    rows = listings.obligation(connection, obligation_id)
    if not rows:
        raise NotFound(what="obligation", key=obligation_id)
    return rows[0]


def _version(row: Row[Any]) -> Version:
    steps = tuple(Step(step["code"], dict(step["values"])) for step in row.derivation)
    return Version(row.version, row.quote, row.due_at, row.last_day_on, steps, row.reason, row.set_by, row.set_at)


def _rungs(
    connection: Connection, row: Row[Any], *, book: Book, policies: Policies, at: datetime
) -> tuple[tuple[DueRung, ...], tuple[DueRung, ...]]:
    """Rungs still ahead within ninety days, and rungs that never became valid because they lay before the
    assignment."""
    if row.due_at is None or row.last_day_on is None:
        return (), ()
    task = directive_store.tasks_by_id(connection, [row.task_id])[row.task_id]
    ladder = policies.ladder(name=task.ladder or task.directive_ladder, urgency=task.urgency)
    term = Term(row.due_at, row.last_day_on, ZoneInfo(row.zone))
    earliest = row.due_at - timedelta(days=730)
    before = rungs_due(ladder, term, calendar=book.calendar, after=earliest, until=row.assigned_at)
    if row.status not in OPEN:
        return (), before
    horizon = max(at, row.due_at) + _HORIZON
    return rungs_due(ladder, term, calendar=book.calendar, after=max(row.settled_at, at), until=horizon), before


def _decisions(connection: Connection, obligation_id: int) -> Iterable[Decision]:
    notices = notice_store.of_obligation(connection, obligation_id)
    names = people_store.names(connection, (notice.person_id for notice in notices))
    chains = legs_of(connection, [notice.message_id for notice in notices if notice.message_id])
    for notice in notices:
        legs = chains.get(notice.message_id, ())
        last = legs[-1] if legs else None
        yield Decision(
            rung=notice.rung,
            rung_at=notice.rung_at,
            audience=notice.audience,
            person_name=names.get(notice.person_id, ""),
            decision=notice.decision,
            reason=notice.reason,
            decided_at=notice.decided_at,
            details=notice.details,
            message_id=notice.message_id,
            message_state=last.state if last else None,
            address=last.address if last else None,
            attempts=last.attempts if last else (),
            messages=legs,
        )


@dataclass(frozen=True)
class Shown:
    """One obligation in full. ``lines``: the text the directive was issued from, empty if it was not kept; ``chain``:
    the hash of each entry of the history."""

    obligation: Listed
    section: str | None
    line: int | None
    source: str
    lines: tuple[str, ...]
    coordinators: tuple[str, ...]
    informed: tuple[str, ...]
    fields: tuple[dict[str, Any], ...]
    versions: tuple[Version, ...]
    history: tuple[tuple[Entry, datetime], ...]
    chain: tuple[str, ...]
    handed_in: tuple[Row[Any], ...]
    extensions: tuple[Row[Any], ...]
    assigned_at: datetime


def show_obligation(database: Database, obligation_id: int, *, at: datetime, policies: Policies) -> Shown:
    """An obligation with its source clause, parties, versions, history, reports and requests. Raises NotFound."""
    at = require_aware(at)
    with reading(database) as connection:
        row = _one(connection, obligation_id)
        task = directive_store.tasks_by_id(connection, [row.task_id])[row.task_id]
        directive = directive_store.directive(connection, row.directive_id)
        text = text_of(connection, row.directive_id) if task.line is not None else None
        history = store.history(connection, obligation_id)
        return Shown(
            obligation=_listed(row, open_book(connection), policies=policies, at=at),
            section=task.section,
            line=task.line,
            source=directive.source if directive is not None else "",
            lines=tuple(text.text.splitlines()) if text is not None else (),
            coordinators=tuple(task.coordinators),
            informed=tuple(task.informed),
            fields=tuple(task.fields),
            versions=tuple(_version(v) for v in store.deadline_versions(connection, row)),
            history=tuple((entry, entry.at) for entry, _ in history),
            chain=tuple(stored for _, stored in history),
            handed_in=tuple(store.reports(connection, obligation_id)),
            extensions=tuple(store.extensions(connection, obligation_id)),
            assigned_at=row.assigned_at,
        )


@dataclass(frozen=True)
class Fresh:
    """An obligation by what identifies it for people: whose, of which clause, which time round."""

    id: int
    directive_id: int
    scheme: str
    unit_id: int
    unit_code: str
    issuer_id: int
    task_key: str
    occurrence: int
    fields: tuple[dict[str, Any], ...]
    assigned_at: datetime
    due_at: datetime | None
    last_day: date | None


def obligations_after(database: Database, obligation_id: int) -> list[Fresh]:
    """The obligations made since one was the newest, in order."""
    with reading(database) as connection:
        rows = listings.obligations_after(connection, obligation_id)
        return [
            Fresh(
                id=row.id,
                directive_id=row.directive_id,
                scheme=row.scheme,
                unit_id=row.unit_id,
                unit_code=row.unit_code,
                issuer_id=row.issuer_id,
                task_key=row.task_key,
                occurrence=row.occurrence,
                fields=tuple(row.fields),
                assigned_at=row.assigned_at,
                due_at=row.due_at,
                last_day=row.last_day_on,
            )
            for row in rows
        ]


@dataclass(frozen=True)
class DirectiveLine:
    """One issued directive in a list."""

    id: int
    document: str
    issued_text: str
    issuer_name: str
    title: str
    doc_type: str
    issued_at: datetime
    period_end: date | None


def list_directives(database: Database) -> list[DirectiveLine]:
    """All directives in order of issue."""
    with reading(database) as connection:
        return [
            DirectiveLine(
                id=row.id,
                document=document_of(row),
                issued_text=row.issued_text,
                issuer_name=row.issuer_name,
                title=row.title,
                doc_type=row.doc_type,
                issued_at=row.issued_at,
                period_end=row.period_end_on,
            )
            for row in directive_store.all_directives(connection)
        ]


def find_directive(database: Database, key: str) -> int:
    """A directive by its id, number ("396/KH-GD&ĐT") or suffix; NotFound, or Ambiguous with the choices."""
    with reading(database) as connection:
        return listings.directive_by_key(connection, key)


@dataclass(frozen=True)
class MessageCount:
    """How many messages there are of a kind in a state."""

    channel: str
    kind: str
    state: str
    messages: int


def count_messages(database: Database) -> list[MessageCount]:
    """Messages by channel, kind and state."""
    with reading(database) as connection:
        return [
            MessageCount(row.channel, row.kind, row.state, int(row.messages))
            for row in message_store.counts(connection)
        ]
