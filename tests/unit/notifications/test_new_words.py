"""New words: what is written in an answer stays, what is quoted goes."""

import email
import time
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.new_words import new_words

ASKED = "Xin gia hạn đến 20/5 vì chờ số liệu."
GMAIL = "Vào Th 6, 27 thg 10, 2023 vào lúc 07:30 Phòng GDĐT <dondoc@x.example> đã viết:"


def words_of(text: str, *, kind: str = "plain") -> str:
    return new_words(email.message_from_bytes(MIMEText(text, kind, "utf-8").as_bytes()))


@pytest.mark.parametrize(
    "rest",
    [
        "",
        f"{GMAIL}\n\n> Kính gửi ông/bà\n> Đề nghị báo cáo",
        f"{GMAIL}\n\nKính gửi ông/bà, không có dấu trích",
        "Vào Th 6, 27 thg 10, 2023 vào lúc 07:30 Phòng GDĐT <\ndondoc@x.example> đã viết:\n> Kính gửi",
        "On Fri, Oct 27, 2023 at 7:30 AM Phòng GDĐT <dondoc@x.example> wrote:\n> Kính gửi",
        "-----Original Message-----\nFrom: Phòng\nKính gửi",
        "----- Tin nhắn gốc -----\nKính gửi",
        "________________________________\nTừ: Phòng GDĐT\nKính gửi",
        "From: Phòng GDĐT <dondoc@x.example>\nSent: Friday, October 27, 2023\nTo: A\nSubject: Việc\n\nKính gửi",
        "Từ: Phòng GDĐT\nĐã gửi: 27 Tháng Mười 2023\nĐến: A\nChủ đề: Việc\n\nKính gửi",
        "-- \nNguyễn Thị Hồng Ánh\nHiệu trưởng",
        "Đã gửi từ iPhone của tôi",
        "Sent from my Galaxy\n\n",
        "> Kính gửi ông/bà",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n\r\n"])
def test_new_words_leave_out_what_follows(rest: str, gap: str) -> None:
    assert words_of(ASKED + gap + rest) == ASKED


def test_new_words_are_found_below_and_between_quotes() -> None:
    text = f"{GMAIL}\n> Kính gửi\n> Việc 1\n\nĐã nhận.\n\n> Việc 2\n\nViệc của tôi."
    assert words_of(text) == "Đã nhận.\n\nViệc của tôi."


@pytest.mark.parametrize(
    "text",
    [
        "Từ: ngày mai tôi đi vắng",
        "Ngày 20/5 tôi nộp báo cáo.",
        "Vào thứ Hai anh Ba đã viết: nộp sau",
        "Hạn: 20/5\n- việc 1\n- việc 2",
        "Gửi từ từ được không?",
    ],
)
def test_new_words_keep_what_only_looks_like_a_quote(text: str) -> None:
    assert words_of(text) == text


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote"><div class="gmail_attr">Vào …</div><blockquote>Kính gửi</blockquote></div>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">Từ: Phòng</div><div>Kính gửi</div>',
        '<div class="moz-cite-prefix">On … wrote:</div><blockquote type="cite">Kính gửi</blockquote>',
        "<blockquote>Kính gửi</blockquote>",
        "<style>p { color: red }</style><script>alert(1)</script>",
    ],
)
def test_new_words_are_read_from_html(quote: str) -> None:
    page = f"<html><head><title>t</title></head><body><p>Xin gia hạn đến 20/5&nbsp;vì<br>chờ&#32;số liệu.</p>{quote}"
    assert words_of(page, kind="html") == "Xin gia hạn đến 20/5 vì\nchờ số liệu."


def test_new_words_go_on_behind_a_quote_in_html() -> None:
    assert words_of("<blockquote>Kính gửi</blockquote><p>Đã nhận</p>", kind="html") == "Đã nhận"


def test_new_words_are_read_from_the_text_beside_a_page_and_files() -> None:
    mail = MIMEMultipart("mixed")
    both = MIMEMultipart("alternative")
    both.attach(MIMEText("Đã nhận", "plain", "utf-8"))
    both.attach(MIMEText("<p>trang</p>", "html", "utf-8"))
    mail.attach(both)
    notes = MIMEText("tệp", "plain", "utf-8")
    notes["Content-Disposition"] = 'Attachment; filename="a.txt"'
    mail.attach(notes)
    assert new_words(mail) == "Đã nhận"


def test_new_words_are_none_when_all_is_quoted() -> None:
    assert words_of(f"{GMAIL}\n> Kính gửi") == ""


@given(st.lists(st.sampled_from(["> a", "b", GMAIL, "-- ", "", "Từ: x", "Đến: y", "Ngày z", "____________________"])))
def test_new_words_come_from_the_mail_for_any_lines(lines: list[str]) -> None:
    assert set(words_of("\n".join(lines)).split("\n")) <= {*lines, ""}


@pytest.mark.parametrize("text", ["Vào " * 30_000, "On a\n" * 30_000, "<" * 90_000, "<div>" * 30_000, "> " * 60_000])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_new_words_are_read_quickly_from_odd_mails(text: str, kind: str) -> None:
    began = time.process_time()
    assert len(words_of(text, kind=kind)) <= 4000
    assert time.process_time() - began < 3
