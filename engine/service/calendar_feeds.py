"""The calendar of a person at a secret address: the deadlines of the units in which the person holds a post."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from engine.access import Viewer
from engine.clock import require_aware
from engine.deadlines import Timeliness
from engine.errors import NotFound
from engine.history import digest
from engine.service.book import document_of, track_of
from engine.service.sessions import viewer_in
from engine.store import accounts as account_store
from engine.store import keys as store
from engine.store.database import Database, Row, reading, writing
from engine.timeline import timeliness_of

PAST = timedelta(days=90)
_BYTES = 32


@dataclass(frozen=True)
class FeedDay:
    """A deadline in a calendar. ``number`` is the document's, "" for a blank one; ``version`` grows with each move;
    ``changed_at``: when it last became another."""

    obligation_id: int
    unit_name: str
    number: str
    title: str
    task_key: str
    task_text: str
    status: str
    last_day: date
    due_at: datetime
    version: int
    timeliness: Timeliness
    changed_at: datetime


def renew_feed(database: Database, person_id: int, *, at: datetime) -> str:
    """A new secret address, shown this once; the one before, if any, is void. Raises NotFound."""
    at, token = require_aware(at), secrets.token_urlsafe(_BYTES)
    with writing(database) as connection:
        if account_store.of_person(connection, person_id) is None:
            raise NotFound(what="person", key=person_id)
        store.revoke_feeds(connection, person_id, at=at)
        store.insert_feed(connection, {"token_hash": digest(token), "person_id": person_id, "made_at": at})
    return token


def revoke_feed(database: Database, person_id: int, *, at: datetime) -> bool:
    """End the address; False if there was none."""
    with writing(database) as connection:
        return store.revoke_feeds(connection, person_id, at=require_aware(at)) > 0


def feed_made_at(database: Database, person_id: int) -> datetime | None:
    """Since when a person has an address; None without one."""
    with reading(database) as connection:
        return store.feed_of(connection, person_id)


def person_of_feed(database: Database, token: str, *, at: datetime) -> Viewer | None:
    """Whose calendar lies at an address; None if it is unknown or ended, or its person holds no post."""
    with reading(database) as connection:
        row = store.feed(connection, digest(token))
        if row is None:
            return None
        viewer = viewer_in(connection, row.person_id, name=row.name, is_administrator=False, at=at)
    return viewer if viewer.posts else None


def deadlines_of(database: Database, viewer: Viewer, *, at: datetime) -> list[FeedDay]:
    """The dated work of a person's own units, by date: all that is open, and the rest of the last ninety days."""
    at = require_aware(at)
    with reading(database) as connection:
        rows = store.due_days(connection, viewer.unit_ids, since=at - PAST)
    return [
        FeedDay(
            row.id,
            row.unit_name,
            document_of(row),
            row.title,
            row.task_key,
            row.task_text,
            row.status,
            row.last_day_on,
            row.due_at,
            row.deadline_version,
            timeliness_of(track_of(row, last_day=row.last_day_on), at=at),
            _changed_at(row),
        )
        for row in rows
        if row.last_day_on is not None
    ]


def _changed_at(row: Row[Any]) -> datetime:
    moments: tuple[datetime | None, ...] = (
        row.assigned_at,
        row.set_at,
        row.last_submitted_at,
        row.accepted_at,
        row.closed_at,
    )
    return max(moment for moment in moments if moment is not None)
