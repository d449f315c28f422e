"""Addresses of people: linking, consent, what they chose."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from engine.store.database import is_postgresql
from engine.store.tables import CONSENT, CONTACT, LINK_CODE, PERSON, PREFERENCE


def insert_code(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep the hash of a one-time code; codes of the person for that channel that nobody used are void."""
    unused = (LINK_CODE.c.person_id == values["person_id"]) & (LINK_CODE.c.channel == values["channel"])
    connection.execute(delete(LINK_CODE).where(unused & LINK_CODE.c.used_at.is_(None)))
    connection.execute(insert(LINK_CODE), [dict(values)])


def use_code(connection: Connection, code_hash: str, *, channel: str, at: datetime) -> int | None:
    """Use a code up; gives the person, or None for one that is unknown, used, too old or meant for another channel."""
    same = (LINK_CODE.c.code_hash == code_hash) & (LINK_CODE.c.channel == channel)
    fresh = same & LINK_CODE.c.used_at.is_(None) & (LINK_CODE.c.expires_at > at)
    if connection.execute(update(LINK_CODE).where(fresh).values(used_at=at)).rowcount != 1:
        return None
    found: int = connection.execute(select(LINK_CODE.c.person_id).where(same)).scalar_one()
    return found


def holder(connection: Connection, channel: str, *, address: str) -> int | None:
    """Whose address it is and works; None if nobody's. Nobody else can take it before this transaction ends."""
    if is_postgresql(connection):  # no row to lock yet; SQLite has one writer anyway
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"{channel} {address}"))))
    same = (CONTACT.c.channel == channel) & (CONTACT.c.address == address) & CONTACT.c.disabled_at.is_(None)
    found: int | None = connection.execute(select(CONTACT.c.person_id).where(same).limit(1)).scalar()
    return found


def save_contact(connection: Connection, person_id: int, *, channel: str, address: str, at: datetime) -> None:
    """Put a verified address in the place of whatever the person had on that channel."""
    same = (CONTACT.c.person_id == person_id) & (CONTACT.c.channel == channel)
    connection.execute(delete(CONTACT).where(same))
    values = {"person_id": person_id, "channel": channel, "address": address, "verified_at": at}
    connection.execute(insert(CONTACT), [values])


def close_contact(connection: Connection, person_id: int, *, channel: str, at: datetime, reason: str) -> bool:
    """Stop using an address; False if it was not in use."""
    same = (CONTACT.c.person_id == person_id) & (CONTACT.c.channel == channel) & CONTACT.c.disabled_at.is_(None)
    values = {"disabled_at": at, "disabled_reason": reason}
    return connection.execute(update(CONTACT).where(same).values(**values)).rowcount > 0


def insert_consent(connection: Connection, values: Mapping[str, Any]) -> None:
    """Note that a person agreed."""
    connection.execute(insert(CONSENT), [dict(values)])


def end_consent(connection: Connection, person_id: int, *, channel: str, at: datetime, by: str) -> bool:
    """Note that a person agrees no longer; False if there was no consent in force."""
    in_force = (CONSENT.c.person_id == person_id) & (CONSENT.c.channel == channel) & CONSENT.c.revoked_at.is_(None)
    return connection.execute(update(CONSENT).where(in_force).values(revoked_at=at, revoked_by=by)).rowcount > 0


def consents(connection: Connection, person_id: int) -> list[Row[Any]]:
    """What a person agreed to, oldest first."""
    return list(connection.execute(select(CONSENT).where(CONSENT.c.person_id == person_id).order_by(CONSENT.c.id)))


def all_of(connection: Connection, person_id: int) -> list[Row[Any]]:
    """Every address of a person, those out of use as well."""
    query = select(CONTACT).where(CONTACT.c.person_id == person_id).order_by(CONTACT.c.channel)
    return list(connection.execute(query))


def person(connection: Connection, person_id: int) -> Row[Any] | None:
    """A person, locked for this transaction."""
    return connection.execute(select(PERSON).where(PERSON.c.id == person_id).with_for_update()).first()


def save_preference(connection: Connection, person_id: int, *, values: Mapping[str, Any]) -> None:
    """Put what a person chose in the place of what they chose before."""
    connection.execute(delete(PREFERENCE).where(PREFERENCE.c.person_id == person_id))
    connection.execute(insert(PREFERENCE), [{"person_id": person_id, **values}])


def disabled(connection: Connection, *, channels: Sequence[str]) -> list[Row[Any]]:
    """Addresses that stopped working, with the person's name and why, the latest first."""
    query = select(CONTACT, PERSON.c.name.label("person_name")).join(PERSON, PERSON.c.id == CONTACT.c.person_id)
    query = query.where(CONTACT.c.channel.in_(channels) & CONTACT.c.disabled_at.is_not(None))
    return list(connection.execute(query.order_by(CONTACT.c.disabled_at.desc(), CONTACT.c.id)))
