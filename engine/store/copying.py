"""Copying a database into an empty one of any kind: every row, or what is known of some units and their people."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Select, Table, insert, select

from engine.models import metadata
from engine.store import tables
from engine.store.database import Database, migrate, reading, writing
from engine.store.organisation import parts

AT_ONCE = 1_000
_WHOLE = (
    tables.EXTERNAL_PARTY,
    tables.OWNER_PHRASE,
    tables.CALENDAR_DAY,
    tables.CALENDAR_REVISION,
    tables.CALENDAR_YEAR,
    tables.SCHOOL_YEAR,
)
_OF_UNITS = {
    tables.UNIT: ("id",),
    tables.UNIT_NAME: ("unit_id",),
    tables.UNIT_PARENT: ("unit_id", "parent_id"),
    tables.UNIT_CLOSURE: ("descendant_id", "ancestor_id"),
    tables.POST: ("unit_id",),
}
_OF_PEOPLE = {
    tables.PERSON: "id",
    tables.CONTACT: "person_id",
    tables.PREFERENCE: "person_id",
    tables.CONSENT: "person_id",
    tables.ABSENCE: "person_id",
}


def copy_database(source: Database, target: Database) -> int:
    """Bring ``target`` to the newest version and fill it with every row of ``source``, read from one snapshot; gives
    how many rows. ``target`` must be empty."""
    migrate(target)
    copied = 0
    with reading(_at_one_moment(source)) as taken, writing(target) as given:
        for table in metadata.sorted_tables:
            for rows in _chunks(taken, select(table).order_by(*table.primary_key)):
                given.execute(insert(table), rows)
                copied += len(rows)
    return copied


def copy_units(source: Database, target: Database, *, units: Collection[int]) -> int:
    """Like ``copy_database``, but only what is known of some units: names, tree, posts, the people in them and whoever
    stands in for these; calendar, owner phrases and outside parties whole; no work and no messages."""
    migrate(target)
    copied = 0
    wanted = sorted(set(units))
    with reading(_at_one_moment(source)) as taken, writing(target) as given:
        people = _people(taken, wanted)
        for table in metadata.sorted_tables:
            for query in _wanted(table, units=wanted, people=people):
                for rows in _chunks(taken, query):
                    kept = _within(table, rows, units=set(wanted), people=set(people))
                    if kept:
                        given.execute(insert(table), kept)
                    copied += len(kept)
    return copied


def _people(connection: Connection, units: list[int]) -> list[int]:
    """Who holds a post in the units, and whoever stands in for them."""
    post, absence = tables.POST.c, tables.ABSENCE.c
    found = {
        row.person_id
        for part in parts(units)
        for row in connection.execute(select(post.person_id).where(post.unit_id.in_(part)))
    }
    away = select(absence.delegate_id).where(absence.delegate_id.is_not(None))
    for part in parts(sorted(found)):
        found |= set(connection.execute(away.where(absence.person_id.in_(part))).scalars())
    return sorted(found)


def _wanted(table: Table, *, units: list[int], people: list[int]) -> Iterator[Select[Any]]:
    if table in _WHOLE:
        yield select(table)
    elif table in _OF_UNITS:
        for part in parts(units):
            yield select(table).where(table.c[_OF_UNITS[table][0]].in_(part))
    elif table in _OF_PEOPLE:
        for part in parts(people):
            yield select(table).where(table.c[_OF_PEOPLE[table]].in_(part))


def _within(table: Table, rows: list[dict[str, Any]], *, units: set[int], people: set[int]) -> list[dict[str, Any]]:
    """Without links to what is not copied."""
    if table in _OF_UNITS:
        return [row for row in rows if all(row[column] in units for column in _OF_UNITS[table])]
    if table is tables.ABSENCE:
        return [{**row, "delegate_id": row["delegate_id"] if row["delegate_id"] in people else None} for row in rows]
    return rows


def _at_one_moment(source: Database) -> Database:
    """All reads of a transaction see the same moment; on SQLite they always do."""
    return source if source.dialect.name == "sqlite" else source.execution_options(isolation_level="REPEATABLE READ")


def _chunks(connection: Connection, query: Select[Any]) -> Iterator[list[dict[str, Any]]]:
    result = connection.execute(query, execution_options={"yield_per": AT_ONCE})
    for rows in result.mappings().partitions():
        yield [dict(row) for row in rows]
