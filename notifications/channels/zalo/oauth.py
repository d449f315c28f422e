"""OAuth v4 of an Official Account on the wire: a consent code or a refresh token becomes a pair of tokens.

Zalo kills a refresh token with its first use and the access token before with it. Keeping the answer is the caller's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import TracebackType
from typing import Self

from engine.outbox import Outcome, OutcomeClass
from notifications.channels.zalo.codes import brief, code_of
from notifications.channels.zalo.tokens import TokenAnswer, TokenLost
from notifications.channels.zalo.wire import Answer, Call, Unreadable, Wire, ZaloHost, without, word

PATH = "/v4/oa/access_token"
LIFETIME = timedelta(hours=25)
# An unknown or used refresh token; the official pages tell no codes.
_DEAD = frozenset({-14014})
_LONGEST_LIFE = 10**8


@dataclass(frozen=True)
class OauthApp:
    """The app that the account gave its consent to. ``secret`` is the app's, not the one that signs webhooks."""

    app_id: str
    secret: str = field(repr=False)


class OauthClient:
    """Asks for tokens, once for each call; never raises for what Zalo or the network does.

    TokenLost: only a new consent helps. An Outcome: no tokens came, ask again later with the same refresh token (should
    a lost answer have used it up, the next answer says so); config and auth need the operator.
    """

    def __init__(self, host: ZaloHost, *, app: OauthApp) -> None:
        self._wire = Wire(host)
        self._app = app

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._wire.close()

    async def refresh(self, refresh_token: str) -> TokenAnswer | TokenLost | Outcome:
        """A new pair for ``refresh_token``, which is dead from then on."""
        return await self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token}, kept=refresh_token)

    async def redeem(self, code: str, *, verifier: str) -> TokenAnswer | TokenLost | Outcome:
        """The first pair for the ``code`` of a consent (10 minutes, once) and the PKCE ``verifier`` of 43 letters."""
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        return await self._ask(form, kept="", secrets=(code, verifier))

    async def _ask(
        self, form: Mapping[str, str], *, kept: str, secrets: tuple[str, ...] = ()
    ) -> TokenAnswer | TokenLost | Outcome:
        call = Call(PATH, form={**form, "app_id": self._app.app_id}, headers={"secret_key": self._app.secret})
        # The wire must not take the refresh token out of an answer that gives it back for further use.
        answer = await self._wire.call(call)
        hidden = [secret for secret in (kept, self._app.secret, *secrets) if secret]
        found = _read(answer, kept=kept)
        if isinstance(found, Outcome):
            return replace(found, detail=without(found.detail, hidden))
        return TokenLost(without(str(found), hidden)) if isinstance(found, TokenLost) else found


def _read(answer: Answer | Unreadable | Outcome, *, kept: str) -> TokenAnswer | TokenLost | Outcome:
    if isinstance(answer, Outcome):
        return _later(answer)
    if isinstance(answer, Unreadable):
        # Seen with a refresh token that was used before.
        is_empty = answer.status == 200 and not answer.text.strip()
        return TokenLost("empty answer: the refresh token was used before") if is_empty else _later(answer.outcome)
    access_token = word(answer.body.get("access_token"))
    if access_token:
        refresh_token = word(answer.body.get("refresh_token")) or kept
        return TokenAnswer(access_token, refresh_token, _lifetime(answer.body.get("expires_in")))
    code = code_of(answer.body.get("error"))
    said = word(answer.body.get("message")) or word(answer.body.get("error_name"))
    detail = brief(f"{'no code' if code is None else code} {said}".rstrip())
    if code in _DEAD:
        return TokenLost(detail)
    if answer.status >= 500:
        return _later(answer.unclear.outcome)
    return Outcome(OutcomeClass.CONFIG, detail=detail)


def _later(outcome: Outcome) -> Outcome:
    """The message that needs the token did not leave, whatever became of the refresh."""
    if outcome.outcome_class is OutcomeClass.AMBIGUOUS:
        return replace(outcome, outcome_class=OutcomeClass.TRANSIENT, is_channel_wide=True)
    return outcome


def _lifetime(seconds: object) -> timedelta:
    """``expires_in`` comes as a string."""
    found = code_of(seconds)
    return timedelta(seconds=found) if found is not None and 0 < found < _LONGEST_LIFE else LIFETIME
