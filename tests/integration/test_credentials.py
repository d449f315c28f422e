"""Tokens of an account on the database: sealed, renewed by one at a time, never lost by a race."""

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from config.credentials import Kept, StoredTokens, begin
from config.sealing import Seal, seal_of
from engine.clock import SetClock
from engine.errors import SettingBroken
from engine.outbox import Outcome, OutcomeClass
from engine.service import credentials
from engine.store.database import Database, open_database
from notifications.channels.zalo.oauth import OauthApp, OauthClient
from notifications.channels.zalo.sandbox.server import EMPTY, ZaloSandbox
from notifications.channels.zalo.tokens import TokenAnswer, TokenDelayed, TokenLost
from notifications.channels.zalo.wire import ZaloHost
from tests.support.cast import Office
from tests.support.zalo import AT, loopback_zalo

DAY = timedelta(hours=25)
OPENED: list[Database] = []


@pytest.fixture(autouse=True)
def closing() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().dispose()


@pytest.fixture
def zalo() -> Iterator[ZaloSandbox]:
    with loopback_zalo() as sandbox:
        yield sandbox


@pytest.fixture
def seal(tmp_path: Path) -> Seal:
    return seal_of(tmp_path, key_file=None)


def tokens(office: Office, zalo: ZaloSandbox, seal: Seal, *, clock: SetClock | None = None) -> StoredTokens:
    """A source as another process has it: with connections of its own."""
    keys = zalo.world.keys
    database = open_database(office.database.url.render_as_string(hide_password=False))
    OPENED.append(database)

    async def refresh(refresh_token: str) -> TokenAnswer | TokenLost | Outcome:
        async with OauthClient(zalo.host(), app=OauthApp(keys.app_id, keys.app_secret)) as client:
            return await client.refresh(refresh_token)

    return StoredTokens(Kept(lambda: database, "zalo", seal, clock or SetClock(AT)), refresh=refresh)


def consented(office: Office, zalo: ZaloSandbox, seal: Seal) -> TokenAnswer:
    keys = zalo.world.keys
    pair = TokenAnswer(keys.access_token, keys.refresh_token, DAY)
    begin(Kept(lambda: office.database, "zalo", seal, SetClock(AT)), pair)
    return pair


async def test_token_is_there_for_every_process_and_readable_for_none_without_the_key(
    office: Office, zalo: ZaloSandbox, seal: Seal, tmp_path: Path
) -> None:
    pair = consented(office, zalo, seal)
    assert await tokens(office, zalo, seal).access_token() == pair.access_token
    assert pair.access_token not in repr(office.dump())
    assert pair.refresh_token not in repr(office.dump())
    with pytest.raises(SettingBroken):
        await tokens(office, zalo, seal_of(tmp_path / "other", key_file=None)).access_token()


async def test_many_who_renew_at_once_end_with_one_pair(office: Office, zalo: ZaloSandbox, seal: Seal) -> None:
    pair = consented(office, zalo, seal)
    sources = [tokens(office, zalo, seal) for _ in range(4)]
    found = await asyncio.gather(*(source.renew(pair.access_token) for source in sources for _ in range(3)))
    assert set(found) == {zalo.world.keys.access_token}
    assert sum(one.path.endswith("access_token") for one in zalo.asked) == 1
    kept = credentials.read(office.database, "zalo")
    assert kept is not None
    assert (kept.version, kept.lost_at) == (2, None)
    assert seal.open(kept.sealed)["refresh_token"] == zalo.world.keys.refresh_token


async def test_token_is_renewed_before_its_end(office: Office, zalo: ZaloSandbox, seal: Seal) -> None:
    pair = consented(office, zalo, seal)
    clock = SetClock(AT + DAY - timedelta(minutes=9))
    assert await tokens(office, zalo, seal, clock=clock).access_token() != pair.access_token


