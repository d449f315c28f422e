"""Messages whose time on a channel is over, the channels tried before, receipts, addresses that do not work."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engine.channels import WITH_RECEIPT
from engine.events import FactKind
from engine.outbox import MessageState
from engine.store.database import is_postgresql
from engine.store.organisation import parts
from engine.store.tables import CONTACT, DELIVERY, HISTORY, MESSAGE, NOTICE, OBLIGATION, RECEIPT

_ACTS_OF_OWNERS = (FactKind.ACKNOWLEDGED, FactKind.STARTED, FactKind.REPORTED, FactKind.EXTENSION_ASKED)
_UNDER_WAY = (MessageState.CLAIMED, MessageState.SENDING)


def release_reached(connection: Connection, *, at: datetime) -> int:
    """Take the time off messages that were taken over by a provider that gives no receipts: nothing more can be known
    of them. Urgent ones wait for their reader."""
    is_known = MESSAGE.c.state.in_((MessageState.ACCEPTED, MessageState.DELIVERED)) & MESSAGE.c.channel.not_in(
        WITH_RECEIPT
    )
    over = (MESSAGE.c.fall_back_at <= at) & is_known & MESSAGE.c.is_urgent.is_(False)
    return connection.execute(update(MESSAGE).where(over).values(fall_back_at=None)).rowcount


def overdue(connection: Connection, *, at: datetime, limit: int) -> list[Row[Any]]:
    """Messages whose time on their channel is over, locked; not those that a worker holds."""
    query = select(MESSAGE).where((MESSAGE.c.fall_back_at <= at) & MESSAGE.c.state.not_in(_UNDER_WAY))
    query = query.order_by(MESSAGE.c.fall_back_at, MESSAGE.c.id).limit(limit)
    return list(connection.execute(query.with_for_update(skip_locked=True)))


def chain(connection: Connection, message: Row[Any]) -> list[Row[Any]]:
    """A message and those before it on other channels, the newest first."""
    found = [message]
    while found[-1].previous_id is not None:
        found.append(connection.execute(select(MESSAGE).where(MESSAGE.c.id == found[-1].previous_id)).one())
    return found


def acted_since(connection: Connection, message_id: int, *, since: datetime) -> bool:
    """True if those who owe the work acted on each obligation of a message since an instant: the reader knows."""
    ids = connection.execute(select(NOTICE.c.obligation_id).where(NOTICE.c.message_id == message_id)).scalars().all()
    acted: set[int] = set()
    for part in parts(sorted(set(ids))):
        since_then = HISTORY.c.obligation_id.in_(part) & (HISTORY.c.happened_at >= since)
        by_owner = since_then & HISTORY.c.kind.in_(_ACTS_OF_OWNERS)
        acted.update(connection.execute(select(HISTORY.c.obligation_id).where(by_owner)).scalars())
    return bool(ids) and acted >= set(ids)


def move_notices(connection: Connection, source: int, *, target: int) -> None:
    """Let another message carry what one carried."""
    connection.execute(update(NOTICE).where(NOTICE.c.message_id == source).values(message_id=target))


def obligations_of(connection: Connection, message_id: int) -> list[int]:
    """The obligations that a message speaks of."""
    return list(connection.execute(select(NOTICE.c.obligation_id).where(NOTICE.c.message_id == message_id)).scalars())


def dues_after(connection: Connection, obligation_ids: Iterable[int], *, at: datetime) -> list[datetime]:
    """Deadlines of some obligations that are still ahead."""
    found: list[datetime] = []
    for part in parts(sorted(set(obligation_ids))):
        ahead = OBLIGATION.c.id.in_(part) & (OBLIGATION.c.due_at > at)
        found.extend(connection.execute(select(OBLIGATION.c.due_at).where(ahead)).scalars())
    return found


def disable_contact(connection: Connection, message: Row[Any], *, at: datetime, reason: str) -> bool:
    """Mark the address of a message as one that does not work, with why; False if the person has another by now, or it
    was marked before."""
    same = (
        (CONTACT.c.person_id == message.person_id)
        & (CONTACT.c.channel == message.channel)
        & (CONTACT.c.address == message.address)
    )
    values = {"disabled_at": at, "disabled_reason": reason[:500]}
    return (
        connection.execute(update(CONTACT).where(same & CONTACT.c.disabled_at.is_(None)).values(**values)).rowcount > 0
    )


def insert_receipt(connection: Connection, values: Mapping[str, Any]) -> bool:
    """Keep a receipt; False if it is there already."""
    insert = insert_postgresql if is_postgresql(connection) else insert_sqlite
    statement = insert(RECEIPT).on_conflict_do_nothing(index_elements=["channel", "event", "provider_id"])
    return connection.execute(statement.returning(RECEIPT.c.id), dict(values)).scalar() is not None


def claim_early(connection: Connection, message: Row[Any], *, events: Iterable[str]) -> datetime | None:
    """Give a message the receipts that came before the number they name was on record; when the first came or None."""
    numbers = select(DELIVERY.c.provider_id).where(
        (DELIVERY.c.message_id == message.id) & DELIVERY.c.provider_id.is_not(None)
    )
    early = (RECEIPT.c.channel == message.channel) & RECEIPT.c.event.in_(list(events)) & RECEIPT.c.message_id.is_(None)
    claimed = update(RECEIPT).where(early & RECEIPT.c.provider_id.in_(numbers)).values(message_id=message.id)
    found = connection.execute(claimed.returning(RECEIPT.c.happened_at, RECEIPT.c.received_at)).all()
    return min((row.happened_at or row.received_at for row in found), default=None)


def by_provider_id(connection: Connection, channel: str, *, provider_id: str) -> Row[Any] | None:
    """The message that a provider knows by its own number, locked."""
    query = select(MESSAGE).join(DELIVERY, DELIVERY.c.message_id == MESSAGE.c.id)
    query = query.where((DELIVERY.c.provider_id == provider_id) & (MESSAGE.c.channel == channel))
    return connection.execute(query.order_by(MESSAGE.c.id.desc()).limit(1).with_for_update(of=MESSAGE)).first()


def by_own_id(connection: Connection, channel: str, *, message_id: int) -> Row[Any] | None:
    """A message by our own number, locked."""
    query = select(MESSAGE).where((MESSAGE.c.id == message_id) & (MESSAGE.c.channel == channel))
    return connection.execute(query.with_for_update()).first()


def by_rfc_id(connection: Connection, channel: str, *, rfc_message_id: str) -> Row[Any] | None:
    """The message with a Message-ID, locked."""
    query = select(MESSAGE).where((MESSAGE.c.rfc_message_id == rfc_message_id) & (MESSAGE.c.channel == channel))
    return connection.execute(query.limit(1).with_for_update()).first()


def receipts(connection: Connection, message_ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Receipts of some messages in the order in which they came."""
    found: dict[int, list[Row[Any]]] = {}
    for part in parts(message_ids):
        query = select(RECEIPT).where(RECEIPT.c.message_id.in_(part)).order_by(RECEIPT.c.id)
        for row in connection.execute(query):
            found.setdefault(row.message_id, []).append(row)
    return found
