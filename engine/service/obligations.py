"""The life cycle of an obligation: acknowledge, start, report, accept, return, cancel. One transaction each."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from engine.clock import require_aware
from engine.errors import BadFigure, NotFound, Stale, TransitionRefused
from engine.events import Fact, FactKind
from engine.ladders import Ladder, Policies
from engine.service.book import Book, open_book, track_of
from engine.service.decisions import Pending, closing_reason, notice_rows
from engine.service.events import event_notices
from engine.service.record import SYSTEM, Actor, Chain, chain_of, delta
from engine.states import CLOSED, HANDED_ON, TRANSITIONS, Role, Status, Verb, refusal
from engine.store import directives as directive_store
from engine.store import drafts as draft_store
from engine.store import notices as notice_store
from engine.store import obligations as store
from engine.store import tallies as tally_store
from engine.store.database import Connection, Database, Row, storable, writing
from engine.tallies import Bucket
from engine.timeline import Track, advance, bucket_of, next_at


@dataclass(frozen=True)
class ReportInput:
    """What a unit hands in. ``figures`` by field key; ``files``: name, size in bytes, sha256 of each."""

    text: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Request:
    """What is asked of an obligation beside the verb: by whom, why, and what is handed in."""

    actor: Actor
    reason: str
    report: ReportInput


@dataclass(frozen=True)
class Acted:
    """Where an obligation stands after an act."""

    obligation_id: int
    status: Status
    bucket: Bucket
    history_length: int


@dataclass
class Case:
    """An obligation under the hand of a transaction: locked, with what is needed to act on it."""

    connection: Connection
    row: Row[Any]
    task: Row[Any]
    deadline: Row[Any]
    book: Book
    policies: Policies
    ladder: Ladder
    chain: Chain
    track: Track
    at: datetime
    counted_in: Bucket | None
    deltas: list[Mapping[str, Any]] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this obligation's days are counted."""
        return ZoneInfo(self.deadline.zone)


def open_case(
    connection: Connection, obligation_id: int, *, at: datetime, policies: Policies, seen_length: int | None = None
) -> Case:
    """Lock an obligation and let time act on it up to ``at``: a deadline that passed unseen is recorded before the
    act. Stale if its history is not ``seen_length`` entries long any more."""
    row = store.lock(connection, obligation_id)
    if row is None:
        raise NotFound(what="obligation", key=obligation_id)
    if seen_length is not None and row.history_length != seen_length:
        raise Stale(id=obligation_id)
    task = directive_store.tasks_by_id(connection, [row.task_id])[row.task_id]
    deadline = directive_store.deadlines_by_id(connection, [row.deadline_id])[row.deadline_id]
    book = open_book(connection)
    ladder = policies.ladder(name=task.ladder or task.directive_ladder, urgency=task.urgency)
    track = track_of(row, last_day=deadline.last_day_on)
    case = Case(
        connection, row, task, deadline, book, policies, ladder, chain_of(row, task), track, at, _counted_in(track)
    )
    passed = advance(track, ladder, calendar=book.calendar, zone=case.zone, until=at)
    case.chain.extend(passed.facts, actor=SYSTEM, recorded_at=at)
    for fact in passed.facts:
        case.deltas.append(delta(row, source=track.bucket, target=passed.track.bucket, at=fact.at))
        case.counted_in = passed.track.bucket
    case.track = replace(track, bucket=passed.track.bucket)
    return case


def settle_rungs(case: Case, *, reason: str) -> None:
    """Decide the rungs that passed unseen before an act that makes them pointless: each is suppressed, none
    forgotten."""
    passed = advance(case.track, case.ladder, calendar=case.book.calendar, zone=case.zone, until=case.at)
    pending = [Pending(case.row, passed.rungs, reason)]
    rows = notice_rows(case.connection, pending, book=case.book, policies=case.policies, at=case.at)
    notice_store.insert_notices(case.connection, rows)
    case.track = replace(case.track, settled_at=passed.track.settled_at)


def _counted_in(track: Track) -> Bucket | None:
    """Work that was handed on is counted where it went."""
    return None if track.status in HANDED_ON else track.bucket


