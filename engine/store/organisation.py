"""Units, names, the tree and its closure, people, posts, contacts, owner phrases."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, text, union, update

from engine.channels import ChannelKind
from engine.names import fold
from engine.organisation import OrganisationSpec, PersonSpec, UnitSpec
from engine.plans import selector_to_dict
from engine.store.database import is_postgresql
from engine.store.tables import (
    CONTACT,
    EXTERNAL_PARTY,
    OWNER_PHRASE,
    PERSON,
    POST,
    UNIT,
    UNIT_CLOSURE,
    UNIT_NAME,
    UNIT_PARENT,
)

_CLOSURE = text("""
INSERT INTO unit_closure (descendant_id, ancestor_id, depth)
WITH RECURSIVE climb(descendant_id, ancestor_id, depth) AS (
    SELECT id, id, 0 FROM unit WHERE scheme = :scheme
    UNION ALL
    SELECT climb.descendant_id, unit_parent.parent_id, climb.depth + 1
    FROM climb JOIN unit_parent ON unit_parent.unit_id = climb.ancestor_id
    WHERE unit_parent.line = 'administrative' AND unit_parent.valid_to IS NULL
)
SELECT descendant_id, ancestor_id, depth FROM climb
""")


def unit_ids(connection: Connection, scheme: str) -> dict[str, int]:
    """Unit ids of a scheme by code."""
    return {
        row.code: row.id for row in connection.execute(select(UNIT.c.code, UNIT.c.id).where(UNIT.c.scheme == scheme))
    }


def save_units(connection: Connection, scheme: str, *, units: Sequence[UnitSpec]) -> dict[str, int]:
    """Insert new units, update known ones (by code); none is ever deleted. Gives ids by code."""
    known = unit_ids(connection, scheme)
    rows = [
        {
            "scheme": scheme,
            "code": u.code,
            "name": u.name,
            "kind": u.kind,
            "zone": u.zone,
            "valid_from": u.valid_from,
            "valid_to": u.valid_to,
        }
        for u in units
    ]
    fresh = [row for row in rows if row["code"] not in known]
    if fresh:
        connection.execute(insert(UNIT), fresh)
    for row in rows:
        if row["code"] in known:
            connection.execute(update(UNIT).where(UNIT.c.id == known[str(row["code"])]).values(**row))
    return unit_ids(connection, scheme)


def save_names(connection: Connection, units: Sequence[UnitSpec], *, ids: dict[str, int]) -> None:
    """Make names and aliases findable; old names stay, documents were issued under them."""
    wanted = {(ids[u.code], fold(name)): name for u in units for name in (u.name, *u.aliases)}
    owners = sorted({unit_id for unit_id, _ in wanted})
    known: set[tuple[int, str]] = set()
    for part in parts(owners):
        found = connection.execute(select(UNIT_NAME.c.unit_id, UNIT_NAME.c.key).where(UNIT_NAME.c.unit_id.in_(part)))
        known.update((row.unit_id, row.key) for row in found)
    fresh = [{"unit_id": k[0], "key": k[1], "name": name} for k, name in wanted.items() if k not in known]
    if fresh:
        connection.execute(insert(UNIT_NAME), fresh)


def save_parents(connection: Connection, units: Sequence[UnitSpec], *, ids: dict[str, int], on: date) -> bool:
    """Set the administrative parents; an old link ends on ``on``. True if the tree of known units changed."""
    open_links = UNIT_PARENT.c.valid_to.is_(None) & (UNIT_PARENT.c.line == "administrative")
    known: dict[int, int] = {}
    for part in parts(sorted(ids[u.code] for u in units)):
        found = select(UNIT_PARENT.c.unit_id, UNIT_PARENT.c.parent_id).where(
            open_links & UNIT_PARENT.c.unit_id.in_(part)
        )
        known.update({row.unit_id: row.parent_id for row in connection.execute(found)})
    wanted = {ids[u.code]: ids[u.parent] for u in units if u.parent is not None}
    standing = _standing(connection, wanted)
    dropped = [unit for unit, parent in known.items() if wanted.get(unit) != parent]
    for unit in dropped:
        connection.execute(update(UNIT_PARENT).where(open_links & (UNIT_PARENT.c.unit_id == unit)).values(valid_to=on))
    fresh = [
        {"unit_id": unit, "parent_id": parent, "line": "administrative", "valid_from": on if unit in standing else None}
        for unit, parent in wanted.items()
        if known.get(unit) != parent
    ]
    if fresh:
        connection.execute(insert(UNIT_PARENT), fresh)
    return bool(dropped) or any(row["valid_from"] for row in fresh)


def _standing(connection: Connection, units: Iterable[int]) -> set[int]:
    """Which units had a place in the tree before, if only as a root."""
    found: set[int] = set()
    for part in parts(sorted(units)):
        itself = UNIT_CLOSURE.c.descendant_id.in_(part) & (UNIT_CLOSURE.c.depth == 0)
        found.update(connection.execute(select(UNIT_CLOSURE.c.descendant_id).where(itself)).scalars())
    return found


def rebuild_closure(connection: Connection, scheme: str) -> None:
    """Derive the closure of a scheme's tree anew."""
    if is_postgresql(connection):  # it knows nothing of rows just written, and would read all links for every unit
        connection.execute(text("ANALYZE unit, unit_parent"))
    inside = select(UNIT.c.id).where(UNIT.c.scheme == scheme)
    connection.execute(delete(UNIT_CLOSURE).where(UNIT_CLOSURE.c.descendant_id.in_(inside)))
    connection.execute(_CLOSURE, {"scheme": scheme})


