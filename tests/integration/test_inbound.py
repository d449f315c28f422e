"""What people write back: matched to their work, acknowledged or drafted, answered; never a completion (rules § 6)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from config.bootstrap import Office, served
from config.inbound import take_event, take_in, take_mail
from config.settings import Settings
from engine.channels import ChannelKind
from engine.clock import SetClock
from engine.errors import NotFound
from engine.outbox import MessageState
from engine.rules import By
from engine.service import contacts, incoming
from notifications.channels.imap import ImapServer, MailboxFailure
from notifications.channels.zalo.events import read_event
from notifications.channels.zalo.sandbox.server import ZaloSandbox
from notifications.delivery import deliver
from tests.support.builders import create_directive, create_policies, create_task
from tests.support.cast import DOMAIN
from tests.support.cast import Office as Cast
from tests.support.zalo import loopback_zalo

VN = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING_AT = datetime(2023, 10, 19, 7, 30, tzinfo=VN)
SEN = "van_thu.hoasen@huyen.example"
BOT = ChannelKind.ZALO_BOT


@pytest.fixture
def zalo() -> Iterator[ZaloSandbox]:
    with loopback_zalo(SetClock(MORNING_AT)) as sandbox:
        yield sandbox


@pytest.fixture
def desk(sqlite_cast: Cast, zalo: ZaloSandbox, tmp_path: Path) -> Office:
    """Two tasks for each school, due on Monday 30 October 2023; mail goes into a folder, the bot is the sandbox's."""
    settings = Settings(
        data_dir=tmp_path,
        database_url=sqlite_cast.database.url.render_as_string(hide_password=False),
        email_from=f"don-doc@{DOMAIN}",
        bounce_address=f"don-doc+*@{DOMAIN}",
        reply_address=f"tra-loi+*@{DOMAIN}",
        zalo_bot_token=SecretStr(zalo.world.keys.bot_token),
        zalo_url=zalo.url,
    )
    policies = replace(create_policies(), channels=(BOT, "email"), urgent_channels=(BOT, "email"))
    sqlite_cast.policies = policies
    sqlite_cast.issue(create_directive(*(create_task(f"T0{n}", By(date(2023, 10, 30))) for n in (1, 2))))
    office = Office(settings, served(policies, channels=settings.channels_set_up), SetClock(MORNING_AT))
    office.__dict__["database"] = sqlite_cast.database
    return office


def clerk(office: Office) -> int:
    return contacts.person_of(office.database, SEN)


async def link(office: Office, zalo: ZaloSandbox, chat: str = "chat-1") -> str:
    code = contacts.make_link_code(office.database, clerk(office), channel=BOT, at=MORNING_AT)
    return await say(office, zalo, code, chat)


async def say(office: Office, zalo: ZaloSandbox, words: str, chat: str = "chat-1") -> str:
    """Write to the bot; gives the last thing that it says to anybody because of it, "" if it says nothing."""
    before = len(zalo.taken)
    zalo.say_to_bot(chat, words)
    await take_in(office)
    return "" if len(zalo.taken) == before else zalo.taken[-1].text


async def remind(office: Office, cast: Cast) -> None:
    cast.compose(MORNING_AT)
    await deliver(office.outbox, office.routes(), clock=office.clock, worker="w", letterhead=office.letterhead)


def status(cast: Cast, task: str = "T01") -> str:
    return str(cast.row(cast.one(task)).status)


def outcomes(cast: Cast) -> list[str]:
    return [row["outcome"] for row in cast.rows("incoming", "id")]


async def test_code_links_a_chat_and_the_next_reminder_goes_there(
    desk: Office, zalo: ZaloSandbox, sqlite_cast: Cast
) -> None:
    assert "liên kết" in await link(desk, zalo)
    await remind(desk, sqlite_cast)
    assert zalo.taken[-1].recipient == "chat-1"
    assert "30/10/2023" in zalo.taken[-1].text
    sent = {(row["channel"], row["state"]) for row in sqlite_cast.rows("message") if row["person_id"] == clerk(desk)}
    assert sent == {(BOT, MessageState.ACCEPTED)}


async def test_stranger_gets_nothing(desk: Office, zalo: ZaloSandbox, sqlite_cast: Cast) -> None:
    assert await say(desk, zalo, "đã nhận", "chat-9") == ""
    assert await say(desk, zalo, "việc của tôi", "chat-9") == ""
    assert outcomes(sqlite_cast) == ["stranger", "stranger"]
    assert status(sqlite_cast) == "assigned"


