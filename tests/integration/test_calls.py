"""Calls to other servers: signed as Standard Webhooks says, never inside a private network, told by the round."""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from config.bootstrap import Office
from config.calls import Told, new_secret, tell_subscribers
from engine.clock import SetClock
from engine.outbox import Outcome, OutcomeClass
from engine.service.calls import WAITS
from notifications.channels.webhook import WebhookCall, tell
from tests.support.listener import Listener, Taken, listening
from tests.support.offices import ISSUED_AT, issued_office
from tests.support.pages import obligation_of
from tests.support.programs import Program

OWNER = "ht.mnvinhquang@vinhbao.example"
SECRET = new_secret()
URL = "https://kho.example.gov.vn/goi?x=1"


def call_of(url: str) -> WebhookCall:
    return WebhookCall("call_1", url, SECRET, '{"type":"thử"}'.encode())


def is_signed(taken: Taken, *, secret: str) -> bool:
    """What a reader does, written from the text of the specification and with none of our code."""
    message = b".".join([taken.headers["webhook-id"].encode(), taken.headers["webhook-timestamp"].encode(), taken.body])
    key = b64decode(secret.split("_", 1)[1])
    wanted = b64encode(hmac.digest(key, message, hashlib.sha256)).decode()
    given = [one.split(",", 1) for one in taken.headers["webhook-signature"].split(" ")]
    return any(version == "v1" and hmac.compare_digest(value, wanted) for version, value in given)


async def test_call_is_signed() -> None:
    with listening() as listener:
        outcome = await tell(call_of(listener.url), at=ISSUED_AT, allows_private=True)
        (taken,) = listener.taken
    assert outcome == Outcome(OutcomeClass.OK, detail="HTTP 204")
    assert taken.headers["webhook-timestamp"] == str(int(ISSUED_AT.timestamp()))
    assert taken.headers["host"] == f"127.0.0.1:{listener.port}"
    assert is_signed(taken, secret=SECRET)
    assert not is_signed(taken, secret=new_secret())
    assert not is_signed(Taken(taken.path, taken.headers, taken.body + b" "), secret=SECRET)


def test_signature_is_that_of_the_specification() -> None:
    taken = Taken(
        "/",
        {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        },
        b'{"test": 2432232314}',
    )
    assert is_signed(taken, secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


@pytest.mark.parametrize(
    ("status", "outcome_class"),
    [
        (200, OutcomeClass.OK),
        (302, OutcomeClass.CONFIG),
        (404, OutcomeClass.TRANSIENT),
        (410, OutcomeClass.RECIPIENT),
        (500, OutcomeClass.TRANSIENT),
    ],
)
async def test_answer_says_whether_to_try_again(status: int, outcome_class: OutcomeClass) -> None:
    with listening(status) as listener:
        outcome = await tell(call_of(listener.url), at=ISSUED_AT, allows_private=True)
        assert len(listener.taken) == 1
    assert outcome.outcome_class is outcome_class


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "2002:0a00:0001::",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "::10.0.0.1",
        "fec0::1",
        "::ffff:0:10.0.0.1",
    ],
)
async def test_name_that_leads_into_a_private_network_is_not_called(address: str) -> None:
    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return ["93.184.216.34", address]

    outcome = await tell(call_of(URL), at=ISSUED_AT, resolve=resolve)
    assert outcome == Outcome(OutcomeClass.CONFIG, detail="private address")


async def test_plain_http_is_for_this_machine_only() -> None:
    async def resolve(_host: str, _port: int) -> Sequence[str]:
        raise AssertionError

    for url, allows_private in (("http://kho.example/x", True), ("http://127.0.0.1/x", False)):
        outcome = await tell(call_of(url), at=ISSUED_AT, allows_private=allows_private, resolve=resolve)
        assert outcome == Outcome(OutcomeClass.CONFIG, detail="not https")


async def test_address_that_was_looked_at_is_the_one_that_is_called() -> None:
    asked: list[str] = []

    async def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with listening() as listener:
        url = f"http://localhost:{listener.port}/goi"
        assert (await tell(call_of(url), at=ISSUED_AT, allows_private=True, resolve=resolve)).detail == "HTTP 204"
        assert listener.taken[0].headers["host"] == f"localhost:{listener.port}"
    assert asked == ["localhost"]


