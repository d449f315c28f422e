"""Delivery over every Zalo channel while everything goes wrong: nothing arrives twice, nothing is forgotten."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from types import TracebackType
from typing import Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.clock import SetClock
from engine.outbox import MessageState, Outcome, Outgoing
from notifications.channels.protocol import Channel
from notifications.channels.zalo.codes import TABLES, Api
from notifications.channels.zalo.sandbox.server import (
    EMPTY,
    GATEWAY_TIMEOUT,
    HANG_UP,
    Reply,
    ZaloSandbox,
    refusal,
)
from notifications.delivery import Letterhead, Route, deliver
from notifications.mail import Rendered
from tests.support.benches import WORDS, BotBench, OaBench, PhoneBench, UidBench, ZaloBench
from tests.support.outbox import MemoryOutbox
from tests.support.zalo import AT, loopback_zalo

State = MessageState
BENCHES = [(BotBench, Api.BOT), (OaBench, Api.OA), (UidBench, Api.ZBS_UID), (PhoneBench, Api.ZBS)]
ENDS = {State.ACCEPTED, State.UNKNOWN, State.FAILED_PERMANENT, State.FAILED_EXHAUSTED}
COUNT = 4
# Nothing is taken, and no answer that can be read comes back.
LOST_BEFORE = Reply(hangs_up=True)


class Worded:
    """A channel whose words are those of the benches."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.kind = channel.kind

    async def __aenter__(self) -> Self:
        await self._channel.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._channel.__aexit__(kind, error, trace)

    async def send(self, outgoing: Outgoing, rendered: Rendered) -> Outcome:
        return await self._channel.send(outgoing, WORDS)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[ZaloSandbox]:
    with loopback_zalo() as running:
        yield running


async def empty(outbox: MemoryOutbox, bench: ZaloBench) -> None:
    """Deliver, mending the channel each time it stops, until nothing waits any more."""
    clock = SetClock(AT)
    route = Route(bench.kind, lambda: Worded(bench.open()), per_minute=None)
    for _ in range(200):
        await deliver(outbox, [route], clock=clock, worker="w", letterhead=Letterhead("Phòng GDĐT"))
        outbox.stopped.clear()
        if set(outbox.states()) <= ENDS:
            return
        waiting = [row.next_at for row in outbox.rows.values() if row.next_at is not None]
        clock.set(max(clock.now(), min(waiting, default=clock.now())) + timedelta(seconds=1))
    raise AssertionError(outbox.states())


@pytest.mark.parametrize(("kind", "api"), BENCHES)
@settings(max_examples=25)
@given(st.data())
def test_nothing_arrives_twice_and_nothing_is_forgotten_for_any_mishaps(
    sandbox: ZaloSandbox, kind: type[ZaloBench], api: Api, data: st.DataObject
) -> None:
    refusals = st.sampled_from(sorted(set(TABLES[api]) - {0})).map(refusal)
    mishaps = st.sampled_from([HANG_UP, LOST_BEFORE, EMPTY, GATEWAY_TIMEOUT, Reply(is_taken=True)])
    bench = kind(sandbox)
    bench.prepare_people(COUNT)
    sandbox.forget_script()
    sandbox.taken.clear()
    sandbox.answer(bench.path, *data.draw(st.lists(refusals | mishaps, max_size=12)))
    outbox = MemoryOutbox(
        bench.outgoing(id=number, rfc_message_id=f"<m{number}@d.example>", address=bench.person(number))
        for number in range(1, COUNT + 1)
    )
    asyncio.run(empty(outbox, bench))
    arrived = Counter(message.recipient for message in sandbox.taken)
    for number, row in outbox.rows.items():
        times = arrived[bench.person(number)]
        possible = {State.ACCEPTED: {1}, State.UNKNOWN: {0, 1}}.get(row.state, {0})
        assert times in possible, (row.state, times)
