"""ZBS template messages (once ZNS): an approved template, by phone number or by UID, to whom an account may write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Literal, Self

from engine.outbox import Outcome, OutcomeClass, Outgoing
from notifications.channels.zalo.account import Account, AccountWire
from notifications.channels.zalo.codes import Api, code_of
from notifications.channels.zalo.events import instant
from notifications.channels.zalo.templates import Filled, Template, TemplateForm, fill, read_template
from notifications.channels.zalo.wire import Call, word
from notifications.channels.zalo.words import is_user_id, phone_number, tracking_id
from notifications.mail import Rendered

EVERY_KIND = ""


@dataclass(frozen=True)
class MessageStatus:
    """Where a message is. ``is_delivered``: on the phone, at ``at``; not known yet: False and None."""

    is_delivered: bool
    at: datetime | None


@dataclass(frozen=True)
class DailyQuota:
    """Template messages of the account a day; None where the answer does not tell."""

    limit: int | None
    remaining: int | None


class TemplateClient:
    """The template API over one connection for each of its two hosts. Every method gives an Outcome where it fails."""

    def __init__(self, account: Account) -> None:
        self._by_phone = AccountWire(account, account.zbs_host, api=Api.ZBS)
        self._by_uid = AccountWire(account, account.oa_host, api=Api.ZBS_UID)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._by_phone.close()
        await self._by_uid.close()

    async def send_to_phone(self, phone: str, filled: Filled, *, tracking: str, key: str, attempt: int = 1) -> Outcome:
        """Send to ``phone`` ("84…"). The receipt brings ``tracking`` back; the number appears in no text of ours."""
        body = {**_body(filled), "phone": phone, "tracking_id": tracking}
        call = Call("/message/template", body=body)
        data = await self._by_phone.call(call, key=key, attempt=attempt, secrets=(phone,))
        return data if isinstance(data, Outcome) else _accepted(word(data.get("msg_id")))

    async def send_to_user(self, user_id: str, filled: Filled, *, key: str, attempt: int = 1) -> Outcome:
        """Send to a UID of this account. The receipt knows the message by the provider's id only."""
        call = Call("/v3.0/oa/message/template", body={**_body(filled), "user_id": user_id})
        data = await self._by_uid.call(call, key=key, attempt=attempt)
        return data if isinstance(data, Outcome) else _accepted(word(data.get("message_id")))

    async def status(self, message_id: str) -> MessageStatus | Outcome:
        """Where a message by phone is, by the provider's id."""
        data = await self._by_phone.call(Call("/message/status", method="GET", query={"message_id": message_id}))
        if isinstance(data, Outcome):
            return data
        is_delivered = code_of(data.get("status")) == 1
        return MessageStatus(is_delivered, instant(data.get("delivery_time")) if is_delivered else None)

    async def quota(self) -> DailyQuota | Outcome:
        """What is left of today."""
        data = await self._by_phone.call(Call("/message/quota", method="GET"))
        if isinstance(data, Outcome):
            return data
        return DailyQuota(code_of(data.get("dailyQuota")), code_of(data.get("remainingQuota")))

    async def template(self, template_id: str) -> Template | Outcome:
        """What Zalo says of a template: status, limits, prices."""
        call = Call("/template/info/v2", method="GET", query={"template_id": template_id})
        data = await self._by_phone.call(call)
        return data if isinstance(data, Outcome) else read_template(data)


class TemplateChannel:
    """Carries messages of the channel ``zalo_phone`` or ``zalo_uid``.

    ``forms``: the template for each kind of message (``Outgoing.kind``); the one under EVERY_KIND serves all others.
    """

    def __init__(
        self, account: Account, *, kind: Literal["zalo_phone", "zalo_uid"], forms: Mapping[str, TemplateForm]
    ) -> None:
        self.kind = kind
        self._client = TemplateClient(account)
        self._forms = forms

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def send(self, outgoing: Outgoing, rendered: Rendered) -> Outcome:
        """Fill the template from the card and send it. What cannot go is refused before any call."""
        form = self._forms.get(outgoing.kind) or self._forms.get(EVERY_KIND)
        if form is None:
            return Outcome(OutcomeClass.PAYLOAD, detail=f"no template for messages of the kind {outgoing.kind}")
        filled = fill(form, rendered.card)
        if isinstance(filled, Outcome):
            return filled
        if self.kind == "zalo_phone":
            return await self._to_phone(outgoing, filled)
        return await self._to_user(outgoing, filled)

    async def _to_phone(self, outgoing: Outgoing, filled: Filled) -> Outcome:
        phone = phone_number(outgoing.address)
        if phone is None:
            return Outcome(OutcomeClass.RECIPIENT, detail="not a Vietnamese phone number")
        return await self._client.send_to_phone(
            phone,
            filled,
            tracking=tracking_id(outgoing),
            key=outgoing.rfc_message_id,
            attempt=outgoing.attempt,
        )

    async def _to_user(self, outgoing: Outgoing, filled: Filled) -> Outcome:
        if not is_user_id(outgoing.address):
            return Outcome(OutcomeClass.RECIPIENT, detail="not a user id")
        key, attempt = outgoing.rfc_message_id, outgoing.attempt
        return await self._client.send_to_user(outgoing.address, filled, key=key, attempt=attempt)


def _body(filled: Filled) -> dict[str, object]:
    return {"template_id": filled.template_id, "template_data": dict(filled.data)}


def _accepted(message_id: str) -> Outcome:
    return Outcome(OutcomeClass.OK, detail=f"message_id {message_id or 'missing'}", provider_id=message_id or None)
