"""Access tokens for mail servers that take no password any more (XOAUTH2), and where they come from (RFC 6749)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import httpx

from engine.clock import Clock

# A token is asked for anew this long before its end: a session that begins with it must be able to log in.
_MARGIN = timedelta(minutes=5)
# RFC 6749 only recommends that the lifetime is said; an hour is what the big providers give.
_USUAL_SECONDS = 3600
_LONGEST_CODE = 60


class TokenRefused(Exception):
    """No access token is to be had until somebody acts. Its text is shown to operators, so it holds no secret."""


class TokenSource(Protocol):
    """Gives access tokens. Both raise TokenRefused, and OSError where the token server could not be asked."""

    async def access_token(self) -> str:
        """A token that should still be good."""
        ...

    async def renew(self, stale: str) -> str:
        """A token other than ``stale``, which a server has refused."""
        ...


class LoginTokens:
    """The tokens that one login tries: the first at hand, then another in place of what was refused."""

    def __init__(self, source: TokenSource) -> None:
        self._source = source
        self._last = ""

    @property
    def has_given(self) -> bool:
        """True if a server has seen a token since the last restart."""
        return bool(self._last)

    def restart(self) -> None:
        """A new login begins."""
        self._last = ""

    async def __call__(self) -> str:
        """The next token to try. Raises as the source does."""
        self._last = await (self._source.renew(self._last) if self._last else self._source.access_token())
        return self._last


@dataclass(frozen=True)
class TokenServer:
    """Where tokens are asked for. With ``refresh_token`` for a mailbox that its owner has opened to us, without it for
    the application itself (client credentials)."""

    url: str
    client_id: str
    scope: str = ""
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    timeout: float = 30


class OAuthTokens:
    """A TokenSource over one token server, for all connections of a process: they share one token and one question."""

    def __init__(self, server: TokenServer, *, clock: Clock) -> None:
        self._server = server
        self._clock = clock
        self._refresh_token = server.refresh_token
        self._token = ""
        self._good_until: datetime | None = None
        self._turns: dict[asyncio.AbstractEventLoop, asyncio.Lock] = {}

    async def access_token(self) -> str:
        """The token at hand, or a new one when it is about to end."""
        async with self._turn():
            is_good = self._good_until is not None and self._clock.now() < self._good_until
            return self._token if is_good else await self._ask()

    async def renew(self, stale: str) -> str:
        """A new token, unless somebody else has renewed it meanwhile."""
        async with self._turn():
            return await self._ask() if self._token in ("", stale) else self._token

    def _turn(self) -> asyncio.Lock:
        """The lock of the running loop: rounds of delivery may each have a loop of their own."""
        loop = asyncio.get_running_loop()
        if loop not in self._turns:
            self._turns = {loop: asyncio.Lock()}
        return self._turns[loop]

    async def _ask(self) -> str:
        try:
            async with httpx.AsyncClient(timeout=self._server.timeout) as client:
                response = await client.post(self._server.url, data=self._question())
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise TokenRefused("token server: its address cannot be used") from None
        except httpx.HTTPError as error:
            raise ConnectionError(f"token server: {type(error).__name__}") from None
        answer = _answer_of(response)
        seconds = _seconds(answer)
        self._token = str(answer["access_token"])
        self._good_until = self._clock.now() + max(timedelta(seconds=seconds) - _MARGIN, timedelta(0))
        # Some providers hand out the next refresh token with every answer.
        self._refresh_token = str(answer.get("refresh_token") or self._refresh_token)
        return self._token

    def _question(self) -> dict[str, str]:
        server = self._server
        values = {
            "grant_type": "refresh_token" if self._refresh_token else "client_credentials",
            "client_id": server.client_id,
            "client_secret": server.client_secret,
            "refresh_token": self._refresh_token,
            "scope": server.scope,
        }
        return {name: value for name, value in values.items() if value}


def _answer_of(response: httpx.Response) -> Mapping[str, object]:
    """The answer of the token server. Only its error code is told on: other texts may quote what was sent."""
    try:
        body = response.json()
    except ValueError:
        body = None
    answer = body if isinstance(body, dict) else {}
    if response.is_success and answer.get("access_token"):
        return answer
    code = "".join(filter(_is_code_letter, str(answer.get("error", ""))[:_LONGEST_CODE]))
    if response.status_code in (408, 429) or response.status_code >= 500 or not code:
        raise ConnectionError(f"token server: HTTP {response.status_code}")
    raise TokenRefused(f"token server: {code}")


def _is_code_letter(letter: str) -> bool:
    return letter == "_" or (letter.isascii() and letter.islower())


def _seconds(answer: Mapping[str, object]) -> int:
    """Lifetime; some providers write the number as a text."""
    text = str(answer.get("expires_in", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else _USUAL_SECONDS
