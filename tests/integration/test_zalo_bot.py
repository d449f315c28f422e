"""The bot's client and channel against the sandbox."""

import logging
import unicodedata
from collections.abc import Awaitable, Callable, Iterator

import pytest

from engine.clock import SetClock
from engine.outbox import Outcome, OutcomeClass
from notifications.channels.zalo.bot import BotChannel, BotClient, BotIdentity
from notifications.channels.zalo.codes import BOT
from notifications.channels.zalo.events import Incoming, Other, read_bot_event
from notifications.channels.zalo.sandbox.server import GATEWAY_TIMEOUT, HANG_UP, Reply, ZaloSandbox, refusal, slow
from notifications.channels.zalo.signature import verify_bot
from notifications.mail import Rendered
from tests.support.outbox import create_outgoing
from tests.support.zalo import AT, loopback_zalo, webhook

SEND = "/bot/sendMessage"
WORDS = Rendered("chủ đề", "thư", "<p>thư</p>", chat="Còn 2 ngày: báo cáo sơ kết Đề án, hạn 22/11/2026.")


@pytest.fixture
def sandbox() -> Iterator[ZaloSandbox]:
    with loopback_zalo() as running:
        yield running


def create_client(sandbox: ZaloSandbox, *, token: str | None = None) -> BotClient:
    return BotClient(sandbox.host(), token=token or sandbox.world.keys.bot_token, clock=SetClock(AT))


async def send(sandbox: ZaloSandbox, words: Rendered = WORDS, *, chat_id: str = "c1", token: str = "") -> Outcome:
    channel = BotChannel(sandbox.host(), token=token or sandbox.world.keys.bot_token, clock=SetClock(AT))
    async with channel:
        return await channel.send(create_outgoing(channel="zalo_bot", address=chat_id), words)


async def test_bot_brings_the_words_for_a_chat_and_keeps_the_providers_id(sandbox: ZaloSandbox) -> None:
    outcome = await send(sandbox)
    (message,) = sandbox.taken
    assert (message.channel, message.recipient, message.text) == ("zalo_bot", "c1", WORDS.chat)
    assert outcome == Outcome(
        OutcomeClass.OK, detail=f"message_id {message.message_id}", provider_id=message.message_id
    )


@pytest.mark.parametrize(("code", "expected"), BOT.items())
async def test_bot_sorts_every_code(sandbox: ZaloSandbox, code: int, expected: OutcomeClass) -> None:
    sandbox.answer(SEND, refusal(code, "as told"))
    outcome = await send(sandbox)
    assert (outcome.outcome_class, outcome.detail) == (expected, f"{code} as told")
    assert sandbox.taken == []


async def test_bot_stops_at_a_code_that_nobody_told_of(sandbox: ZaloSandbox) -> None:
    sandbox.answer(SEND, refusal(-777))
    assert (await send(sandbox)).outcome_class is OutcomeClass.CONFIG


@pytest.mark.parametrize(
    ("page", "status", "expected"),
    [
        (b'{"ok":false}', 200, OutcomeClass.CONFIG),
        (b'{"ok":"yes"}', 200, OutcomeClass.AMBIGUOUS),
        (b"{}", 200, OutcomeClass.AMBIGUOUS),
        (b"[]", 200, OutcomeClass.AMBIGUOUS),
        (b"", 200, OutcomeClass.AMBIGUOUS),
        (b'{"message":"bad gateway"}', 502, OutcomeClass.AMBIGUOUS),
        (b"<html>forbidden</html>", 403, OutcomeClass.CONFIG),
        (b"slow down", 429, OutcomeClass.THROTTLE),
        (b'{"ok":true}', 200, OutcomeClass.OK),
        (b'{"ok":true,"result":[]}', 200, OutcomeClass.OK),
    ],
)
async def test_bot_sorts_an_answer_of_another_shape(
    sandbox: ZaloSandbox, page: bytes, status: int, expected: OutcomeClass
) -> None:
    sandbox.answer(SEND, Reply(page=page, status=status))
    outcome = await send(sandbox)
    assert outcome.outcome_class is expected
    assert outcome.detail


async def test_bot_holds_a_throttle_against_no_message(sandbox: ZaloSandbox) -> None:
    sandbox.answer(SEND, Reply(page=b"slow down", status=429))
    assert (await send(sandbox)).is_channel_wide


async def test_bot_meets_the_quota_of_the_month_and_a_new_month(sandbox: ZaloSandbox) -> None:
    clock = sandbox.world.clock
    assert isinstance(clock, SetClock)
    sandbox.world.limits.bot_a_month = 1
    classes = [(await send(sandbox)).outcome_class for _ in range(2)]
    clock.set(AT.replace(month=12))
    classes.append((await send(sandbox)).outcome_class)
    assert classes == [OutcomeClass.OK, OutcomeClass.QUOTA, OutcomeClass.OK]


async def test_bot_stops_with_a_token_that_was_reset(sandbox: ZaloSandbox) -> None:
    assert (await send(sandbox, token="12:gone")).outcome_class is OutcomeClass.AUTH


@pytest.mark.parametrize("chat", ["", "  \n", "x" * 2001, unicodedata.normalize("NFC", "ế") * 2001])
async def test_bot_refuses_words_that_do_not_fit_before_any_call(sandbox: ZaloSandbox, chat: str) -> None:
    outcome = await send(sandbox, Rendered("", "", "", chat=chat))
    assert outcome.outcome_class is OutcomeClass.PAYLOAD
    assert sandbox.asked == []


