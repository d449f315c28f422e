"""Telling other servers: what happened is found, signed and called out; one that is slow or gone delays no other."""

import asyncio
import json
from base64 import b64encode
from collections import defaultdict
from dataclasses import dataclass
from secrets import token_bytes
from typing import Final

from config.bootstrap import Office
from engine.outbox import Outcome, OutcomeClass
from engine.service.calls import (
    DueCall,
    claim_calls,
    give_back,
    note_events,
    record_failed,
    record_told,
)
from notifications.channels.webhook import PREFIX, WITHIN, WebhookCall, tell

LONGEST_ROUND: Final = 20.0
"""Seconds that one subscriber may take of a round."""
_SIGNS: Final = "signs"
_BYTES: Final = 32


@dataclass(frozen=True)
class Told:
    """What a round did: events written down, calls that were taken, calls in vain."""

    noted: int
    told: int
    failed: int


def new_secret() -> str:
    """A secret to sign with, shown to its owner once."""
    return PREFIX + b64encode(token_bytes(_BYTES)).decode()


def sealed_secret(office: Office, secret: str) -> str:
    """A secret as it lies in the database."""
    return office.seal.close({_SIGNS: secret})


async def tell_subscribers(office: Office) -> Told:
    """Write down what happened, and make the calls that are due: one after the other for each subscriber, and no
    further one after one in vain."""
    noted = await asyncio.to_thread(note_events, office.database, at=office.clock.now())
    due = await asyncio.to_thread(claim_calls, office.database, at=office.clock.now())
    by_subscriber: dict[int, list[DueCall]] = defaultdict(list)
    for call in due:
        by_subscriber[call.subscription_id].append(call)
    results = await asyncio.gather(*(_tell_one(office, calls) for calls in by_subscriber.values()))
    return Told(noted, sum(told for told, _ in results), sum(failed for _, failed in results))


async def _tell_one(office: Office, calls: list[DueCall]) -> tuple[int, int]:
    """How many calls of one subscriber were taken, and how many were in vain."""
    until = asyncio.get_running_loop().time() + LONGEST_ROUND
    for number, call in enumerate(calls):
        left = until - asyncio.get_running_loop().time()
        if left <= 0:
            await asyncio.to_thread(give_back, office.database, calls[number:], at=office.clock.now())
            return number, 0
        outcome = await _call(office, call, within=min(WITHIN, left))
        if outcome.outcome_class is not OutcomeClass.OK:
            await asyncio.to_thread(give_back, office.database, calls[number + 1 :], at=office.clock.now())
            return number, 1
    return len(calls), 0


async def _call(office: Office, call: DueCall, *, within: float) -> Outcome:
    secret = office.seal.open(call.secret_sealed)[_SIGNS]
    body = json.dumps(call.payload, ensure_ascii=False, separators=(",", ":")).encode()
    outcome = await tell(
        WebhookCall(f"call_{call.id}", call.url, secret, body),
        at=office.clock.now(),
        allows_private=office.settings.calls_to_private,
        within=within,
    )
    at, detail = office.clock.now(), outcome.detail
    if outcome.outcome_class is OutcomeClass.OK:
        await asyncio.to_thread(record_told, office.database, call, detail=detail, at=at)
    else:
        is_gone = outcome.outcome_class is OutcomeClass.RECIPIENT
        await asyncio.to_thread(record_failed, office.database, call, detail=detail, is_gone=is_gone, at=at)
    return outcome
