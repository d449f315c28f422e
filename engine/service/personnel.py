"""People one at a time, by an administrator: added with a post, reached otherwise, in another post, away."""

from datetime import date, datetime
from typing import Any

from engine.channels import ChannelKind, email_problem, is_phone
from engine.clock import require_aware
from engine.errors import AddressTaken, ChangeRefused, NotFound
from engine.service.change import Change, required
from engine.service.record import Actor
from engine.service.unit_changes import working_unit
from engine.store import contacts as contact_store
from engine.store import people as people_store
from engine.store import personnel as store
from engine.store.database import Connection, Database, storable, writing

EMAIL, PHONE = ChannelKind.EMAIL.value, "phone"


def add_person(
    database: Database,
    *,
    unit_id: int,
    name: str,
    role: str,
    title: str = "",
    email: str = "",
    phone: str = "",
    actor: Actor,
    at: datetime,
    on: date | None = None,
) -> Change:
    """Somebody new in a post from ``on`` (None: always); ``id`` of the change is the person. Raises ChangeRefused,
    AddressTaken if somebody has the mail address, NotFound."""
    at, name = require_aware(at), required(storable(name), of=name)
    role = required(storable(role), of=name)
    contacts = {channel: address for channel, address in ((EMAIL, email.strip()), (PHONE, phone.strip())) if address}
    for channel, address in contacts.items():
        _check_address(name, channel, address=address)
    with writing(database) as connection:
        unit = working_unit(connection, unit_id)
        person_id = store.insert_person(connection, unit.scheme, name=name)
        values = _post_values(person_id, unit_id, role=role, title=title, on=on)
        store.insert_post(connection, values)
        for channel, address in contacts.items():
            _save_address(connection, person_id, channel=channel, address=address, at=at)
    after = {"unit": unit.name, "role": role, "title": title, **contacts}
    return Change("person_added", person_id, name, actor, at, {}, after)


def add_post(
    database: Database,
    person_id: int,
    *,
    unit_id: int,
    role: str,
    title: str = "",
    actor: Actor,
    at: datetime,
    on: date | None = None,
) -> Change:
    """A further post for somebody; one that had ended begins anew. Raises ChangeRefused, NotFound."""
    with writing(database) as connection:
        name = _person(connection, person_id)
        role = required(storable(role), of=name)
        unit = working_unit(connection, unit_id)
        known = store.same_post(connection, person_id, unit_id=unit_id, role=role)
        values = _post_values(person_id, unit_id, role=role, title=title, on=on)
        if known is None:
            store.insert_post(connection, values)
        elif known.valid_to is None:
            raise ChangeRefused(name=name, why="post_there")
        else:
            store.update_post(connection, known.id, values={**values, "valid_to": None})
    after = {"unit": unit.name, "role": role, "title": title}
    return Change("post_added", person_id, name, actor, require_aware(at), {}, after)


def end_post(database: Database, post_id: int, *, on: date, actor: Actor, at: datetime) -> Change:
    """``on`` is the last day of a post; the ``id`` of the change is the person. Raises ChangeRefused, NotFound."""
    with writing(database) as connection:
        post = store.post(connection, post_id)
        if post is None:
            raise NotFound(what="post", key=post_id)
        name = _person(connection, post.person_id)
        if post.valid_to is not None and post.valid_to <= on:
            raise ChangeRefused(name=name, why="post_ended")
        if post.valid_from is not None and on < post.valid_from:
            raise ChangeRefused(name=name, why="before_start")
        store.update_post(connection, post_id, values={"valid_to": on})
    before = {"valid_to": post.valid_to.isoformat() if post.valid_to else None}
    after = {"role": post.role, "valid_to": on.isoformat()}
    return Change("post_ended", post.person_id, name, actor, require_aware(at), before, after)


def change_contact(
    database: Database, person_id: int, *, channel: str, address: str, actor: Actor, at: datetime
) -> Change:
    """Another mail address or phone number ("": none any more). Raises ChangeRefused, AddressTaken, NotFound."""
    at, address = require_aware(at), address.strip()
    with writing(database) as connection:
        name = _person(connection, person_id)
        if channel not in (EMAIL, PHONE):
            raise ChangeRefused(name=name, why="channel_unknown")
        former = store.addresses(connection, [person_id]).get(person_id, {}).get(channel)
        if address:
            _check_address(name, channel, address=address)
            _save_address(connection, person_id, channel=channel, address=address, at=at)
        else:
            contact_store.close_contact(connection, person_id, channel=channel, at=at, reason="removed")
    return Change("contact_changed", person_id, name, actor, at, {channel: former}, {channel: address or None})


def note_absence(
    database: Database,
    person_id: int,
    *,
    starts_on: date,
    ends_on: date,
    delegate_id: int | None = None,
    actor: Actor,
    at: datetime,
) -> Change:
    """Somebody is away, and who stands in. Raises ChangeRefused, NotFound."""
    with writing(database) as connection:
        name = _person(connection, person_id)
        if ends_on < starts_on:
            raise ChangeRefused(name=name, why="reversed")
        if delegate_id == person_id:
            raise ChangeRefused(name=name, why="own_delegate")
        delegate = None if delegate_id is None else _person(connection, delegate_id)
        days = {"starts_on": starts_on, "ends_on": ends_on}
        people_store.add_absence(connection, person_id=person_id, **days, delegate_id=delegate_id)
    after = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat(), "delegate": delegate}
    return Change("absence_noted", person_id, name, actor, require_aware(at), {}, after)


def _check_address(name: str, channel: str, *, address: str) -> None:
    problem = email_problem(address) if channel == EMAIL else None if is_phone(address) else "phone_bad"
    if problem is not None:
        raise ChangeRefused(name=name, why=problem)


def _save_address(connection: Connection, person_id: int, *, channel: str, address: str, at: datetime) -> None:
    if channel == EMAIL and contact_store.holder(connection, channel, address=address) not in (None, person_id):
        raise AddressTaken(channel=channel)
    # The office vouches for the duty mail address it records (decision 0021).
    verified_at = at if channel == EMAIL else None
    store.save_address(connection, person_id, channel=channel, address=address, verified_at=verified_at)


def _person(connection: Connection, person_id: int) -> str:
    person = contact_store.person(connection, person_id)
    if person is None:
        raise NotFound(what="person", key=person_id)
    return str(person.name)


def _post_values(person_id: int, unit_id: int, *, role: str, title: str, on: date | None) -> dict[str, Any]:
    said = " ".join(storable(title).split()) or None
    return {"person_id": person_id, "unit_id": unit_id, "role": role, "title": said, "valid_from": on}
