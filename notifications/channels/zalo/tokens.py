"""Access tokens of an Official Account: where they come from. A refresh token works once, so only one may refresh."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from engine.outbox import Outcome


class TokenLost(Exception):
    """No token can be had until an administrator of the account gives consent again. Its text holds no token."""


class TokenDelayed(Exception):
    """No token can be had for now; ``outcome`` says what to do with the message that waits for it."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.detail)
        self.outcome = outcome


@dataclass(frozen=True)
class TokenAnswer:
    """A pair of tokens as it was issued. Write it down before any use: the pair before is dead already."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    lifetime: timedelta


class TokenSource(Protocol):
    """Gives access tokens.

    An implementation lets one process refresh at a time, reads again once it has the lock, keeps a new pair before it
    gives it out, and does not let the cancellation of a waiter interrupt that.
    """

    async def access_token(self) -> str:
        """The token to use now. Raises TokenLost, TokenDelayed."""
        ...

    async def renew(self, stale: str) -> str:
        """Another token than ``stale``, which was refused: one that somebody else got meanwhile, or a new one.

        Raises TokenLost, TokenDelayed.
        """
        ...


Refresh = Callable[[str], Awaitable[TokenAnswer | TokenLost | Outcome]]
"""Takes the refresh token, calls Zalo once (``oauth.OauthClient.refresh``)."""


class MemoryTokens:
    """A pair of tokens in this process only: for tests and the sandbox. A real account's pair must outlive it."""

    def __init__(self, pair: TokenAnswer, *, refresh: Refresh) -> None:
        self._pair = pair
        self._refresh = refresh
        self._lock = asyncio.Lock()
        self._lost: TokenLost | None = None
        self._renewals: set[asyncio.Task[str]] = set()

    async def access_token(self) -> str:
        """The token of the pair. Raises TokenLost once a refresh has failed for good."""
        if self._lost is not None:
            raise self._lost
        return self._pair.access_token

    async def renew(self, stale: str) -> str:
        """The new token; all who wait share one refresh. Raises TokenLost, TokenDelayed."""
        renewal = asyncio.create_task(self._renew(stale))
        self._renewals.add(renewal)
        renewal.add_done_callback(self._renewals.discard)
        return await asyncio.shield(renewal)

    async def _renew(self, stale: str) -> str:
        async with self._lock:
            if self._pair.access_token != stale:
                return self._pair.access_token
            if self._lost is not None:
                raise self._lost
            answer = await self._refresh(self._pair.refresh_token)
            if isinstance(answer, TokenLost):
                self._lost = answer
                raise answer
            if isinstance(answer, Outcome):
                raise TokenDelayed(answer)
            self._pair = answer
            return answer.access_token
