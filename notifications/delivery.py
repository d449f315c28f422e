"""Delivery: takes what is due from the outbox and brings it out, one channel after the other, one commit a message."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from engine.clock import Clock
from engine.outbox import MessageState, Outbox, Outcome, OutcomeClass, Outgoing, Settlement
from notifications.channels.protocol import Channel
from notifications.pace import Pace
from notifications.render import render
from notifications.retry import ZONE, settle

# Longer than the longest wait for an SMTP answer (10 minutes): a message that is still being sent is not claimed again.
LEASE = timedelta(minutes=20)
# What a message in flight gets, in seconds, to come to its end when its round is cancelled.
GRACE = 5.0
# After these no other message of the channel would go either: what is left waits for the next round.
_ROUND_ENDING = frozenset({OutcomeClass.QUOTA, OutcomeClass.NIGHT})


@dataclass(frozen=True)
class Route:
    """How one kind of channel is used: ``open`` makes a channel, once for each of ``connections``;
    ``per_minute`` limits the messages of all of them together (None: no limit)."""

    kind: str
    open: Callable[[], Channel]
    connections: int = 1
    per_minute: float | None = 20


@dataclass(frozen=True)
class Letterhead:
    """What every message says of its sender: the office to ask, the one known address of the web pages (None: no
    links), and the zone in which its days are counted."""

    office: str
    base_url: str | None = None
    zone: ZoneInfo = ZONE


@dataclass(frozen=True)
class DeliveryReport:
    """What a round did. ``counts``: attempts by the state they ended in; ``dropped``: claimed, but nothing was left to
    say; ``stopped``: channels whose circuit it opened or found open; ``paused``: channels that gave out for now."""

    counts: Mapping[MessageState, int]
    dropped: int = 0
    stopped: tuple[str, ...] = ()
    paused: tuple[str, ...] = ()


async def deliver(
    outbox: Outbox,
    routes: Sequence[Route],
    *,
    clock: Clock,
    worker: str,
    letterhead: Letterhead,
    batch: int = 50,
    lease: timedelta = LEASE,
    grace: float = GRACE,
) -> DeliveryReport:
    """Send until nothing is due on any route. Raises only what the outbox raises; then, and when cancelled, what was
    claimed but not begun is given back. A message in flight when it is cancelled has ``grace`` seconds to end."""
    rounds = []
    for route in routes:
        claims = _Claims(outbox, route.kind, worker=worker, clock=clock, batch=batch, lease=lease)
        rounds.append(_Round(claims, route, letterhead=letterhead, clock=clock, grace=grace))
        await rounds[-1].run()
    return DeliveryReport(
        counts=sum((this.counts for this in rounds), Counter()),
        dropped=sum(this.claims.dropped for this in rounds),
        stopped=tuple(this.claims.channel for this in rounds if this.claims.is_stopped),
        paused=tuple(this.claims.channel for this in rounds if this.is_paused),
    )


class _Claims:
    """The outbox seen from one channel: what this round has claimed. Every call is short and synchronous, so the
    connections of a channel can share it."""

    def __init__(
        self, outbox: Outbox, channel: str, *, worker: str, clock: Clock, batch: int, lease: timedelta
    ) -> None:
        self.channel = channel
        self.dropped = 0
        self.is_stopped = False
        self._outbox = outbox
        self._worker = worker
        self._clock = clock
        self._batch = batch
        self._lease = lease
        self._claimed: deque[int] = deque()
        self._is_closed = False

    def is_more(self) -> bool:
        """True if a claimed message waits; claims another batch when none does."""
        if not self._claimed and not self._is_closed:
            self._refill()
        return bool(self._claimed)

    def is_in_hand(self) -> bool:
        """True if a claimed message waits; asks nothing of the outbox."""
        return bool(self._claimed)

    def begin(self) -> Outgoing | None:
        """Mark the next claimed message ``sending``; None if there is none, or nothing is left to say."""
        if not self._claimed:
            return None
        outgoing = self._outbox.begin(self._claimed[0], worker=self._worker, at=self._clock.now())
        self._claimed.popleft()
        self.dropped += outgoing is None
        return outgoing

    def settle(self, message_id: int, settlement: Settlement) -> None:
        """Record an attempt."""
        self.is_stopped |= settlement.is_channel_stopped
        self._outbox.settle(message_id, settlement, worker=self._worker, at=self._clock.now())

    def settle_and_begin(self, message_id: int, settlement: Settlement) -> Outgoing | None:
        """Record an attempt and begin the next claimed message in one commit."""
        begun = self._outbox.settle_and_begin(
            message_id, settlement, following=self._claimed[0], worker=self._worker, at=self._clock.now()
        )
        self._claimed.popleft()
        self.dropped += begun is None
        return begun

    def close(self) -> None:
        """Give back what was claimed and not begun, and claim no more."""
        self._is_closed = True
        if self._claimed:
            self._outbox.release(list(self._claimed), worker=self._worker, at=self._clock.now())
            self._claimed.clear()

    def _refill(self) -> None:
        at = self._clock.now()
        self.is_stopped = self.is_stopped or self._outbox.is_stopped(self.channel, at=at)
        if not self.is_stopped:
            self._claimed.extend(
                self._outbox.claim(
                    channel=self.channel, worker=self._worker, at=at, limit=self._batch, lease=self._lease
                )
            )


class _Round:
    """One channel emptied once over all its connections."""

    def __init__(self, claims: _Claims, route: Route, *, letterhead: Letterhead, clock: Clock, grace: float) -> None:
        self.claims = claims
        self.counts: Counter[MessageState] = Counter()
        self.is_paused = False
        self._route = route
        self._letterhead = letterhead
        self._clock = clock
        self._grace = grace
        self._pace = Pace(route.per_minute, seconds=asyncio.get_running_loop().time, wait=asyncio.sleep)

    async def run(self) -> None:
        """Send until nothing is due or the channel gives out."""
        if not self.claims.is_more():
            return
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self._route.connections):
                    group.create_task(self._work())
        except ExceptionGroup as failures:
            # The outbox failed: its own error says more than the group around it.
            raise failures.exceptions[0] from None
        finally:
            self.claims.close()

    async def _work(self) -> None:
        async with self._route.open() as channel:
            outgoing = await self._begin()
            while outgoing is not None:
                outcome = await self._finish(channel, outgoing)
                outgoing = await self._conclude(outgoing, outcome)

    async def _finish(self, channel: Channel, outgoing: Outgoing) -> Outcome:
        """The attempt. If the round is cancelled meanwhile, it is still recorded when it ends within the grace."""
        attempt = asyncio.create_task(self._attempt(channel, outgoing))
        try:
            return await asyncio.shield(attempt)
        except asyncio.CancelledError:
            self.claims.close()
            done, _ = await asyncio.wait({attempt}, timeout=self._grace)
            if done:
                self.claims.settle(outgoing.id, self._settlement(outgoing, attempt.result()))
            attempt.cancel()
            raise

    async def _begin(self) -> Outgoing | None:
        while self.claims.is_more():
            await self._pace.turn()
            outgoing = self.claims.begin()
            if outgoing is not None:
                return outgoing
        return None

    async def _attempt(self, channel: Channel, outgoing: Outgoing) -> Outcome:
        head = self._letterhead
        try:
            rendered = render(
                outgoing, at=self._clock.now(), base_url=head.base_url, sender_office=head.office, zone=head.zone
            )
        except Exception as error:  # whatever is wrong with one message must not hold up the others
            return Outcome(OutcomeClass.PAYLOAD, detail=_said(error))
        try:
            return await channel.send(outgoing, rendered)
        except Exception as error:  # a defect of a channel; whether the message left is not known
            return Outcome(OutcomeClass.AMBIGUOUS, detail=_said(error))

    def _settlement(self, outgoing: Outgoing, outcome: Outcome) -> Settlement:
        settlement = settle(
            outcome,
            channel_kind=outgoing.channel,
            attempt=outgoing.attempt,
            at=self._clock.now(),
            key=outgoing.rfc_message_id,
        )
        self.counts[settlement.state] += 1
        return settlement

    async def _conclude(self, outgoing: Outgoing, outcome: Outcome) -> Outgoing | None:
        settlement = self._settlement(outgoing, outcome)
        self.is_paused |= outcome.is_channel_wide or outcome.outcome_class in _ROUND_ENDING
        if settlement.is_channel_stopped or self.is_paused:
            self.claims.close()
        # A message must not wait for its turn while it is marked "sending".
        if not self._pace.is_limited and self.claims.is_in_hand():
            return self.claims.settle_and_begin(outgoing.id, settlement) or await self._begin()
        # What was sent is recorded before anything else is asked of the outbox.
        self.claims.settle(outgoing.id, settlement)
        return await self._begin()


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