def close_case(case: Case) -> Acted:
    """Write the obligation, its history and the change of its bucket."""
    track = replace(case.track, bucket=bucket_of(case.track, at=max(case.track.settled_at, case.at)))
    values = {
        "status": track.status.value,
        "bucket": track.bucket.value,
        "settled_at": track.settled_at,
        "running_from_at": track.running_from,
        "next_at": next_at(track, case.ladder, calendar=case.book.calendar, zone=case.zone),
        "history_length": case.chain.length,
        "history_head": case.chain.head,
        "set_aside_at": None,
        "set_aside_reason": None,
        "closed_at": (case.row.closed_at or case.at) if track.status in CLOSED else None,
        **case.changes,
    }
    store.save(case.connection, case.row.id, values=values)
    store.append_history(case.connection, case.chain.entries)
    target = _counted_in(track)
    if target is not case.counted_in:
        case.deltas.append(delta(case.row, source=case.counted_in, target=target, at=case.at))
    tally_store.append_deltas(case.connection, case.deltas)
    return Acted(case.row.id, track.status, track.bucket, case.chain.length)


def roles_of(actor: Actor, case: Case) -> tuple[Role, ...]:
    """How an actor stands towards an obligation; a unit may be lead and assigner at once."""
    if actor.is_operator:
        return (Role.OPERATOR,)
    roles = []
    if actor.unit_id == case.row.unit_id:
        roles.append(Role.LEAD)
    if actor.unit_id == case.task.issuer_id:
        roles.append(Role.ASSIGNER)
    return tuple(roles) or (Role.OUTSIDER,)


def require(verb: Verb, case: Case, *, actor: Actor, reason: str) -> None:
    """Raise TransitionRefused with from, to and why, unless one of the actor's roles may."""
    refusals = [refusal(verb, status=case.track.status, role=role, reason=reason) for role in roles_of(actor, case)]
    if None not in refusals:
        raise TransitionRefused(
            id=case.row.id, source=case.track.status.value, target=TRANSITIONS[verb].target.value, why=refusals[0]
        )


def act(
    database: Database,
    obligation_id: int,
    *,
    verb: Verb,
    actor: Actor,
    at: datetime,
    policies: Policies,
    reason: str = "",
    report: ReportInput | None = None,
    seen_report: int | None = None,
    seen_length: int | None = None,
) -> Acted:
    """Do one thing to an obligation. ``seen_report``: the number of the newest report when the actor looked, 0 for
    none; ``seen_length``: how long the history was; if it is another one now, what was decided then is Stale.

    Raises NotFound, Stale, TransitionRefused, BadFigure; nothing is changed then.
    """
    at = require_aware(at)
    with writing(database) as connection:
        case = open_case(connection, obligation_id, at=at, policies=policies, seen_length=seen_length)
        if seen_report is not None:
            _require_newest(case, number=seen_report)
        require(verb, case, actor=actor, reason=reason)
        if at < case.row.assigned_at:
            raise TransitionRefused(
                id=obligation_id,
                source=case.track.status.value,
                target=TRANSITIONS[verb].target.value,
                why="before_assigned",
            )
        _APPLY[verb](case, Request(actor, storable(reason).strip(), report or ReportInput()))
        return close_case(case)


def _require_newest(case: Case, *, number: int) -> None:
    last = store.last_report(case.connection, case.row.id)
    if (last.number if last is not None else 0) != number:
        raise Stale(id=case.row.id)


def _tell(case: Case, asked: Request, *, fact: Fact) -> None:
    """Add what somebody did to the history."""
    case.chain.append(fact, actor=asked.actor, reason=asked.reason, recorded_at=case.at)


def _reviewed(case: Case, asked: Request, *, review: str) -> Row[Any]:
    """Record the answer to the newest report, and give that report."""
    last = store.last_report(case.connection, case.row.id)
    if last is None:
        raise NotFound(what="report", key=case.row.id)
    answer = {
        "review": review,
        "reviewed_at": case.at,
        "reviewed_by": asked.actor.name,
        "review_reason": asked.reason,
    }
    store.review_report(case.connection, last.id, values=answer)
    return last


def _simple(kind: FactKind) -> Callable[[Case, Request], None]:
    def apply(case: Case, asked: Request) -> None:
        _tell(case, asked, fact=Fact(kind, case.at))
        case.track = replace(case.track, status=_STATUS[kind])

    return apply


_STATUS = {FactKind.ACKNOWLEDGED: Status.ACKNOWLEDGED, FactKind.STARTED: Status.IN_PROGRESS}


