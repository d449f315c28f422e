"""Zalo Bot: a text to people who once wrote to the bot. A static token, no receipt, no protection against doubles."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from engine.clock import Clock
from engine.outbox import Outcome, OutcomeClass, Outgoing
from notifications.channels.zalo.codes import Api, code_of, outcome_of
from notifications.channels.zalo.events import Event, bot_event
from notifications.channels.zalo.wire import Answer, Call, Unreadable, Wire, ZaloHost, inner, word
from notifications.channels.zalo.words import chat_text, is_plain_id
from notifications.mail import Rendered

_NOTHING_NEW = 408


@dataclass(frozen=True)
class BotIdentity:
    """Who the bot is."""

    id: str
    name: str
    can_join_groups: bool


class BotClient:
    """The methods of the Bot API over one connection; ``token`` is ``numeric_id:secret``.

    Every method gives an Outcome where it fails; none raises for what Zalo or the network does.
    """

    def __init__(self, host: ZaloHost, *, token: str, clock: Clock) -> None:
        self._wire = Wire(host, path_token=token)
        self._clock = clock

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._wire.close()

    async def send_message(self, chat_id: str, text: str, *, key: str) -> Outcome:
        """Send ``text`` once; what cannot go is refused before any call.

        ``key`` fixes the jitter of what must wait. The provider's id is in the outcome.
        """
        words = chat_text(text)
        if isinstance(words, Outcome):
            return words
        if not is_plain_id(chat_id):
            return Outcome(OutcomeClass.RECIPIENT, detail="not a chat id")
        result = await self._call("sendMessage", {"chat_id": chat_id, "text": words}, key=key)
        if isinstance(result, Outcome):
            return result
        message_id = word(result.get("message_id")) or None
        return Outcome(OutcomeClass.OK, detail=f"message_id {message_id or 'missing'}", provider_id=message_id)

    async def get_me(self) -> BotIdentity | Outcome:
        """Who the token belongs to: the check of a set-up."""
        result = await self._call("getMe", {})
        if isinstance(result, Outcome):
            return result
        return BotIdentity(
            id=word(result.get("id")),
            name=word(result.get("account_name")),
            can_join_groups=result.get("can_join_groups") is True,
        )

    async def get_updates(self, *, wait: float = 30) -> Event | Outcome | None:
        """The next thing that somebody did, None if nobody did within ``wait`` seconds.

        Each is given once; with a webhook set there are none.
        """
        answer = await self._answer(Call("/bot/getUpdates", body={"timeout": round(wait)}, wait=wait))
        if isinstance(answer, Answer) and code_of(answer.body.get("error_code")) == _NOTHING_NEW:
            return None
        update = self._result(answer)
        if isinstance(update, Outcome):
            return update
        return bot_event(update) if update else None

    async def set_webhook(self, url: str, *, secret: str) -> Outcome:
        """Have updates sent to ``url`` (public, https) with ``secret`` (8 to 256 characters) in their head."""
        result = await self._call("setWebhook", {"url": url, "secret_token": secret}, secret=secret)
        return result if isinstance(result, Outcome) else Outcome(OutcomeClass.OK, detail="webhook set")

    async def delete_webhook(self) -> Outcome:
        """Have updates kept for ``get_updates``."""
        result = await self._call("deleteWebhook", {})
        return result if isinstance(result, Outcome) else Outcome(OutcomeClass.OK, detail="webhook deleted")

    async def get_webhook_info(self) -> str | Outcome:
        """The address that updates are sent to, "" if there is none."""
        result = await self._call("getWebhookInfo", {})
        return result if isinstance(result, Outcome) else word(result.get("url"))

    async def _call(
        self, method: str, body: Mapping[str, Any], *, key: str = "", secret: str = ""
    ) -> Mapping[str, Any] | Outcome:
        return self._result(await self._answer(Call(f"/bot/{method}", body=body), secret=secret), key=key)

    async def _answer(self, call: Call, *, secret: str = "") -> Answer | Outcome:
        answer = await self._wire.call(call, secrets=(secret,))
        return answer.outcome if isinstance(answer, Unreadable) else answer

    def _result(self, answer: Answer | Outcome, *, key: str = "") -> Mapping[str, Any] | Outcome:
        if isinstance(answer, Outcome):
            return answer
        if answer.body.get("ok") is True:
            return inner(answer.body, "result")
        if answer.body.get("ok") is not False:
            return answer.unclear.outcome
        code, text = code_of(answer.body.get("error_code")), word(answer.body.get("description"))
        return outcome_of(code, text, api=Api.BOT, at=self._clock.now(), key=key)


class BotChannel:
    """Carries messages of the channel ``zalo_bot``; the address is the ``chat_id`` of a linked person."""

    kind = "zalo_bot"

    def __init__(self, host: ZaloHost, *, token: str, clock: Clock) -> None:
        self._client = BotClient(host, token=token, clock=clock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def send(self, outgoing: Outgoing, rendered: Rendered) -> Outcome:
        """Send the words for a chat."""
        return await self._client.send_message(outgoing.address, rendered.chat, key=outgoing.rfc_message_id)
