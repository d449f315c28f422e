"""The same request sent twice is done once: what was answered to an idempotency key is kept and answered again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.clock import require_aware
from engine.errors import KeyReused, StillUnderWay
from engine.store import kept_answers as store
from engine.store.database import Database, writing

KEPT = timedelta(days=7)
LONGEST_WORK = timedelta(minutes=5)
"""What was begun so long ago and has no answer was cut off: the next one with the key does it. The acts themselves
refuse to be done twice."""


@dataclass(frozen=True)
class KeptAnswer:
    """An answer that was given before. ``body`` is as ``keep_answer`` was given it."""

    status: int
    body: bytes


def begin_answer(database: Database, owner: str, *, key: str, request_hash: str, at: datetime) -> KeptAnswer | None:
    """Begin a request of ``owner`` under a key; gives the answer if there is one, None if the caller is to do it.

    Raises KeyReused if the key was used for another request, StillUnderWay if somebody is doing it just now.
    """
    at = require_aware(at)
    with writing(database) as connection:
        row = store.find(connection, owner, key=key)
        if row is None and store.claim(connection, owner, key=key, request_hash=request_hash, at=at):
            return None
        row = row or store.find(connection, owner, key=key)
        if row is None:
            raise StillUnderWay(key=key)
        if row.request_hash != request_hash:
            raise KeyReused(key=key)
        if row.status is not None:
            return KeptAnswer(row.status, row.body or b"")
        if at - row.made_at < LONGEST_WORK or not store.take_over(
            connection, owner, key=key, seen_at=row.made_at, at=at
        ):
            raise StillUnderWay(key=key)
    return None


def keep_answer(database: Database, owner: str, *, key: str, begun_at: datetime, answer: KeptAnswer) -> None:
    """Keep the answer to what ``begin_answer`` began at ``begun_at``."""
    with writing(database) as connection:
        store.keep(connection, owner, key=key, begun_at=require_aware(begun_at), status=answer.status, body=answer.body)


def release_answer(database: Database, owner: str, *, key: str, begun_at: datetime) -> None:
    """Give the key of a request free that was refused and changed nothing."""
    with writing(database) as connection:
        store.release(connection, owner, key=key, begun_at=require_aware(begun_at))


def sweep_answers(database: Database, *, at: datetime) -> int:
    """Take out answers of a week ago; gives how many."""
    with writing(database) as connection:
        return store.sweep(connection, before=require_aware(at) - KEPT)
