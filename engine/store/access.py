"""Sessions, links and the posts behind them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from engine.store.tables import (
    ACCESS_LINK,
    ACCOUNT,
    DIRECTIVE,
    EXTENSION,
    OBLIGATION,
    PARTY,
    PERSON,
    POST,
    TASK,
    UNIT,
    UNIT_CLOSURE,
    WEB_SESSION,
)


def insert_session(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep a new session."""
    connection.execute(insert(WEB_SESSION), values)


_SESSION = (
    select(
        WEB_SESSION,
        PERSON.c.name,
        ACCOUNT.c.is_administrator,
        ACCOUNT.c.language,
    )
    .join(PERSON, PERSON.c.id == WEB_SESSION.c.person_id)
    .outerjoin(ACCOUNT, ACCOUNT.c.person_id == WEB_SESSION.c.person_id)
)


def session(connection: Connection, token_hash: str) -> Row[Any] | None:
    """A session with its person, whether it may be used or not."""
    return connection.execute(_SESSION.where(WEB_SESSION.c.token_hash == token_hash)).one_or_none()


def sessions_of(connection: Connection, person_id: int, *, at: datetime) -> Sequence[Row[Any]]:
    """The sessions of a person that may be used, the newest first."""
    query = select(WEB_SESSION).where(
        (WEB_SESSION.c.person_id == person_id) & WEB_SESSION.c.revoked_at.is_(None) & (WEB_SESSION.c.expires_at > at)
    )
    return connection.execute(query.order_by(WEB_SESSION.c.made_at.desc())).all()


def see_session(connection: Connection, token_hash: str, *, at: datetime, expires_at: datetime) -> None:
    """Note that a session was used."""
    values = {"seen_at": at, "expires_at": expires_at}
    connection.execute(update(WEB_SESSION).where(WEB_SESSION.c.token_hash == token_hash).values(values))


def revoke_sessions(
    connection: Connection, person_id: int, *, at: datetime, only: str | None = None, but: str | None = None
) -> int:
    """End the sessions of a person: one, or all but one; gives how many."""
    query = update(WEB_SESSION).where((WEB_SESSION.c.person_id == person_id) & WEB_SESSION.c.revoked_at.is_(None))
    if only is not None:
        query = query.where(WEB_SESSION.c.token_hash == only)
    if but is not None:
        query = query.where(WEB_SESSION.c.token_hash != but)
    return connection.execute(query.values(revoked_at=at)).rowcount


def held_posts(connection: Connection, person_id: int, *, on: date) -> Sequence[Row[Any]]:
    """The posts that a person holds on a day, in units that exist then, with the name of the unit."""
    columns = (POST.c.unit_id, UNIT.c.name.label("unit_name"), POST.c.role, POST.c.title)
    query = select(*columns).join(UNIT, UNIT.c.id == POST.c.unit_id).where(POST.c.person_id == person_id)
    for table in (POST, UNIT):
        query = query.where(
            or_(table.c.valid_from.is_(None), table.c.valid_from <= on),
            or_(table.c.valid_to.is_(None), table.c.valid_to >= on),
        )
    return connection.execute(query.order_by(POST.c.id)).all()


