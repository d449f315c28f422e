"""How people are reached: linking an account, consent and its end, what a person chose (rules § 6)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.channels import ChannelKind, Preference, hushed, known_on, masked, normal_address, switched_off
from engine.clock import require_aware
from engine.errors import AddressTaken, NotFound
from engine.history import digest
from engine.store import contacts as store
from engine.store import people as people_store
from engine.store.database import Connection, Database, Row, reading, writing

CODE_LIFE = timedelta(days=7)
# Without 0, 1, I, L, O and U: nothing to confuse when it is typed from paper, and no words.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_PREFIX = "LK"
_CODE_LETTERS = 8


@dataclass(frozen=True)
class Address:
    """An address on a channel: since when it may be used, since when not and why. ``is_usable`` sums it up."""

    channel: str
    address: str
    verified_at: datetime | None
    disabled_at: datetime | None
    disabled_reason: str

    @property
    def is_usable(self) -> bool:
        """True if messages may go there."""
        return self.verified_at is not None and self.disabled_at is None


@dataclass(frozen=True)
class Reach:
    """How one person is reached: addresses, what they chose, and what they agreed to (given, ended, source)."""

    person_id: int
    name: str
    addresses: tuple[Address, ...]
    preference: Preference
    consents: tuple[tuple[str, datetime, datetime | None, str], ...]


def make_link_code(database: Database, person_id: int, *, channel: str, at: datetime) -> str:
    """A new one-time code by which the person links an account, valid for a week; an older unused one is void. For
    zalo_oa it links the account that templates reach (zalo_uid): both are the same."""
    at = require_aware(at)
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LETTERS))
    code = f"{_PREFIX}-{drawn[:4]}-{drawn[4:]}"
    with writing(database) as connection:
        _require(connection, person_id)
        known_as = known_on(channel)
        values = {"code_hash": digest(code), "person_id": person_id, "channel": known_as}
        store.insert_code(connection, {**values, "made_at": at, "expires_at": at + CODE_LIFE})
    return code


def link(database: Database, code: str, *, channel: str, address: str, at: datetime) -> int | None:
    """Link an account to the person whose code its owner typed: verified, and consent given by the act itself.

    Gives the person, or None for a code that is unknown, used, too old or meant for another channel. Raises
    AddressTaken if the account belongs to somebody else; the code stays good then.
    """
    at = require_aware(at)
    with writing(database) as connection:
        person_id = store.use_code(connection, digest(code.strip().upper()), channel=channel, at=at)
        if person_id is not None:
            _save(connection, person_id, channel=channel, address=address, source="link_code", at=at)
    return person_id


def consent(database: Database, person_id: int, *, channel: str, address: str, source: str, at: datetime) -> None:
    """Record an address that a person agreed to in another way; ``source`` says where that stands (a signed form).
    What is given for zalo_oa stands under zalo_uid, here and in ``revoke``.

    Raises NotFound, AddressTaken."""
    at = require_aware(at)
    with writing(database) as connection:
        _require(connection, person_id)
        known_as = known_on(channel)
        _save(connection, person_id, channel=known_as, address=address, source=source, at=at)


def revoke(database: Database, person_id: int, *, channel: str, by: str, at: datetime) -> bool:
    """End a consent: the address is not used any more from now on, even if it was the last one. False if there was
    none in use."""
    at = require_aware(at)
    channel = known_on(channel)
    with writing(database) as connection:
        _require(connection, person_id)
        ended = store.end_consent(connection, person_id, channel=channel, at=at, by=by)
        return store.close_contact(connection, person_id, channel=channel, at=at, reason="revoked") or ended


def prefer(database: Database, person_id: int, *, preference: Preference, at: datetime) -> None:
    """Keep what a person chose in the place of what they chose before. Raises LastChannelRefused if every channel that
    works would be off."""
    at = require_aware(at)
    with writing(database) as connection:
        _require(connection, person_id)
        usable = [row.channel for row in store.all_of(connection, person_id) if _address(row).is_usable]
        for channel in sorted(preference.off):
            switched_off(preference, channel, usable=usable)
        choice = {
            "order": list(preference.order),
            "urgent_order": list(preference.urgent_order),
            "off": sorted(preference.off),
        }
        values = {"quiet_from": preference.quiet_from, "quiet_until": preference.quiet_until, "changed_at": at}
        store.save_preference(connection, person_id, values={"choice": choice, **values})


def reach_of(database: Database, person_id: int) -> Reach:
    """How a person is reached. Raises NotFound."""
    with reading(database) as connection:
        name = people_store.names(connection, [person_id]).get(person_id)
        if name is None:
            raise NotFound(what="person", key=person_id)
        chosen = people_store.preference(connection, person_id)
        agreed = store.consents(connection, person_id)
        return Reach(
            person_id,
            name,
            tuple(_address(row) for row in store.all_of(connection, person_id)),
            chosen,
            tuple((row.channel, row.given_at, row.revoked_at, row.source) for row in agreed),
        )


def person_of(database: Database, address: str) -> int:
    """The person behind an address on any channel; a phone number may be typed with 0, 84 or +84. Raises NotFound."""
    as_phone = normal_address(ChannelKind.ZALO_PHONE, address)
    with reading(database) as connection:
        found = people_store.person_by_address(connection, address.strip())
        if found is None and as_phone is not None:
            found = people_store.person_by_address(connection, as_phone)
    if found is None:
        raise NotFound(what="person", key=address if "@" in address else masked("", address))
    return found


def failed_addresses(database: Database) -> list[dict[str, Any]]:
    """Addresses that stopped working by themselves or were revoked: channel, masked address, person_name, disabled_at,
    disabled_reason ("revoked", or the provider's words)."""
    with reading(database) as connection:
        rows = store.disabled(connection, channels=tuple(ChannelKind))
    return [
        {
            "channel": row.channel,
            "address": masked(row.channel, row.address),
            "person_name": row.person_name,
            "disabled_at": row.disabled_at,
            "disabled_reason": hushed(row.disabled_reason or "", channel=row.channel, address=row.address),
        }
        for row in rows
    ]


def _save(connection: Connection, person_id: int, *, channel: str, address: str, source: str, at: datetime) -> None:
    owner = store.holder(connection, channel, address=address)
    if owner is not None and owner != person_id:
        raise AddressTaken(channel=channel)
    store.save_contact(connection, person_id, channel=channel, address=address, at=at)
    store.end_consent(connection, person_id, channel=channel, at=at, by="replaced")
    values = {"person_id": person_id, "channel": channel, "address_hash": digest(channel, address)}
    store.insert_consent(connection, {**values, "given_at": at, "source": source, "revoked_by": ""})


def _require(connection: Connection, person_id: int) -> None:
    if store.person(connection, person_id) is None:
        raise NotFound(what="person", key=person_id)


def _address(row: Row[Any]) -> Address:
    return Address(row.channel, row.address, row.verified_at, row.disabled_at, row.disabled_reason or "")