def save_phrases(connection: Connection, organisation: OrganisationSpec) -> None:
    """Replace the owner phrases and external parties of a scheme."""
    scheme = organisation.scheme
    connection.execute(delete(OWNER_PHRASE).where(OWNER_PHRASE.c.scheme == scheme))
    connection.execute(delete(EXTERNAL_PARTY).where(EXTERNAL_PARTY.c.scheme == scheme))
    phrases = [
        {"scheme": scheme, "phrase": phrase, "key": fold(phrase), "selector": selector_to_dict(selector)}
        for phrase, selector in organisation.owner_phrases.items()
    ]
    parties = [{"scheme": scheme, "code": e.code, "name": e.name, "note": e.note} for e in organisation.external]
    if phrases:
        connection.execute(insert(OWNER_PHRASE), phrases)
    if parties:
        connection.execute(insert(EXTERNAL_PARTY), parties)


def save_people(
    connection: Connection, scheme: str, *, people: Sequence[PersonSpec], ids: dict[str, int], at: datetime
) -> None:
    """Insert or update people: known by an address in this scheme, else by name in the same unit."""
    by_address, by_place = _known_people(connection, scheme)
    fresh: list[PersonSpec] = []
    for spec in people:
        known = next((by_address[a] for a in spec.contacts.items() if a in by_address), None)
        known = known or by_place.get((ids[spec.unit], fold(spec.name)))
        if known is None:
            fresh.append(spec)
        else:
            _update_person(connection, known, spec=spec, unit_id=ids[spec.unit], at=at)
    _insert_people(connection, scheme, people=fresh, ids=ids, at=at)


def _known_people(connection: Connection, scheme: str) -> tuple[dict[tuple[str, str], int], dict[tuple[int, str], int]]:
    contacts = connection.execute(
        select(CONTACT.c.channel, CONTACT.c.address, CONTACT.c.person_id)
        .join(PERSON, PERSON.c.id == CONTACT.c.person_id)
        .where(PERSON.c.scheme == scheme)
    )
    posts = connection.execute(
        select(POST.c.unit_id, POST.c.person_id, PERSON.c.name)
        .join(PERSON, PERSON.c.id == POST.c.person_id)
        .where(PERSON.c.scheme == scheme)
    )
    return (
        {(row.channel, row.address): row.person_id for row in contacts},
        {(row.unit_id, fold(row.name)): row.person_id for row in posts},
    )


def _update_person(connection: Connection, person_id: int, *, spec: PersonSpec, unit_id: int, at: datetime) -> None:
    connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(name=spec.name))
    connection.execute(delete(POST).where((POST.c.person_id == person_id) & (POST.c.unit_id == unit_id)))
    connection.execute(insert(POST), [_post_row(person_id, spec, unit_id=unit_id)])
    for channel, address in spec.contacts.items():
        same = (CONTACT.c.person_id == person_id) & (CONTACT.c.channel == channel)
        if connection.execute(select(CONTACT.c.address).where(same)).scalar() != address:
            connection.execute(delete(CONTACT).where(same))
            connection.execute(insert(CONTACT), [_contact_row(person_id, channel, address=address, at=at)])


def _insert_people(
    connection: Connection, scheme: str, *, people: Sequence[PersonSpec], ids: dict[str, int], at: datetime
) -> None:
    if not people:
        return
    start = next_person_id(connection)
    numbers: dict[tuple[str, str | int], int] = {}
    numbered = [(numbers.setdefault(_same_person(p, row), start + len(numbers)), p) for row, p in enumerate(people)]
    names = {n: p.name for n, p in reversed(numbered)}
    addresses = {(n, channel): address for n, p in numbered for channel, address in p.contacts.items()}
    connection.execute(insert(PERSON), [{"id": n, "scheme": scheme, "name": names[n]} for n in sorted(names)])
    posts = {(n, ids[p.unit], p.role): _post_row(n, p, unit_id=ids[p.unit]) for n, p in numbered}
    connection.execute(insert(POST), list(posts.values()))
    contacts = [_contact_row(n, channel, address=address, at=at) for (n, channel), address in addresses.items()]
    if contacts:
        connection.execute(insert(CONTACT), contacts)


