"""Importing and showing an organisation."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.clock import require_aware
from engine.errors import NotFound
from engine.organisation import OrganisationSpec
from engine.service.tallies import recount_scheme, settle
from engine.store import organisation as store
from engine.store import people as people_store
from engine.store.database import Connection, Database, Row, reading, writing


@dataclass(frozen=True)
class Imported:
    """What an import left behind: counts in the scheme after it."""

    scheme: str
    units: int
    people: int
    is_tree_changed: bool


def import_organisation(database: Database, spec: OrganisationSpec, *, at: datetime, on: date) -> Imported:
    """Save units, names, tree, people and owner phrases in one transaction. A second import of a file changes nothing;
    units that a new file no longer names stay (they end by ``valid_to``, never by omission)."""
    at = require_aware(at)
    with writing(database) as connection:
        ids = store.save_units(connection, spec.scheme, units=spec.units)
        store.save_names(connection, spec.units, ids=ids)
        is_changed = store.save_parents(connection, spec.units, ids=ids, on=on)
        if is_changed:
            settle(connection)
        store.rebuild_closure(connection, spec.scheme)
        store.save_people(connection, spec.scheme, people=spec.people, ids=ids, at=at)
        if spec.has_phrases:
            store.save_phrases(connection, spec)
        if is_changed:
            recount_scheme(connection, spec.scheme, on=on)
        people = len(store.posts(connection, spec.scheme))
    return Imported(spec.scheme, len(ids), people, is_changed)


def standing_units(database: Database, scheme: str) -> dict[str, str | None]:
    """The codes of the units of a scheme with their parents' codes; empty for one that is not there yet."""
    with reading(database) as connection:
        rows = store.tree(connection, scheme)
    codes = {row.id: row.code for row in rows}
    return {row.code: codes.get(row.parent_id) for row in rows}


@dataclass(frozen=True)
class Member:
    """A person in a post."""

    name: str
    role: str
    email: str | None


@dataclass(frozen=True)
class UnitLine:
    """One unit of the tree, parents before children; ``depth`` counts from the root."""

    id: int
    code: str
    name: str
    kind: str
    depth: int
    members: tuple[Member, ...]


def show_organisation(database: Database, *, scheme: str | None = None) -> dict[str, tuple[UnitLine, ...]]:
    """The tree of each scheme (or one), depth first. NotFound for an unknown scheme."""
    with reading(database) as connection:
        known = store.schemes(connection)
        if scheme is not None and scheme not in known:
            raise NotFound(what="scheme", key=scheme)
        return {name: _tree(connection, name) for name in ([scheme] if scheme else known)}


def _tree(connection: Connection, scheme: str) -> tuple[UnitLine, ...]:
    members: dict[int, list[Member]] = {}
    for post in store.posts(connection, scheme):
        members.setdefault(post.unit_id, []).append(Member(post.name, post.role, post.address))
    below: dict[int | None, list[Row[Any]]] = {}
    for row in store.tree(connection, scheme):
        below.setdefault(row.parent_id, []).append(row)
    lines: list[UnitLine] = []
    stack = [(row, 0) for row in reversed(below.get(None, []))]
    while stack:
        row, depth = stack.pop()
        lines.append(UnitLine(row.id, row.code, row.name, row.kind, depth, tuple(members.get(row.id, ()))))
        stack.extend((child, depth + 1) for child in reversed(below.get(row.id, [])))
    return tuple(lines)


def set_absence(
    database: Database, *, email: str, starts_on: date, ends_on: date, delegate_email: str | None = None
) -> None:
    """Note that a person is away, and who stands in."""
    with writing(database) as connection:
        person = people_store.person_by_address(connection, email)
        if person is None:
            raise NotFound(what="person", key=email)
        delegate = people_store.person_by_address(connection, delegate_email) if delegate_email else None
        if delegate_email and delegate is None:
            raise NotFound(what="person", key=delegate_email)
        people_store.add_absence(
            connection, person_id=person, starts_on=starts_on, ends_on=ends_on, delegate_id=delegate
        )


def spoken_names(database: Database, *, unit_id: int) -> list[tuple[str, tuple[str, ...]]]:
    """Every unit and outside party of a unit's organisation: its name, and what else it is called."""
    with reading(database) as connection:
        return store.spoken_names(connection, store.unit(connection, unit_id).scheme)


MOST_OFFERED = 200


def owners_offered(database: Database, *, unit_id: int) -> list[str]:
    """What an official of a unit may write as an owner: the phrases of the organisation, then the units below."""
    with reading(database) as connection:
        phrases = store.owner_phrases(connection, store.unit(connection, unit_id).scheme)
        return list(dict.fromkeys((*phrases, *store.names_below(connection, unit_id, limit=MOST_OFFERED))))
