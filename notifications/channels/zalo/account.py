"""Calls in the name of an Official Account: token and proof with each, one renewal of the token, one repetition."""

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from engine.clock import Clock
from engine.outbox import Outcome, OutcomeClass
from notifications.channels.zalo.codes import Api, class_of, code_of, outcome_of
from notifications.channels.zalo.tokens import TokenDelayed, TokenLost, TokenSource
from notifications.channels.zalo.wire import OA_URL, ZBS_URL, Answer, Call, Unreadable, Wire, ZaloHost, inner, word


@dataclass(frozen=True)
class Account:
    """Where the account's APIs listen, and what lets us in."""

    tokens: TokenSource = field(repr=False)
    app_secret: str = field(repr=False)
    clock: Clock
    oa_host: ZaloHost = field(default_factory=lambda: ZaloHost(OA_URL))
    zbs_host: ZaloHost = field(default_factory=lambda: ZaloHost(ZBS_URL))


class AccountWire:
    """Calls one of the account's hosts, whose codes are those of ``api``."""

    def __init__(self, account: Account, host: ZaloHost, *, api: Api) -> None:
        self._account = account
        self._wire = Wire(host)
        self._api = api

    async def close(self) -> None:
        """Close what is open."""
        await self._wire.close()

    async def call(
        self, call: Call, *, key: str = "", attempt: int = 1, secrets: Collection[str] = ()
    ) -> Mapping[str, Any] | Outcome:
        """The ``data`` of the answer, or the outcome. A token that was refused did not send anything: it is renewed
        once and the call repeated once. ``secrets`` are taken out of every text."""
        try:
            token = await self._account.tokens.access_token()
            answer = await self._attempt(call, token, secrets=secrets)
            if self._is_stale(answer):
                token = await self._account.tokens.renew(token)
                answer = await self._attempt(call, token, secrets=secrets)
        except TokenLost as error:
            return Outcome(OutcomeClass.AUTH, detail=str(error))
        except TokenDelayed as error:
            return error.outcome
        return self._data(answer, key=key, attempt=attempt)

    async def _attempt(self, call: Call, token: str, *, secrets: Collection[str]) -> Answer | Unreadable | Outcome:
        secret = self._account.app_secret
        proof = proof_of(token, app_secret=secret)
        headers = {**call.headers, "access_token": token, "appsecret_proof": proof}
        return await self._wire.call(
            Call(call.path, method=call.method, body=call.body, query=call.query, headers=headers),
            secrets=(token, secret, proof, *secrets),
        )

    def _is_stale(self, answer: Answer | Unreadable | Outcome) -> bool:
        if not isinstance(answer, Answer):
            return False
        return class_of(code_of(answer.body.get("error")), api=self._api) is OutcomeClass.AUTH

    def _data(self, answer: Answer | Unreadable | Outcome, *, key: str, attempt: int) -> Mapping[str, Any] | Outcome:
        if isinstance(answer, Outcome):
            return answer
        if isinstance(answer, Unreadable):
            return answer.outcome
        if "error" not in answer.body:
            return answer.unclear.outcome
        code = code_of(answer.body["error"])
        if code == 0:
            return inner(answer.body, "data")
        text = word(answer.body.get("message")) or word(answer.body.get("error_name"))
        at = self._account.clock.now()
        return outcome_of(code, text, api=self._api, at=at, key=key, attempt=attempt)


def proof_of(token: str, *, app_secret: str) -> str:
    """What ``appsecret_proof`` must be beside ``token``: lowercase hex HMAC-SHA256 with the app secret as key."""
    return hmac.new(app_secret.encode("utf-8", "replace"), token.encode("utf-8", "replace"), sha256).hexdigest()
