"""OAuth against the sandbox, and what follows from a token that is refused."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.clock import SetClock
from engine.outbox import Outcome, OutcomeClass
from notifications.channels.zalo.oa import OaChannel
from notifications.channels.zalo.oauth import OauthApp, OauthClient
from notifications.channels.zalo.sandbox.server import (
    EMPTY,
    GATEWAY_TIMEOUT,
    HANG_UP,
    Reply,
    ZaloSandbox,
    refusal,
)
from notifications.channels.zalo.tokens import MemoryTokens, TokenAnswer, TokenDelayed, TokenLost
from notifications.channels.zalo.wire import ZaloHost
from tests.support.benches import WORDS
from tests.support.outbox import create_outgoing
from tests.support.zalo import AT, account_of, loopback_zalo, tokens_of

TOKEN = "/v4/oa/access_token"
CONSULT = "/v3.0/oa/message/cs"
USER = "2512523625412515"


@pytest.fixture
def sandbox() -> Iterator[ZaloSandbox]:
    with loopback_zalo() as running:
        running.world.interactions[USER] = AT
        yield running


def create_client(sandbox: ZaloSandbox, *, secret: str = "", url: str = "") -> OauthClient:
    keys = sandbox.world.keys
    return OauthClient(ZaloHost(url or sandbox.url), app=OauthApp(keys.app_id, secret or keys.app_secret))


async def refresh(sandbox: ZaloSandbox, token: str = "") -> TokenAnswer | TokenLost | Outcome:
    async with create_client(sandbox) as client:
        return await client.refresh(token or sandbox.world.keys.refresh_token)


async def send(sandbox: ZaloSandbox, tokens: MemoryTokens) -> Outcome:
    async with OaChannel(account_of(sandbox, tokens=tokens)) as channel:
        return await channel.send(create_outgoing(channel="zalo_oa", address=USER), WORDS)


async def test_refresh_gives_a_new_pair(sandbox: ZaloSandbox) -> None:
    old = sandbox.world.keys.refresh_token
    answer = await refresh(sandbox)
    keys = sandbox.world.keys
    assert answer == TokenAnswer(keys.access_token, keys.refresh_token, timedelta(seconds=90000))
    assert keys.refresh_token != old


async def test_consent_gives_the_first_pair(sandbox: ZaloSandbox) -> None:
    async with create_client(sandbox) as client:
        answer = await client.redeem(sandbox.world.consent_code, verifier="v" * 43)
    assert isinstance(answer, TokenAnswer)
    assert answer.access_token == sandbox.world.keys.access_token


@pytest.mark.parametrize("is_silent", [True, False])
async def test_refresh_is_lost_when_the_token_was_used_before(sandbox: ZaloSandbox, is_silent: bool) -> None:
    sandbox.world.is_silent_about_used_tokens = is_silent
    used = sandbox.world.keys.refresh_token
    await refresh(sandbox)
    assert isinstance(await refresh(sandbox, used), TokenLost)


@pytest.mark.parametrize("code", ["-14014", '"-14014"'])
async def test_refresh_is_lost_when_the_code_is_a_number_or_a_string(sandbox: ZaloSandbox, code: str) -> None:
    page = f'{{"error":{code},"error_name":"Invalid refresh token.","message":""}}'.encode()
    sandbox.answer(TOKEN, Reply(page=page))
    found = await refresh(sandbox)
    assert isinstance(found, TokenLost)
    assert str(found) == "-14014 Invalid refresh token."


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (GATEWAY_TIMEOUT, OutcomeClass.TRANSIENT),
        (HANG_UP, OutcomeClass.TRANSIENT),
        (Reply(page=b'{"fault":"upstream"}', status=502), OutcomeClass.TRANSIENT),
        (Reply(page=b"<html>", status=200), OutcomeClass.TRANSIENT),
        (Reply(page=b"", status=503), OutcomeClass.TRANSIENT),
        (Reply(page=b"", status=429), OutcomeClass.THROTTLE),
        (refusal(-14002, "App is not active"), OutcomeClass.CONFIG),
        (refusal(-14003, "Invalid redirect uri"), OutcomeClass.CONFIG),
        (Reply(page=b"{}"), OutcomeClass.CONFIG),
    ],
)
async def test_refresh_is_tried_later_when_no_tokens_came(
    sandbox: ZaloSandbox, reply: Reply, expected: OutcomeClass
) -> None:
    sandbox.answer(TOKEN, reply)
    found = await refresh(sandbox)
    assert isinstance(found, Outcome)
    assert found.outcome_class is expected
    assert found.is_channel_wide or expected is OutcomeClass.CONFIG


@pytest.mark.parametrize("again", ["", ',"refresh_token":"%s"'])
async def test_refresh_keeps_its_token_when_no_other_comes(sandbox: ZaloSandbox, again: str) -> None:
    token = sandbox.world.keys.refresh_token
    page = '{"access_token":"new","expires_in":"x"' + (again % token if again else "") + "}"
    sandbox.answer(TOKEN, Reply(page=page.encode()))
    assert await refresh(sandbox) == TokenAnswer("new", token, timedelta(hours=25))


async def test_refresh_is_transient_when_nobody_listens(sandbox: ZaloSandbox) -> None:
    async with create_client(sandbox, url="http://127.0.0.1:1") as client:
        found = await client.refresh("x")
    assert isinstance(found, Outcome)
    assert (found.outcome_class, found.is_channel_wide) == (OutcomeClass.TRANSIENT, True)


async def test_refused_token_is_renewed_once_and_the_message_sent(sandbox: ZaloSandbox) -> None:
    tokens = tokens_of(sandbox)
    old = sandbox.world.keys.access_token
    sandbox.world.keys.access_token = "somebody-elses"
    outcome = await send(sandbox, tokens)
    assert outcome.outcome_class is OutcomeClass.OK
    assert [asked.path for asked in sandbox.asked] == [CONSULT, TOKEN, CONSULT]
    sent = [asked.headers["access_token"] for asked in sandbox.asked if asked.path == CONSULT]
    assert sent == [old, sandbox.world.keys.access_token]
    assert len(sandbox.taken) == 1


async def test_expired_token_is_renewed(sandbox: ZaloSandbox) -> None:
    clock = sandbox.world.clock
    assert isinstance(clock, SetClock)
    await refresh(sandbox)
    tokens = tokens_of(sandbox)
    clock.set(AT + timedelta(hours=25))
    sandbox.world.interactions[USER] = clock.now()
    assert (await send(sandbox, tokens)).outcome_class is OutcomeClass.OK
    assert [asked.path for asked in sandbox.asked] == [TOKEN, CONSULT, TOKEN, CONSULT]


@pytest.mark.parametrize("code", [-216, -220])
async def test_token_that_is_refused_twice_stops_the_channel(sandbox: ZaloSandbox, code: int) -> None:
    sandbox.answer(CONSULT, refusal(code), refusal(code))
    assert (await send(sandbox, tokens_of(sandbox))).outcome_class is OutcomeClass.AUTH
    assert [asked.path for asked in sandbox.asked] == [CONSULT, TOKEN, CONSULT]


async def test_wrong_proof_is_no_reason_to_refresh(sandbox: ZaloSandbox) -> None:
    sandbox.answer(CONSULT, refusal(-242))
    assert (await send(sandbox, tokens_of(sandbox))).outcome_class is OutcomeClass.CONFIG
    assert [asked.path for asked in sandbox.asked] == [CONSULT]


async def test_lost_pair_stops_the_channel_and_asks_zalo_no_more(sandbox: ZaloSandbox) -> None:
    tokens = tokens_of(sandbox)
    sandbox.answer(CONSULT, refusal(-216), refusal(-216))
    sandbox.answer(TOKEN, EMPTY)
    first, second = await send(sandbox, tokens), await send(sandbox, tokens)
    assert first.outcome_class is second.outcome_class is OutcomeClass.AUTH
    assert [asked.path for asked in sandbox.asked] == [CONSULT, TOKEN]
    assert sandbox.taken == []


async def test_refresh_without_an_answer_is_no_doubt_about_the_message(sandbox: ZaloSandbox) -> None:
    sandbox.answer(CONSULT, refusal(-216))
    sandbox.answer(TOKEN, HANG_UP)
    outcome = await send(sandbox, tokens_of(sandbox))
    assert (outcome.outcome_class, outcome.is_channel_wide) == (OutcomeClass.TRANSIENT, True)


async def test_message_is_in_doubt_when_its_second_answer_is_lost(sandbox: ZaloSandbox) -> None:
    sandbox.answer(CONSULT, refusal(-216), HANG_UP)
    assert (await send(sandbox, tokens_of(sandbox))).outcome_class is OutcomeClass.AMBIGUOUS
    assert len(sandbox.taken) == 1


async def test_all_who_wait_share_one_refresh(sandbox: ZaloSandbox) -> None:
    tokens = tokens_of(sandbox)
    stale = await tokens.access_token()
    found = await asyncio.gather(*(tokens.renew(stale) for _ in range(10)))
    assert set(found) == {sandbox.world.keys.access_token}
    assert [asked.path for asked in sandbox.asked] == [TOKEN]


async def test_refresh_ends_when_its_waiter_is_cancelled() -> None:
    asked, may_answer = asyncio.Event(), asyncio.Event()
    used: list[str] = []

    async def slow_refresh(refresh_token: str) -> TokenAnswer:
        used.append(refresh_token)
        asked.set()
        await may_answer.wait()
        return TokenAnswer("new", "next", timedelta(hours=25))

    tokens = MemoryTokens(TokenAnswer("old", "first", timedelta(hours=25)), refresh=slow_refresh)
    waiter = asyncio.create_task(tokens.renew("old"))
    await asked.wait()
    waiter.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiter
    may_answer.set()
    assert await tokens.renew("old") == "new"
    assert await tokens.access_token() == "new"
    assert used == ["first"]


async def test_delayed_refresh_may_be_asked_again() -> None:
    answers: list[TokenAnswer | Outcome] = [
        Outcome(OutcomeClass.TRANSIENT),
        TokenAnswer("new", "next", timedelta(hours=25)),
    ]

    async def refresh_later(refresh_token: str) -> TokenAnswer | TokenLost | Outcome:
        return answers.pop(0)

    tokens = MemoryTokens(TokenAnswer("old", "first", timedelta(hours=25)), refresh=refresh_later)
    with pytest.raises(TokenDelayed):
        await tokens.renew("old")
    assert await tokens.renew("old") == "new"


async def test_tokens_never_show(sandbox: ZaloSandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    keys = sandbox.world.keys
    given = keys.refresh_token
    echo = f"no such token: {given}, secret {keys.app_secret}"
    sandbox.answer(TOKEN, refusal(-14014, echo), refusal(-14002, echo), Reply(page=echo.encode(), status=502))
    found = [await refresh(sandbox, given) for _ in range(4)]
    texts = [
        repr(found),
        *(str(each) for each in found),
        caplog.text,
        repr(sandbox.asked),
        repr(create_client(sandbox)),
    ]
    hidden = (given, keys.app_secret, keys.access_token, keys.refresh_token)
    assert [text for text in texts for secret in hidden if secret in text] == []
