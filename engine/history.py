"""The hash chain of an obligation's history: append-only, one chain per obligation, no global hot row."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

# The separator inside a text would let it wander into the next one.
_ESCAPED = str.maketrans({"\x1b": "\x1b0", "\x1f": "\x1b1"})
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Entry(NamedTuple):
    """One history entry. ``seq`` counts from 1; ``at`` is when it became true; ``payload`` is canonical JSON text."""

    seq: int
    kind: str
    at: datetime
    actor: str
    post: str
    reason: str
    payload: str


def canonical(values: dict[str, Any]) -> str:
    """JSON text of ``values``: sorted keys, no blanks, letters kept."""
    return _JSON.encode(values)


def digest(*parts: str) -> str:
    """SHA-256 (hex) over some texts in order; where one ends is never in doubt, whatever letters they have."""
    return hashlib.sha256("\x1f".join(part.translate(_ESCAPED) for part in parts).encode()).hexdigest()


def genesis(seal: str, *, task: str, unit: int, occurrence: int) -> str:
    """The head of a chain without entries, derived from the directive's issue seal: one million obligations
    need no first entry each, and none can be slipped in or moved to another unit unseen."""
    return digest(seal, task, str(unit), str(occurrence))


def link(previous: str, entry: Entry) -> str:
    """The chain's new head after ``entry`` (SHA-256, hex)."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return digest(previous, str(entry.seq), entry.kind, at, entry.actor, entry.post, entry.reason, entry.payload)


def first_break(start: str, entries: Iterable[tuple[Entry, str]]) -> int | None:
    """The ``seq`` of the first entry whose stored hash does not follow from what stands before; None if all do."""
    head = start
    for expected_seq, (entry, stored) in enumerate(entries, start=1):
        head = link(head, entry)
        if entry.seq != expected_seq or head != stored:
            return expected_seq
    return None


def seal(heads: Iterable[tuple[int, str]]) -> str:
    """One hash over the chain heads of a directive's obligations, in order of their ids."""
    hashed = hashlib.sha256()
    for number, head in heads:
        hashed.update(f"{number}:{head}\n".encode())
    return hashed.hexdigest()
