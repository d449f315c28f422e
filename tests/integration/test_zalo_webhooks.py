"""What the sandbox tells by itself, read and checked as the real thing would be."""

import json
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

import pytest

from engine.outbox import OutcomeClass
from notifications.channels.zalo.events import (
    Followed,
    Incoming,
    QuotaChanged,
    Receipt,
    TemplateChanged,
    Unfollowed,
    read_event,
)
from notifications.channels.zalo.sandbox.server import EMPTY, GATEWAY_TIMEOUT, HANG_UP, HOLD, Reply, ZaloSandbox
from notifications.channels.zalo.signature import verify
from tests.support.benches import WORDS, OaBench, PhoneBench, UidBench, ZaloBench
from tests.support.zalo import AT, Received, loopback_zalo, webhook

ACCOUNT_BENCHES = [OaBench, UidBench, PhoneBench]


@pytest.fixture
def received() -> Iterator[Received]:
    with webhook() as running:
        yield running


@pytest.fixture
def sandbox(received: Received) -> Iterator[ZaloSandbox]:
    with loopback_zalo() as running:
        running.webhooks.url = received.url
        yield running


def is_signed(sandbox: ZaloSandbox, received: Received, *, secret: str = "", number: int = -1) -> bool:
    keys = sandbox.world.keys
    header = received.headers[number]["x-zevent-signature"]
    return verify(received.bodies[number], header, app_id=keys.app_id, secret=secret or keys.oa_secret)


async def send(bench: ZaloBench) -> OutcomeClass:
    async with bench.open_impatient() as channel:
        return (await channel.send(bench.outgoing(), WORDS)).outcome_class


@pytest.mark.parametrize("kind", ACCOUNT_BENCHES)
async def test_receipt_names_the_message_that_was_accepted(
    sandbox: ZaloSandbox, received: Received, kind: type[ZaloBench]
) -> None:
    bench = kind(sandbox)
    async with bench.open() as channel:
        outcome = await channel.send(bench.outgoing(), WORDS)
    message = sandbox.taken[0]
    assert sandbox.webhooks.receipt(message, at=AT + timedelta(seconds=3)) == 200
    event = read_event(received.bodies[0])
    assert isinstance(event, Receipt)
    assert (event.message_ids, event.at) == ((outcome.provider_id,), AT + timedelta(seconds=3))
    assert event.tracking_id == message.tracking_id
    assert bool(event.tracking_id) == (kind is PhoneBench)
    assert is_signed(sandbox, received)
    assert received.headers[0].get("x-zevent-server") == ("ZNS" if kind is PhoneBench else None)


@pytest.mark.parametrize("reply", [HANG_UP, HOLD, EMPTY, GATEWAY_TIMEOUT, Reply(delay=1, is_taken=True)])
async def test_late_receipt_settles_a_message_in_doubt(sandbox: ZaloSandbox, received: Received, reply: Reply) -> None:
    bench = PhoneBench(sandbox)
    sandbox.answer(bench.path, reply)
    assert await send(bench) is OutcomeClass.AMBIGUOUS
    sandbox.webhooks.receipt(sandbox.taken[0], at=AT + timedelta(minutes=29))
    event = read_event(received.bodies[0])
    assert isinstance(event, Receipt)
    assert event.tracking_id == sandbox.asked[0].body["tracking_id"]


async def test_receipt_that_is_told_twice_has_one_key(sandbox: ZaloSandbox, received: Received) -> None:
    bench = PhoneBench(sandbox)
    for _ in range(2):
        await send(bench)
    for message in (*sandbox.taken, sandbox.taken[0]):
        sandbox.webhooks.receipt(message)
    first, second, again = (read_event(body) for body in received.bodies)
    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt)
    assert first == again
    assert first.key != second.key


async def test_sandbox_may_send_receipts_by_itself(sandbox: ZaloSandbox, received: Received) -> None:
    sandbox.webhooks.is_prompt = True
    bench = PhoneBench(sandbox)
    sandbox.answer(bench.path, Reply(is_taken=True), HANG_UP, HOLD)
    for _ in range(3):
        await send(bench)
    until = monotonic() + 10
    while len(received.bodies) < 3:
        assert monotonic() < until, "a receipt is missing"
    told = [read_event(body) for body in received.bodies]
    assert [event.message_ids for event in told if isinstance(event, Receipt)] == [
        (message.message_id,) for message in sandbox.taken
    ]


def test_events_of_the_account_are_told_and_signed(sandbox: ZaloSandbox, received: Received) -> None:
    hooks = sandbox.webhooks
    hooks.text("2512", "xin gia hạn đến 20/5 vì mưa lũ")
    hooks.followed("2512")
    hooks.followed("2512", leaves=True)
    hooks.template_changed("215453", status="REJECT", reason="Logo không hợp lệ")
    hooks.quota_changed(500, 2000)
    events = [read_event(body) for body in received.bodies]
    kinds = [type(event) for event in events]
    assert kinds == [Incoming, Followed, Unfollowed, TemplateChanged, QuotaChanged]
    assert all(is_signed(sandbox, received, number=number) for number in range(5))
    said = events[0]
    assert isinstance(said, Incoming)
    assert (said.address, said.text, said.at) == ("2512", "xin gia hạn đến 20/5 vì mưa lũ", AT)


def test_seen_messages_are_told_together(sandbox: ZaloSandbox, received: Received) -> None:
    messages = [sandbox.world.take("zalo_oa", "2512", text=text) for text in ("một", "hai")]
    sandbox.webhooks.seen(*messages)
    event = read_event(received.bodies[0])
    assert isinstance(event, Receipt)
    assert event.message_ids == tuple(message.message_id for message in messages)


def test_other_secrets_sign_nothing(sandbox: ZaloSandbox, received: Received) -> None:
    event = {"event_name": "follow", "app_id": sandbox.world.keys.app_id, "timestamp": "1"}
    sandbox.webhooks.tell(event, secret=sandbox.world.keys.app_secret)
    assert not is_signed(sandbox, received)
    assert is_signed(sandbox, received, secret=sandbox.world.keys.app_secret)
    raw = json.dumps(json.loads(received.bodies[0]), indent=1).encode()
    header = received.headers[0]["x-zevent-signature"]
    keys = sandbox.world.keys
    assert not verify(raw, header, app_id=keys.app_id, secret=keys.app_secret)


def test_sandbox_says_when_nobody_listens(sandbox: ZaloSandbox, received: Received) -> None:
    received.status = 503
    assert sandbox.webhooks.followed("1") == 503
    sandbox.webhooks.url = "http://127.0.0.1:1/zalo"
    assert sandbox.webhooks.followed("1") is None
    sandbox.webhooks.url = ""
    assert sandbox.webhooks.followed("1") is None
