"""Incoming mail: bounce, machine or person; and nothing that anybody sends makes it fail."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.bounces import Bounce
from notifications.incoming_mail import AutoReply, Reply, read_mail
from notifications.mail import Rendered, Sender, build
from notifications.tokens import Purpose, with_token
from tests.support.foreign_mail import ADDRESS, EXIM, OUR_ID, QMAIL, create_mail, create_report
from tests.support.outbox import create_outgoing

KEY = b"mot khoa du dai de ky ten"
DISPOSITION = """--G
Content-Type: text/plain

Your message was read.
--G
Content-Type: message/disposition-notification

Original-Message-ID: <m1.k7@dondoc.example>
Disposition: manual-action/MDN-sent-manually; displayed
--G--
"""


def reply_in(content: bytes) -> Reply:
    found = read_mail(content, key=KEY)
    assert isinstance(found, Reply)
    return found


def test_reply_says_who_answers_what_in_which_words() -> None:
    thread = "<viec-123.7@dondoc.example>"
    content = create_mail("Đã nhận.\n\n> Kính gửi", In_Reply_To=OUR_ID, References=f"{thread}\n {OUR_ID}")
    assert reply_in(content) == Reply(
        message_id=None,
        rfc_message_id=OUR_ID,
        references=(OUR_ID, thread),
        sender=ADDRESS,
        subject="Re: Việc ngày 27/10/2023",
        words="Đã nhận.",
        own_id="<tra-loi@vinhbao.example>",
    )


def test_reply_is_found_by_its_references_when_it_does_not_say_more() -> None:
    assert reply_in(create_mail("a", References=f"<viec-1.2@x> {OUR_ID}")).rfc_message_id == OUR_ID
    assert reply_in(create_mail("a")).rfc_message_id is None


def test_reply_names_the_message_whose_token_it_was_sent_to() -> None:
    address = with_token("tra-loi+*@x.example", 7, purpose=Purpose.ANSWERS, key=KEY)
    assert reply_in(create_mail("a", To=f"Phòng <{address}>, khac@x.example")).message_id == 7
    assert reply_in(create_mail("a", To=address.replace("+7.", "+9."))).message_id is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a@x.example", "a@x.example"),
        ("A@X.example (ông A)", "a@x.example"),
        ('"ceo@office.example" <a@x.example>', "a@x.example"),
        ("=?utf-8?b?PGNlb0BvZmZpY2UuZXhhbXBsZT4=?= <a@x.example>", "a@x.example"),
        ("không có địa chỉ", ""),
    ],
)
def test_reply_takes_no_name_for_an_address(written: str, expected: str) -> None:
    found = read_mail(create_mail("a", From=written), key=KEY)
    assert isinstance(found, Reply)
    assert found.sender == expected


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"Auto_Submitted": "auto-generated; x"}, "automatic"),
        ({"Precedence": "bulk"}, "automatic"),
        ({"X_Autoreply": "yes"}, "automatic"),
        ({"Return_Path": "<>"}, "automatic"),
        ({"List_Id": "<ban-tin.x.example>"}, "list"),
        ({"Subject": "Automatic reply: Việc"}, "absence"),
        ({"Subject": "=?utf-8?b?VHLhuqMgbOG7nWkgdOG7sSDEkeG7mW5nOiBWaeG7h2M=?="}, "absence"),
        ({"From": "Dondoc@vinhbao.example"}, "own"),
        ({"Return_Path": "<>", "From": "MAILER-DAEMON@x.example", "Subject": "Out of office: x"}, "absence"),
    ],
)
def test_mail_of_a_machine_is_no_reply(fields: dict[str, str], reason: str) -> None:
    content = create_mail("Tôi đi vắng. Đã nhận.", In_Reply_To=OUR_ID, **fields)
    found = read_mail(content, key=KEY, own=["dondoc@vinhbao.example"])
    assert isinstance(found, AutoReply)
    assert (found.reason, found.rfc_message_id) == (reason, OUR_ID)


def test_mail_that_says_that_no_machine_wrote_it_is_a_reply() -> None:
    assert reply_in(create_mail("Đã nhận", Auto_Submitted="no")).words == "Đã nhận"


def test_mail_that_says_that_it_was_read_is_a_receipt() -> None:
    kind = "multipart/report; report-type=disposition-notification; boundary=G"
    found = read_mail(create_mail(DISPOSITION, Content_Type=kind), key=KEY)
    assert isinstance(found, AutoReply)
    assert found.reason == "receipt"


@pytest.mark.parametrize("own", [[], ["dondoc@vinhbao.example"]])
def test_mail_of_ours_that_comes_back_is_no_reply(own: list[str]) -> None:
    sender = Sender("Phòng", "dondoc@vinhbao.example", reply_to="tra-loi+*@vinhbao.example", key=KEY)
    content = build(create_outgoing(), Rendered("Re: Việc", "Đã nhận", "<p>Đã nhận</p>"), sender=sender).as_bytes()
    assert isinstance(read_mail(content, key=KEY, own=own), AutoReply)


@pytest.mark.parametrize("charset", ["windows-1258", "utf-16", "khong-co", "idna", "unicode_escape", "utf-8\0"])
def test_mail_is_read_whatever_charset_it_names(charset: str) -> None:
    assert reply_in(create_mail("đã nhận rồi", Content_Type=f'text/plain; charset="{charset}"')).own_id


MAILS = [
    create_report(),
    create_mail(QMAIL, From="MAILER-DAEMON@x.example"),
    create_mail(EXIM, X_Failed_Recipients=ADDRESS),
    create_mail("<p>Đã nhận</p><blockquote>x</blockquote>", Content_Type="text/html; charset=utf-8"),
    create_mail(DISPOSITION, Content_Type="multipart/report; boundary=G"),
]


@given(st.sampled_from(MAILS), st.randoms(use_true_random=False), st.integers(1, 30))
def test_reading_gives_a_value_for_any_damaged_mail(content: bytes, chance: random.Random, cuts: int) -> None:
    octets = bytearray(content)
    for _ in range(cuts):
        at = chance.randrange(len(octets))
        match chance.randrange(4):
            case 0:
                octets[at] = chance.randrange(256)
            case 1:
                del octets[at : at + chance.randrange(40)]
            case 2:
                octets[at:at] = octets[at : at + 60]
            case _:
                octets[at:at] = chance.choice([b"\n", b"\r\n\r\n", b"--GIUA\n", b"=?utf-8?b?", b"\0", b"<", b";", b'"'])
        octets = octets or bytearray(b"x")
    assert isinstance(read_mail(bytes(octets), key=KEY), Bounce | AutoReply | Reply)


@given(st.binary(max_size=400))
def test_reading_gives_a_value_for_any_bytes(content: bytes) -> None:
    assert isinstance(read_mail(content, key=KEY), Bounce | AutoReply | Reply)


NESTED = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(3000))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        NESTED.encode(),
        b"Content-Type: message/rfc822\n\n" * 5000,
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 100_000,
        b"To: " + b"a" * 2_000_000,
        b"To: <a@b>, " * 100_000,
        b"To: a@b\n" * 200_000,
        b"From: " + b"<" * 500_000,
        b"Subject: " + b"=?utf-8?b?" * 100_000,
        b"Content-Type: text/plain" + b"; a=b" * 100_000 + b"\n\nx",
        b"Content-Type: text/plain; charset" + b"*0*=utf-8''%" * 10_000 + b"\n\nx",
        b"References: " + b"<a@b> " * 100_000,
        create_mail("Đã nhận " * 1_000_000),
    ],
    ids=range(13),
)
def test_reading_ends_soon_for_monstrous_mails(content: bytes) -> None:
    began = time.process_time()
    assert isinstance(read_mail(content, key=KEY), Bounce | AutoReply | Reply)
    assert time.process_time() - began < 10