async def test_bot_counts_letters_in_nfc(sandbox: ZaloSandbox) -> None:
    longest = unicodedata.normalize("NFD", "ế") * 2000
    assert (await send(sandbox, Rendered("", "", "", chat=longest))).outcome_class is OutcomeClass.OK
    assert sandbox.taken[0].text == unicodedata.normalize("NFC", longest)


@pytest.mark.parametrize("chat_id", ["", "a b", "c\n1", "đ", "x" * 101])
async def test_bot_refuses_what_is_no_chat_id_before_any_call(sandbox: ZaloSandbox, chat_id: str) -> None:
    assert (await send(sandbox, chat_id=chat_id)).outcome_class is OutcomeClass.RECIPIENT
    assert sandbox.asked == []


async def test_bot_says_who_it_is(sandbox: ZaloSandbox) -> None:
    async with create_client(sandbox) as client:
        found = await client.get_me()
    own_id = sandbox.world.keys.bot_token.partition(":")[0]
    assert found == BotIdentity(id=own_id, name="bot.dondoc", can_join_groups=False)


async def test_bot_hears_each_text_once_by_polling(sandbox: ZaloSandbox) -> None:
    sandbox.say_to_bot("c7", "LIENKET 4821KM", name="Nguyễn Thị Hồng Ánh")
    async with create_client(sandbox) as client:
        heard = await client.get_updates(wait=1)
        nothing = await client.get_updates(wait=1)
    assert isinstance(heard, Incoming)
    assert (heard.channel, heard.address, heard.text, heard.at) == ("zalo_bot", "c7", "LIENKET 4821KM", AT)
    assert nothing is None


async def test_bot_waits_for_updates_longer_than_for_other_answers(sandbox: ZaloSandbox) -> None:
    sandbox.say_to_bot("c7", "đã nhận")
    sandbox.answer("/bot/getUpdates", slow(0.3), slow(0.3))
    host = sandbox.host(answer_timeout=0.1)
    async with BotClient(host, token=sandbox.world.keys.bot_token, clock=SetClock(AT)) as client:
        assert isinstance(await client.get_updates(wait=5), Incoming)
        assert isinstance(await client.get_updates(wait=0), Outcome)


async def test_bot_hears_by_webhook_with_its_secret(sandbox: ZaloSandbox) -> None:
    with webhook() as received:
        async with create_client(sandbox) as client:
            assert (await client.set_webhook(received.url, secret="mot-bi-mat-dai")).outcome_class is OutcomeClass.OK
            assert await client.get_webhook_info() == received.url
            assert sandbox.say_to_bot("c7", "đã nhận") == 200
            refused = await client.get_updates(wait=1)
            await client.delete_webhook()
            assert await client.get_webhook_info() == ""
    event = read_bot_event(received.bodies[0])
    assert isinstance(event, Incoming)
    assert event.text == "đã nhận"
    header = received.headers[0]["x-bot-api-secret-token"]
    assert verify_bot(header, secret="mot-bi-mat-dai")
    assert not verify_bot(header, secret="mot-bi-mat-da")
    assert isinstance(refused, Outcome)
    assert refused.outcome_class is OutcomeClass.PAYLOAD


async def test_bot_tells_of_what_it_cannot_read(sandbox: ZaloSandbox) -> None:
    sandbox.world.updates.append({"event_name": "message.sticker.received", "message": {}})
    async with create_client(sandbox) as client:
        assert await client.get_updates(wait=1) == Other("message.sticker.received")


@pytest.mark.parametrize(
    "method", ["getMe", "sendMessage", "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo"]
)
async def test_bot_methods_give_an_outcome_when_the_answer_is_lost(sandbox: ZaloSandbox, method: str) -> None:
    sandbox.answer(f"/bot/{method}", HANG_UP, GATEWAY_TIMEOUT)
    async with create_client(sandbox) as client:
        calls: dict[str, Callable[[], Awaitable[object]]] = {
            "getMe": client.get_me,
            "sendMessage": lambda: client.send_message("c1", "x", key="k"),
            "getUpdates": client.get_updates,
            "setWebhook": lambda: client.set_webhook("https://office.example/zalo", secret="mot-bi-mat-dai"),
            "deleteWebhook": client.delete_webhook,
            "getWebhookInfo": client.get_webhook_info,
        }
        for _ in range(2):
            found = await calls[method]()
            assert isinstance(found, Outcome)
            assert found.outcome_class is OutcomeClass.AMBIGUOUS


async def test_bot_never_shows_its_token(sandbox: ZaloSandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token = sandbox.world.keys.bot_token
    echo = f'{{"ok":false,"error_code":401,"description":"POST /bot{token}/sendMessage"}}'.encode()
    sandbox.answer(SEND, Reply(page=echo), Reply(page=echo[1:], status=404), HANG_UP, Reply(code=400, message=token))
    outcomes = [await send(sandbox) for _ in range(5)]
    client = create_client(sandbox)
    texts = [repr(outcomes), repr(client), repr(vars(client)), caplog.text]
    secret = token.partition(":")[2]
    assert [text for text in texts if token in text or secret in text] == []
    assert caplog.text