async def test_server_that_is_not_there_or_speaks_no_tls_is_tried_again() -> None:
    with listening() as listener:
        port = listener.port
        plain = await tell(call_of(f"https://127.0.0.1:{port}/x"), at=ISSUED_AT, allows_private=True)
    gone = await tell(call_of(f"http://127.0.0.1:{port}/x"), at=ISSUED_AT, allows_private=True)
    assert {plain.outcome_class, gone.outcome_class} == {OutcomeClass.TRANSIENT}


async def test_name_that_nobody_knows_is_tried_again() -> None:
    async def resolve(_host: str, _port: int) -> Sequence[str]:
        raise OSError("no such name")

    assert (await tell(call_of(URL), at=ISSUED_AT, resolve=resolve)).outcome_class is OutcomeClass.TRANSIENT


async def test_secret_is_not_in_the_text_of_a_call() -> None:
    assert SECRET not in repr(call_of(URL))


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(sqlite_url, tmp_path, calls_to_private=True) as made:
        yield made


def subscribed(office: Office, listener: Listener) -> tuple[Program, str]:
    """A program of the owner that subscribed, and its secret."""
    program = Program(office, OWNER)
    unit = program.get("/me").json()["posts"][0]["unit_id"]
    asked = {"unit": unit, "url": listener.url, "kinds": ["obligation.acknowledged", "obligation.reported"]}
    return program, program.post("/subscriptions", asked).json()["secret"]


async def test_round_tells_what_happened_once(office: Office) -> None:
    one = obligation_of(office, task="T03", unit="MN_VINHQUANG")
    with listening() as listener:
        program, secret = subscribed(office, listener)
        program.post(f"/obligations/{one}/acknowledge")
        program.post(f"/obligations/{one}/reports", {"text": "Xong."})
        assert await tell_subscribers(office) == Told(noted=2, told=2, failed=0)
        assert await tell_subscribers(office) == Told(noted=0, told=0, failed=0)
        told = [json.loads(taken.body) for taken in listener.taken]
        assert all(is_signed(taken, secret=secret) for taken in listener.taken)
    assert [event["type"] for event in told] == ["obligation.acknowledged", "obligation.reported"]
    assert {event["data"]["obligation_id"] for event in told} == {one}


async def test_round_stops_at_the_first_call_in_vain_and_goes_on_later(office: Office) -> None:
    one = obligation_of(office, task="T03", unit="MN_VINHQUANG")
    with listening(500, 204) as listener:
        program, _ = subscribed(office, listener)
        program.post(f"/obligations/{one}/acknowledge")
        program.post(f"/obligations/{one}/reports", {"text": "Xong."})
        assert await tell_subscribers(office) == Told(noted=2, told=0, failed=1)
        assert isinstance(office.clock, SetClock)
        office.clock.set(ISSUED_AT + WAITS[0])
        assert await tell_subscribers(office) == Told(noted=0, told=2, failed=0)
        ids = [taken.headers["webhook-id"] for taken in listener.taken]
    assert (len(listener.taken), ids[0] == ids[1]) == (3, True)


async def test_subscriber_that_is_gone_is_stopped_and_can_be_resumed(office: Office) -> None:
    one = obligation_of(office, task="T03", unit="MN_VINHQUANG")
    with listening(410, 204) as listener:
        program, _ = subscribed(office, listener)
        program.post(f"/obligations/{one}/acknowledge")
        await tell_subscribers(office)
        assert program.get("/subscriptions/1").json()["stopped_reason"] == "gone"
        program.post(f"/obligations/{one}/start")
        program.post(f"/obligations/{one}/reports", {"text": "Xong."})
        assert isinstance(office.clock, SetClock)
        office.clock.set(ISSUED_AT + timedelta(days=1))
        assert await tell_subscribers(office) == Told(0, 0, 0)
        assert program.ask("PATCH", "/subscriptions/1", json={}).json()["stopped_at"] is None
        assert await tell_subscribers(office) == Told(noted=1, told=2, failed=0)
