"""The life cycle of an obligation: statuses, the declared table of transitions, and who may ask for which."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Stored status of an obligation (rules § 2)."""

    ASSIGNED = "assigned"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    TRANSFERRED = "transferred"


class Verb(StrEnum):
    """What one may ask of an obligation."""

    ACKNOWLEDGE = "acknowledge"
    START = "start"
    REPORT = "report"
    ACCEPT = "accept"
    RETURN = "return"
    CANCEL = "cancel"
    SUPERSEDE = "supersede"
    TRANSFER = "transfer"


class Role(StrEnum):
    """Through what an actor stands towards an obligation. The operator keeps the register for others (văn thư)."""

    LEAD = "lead"
    COORDINATOR = "coordinator"
    ASSIGNER = "assigner"
    OPERATOR = "operator"
    OUTSIDER = "outsider"


WORKING = frozenset({Status.ASSIGNED, Status.ACKNOWLEDGED, Status.IN_PROGRESS, Status.RETURNED})
"""The lead unit has to act."""

OPEN = WORKING | {Status.SUBMITTED}
"""Not yet settled: working, or handed in and waiting for the assigner."""

DONE = frozenset({Status.COMPLETED})
CLOSED = frozenset({Status.COMPLETED, Status.CANCELLED, Status.SUPERSEDED, Status.TRANSFERRED})
HANDED_ON = frozenset({Status.SUPERSEDED, Status.TRANSFERRED})
"""Something else stands in its place: it is no longer counted, nor expected in later occurrences."""


@dataclass(frozen=True)
class Transition:
    """From which statuses a verb leads where, who may ask for it, and whether it needs a reason."""

    sources: frozenset[Status]
    target: Status
    roles: frozenset[Role]
    needs_reason: bool = False


_BY_LEAD = frozenset({Role.LEAD, Role.OPERATOR})
_BY_ASSIGNER = frozenset({Role.ASSIGNER, Role.OPERATOR})

TRANSITIONS: dict[Verb, Transition] = {
    Verb.ACKNOWLEDGE: Transition(frozenset({Status.ASSIGNED}), Status.ACKNOWLEDGED, _BY_LEAD),
    Verb.START: Transition(
        frozenset({Status.ASSIGNED, Status.ACKNOWLEDGED, Status.RETURNED}), Status.IN_PROGRESS, _BY_LEAD
    ),
    Verb.REPORT: Transition(WORKING, Status.SUBMITTED, _BY_LEAD),
    Verb.ACCEPT: Transition(frozenset({Status.SUBMITTED}), Status.COMPLETED, _BY_ASSIGNER),
    Verb.RETURN: Transition(frozenset({Status.SUBMITTED}), Status.RETURNED, _BY_ASSIGNER, needs_reason=True),
    Verb.CANCEL: Transition(OPEN, Status.CANCELLED, _BY_ASSIGNER, needs_reason=True),
    Verb.SUPERSEDE: Transition(OPEN, Status.SUPERSEDED, _BY_ASSIGNER, needs_reason=True),
    Verb.TRANSFER: Transition(OPEN, Status.TRANSFERRED, _BY_ASSIGNER, needs_reason=True),
}


def refusal(verb: Verb, *, status: Status, role: Role, reason: str = "") -> str | None:
    """Why ``verb`` is refused from ``status`` for ``role``, as a code (wrong_status, wrong_role, reason_missing);
    None if it may."""
    transition = TRANSITIONS[verb]
    if status not in transition.sources:
        return "wrong_status"
    if role not in transition.roles:
        return "wrong_role"
    if transition.needs_reason and not reason.strip():
        return "reason_missing"
    return None


def can(verb: Verb, *, status: Status, role: Role, reason: str = "") -> bool:
    """True if ``verb`` may be asked from ``status`` by ``role``. Asking changes nothing."""
    return refusal(verb, status=status, role=role, reason=reason) is None
