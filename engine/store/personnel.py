"""Small changes of units and people, and looking them up without diacritics, a page at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, exists, insert, literal, or_, select, update

from engine.names import bare, fold
from engine.states import OPEN
from engine.store.database import is_postgresql
from engine.store.organisation import next_person_id, parts
from engine.store.tables import (
    ABSENCE,
    CONTACT,
    OBLIGATION,
    PERSON,
    POST,
    UNIT,
    UNIT_CLOSURE,
    UNIT_NAME,
    UNIT_PARENT,
)

_CONSONANTS = frozenset("bcfghjklmnpqrstvwxz0123456789")
_AT_ONCE = 500


def unit(connection: Connection, unit_id: int) -> Row[Any] | None:
    """A unit, locked for this transaction."""
    return connection.execute(select(UNIT).where(UNIT.c.id == unit_id).with_for_update()).first()


def is_code_taken(connection: Connection, scheme: str, *, code: str) -> bool:
    """True if a unit of the scheme has the code."""
    return (
        connection.execute(select(UNIT.c.id).where((UNIT.c.scheme == scheme) & (UNIT.c.code == code))).first()
        is not None
    )


def insert_unit(connection: Connection, values: Mapping[str, Any], *, parent_id: int | None) -> int:
    """A new unit with its name and its place in the tree; gives its id."""
    unit_id = _key(connection.execute(insert(UNIT).values(**values)))
    insert_name(connection, unit_id, name=str(values["name"]))
    connection.execute(insert(UNIT_CLOSURE).values(descendant_id=unit_id, ancestor_id=unit_id, depth=0))
    if parent_id is not None:
        link = {"unit_id": unit_id, "parent_id": parent_id, "line": "administrative"}
        connection.execute(insert(UNIT_PARENT).values(**link, valid_from=values["valid_from"]))
        above = select(literal(unit_id), UNIT_CLOSURE.c.ancestor_id, UNIT_CLOSURE.c.depth + 1)
        columns = ["descendant_id", "ancestor_id", "depth"]
        connection.execute(
            insert(UNIT_CLOSURE).from_select(columns, above.where(UNIT_CLOSURE.c.descendant_id == parent_id))
        )
    return unit_id


def update_unit(connection: Connection, unit_id: int, *, values: Mapping[str, Any]) -> None:
    """Change a unit's own row."""
    connection.execute(update(UNIT).where(UNIT.c.id == unit_id).values(**values))


def insert_name(connection: Connection, unit_id: int, *, name: str) -> None:
    """Make a unit found by a further name; earlier ones stay."""
    same = (UNIT_NAME.c.unit_id == unit_id) & (UNIT_NAME.c.key == fold(name))
    if connection.execute(select(UNIT_NAME.c.id).where(same)).first() is None:
        connection.execute(insert(UNIT_NAME).values(unit_id=unit_id, name=name, key=fold(name)))


def has_units_below(connection: Connection, unit_id: int) -> bool:
    """True if a unit right or further below has not ended."""
    query = select(UNIT.c.id).join(UNIT_CLOSURE, UNIT_CLOSURE.c.descendant_id == UNIT.c.id)
    below = (UNIT_CLOSURE.c.ancestor_id == unit_id) & (UNIT_CLOSURE.c.depth > 0) & UNIT.c.valid_to.is_(None)
    return connection.execute(query.where(below).limit(1)).first() is not None


def has_open_work(connection: Connection, unit_id: int) -> bool:
    """True if the unit owes something."""
    statuses = sorted(status.value for status in OPEN)
    owing = (OBLIGATION.c.unit_id == unit_id) & OBLIGATION.c.status.in_(statuses)
    return connection.execute(select(OBLIGATION.c.id).where(owing).limit(1)).first() is not None


def insert_person(connection: Connection, scheme: str, *, name: str) -> int:
    """A new person; gives the id."""
    person_id = next_person_id(connection)
    connection.execute(insert(PERSON).values(id=person_id, scheme=scheme, name=name))
    return person_id


def insert_post(connection: Connection, values: Mapping[str, Any]) -> int:
    """A new post; gives its id."""
    return _key(connection.execute(insert(POST).values(**values)))


def same_post(connection: Connection, person_id: int, *, unit_id: int, role: str) -> Row[Any] | None:
    """The post of a person in a unit and role, whether it has ended or not."""
    same = (POST.c.person_id == person_id) & (POST.c.unit_id == unit_id) & (POST.c.role == role)
    return connection.execute(select(POST).where(same)).first()


def post(connection: Connection, post_id: int) -> Row[Any] | None:
    """A post, locked for this transaction."""
    return connection.execute(select(POST).where(POST.c.id == post_id).with_for_update()).first()


def update_post(connection: Connection, post_id: int, *, values: Mapping[str, Any]) -> None:
    """Change a post."""
    connection.execute(update(POST).where(POST.c.id == post_id).values(**values))


def _key(result: Any) -> int:
    return int(result.inserted_primary_key[0])


