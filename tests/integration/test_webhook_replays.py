"""Webhooks that are told again, or that somebody else made up, change nothing."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import get_args

import pytest

from config.bootstrap import Office
from config.inbound import answer_waiting, take_event
from engine.clock import SetClock
from flows.bodies import deliver
from notifications.channels.zalo.events import Event, read_bot_event, read_event
from notifications.channels.zalo.sandbox.server import ZaloSandbox
from notifications.channels.zalo.signature import BOT_HEADER, HEADER, verify, verify_bot
from tests.support.cast import Office as Cast
from tests.support.offices import DIGESTS, MORNING_AT, states
from tests.support.zalo import Received, loopback_zalo, webhook
from tests.support.zalo_offices import office_on_zalo

BOT_SECRET = "bi-mat-cua-bot"


@dataclass(frozen=True)
class Told:
    """A request to the webhook, as it came."""

    name: str
    raw: bytes
    headers: Mapping[str, str]

    @property
    def is_bot(self) -> bool:
        """True if it came to the bot's webhook."""
        return BOT_HEADER.lower() in self.headers


def tell(zalo: ZaloSandbox, received: Received) -> dict[str, Told]:
    """Everything that Zalo can tell, once each, by name."""
    hooks, first, second = zalo.webhooks, zalo.taken[0], zalo.taken[1]
    events: dict[str, Callable[[], object]] = {
        "receipt": lambda: hooks.receipt(first),
        "late receipt": lambda: hooks.receipt(second, at=MORNING_AT + timedelta(days=2)),
        "seen": lambda: hooks.seen(*zalo.taken[2:5]),
        "receipt of a stranger's message": lambda: hooks.tell(
            {
                "event_name": "user_received_message",
                "app_id": zalo.world.keys.app_id,
                "timestamp": zalo.world.milliseconds(),
                "message": {"msg_id": "khong-cua-ta", "tracking_id": "m1x000000000000000000000000"},
            }
        ),
        "text": lambda: hooks.text("2512523625412515", "việc của tôi"),
        "followed": lambda: hooks.followed("2512523625412515"),
        "unfollowed": lambda: hooks.followed("2512523625412515", leaves=True),
        "template changed": lambda: hooks.template_changed("7895417a7d3f9461cd2e", status="DISABLE"),
        "quota changed": lambda: hooks.quota_changed(500, 2000),
        "no event": lambda: hooks.tell({"event_name": "x", "app_id": zalo.world.keys.app_id, "timestamp": "1"}),
        "text to the bot": lambda: zalo.say_to_bot(first.recipient, "việc của tôi"),
    }
    for event in events.values():
        event()
    assert len(received.bodies) == len(events)
    triples = zip(events, received.bodies, received.headers, strict=True)
    return {name: Told(name, raw, headers) for name, raw, headers in triples}


def take(office: Office, zalo: ZaloSandbox, told: Told) -> bool:
    """What a webhook does: look at the signature, then take the event; False if nothing came of it."""
    keys = zalo.world.keys
    if told.is_bot:
        if not verify_bot(told.headers[BOT_HEADER.lower()], secret=BOT_SECRET):
            return False
        return take_event(office, read_bot_event(told.raw))
    if not verify(told.raw, told.headers.get(HEADER.lower()), app_id=keys.app_id, secret=keys.oa_secret):
        return False
    return take_event(office, read_event(told.raw))


def forged(told: Told, zalo: ZaloSandbox) -> Iterator[Told]:
    """The same as somebody would send it who does not know the secret."""
    name = (BOT_HEADER if told.is_bot else HEADER).lower()
    given = told.headers[name]
    last = "0" if given[-1] != "0" else "1"
    guessed = sha256(zalo.world.keys.app_id.encode() + told.raw).hexdigest()
    for wrong in ("", "mac=", given[:-1] + last, given[:-1], f"mac={guessed}"):
        yield Told(told.name, told.raw, {**told.headers, name: wrong})
    if not told.is_bot:
        yield Told(told.name, told.raw, {})
        yield Told(told.name, told.raw.replace(b'"timestamp"', b'"time_stamp"'), told.headers)
        yield Told(told.name, told.raw + b" ", told.headers)


@contextmanager
def office_told(url: str, folder: Path, channel: str) -> Iterator[tuple[Office, ZaloSandbox, dict[str, Told]]]:
    """The digests of the morning are out, and everything that Zalo can tell waits to be taken."""
    with (
        loopback_zalo(SetClock(MORNING_AT)) as zalo,
        office_on_zalo(url, folder, channel=channel, zalo=zalo, smtp_port=1) as office,
        webhook() as received,
    ):
        asyncio.run(deliver(office))
        assert states(office) == {"accepted": DIGESTS}
        zalo.webhooks.url = zalo.world.bot_webhook = received.url
        zalo.world.bot_secret = BOT_SECRET
        yield office, zalo, tell(zalo, received)


def later(office: Office) -> None:
    assert isinstance(office.clock, SetClock)
    office.clock.set(office.clock.now() + timedelta(minutes=1))


@pytest.mark.parametrize("channel", ["zalo_phone", "zalo_uid"])
def test_replayed_and_forged_webhooks_change_nothing(channel: str, database_url: str, tmp_path: Path) -> None:
    with office_told(database_url, tmp_path, channel) as (office, zalo, events):
        cast = Cast(office.database)
        for told in events.values():
            before = cast.dump()
            assert [take(office, zalo, one) for one in forged(told, zalo)] == [False] * len(list(forged(told, zalo)))
            assert cast.dump() == before, told.name
            has_changed = take(office, zalo, told)
            after = cast.dump()
            assert has_changed == (told.name in CHANGING), told.name
            later(office)
            assert [take(office, zalo, told) for _ in range(2)] == [False, False]
            assert cast.dump() == after, told.name
        assert states(office) == {"accepted": DIGESTS - 5, "delivered": 5}


def test_answered_message_that_is_told_again_is_not_answered_again(sqlite_url: str, tmp_path: Path) -> None:
    with office_told(sqlite_url, tmp_path, "zalo_bot") as (office, zalo, events):
        for _ in range(2):
            take(office, zalo, events["text to the bot"])
            later(office)
            asyncio.run(answer_waiting(office))
        assert [row["outcome"] for row in Cast(office.database).rows("incoming")] == ["my_work"]
        assert len(zalo.taken) == DIGESTS + 1


CHANGING = frozenset({"receipt", "late receipt", "seen", "text", "text to the bot"})
"""What is taken; the others are only known, or not at all."""


def test_every_kind_of_event_is_told(sqlite_url: str, tmp_path: Path) -> None:
    with office_told(sqlite_url, tmp_path, "zalo_phone") as (_, _, events):
        kinds = {type(read_bot_event(one.raw) if one.is_bot else read_event(one.raw)) for one in events.values()}
    assert kinds == set(get_args(Event))
