"""The door for webhooks: what is signed is kept once, anything else changes nothing."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from config.bootstrap import Office
from config.settings import Settings
from config.trial import send_test, set_bot_webhook
from engine.clock import SetClock
from engine.errors import NotFound
from engine.outbox import OutcomeClass
from flows.sandbox import on_sandbox
from notifications.channels.zalo.sandbox.server import ZaloSandbox, refusal
from notifications.channels.zalo.signature import BOT_HEADER, HEADER, mac
from tests.support.builders import create_policies
from tests.support.cast import Office as Cast
from tests.support.processes import eventually
from tests.support.zalo import AT, loopback_zalo
from web.webhooks import LONGEST_BODY, application

EVENT = (
    b'{"event_name":"user_send_text","app_id":"99","timestamp":"1700000000000",'
    b'"sender":{"id":"77"},"message":{"msg_id":"m1","text":"vi\xe1\xbb\x87c c\xe1\xbb\xa7a t\xc3\xb4i"}}'
)
BOT_EVENT = (
    b'{"ok":true,"result":{"event_name":"message.text.received","message":{"message_id":"b1","date":1700000000000,'
    b'"text":"alo","from":{"id":"5","is_bot":false},"chat":{"id":"5","chat_type":"PRIVATE"}}}}'
)


@pytest.fixture
def zalo() -> Iterator[ZaloSandbox]:
    with loopback_zalo() as sandbox:
        yield sandbox


@pytest.fixture
def desk(sqlite_cast: Cast, tmp_path: Path, zalo: ZaloSandbox) -> Office:
    settings = Settings(
        data_dir=tmp_path,
        email_from="don-doc@dondoc.example",
        database_url=sqlite_cast.database.url.render_as_string(hide_password=False),
        zalo_app_id="99",
        zalo_app_secret=SecretStr("s" * 8),
        zalo_oa_secret=SecretStr("oa-secret"),
        zalo_bot_token=SecretStr(zalo.world.keys.bot_token),
        zalo_bot_secret=SecretStr("bot-secret"),
        zalo_url=zalo.url,
    )
    office = Office(settings, create_policies(), SetClock(AT))
    office.__dict__["database"] = sqlite_cast.database
    return office


def knock(office: Office) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(application(office)), base_url="http://door")


def signed(raw: bytes) -> dict[str, str]:
    return {HEADER: f"mac={mac(raw, app_id='99', timestamp='1700000000000', secret='oa-secret')}"}


async def test_signed_event_is_kept_once_however_often_it_is_told(desk: Office, sqlite_cast: Cast) -> None:
    async with knock(desk) as door:
        for _ in range(3):
            assert (await door.post("/zalo/oa", content=EVENT, headers=signed(EVENT))).status_code == 200
        assert [(row["channel"], row["sender"]) for row in sqlite_cast.rows("incoming")] == [("zalo_oa", "77")]


async def test_update_of_the_bot_needs_its_secret(desk: Office, sqlite_cast: Cast) -> None:
    async with knock(desk) as door:
        assert (await door.post("/zalo/bot", content=BOT_EVENT, headers={BOT_HEADER: "other"})).status_code == 403
        assert sqlite_cast.rows("incoming") == []
        assert (await door.post("/zalo/bot", content=BOT_EVENT, headers={BOT_HEADER: "bot-secret"})).status_code == 200
        assert [row["channel"] for row in sqlite_cast.rows("incoming")] == ["zalo_bot"]


@pytest.mark.parametrize(
    ("raw", "headers", "status"),
    [
        (EVENT, {}, 403),
        (EVENT, {HEADER: "mac=" + "0" * 64}, 403),
        (EVENT.replace(b"77", b"78"), signed(EVENT), 403),
        (b"not json", signed(b"not json"), 403),
        (b"x" * (LONGEST_BODY + 1), signed(EVENT), 413),
    ],
    ids=["unsigned", "wrong", "changed", "no json", "too long"],
)
async def test_what_is_not_signed_changes_nothing(
    desk: Office, sqlite_cast: Cast, raw: bytes, headers: dict[str, str], status: int
) -> None:
    async with knock(desk) as door:
        before = sqlite_cast.dump()
        assert (await door.post("/zalo/oa", content=raw, headers=headers)).status_code == status
        assert sqlite_cast.dump() == before


async def test_account_without_a_secret_lets_nobody_in(desk: Office, sqlite_cast: Cast) -> None:
    bare = Office(desk.settings.model_copy(update={"zalo_oa_secret": None}), desk.policies, desk.clock)
    headers = {HEADER: f"mac={mac(EVENT, app_id='99', timestamp='1700000000000', secret='')}"}
    async with knock(bare) as door:
        answer = await door.post("/zalo/oa", content=EVENT, headers=headers)
    assert answer.status_code == 403
    assert sqlite_cast.rows("incoming") == []


# --- trying out ---------------------------------------------------------------------------------


async def test_test_message_says_what_the_provider_said(desk: Office, zalo: ZaloSandbox, sqlite_cast: Cast) -> None:
    outcome = await send_test(desk, channel="zalo_bot", address="chat-1", words="Tin thử")
    assert (outcome.outcome_class, zalo.taken[-1].recipient) == (OutcomeClass.OK, "chat-1")
    assert "Tin thử" in zalo.taken[-1].text
    zalo.answer("/bot/sendMessage", refusal(401, "Unauthorized"))
    refused = await send_test(desk, channel="zalo_bot", address="chat-1", words="Tin thử")
    assert refused.outcome_class is OutcomeClass.AUTH
    assert zalo.world.keys.bot_token not in refused.detail
    assert sqlite_cast.rows("message") == []
    with pytest.raises(NotFound):
        await send_test(desk, channel="zalo_phone", address="84900000001", words="Tin thử")


async def test_sandbox_prints_what_the_bot_says_and_passes_on_what_is_typed(desk: Office) -> None:
    out: Any = StringIO()
    with on_sandbox(desk, out=out, lines=StringIO("an: xin chào\nkhông có dấu\n"), hint="tên: lời") as office:
        outcome = await send_test(office, channel="zalo_bot", address="an", words="Tin thử")
        assert outcome.outcome_class is OutcomeClass.OK
        bot = office.channels.bot()
        assert bot is not None
        async with bot:
            event: Any = await bot.get_updates(wait=5)
        assert (event.address, event.text) == ("an", "xin chào")
        assert eventually(lambda: "bot → an: " in out.getvalue(), what="the printed message")
        assert eventually(lambda: "tên: lời\n" in out.getvalue(), what="the hint at the line without a colon")
    assert desk.settings.zalo_url != office.settings.zalo_url


async def test_bot_tells_an_address_or_is_asked(desk: Office, zalo: ZaloSandbox) -> None:
    outcome = await set_bot_webhook(desk, "https://so.example/zalo/bot")
    assert (outcome.outcome_class, zalo.world.bot_webhook) == (OutcomeClass.OK, "https://so.example/zalo/bot")
    assert zalo.world.bot_secret == "bot-secret"
    await set_bot_webhook(desk, "")
    assert zalo.world.bot_webhook == ""
    bare = Office(desk.settings.model_copy(update={"zalo_bot_secret": None}), desk.policies, desk.clock)
    assert (await set_bot_webhook(bare, "https://so.example/zalo/bot")).outcome_class is OutcomeClass.CONFIG
