"""People as readers: rosters of posts, absences, addresses."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, or_, select

from engine.audience import Away, Holder, Roster
from engine.channels import Contacts, Preference
from engine.store.organisation import parts
from engine.store.tables import ABSENCE, CONTACT, PARTY, PERSON, POST, PREFERENCE, UNIT_CLOSURE


def roster(connection: Connection, unit_ids: Iterable[int], *, channels: Sequence[str], on: date) -> Roster:
    """Posts, parents, absences and reachable people around some units: the units themselves and all above them."""
    wanted = set(unit_ids)
    parents, above = _above(connection, sorted(wanted))
    parents |= _above(connection, sorted(above - wanted))[0]
    holders = _holders(connection, sorted(wanted | above), on=on)
    people = sorted({holder.person_id for held in holders.values() for holder in held})
    absences = _absences(connection, on=on)
    stand_ins = {away.delegate_id for found in absences.values() for away in found if away.delegate_id is not None}
    reachable = _reachable(connection, sorted({*people, *stand_ins}), channels=channels)
    return Roster(holders, parents, absences, reachable)


def _above(connection: Connection, units: Sequence[int]) -> tuple[dict[int, int], set[int]]:
    """The parent of each unit, and every unit above any of them."""
    parents: dict[int, int] = {}
    above: set[int] = set()
    for part in parts(units):
        query = select(UNIT_CLOSURE.c.descendant_id, UNIT_CLOSURE.c.ancestor_id, UNIT_CLOSURE.c.depth)
        below = UNIT_CLOSURE.c.descendant_id.in_(part) & (UNIT_CLOSURE.c.depth > 0)
        for unit, ancestor, depth in connection.execute(query.where(below)):
            above.add(ancestor)
            if depth == 1:
                parents[unit] = ancestor
    return parents, above


def _holders(connection: Connection, units: Sequence[int], *, on: date) -> dict[int, tuple[Holder, ...]]:
    found: dict[int, list[Holder]] = {}
    is_begun = or_(POST.c.valid_from.is_(None), POST.c.valid_from <= on)
    is_going_on = or_(POST.c.valid_to.is_(None), POST.c.valid_to >= on)
    for part in parts(units):
        query = select(POST.c.unit_id, POST.c.person_id, POST.c.role).where(
            POST.c.unit_id.in_(part) & is_begun & is_going_on
        )
        for unit_id, person_id, role in connection.execute(query.order_by(POST.c.id)):
            found.setdefault(unit_id, []).append(Holder(person_id, role))
    return {unit_id: tuple(held) for unit_id, held in found.items()}


def _absences(connection: Connection, *, on: date) -> dict[int, tuple[Away, ...]]:
    """Everybody who is away: whoever stands in may sit in any unit, and be away as well."""
    found: dict[int, list[Away]] = {}
    current = (ABSENCE.c.starts_on <= on) & (ABSENCE.c.ends_on >= on)
    for row in connection.execute(select(ABSENCE).where(current).order_by(ABSENCE.c.id)):
        found.setdefault(row.person_id, []).append(Away(row.starts_on, row.ends_on, row.delegate_id))
    return {person: tuple(held) for person, held in found.items()}


def _usable(channels: Sequence[str]) -> ColumnElement[bool]:
    """Addresses that may be used: verified, not switched off."""
    return CONTACT.c.channel.in_(channels) & CONTACT.c.verified_at.is_not(None) & CONTACT.c.disabled_at.is_(None)


def _reachable(connection: Connection, people: Sequence[int], *, channels: Sequence[str]) -> frozenset[int]:
    found: set[int] = set()
    for part in parts(people):
        query = select(CONTACT.c.person_id).where(CONTACT.c.person_id.in_(part) & _usable(channels))
        found.update(connection.execute(query).scalars())
    return frozenset(found)


def coordinators(connection: Connection, task_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Coordinating units of tasks."""
    found: dict[int, list[int]] = {}
    query = select(PARTY.c.task_id, PARTY.c.unit_id).where(
        PARTY.c.task_id.in_(list(task_ids)) & (PARTY.c.role == "coordinator")
    )
    for row in connection.execute(query.order_by(PARTY.c.unit_id)):
        found.setdefault(row.task_id, []).append(row.unit_id)
    return {task: tuple(units) for task, units in found.items()}


def person_by_address(connection: Connection, address: str) -> int | None:
    """The person behind an address; None if unknown."""
    query = select(CONTACT.c.person_id).where(CONTACT.c.address == address).order_by(CONTACT.c.id)
    found: int | None = connection.execute(query.limit(1)).scalar()
    return found


def posts_of(connection: Connection, person_id: int) -> list[Row[Any]]:
    """The posts of a person: unit_id, role, title."""
    return list(connection.execute(select(POST).where(POST.c.person_id == person_id).order_by(POST.c.id)))


def names(connection: Connection, people: Iterable[int]) -> dict[int, str]:
    """Names by person id."""
    found: dict[int, str] = {}
    for part in parts(sorted(set(people))):
        rows = connection.execute(select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_(part)))
        found.update({row.id: row.name for row in rows})
    return found


def contacts(connection: Connection, people: Iterable[int], *, channels: Sequence[str]) -> dict[int, Contacts]:
    """What may be used to tell each person, and what they chose; nobody who cannot be told."""
    addresses: dict[int, dict[str, str]] = {}
    chosen: dict[int, Preference] = {}
    for part in parts(sorted(set(people))):
        query = select(CONTACT.c.person_id, CONTACT.c.channel, CONTACT.c.address)
        for row in connection.execute(query.where(CONTACT.c.person_id.in_(part) & _usable(channels))):
            addresses.setdefault(row.person_id, {})[row.channel] = row.address
        for row in connection.execute(select(PREFERENCE).where(PREFERENCE.c.person_id.in_(part))):
            chosen[row.person_id] = _preference(row)
    return {person: Contacts(found, chosen.get(person, Preference())) for person, found in addresses.items()}


def preference(connection: Connection, person_id: int) -> Preference:
    """What a person chose, whether or not they can be told of anything today."""
    row = connection.execute(select(PREFERENCE).where(PREFERENCE.c.person_id == person_id)).first()
    return Preference() if row is None else _preference(row)


def _preference(row: Row[Any]) -> Preference:
    choice: dict[str, list[str]] = row.choice
    return Preference(
        tuple(choice.get("order", ())),
        tuple(choice.get("urgent_order", ())),
        frozenset(choice.get("off", ())),
        row.quiet_from,
        row.quiet_until,
    )


def add_absence(
    connection: Connection, *, person_id: int, starts_on: date, ends_on: date, delegate_id: int | None
) -> None:
    """Note an absence."""
    values = {"person_id": person_id, "starts_on": starts_on, "ends_on": ends_on, "delegate_id": delegate_id}
    connection.execute(insert(ABSENCE), [values])
