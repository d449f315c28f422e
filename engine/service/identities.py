"""Who a person of a provider of OpenID Connect is here: linked before, else known by a verified address."""

from datetime import datetime

from engine.clock import require_aware
from engine.errors import SignInRefused
from engine.service.accounts import folded
from engine.store import accounts as store
from engine.store.database import Database, reading, writing


def person_of_identity(
    database: Database, *, issuer: str, subject: str, email: str, is_verified: bool, at: datetime
) -> int:
    """The person behind a proven identity. The first time it is linked by its address, if the provider verified that
    and the office knows it; afterwards the address may change. Raises SignInRefused: address_unverified,
    address_unknown."""
    at = require_aware(at)
    with reading(database) as connection:
        known = store.identity(connection, issuer=issuer, subject=subject)
        found = store.by_address(connection, folded(email)) if email else None
    if known is not None:
        return known
    if not is_verified:
        raise SignInRefused(why="address_unverified")
    if found is None:
        raise SignInRefused(why="address_unknown")
    with writing(database) as connection:
        store.insert_identity(connection, issuer=issuer, subject=subject, person_id=found.id, at=at)
        linked = store.identity(connection, issuer=issuer, subject=subject)
    return found.id if linked is None else linked