def _report(case: Case, asked: Request) -> None:
    report = asked.report
    figures = checked_figures(case.task.fields, report.figures)
    settle_rungs(case, reason=closing_reason(Status.COMPLETED))
    values = {
        "obligation_id": case.row.id,
        "submitted_at": case.at,
        "submitted_by": asked.actor.name,
        "text": storable(report.text),
        "figures": figures,
        "files": [dict(file) for file in report.files],
        "judged_due_at": case.row.due_at,
    }
    number = store.insert_report(case.connection, values)
    said = {"report": number, "figures": figures, "files": [f.get("sha256", f.get("name", "")) for f in report.files]}
    case.chain.append(
        Fact(FactKind.REPORTED, case.at, said), actor=asked.actor, reason=asked.reason, recorded_at=case.at
    )
    case.changes.update(
        first_submitted_at=case.row.first_submitted_at or case.at,
        last_submitted_at=case.at,
        judged_due_at=case.row.due_at,
    )
    case.track = replace(case.track, status=Status.SUBMITTED, submitted_at=case.at, judged_due_at=case.row.due_at)
    notice_store.insert_notices(
        case.connection, event_notices(case, kind="submitted", said={"summary": storable(report.text)[:200]})
    )
    draft_store.drop_report_drafts(case.connection, case.row.id, at=case.at)


def checked_figures(fields: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    """The figures in the types that the task asks for; BadFigure for a missing, unknown or unreadable one."""
    known = {spec["key"]: spec for spec in fields}
    for key in given:
        if key not in known:
            raise BadFigure(field=key, why="unknown")
    found: dict[str, Any] = {}
    for key, spec in known.items():
        if key not in given or given[key] in ("", None):
            if spec["is_required"]:
                raise BadFigure(field=key, why="missing")
            continue
        found[key] = _figure(key, spec["type"], value=given[key])
    return found


_YES = {"có", "co", "yes", "true", "1", "x", "đạt"}
_NO = {"không", "khong", "no", "false", "0"}


# "1.000" is a thousand to a Vietnamese reader and one to a machine: asked again rather than guessed.
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([.,]\d{3})+")


def _figure(key: str, kind: str, *, value: Any) -> Any:
    if kind == "text":
        return storable(str(value))
    if kind == "yes_no":
        said = str(value).strip().casefold()
        if said not in _YES | _NO:
            raise BadFigure(field=key, why="not_yes_no")
        return said in _YES
    if isinstance(value, str) and _THOUSANDS.fullmatch(value.strip()):
        raise BadFigure(field=key, why="ambiguous")
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError as error:
        raise BadFigure(field=key, why="not_a_number") from error
    if not isfinite(number):
        raise BadFigure(field=key, why="not_a_number")
    return int(number) if number == int(number) else number


def _accept(case: Case, asked: Request) -> None:
    settle_rungs(case, reason=closing_reason(Status.SUBMITTED))
    last = _reviewed(case, asked, review="accepted")
    numbers = {key: float(value) for key, value in last.figures.items() if isinstance(value, int | float)}
    store.insert_figures(
        case.connection,
        [
            {
                "obligation_id": case.row.id,
                "field": key,
                "task_id": case.row.task_id,
                "unit_id": case.row.unit_id,
                "value": value,
            }
            for key, value in numbers.items()
        ],
    )
    _tell(case, asked, fact=Fact(FactKind.ACCEPTED, case.at, {"report": last.number}))
    case.changes.update(accepted_at=case.at)
    case.track = replace(case.track, status=Status.COMPLETED)


def _return(case: Case, asked: Request) -> None:
    settle_rungs(case, reason=closing_reason(Status.SUBMITTED))
    last = _reviewed(case, asked, review="returned")
    _tell(case, asked, fact=Fact(FactKind.RETURNED, case.at, {"report": last.number}))
    # Returned work counts as not done (the unit owes it again), from now on: overdue at once if the date has passed.
    case.track = replace(case.track, status=Status.RETURNED, running_from=case.at)
    passed = advance(case.track, case.ladder, calendar=case.book.calendar, zone=case.zone, until=case.at)
    case.chain.extend(passed.facts, actor=SYSTEM, recorded_at=case.at)
    notice_store.insert_notices(case.connection, event_notices(case, kind="returned", said={"reason": asked.reason}))


def _close(kind: FactKind, status: Status) -> Callable[[Case, Request], None]:
    def apply(case: Case, asked: Request) -> None:
        settle_rungs(case, reason=status.value)
        _tell(case, asked, fact=Fact(kind, case.at))
        case.track = replace(case.track, status=status)

    return apply


_APPLY: dict[Verb, Callable[[Case, Request], None]] = {
    Verb.ACKNOWLEDGE: _simple(FactKind.ACKNOWLEDGED),
    Verb.START: _simple(FactKind.STARTED),
    Verb.REPORT: _report,
    Verb.ACCEPT: _accept,
    Verb.RETURN: _return,
    Verb.CANCEL: _close(FactKind.CANCELLED, Status.CANCELLED),
    Verb.SUPERSEDE: _close(FactKind.SUPERSEDED, Status.SUPERSEDED),
    Verb.TRANSFER: _close(FactKind.TRANSFERRED, Status.TRANSFERRED),
}