def find_units(
    connection: Connection, *, text: str, scheme: str | None, under_id: int | None, after: int, limit: int
) -> list[Row[Any]]:
    """Units whose name, other name or code holds every word of ``text``, in order of id: rows of the unit."""
    words = bare(text).split()
    query = select(UNIT).order_by(UNIT.c.id)
    if scheme is not None:
        query = query.where(UNIT.c.scheme == scheme)
    if under_id is not None:
        inside = (UNIT_CLOSURE.c.descendant_id == UNIT.c.id) & (UNIT_CLOSURE.c.ancestor_id == under_id)
        query = query.where(exists().where(inside))
    if words:
        named = select(UNIT_NAME.c.unit_id).where(_like(connection, UNIT_NAME.c.key, words=words))
        query = query.where(or_(UNIT.c.id.in_(named), _like(connection, UNIT.c.code, words=words)))
    found: list[Row[Any]] = []
    for rows in _walked(connection, query, column=UNIT.c.id, after=after):
        names = _names_of(connection, [row.id for row in rows]) if words else {}
        found += [row for row in rows if _holds(words, (row.code, *names.get(row.id, ())))]
        if len(found) >= limit:
            break
    return found[:limit]


def find_people(connection: Connection, *, text: str, unit_id: int | None, after: int, limit: int) -> list[Row[Any]]:
    """People whose name holds every word of ``text``, in order of id; ``unit_id``: those with a post there."""
    words = bare(text).split()
    query = select(PERSON).order_by(PERSON.c.id)
    if unit_id is not None:
        query = query.where(exists().where((POST.c.person_id == PERSON.c.id) & (POST.c.unit_id == unit_id)))
    if words:
        named = _like(connection, PERSON.c.name, words=words)
        addressed = select(CONTACT.c.person_id).where(CONTACT.c.address == text.strip())
        query = query.where(or_(named, PERSON.c.id.in_(addressed)) if "@" in text else named)
    found: list[Row[Any]] = []
    for rows in _walked(connection, query, column=PERSON.c.id, after=after):
        known = addresses(connection, [row.id for row in rows]) if "@" in text else {}
        found += [r for r in rows if _holds(words, (r.name,)) or text.strip() in known.get(r.id, {}).values()]
        if len(found) >= limit:
            break
    return found[:limit]


def _walked(
    connection: Connection, query: Select[Any], *, column: Column[int], after: int
) -> Iterator[Sequence[Row[Any]]]:
    """What the pattern lets through, in portions: it takes any letter for a vowel, so some are to be left out."""
    while True:
        rows = connection.execute(query.where(column > after).limit(_AT_ONCE)).all()
        if rows:
            yield rows
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1].id


def _like(connection: Connection, column: Column[str], *, words: Sequence[str]) -> ColumnElement[bool]:
    """A pattern in which a letter that may carry marks, and đ, is any letter."""
    condition: ColumnElement[bool] = literal(True)
    for word in words:
        pattern = "".join(letter if letter in _CONSONANTS else "_" for letter in word)
        # SQLite's LIKE leaves the case of ASCII aside by itself, and is slower where it is told to.
        condition &= column.ilike(f"%{pattern}%") if is_postgresql(connection) else column.like(f"%{pattern}%")
    return condition


def _holds(words: Sequence[str], texts: Iterable[str]) -> bool:
    whole = [bare(text) for text in texts]
    return any(all(word in text for word in words) for text in whole)


def _names_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for part in parts(ids):
        for row in connection.execute(
            select(UNIT_NAME.c.unit_id, UNIT_NAME.c.name).where(UNIT_NAME.c.unit_id.in_(part))
        ):
            found.setdefault(row.unit_id, []).append(row.name)
    return found


def parents(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Id and name of the unit right above each."""
    query = select(UNIT_CLOSURE.c.descendant_id, UNIT.c.id, UNIT.c.name).join(
        UNIT, UNIT.c.id == UNIT_CLOSURE.c.ancestor_id
    )
    above = UNIT_CLOSURE.c.descendant_id.in_(ids) & (UNIT_CLOSURE.c.depth == 1)
    return {row.descendant_id: (row.id, row.name) for row in connection.execute(query.where(above))}


def posts_of_people(connection: Connection, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The posts of some people with the unit's name, in order."""
    found: dict[int, list[Row[Any]]] = {}
    query = select(POST, UNIT.c.name.label("unit_name")).join(UNIT, UNIT.c.id == POST.c.unit_id)
    for row in connection.execute(query.where(POST.c.person_id.in_(ids)).order_by(POST.c.id)):
        found.setdefault(row.person_id, []).append(row)
    return found


def addresses(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Addresses in use of some people, by channel."""
    found: dict[int, dict[str, str]] = {}
    for part in parts(ids):
        query = select(CONTACT).where(CONTACT.c.person_id.in_(part) & CONTACT.c.disabled_at.is_(None))
        for row in connection.execute(query):
            found.setdefault(row.person_id, {})[row.channel] = row.address
    return found


def away(connection: Connection, ids: Sequence[int], *, on: date) -> dict[int, date]:
    """Until when those of some people are away who are."""
    current = ABSENCE.c.person_id.in_(ids) & (ABSENCE.c.starts_on <= on) & (ABSENCE.c.ends_on >= on)
    rows = connection.execute(select(ABSENCE.c.person_id, ABSENCE.c.ends_on).where(current).order_by(ABSENCE.c.ends_on))
    return {row.person_id: row.ends_on for row in rows}


def save_address(
    connection: Connection, person_id: int, *, channel: str, address: str, verified_at: datetime | None
) -> None:
    """Put an address in the place of what the person had on that channel."""
    same = (CONTACT.c.person_id == person_id) & (CONTACT.c.channel == channel)
    values = {"address": address, "verified_at": verified_at, "disabled_at": None, "disabled_reason": None}
    if connection.execute(update(CONTACT).where(same).values(**values)).rowcount == 0:
        connection.execute(insert(CONTACT).values(person_id=person_id, channel=channel, **values))
