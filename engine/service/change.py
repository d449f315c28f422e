"""What an administrator changed: who, when, what stood there before and what stands there now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.errors import ChangeRefused
from engine.service.record import Actor

LONGEST = 300


@dataclass(frozen=True)
class Change:
    """One change. ``kind`` is a code (unit_added, contact_changed, …); ``id`` and ``name`` say of what; ``before`` and
    ``after`` hold only what differs."""

    kind: str
    id: int
    name: str
    actor: Actor
    at: datetime
    before: dict[str, Any]
    after: dict[str, Any]


def required(text: str, *, of: str) -> str:
    """A text without blanks around it. Raises ChangeRefused for an empty or endless one."""
    found = " ".join(text.split())
    if not found:
        raise ChangeRefused(name=of, why="empty")
    if len(found) > LONGEST:
        raise ChangeRefused(name=of[:LONGEST], why="too_long")
    return found
