"""Writing what happened: history entries on the chain, changes of buckets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.events import Fact
from engine.history import Entry, canonical, genesis, link
from engine.store.database import Row
from engine.tallies import Bucket


@dataclass(frozen=True)
class Actor:
    """Who acts, through which post. ``unit_id`` None with ``is_operator``: the register is kept for others (văn
    thư)."""

    name: str
    post: str = ""
    unit_id: int | None = None
    is_operator: bool = False


SYSTEM = Actor("system", "system")


@dataclass
class Chain:
    """The growing history of one obligation within a transaction."""

    obligation_id: int
    length: int
    head: str
    entries: list[dict[str, Any]] = field(default_factory=list)

    def append(self, fact: Fact, *, actor: Actor, reason: str, recorded_at: datetime) -> None:
        """Add a fact at the chain's end."""
        self.length += 1
        payload = canonical(fact.values)
        entry = Entry(self.length, fact.kind.value, fact.at, actor.name, actor.post, reason, payload)
        self.head = link(self.head, entry)
        self.entries.append(
            {
                "obligation_id": self.obligation_id,
                "seq": self.length,
                "kind": fact.kind.value,
                "happened_at": fact.at,
                "actor": actor.name,
                "post": actor.post,
                "reason": reason,
                "payload": payload,
                "hash": self.head,
                "recorded_at": recorded_at,
            }
        )

    def extend(self, facts: Iterable[Fact], *, actor: Actor, recorded_at: datetime) -> None:
        """Add facts that time brought."""
        for fact in facts:
            self.append(fact, actor=actor, reason="", recorded_at=recorded_at)


def chain_of(row: Row[Any], task: Row[Any] | Any) -> Chain:
    """The chain of a stored obligation; without entries it begins at the genesis of the directive's seal."""
    head = row.history_head or genesis(task.seal, task=task.key, unit=row.unit_id, occurrence=row.occurrence)
    return Chain(row.id, row.history_length, head)


def delta(row: Row[Any], *, source: Bucket | None, target: Bucket | None, at: datetime) -> Mapping[str, Any]:
    """The change of an obligation's bucket, to be folded into the tallies."""
    return {
        "directive_id": row.directive_id,
        "task_id": row.task_id,
        "unit_id": row.unit_id,
        "source": None if source is None else source.value,
        "target": None if target is None else target.value,
        "happened_at": at,
    }
