"""Consultation messages of an Official Account: free words, but only as an answer to who wrote within seven days."""

from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from engine.outbox import Outcome, OutcomeClass, Outgoing
from notifications.channels.zalo.account import Account, AccountWire
from notifications.channels.zalo.codes import Api, code_of
from notifications.channels.zalo.events import instant
from notifications.channels.zalo.wire import Call, word
from notifications.channels.zalo.words import chat_text, is_user_id
from notifications.mail import Rendered


@dataclass(frozen=True)
class AccountInfo:
    """Who the account is. ``kind``: 2 business, 4 government, None not told; ``valid_until`` is Zalo's own text."""

    oa_id: str
    name: str
    is_verified: bool
    kind: int | None
    package: str
    valid_until: str


class OaClient:
    """The account's own API over one connection. Every method gives an Outcome where it fails."""

    def __init__(self, account: Account) -> None:
        self._wire = AccountWire(account, account.oa_host, api=Api.OA)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._wire.close()

    async def send_text(self, user_id: str, text: str, *, key: str, attempt: int = 1, quoted: str = "") -> Outcome:
        """Send ``text`` once, as an answer to the message ``quoted`` if one is named; what cannot go is refused before
        any call."""
        words = chat_text(text)
        if isinstance(words, Outcome):
            return words
        if not is_user_id(user_id):
            return Outcome(OutcomeClass.RECIPIENT, detail="not a user id")
        message: dict[str, Any] = {"text": words, **({"quote_message_id": quoted} if quoted else {})}
        call = Call("/v3.0/oa/message/cs", body={"recipient": {"user_id": user_id}, "message": message})
        data = await self._wire.call(call, key=key, attempt=attempt)
        if isinstance(data, Outcome):
            return data
        message_id = word(data.get("message_id")) or None
        return Outcome(OutcomeClass.OK, detail=f"message_id {message_id or 'missing'}", provider_id=message_id)

    async def last_interaction(self, user_id: str) -> datetime | Outcome | None:
        """When a person last did something with the account; None if never. Answers are free for 48 hours from then,
        and possible for seven days."""
        data = await self._wire.call(Call("/v3.0/oa/quota/message", body={"user_id": user_id}))
        return data if isinstance(data, Outcome) else instant(data.get("last_interaction"))

    async def account(self) -> AccountInfo | Outcome:
        """Who the token belongs to: the check of a set-up."""
        data = await self._wire.call(Call("/v2.0/oa/getoa", method="GET"))
        if isinstance(data, Outcome):
            return data
        return AccountInfo(
            oa_id=word(data.get("oaid")) or word(data.get("oa_id")),
            name=word(data.get("name")),
            is_verified=data.get("is_verified") is True,
            kind=code_of(data.get("oa_type")),
            package=word(data.get("package_name")),
            valid_until=word(data.get("package_valid_through_date")),
        )


class OaChannel:
    """Carries messages of the channel ``zalo_oa``; the address is a person's UID of this account."""

    kind = "zalo_oa"

    def __init__(self, account: Account) -> None:
        self._client = OaClient(account)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def send(self, outgoing: Outgoing, rendered: Rendered) -> Outcome:
        """Send the words for a chat; Zalo itself minds the window."""
        key, attempt = outgoing.rfc_message_id, outgoing.attempt
        return await self._client.send_text(outgoing.address, rendered.chat, key=key, attempt=attempt)
