"""What every channel must keep, run over each one that ships."""

import asyncio
import logging
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from engine.outbox import MessageState, OutcomeClass
from notifications.retry import settle
from tests.support.benches import (
    WORDS,
    Bench,
    BotBench,
    ConsoleBench,
    FolderBench,
    MemoryBench,
    NetworkBench,
    OaBench,
    PhoneBench,
    SmtpBench,
    UidBench,
)
from tests.support.outbox import AT
from tests.support.smtp import LoopbackSmtp
from tests.support.zalo import loopback_zalo

NETWORK: dict[str, Callable[[ExitStack], NetworkBench]] = {
    "smtp": lambda stack: SmtpBench(stack.enter_context(LoopbackSmtp())),
    "zalo_bot": lambda stack: BotBench(stack.enter_context(loopback_zalo())),
    "zalo_oa": lambda stack: OaBench(stack.enter_context(loopback_zalo())),
    "zalo_uid": lambda stack: UidBench(stack.enter_context(loopback_zalo())),
    "zalo_phone": lambda stack: PhoneBench(stack.enter_context(loopback_zalo())),
}


@pytest.fixture(params=["memory", "console", "folder", *NETWORK])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """Each channel in turn."""
    with ExitStack() as stack:
        benches: dict[str, Callable[[ExitStack], Bench]] = {
            "memory": lambda _: MemoryBench(),
            "console": lambda _: ConsoleBench(),
            "folder": lambda _: FolderBench(tmp_path / "mail"),
            **NETWORK,
        }
        yield benches[request.param](stack)


@pytest.fixture(params=list(NETWORK))
def network(request: pytest.FixtureRequest) -> Iterator[NetworkBench]:
    """Each channel with a server behind it in turn."""
    with ExitStack() as stack:
        yield NETWORK[request.param](stack)


async def test_channel_says_its_kind(bench: Bench) -> None:
    assert bench.open().kind == bench.kind == bench.outgoing().channel


async def test_channel_sends_a_message_once(bench: Bench) -> None:
    async with bench.open() as channel:
        outcome = await channel.send(bench.outgoing(), WORDS)
    assert outcome.outcome_class is OutcomeClass.OK
    assert outcome.detail
    assert len(bench.seen()) == 1


async def test_channel_sends_the_same_message_on_every_attempt(bench: Bench) -> None:
    async with bench.open() as channel:
        for attempt in (1, 2):
            await channel.send(bench.outgoing(attempt=attempt), WORDS)
    first, second = bench.seen()
    assert first == second


async def test_channel_keeps_vietnamese_words(bench: Bench) -> None:
    async with bench.open() as channel:
        await channel.send(bench.outgoing(), WORDS)
    (seen,) = bench.seen()
    assert seen.words == bench.words


async def test_channel_sends_to_one_recipient_at_a_time(network: NetworkBench) -> None:
    first = network.outgoing().address
    second = first.replace("hoasen", "hoahong") if "@" in first else first[:-1] + "0"
    async with network.open() as channel:
        for address in (first, second):
            await channel.send(network.outgoing(address=address), WORDS)
    assert [seen.recipient for seen in network.seen()] == [first, second]


async def test_channel_says_what_to_do_when_it_fails_for_now(bench: Bench) -> None:
    bench.fail_for_now()
    async with bench.open() as channel:
        refused = await channel.send(bench.outgoing(), WORDS)
        bench.mend()
        accepted = await channel.send(bench.outgoing(), WORDS)
    settlement = settle(refused, channel_kind=bench.kind, attempt=1, at=AT, key="k")
    assert settlement.state is MessageState.DEFERRED or settlement.is_channel_stopped
    assert refused.detail
    assert accepted.outcome_class is OutcomeClass.OK
    assert len(bench.seen()) == 1


async def test_channel_uses_one_connection_for_all_messages(bench: Bench) -> None:
    async with bench.open() as channel:
        for number in range(5):
            await channel.send(bench.outgoing(id=number, rfc_message_id=f"<m{number}@dondoc.example>"), WORDS)
    assert len(bench.seen()) == 5
    assert bench.connections() == 1