def next_person_id(connection: Connection) -> int:
    """The first number that no person has; nobody else is given it before this transaction ends."""
    if is_postgresql(connection):  # SQLite has one writer anyway
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("person"))))
    return (connection.execute(select(func.max(PERSON.c.id))).scalar() or 0) + 1


def _same_person(spec: PersonSpec, row: int) -> tuple[str, str | int]:
    """What tells people of one import apart: a name with its mail address (who holds two posts has two rows), else
    the row."""
    address = spec.contacts.get(ChannelKind.EMAIL)
    return (fold(spec.name), address) if address else ("", row)


def _post_row(person_id: int, spec: PersonSpec, *, unit_id: int) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "unit_id": unit_id,
        "role": spec.role,
        "title": spec.title,
        "valid_from": spec.valid_from,
        "valid_to": spec.valid_to,
    }


def _contact_row(person_id: int, channel: str, *, address: str, at: datetime) -> dict[str, Any]:
    # The office vouches for the duty mail address it records; any other account has to be linked by its owner.
    verified_at = at if channel == ChannelKind.EMAIL else None
    return {"person_id": person_id, "channel": channel, "address": address, "verified_at": verified_at}


def parts(ids: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    """Ids in pieces that a statement can bind."""
    return (ids[i : i + size] for i in range(0, len(ids), size))


def units_named(connection: Connection, name: str, *, scheme: str | None = None) -> list[Row[Any]]:
    """Units found by name, alias or code: rows (id, scheme, code, name, kind)."""
    by_code = UNIT.c.code == name
    if scheme is not None:
        by_code &= UNIT.c.scheme == scheme
    # Each half finds its own index; joined by OR, PostgreSQL would read all units.
    found = union(select(UNIT_NAME.c.unit_id).where(UNIT_NAME.c.key == fold(name)), select(UNIT.c.id).where(by_code))
    query = select(UNIT).where(UNIT.c.id.in_(found)).order_by(UNIT.c.id)
    return list(connection.execute(query if scheme is None else query.where(UNIT.c.scheme == scheme)))


def units_of_kinds(connection: Connection, scheme: str, *, kinds: Sequence[str], under_id: int | None) -> list[int]:
    """Ids of the units of some kinds in a scheme, all or those below a unit, in order."""
    query = select(UNIT.c.id).where((UNIT.c.scheme == scheme) & UNIT.c.kind.in_(kinds) & UNIT.c.valid_to.is_(None))
    if under_id is not None:
        query = query.join(UNIT_CLOSURE, UNIT_CLOSURE.c.descendant_id == UNIT.c.id).where(
            UNIT_CLOSURE.c.ancestor_id == under_id
        )
    return list(connection.execute(query.order_by(UNIT.c.id)).scalars())


def owner_phrase(connection: Connection, scheme: str, *, phrase: str) -> dict[str, Any] | None:
    """The selector behind a phrase in a scheme, as JSON."""
    same = (OWNER_PHRASE.c.scheme == scheme) & (OWNER_PHRASE.c.key == fold(phrase))
    found: dict[str, Any] | None = connection.execute(select(OWNER_PHRASE.c.selector).where(same)).scalar()
    return found


def external_name(connection: Connection, scheme: str, *, text_or_code: str) -> str | None:
    """The name of an external party found by code or name."""
    rows = connection.execute(
        select(EXTERNAL_PARTY.c.code, EXTERNAL_PARTY.c.name).where(EXTERNAL_PARTY.c.scheme == scheme)
    )
    wanted = fold(text_or_code)
    return next((row.name for row in rows if row.code == text_or_code or fold(row.name) == wanted), None)


def unit(connection: Connection, unit_id: int) -> Row[Any]:
    """One unit by id."""
    return connection.execute(select(UNIT).where(UNIT.c.id == unit_id)).one()


def find_unit(connection: Connection, unit_id: int) -> Row[Any] | None:
    """The same, None for an id that no unit has."""
    return connection.execute(select(UNIT).where(UNIT.c.id == unit_id)).one_or_none()


def names_of(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """The names of units by id."""
    query = select(UNIT.c.id, UNIT.c.name)
    pieces = parts(sorted(set(ids)))
    return {row.id: row.name for part in pieces for row in connection.execute(query.where(UNIT.c.id.in_(part)))}


def spoken_names(connection: Connection, scheme: str) -> list[tuple[str, tuple[str, ...]]]:
    """The names of a scheme's units and outside parties, each with the other names it is called by."""
    named = select(UNIT.c.id, UNIT.c.name, UNIT_NAME.c.name.label("alias")).outerjoin(
        UNIT_NAME, UNIT_NAME.c.unit_id == UNIT.c.id
    )
    found: dict[int, tuple[str, list[str]]] = {}
    for row in connection.execute(named.where(UNIT.c.scheme == scheme).order_by(UNIT.c.id, UNIT_NAME.c.id)):
        _, others = found.setdefault(row.id, (row.name, []))
        if row.alias not in (None, row.name):
            others.append(row.alias)
    outside = select(EXTERNAL_PARTY.c.name, EXTERNAL_PARTY.c.code).where(EXTERNAL_PARTY.c.scheme == scheme)
    parties = connection.execute(outside.order_by(EXTERNAL_PARTY.c.id))
    return [*((name, tuple(others)) for name, others in found.values()), *((row.name, (row.code,)) for row in parties)]


def owner_phrases(connection: Connection, scheme: str) -> list[str]:
    """The phrases that stand for units of a scheme."""
    query = select(OWNER_PHRASE.c.phrase).where(OWNER_PHRASE.c.scheme == scheme).order_by(OWNER_PHRASE.c.phrase)
    return list(connection.execute(query).scalars())


def names_below(connection: Connection, unit_id: int, *, limit: int) -> list[str]:
    """The names of a unit and of those below it, the nearest first, up to ``limit``."""
    query = (
        select(UNIT.c.name)
        .join(UNIT_CLOSURE, UNIT_CLOSURE.c.descendant_id == UNIT.c.id)
        .where((UNIT_CLOSURE.c.ancestor_id == unit_id) & UNIT.c.valid_to.is_(None))
    )
    return list(connection.execute(query.order_by(UNIT_CLOSURE.c.depth, UNIT.c.id).limit(limit)).scalars())


def units_by_id(connection: Connection, ids: Iterable[int]) -> list[Row[Any]]:
    """A few units, by id."""
    return list(connection.execute(select(UNIT).where(UNIT.c.id.in_(sorted(set(ids)))).order_by(UNIT.c.id)))


def children(connection: Connection, unit_id: int, *, on: date | None = None) -> list[Row[Any]]:
    """The units right below one, by id; at the end of a day where one is given, by the tree of that day."""
    if on is None:
        is_below = (UNIT_CLOSURE.c.ancestor_id == unit_id) & (UNIT_CLOSURE.c.depth == 1)
        query = select(UNIT).join(UNIT_CLOSURE, UNIT_CLOSURE.c.descendant_id == UNIT.c.id).where(is_below)
    else:
        link = UNIT_PARENT.c
        # Where a unit begins is its place from ever: work may be given to it before its first day.
        began = or_(link.valid_from.is_(None), link.valid_from <= on, link.valid_from == UNIT.c.valid_from)
        lasted = or_(link.valid_to.is_(None), link.valid_to > on)
        is_below = (link.parent_id == unit_id) & (link.line == "administrative") & began & lasted
        query = select(UNIT).join(UNIT_PARENT, link.unit_id == UNIT.c.id).where(is_below)
    return list(connection.execute(query.order_by(UNIT.c.id)))


def schemes(connection: Connection) -> list[str]:
    """All schemes, by name."""
    return list(connection.execute(select(UNIT.c.scheme).distinct().order_by(UNIT.c.scheme)).scalars())


def tree(connection: Connection, scheme: str) -> list[Row[Any]]:
    """Units of a scheme with their parent's id (None at a root), by id."""
    parent = UNIT_CLOSURE.alias()
    query = (
        select(UNIT, parent.c.ancestor_id.label("parent_id"))
        .outerjoin(parent, (parent.c.descendant_id == UNIT.c.id) & (parent.c.depth == 1))
        .where(UNIT.c.scheme == scheme)
    )
    return list(connection.execute(query.order_by(UNIT.c.id)))


def posts(connection: Connection, scheme: str) -> list[Row[Any]]:
    """Posts of a scheme: unit_id, role, title, person_id, person name, email or None."""
    mail = CONTACT.alias()
    query = (
        select(POST.c.unit_id, POST.c.role, POST.c.title, PERSON.c.id.label("person_id"), PERSON.c.name, mail.c.address)
        .join(PERSON, PERSON.c.id == POST.c.person_id)
        .outerjoin(mail, (mail.c.person_id == PERSON.c.id) & (mail.c.channel == ChannelKind.EMAIL))
        .where(PERSON.c.scheme == scheme)
    )
    return list(connection.execute(query.order_by(POST.c.unit_id, POST.c.id)))
