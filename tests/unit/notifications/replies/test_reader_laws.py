"""Laws of reading a reply: nothing raises, nothing completes, no day comes out that was not written."""

import re
import time
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notifications.replies import Acknowledged, Doubt, ExtensionAsked, LinkCode, MyWork, Unclear, read_reply
from notifications.replies.words import folded, saying, without_keys

TODAY = date(2026, 5, 12)
VOCABULARY = """
đã nhận da nhan rõ ok em rồi ạ xin gia hạn lùi hạn đến sang trước từ 20/5 31/6 20/5/2026 29/2 7/2026 thứ sáu tuần sau
cuối tháng quý II 3 ngày hai làm việc vì do để chờ số liệu không chưa xong nộp gửi báo cáo của tôi việc 12 CV-7 , . ? >
sáu bảy thêm vài hôm nay mai mốt rằm âm lịch thu bay chu nhat t6 cn nửa rưỡi đầu năm học 99999 0 00/00 #3 stop
LK-7F3K-29QD
"""
WORDS = [*VOCABULARY.split(), "\n", "\n>"]
replies = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
anything = st.one_of(st.text(max_size=300), replies, st.tuples(replies, st.text(max_size=40)).map(" ".join))
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
# Words without a figure that say when.
RELATIVE = re.compile(
    r"\b(?:mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi|nua|thu|nhat|cn|t[2-7]|cuoi|het|trong|nay|mai|mot|kia|ngay|hom|bua"
    r"|tuan|thang)\b"
)


@given(text=anything, today=days, due=st.none() | days)
def test_reply_is_read_as_one_of_five_for_any_text(text: str, today: date, due: date | None) -> None:
    reply = read_reply(text, today=today, due=due)
    assert isinstance(reply, Acknowledged | ExtensionAsked | MyWork | LinkCode | Unclear)


@given(text=anything, today=days, due=st.none() | days)
def test_day_asked_for_is_still_to_come_for_any_text(text: str, today: date, due: date | None) -> None:
    reply = read_reply(text, today=today, due=due)
    if isinstance(reply, ExtensionAsked):
        assert reply.until >= today
        assert due is None or reply.until > due


@given(text=anything, today=days)
def test_day_asked_for_stands_in_the_words_for_any_text(text: str, today: date) -> None:
    reply = read_reply(text, today=today)
    if isinstance(reply, ExtensionAsked):
        heard = without_keys(saying(text).heard)
        figures = {int(figure) for figure in re.findall(r"\d{1,9}", heard)}
        written = {reply.until, reply.until + timedelta(days=1)}
        is_written = any({day.day, day.month} <= figures for day in written)
        assert is_written or RELATIVE.search(folded(heard))


@given(
    opening=st.sampled_from(["", "đã nhận, ", "em chào anh, ", "Kính gửi Phòng GDĐT\n", "👍 "]),
    ask=st.sampled_from(["xin gia hạn đến ", "xin lùi hạn sang ngày ", "xin gia han den ", "xin giaf hanj ddeens "]),
    until=st.dates(date(2026, 5, 13), date(2026, 12, 31)),
    form=st.sampled_from(
        ["{0.day}/{0.month}", "{0:%d/%m/%Y}", "{0.day}-{0.month}-{0.year}", "{0.day} tháng {0.month}"]
    ),
    closing=st.sampled_from(["", " ạ", " vì chờ số liệu", ". Em cảm ơn", " 🙏", "\n> hạn đến hết ngày 01/06/2026"]),
)
def test_day_is_read_as_it_was_written_for_any_date(
    *, opening: str, ask: str, until: date, form: str, closing: str
) -> None:
    reply = read_reply(opening + ask + form.format(until) + closing, today=TODAY)
    assert isinstance(reply, ExtensionAsked)
    assert reply.until == until


@given(
    done=st.sampled_from(
        ["đã xong", "da xong", "đã nộp", "đã hoàn thành", "em làm xong rồi", "ddax xong", "đã gửi báo cáo"]
    ),
    around=st.sampled_from(["{}", "{} ạ", "dạ {}", "đã nhận, {}", "{}, đã nhận", "ok {} nhé", "👍 {}", "{} việc 12"]),
    today=days,
)
def test_work_that_is_said_to_be_done_is_never_more_than_a_question_for_any_wording(
    done: str, around: str, today: date
) -> None:
    reply = read_reply(around.format(done), today=today)
    assert isinstance(reply, Unclear)
    assert reply.reason is Doubt.DONE


@given(
    refusal=st.sampled_from(["không", "chưa", "ko", "k", "chẳng", "khong", "chua", "hông", "chả"]),
    verb=st.sampled_from(["nhận", "nhan", "nhận được", "nhận được file", "rõ", "xem", "đọc", "hiểu", "nắm được"]),
    around=st.sampled_from(["{}", "em {} ạ", "{} anh ơi", "ok, {}", "đã nhận, {}", "{}, ok"]),
)
def test_denial_is_no_acknowledgement_for_any_wording(refusal: str, verb: str, around: str) -> None:
    assert isinstance(read_reply(around.format(f"{refusal} {verb}"), today=TODAY), Unclear)


@given(own=replies, quoted=replies)
def test_quoted_words_change_nothing_for_any_reply(own: str, quoted: str) -> None:
    marked = "\n".join(f"> {line}" for line in quoted.split("\n"))
    alone = read_reply(own + "\n", today=TODAY)
    assert read_reply(f"{own}\n\nVào 8:00 11 thg 5, 2026 A <a@b.vn> đã viết:\n{marked}", today=TODAY) == alone


def test_reading_takes_no_time_for_a_text_without_end() -> None:
    texts = [
        "đã nhận " * 200_000,
        "xin gia hạn đến " * 99_999,
        "a" * 1_000_000,
        "1 " * 500_000,
        "em ạ " * 200_000,
        "\n" * 10**6,
    ]
    texts += [
        "trường a b c d e f " * 100_000,
        "không " * 99_999 + "nhận",
        "việc 1, 2, " * 99_999,
        "ngày 1/" * 99_999,
        "xin " * 10**5,
    ]
    texts += ["gia hạn " + "ạ " * 99_999 + "x", "Vào " * 99_999, "Từ: a\n" * 99_999, "đã " * 99_999, "cho em " * 99_999]
    for text in texts:
        began = time.perf_counter()
        read_reply(text, today=TODAY)
        assert time.perf_counter() - began < 1, text[:20]
