"""The token source of an Official Account on the database: one locked renewer, the new pair kept before any use."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from config.sealing import Seal
from engine.clock import Clock
from engine.errors import StorageFailed
from engine.outbox import Outcome, OutcomeClass
from engine.service import credentials as store
from engine.store.database import Database
from notifications.channels.zalo.tokens import Refresh, TokenAnswer, TokenDelayed, TokenLost

LOG = logging.getLogger("dondoc.credentials")
NO_CONSENT = "no consent of the account yet"
"""What TokenLost says where nobody has given consent for the account so far."""
# A token is renewed this long before its end, so that none dies under way.
_MARGIN = timedelta(minutes=10)
_PATIENCE = 45.0
_STEP = 0.2
_WRITES = 25


@dataclass(frozen=True)
class Kept:
    """Where a pair is kept and who can open it."""

    database: Callable[[], Database]
    name: str
    seal: Seal
    clock: Clock


class StoredTokens:
    """Implements notifications.channels.zalo.tokens.TokenSource."""

    def __init__(self, kept: Kept, *, refresh: Refresh) -> None:
        self._kept = kept
        self._refresh = refresh
        self._renewals: set[asyncio.Task[str]] = set()

    async def access_token(self) -> str:
        """The token to use now. Raises TokenLost, TokenDelayed."""
        found, pair = self._read()
        if found.expires_at - _MARGIN > self._kept.clock.now():
            return pair["access_token"]
        try:
            return await self.renew(pair["access_token"])
        except TokenDelayed:
            if found.expires_at > self._kept.clock.now():  # it is still good for a while
                return pair["access_token"]
            raise

    async def renew(self, stale: str) -> str:
        """Another token than ``stale``. Raises TokenLost, TokenDelayed. A waiter that is cancelled does not stop the
        renewal: the answer would be lost, and with it the account."""
        renewal = asyncio.create_task(self._renew(stale))
        self._renewals.add(renewal)
        renewal.add_done_callback(self._renewals.discard)
        return await asyncio.shield(renewal)

    async def _renew(self, stale: str) -> str:
        kept = self._kept
        # Each renewal for itself: two of one process must not share the lock.
        holder = uuid4().hex
        waited = 0.0
        while True:
            _, pair = self._read()
            if pair["access_token"] != stale:
                return pair["access_token"]
            if store.take_renewal(kept.database(), kept.name, holder=holder, at=kept.clock.now()):
                break
            if waited >= _PATIENCE:
                raise TokenDelayed(Outcome(OutcomeClass.TRANSIENT, "renewal by another process", is_channel_wide=True))
            await asyncio.sleep(_STEP)
            waited += _STEP
        try:
            return await self._renew_alone(stale)
        finally:
            store.drop_renewal(kept.database(), kept.name, holder=holder)

    async def _renew_alone(self, stale: str) -> str:
        kept = self._kept
        found, pair = self._read()
        if pair["access_token"] != stale:
            return pair["access_token"]
        answer = await self._refresh(pair["refresh_token"])
        if isinstance(answer, TokenLost):
            store.lose(kept.database(), kept.name, version=found.version, reason=str(answer), at=kept.clock.now())
            LOG.error("the tokens of %s are lost: %s", kept.name, answer)
            raise answer
        if isinstance(answer, Outcome):
            raise TokenDelayed(answer)
        sealed = kept.seal.close({"access_token": answer.access_token, "refresh_token": answer.refresh_token})
        if not await self._keep(sealed, version=found.version, lifetime=answer.lifetime):
            LOG.error("the tokens of %s were changed while they were renewed", kept.name)
            _, pair = self._read()
            return pair["access_token"]
        return answer.access_token

    async def _keep(self, sealed: str, *, version: int, lifetime: timedelta) -> bool:
        """Write the new pair; the old one is dead by now, so a database that fails is asked again for a while."""
        kept = self._kept
        written: dict[str, Any] = {"version": version, "sealed": sealed, "lifetime": lifetime}
        for _ in range(_WRITES):
            try:
                return store.replace(kept.database(), kept.name, at=kept.clock.now(), **written)
            except StorageFailed as error:
                LOG.warning("the new tokens of %s could not be kept yet: %s", kept.name, error)
            await asyncio.sleep(_STEP)
        return store.replace(kept.database(), kept.name, at=kept.clock.now(), **written)

    def _read(self) -> tuple[store.Sealed, dict[str, str]]:
        found = store.read(self._kept.database(), self._kept.name)
        if found is None:
            raise TokenLost(NO_CONSENT)
        if found.lost_at is not None:
            raise TokenLost(found.lost_reason)
        return found, self._kept.seal.open(found.sealed)


def begin(kept: Kept, answer: TokenAnswer) -> None:
    """Keep the first pair of a new consent."""
    sealed = kept.seal.close({"access_token": answer.access_token, "refresh_token": answer.refresh_token})
    store.begin(kept.database(), kept.name, sealed=sealed, lifetime=answer.lifetime, at=kept.clock.now())
