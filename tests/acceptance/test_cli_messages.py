"""The command about how people are reached and what became of their messages: texts, refusals, nothing unmasked."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cli import failures
from engine.channels import ChannelKind
from engine.outbox import Outcome, OutcomeClass
from engine.service import contacts, credentials
from engine.service.receipts import Receipt, take
from engine.store.database import open_database, writing
from engine.store.messages import stop_channel
from tests.support.builders import create_policies
from tests.support.cast import Office
from tests.support.command import Terminal, compare
from tests.support.desk import Desk
from tests.support.source import ROOT

GOLDEN = ROOT / "tests" / "golden" / "cli"
VN = ZoneInfo("Asia/Ho_Chi_Minh")
ISSUED_AT = datetime(2023, 10, 10, 8, tzinfo=VN)
MORNING_AT = datetime(2023, 10, 19, 7, 30, tzinfo=VN)
BOT, EMAIL, PHONE = ChannelKind.ZALO_BOT, ChannelKind.EMAIL, ChannelKind.ZALO_PHONE
CLERK, HEAD = "vt.mnvinhquang@vinhbao.example", "ht.mnvinhquang@vinhbao.example"
NAME = "Văn thư MN Vinh Quang"
CHAT, NUMBER, TOKEN = "chat-user-8841", "84900000123", "sealed-token-of-the-office"
HIDDEN = (CHAT, NUMBER, "0900000123", "900000123", "900 000 123", TOKEN)


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The command in the office of Vĩnh Bảo, its letter issued."""
    for name in ("DONDOC_LANGUAGE", "DONDOC_DATABASE_URL", "DONDOC_DATA_DIR", "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)
    found = Terminal(tmp_path / "data", capsys)
    found.issue()
    return found


@pytest.fixture
def desk(terminal: Terminal) -> Iterator[Desk]:
    """The same office from the inside, with three channels; the clerk of Vinh Quang has a phone and the bot."""
    channels = (PHONE, BOT, EMAIL)
    policies = replace(create_policies(), channels=channels, urgent_channels=channels)
    office = Office(open_database(f"sqlite:///{terminal.folder / 'dondoc.db'}"), policies)
    clerk = contacts.person_of(office.database, CLERK)
    for channel, address in ((PHONE, NUMBER), (BOT, CHAT)):
        said = {"channel": channel, "address": address, "source": f"phiếu đồng ý ({NUMBER})"}
        contacts.consent(office.database, clerk, **said, at=ISSUED_AT)
    office.run("UPDATE contact SET verified_at = '2023-01-05 01:00:00' WHERE channel = 'email'")
    office.compose(MORNING_AT)
    yield Desk(office)
    office.database.dispose()


@pytest.fixture
def lost(desk: Desk) -> Desk:
    """Every channel has failed the clerk: the phone gave a late refusal, the bot was blocked, the mailbox is full."""
    at = MORNING_AT
    desk.send(PHONE, Outcome(OutcomeClass.OK, provider_id="zns-7"), at=at)
    at += timedelta(minutes=2)
    take(desk.office.database, Receipt(PHONE, "failed", "zns-7", happened_at=at, detail=f"no Zalo at {NUMBER}"), at=at)
    desk.move_on(at)
    desk.send(BOT, Outcome(OutcomeClass.RECIPIENT, f"-201: user {CHAT} (0900 000 123) blocked you"), at=at)
    desk.move_on(at)
    at += timedelta(minutes=1)
    desk.send(EMAIL, Outcome(OutcomeClass.PAYLOAD, "552 5.2.2 mailbox full"), at=at)
    desk.move_on(at)
    return desk


def message_ids(terminal: Terminal) -> list[int]:
    """The clerk's messages, newest first."""
    return [one["id"] for one in terminal("messages", "--person", NAME, "--json").json]


def test_texts_about_a_message_stay(terminal: Terminal, lost: Desk) -> None:
    newest = message_ids(terminal)[0]
    for lang, ending in (("vi", "txt"), ("en", "en.txt")):
        for name, arguments in (
            ("contacts_show", ("contacts", "show", CLERK)),
            ("contacts_failed", ("contacts", "failed")),
            ("messages", ("messages", "--person", NAME)),
            ("messages_dead", ("messages", "dead", "--person", NAME)),
            ("messages_show", ("messages", "show", newest)),
            ("why_chain", ("why", 3, "--at", "19/10/2023 09:00")),
        ):
            compare(terminal.expect(*arguments, lang=lang), GOLDEN / f"{name}.{ending}")


def test_nothing_is_printed_unmasked(terminal: Terminal, lost: Desk) -> None:
    database = lost.office.database
    credentials.begin(database, "zalo", sealed=TOKEN, lifetime=timedelta(hours=25), at=MORNING_AT)
    credentials.lose(database, "zalo", version=1, reason="-14014", at=MORNING_AT)
    with writing(database) as connection:
        stop_channel(connection, PHONE, at=MORNING_AT, reason=f"-124: {NUMBER}")
    commands: list[tuple[object, ...]] = [("messages", "show", one) for one in message_ids(terminal)]
    commands += [("messages",), ("messages", "dead"), ("why", 3), ("doctor",), ("status",), ("show", 3)]
    commands += [("contacts", "failed"), *(("contacts", "show", one) for one in (CLERK, CHAT, NUMBER, "0900000123"))]
    commands += [("contacts", "show", "0911222333"), ("contacts", "link", NUMBER, BOT)]
    commands += [("contacts", "consent", HEAD, PHONE, NUMBER, "--source", "x")]
    for arguments in commands:
        for extra in ((), ("--json",)):
            ran = terminal(*arguments, *extra)
            assert [one for one in (*HIDDEN, "0911222333") if one in ran.out + ran.err] == [], arguments
    printed = terminal.expect("contacts", "consent", CLERK, PHONE, "+84 900 000 123", "--source", "x")
    assert "***123" in printed


def test_list_is_narrowed(terminal: Terminal, lost: Desk) -> None:
    def found(*options: object) -> set[str]:
        return {one["channel"] for one in terminal("messages", "--person", CLERK, *options, "--json").json}

    assert found() == {EMAIL}  # only that message went to this address
    assert {one["channel"] for one in terminal("messages", "--channel", BOT, "--json").json} == {BOT}
    assert {one["person_name"] for one in terminal("messages", "--state", "failed_permanent", "--json").json} >= {NAME}
    assert terminal("messages", "--person", "không ai", "--json").json == []
    phone = terminal("messages", "--channel", PHONE, "--json").json[0]
    assert (phone["provider_id"], phone["receipt"]) == ("zns-7", "failed")


def test_dead_message_is_sent_again_once(terminal: Terminal, lost: Desk) -> None:
    newest = message_ids(terminal)[0]
    dead = terminal("messages", "dead", "--person", NAME, "--json").json
    assert [one["id"] for one in dead] == [newest]
    assert 3 in [about["obligation_id"] for about in dead[0]["subjects"]]
    assert "Đã lập thư" in terminal.expect("messages", "resend", newest)
    assert terminal("messages", "dead", "--person", NAME, "--json").json == []
    chain = terminal("messages", "show", newest, "--json").json["messages"]
    assert [one["channel"] for one in chain] == [PHONE, BOT, EMAIL, EMAIL]
    assert "đã được gửi lại" in terminal.expect("messages", "resend", newest, code=failures.LIFE_CYCLE)
    assert "99999" in terminal.expect("messages", "resend", 99_999, code=failures.INPUT)


def test_message_to_somebody_who_cannot_be_reached_is_not_sent_again(terminal: Terminal, lost: Desk) -> None:
    newest = message_ids(terminal)[0]
    for channel in (EMAIL, BOT, PHONE):
        terminal.expect("contacts", "revoke", CLERK, channel)
    assert "không có địa chỉ" in terminal.expect("messages", "resend", newest, code=failures.LIFE_CYCLE)


# --- contacts -----------------------------------------------------------------------------------


def test_code_is_handed_over_and_links(terminal: Terminal) -> None:
    printed = terminal.expect("contacts", "link", HEAD, BOT)
    (code, again) = re.findall(r"LK-\w{4}-\w{4}", printed)
    assert code == again
    told = terminal("contacts", "link", HEAD, BOT, "--json", lang="en").json
    assert told["code"] in told["sentence"]
    assert "not linked by a code" in terminal.expect("contacts", "link", HEAD, EMAIL, code=failures.USAGE, lang="en")


def test_consent_is_recorded_ended_and_the_last_loss_is_told(terminal: Terminal) -> None:
    assert "***123" in terminal.expect("contacts", "consent", HEAD, PHONE, "0900 000 123", "--source", "Phiếu 1")
    found = terminal("contacts", "show", HEAD, "--json").json
    assert {one["channel"] for one in found["addresses"] if one["is_usable"]} == {EMAIL, PHONE}
    assert [(one["channel"], one["source"]) for one in found["consents"]] == [(PHONE, "Phiếu 1")]
    assert "Đã ngừng" in terminal.expect("contacts", "revoke", HEAD, PHONE)
    assert "Không có địa chỉ hay sự đồng ý" in terminal.expect("contacts", "revoke", HEAD, PHONE)
    assert "không còn địa chỉ nào" in terminal.expect("contacts", "revoke", HEAD, EMAIL)
    assert {one["disabled_reason"] for one in terminal("contacts", "failed", "--json").json} == {"revoked"}


def test_choice_changes_only_what_is_named(terminal: Terminal) -> None:
    terminal.expect("contacts", "consent", HEAD, BOT, CHAT, "--source", "Phiếu 1")
    terminal.expect("contacts", "prefer", HEAD, "--order", "zalo_bot, email", "--quiet", "21:00-6:30")
    terminal.expect("contacts", "prefer", HEAD, "--urgent-order", "email", "--off", BOT)

    def chosen() -> dict[str, object]:
        found: dict[str, object] = terminal("contacts", "show", HEAD, "--json").json["preference"]
        return found

    assert chosen() == {
        "order": [BOT, EMAIL],
        "urgent_order": [EMAIL],
        "off": [BOT],
        "quiet_from": "21:00",
        "quiet_until": "06:30",
    }
    refusal = terminal.expect("contacts", "prefer", HEAD, "--off", EMAIL, code=failures.INPUT)
    assert "kênh cuối cùng" in refusal
    terminal.expect("contacts", "prefer", HEAD, "--on", BOT, "--no-quiet", "--order", "")
    assert chosen() == {"order": [], "urgent_order": [EMAIL], "off": [], "quiet_from": None, "quiet_until": None}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("messages", "--channel", "fax"), "fax"),
        (("contacts", "link", HEAD, "fax"), "fax"),
        (("contacts", "revoke", HEAD, "fax"), "fax"),
        (("contacts", "prefer", HEAD, "--order", "email,fax"), "fax"),
        (("contacts", "prefer", HEAD, "--off", "fax"), "fax"),
        (("contacts", "prefer", HEAD), "--quiet"),
        (("contacts", "prefer", HEAD, "--off", "email", "--on", "email"), "email"),
        (("contacts", "prefer", HEAD, "--quiet", "21-6"), "21-6"),
        (("contacts", "prefer", HEAD, "--quiet", "21:00-25:00"), "21:00-25:00"),
        (("contacts", "prefer", HEAD, "--quiet", "21:00-21:00"), "21:00-21:00"),
        (("contacts", "prefer", HEAD, "--quiet", "21:00-06:00", "--no-quiet"), "--no-quiet"),
        (("contacts", "consent", HEAD, "zalo_phone", "12345", "--source", "x"), "***345"),
        (("contacts", "consent", HEAD, "email", "ai đó", "--source", "x"), "ai đó"),
        (("contacts", "consent", HEAD, "zalo_bot", "a b c d", "--source", "x"), "tài khoản"),
        (("contacts", "consent", HEAD, "email", "a@b.example", "--source", " "), "--source"),
        (("contacts", "consent", HEAD, "email", "a@b.example"), "--source"),
        (("doctor", "--true-time", "trưa"), "trưa"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(
    terminal: Terminal, arguments: tuple[object, ...], said: str
) -> None:
    ran = terminal(*arguments)
    assert (ran.code, ran.out) == (failures.USAGE, "")
    assert said in ran.err.splitlines()[0]


def test_person_nobody_knows_is_refused(terminal: Terminal) -> None:
    for command in (("show",), ("link", BOT), ("revoke", BOT), ("consent", EMAIL, "a@b.example", "--source", "x")):
        refusal = terminal.expect("contacts", command[0], "ai@do.vn", *command[1:], code=failures.INPUT)
        assert "ai@do.vn" in refusal


def test_clock_is_compared_with_a_time_that_is_given(terminal: Terminal) -> None:
    def level(*options: object) -> str:
        ran = terminal("doctor", "--json", *options)
        (code,) = (one["code"] for one in json.loads(ran.out)["findings"] if one["id"] == "D023")
        return str(code)

    assert level() == "skew_unasked"
    assert level("--true-time", "2001-01-01 00:00") == "skew_found"
    assert level("--true-time", datetime.now(VN).isoformat()) == "skew_ok"
