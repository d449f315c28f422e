"""Tokens that outlive the process: a pair is kept before any use, and one process at a time renews it (rules § 6)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.clock import require_aware
from engine.store import credentials as store
from engine.store import system as system_store
from engine.store.database import Database, reading, writing

# Longer than the longest wait for an answer: whoever else asked meanwhile would use up the same refresh token.
RENEWAL_LEASE = timedelta(minutes=2)
# A refresh token that nobody used lives this long at Zalo.
RENEWABLE_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Sealed:
    """A pair as it is kept: ``sealed`` by a key that is not in the database. ``lost_reason`` is "" while it is good."""

    sealed: str = field(repr=False)
    version: int
    renewed_at: datetime
    expires_at: datetime
    renewable_until_at: datetime | None
    lost_at: datetime | None
    lost_reason: str


def read(database: Database, name: str) -> Sealed | None:
    """The newest pair; None before the first consent."""
    with reading(database) as connection:
        row = store.read(connection, name)
    if row is None:
        return None
    dates = (row.renewed_at, row.expires_at, row.renewable_until_at, row.lost_at)
    return Sealed(row.sealed, row.version, *dates, row.lost_reason)


def begin(database: Database, name: str, *, sealed: str, lifetime: timedelta, at: datetime) -> None:
    """Keep the first pair of a new consent."""
    at = require_aware(at)
    with writing(database) as connection:
        store.begin(connection, name, values=_values(sealed, lifetime, at=at))


def replace(database: Database, name: str, *, version: int, sealed: str, lifetime: timedelta, at: datetime) -> bool:
    """Keep the pair that came for ``version``; False if another pair stands there by now."""
    with writing(database) as connection:
        values = _values(sealed, lifetime, at=require_aware(at))
        return store.replace(connection, name, version=version, values=values)


def lose(database: Database, name: str, *, version: int, reason: str, at: datetime) -> None:
    """Note that only a new consent helps."""
    with writing(database) as connection:
        store.lose(connection, name, version=version, at=require_aware(at), reason=reason)


def take_renewal(database: Database, name: str, *, holder: str, at: datetime) -> bool:
    """Be the only one who renews a pair, for two minutes at most; False while another does."""
    with writing(database) as connection:
        held = system_store.take_lease(
            connection, f"renew:{name}", holder=holder, at=require_aware(at), until=at + RENEWAL_LEASE
        )
    return held is None


def drop_renewal(database: Database, name: str, *, holder: str) -> None:
    """Let others renew."""
    with writing(database) as connection:
        system_store.drop_lease(connection, f"renew:{name}", holder=holder)


def _values(sealed: str, lifetime: timedelta, *, at: datetime) -> dict[str, object]:
    return {
        "sealed": sealed,
        "renewed_at": at,
        "expires_at": at + lifetime,
        "renewable_until_at": at + RENEWABLE_FOR,
    }
