"""Channels as rules: in which order a person is told, how long one channel has, when the next one takes over."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from engine.errors import LastChannelRefused
from engine.outbox import MessageState


class ChannelKind(StrEnum):
    """What a message travels on; also the kind of a contact. ``zalo_oa`` only answers somebody who has just written."""

    EMAIL = "email"
    ZALO_BOT = "zalo_bot"
    ZALO_UID = "zalo_uid"
    ZALO_PHONE = "zalo_phone"
    ZALO_OA = "zalo_oa"


REMINDING = (ChannelKind.EMAIL, ChannelKind.ZALO_BOT, ChannelKind.ZALO_UID, ChannelKind.ZALO_PHONE)
"""Channels that can speak first."""
AT_LEAST_ONCE = frozenset({ChannelKind.EMAIL})
"""Where a second copy does no harm, since it has the same Message-ID: an interrupted message is sent again. Everywhere
else it must not arrive twice, and becomes ``unknown``."""
WITH_RECEIPT = frozenset({ChannelKind.ZALO_PHONE, ChannelKind.ZALO_UID})
"""Where the provider tells when a message has arrived; what is only accepted may still lie with it."""
LINKED_BY_CODE = (ChannelKind.ZALO_BOT, ChannelKind.ZALO_UID, ChannelKind.ZALO_OA)
"""Where a person's account becomes known when its owner sends the one-time code from it."""
_CONTACT_OF: Mapping[str, str] = {ChannelKind.ZALO_OA: ChannelKind.ZALO_UID}
"""Who writes to an account (zalo_oa) is known by the same id under which templates reach them (zalo_uid)."""
RECEIPT_WAIT = timedelta(minutes=30)
"""How long a message that nobody knows the fate of waits for its receipt (rules § 6)."""
PROBES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240))
"""How long a stopped channel waits before one message is let through to see whether it goes again."""
_SHOWN_LETTERS = 3
_MASK = "***"
_PHONE = re.compile(r"(?<![\w.])(?:\((?=\+?\d{2,4}\)))?(?:\+|00)?(?:84|0)(?:[\s.()-]{0,2}\d){9,10}(?!\w)")
_MOBILE = re.compile(r"(?:(?:\+|00)?840?|0)([1-9][0-9]{8})")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
_LONGEST_EMAIL = 254
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
_DOMAIN = re.compile(
    r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII
)
PHONE = re.compile(r"\+?\d(?:[ .-]?\d){5,14}", re.ASCII)

"""Digits of a telephone number as people type it."""
_DONE = frozenset({MessageState.ACCEPTED, MessageState.DELIVERED})
_ENDED = frozenset({MessageState.SUPPRESSED, MessageState.CANCELLED, MessageState.SUPERSEDED})


@dataclass(frozen=True)
class Preference:
    """What a person chose. ``order`` and ``urgent_order`` come before the office's; () leaves it to the office.

    ``off``: channels not to be used. ``quiet_from``, ``quiet_until``: hours of the day (local) without messages.
    """

    order: tuple[str, ...] = ()
    urgent_order: tuple[str, ...] = ()
    off: frozenset[str] = frozenset()
    quiet_from: time | None = None
    quiet_until: time | None = None


@dataclass(frozen=True)
class Contacts:
    """Addresses of a person by channel that may be used today, and what the person chose."""

    addresses: Mapping[str, str]
    preference: Preference = field(default_factory=Preference)


def route_of(contacts: Contacts, *, office_order: Sequence[str], is_urgent: bool) -> tuple[str, ...]:
    """The channels for a person in the order in which they are tried: the person's own order first, then the
    office's; only those with an address that the person has not switched off."""
    chosen = contacts.preference.urgent_order if is_urgent else contacts.preference.order
    wanted = dict.fromkeys((*chosen, *office_order))
    return tuple(one for one in wanted if one in contacts.addresses and one not in contacts.preference.off)


