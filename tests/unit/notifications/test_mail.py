"""Mail building: headers survive, nothing is injected, a retry is the same mail."""

import email
import email.policy
import re
import unicodedata
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import AddressRefused
from engine.outbox import Outcome, OutcomeClass
from notifications.mail import Rendered, Sender, build, compose, one_line, require_address
from notifications.tokens import Purpose, message_in
from tests.support.outbox import create_outgoing

SENDER = Sender("Phòng GDĐT huyện Vĩnh Bảo", "dondoc@vinhbao.example")

PLAIN_WORDS = [
    "đột",
    "phá",
    "phát",
    "triển",
    "GD&ĐT",
    "“Chăm",
    "sóc”",
    '"ngoặc"',
    "a,b",
    "=?utf-8?b?xx?=",
    "<a@b>",
    "(;:\\",
]
ODD_WORDS = ["tab\tgiữa", "nghiêng" * 30, "🏫", "👩🏽\u200d🏫", "e\u0302\u0323", "Ơ\u0309"]
WORDS = st.sampled_from(PLAIN_WORDS + ODD_WORDS)
PHRASES = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
WORDS_ONLY = Rendered("s", "t", "h")
ANYTHING = st.text(max_size=300)


def flattened(*, subject: str = "Việc", name: str = "Nguyễn Văn A", **overrides: object) -> bytes:
    outgoing = create_outgoing(person_name=name, **overrides)
    return build(outgoing, Rendered(subject, "chữ", "<p>chữ</p>"), sender=SENDER).as_bytes()


def read(raw: bytes) -> Message:
    return email.message_from_bytes(raw)


def decoded(raw: bytes, name: str) -> str:
    return str(make_header(decode_header(read(raw)[name])))


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@given(PHRASES)
def test_subject_survives_for_any_words(subject: str) -> None:
    assert decoded(flattened(subject=subject), "Subject") == nfc(subject)


@given(PHRASES)
def test_subject_survives_in_the_modern_parser_for_any_words(subject: str) -> None:
    mail = email.message_from_bytes(flattened(subject=subject), policy=email.policy.default)
    assert mail["Subject"] == nfc(subject)


@given(PHRASES)
def test_display_name_survives_for_any_words(name: str) -> None:
    phrase, address = parseaddr(read(flattened(name=name))["To"])
    assert (str(make_header(decode_header(phrase))), address) == (nfc(name), create_outgoing().address)


@given(subject=ANYTHING, name=ANYTHING)
def test_head_has_the_same_fields_for_any_text(subject: str, name: str) -> None:
    raw = flattened(subject=subject, name=name)
    assert read(raw).keys() == read(flattened()).keys()
    head = raw.partition(b"\n\n")[0].decode("ascii")
    assert all(len(line) <= 76 for line in head.split("\n"))
    assert all(len(word) <= 75 for word in re.findall(r"=\?utf-8\?b\?[^?]*\?=", head))


@given(ANYTHING)
def test_one_line_holds_no_break_for_any_text(text: str) -> None:
    line = one_line(text)
    assert line.splitlines() in ([line], [])
    assert one_line(line) == line


@pytest.mark.parametrize(
    "evil", ["Việc\r\nBcc: x@y.example", "Việc\nBcc: x@y.example", "A\r\n\r\nthân", "A\u2028Bcc: x"]
)
def test_mail_has_no_injected_header_when_a_text_holds_line_breaks(evil: str) -> None:
    mail = read(flattened(subject=evil, name=evil))
    assert mail["Bcc"] is None
    assert len(mail.get_all("To", [])) == 1
    assert "\n" not in decoded(flattened(subject=evil), "Subject")


def test_mail_is_the_same_on_every_attempt() -> None:
    assert flattened(attempt=1) == flattened(attempt=2)


def test_mail_says_that_a_machine_wrote_it() -> None:
    mail = read(flattened())
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["List-Id"] == "<dondoc.vinhbao.example>"
    assert mail["Date"] == "Fri, 27 Oct 2023 00:30:00 +0000"
    assert mail["Message-ID"] == "<m1.k7@dondoc.example>"


def test_mail_belongs_to_its_thread() -> None:
    mail = read(flattened(thread_id="t.123.7@dondoc.example"))
    assert mail["References"] == mail["In-Reply-To"] == "<t.123.7@dondoc.example>"
    assert read(flattened())["References"] is None


def test_mail_names_where_to_answer_when_the_sender_says_so() -> None:
    sender = Sender("Phòng", "a@b.example", reply_to="hoi@b.example", list_id="viec.b.example")
    mail = build(create_outgoing(), Rendered("s", "t", "h"), sender=sender)
    assert (mail["Reply-To"], mail["List-Id"]) == ("hoi@b.example", "<viec.b.example>")