async def test_reply_that_names_its_task_acknowledges_that_one(
    desk: Office, zalo: ZaloSandbox, sqlite_cast: Cast
) -> None:
    await link(desk, zalo)
    number = sqlite_cast.one("T01")
    answer = await say(desk, zalo, f"Đã nhận việc {number} ạ")
    assert str(number) in answer
    assert "chưa tiếp nhận" not in answer, "the answer shows the work as it stood before"
    assert (status(sqlite_cast), status(sqlite_cast, "T02")) == ("acknowledged", "assigned")
    await say(desk, zalo, f"đã nhận #{number}")
    assert outcomes(sqlite_cast)[1:] == ["acknowledged", "already_acknowledged"]


async def test_reply_after_a_reminder_of_several_tasks_is_asked_which(
    desk: Office, zalo: ZaloSandbox, sqlite_cast: Cast
) -> None:
    await link(desk, zalo)
    await remind(desk, sqlite_cast)
    answer = await say(desk, zalo, "đã nhận")
    assert all(str(sqlite_cast.one(task)) in answer for task in ("T01", "T02"))
    assert (status(sqlite_cast), outcomes(sqlite_cast)[-1]) == ("assigned", "which_task")


async def test_button_acknowledges(desk: Office, zalo: ZaloSandbox, sqlite_cast: Cast) -> None:
    await link(desk, zalo)
    await say(desk, zalo, f"dondoc:ack:{sqlite_cast.one('T02')}")
    assert status(sqlite_cast, "T02") == "acknowledged"


async def test_request_for_more_time_is_a_draft_only(desk: Office, zalo: ZaloSandbox, sqlite_cast: Cast) -> None:
    await link(desk, zalo)
    number = sqlite_cast.one()
    answer = await say(desk, zalo, f"xin gia hạn việc {number} đến 10/11 vì chờ số liệu")
    assert "10/11/2023" in answer
    assert sqlite_cast.rows("extension") == []
    (draft,) = incoming.drafts(desk.database)
    assert (draft["obligation_id"], draft["until"], draft["reason"]) == (number, date(2023, 11, 10), "chờ số liệu")
    asked = incoming.file_draft(desk.database, draft["id"], at=MORNING_AT, policies=desk.policies)
    (extension,) = sqlite_cast.rows("extension")
    assert (asked.number, extension["asked_by"], extension["reason"]) == (1, "Văn thư Sen", "chờ số liệu")
    assert incoming.drafts(desk.database) == []
    with pytest.raises(NotFound):
        incoming.file_draft(desk.database, draft["id"], at=MORNING_AT, policies=desk.policies)


@pytest.mark.parametrize("words", ["đã xong việc {}", "em nộp rồi ạ, việc {}", "hoàn thành #{}"])
async def test_work_is_never_completed_by_a_reply(
    desk: Office, zalo: ZaloSandbox, sqlite_cast: Cast, words: str
) -> None:
    await link(desk, zalo)
    assert await say(desk, zalo, words.format(sqlite_cast.one())) != ""
    assert status(sqlite_cast) == "assigned"


async def test_work_of_others_cannot_be_acknowledged(desk: Office, zalo: ZaloSandbox, sqlite_cast: Cast) -> None:
    await link(desk, zalo)
    other = sqlite_cast.one("T01", "HOADAO")
    await say(desk, zalo, f"đã nhận việc {other}")
    assert str(sqlite_cast.row(other).status) == "assigned"
    assert outcomes(sqlite_cast)[-1] == "no_such_task"


async def test_list_of_own_work(desk: Office, zalo: ZaloSandbox, sqlite_cast: Cast) -> None:
    await link(desk, zalo)
    answer = await say(desk, zalo, "viec cua toi")
    assert all(str(sqlite_cast.one(task)) in answer for task in ("T01", "T02"))


def test_event_that_is_told_twice_is_taken_once(desk: Office, sqlite_cast: Cast) -> None:
    body = b'{"event_name":"user_send_text","sender":{"id":"77"},"message":{"msg_id":"m1","text":"\xc4\x91\xc3\xa3"}}'
    assert take_event(desk, read_event(body))
    assert not take_event(desk, read_event(body))
    assert len(sqlite_cast.rows("incoming")) == 1


# --- mail ---------------------------------------------------------------------------------------


def mail(**fields: str) -> bytes:
    message = EmailMessage()
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    message.set_content("Đã nhận ạ.\n\n> Thư nhắc việc\n")
    return message.as_bytes()


