"""Sending the mail with a sign-in link at once, past the outbox: an hour later it would be worthless."""

import asyncio
import ipaddress
import logging
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import uuid4

from config.bootstrap import Office
from config.sign_in import LINK_LIFE, make_sign_in_link
from engine.channels import ChannelKind
from engine.outbox import Outcome, OutcomeClass, Outgoing
from engine.service.accounts import Known, account_of, find, folded
from engine.service.attempts import count_attempt
from notifications.mail import Rendered
from notifications.sign_in import SignInLetter, render_sign_in

log = logging.getLogger("dondoc.sign_in")
LONGEST = 15.0
"""Seconds that a mail server gets."""
_DOUBTFUL = timedelta(minutes=10)
_BY_ADDRESS, _BY_CLIENT = 5, 200
_HOUR = timedelta(hours=1)
Language = Literal["vi", "en"]
# What says something of this one reader only, and nothing of the mail server.
_OF_READER = frozenset({OutcomeClass.RECIPIENT, OutcomeClass.PAYLOAD})


class Asked(StrEnum):
    """What the page may say to who asked, whoever it was: the mail is on its way if the address is known; or mail has
    not been going out of late, so another way in is better."""

    ON_ITS_WAY = "on_its_way"
    MAIL_DOWN = "mail_down"


class SignInMail:
    """Sends sign-in links; one for the process. Whether an address is known shows in nothing that the asker sees: all
    that depends on it is done after the answer."""

    def __init__(self, office: Office, *, longest: float = LONGEST) -> None:
        self._office = office
        self._longest = longest
        self._under_way: set[asyncio.Task[None]] = set()
        self._down_at: datetime | None = None

    async def send_link(
        self, address: str, *, at: datetime, client: str = "", onward: str = "/", language: Language = "vi"
    ) -> Asked:
        """Have a link sent to whoever an address belongs to. Raises TooManyAttempts after five an hour for an address,
        known or not, and two hundred from one place (an office may share one)."""
        await asyncio.to_thread(self._count, address, client=client, at=at)
        sending = asyncio.create_task(self._send(address, at=at, client=client, onward=onward, language=language))
        self._under_way.add(sending)
        sending.add_done_callback(self._under_way.discard)
        return Asked.MAIL_DOWN if self._is_down(at) else Asked.ON_ITS_WAY

    async def settle(self) -> None:
        """Wait for what is under way: before the process ends, and in tests."""
        while self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    def _count(self, address: str, *, client: str, at: datetime) -> None:
        database = self._office.database
        count_attempt(database, "link_mail_client", who=client, limit=_BY_CLIENT, window=_HOUR, at=at)
        count_attempt(database, "link_mail", who=folded(address), limit=_BY_ADDRESS, window=_HOUR, at=at)

    def _is_down(self, at: datetime) -> bool:
        is_doubtful = self._down_at is not None and at - self._down_at < _DOUBTFUL
        return is_doubtful or self._office.outbox.is_stopped(ChannelKind.EMAIL, at=at)

    async def _send(self, address: str, *, at: datetime, client: str, onward: str, language: Language) -> None:
        made = await asyncio.to_thread(self._made, address, at=at, client=client, onward=onward, language=language)
        if made is None:
            return
        outcome = await self._hand_over(*made)
        if outcome.outcome_class is OutcomeClass.OK:
            self._down_at = None
            return
        # Never the provider's own words: they may quote the mail, and the mail has the link.
        log.warning("a mail with a sign-in link was not taken over: %s", outcome.outcome_class.value)
        if outcome.outcome_class not in _OF_READER:
            self._down_at = at

    def _made(
        self, address: str, *, at: datetime, client: str, onward: str, language: Language
    ) -> tuple[Outgoing, Rendered] | None:
        """The mail with a new link; None if there is nobody to send it to."""
        office = self._office
        found = find(office.database, address)
        if found is None or not found.is_usable:
            return None
        letter = SignInLetter(
            person=found.name,
            link=make_sign_in_link(office, found.person_id, at=at, onward=onward),
            asked_at=at,
            client=_network_address(client),
            minutes=int(LINK_LIFE.total_seconds() // 60),
        )
        chosen = account_of(office.database, found.person_id).language or language
        head = office.letterhead
        spoken: Language = "en" if chosen == "en" else "vi"
        rendered = render_sign_in(letter, language=spoken, sender_office=head.office, zone=head.zone)
        return _envelope(found, domain=office.settings.message_domain, at=at), rendered

    async def _hand_over(self, outgoing: Outgoing, rendered: Rendered) -> Outcome:
        route = next(route for route in self._office.routes() if route.kind == ChannelKind.EMAIL)
        try:
            async with asyncio.timeout(self._longest), route.open() as channel:
                return await channel.send(outgoing, rendered)
        except TimeoutError:
            return Outcome(OutcomeClass.TRANSIENT, is_channel_wide=True)


def _envelope(found: Known, *, domain: str, at: datetime) -> Outgoing:
    return Outgoing(
        id=0,
        kind="sign_in",
        channel=ChannelKind.EMAIL,
        address=found.address,
        person_name=found.name,
        rfc_message_id=f"<dang-nhap.{uuid4().hex}@{domain}>",
        dated_at=at,
        attempt=1,
        items=(),
        is_urgent=True,
    )


def _network_address(text: str) -> str:
    """An address of the network as it is written; "" for anything else."""
    with suppress(ValueError):
        return str(ipaddress.ip_address(text))
    return ""
