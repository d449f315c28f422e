"""Keys with which programs act for a person: within scopes, for a year at most, ended at any time."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.access import Scope, Viewer
from engine.clock import require_aware
from engine.errors import KeyRefused, NotFound
from engine.history import digest
from engine.service.sessions import viewer_in
from engine.store import accounts as account_store
from engine.store import keys as store
from engine.store.database import Database, reading, writing

LONGEST = timedelta(days=365)
USED_EVERY = timedelta(minutes=10)
PREFIX = "dd_"
"""What every key begins with, so that one that leaked is found by who looks for it."""
_BYTES = 32
_LONGEST_NAME = 80


@dataclass(frozen=True)
class ApiKey:
    """A key as its owner sees it; the key itself is kept nowhere."""

    id: int
    name: str
    scopes: frozenset[Scope]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


def make_token(
    database: Database,
    person_id: int,
    *,
    name: str,
    scopes: Collection[Scope],
    expires_at: datetime,
    at: datetime,
) -> str:
    """A new key ("dd_…"), shown this once. Raises NotFound; KeyRefused: name (empty, too long), scopes (none, or what
    the person may not do), expiry (past, more than a year ahead)."""
    at, expires_at, name = require_aware(at), require_aware(expires_at), " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME:
        raise KeyRefused(why="name")
    if not at < expires_at <= at + LONGEST:
        raise KeyRefused(why="expiry")
    made = PREFIX + secrets.token_urlsafe(_BYTES)
    with writing(database) as connection:
        person = account_store.of_person(connection, person_id)
        if person is None:
            raise NotFound(what="person", key=person_id)
        if not scopes or (Scope.ADMINISTER in scopes and not person.is_administrator):
            raise KeyRefused(why="scopes")
        values = {"token_hash": digest(made), "person_id": person_id, "name": name, "scopes": sorted(scopes)}
        store.insert_token(connection, {**values, "made_at": at, "expires_at": expires_at})
    return made


@dataclass(frozen=True)
class KeyHolder:
    """Who acts with a key and what with. ``is_stale``: the use should be noted (``note_use``)."""

    key_id: int
    viewer: Viewer
    scopes: frozenset[Scope]
    language: str | None
    is_stale: bool


def holder_of_token(database: Database, token: str, *, at: datetime) -> KeyHolder | None:
    """Who acts with a key; None if it is unknown, revoked, too old, or its person holds no post. Only a key with the
    scope administers. Reads only."""
    at = require_aware(at)
    if not token.startswith(PREFIX):
        return None
    with reading(database) as connection:
        row = store.token(connection, digest(token))
        if row is None or row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= at):
            return None
        scopes = frozenset(Scope(one) for one in row.scopes)
        is_administrator = bool(row.is_administrator) and Scope.ADMINISTER in scopes
        viewer = viewer_in(connection, row.person_id, name=row.person_name, is_administrator=is_administrator, at=at)
    if not viewer.posts and not viewer.is_administrator:
        return None
    is_stale = row.used_at is None or at - row.used_at >= USED_EVERY
    return KeyHolder(row.id, viewer, scopes, row.language, is_stale)


def note_use(database: Database, key_id: int, *, at: datetime) -> None:
    """Note that a key was used."""
    with writing(database) as connection:
        store.note_use(connection, key_id, at=require_aware(at))


def viewer_by_token(database: Database, token: str, *, at: datetime) -> tuple[Viewer, frozenset[Scope]] | None:
    """Who acts with a key and what with, as ``holder_of_token``. Notes the use, at most every ten minutes."""
    found = holder_of_token(database, token, at=at)
    if found is None:
        return None
    if found.is_stale:
        note_use(database, found.key_id, at=at)
    return found.viewer, found.scopes


def tokens_of(database: Database, person_id: int) -> list[ApiKey]:
    """The keys of a person that were not revoked, the newest first."""
    with reading(database) as connection:
        rows = store.tokens_of(connection, person_id)
    return [
        ApiKey(row.id, row.name, frozenset(Scope(one) for one in row.scopes), row.made_at, row.expires_at, row.used_at)
        for row in rows
    ]


def revoke_token(database: Database, person_id: int, *, token_id: int, at: datetime) -> None:
    """End a key of a person. Raises NotFound for one that is not theirs, or ended already."""
    at = require_aware(at)
    with writing(database) as connection:
        if not store.revoke_token(connection, person_id, token_id=token_id, at=at):
            raise NotFound(what="key", key=token_id)
