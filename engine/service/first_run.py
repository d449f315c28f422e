"""The first run: what is missing before anybody can work, and the first administrator."""

from dataclasses import dataclass
from datetime import datetime

from engine.clock import require_aware
from engine.errors import AddressTaken, NotFound
from engine.organisation import PersonSpec
from engine.store import accounts as account_store
from engine.store import organisation as store
from engine.store.database import Database, reading, writing


@dataclass(frozen=True)
class Missing:
    """What is missing: an organisation, an administrator."""

    organisation: bool
    administrator: bool

    def __bool__(self) -> bool:
        return self.organisation or self.administrator


def missing(database: Database) -> Missing:
    """What somebody must see to before others can work."""
    with reading(database) as connection:
        return Missing(not store.schemes(connection), not account_store.has_administrator(connection))


def first_administrator(
    database: Database, *, address: str, at: datetime, person: PersonSpec | None = None, scheme: str = ""
) -> int:
    """Make the first administrator of whoever has an address, or of a new ``person`` of ``scheme``; gives the id.

    Raises NotFound (nobody has the address; no such unit; there is an administrator already) and AddressTaken (the
    address of the new person is somebody's).
    """
    at = require_aware(at)
    with writing(database) as connection:
        if account_store.lock_administrators(connection):
            raise NotFound(what="page", key="")
        known = account_store.by_address(connection, address.strip().lower())
        if person is not None:
            if known is not None:
                raise AddressTaken(channel="email")
            ids = store.unit_ids(connection, scheme)
            if person.unit not in ids:
                raise NotFound(what="unit", key=person.unit)
            store.save_people(connection, scheme, people=[person], ids=ids, at=at)
            known = account_store.by_address(connection, address.strip().lower())
        if known is None:
            raise NotFound(what="person", key=address)
        account_store.locked(connection, known.id)
        account_store.change(connection, known.id, is_administrator=True)
        return int(known.id)
