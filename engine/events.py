"""Facts in the past tense: what a history entry says happened, dated by when it became true."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class FactKind(StrEnum):
    """Kinds of history entries of an obligation."""

    ASSIGNED = "assigned"
    ACKNOWLEDGED = "acknowledged"
    STARTED = "started"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    TRANSFERRED = "transferred"
    DEADLINE_MISSED = "deadline_missed"
    DEADLINE_MOVED = "deadline_moved"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REFUSED = "extension_refused"


@dataclass(frozen=True)
class Fact:
    """One thing that happened at ``at`` (aware, UTC). ``values`` holds JSON scalars only."""

    kind: FactKind
    at: datetime
    values: dict[str, Any] = field(default_factory=dict)
