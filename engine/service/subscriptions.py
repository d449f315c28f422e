"""Other servers that want to hear what happens at and below a unit: who they are, and what runs between."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from engine.access import Viewer
from engine.clock import require_aware
from engine.errors import NotFound, SubscriptionRefused
from engine.events import FactKind
from engine.service.sight import reach_unit
from engine.store import subscriptions as store
from engine.store.database import Connection, Database, Row, reading, writing

DIRECTIVE_ISSUED: Final = "directive.issued"
OBLIGATION: Final = "obligation."
KINDS: Final = (
    DIRECTIVE_ISSUED,
    *(f"{OBLIGATION}{kind.value}" for kind in FactKind if kind is not FactKind.ASSIGNED),
)
"""What can be told. What a directive gives to whom is in ``directive.issued``: no piece of work is told by itself."""
MOST: Final = 20
_LONGEST: Final = 500
_UNICAST: Final = IPv6Network("2000::/3")


@dataclass(frozen=True)
class Subscription:
    """A subscription as its owner sees it; the secret is shown once. ``waiting``: calls that were not told yet.
    ``stopped_reason``: unreachable, gone, no_right, or "" while it runs."""

    id: int
    unit_id: int
    unit_name: str
    url: str
    kinds: tuple[str, ...]
    made_at: datetime
    stopped_at: datetime | None
    stopped_reason: str
    waiting: int


def subscribe(
    database: Database,
    viewer: Viewer,
    *,
    unit_id: int,
    url: str,
    kinds: Collection[str],
    secret_sealed: str,
    allows_private: bool,
    at: datetime,
) -> int:
    """Let a server hear of what happens at and below a unit from now on; gives the id. Raises NotFound for a unit that
    is not the viewer's or below, SubscriptionRefused: url, private, kinds, too_many."""
    at, url, known = require_aware(at), checked_url(url, allows_private=allows_private), checked_kinds(kinds)
    reach_unit(database, viewer, unit_id=unit_id)
    values = {"person_id": viewer.person_id, "unit_id": unit_id, "url": url, "kinds": known, "made_at": at}
    with writing(database) as connection:
        if len(store.of_person(connection, viewer.person_id)) >= MOST:
            raise SubscriptionRefused(why="too_many")
        return store.insert_subscription(connection, {**values, "secret_sealed": secret_sealed, "seen_at": at})


def subscriptions_of(database: Database, viewer: Viewer) -> list[Subscription]:
    """The subscriptions of a person, the oldest first."""
    with reading(database) as connection:
        return [_shown(row) for row in store.of_person(connection, viewer.person_id)]


def show_subscription(database: Database, viewer: Viewer, *, subscription_id: int) -> Subscription:
    """One of the viewer's subscriptions. Raises NotFound."""
    with reading(database) as connection:
        return _shown(_own(connection, viewer, subscription_id=subscription_id))


def change_subscription(
    database: Database,
    viewer: Viewer,
    *,
    subscription_id: int,
    url: str | None = None,
    kinds: Collection[str] | None = None,
    allows_private: bool,
    at: datetime,
) -> None:
    """Change a subscription, and let it run again if it was stopped: what happened meanwhile is told then. Raises
    NotFound and SubscriptionRefused."""
    at = require_aware(at)
    values: dict[str, Any] = {"stopped_at": None, "stopped_reason": ""}
    if url is not None:
        values["url"] = checked_url(url, allows_private=allows_private)
    if kinds is not None:
        values["kinds"] = checked_kinds(kinds)
    with writing(database) as connection:
        row = _own(connection, viewer, subscription_id=subscription_id)
        store.change(connection, subscription_id, values=values)
        if row.stopped_at is not None:
            store.resume(connection, subscription_id, at=at)


def unsubscribe(database: Database, viewer: Viewer, *, subscription_id: int) -> None:
    """End a subscription; what waits for it is forgotten. Raises NotFound."""
    with writing(database) as connection:
        _own(connection, viewer, subscription_id=subscription_id)
        store.remove(connection, subscription_id)


def checked_kinds(kinds: Collection[str]) -> list[str]:
    """Kinds in the order of KINDS, each once. Raises SubscriptionRefused for none, or one that is not known."""
    if not kinds or set(kinds) - set(KINDS):
        raise SubscriptionRefused(why="kinds")
    return [kind for kind in KINDS if kind in kinds]


def checked_url(url: str, *, allows_private: bool) -> str:
    """An address that may be called: https, a server by name, no user, no fragment; http only for this very machine,
    where private addresses are allowed. What a name leads to is looked at when it is called."""
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or ""), parts.port
    except ValueError as error:
        raise SubscriptionRefused(why="url") from error
    is_plain = allows_private and parts.scheme == "http" and is_loopback(host)
    is_clean = url.isascii() and url.isprintable() and " " not in url and len(url) <= _LONGEST
    if not host or not is_clean or not (parts.scheme == "https" or is_plain):
        raise SubscriptionRefused(why="url")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise SubscriptionRefused(why="url")
    if not allows_private and (host == "localhost" or is_private(host)):
        raise SubscriptionRefused(why="private")
    return url


def is_loopback(host: str) -> bool:
    """True for this machine by its names."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_private(host: str) -> bool:
    """True for an address (not a name) that is not on the open net, also one that is wrapped in IPv6."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_private(str(inner))
        if address not in _UNICAST:  # what wraps IPv4 in other ways lies outside, too: ::/96, 64:ff9b::, 64:ff9b:1::
            return True
    return not address.is_global or address.is_multicast


def _own(connection: Connection, viewer: Viewer, *, subscription_id: int) -> Row[Any]:
    row = store.one(connection, subscription_id)
    if row is None or row.person_id != viewer.person_id:
        raise NotFound(what="subscription", key=subscription_id)
    return row


def _shown(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        url=row.url,
        kinds=tuple(row.kinds),
        made_at=row.made_at,
        stopped_at=row.stopped_at,
        stopped_reason=row.stopped_reason,
        waiting=row.waiting,
    )