async def test_cancelled_waiter_does_not_lose_the_pair(office: Office, zalo: ZaloSandbox, seal: Seal) -> None:
    pair = consented(office, zalo, seal)
    source = tokens(office, zalo, seal)
    waiter = asyncio.create_task(source.renew(pair.access_token))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiter.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiter
    assert await tokens(office, zalo, seal).renew(pair.access_token) == zalo.world.keys.access_token
    assert sum(one.path.endswith("access_token") for one in zalo.asked) == 1
    kept = credentials.read(office.database, "zalo")
    assert kept is not None
    assert seal.open(kept.sealed)["refresh_token"] == zalo.world.keys.refresh_token


async def test_empty_answer_is_the_end_and_is_told_without_a_token(
    office: Office, zalo: ZaloSandbox, seal: Seal, caplog: pytest.LogCaptureFixture
) -> None:
    pair = consented(office, zalo, seal)
    zalo.answer("/v4/oa/access_token", EMPTY)
    source = tokens(office, zalo, seal)
    with caplog.at_level(logging.INFO), pytest.raises(TokenLost):
        await source.renew(pair.access_token)
    with pytest.raises(TokenLost):
        await tokens(office, zalo, seal).access_token()
    assert [record.levelname for record in caplog.records if record.name == "dondoc.credentials"] == ["ERROR"]
    assert pair.refresh_token not in caplog.text
    again = consented(office, zalo, seal)
    assert await source.access_token() == again.access_token


async def test_token_server_that_is_down_is_asked_again_later(office: Office, zalo: ZaloSandbox, seal: Seal) -> None:
    pair = consented(office, zalo, seal)
    kept = Kept(lambda: office.database, "zalo", seal, SetClock(AT))

    async def down(_: str) -> Outcome:
        return Outcome(OutcomeClass.TRANSIENT, "refused")

    with pytest.raises(TokenDelayed):
        await StoredTokens(kept, refresh=down).renew(pair.access_token)
    soon = Kept(lambda: office.database, "zalo", seal, SetClock(AT + DAY - timedelta(minutes=5)))
    assert await StoredTokens(soon, refresh=down).access_token() == pair.access_token
    over = Kept(lambda: office.database, "zalo", seal, SetClock(AT + DAY))
    with pytest.raises(TokenDelayed):
        await StoredTokens(over, refresh=down).access_token()
    assert await tokens(office, zalo, seal).renew(pair.access_token) == zalo.world.keys.access_token


async def test_account_without_consent_has_no_token(office: Office, zalo: ZaloSandbox, seal: Seal) -> None:
    with pytest.raises(TokenLost):
        await tokens(office, zalo, seal).access_token()


def test_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first, second = seal_of(tmp_path, key_file=None), seal_of(tmp_path, key_file=None)
    assert second.open(first.close({"a": "b"})) == {"a": "b"}
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
    with pytest.raises(SettingBroken):
        seal_of(tmp_path, key_file=tmp_path / "none.key")


def test_pair_that_comes_after_another_was_told_that_all_is_lost_is_good(
    office: Office, zalo: ZaloSandbox, seal: Seal
) -> None:
    consented(office, zalo, seal)
    credentials.lose(office.database, "zalo", version=1, reason="used before", at=AT)
    sealed = seal.close({"access_token": "a2", "refresh_token": "r2"})
    assert credentials.replace(office.database, "zalo", version=1, sealed=sealed, lifetime=DAY, at=AT)
    kept = credentials.read(office.database, "zalo")
    assert kept is not None
    assert (kept.version, kept.lost_at, kept.lost_reason) == (2, None, "")


def test_renewal_is_nobody_else_s_as_long_as_its_answer_can_come() -> None:
    host = ZaloHost("https://zalo.example")
    longest = host.connect_timeout + 2 * host.answer_timeout
    assert credentials.RENEWAL_LEASE.total_seconds() > longest


def test_key_is_whole_for_two_that_make_it_under_the_same_process_number(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:  # as two containers on one volume: each calls itself process 1
        for n in range(60):
            folder = tmp_path / str(n)
            seals = list(pool.map(lambda _, folder=folder: seal_of(folder, key_file=None), range(16)))
            assert len({one.mail_key for one in seals}) == 1
