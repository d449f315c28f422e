"""Lists page by page: each page ends with the key of its last row, so that a deep page costs what the first does."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from engine.errors import NotFound

Found = TypeVar("Found")
Item = TypeVar("Item")

MOST = 200
"""More rows than this are never given at once."""
_LONGEST = 300


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some rows of a list, and the cursor of the next ones (None at the end). A cursor is opaque to its keeper."""

    items: tuple[Item, ...]
    next_cursor: str | None = None


def cut(
    rows: Sequence[Found], *, limit: int, make: Callable[[Found], Item], key: Callable[[Found], tuple[Any, ...]]
) -> Page[Item]:
    """A page of rows that were read one over the limit: the one over says that there are more."""
    shown = rows[:limit]
    more = len(rows) > limit and bool(shown)
    return Page(tuple(make(row) for row in shown), to_cursor(*key(shown[-1])) if more else None)


def within(limit: int) -> int:
    """A limit that can be served."""
    return max(1, min(limit, MOST))


def to_cursor(*key: int | str | datetime | None) -> str:
    """The key of a row as text for an address."""
    plain = [part.isoformat() if isinstance(part, datetime) else part for part in key]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def from_cursor(cursor: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """The key behind a cursor, each part of its kind (int, str, datetime); None for the first page. Raises NotFound for
    one that was not made here."""
    if cursor is None:
        return None
    try:
        if len(cursor) > _LONGEST:
            raise ValueError("too long")
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return tuple(_read(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise NotFound(what="page", key=cursor[:80]) from error


def _read(part: Any, kind: type) -> Any:
    if kind is datetime:
        found = datetime.fromisoformat(part)
        if found.tzinfo is None:
            raise ValueError("naive")
        return found.astimezone(UTC)
    if type(part) is not kind:
        raise TypeError(kind)
    if isinstance(part, int) and not -(2**63) <= part < 2**63:
        raise ValueError("no key")
    return part
