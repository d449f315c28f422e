"""Looking up units and people without diacritics, a page at a time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.errors import NotFound
from engine.service.paging import Page, cut, from_cursor, within
from engine.store import organisation as organisation_store
from engine.store import people as people_store
from engine.store import personnel as store
from engine.store.database import Database, Row, reading


@dataclass(frozen=True)
class UnitFound:
    """A unit with the one right above it (None: a root). ``valid_to``: its last day."""

    id: int
    scheme: str
    code: str
    name: str
    kind: str
    parent_id: int | None
    parent_name: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class PostFound:
    """A post, ended ones as well."""

    id: int
    unit_id: int
    unit_name: str
    role: str
    title: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class PersonFound:
    """A person with posts and addresses by channel; ``away_until`` if away today."""

    id: int
    name: str
    posts: tuple[PostFound, ...]
    addresses: dict[str, str]
    away_until: date | None


def find_units(
    database: Database,
    *,
    text: str = "",
    scheme: str | None = None,
    under_id: int | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[UnitFound]:
    """Units whose name, other name or code holds every word of ``text``, diacritics aside; ``under_id``: that unit and
    those below it. In the order in which they were entered."""
    limit, after = within(limit), _after(cursor)
    with reading(database) as connection:
        rows = store.find_units(connection, text=text, scheme=scheme, under_id=under_id, after=after, limit=limit + 1)
        parents = store.parents(connection, [row.id for row in rows])
    return cut(rows, limit=limit, make=lambda row: _unit(row, parents), key=lambda row: (row.id,))


def show_unit(database: Database, unit_id: int) -> UnitFound:
    """One unit, ended or not. Raises NotFound."""
    with reading(database) as connection:
        row = organisation_store.find_unit(connection, unit_id)
        parents = store.parents(connection, [unit_id])
    if row is None:
        raise NotFound(what="unit", key=unit_id)
    return _unit(row, parents)


def unit_by_code(database: Database, text: str, *, like: int) -> int | None:
    """The unit with a code, or with a name that no other has, in the scheme of the unit ``like``; None for none."""
    with reading(database) as connection:
        scheme = organisation_store.unit(connection, like).scheme
        rows = organisation_store.units_named(connection, text.strip(), scheme=scheme)
    exact = [row for row in rows if row.code == text.strip()] or rows
    return int(exact[0].id) if len(exact) == 1 else None


def show_person(database: Database, person_id: int, *, on: date) -> PersonFound:
    """One person. Raises NotFound."""
    with reading(database) as connection:
        name = people_store.names(connection, [person_id]).get(person_id)
        if name is None:
            raise NotFound(what="person", key=person_id)
        posts = store.posts_of_people(connection, [person_id]).get(person_id, ())
        addresses = store.addresses(connection, [person_id]).get(person_id, {})
        away = store.away(connection, [person_id], on=on).get(person_id)
    return PersonFound(person_id, name, tuple(_post(row) for row in posts), addresses, away)


def _unit(row: Row[Any], parents: dict[int, tuple[int, str]]) -> UnitFound:
    parent_id, parent_name = parents.get(row.id, (None, ""))
    head = (row.id, row.scheme, row.code, row.name, row.kind)
    return UnitFound(*head, parent_id, parent_name, row.valid_from, row.valid_to)


def _post(row: Row[Any]) -> PostFound:
    return PostFound(row.id, row.unit_id, row.unit_name, row.role, row.title or "", row.valid_from, row.valid_to)


def find_people(
    database: Database,
    *,
    text: str = "",
    unit_id: int | None = None,
    on: date,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[PersonFound]:
    """People whose name holds every word of ``text``, diacritics aside, or whose address it is; ``unit_id``: those with
    a post there. In the order in which they were entered."""
    limit, after = within(limit), _after(cursor)
    with reading(database) as connection:
        rows = store.find_people(connection, text=text, unit_id=unit_id, after=after, limit=limit + 1)
        ids = [row.id for row in rows]
        posts = store.posts_of_people(connection, ids)
        addresses = store.addresses(connection, ids)
        away = store.away(connection, ids, on=on)

    def made(row: Row[Any]) -> PersonFound:
        held = tuple(_post(post) for post in posts.get(row.id, ()))
        return PersonFound(row.id, row.name, held, addresses.get(row.id, {}), away.get(row.id))

    return cut(rows, limit=limit, make=made, key=lambda row: (row.id,))


def _after(cursor: str | None) -> int:
    key = from_cursor(cursor, int)
    return int(key[0]) if key is not None else 0
