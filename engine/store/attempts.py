"""How often something was tried: counters by window, and what has grown too old to be of use."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from engine.store.tables import ACCESS_LINK, ATTEMPT, WEB_SESSION
from engine.store.upserts import counted


def count(connection: Connection, what: str, *, who: str, window_at: datetime) -> int:
    """Count one more; gives how many it are now."""
    return counted(connection, ATTEMPT, values={"what": what, "who": who, "window_at": window_at})


def counted_so_far(connection: Connection, what: str, *, who: str, window_at: datetime) -> int:
    """How many were counted."""
    same = (ATTEMPT.c.what == what) & (ATTEMPT.c.who == who) & (ATTEMPT.c.window_at == window_at)
    return connection.execute(select(ATTEMPT.c["count"]).where(same)).scalar() or 0


def forget(connection: Connection, what: str, *, who: str) -> None:
    """Begin at nothing again."""
    connection.execute(delete(ATTEMPT).where((ATTEMPT.c.what == what) & (ATTEMPT.c.who == who)))


def sweep(connection: Connection, *, before: datetime, links_before: datetime, sessions_before: datetime) -> int:
    """Take out counters, links and sessions that ended before these instants; gives how many."""
    queries = (
        delete(ATTEMPT).where(ATTEMPT.c.window_at < before),
        delete(ACCESS_LINK).where(ACCESS_LINK.c.expires_at < links_before),
        delete(WEB_SESSION).where(WEB_SESSION.c.expires_at < sessions_before),
    )
    return sum(connection.execute(query).rowcount for query in queries)