def sent_to(office: Office, address: str) -> EmailMessage:
    import email.policy

    for path in sorted((office.settings.data_dir / "mail").rglob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if address in str(message["To"]):
            assert isinstance(message, EmailMessage)
            return message
    raise AssertionError(address)


async def test_mail_that_comes_back_settles_its_message_only_under_our_signature(
    desk: Office, sqlite_cast: Cast
) -> None:
    await remind(desk, sqlite_cast)
    rows = {row["address"]: row for row in sqlite_cast.rows("message")}
    outgoing_id = rows[SEN]["id"]
    from notifications.tokens import Purpose, token_of

    token = token_of(outgoing_id, Purpose.REPORTS, key=desk.seal.mail_key)
    report = (Path(__file__).parent.parent / "golden" / "bounce.eml").read_text(encoding="utf-8")
    forged = report.replace("TOKEN", f"{outgoing_id}.aaaaaaaaaaaaaaaa").encode()
    assert not take_mail(desk, forged)
    assert {row["state"] for row in sqlite_cast.rows("message")} == {"accepted"}
    assert take_mail(desk, report.replace("TOKEN", token).encode())
    assert not take_mail(desk, report.replace("TOKEN", token).encode())
    states = {row["address"]: row["state"] for row in sqlite_cast.rows("message")}
    assert states[SEN] == "failed_permanent"
    assert [one["address"] for one in contacts.failed_addresses(desk.database)] == [SEN]


async def test_answer_by_mail_acknowledges_the_one_task_that_it_answers(desk: Office, sqlite_cast: Cast) -> None:
    sqlite_cast.report(sqlite_cast.one("T02"), at=MORNING_AT - timedelta(days=1))
    await remind(desk, sqlite_cast)
    reply_to = str(sent_to(desk, SEN)["Reply-To"])
    assert take_mail(desk, mail(From=SEN, To=reply_to, Subject="Re: Nhắc việc", Message_ID="<a@x.example>"))
    await take_in(desk)
    assert status(sqlite_cast) == "acknowledged"
    assert outcomes(sqlite_cast) == ["acknowledged"]


async def test_mail_from_a_stranger_with_somebody_else_s_token_does_nothing(desk: Office, sqlite_cast: Cast) -> None:
    await remind(desk, sqlite_cast)
    reply_to = str(sent_to(desk, SEN)["Reply-To"])
    take_mail(desk, mail(From="ai@do.example", To=reply_to, Subject="Re: Nhắc việc", Message_ID="<b@x.example>"))
    await take_in(desk)
    assert status(sqlite_cast) == "assigned"
    assert outcomes(sqlite_cast) == ["stranger"]


# --- an Official Account ------------------------------------------------------------------------


def written_to_account(words: str, message_id: str) -> bytes:
    event = {"event_name": "user_send_text", "sender": {"id": "77"}, "message": {"msg_id": message_id, "text": words}}
    return json.dumps(event).encode()


@pytest.mark.parametrize("asked_for", [ChannelKind.ZALO_UID, ChannelKind.ZALO_OA])
async def test_code_written_to_the_account_links_the_id_under_which_templates_go(
    desk: Office, sqlite_cast: Cast, *, asked_for: str
) -> None:
    code = contacts.make_link_code(desk.database, clerk(desk), channel=asked_for, at=MORNING_AT)
    take_event(desk, read_event(written_to_account(code, "m1")))
    take_event(desk, read_event(written_to_account(f"đã nhận việc {sqlite_cast.one()}", "m2")))
    await take_in(desk)
    addresses = {one.channel: one.address for one in contacts.reach_of(desk.database, clerk(desk)).addresses}
    assert addresses[ChannelKind.ZALO_UID] == "77"
    assert (outcomes(sqlite_cast), status(sqlite_cast)) == (["linked", "acknowledged"], "acknowledged")


def test_consent_to_the_account_stands_and_ends_under_the_id_of_templates(desk: Office) -> None:
    account, person = ChannelKind.ZALO_OA, clerk(desk)
    contacts.consent(desk.database, person, channel=account, address="77", source="phiếu", at=MORNING_AT)
    usable = [one.channel for one in contacts.reach_of(desk.database, person).addresses if one.is_usable]
    assert ChannelKind.ZALO_UID in usable
    assert account not in usable
    assert contacts.revoke(desk.database, person, channel=account, by="test", at=MORNING_AT)
    assert not contacts.revoke(desk.database, person, channel=ChannelKind.ZALO_UID, by="test", at=MORNING_AT)


async def test_answer_is_on_record(desk: Office, zalo: ZaloSandbox, sqlite_cast: Cast) -> None:
    await link(desk, zalo)
    said = await say(desk, zalo, "việc của tôi")
    assert [row["answer"] for row in sqlite_cast.rows("incoming", "id")][-1] == said


async def test_code_drawn_for_the_account_links_whoever_writes_it_to_the_account(desk: Office) -> None:
    code = contacts.make_link_code(desk.database, clerk(desk), channel=ChannelKind.ZALO_OA, at=MORNING_AT)
    take_event(desk, read_event(written_to_account(code, "m1")))
    await take_in(desk)
    addresses = {one.channel: one.address for one in contacts.reach_of(desk.database, clerk(desk)).addresses}
    assert addresses[ChannelKind.ZALO_UID] == "77"


async def test_mailbox_out_of_reach_does_not_keep_the_account_s_answers_waiting(
    desk: Office, zalo: ZaloSandbox, sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(desk, zalo)
    down = ImapServer(host="127.0.0.1", port=1, user="u", tls="none", timeout=1)
    monkeypatch.setattr(desk.channels, "mailbox", lambda: down)
    zalo.say_to_bot("chat-1", f"đã nhận việc {sqlite_cast.one()}")
    with pytest.raises(MailboxFailure):
        await take_in(desk)
    assert status(sqlite_cast) == "acknowledged"


async def test_mail_address_is_the_same_in_any_letters(desk: Office, sqlite_cast: Cast) -> None:
    await remind(desk, sqlite_cast)
    to = str(sent_to(desk, SEN)["Reply-To"])
    sqlite_cast.run("UPDATE contact SET address = 'Van_Thu.HoaSen@huyen.example' WHERE address = :sen", sen=SEN)
    take_mail(desk, mail(From=SEN, To=to, Subject=f"đã nhận #{sqlite_cast.one()}", Message_ID="<c@x.example>"))
    await take_in(desk)
    assert outcomes(sqlite_cast) == ["acknowledged"]


@pytest.mark.parametrize(
    ("ends_on", "outcome"),
    [("2023-12-31", "acknowledged"), ("2023-10-19", "acknowledged"), ("2023-10-18", "no_such_task")],
)
async def test_post_for_a_time_acknowledges_as_long_as_it_is_held(
    desk: Office, sqlite_cast: Cast, ends_on: str, outcome: str
) -> None:
    await remind(desk, sqlite_cast)
    to = str(sent_to(desk, SEN)["Reply-To"])
    sqlite_cast.run(f"UPDATE post SET valid_to = '{ends_on}' WHERE person_id = {clerk(desk)}")
    subject = f"đã nhận #{sqlite_cast.one()}"
    take_mail(desk, mail(From=SEN, To=to, Subject=subject, Message_ID="<d@x.example>"))
    await take_in(desk)
    assert outcomes(sqlite_cast) == [outcome]


@pytest.mark.parametrize(
    "charset_and_body", [b"utf-8\n\n\xc4\x91\xc3\xa3 \0 nh", b"utf-7\n\n+2AA- nhan"], ids=["nul", "half"]
)
def test_letters_that_no_database_holds_do_not_block_the_mailbox(
    desk: Office, office: Cast, charset_and_body: bytes
) -> None:
    desk.__dict__["database"] = office.database
    head = f"From: {SEN}\nTo: x@y.example\nMessage-ID: <e\0@x.example>\nReferences: <f\0@x.example>\n".encode()
    assert take_mail(desk, head + b"Content-Type: text/plain; charset=" + charset_and_body)


def test_letters_that_no_database_holds_do_not_block_the_account(desk: Office, office: Cast) -> None:
    desk.__dict__["database"] = office.database
    assert take_event(desk, read_event(written_to_account("đã\0 nhận", "m\0")))
    assert [row["text"] for row in office.rows("incoming")] == ["đã nhận"]


async def test_mail_that_does_not_answer_ours_does_nothing(desk: Office, sqlite_cast: Cast) -> None:
    await remind(desk, sqlite_cast)
    named = f"Đã nhận việc {sqlite_cast.one()}"
    take_mail(desk, mail(From=SEN, To=f"don-doc@{DOMAIN}", Subject=named, Message_ID="<c@x.example>"))
    await take_in(desk)
    assert (status(sqlite_cast), outcomes(sqlite_cast)) == ("assigned", ["unproven"])
    open_settings = desk.settings.model_copy(update={"reply_address": None})
    bare = Office(open_settings, desk.policies, desk.clock)
    bare.__dict__["database"] = sqlite_cast.database
    take_mail(bare, mail(From=SEN, To=f"don-doc@{DOMAIN}", Subject=named, Message_ID="<d@x.example>"))
    await take_in(bare)
    assert (status(sqlite_cast), outcomes(sqlite_cast)[-1]) == ("assigned", "no_such_task")
