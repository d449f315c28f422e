"""What tells units apart that are told the same things: kind, zone, who sits there and how each can be reached."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from engine.store.organisation import parts
from engine.store.tables import CONTACT, PERSON, POST, UNIT, UNIT_CLOSURE


def units_of(connection: Connection, scheme: str) -> Sequence[Row[Any]]:
    """Id, name, kind and zone of every unit of a scheme."""
    query = select(UNIT.c.id, UNIT.c.name, UNIT.c.kind, UNIT.c.zone).where(UNIT.c.scheme == scheme)
    return connection.execute(query.order_by(UNIT.c.id)).all()


def ways_to(connection: Connection, scheme: str, *, on: date) -> Sequence[Row[Any]]:
    """Posts held on a day with each channel on which the holder can be reached (None: on none): unit_id, role,
    channel."""
    usable = (CONTACT.c.person_id == POST.c.person_id) & CONTACT.c.disabled_at.is_(None)
    usable &= CONTACT.c.verified_at.is_not(None)
    query = (
        select(POST.c.unit_id, POST.c.role, CONTACT.c.channel)
        .join(UNIT, UNIT.c.id == POST.c.unit_id)
        .outerjoin(CONTACT, usable)
        .where(UNIT.c.scheme == scheme)
        .where(or_(POST.c.valid_from.is_(None), POST.c.valid_from <= on))
        .where(or_(POST.c.valid_to.is_(None), POST.c.valid_to >= on))
    )
    return connection.execute(query).all()


def ancestors_of(connection: Connection, units: Iterable[int]) -> set[int]:
    """Everything above some units."""
    found: set[int] = set()
    for part in parts(sorted(set(units))):
        query = select(UNIT_CLOSURE.c.ancestor_id).where(UNIT_CLOSURE.c.descendant_id.in_(part)).distinct()
        found |= set(connection.execute(query.where(UNIT_CLOSURE.c.depth > 0)).scalars())
    return found


def places_of_readers(connection: Connection) -> dict[tuple[str, str], tuple[int, str, str]]:
    """Where whoever has a name and an address sits: id and name of the unit of the first post, and the role."""
    query = (
        select(PERSON.c.name, CONTACT.c.address, POST.c.unit_id, UNIT.c.name.label("unit_name"), POST.c.role)
        .join(CONTACT, CONTACT.c.person_id == PERSON.c.id)
        .join(POST, POST.c.person_id == PERSON.c.id)
        .join(UNIT, UNIT.c.id == POST.c.unit_id)
    )
    found: dict[tuple[str, str], tuple[int, str, str]] = {}
    for row in connection.execute(query.order_by(POST.c.id)):
        found.setdefault((row.name, row.address), (row.unit_id, row.unit_name, row.role))
    return found
