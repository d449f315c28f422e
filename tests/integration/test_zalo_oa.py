"""Consultation messages against the sandbox: windows, codes, what the account tells of itself."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.clock import SetClock
from engine.outbox import Outcome, OutcomeClass
from notifications.channels.zalo.codes import OA
from notifications.channels.zalo.oa import AccountInfo, OaChannel, OaClient
from notifications.channels.zalo.sandbox.server import ZaloSandbox, refusal
from notifications.mail import Rendered
from tests.support.benches import WORDS
from tests.support.outbox import create_outgoing
from tests.support.zalo import AT, account_of, loopback_zalo

CONSULT = "/v3.0/oa/message/cs"
USER = "2512523625412515"
NOT_RENEWED = [(code, found) for code, found in OA.items() if code and found is not OutcomeClass.AUTH]


@pytest.fixture
def sandbox() -> Iterator[ZaloSandbox]:
    with loopback_zalo() as running:
        running.world.interactions[USER] = AT
        yield running


async def send(sandbox: ZaloSandbox, words: Rendered = WORDS, *, user_id: str = USER, attempt: int = 1) -> Outcome:
    async with OaChannel(account_of(sandbox)) as channel:
        return await channel.send(create_outgoing(channel="zalo_oa", address=user_id, attempt=attempt), words)


@pytest.mark.parametrize(("code", "expected"), NOT_RENEWED)
async def test_consultation_sorts_every_code(sandbox: ZaloSandbox, code: int, expected: OutcomeClass) -> None:
    sandbox.answer(CONSULT, refusal(code, "as told"))
    outcome = await send(sandbox)
    assert (outcome.outcome_class, outcome.detail) == (expected, f"{code} as told")


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        (timedelta(0), OutcomeClass.OK),
        (timedelta(days=7), OutcomeClass.OK),
        (timedelta(days=7, milliseconds=1), OutcomeClass.WINDOW),
    ],
)
async def test_window_closes_after_seven_days(sandbox: ZaloSandbox, passed: timedelta, expected: OutcomeClass) -> None:
    clock = sandbox.world.clock
    assert isinstance(clock, SetClock)
    clock.set(AT + passed)
    assert (await send(sandbox)).outcome_class is expected


async def test_window_opens_again_when_the_person_writes(sandbox: ZaloSandbox) -> None:
    clock = sandbox.world.clock
    assert isinstance(clock, SetClock)
    clock.set(AT + timedelta(days=8))
    first = await send(sandbox)
    sandbox.webhooks.text(USER, "đã nhận")
    assert [first.outcome_class, (await send(sandbox)).outcome_class] == [OutcomeClass.WINDOW, OutcomeClass.OK]


async def test_stranger_is_a_matter_of_the_recipient(sandbox: ZaloSandbox) -> None:
    assert (await send(sandbox, user_id="999")).outcome_class is OutcomeClass.RECIPIENT


async def test_failed_sending_is_repeated_once_only(sandbox: ZaloSandbox) -> None:
    sandbox.answer(CONSULT, refusal(-200), refusal(-200))
    classes = [(await send(sandbox, attempt=attempt)).outcome_class for attempt in (1, 2)]
    assert classes == [OutcomeClass.TRANSIENT, OutcomeClass.PAYLOAD]


@pytest.mark.parametrize("chat", ["", "x" * 2001])
async def test_words_that_do_not_fit_are_refused_before_any_call(sandbox: ZaloSandbox, chat: str) -> None:
    assert (await send(sandbox, Rendered("", "", "", chat=chat))).outcome_class is OutcomeClass.PAYLOAD
    assert sandbox.asked == []


async def test_answer_quotes_the_message_it_answers(sandbox: ZaloSandbox) -> None:
    async with OaClient(account_of(sandbox)) as client:
        await client.send_text(USER, "Đã ghi nhận.", key="k", quoted="m9")
        await client.send_text(USER, "Đã ghi nhận.", key="k")
    messages = [asked.body["message"] for asked in sandbox.asked]
    assert messages == [{"text": "Đã ghi nhận.", "quote_message_id": "m9"}, {"text": "Đã ghi nhận."}]


async def test_account_tells_of_itself_and_of_the_last_interaction(sandbox: ZaloSandbox) -> None:
    async with OaClient(account_of(sandbox)) as client:
        info = await client.account()
        known, unknown = await client.last_interaction(USER), await client.last_interaction("999")
    assert info == AccountInfo(
        oa_id=sandbox.world.keys.oa_id,
        name="Phòng GDĐT (thử)",
        is_verified=True,
        kind=4,
        package="Growth",
        valid_until="31/12/2030",
    )
    assert (known, unknown) == (AT, None)


async def test_proof_goes_with_every_token(sandbox: ZaloSandbox) -> None:
    account = account_of(sandbox)
    sandbox.world.keys.app_secret = "another"
    async with OaClient(account) as client:
        found = await client.account()
    assert isinstance(found, Outcome)
    assert (found.outcome_class, found.detail.split()[0]) == (OutcomeClass.CONFIG, "-242")
