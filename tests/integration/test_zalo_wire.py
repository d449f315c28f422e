"""The wire under all Zalo channels: any answer that a server can give, and connections that come to an end."""

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.outbox import Outcome, OutcomeClass
from notifications.channels.zalo.codes import code_of
from notifications.channels.zalo.sandbox.server import Reply, ZaloSandbox, slow
from notifications.channels.zalo.wire import Answer, Call, Unreadable, Wire, ZaloHost
from tests.support.benches import WORDS, BotBench, OaBench, PhoneBench, UidBench, ZaloBench
from tests.support.smtp import LoopbackSmtp, make_certificate
from tests.support.zalo import loopback_zalo

BENCHES: list[type[ZaloBench]] = [BotBench, OaBench, UidBench, PhoneBench]
VALUES = rb'(-?[0-9]{1,6}|"[a-z0-9-]*"|true|false|null|\{\}|\[\])'
BODIES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([b"{}", b"[]", b"null", b"<html>", b'{"error":0}', b'{"ok":true}', b'{"ok":false}']),
    st.from_regex(rb'\{"(error|ok|error_code|data)":' + VALUES + rb"\}", fullmatch=True),
)


def is_success(body: bytes, *, is_bot: bool) -> bool:
    """True if ``body`` says that the message was taken."""
    try:
        said = json.loads(body)
    except ValueError:
        return False
    if not isinstance(said, dict):
        return False
    return said.get("ok") is True if is_bot else code_of(said.get("error")) == 0


@pytest.fixture(scope="module")
def shared() -> Iterator[ZaloSandbox]:
    with loopback_zalo() as running:
        yield running


@pytest.fixture
def sandbox() -> Iterator[ZaloSandbox]:
    with loopback_zalo() as running:
        yield running


@pytest.mark.parametrize("kind", BENCHES)
@given(BODIES, st.sampled_from([200, 201, 302, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504]))
def test_channel_never_raises_for_any_answer(
    shared: ZaloSandbox, kind: type[ZaloBench], body: bytes, status: int
) -> None:
    async def send() -> Outcome:
        async with bench.open() as channel:
            return await channel.send(bench.outgoing(), WORDS)

    bench = kind(shared)
    shared.answer(bench.path, Reply(page=body, status=status))
    outcome = asyncio.run(send())
    assert (outcome.outcome_class is OutcomeClass.OK) == is_success(body, is_bot=kind is BotBench)
    assert outcome.detail


async def test_answer_that_comes_slowly_is_waited_for(sandbox: ZaloSandbox) -> None:
    bench = BotBench(sandbox)
    sandbox.answer(bench.path, slow(0.05))
    async with bench.open() as channel:
        assert (await channel.send(bench.outgoing(), WORDS)).outcome_class is OutcomeClass.OK


async def test_connection_that_was_closed_while_idle_is_opened_again(sandbox: ZaloSandbox) -> None:
    bench = BotBench(sandbox)
    async with bench.open() as channel:
        await channel.send(bench.outgoing(), WORDS)
        sandbox.drop_clients()
        while sandbox.open_connections:  # noqa: ASYNC110 - the server lives in other threads
            await asyncio.sleep(0)
        assert (await channel.send(bench.outgoing(), WORDS)).outcome_class is OutcomeClass.OK
    assert sandbox.connections == 2


async def test_certificate_that_nobody_vouches_for_is_the_operators_matter(tmp_path: Path) -> None:
    with LoopbackSmtp(tls="tls", certificate=make_certificate(tmp_path)) as server:
        wire = Wire(ZaloHost(f"https://127.0.0.1:{server.port}"))
        found = await wire.call(Call("/v2.0/oa/getoa", method="GET"))
        await wire.close()
    assert isinstance(found, Outcome)
    assert found.outcome_class is OutcomeClass.CONFIG


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "http://[::1", "khong-phai-url", ""])
async def test_address_that_cannot_be_used_is_the_operators_matter(url: str) -> None:
    wire = Wire(ZaloHost(url))
    found = await wire.call(Call("/x"))
    await wire.close()
    assert isinstance(found, Outcome)
    assert found.outcome_class is OutcomeClass.CONFIG


async def test_token_that_no_head_can_hold_is_not_shown(sandbox: ZaloSandbox) -> None:
    wire = Wire(sandbox.host())
    for token in ("một-mã", "line\nbreak"):
        found = await wire.call(Call("/v2.0/oa/getoa", method="GET", headers={"access_token": token}))
        assert isinstance(found, Outcome)
        assert found.outcome_class is OutcomeClass.CONFIG
        assert token not in found.detail
    await wire.close()


async def test_queries_stay_out_of_the_log(sandbox: ZaloSandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    wire = Wire(sandbox.host())
    found = await wire.call(Call("/message/status", method="GET", query={"phone": "84987654321"}))
    await wire.close()
    assert isinstance(found, Answer | Unreadable)
    assert "84987654321" not in caplog.text
    assert "/message/status" in caplog.text


async def test_address_with_a_token_stays_out_of_the_log(
    sandbox: ZaloSandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    wire = Wire(sandbox.host())
    await wire.call(Call("/bot/getMe"))
    await wire.close()
    for name in ("httpx", "httpcore.http11"):
        logging.getLogger(name).info("moved to %s", "https://bot.example/bot12:bi-mat/getMe")
    assert "bi-mat" not in caplog.text
    assert "https://bot.example/bot…/getMe" in caplog.text


async def test_two_calls_at_once_wait_for_each_other(sandbox: ZaloSandbox) -> None:
    bench = BotBench(sandbox)
    async with bench.open() as channel:
        outcomes = await asyncio.gather(*(channel.send(bench.outgoing(id=number), WORDS) for number in range(5)))
    assert {outcome.outcome_class for outcome in outcomes} == {OutcomeClass.OK}
    assert (len(sandbox.taken), sandbox.connections) == (5, 1)