def insert_link(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep a new link."""
    connection.execute(insert(ACCESS_LINK), values)


def link(connection: Connection, token_hash: str) -> Row[Any] | None:
    """A link, whether it may be used or not."""
    return connection.execute(select(ACCESS_LINK).where(ACCESS_LINK.c.token_hash == token_hash)).one_or_none()


def use_link(connection: Connection, token_hash: str, *, at: datetime) -> bool:
    """Claim a link; False if somebody was faster."""
    fresh = (ACCESS_LINK.c.token_hash == token_hash) & ACCESS_LINK.c.used_at.is_(None)
    return connection.execute(update(ACCESS_LINK).where(fresh).values(used_at=at)).rowcount == 1


def above(connection: Connection, units: Iterable[int]) -> frozenset[int]:
    """The units and everything above them."""
    query = select(UNIT_CLOSURE.c.ancestor_id).where(UNIT_CLOSURE.c.descendant_id.in_(sorted(set(units))))
    return frozenset(connection.execute(query).scalars())


def has_units_below(connection: Connection, units: Iterable[int]) -> bool:
    """True if there is a unit below one of these."""
    mine = UNIT_CLOSURE.c.ancestor_id.in_(sorted(set(units))) & (UNIT_CLOSURE.c.depth == 1)
    return connection.execute(select(UNIT_CLOSURE.c.descendant_id).where(mine).limit(1)).first() is not None


def standing_of_obligation(connection: Connection, obligation_id: int) -> Row[Any] | None:
    """Unit, issuer, task and directive of an obligation."""
    query = (
        select(OBLIGATION.c.id, OBLIGATION.c.unit_id, OBLIGATION.c.task_id, OBLIGATION.c.directive_id)
        .add_columns(DIRECTIVE.c.issuer_id)
        .join(DIRECTIVE, DIRECTIVE.c.id == OBLIGATION.c.directive_id)
        .where(OBLIGATION.c.id == obligation_id)
    )
    return connection.execute(query).one_or_none()


def obligation_of_extension(connection: Connection, extension_id: int) -> int | None:
    """The obligation for which more time was asked."""
    query = select(EXTENSION.c.obligation_id).where(EXTENSION.c.id == extension_id)
    found: int | None = connection.execute(query).scalar_one_or_none()
    return found


def parties_of_task(connection: Connection, task_id: int) -> frozenset[int]:
    """The units that take part in a task beside the lead."""
    return frozenset(connection.execute(select(PARTY.c.unit_id).where(PARTY.c.task_id == task_id)).scalars())


def takes_part(connection: Connection, directive_id: int, *, units: Iterable[int]) -> bool:
    """True if one of the units, or a unit below it, owes work of a directive or takes part in a task of it."""
    mine = sorted(set(units))
    owes = (
        select(OBLIGATION.c.id)
        .join(UNIT_CLOSURE, UNIT_CLOSURE.c.descendant_id == OBLIGATION.c.unit_id)
        .where((OBLIGATION.c.directive_id == directive_id) & UNIT_CLOSURE.c.ancestor_id.in_(mine))
    )
    helps = (
        select(PARTY.c.task_id)
        .join(TASK, TASK.c.id == PARTY.c.task_id)
        .where((TASK.c.directive_id == directive_id) & PARTY.c.unit_id.in_(mine))
    )
    return any(connection.execute(query.limit(1)).first() is not None for query in (owes, helps))


def tops(connection: Connection, units: Iterable[int]) -> list[Row[Any]]:
    """The units that are not below another of them, by id."""
    mine = sorted(set(units))
    is_below = (
        select(UNIT_CLOSURE.c.depth)
        .where((UNIT_CLOSURE.c.descendant_id == UNIT.c.id) & (UNIT_CLOSURE.c.depth > 0))
        .where(UNIT_CLOSURE.c.ancestor_id.in_(mine))
        .exists()
    )
    return list(connection.execute(select(UNIT).where(UNIT.c.id.in_(mine) & ~is_below).order_by(UNIT.c.id)))


def path_to(connection: Connection, unit_id: int, *, units: Iterable[int]) -> list[Row[Any]]:
    """The way down to a unit as far as some units and those below them go, the highest first, the unit itself last;
    empty for one that is not at or below them."""
    mine = UNIT_CLOSURE.alias()
    is_mine = (
        select(mine.c.depth)
        .where((mine.c.descendant_id == UNIT_CLOSURE.c.ancestor_id) & mine.c.ancestor_id.in_(sorted(set(units))))
        .exists()
    )
    query = (
        select(UNIT)
        .join(UNIT_CLOSURE, UNIT_CLOSURE.c.ancestor_id == UNIT.c.id)
        .where((UNIT_CLOSURE.c.descendant_id == unit_id) & is_mine)
    )
    return list(connection.execute(query.order_by(UNIT_CLOSURE.c.depth.desc())))
