"""Moving deadlines: extensions asked and decided, corrections. A moved deadline is a new version; the old one stays."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from engine.clock import require_aware
from engine.deadlines import By, Resolved, Rule, resolve, rule_to_dict
from engine.derivation import printed
from engine.errors import ExtensionRefused
from engine.events import Fact, FactKind
from engine.ladders import Policies
from engine.service.book import due_context
from engine.service.events import event_notices
from engine.service.obligations import Acted, Case, close_case, open_case, roles_of, settle_rungs
from engine.service.record import SYSTEM, Actor
from engine.states import WORKING, Role
from engine.store import directives as directive_store
from engine.store import notices as notice_store
from engine.store import obligations as store
from engine.store.database import Database, storable, writing
from engine.tallies import Bucket
from engine.timeline import advance


@dataclass(frozen=True)
class Asked:
    """A request for more time; ``is_repeated`` from the policy's third on ("gia hạn nhiều lần")."""

    extension_id: int
    number: int
    is_repeated: bool


def ask_extension(
    database: Database,
    obligation_id: int,
    *,
    until: date,
    reason: str,
    actor: Actor,
    at: datetime,
    policies: Policies,
    seen_length: int | None = None,
) -> Asked:
    """The lead asks for more time, with a reason, one request at a time, to a later day. Raises ExtensionRefused, and
    Stale if the history is not ``seen_length`` entries long any more."""
    at, reason = require_aware(at), storable(reason)
    with writing(database) as connection:
        case = open_case(connection, obligation_id, at=at, policies=policies, seen_length=seen_length)
        earlier = store.extensions(connection, obligation_id)
        why = _why_not_ask(
            case, actor, until=until, reason=reason, is_one_open=any(e.decision is None for e in earlier)
        )
        if why:
            raise ExtensionRefused(id=obligation_id, why=why)
        values = {
            "obligation_id": obligation_id,
            "asked_at": at,
            "asked_by": actor.name,
            "until_on": until,
            "reason": reason,
        }
        extension_id = store.insert_extension(connection, values)
        said = {"until": until.isoformat(), "extension": extension_id}
        case.chain.append(Fact(FactKind.EXTENSION_ASKED, at, said), actor=actor, reason=reason, recorded_at=at)
        notice_store.insert_notices(
            connection, event_notices(case, kind="extension_asked", said={"until": printed(until), "reason": reason})
        )
        close_case(case)
        number = len(earlier) + 1
        return Asked(extension_id, number, number >= policies.extensions_flagged_from)


def _why_not_ask(case: Case, actor: Actor, *, until: date, reason: str, is_one_open: bool) -> str | None:
    if case.track.status not in WORKING:
        return "wrong_status"
    if not {Role.LEAD, Role.OPERATOR} & set(roles_of(actor, case)):
        return "wrong_role"
    if case.track.last_day is None:
        return "no_deadline"
    if is_one_open:
        return "one_is_open"
    if not reason.strip():
        return "reason_missing"
    if until < case.at.astimezone(case.zone).date():
        return "in_the_past"
    return "not_later" if until <= case.track.last_day else None


def decide_extension(
    database: Database,
    obligation_id: int,
    *,
    is_granted: bool,
    actor: Actor,
    at: datetime,
    policies: Policies,
    until: date | None = None,
    reason: str = "",
    extension_id: int | None = None,
    seen_length: int | None = None,
) -> Acted:
    """The assigner grants (``until``, else the day asked for) or refuses a request. Raises ExtensionRefused, Stale."""
    at, reason = require_aware(at), storable(reason)
    with writing(database) as connection:
        case = open_case(connection, obligation_id, at=at, policies=policies, seen_length=seen_length)
        waiting = (e for e in store.extensions(connection, obligation_id) if e.decision is None)
        asked = next((e for e in waiting if extension_id in (None, e.id)), None)
        why = _why_not_decide(case, actor, is_asked=asked is not None, is_granted=is_granted, reason=reason)
        day = until or (asked.until_on if asked else None)
        why = why or (_why_not_grant(case, day) if is_granted else None)
        if why or asked is None or day is None:
            raise ExtensionRefused(id=obligation_id, why=why or "none_is_open")
        answer = {
            "decision": "granted" if is_granted else "refused",
            "decided_at": at,
            "decided_by": actor.name,
            "decision_reason": reason,
            "granted_until_on": day if is_granted else None,
        }
        store.decide_extension(connection, asked.id, values=answer)
        kind = FactKind.EXTENSION_GRANTED if is_granted else FactKind.EXTENSION_REFUSED
        said = {"extension": asked.id, "until": day.isoformat()} if is_granted else {"extension": asked.id}
        case.chain.append(Fact(kind, at, said), actor=actor, reason=reason, recorded_at=at)
        if is_granted:
            move_deadline(case, By(day), reason=reason or asked.reason, set_by=actor.name, quote=case.deadline.quote)
        told = {"decision": str(answer["decision"]), "until": printed(day), "reason": reason}
        notice_store.insert_notices(connection, event_notices(case, kind="extension_decided", said=told))
        return close_case(case)


