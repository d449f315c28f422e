"""Keys of programs and secret addresses of calendars; only their hashes are kept."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from engine.states import OPEN
from engine.store.tables import (
    ACCOUNT,
    API_TOKEN,
    CALENDAR_FEED,
    DEADLINE,
    DIRECTIVE,
    OBLIGATION,
    PERSON,
    TASK,
    UNIT,
)

_MOST_DAYS = 2_000


def insert_token(connection: Connection, values: Mapping[str, Any]) -> int:
    """Keep a new key; gives its id."""
    found: int = connection.execute(insert(API_TOKEN).values(**values).returning(API_TOKEN.c.id)).scalar_one()
    return found


def token(connection: Connection, token_hash: str) -> Row[Any] | None:
    """A key with its person's name, language and ``is_administrator``, whether it may be used or not."""
    query = (
        select(API_TOKEN, PERSON.c.name.label("person_name"), ACCOUNT.c.is_administrator, ACCOUNT.c.language)
        .join(PERSON, PERSON.c.id == API_TOKEN.c.person_id)
        .outerjoin(ACCOUNT, ACCOUNT.c.person_id == API_TOKEN.c.person_id)
    )
    return connection.execute(query.where(API_TOKEN.c.token_hash == token_hash)).one_or_none()


def note_use(connection: Connection, token_id: int, *, at: datetime) -> None:
    """Note that a key was used."""
    connection.execute(update(API_TOKEN).where(API_TOKEN.c.id == token_id).values(used_at=at))


def tokens_of(connection: Connection, person_id: int) -> Sequence[Row[Any]]:
    """The keys of a person that were not revoked, the newest first."""
    query = select(API_TOKEN).where((API_TOKEN.c.person_id == person_id) & API_TOKEN.c.revoked_at.is_(None))
    return connection.execute(query.order_by(API_TOKEN.c.id.desc())).all()


def revoke_token(connection: Connection, person_id: int, *, token_id: int, at: datetime) -> bool:
    """End a key of a person; False if there is none such."""
    same = (API_TOKEN.c.id == token_id) & (API_TOKEN.c.person_id == person_id) & API_TOKEN.c.revoked_at.is_(None)
    return connection.execute(update(API_TOKEN).where(same).values(revoked_at=at)).rowcount == 1


def insert_feed(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep a new address."""
    connection.execute(insert(CALENDAR_FEED), [dict(values)])


def revoke_feeds(connection: Connection, person_id: int, *, at: datetime) -> int:
    """End the addresses of a person; gives how many."""
    same = (CALENDAR_FEED.c.person_id == person_id) & CALENDAR_FEED.c.revoked_at.is_(None)
    return connection.execute(update(CALENDAR_FEED).where(same).values(revoked_at=at)).rowcount


def feed(connection: Connection, token_hash: str) -> Row[Any] | None:
    """An address that was not revoked, with the person's name."""
    query = select(CALENDAR_FEED, PERSON.c.name).join(PERSON, PERSON.c.id == CALENDAR_FEED.c.person_id)
    same = (CALENDAR_FEED.c.token_hash == token_hash) & CALENDAR_FEED.c.revoked_at.is_(None)
    return connection.execute(query.where(same)).one_or_none()


def feed_of(connection: Connection, person_id: int) -> datetime | None:
    """Since when a person has an address; None without one."""
    same = (CALENDAR_FEED.c.person_id == person_id) & CALENDAR_FEED.c.revoked_at.is_(None)
    found: datetime | None = connection.execute(select(CALENDAR_FEED.c.made_at).where(same)).scalar()
    return found


def due_days(connection: Connection, unit_ids: Collection[int], *, since: datetime) -> Sequence[Row[Any]]:
    """Dated work of some units, by date: what is open, and what was due since an instant; at most 2,000 lines, the
    latest."""
    is_wanted = or_(OBLIGATION.c.status.in_(sorted(OPEN)), OBLIGATION.c.due_at >= since)
    columns = (
        *OBLIGATION.c,
        DEADLINE.c.last_day_on,
        DEADLINE.c.set_at,
        UNIT.c.name.label("unit_name"),
        TASK.c.key.label("task_key"),
        TASK.c.text.label("task_text"),
        DIRECTIVE.c.number,
        DIRECTIVE.c.number_suffix,
        DIRECTIVE.c.title,
    )
    query = (
        select(*columns)
        .join(DEADLINE, DEADLINE.c.id == OBLIGATION.c.deadline_id)
        .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        .join(TASK, TASK.c.id == OBLIGATION.c.task_id)
        .join(DIRECTIVE, DIRECTIVE.c.id == OBLIGATION.c.directive_id)
        .where(OBLIGATION.c.unit_id.in_(sorted(unit_ids)) & OBLIGATION.c.due_at.is_not(None) & is_wanted)
    )
    rows = connection.execute(
        query.order_by(OBLIGATION.c.due_at.desc(), OBLIGATION.c.id.desc()).limit(_MOST_DAYS)
    ).all()
    return rows[::-1]