async def test_channel_closes_cleanly_when_nothing_was_sent(bench: Bench) -> None:
    async with bench.open():
        pass
    assert bench.seen() == []


async def test_channel_closes_cleanly_when_its_user_fails(bench: Bench) -> None:
    async def send_and_fail() -> None:
        async with bench.open() as channel:
            await channel.send(bench.outgoing(), WORDS)
            raise KeyError

    with pytest.raises(KeyError):
        await send_and_fail()
    assert len(bench.seen()) == 1


async def test_channel_blames_no_message_when_nobody_listens(network: NetworkBench) -> None:
    async with network.open_nowhere() as channel:
        outcome = await channel.send(network.outgoing(), WORDS)
    assert (outcome.outcome_class, outcome.is_channel_wide) == (OutcomeClass.TRANSIENT, True)


async def test_channel_does_not_know_when_the_answer_is_lost(network: NetworkBench) -> None:
    network.lose_answers(1)
    async with network.open() as channel:
        outcome = await channel.send(network.outgoing(), WORDS)
    assert outcome.outcome_class is OutcomeClass.AMBIGUOUS
    assert len(network.seen()) == 1


async def test_channel_does_not_know_when_the_answer_takes_too_long(network: NetworkBench) -> None:
    network.hold_answer()
    async with network.open_impatient() as channel:
        outcome = await channel.send(network.outgoing(), WORDS)
        again = await channel.send(network.outgoing(id=2), WORDS)
    assert outcome.outcome_class is OutcomeClass.AMBIGUOUS
    assert again.outcome_class is OutcomeClass.OK
    assert len(network.seen()) == 2


async def test_channel_lets_a_cancellation_pass(network: NetworkBench) -> None:
    async def send() -> None:
        async with network.open() as channel:
            await channel.send(network.outgoing(), WORDS)

    network.hold_answer()
    task = asyncio.create_task(send())
    while not network.seen():  # noqa: ASYNC110 - the server lives in another thread
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(network.seen()) == 1


async def test_channel_refuses_what_is_no_address_of_its_own(network: NetworkBench) -> None:
    async with network.open() as channel:
        outcome = await channel.send(network.outgoing(address=network.no_address), WORDS)
    assert outcome.outcome_class is OutcomeClass.RECIPIENT
    assert network.seen() == []
    assert network.connections() == 0


async def test_channel_gives_up_one_message_that_is_refused_for_good(network: NetworkBench) -> None:
    network.refuse_everybody()
    async with network.open() as channel:
        refused = await channel.send(network.outgoing(), WORDS)
        accepted = await channel.send(network.outgoing(id=2), WORDS)
    settlement = settle(refused, channel_kind=network.kind, attempt=1, at=AT, key="k")
    assert settlement.state is MessageState.FAILED_PERMANENT
    assert accepted.outcome_class is OutcomeClass.OK


async def test_channel_sends_composed_letters_when_it_is_given_decomposed_ones(network: NetworkBench) -> None:
    def decomposed(text: str) -> str:
        return unicodedata.normalize("NFD", text)

    words = replace(
        WORDS,
        subject=decomposed(WORDS.subject),
        text=decomposed(WORDS.text),
        chat=decomposed(WORDS.chat),
        card={key: decomposed(value) for key, value in WORDS.card.items()},
    )
    async with network.open() as channel:
        await channel.send(network.outgoing(), words)
    (seen,) = network.seen()
    assert seen.words == network.words


async def test_channel_never_shows_a_secret(network: NetworkBench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    network.lose_answers(1)
    outcomes = []
    for open_channel in (network.open, network.open, network.open_nowhere):
        async with open_channel() as channel:
            outcomes.append(await channel.send(network.outgoing(), WORDS))
        assert [secret for secret in network.secrets() if secret in repr(channel) + repr(outcomes)] == []
    assert [secret for secret in network.secrets() if secret in caplog.text] == []
    assert [outcome.outcome_class for outcome in outcomes] == [
        OutcomeClass.AMBIGUOUS,
        OutcomeClass.OK,
        OutcomeClass.TRANSIENT,
    ]