def _why_not_decide(case: Case, actor: Actor, *, is_asked: bool, is_granted: bool, reason: str) -> str | None:
    if not {Role.ASSIGNER, Role.OPERATOR} & set(roles_of(actor, case)):
        return "wrong_role"
    if not is_asked:
        return "none_is_open"
    if not is_granted and not reason.strip():
        return "reason_missing"
    # Work that was handed in meanwhile is judged by the deadline in force then; there is nothing left to extend.
    return "wrong_status" if is_granted and case.track.status not in WORKING else None


def _why_not_grant(case: Case, day: date | None) -> str | None:
    if day is None or case.track.last_day is None or day <= case.track.last_day:
        return "not_later"
    return "in_the_past" if day < case.at.astimezone(case.zone).date() else None


def correct_deadline(
    database: Database, obligation_id: int, *, rule: Rule, reason: str, actor: Actor, at: datetime, policies: Policies
) -> Acted:
    """The assigner corrects a deadline that was read or typed wrongly, or sets one that was missing."""
    at = require_aware(at)
    with writing(database) as connection:
        case = open_case(connection, obligation_id, at=at, policies=policies)
        if not {Role.ASSIGNER, Role.OPERATOR} & set(roles_of(actor, case)):
            raise ExtensionRefused(id=obligation_id, why="wrong_role")
        if case.track.status not in WORKING:
            raise ExtensionRefused(id=obligation_id, why="wrong_status")
        if not reason.strip():
            raise ExtensionRefused(id=obligation_id, why="reason_missing")
        move_deadline(case, rule, reason=reason, set_by=actor.name, quote=case.deadline.quote)
        return close_case(case)


def move_deadline(case: Case, rule: Rule, *, reason: str, set_by: str, quote: str) -> None:
    """Give the obligation a new deadline version of its own; what lies in the future is armed again."""
    directive = directive_store.directive(case.connection, case.row.directive_id)
    resolved = resolve(rule, due_context(case.book, directive=directive, zone=case.deadline.zone))
    values = version_row(case.deadline, rule, resolved=resolved, reason=reason, set_by=set_by, at=case.at)
    values.update(obligation_id=case.row.id, quote=quote)
    deadline_id = directive_store.insert_deadline(case.connection, values)
    apply_version(case, deadline_id, resolved=resolved, reason=reason, set_by=Actor(set_by, ""))


def version_row(
    deadline: Any, rule: Rule, *, resolved: Resolved, reason: str, set_by: str, at: datetime
) -> dict[str, Any]:
    """The row of a version that supersedes ``deadline``."""
    return {
        "task_id": deadline.task_id,
        "occurrence": deadline.occurrence,
        "obligation_id": deadline.obligation_id,
        "version": deadline.version + 1,
        "quote": deadline.quote,
        "zone": deadline.zone,
        "rule": rule_to_dict(rule),
        "due_at": resolved.due_at,
        "last_day_on": resolved.last_day,
        "opens_on": resolved.opens_on,
        "derivation": [{"code": step.code, "values": step.values} for step in resolved.steps],
        "supersedes_id": deadline.id,
        "reason": reason,
        "set_by": set_by,
        "set_at": at,
    }


def apply_version(case: Case, deadline_id: int, *, resolved: Resolved, reason: str, set_by: Actor) -> None:
    """Hang an obligation on a new deadline version: the old rungs are settled, the miss undone or found again."""
    settle_rungs(case, reason="deadline_moved")
    said = {
        "version": case.row.deadline_version + 1,
        "from": case.row.due_at.isoformat() if case.row.due_at else None,
        "to": resolved.due_at.isoformat() if resolved.due_at else None,
    }
    case.chain.append(Fact(FactKind.DEADLINE_MOVED, case.at, said), actor=set_by, reason=reason, recorded_at=case.at)
    case.changes.update(deadline_id=deadline_id, deadline_version=case.row.deadline_version + 1, due_at=resolved.due_at)
    track = replace(case.track, due_at=resolved.due_at, last_day=resolved.last_day, running_from=case.at)
    before_miss = replace(track, bucket=Bucket.UNDATED_OPEN if resolved.due_at is None else Bucket.OPEN_WITHIN)
    passed = advance(before_miss, case.ladder, calendar=case.book.calendar, zone=case.zone, until=case.at)
    case.chain.extend(passed.facts, actor=SYSTEM, recorded_at=case.at)
    case.track = replace(track, bucket=passed.track.bucket, settled_at=case.at)