def test_mail_body_is_composed_text_in_both_parts() -> None:
    apart = unicodedata.normalize("NFD", "Đề nghị")
    raw = build(create_outgoing(), Rendered("s", apart, f"<p>{apart}</p>"), sender=SENDER).as_bytes()
    plain, rich = (part.get_payload(decode=True) for part in read(raw).walk() if not part.is_multipart())
    assert (plain, rich) == ("Đề nghị".encode(), "<p>Đề nghị</p>".encode())


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("hiệu.trưởng@truong.example", "not_ascii"),
        ("a@trường.example", "not_ascii"),
        ("", "malformed"),
        ("khong-co-a-cong", "malformed"),
        ("a@b@c.example", "malformed"),
        ("a b@c.example", "malformed"),
        ("a@c.example\r\nRCPT TO:<x@y>", "malformed"),
        ("a@c.example, d@e.example", "malformed"),
        ("<a@c.example>", "malformed"),
        (".a@c.example", "malformed"),
        ("a@-c.example", "malformed"),
        ("a@" + "c" * 260, "malformed"),
    ],
)
def test_address_is_refused_when_it_is_not_plain(address: str, reason: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        require_address(address, role="recipient")
    assert refused.value.values["reason"] == reason


@pytest.mark.parametrize("address", ["a@b", "c0hoasen.vb@haiphong.edu.vn", "a+b_c@xn--trng-4sa.example"])
def test_address_is_taken_when_it_is_plain(address: str) -> None:
    assert require_address(address, role="recipient") == address


@pytest.mark.parametrize(
    ("overrides", "sender", "expected"),
    [
        ({"address": "ạ@b.example"}, SENDER, OutcomeClass.RECIPIENT),
        ({}, Sender("x", "ạ@b.example"), OutcomeClass.CONFIG),
        ({"rfc_message_id": "<a b@c>\r\nBcc: d"}, SENDER, OutcomeClass.PAYLOAD),
    ],
)
def test_compose_gives_an_outcome_when_the_mail_cannot_be_made(
    overrides: dict[str, str], sender: Sender, expected: OutcomeClass
) -> None:
    outcome = compose(create_outgoing(**overrides), Rendered("s", "t", "h"), sender=sender)
    assert isinstance(outcome, Outcome)
    assert outcome.outcome_class is expected


def test_mail_carries_its_calendar_file_beside_the_words() -> None:
    days = "BEGIN:VCALENDAR\r\nSUMMARY:Hạn\r\nEND:VCALENDAR\r\n".encode()
    words = Rendered("s", "chữ", "<p>chữ</p>", calendar=days)
    mail = read(build(create_outgoing(), words, sender=SENDER).as_bytes())
    both, part = mail.get_payload()
    assert [mail.get_content_type(), both.get_content_type()] == ["multipart/mixed", "multipart/alternative"]
    assert [inner.get_content_type() for inner in both.get_payload()] == ["text/plain", "text/html"]
    assert part.get_payload(decode=True) == days
    assert (part.get_content_type(), part.get_param("method"), part.get_filename()) == (
        "text/calendar",
        "PUBLISH",
        "thoi-han.ics",
    )
    assert mail["Subject"] == "s"
    assert build(create_outgoing(attempt=2), words, sender=SENDER).as_bytes() == mail.as_bytes()


KEY = b"mot khoa du dai de ky ten"


def test_mail_asks_for_answers_at_an_address_of_its_own() -> None:
    sender = Sender("Phòng", "a@b.example", reply_to="tra-loi+*@b.example", key=KEY)
    addresses = [build(create_outgoing(id=number), WORDS_ONLY, sender=sender)["Reply-To"] for number in (7, 8)]
    assert [message_in(address, Purpose.ANSWERS, key=KEY) for address in addresses] == [7, 8]


@pytest.mark.parametrize(
    "values",
    [
        {"bounce_address": "b+*@x.example"},
        {"reply_to": "b+*@x.example", "key": b"ngan"},
        {"key": b"ngan"},
        {"bounce_address": "b*b@x.example", "key": KEY},
    ],
)
def test_sender_is_refused_when_its_tokens_would_be_worth_nothing(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"key|token"):
        Sender("Phòng", "a@b.example", **values)


def test_sender_does_not_show_its_key() -> None:
    assert "mot khoa" not in repr(Sender("Phòng", "a@b.example", key=KEY))


@pytest.mark.parametrize("template", ["ạ+*@b.example", "b+* @b.example"])
@pytest.mark.parametrize("name", ["bounce_address", "reply_to"])
def test_compose_stops_the_channel_when_an_address_of_ours_is_none(name: str, template: str) -> None:
    sender = Sender("Phòng", "a@b.example", key=KEY, **{name: template})
    outcome = compose(create_outgoing(), WORDS_ONLY, sender=sender)
    assert isinstance(outcome, Outcome)
    assert outcome.outcome_class is OutcomeClass.CONFIG
