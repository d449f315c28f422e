"""Delivery: what is claimed, sent, settled and given back."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

import pytest

from engine.clock import SetClock
from engine.errors import StorageFailed
from engine.outbox import MessageState, Outcome, OutcomeClass, Outgoing, Settlement
from notifications.channels.memory import Mailbox, MemoryChannel
from notifications.channels.protocol import Channel
from notifications.delivery import LEASE, DeliveryReport, Letterhead, Route, deliver
from notifications.mail import Rendered
from tests.support.outbox import AT, MemoryOutbox, create_outgoing

State, Class = MessageState, OutcomeClass
HEAD = Letterhead("Phòng GDĐT huyện Vĩnh Bảo")


def create_outbox(count: int, **overrides: Any) -> MemoryOutbox:
    messages = (create_outgoing(id=n, rfc_message_id=f"<m{n}@d.example>", **overrides) for n in range(1, count + 1))
    return MemoryOutbox(messages)


def memory_route(mailbox: Mailbox, **overrides: Any) -> Route:
    values: dict[str, Any] = {"kind": "email", "open": lambda: MemoryChannel(mailbox), "per_minute": None}
    return Route(**(values | overrides))


async def run(outbox: MemoryOutbox, *routes: Route, clock: SetClock | None = None, **options: Any) -> DeliveryReport:
    return await deliver(outbox, routes, clock=clock or SetClock(AT), worker="w1", letterhead=HEAD, **options)


def ids(mailbox: Mailbox) -> list[int]:
    return [kept.outgoing.id for kept in mailbox.kept]


async def test_delivery_sends_all_that_is_due_in_order_and_over_one_connection() -> None:
    outbox, mailbox = create_outbox(7), Mailbox()
    report = await run(outbox, memory_route(mailbox), batch=3)
    assert ids(mailbox) == [1, 2, 3, 4, 5, 6, 7]
    assert report == DeliveryReport(Counter({State.ACCEPTED: 7}))
    assert mailbox.connections == 1


async def test_delivery_opens_no_channel_when_nothing_is_due() -> None:
    mailbox = Mailbox()
    report = await run(MemoryOutbox(), memory_route(mailbox, connections=2))
    assert (report.counts, mailbox.connections) == (Counter(), 0)


async def test_delivery_needs_one_commit_a_message() -> None:
    outbox = create_outbox(5)
    await run(outbox, memory_route(Mailbox()))
    assert outbox.commits == ["claim", "begin", *["settle_and_begin"] * 4, "settle", "claim"]


async def test_delivery_leaves_no_message_sending_while_it_waits_for_a_turn() -> None:
    outbox = create_outbox(3)
    await run(outbox, memory_route(Mailbox(), per_minute=60_000))
    assert outbox.commits == ["claim", *["begin", "settle"] * 3, "claim"]


async def test_delivery_shares_the_batch_among_connections() -> None:
    outbox, mailbox = create_outbox(9), Mailbox()
    report = await run(outbox, memory_route(mailbox, connections=3), batch=4)
    assert sorted(ids(mailbox)) == list(range(1, 10))
    assert report.counts == {State.ACCEPTED: 9}
    assert mailbox.connections == 3


async def test_delivery_lets_a_connection_rest_when_the_others_took_all() -> None:
    outbox, mailbox = create_outbox(2), Mailbox()
    report = await run(outbox, memory_route(mailbox, connections=3, per_minute=60_000))
    assert sorted(ids(mailbox)) == [1, 2]
    assert (report.counts, report.dropped) == ({State.ACCEPTED: 2}, 0)


async def test_delivery_sends_a_message_once_when_two_run_at_the_same_time() -> None:
    outbox, mailbox = create_outbox(20), Mailbox()
    route = memory_route(mailbox)
    runs = (
        deliver(outbox, [route], clock=SetClock(AT), worker=f"w{n}", letterhead=HEAD, batch=2, lease=LEASE)
        for n in range(3)
    )
    await asyncio.gather(*runs)
    assert sorted(ids(mailbox)) == list(range(1, 21))


async def test_delivery_drops_a_message_when_nothing_is_left_to_say() -> None:
    outbox, mailbox = create_outbox(4), Mailbox()
    for number in (1, 3, 4):
        outbox.rows[number].has_nothing_to_say = True
    report = await run(outbox, memory_route(mailbox))
    assert ids(mailbox) == [2]
    assert (report.dropped, report.counts) == (3, {State.ACCEPTED: 1})


async def test_delivery_goes_on_when_one_message_cannot_be_put_into_words() -> None:
    outbox, mailbox = create_outbox(3), Mailbox()
    outbox.rows[2].outgoing = create_outgoing(id=2, kind="no_such_kind")
    report = await run(outbox, memory_route(mailbox))
    assert ids(mailbox) == [1, 3]
    assert outbox.states() == [State.ACCEPTED, State.FAILED_PERMANENT, State.ACCEPTED]
    (settlement,) = outbox.rows[2].settlements
    assert settlement.outcome.outcome_class is Class.PAYLOAD
    assert "no_such_kind" in settlement.outcome.detail
    assert report.counts == {State.ACCEPTED: 2, State.FAILED_PERMANENT: 1}


@pytest.mark.parametrize("outcome_class", [Class.AUTH, Class.CONFIG, Class.BILLING])
async def test_delivery_stops_the_channel_and_keeps_all_attempts_when_nobody_could_send(
    outcome_class: OutcomeClass,
) -> None:
    outbox, mailbox = create_outbox(4), Mailbox(script=[Outcome(Class.OK), Outcome(outcome_class, "535 no")])
    report = await run(outbox, memory_route(mailbox))
    assert outbox.states() == [State.ACCEPTED, State.PENDING, State.PENDING, State.PENDING]
    assert [row.attempts for row in outbox.rows.values()] == [1, 0, 0, 0]
    assert report.stopped == ("email",)
    again = await run(outbox, memory_route(mailbox))
    assert (again.counts, again.stopped) == (Counter(), ("email",))
    assert mailbox.connections == 1


@pytest.mark.parametrize(
    "outcome", [Outcome(Class.QUOTA), Outcome(Class.NIGHT), Outcome(Class.TRANSIENT, is_channel_wide=True)]
)
async def test_delivery_gives_the_rest_back_when_the_channel_gives_out_for_now(outcome: Outcome) -> None:
    outbox, mailbox = create_outbox(3), Mailbox(script=[outcome])
    report = await run(outbox, memory_route(mailbox))
    assert outbox.states() == [State.DEFERRED, State.PENDING, State.PENDING]
    assert (report.paused, report.stopped) == (("email",), ())
    assert [row.attempts for row in outbox.rows.values()] == [0, 0, 0]


async def test_delivery_goes_on_to_the_next_channel_when_one_is_stopped() -> None:
    outbox, mailbox = create_outbox(1, channel="zalo"), Mailbox()
    outbox.rows[2] = create_outbox(2).rows[2]
    outbox.stopped.add("email")
    zalo = memory_route(mailbox, kind="zalo", open=lambda: MemoryChannel(mailbox, kind="zalo"))
    report = await run(outbox, memory_route(Mailbox()), zalo)
    assert outbox.states() == [State.ACCEPTED, State.PENDING]
    assert report.stopped == ("email",)


async def test_delivery_tries_again_until_the_attempts_are_used_up() -> None:
    outbox, clock = create_outbox(1), SetClock(AT)
    mailbox = Mailbox(script=[Outcome(Class.TRANSIENT, "451")] * 6)
    states = []
    for hour in range(6):
        clock.set(AT + timedelta(hours=6 * hour))
        await run(outbox, memory_route(mailbox), clock=clock)
        states += outbox.states()
    assert states == [State.DEFERRED] * 5 + [State.FAILED_EXHAUSTED]
    assert outbox.rows[1].attempts == 6


async def test_delivery_waits_for_a_deferred_message_until_its_time() -> None:
    outbox, clock = create_outbox(1), SetClock(AT)
    mailbox = Mailbox(script=[Outcome(Class.TRANSIENT, "451")])
    await run(outbox, memory_route(mailbox), clock=clock)
    clock.set(AT + timedelta(seconds=40))
    await run(outbox, memory_route(mailbox), clock=clock)
    assert outbox.states() == [State.DEFERRED]
    clock.set(AT + timedelta(seconds=80))
    await run(outbox, memory_route(mailbox), clock=clock)
    assert outbox.states() == [State.ACCEPTED]
    assert mailbox.kept[0].outgoing.attempt == 2


class BrokenChannel:
    """A channel with a defect, or one that never answers."""

    kind = "email"

    def __init__(self, act: Callable[[], Any]) -> None:
        self._act = act

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def send(self, outgoing: Outgoing, rendered: Rendered) -> Outcome:
        await self._act()
        return Outcome(Class.OK)


async def defect() -> None:
    raise ZeroDivisionError("a defect")


async def test_delivery_takes_it_for_ambiguous_when_a_channel_has_a_defect() -> None:
    outbox = create_outbox(2)
    route = Route("email", lambda: broken(defect), per_minute=None)
    await run(outbox, route)
    assert outbox.states() == [State.DEFERRED, State.DEFERRED]
    assert outbox.rows[1].settlements[0].outcome == Outcome(Class.AMBIGUOUS, "ZeroDivisionError: a defect")


def broken(act: Callable[[], Any]) -> Channel:
    return BrokenChannel(act)


async def test_delivery_gives_back_what_it_has_not_begun_when_it_is_cancelled() -> None:
    outbox, is_sending = create_outbox(3), asyncio.Event()

    async def hang() -> None:
        is_sending.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(run(outbox, Route("email", lambda: broken(hang), per_minute=None), grace=0))
    await is_sending.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert outbox.states() == [State.SENDING, State.PENDING, State.PENDING]


async def test_delivery_records_the_message_in_flight_when_it_is_cancelled() -> None:
    outbox, is_sending, may_end = create_outbox(3), asyncio.Event(), asyncio.Event()

    async def answer_late() -> None:
        is_sending.set()
        await may_end.wait()

    task = asyncio.create_task(run(outbox, Route("email", lambda: broken(answer_late), per_minute=None)))
    await is_sending.wait()
    task.cancel()
    await asyncio.sleep(0)
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert outbox.states() == [State.ACCEPTED, State.PENDING, State.PENDING]


async def test_delivery_sends_again_with_the_same_id_when_a_run_was_cut_off() -> None:
    outbox, mailbox, clock = create_outbox(1), Mailbox(), SetClock(AT)
    outbox.claim(channel="email", worker="dead", at=AT, limit=1, lease=LEASE)
    outbox.begin(1, worker="dead", at=AT)
    await run(outbox, memory_route(mailbox), clock=clock)
    assert ids(mailbox) == []
    clock.set(AT + LEASE)
    await run(outbox, memory_route(mailbox), clock=clock)
    assert [kept.outgoing.rfc_message_id for kept in mailbox.kept] == ["<m1@d.example>"]


class FailingOutbox(MemoryOutbox):
    """An outbox whose database fails when an attempt is recorded."""

    def settle(self, message_id: int, settlement: Settlement, *, worker: str, at: Any) -> None:
        raise StorageFailed(reason="disk full")

    def settle_and_begin(
        self, message_id: int, settlement: Settlement, *, following: int, worker: str, at: Any
    ) -> Outgoing | None:
        raise StorageFailed(reason="disk full")


async def test_delivery_says_the_error_of_the_outbox_and_gives_the_rest_back() -> None:
    outbox = FailingOutbox(row.outgoing for row in create_outbox(3).rows.values())
    with pytest.raises(StorageFailed):
        await run(outbox, memory_route(Mailbox()))
    assert outbox.states() == [State.SENDING, State.PENDING, State.PENDING]
