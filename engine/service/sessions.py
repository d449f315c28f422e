"""Coming in: sessions of signed-in people, and links with one purpose. Tokens are kept as hashes only."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.access import HeldPost, Viewer
from engine.clock import require_aware
from engine.errors import LinkRefused
from engine.history import digest
from engine.store import access as store
from engine.store.database import Connection, Database, reading, writing
from engine.store.directives import DEFAULT_ZONE

IDLE = timedelta(days=3)
LONGEST = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=10)
DEMO = "demo"
_OF_A_DEMO = timedelta(days=3650)
"""The clock of a demo goes through years in an afternoon."""
_BYTES = 32


@dataclass(frozen=True)
class SignedIn:
    """Who is behind a session token. ``is_stale``: the session should be noted as seen (``keep_session``)."""

    viewer: Viewer
    token_hash: str
    means: str
    language: str | None
    is_stale: bool


@dataclass(frozen=True)
class OpenSession:
    """A session as its owner sees it."""

    token_hash: str
    means: str
    made_at: datetime
    seen_at: datetime
    device: str


def open_session(database: Database, person_id: int, *, means: str, at: datetime, device: str = "") -> str:
    """Sign a person in; gives the token, which is kept nowhere. NotFound for somebody unknown."""
    at, token = require_aware(at), secrets.token_urlsafe(_BYTES)
    values = {
        "token_hash": digest(token),
        "person_id": person_id,
        "means": means,
        "made_at": at,
        "seen_at": at,
        "expires_at": at + (_OF_A_DEMO if means == DEMO else IDLE),
        "device": device[:200],
    }
    with writing(database) as connection:
        store.insert_session(connection, values)
    return token


def signed_in(database: Database, token: str, *, at: datetime) -> SignedIn | None:
    """Who is behind a token; None if the session is unknown, ended or ran out, or the person holds no post."""
    with reading(database) as connection:
        row = store.session(connection, digest(token))
        if row is None or row.revoked_at is not None or row.expires_at <= at:
            return None
        viewer = viewer_in(connection, row.person_id, name=row.name, is_administrator=bool(row.is_administrator), at=at)
    if not viewer.posts and not viewer.is_administrator:
        return None
    is_stale = row.means != DEMO and at - row.seen_at >= SEEN_EVERY
    return SignedIn(viewer, row.token_hash, row.means, row.language, is_stale=is_stale)


def keep_session(database: Database, token_hash: str, *, at: datetime) -> None:
    """Note that a session was used: it lasts three days from then, thirty from its beginning at most."""
    with writing(database) as connection:
        row = store.session(connection, token_hash)
        if row is not None:
            store.see_session(connection, token_hash, at=at, expires_at=min(at + IDLE, row.made_at + LONGEST))


def sessions_of(database: Database, person_id: int, *, at: datetime) -> list[OpenSession]:
    """The open sessions of a person, the newest first."""
    with reading(database) as connection:
        rows = store.sessions_of(connection, person_id, at=at)
    return [OpenSession(row.token_hash, row.means, row.made_at, row.seen_at, row.device) for row in rows]


def end_sessions(
    database: Database, person_id: int, *, at: datetime, only: str | None = None, but: str | None = None
) -> int:
    """End one session of a person (by its hash), or all but one; gives how many ended."""
    with writing(database) as connection:
        return store.revoke_sessions(connection, person_id, at=at, only=only, but=but)


def viewer_of(database: Database, person_id: int, *, name: str, at: datetime, is_administrator: bool = False) -> Viewer:
    """A person as a viewer, with the posts held at an instant."""
    with reading(database) as connection:
        return viewer_in(connection, person_id, name=name, is_administrator=is_administrator, at=at)


def viewer_in(connection: Connection, person_id: int, *, name: str, is_administrator: bool, at: datetime) -> Viewer:
    """``viewer_of`` within a transaction."""
    held = store.held_posts(connection, person_id, on=_day(at))
    posts = tuple(HeldPost(row.unit_id, row.unit_name, row.role, row.title or "") for row in held)
    return Viewer(person_id, name, posts, is_administrator)


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(DEFAULT_ZONE)).date()


# --- links with one purpose -----------------------------------------------------------------------


@dataclass(frozen=True)
class Link:
    """What a link is for."""

    token_hash: str
    person_id: int
    purpose: str
    target: str


def make_link(
    database: Database, person_id: int, *, purpose: str, lifetime: timedelta, at: datetime, target: str = ""
) -> str:
    """A token that may be used once for one purpose; it is kept nowhere."""
    at, token = require_aware(at), secrets.token_urlsafe(_BYTES)
    values = {
        "token_hash": digest(token),
        "person_id": person_id,
        "purpose": purpose,
        "target": target,
        "made_at": at,
        "expires_at": at + lifetime,
    }
    with writing(database) as connection:
        store.insert_link(connection, values)
    return token


def look_at_link(database: Database, token: str, *, purpose: str, at: datetime) -> Link:
    """What a link is for, changing nothing: scanners may look as often as they like. Raises LinkRefused (unknown,
    used, expired)."""
    with reading(database) as connection:
        return _usable(connection, token, purpose=purpose, at=at)


def use_link(database: Database, token: str, *, purpose: str, at: datetime) -> Link:
    """Use a link up. Raises LinkRefused."""
    with writing(database) as connection:
        link = _usable(connection, token, purpose=purpose, at=at)
        if not store.use_link(connection, link.token_hash, at=at):
            raise LinkRefused(why="used")
        return link


def _usable(connection: Connection, token: str, *, purpose: str, at: datetime) -> Link:
    row = store.link(connection, digest(token))
    if row is None or row.purpose != purpose:
        raise LinkRefused(why="unknown")
    if row.used_at is not None:
        raise LinkRefused(why="used")
    if row.expires_at <= at:
        raise LinkRefused(why="expired")
    return Link(row.token_hash, row.person_id, row.purpose, row.target)