def switched_off(preference: Preference, channel: str, *, usable: Collection[str]) -> frozenset[str]:
    """``preference.off`` with ``channel`` added. LastChannelRefused if no channel would be left: reminders of duties
    cannot be switched off altogether."""
    off = preference.off | {channel}
    if not set(usable) - off:
        raise LastChannelRefused(channel=channel)
    return off


def is_reached(state: str, channel: str, *, needs_acknowledgement: bool, is_acknowledged: bool) -> bool:
    """True if no further channel is to be tried: the reader has acknowledged, the message arrived (where receipts tell)
    or was taken over by the provider (where none do), or there is nothing left to say."""
    if is_acknowledged or state in _ENDED:
        return True
    if needs_acknowledgement:
        return False
    return state == MessageState.DELIVERED or (state in _DONE and channel not in WITH_RECEIPT)


def falls_back_at(at: datetime, *, further: Sequence[str], limit: timedelta) -> datetime | None:
    """When the next channel takes over unless the reader is reached before; None if there is none."""
    return at + limit if further else None


def quiet_until(preference: Preference, *, at: datetime, zone: ZoneInfo) -> datetime | None:
    """The end of the person's quiet hours if ``at`` lies within them, else None. Hours may run over midnight."""
    start, end = preference.quiet_from, preference.quiet_until
    if start is None or end is None or start == end:
        return None
    local = at.astimezone(zone)
    clock = local.time()
    is_over_midnight = start > end
    is_quiet = (clock >= start or clock < end) if is_over_midnight else start <= clock < end
    if not is_quiet:
        return None
    ends = datetime.combine(local.date(), end, zone)
    return ends if ends > local else ends + timedelta(days=1)


def held_until(at: datetime, *, until: datetime, due_at: datetime | None) -> datetime:
    """When a message that would wait ``until`` a decent hour leaves: at once if its deadline passed meanwhile."""
    return at if due_at is not None and at < due_at <= until else until


def known_on(channel: str) -> str:
    """The channel on which the address is kept of somebody who writes on ``channel``."""
    return _CONTACT_OF.get(channel, channel)


def probe_at(at: datetime, *, probes: int) -> datetime:
    """When the next probe of a channel may be let through that stopped at ``at`` after ``probes`` probes in vain."""
    return at + PROBES[min(probes, len(PROBES) - 1)]


def masked(channel: str, address: str) -> str:
    """An address as it may be shown: that of a mailbox whole, of a phone number or an account its last 3 letters."""
    if channel == ChannelKind.EMAIL:
        return address
    return _MASK + (address[-_SHOWN_LETTERS:] if len(address) > _SHOWN_LETTERS else "")


def hushed(text: str, *, channel: str, address: str) -> str:
    """A provider's words as they may be shown: the reader's own address and any Vietnamese phone number masked."""
    if channel == ChannelKind.EMAIL:
        return text
    own = text.replace(address, masked(channel, address)) if address else text
    return _PHONE.sub(lambda found: masked(channel, found.group()), own)


def normal_address(channel: str, text: str) -> str | None:
    """An address as a channel writes it (phone numbers as 84…); None for one that cannot be right."""
    typed = text.strip()
    if channel == ChannelKind.EMAIL:
        return typed if _EMAIL.fullmatch(typed) else None
    if channel == ChannelKind.ZALO_PHONE:
        # Copied out of a table, a number has blanks that do not break and digits of full width.
        found = _MOBILE.fullmatch(re.sub(r"[\s.()/-]", "", unicodedata.normalize("NFKC", typed)))
        return f"84{found[1]}" if found else None
    return typed if typed and not re.search(r"\s", typed) else None


def email_problem(address: str) -> str | None:
    """What is wrong with an address, as a code; None for one that servers carry."""
    local, _, domain = address.rpartition("@")
    if not local.isascii():
        return "email_local_not_ascii"
    if len(address) > _LONGEST_EMAIL or _LOCAL.fullmatch(local) is None or _DOMAIN.fullmatch(domain) is None:
        return "email_bad"
    return None


def is_phone(text: str) -> bool:
    """True for the digits of a telephone number, blanks, dots and hyphens between them allowed."""
    return PHONE.fullmatch(text) is not None
