"""Replies as people type them, each with what it must be read as."""

import unicodedata
from datetime import date

import pytest

from engine.workdays import WorkCalendar
from notifications.replies import (
    Acknowledged,
    Doubt,
    ExtensionAsked,
    LinkCode,
    MyWork,
    Reply,
    Unclear,
    button,
    numbers_named,
    read_reply,
)

TODAY = date(2026, 5, 12)
"""A Tuesday."""
DUE = date(2026, 5, 15)
"""The Friday of the same week."""


def read(text: str) -> Reply:
    return read_reply(text, today=TODAY, due=DUE)


RECEIVED = [
    "đã nhận",
    "Đã nhận.",
    "ĐÃ NHẬN",
    "da nhan",
    "ddax nhaanj",
    "ok em nhận rồi ạ",
    "oki e nhận r ạ",
    "okkkk em nhaanj roofi aj",
    "đã rõ",
    "da ro a",
    "dạ vâng ạ",
    "Dạ em đã nhận được công văn ạ, em cảm ơn",
    "đã nhận 👍",
    "👍",
    "👌🏻",
    "ok",
    "Oke ạ, em sẽ báo cáo đúng hạn",
    "Trường Mầm non Hoa Sen đã nhận",
    "Nhà trường đã tiếp nhận văn bản và sẽ thực hiện",
    "đã nhận, không có ý kiến gì",
    "Đã nhận và sẽ hoàn thành trước 15/5",
    "xin nhận nhiệm vụ",
    "Em đã đọc và nắm được nội dung",
    "vâng em biết rồi ạ",
    "Tiếp nhận nhiệm vụ",
    "ừ",
    "Em nhận đc rồi",
    "rõ thưa anh",
    "xác nhận đã nhận",
    "Dạ e đã nhận đc cv r ạ, e cảm ơn c",
    "Tôi đã nhận. Nguyễn Văn An - Hiệu trưởng 0912345678",
    "em nắm rồi, đã nhận nhé",
    "Kính gửi Phòng GDĐT\nTrường đã nhận được công văn.\nTrân trọng\nNguyễn Thị Hồng Ánh\nHiệu trưởng",
    "đã nhận\n\n> Kính gửi ông/bà,\n> Đề nghị báo cáo, chưa nhận được kết quả.",
    "đã nhận\n\nVào 08:12, Th 2, 11 thg 5, 2026 Phòng GDĐT <a@b.vn>\nđã viết:\n\nChưa hoàn thành 2 việc",
    "On Mon, 11 May 2026, A <a@b.vn> wrote:\n> Việc chưa xong\n\nđã nhận",
    "đã nhận\n________________________________\nTừ: A\nĐã gửi: Thứ Hai\nviệc 5 chưa xong",
    "Đã nhận.\nSent from my iPhone, not a bot",
    "đã nhận\n-- \nkhông trả lời thư này",
    unicodedata.normalize("NFD", "đã nhận rồi ạ"),
    "đã \u200bnhận",
    "đã   nhận !!!",
]


@pytest.mark.parametrize("text", RECEIVED)
def test_reply_acknowledges(text: str) -> None:
    assert read(text) == Acknowledged()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("đã nhận CV-123", 123),
        ("da nhan viec 45", 45),
        ("đã nhận [CV-7] ạ", 7),
        ("ok #12", 12),
        ("CV-12 đã nhận", 12),
        ("đã nhận công văn số 396/KH-GD&ĐT", None),
    ],
)
def test_reply_acknowledges_the_task_it_names(text: str, number: int | None) -> None:
    assert read(text) == Acknowledged(number)


UNCLEAR = [
    ("đã xong", Doubt.DONE),
    ("da xong", Doubt.DONE),
    ("ddax xong", Doubt.DONE),
    ("đã nộp", Doubt.DONE),
    ("em nộp rồi ạ", Doubt.DONE),
    ("đã gửi báo cáo", Doubt.DONE),
    ("Đã hoàn thành nhiệm vụ", Doubt.DONE),
    ("đã nhận và đã hoàn thành", Doubt.DONE),
    ("ok xong rồi", Doubt.DONE),
    ("Em vừa gửi báo cáo qua mail", Doubt.DONE),
    ("Đã nộp báo cáo, không cần gia hạn nữa", Doubt.DONE),
    ("done", Doubt.DONE),
    ("chưa nhận", Doubt.NOT_RECEIVED),
    ("chua nhan", Doubt.NOT_RECEIVED),
    ("chuwa nhaanj", Doubt.NOT_RECEIVED),
    ("không nhận được file", Doubt.NOT_RECEIVED),
    ("ko nhận đc file ạ", Doubt.NOT_RECEIVED),
    ("em k thấy công văn", Doubt.NOT_RECEIVED),
    ("đã nhận nhưng không mở được file", Doubt.NOT_RECEIVED),
    ("ok nhưng link lỗi", Doubt.NOT_RECEIVED),
    ("không phải việc của tôi", Doubt.REFUSED),
    ("khong phai viec cua toi", Doubt.REFUSED),
    ("từ chối", Doubt.REFUSED),
    ("Tôi đã chuyển công tác, không còn phụ trách", Doubt.REFUSED),
    ("đề nghị xác nhận đã nhận", Doubt.UNKNOWN),
    ("nếu đã nhận thì báo lại", Doubt.UNKNOWN),
    ("sao tôi lại nhận việc này", Doubt.UNKNOWN),
    ("em gửi báo cáo đính kèm ạ", Doubt.DONE),
    ("đã nhận, thiếu phụ lục", Doubt.NOT_RECEIVED),
    ("đồng ý gia hạn", Doubt.UNKNOWN),
    ("không đồng ý gia hạn đến 20/5", Doubt.UNKNOWN),
    ("duyệt", Doubt.UNKNOWN),
    ("sắp xong rồi ạ", Doubt.UNKNOWN),
    ("báo cáo đã được gửi qua eoffice", Doubt.DONE),
    ("không nhận việc này", Doubt.REFUSED),
    ("gửi nhầm người rồi", Doubt.REFUSED),
    ("STOP", Doubt.STOP),
    ("đừng nhắn nữa", Doubt.STOP),
    ("hủy đăng ký", Doubt.STOP),
    ("", Doubt.EMPTY),
    (" \n\t ", Doubt.EMPTY),
    ("> đã nhận", Doubt.EMPTY),
    ("đã nhận xét tổ 2", Doubt.UNKNOWN),
    ("anh đã nhận chưa?", Doubt.UNKNOWN),
    ("đã nhận?", Doubt.UNKNOWN),
    ("đã nhắn", Doubt.UNKNOWN),
    ("cho em hỏi biểu mẫu lấy ở đâu ạ", Doubt.UNKNOWN),
    ("không", Doubt.UNKNOWN),
    ("ok để em xem", Doubt.UNKNOWN),
    ("✅", Doubt.EMPTY),
    ("hôm nay trời đẹp", Doubt.UNKNOWN),
    ("đã được gia hạn", Doubt.UNKNOWN),
    ("không cần gia hạn", Doubt.UNKNOWN),
]


@pytest.mark.parametrize(("text", "doubt"), UNCLEAR)
def test_reply_is_unclear_for_a_reason(text: str, doubt: Doubt) -> None:
    assert read(text) == Unclear(doubt)


@pytest.mark.parametrize(
    ("text", "until", "reason"),
    [
        ("xin gia hạn đến 20/5 vì chờ số liệu", date(2026, 5, 20), "chờ số liệu"),
        ("xin gia han den 20/5 vi cho so lieu", date(2026, 5, 20), "cho so lieu"),
        ("xin gia hanj ddeens 20/5 vif chowf soos lieeuj", date(2026, 5, 20), "chowf soos lieeuj"),
        ("Xin lùi hạn sang thứ sáu tuần sau", date(2026, 5, 22), ""),
        ("xin lui han sang thu 6 tuan sau a", date(2026, 5, 22), ""),
        ("cho em xin thêm 3 ngày", date(2026, 5, 18), ""),
        ("cho e xin them 3 ngay nhe", date(2026, 5, 18), ""),
        ("xin thêm một tuần do trường sửa chữa sau bão", date(2026, 5, 22), "trường sửa chữa sau bão"),
        ("cho em xin thêm 5 ngày kể từ hôm nay", date(2026, 5, 17), ""),
        ("xin thêm 2 ngày làm việc ạ", date(2026, 5, 19), ""),
        (
            "Vì chờ số liệu của các trường, cho em xin gia hạn đến hết tháng 5 ạ",
            date(2026, 5, 31),
            "chờ số liệu của các trường",
        ),
        ("Do mất điện nên trường em xin lùi hạn đến ngày 18/05/2026", date(2026, 5, 18), "mất điện"),
        ("đơn vị em xin gia hạn đến 20/5", date(2026, 5, 20), ""),
        ("don vi em xin gia han den 20/5 vi thieu nguoi", date(2026, 5, 20), "thieu nguoi"),
        ("đề nghị gia hạn đến 20-5-2026, lý do: chờ thẩm định ạ. Em cảm ơn", date(2026, 5, 20), "chờ thẩm định"),
        ("có thể gia hạn đến 20/5 không ạ", date(2026, 5, 20), ""),
        ("xin dời hạn từ 15/5 sang 25/5", date(2026, 5, 25), ""),
        ("xin gia hạn vì 25/5 mới có số liệu, đến 28/5 ạ", date(2026, 5, 28), "25/5 mới có số liệu, đến 28/5"),
        ("xin gia hạn đến trước 20/5", date(2026, 5, 19), ""),
        ("xin gia hạn đến 17h ngày 20/5", date(2026, 5, 20), ""),
        ("gia hạn đến thứ tư 20/5", date(2026, 5, 20), ""),
        ("gia hạn đến ngày 20", date(2026, 5, 20), ""),
        ("xin nộp chậm đến 20 tháng 5", date(2026, 5, 20), ""),
        ("đã nhận, xin gia hạn đến 20/5 vì chưa đủ người", date(2026, 5, 20), "chưa đủ người"),
        ("xin gia hạn đến hết quý II", date(2026, 6, 30), ""),
        ("xin gia hạn đến 10/1 năm 2027", date(2027, 1, 10), ""),
        ("xin gia hạn đến 20/5 😢🙏", date(2026, 5, 20), ""),
        ("xin gia hạn đến 20 tháng năm", date(2026, 5, 20), ""),
        ("xin gia hạn đến 20 tháng sáu năm 2026", date(2026, 6, 20), ""),
        ("xin gia hạn đến 2 tháng mười hai", date(2026, 12, 2), ""),
        ("xin đổi hạn từ ngày 15 sang ngày 20", date(2026, 5, 20), ""),
        ("Do GV nghỉ thai sản, em xin lùi đến 1/6 ạ", date(2026, 6, 1), "GV nghỉ thai sản"),
        ("xin gia hạn đến 30/5/26", date(2026, 5, 30), ""),
        ("em xin gia hạn đến CN", date(2026, 5, 17), ""),
        ("xin lùi đến t2 tuần tới", date(2026, 5, 18), ""),
        ("gia hạn 22/5", date(2026, 5, 22), ""),
        ("cho em 3 ngày nữa", date(2026, 5, 18), ""),
        ("em xin đến 20/5", date(2026, 5, 20), ""),
        ("trễ 2 ngày được không ạ", date(2026, 5, 17), ""),
        ("cho phép trường nộp báo cáo chậm 2 ngày", date(2026, 5, 17), ""),
        ("đề nghị gia hạn đến 25/05/2026 vì lý do đang tổng hợp", date(2026, 5, 25), "đang tổng hợp"),
    ],
)
def test_reply_asks_for_more_time(text: str, until: date, reason: str) -> None:
    reply = read_reply(text, today=TODAY, due=DUE, workdays=WorkCalendar([], {2026: "official"}))
    assert isinstance(reply, ExtensionAsked)
    assert (reply.until, reply.reason) == (until, reason)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("xin gia hạn", Doubt.NO_DATE),
        ("cho em xin thêm thời gian ạ", Doubt.NO_DATE),
        ("xin gia hạn vì 25/5 mới có số liệu", Doubt.NO_DATE),
        ("xin gia hạn đến 10/5", Doubt.PAST),
        ("xin gia hạn đến 20/4/2026", Doubt.PAST),
        ("xin gia hạn đến 20/5/2006", Doubt.PAST),
        ("xin gia hạn đến 14/5", Doubt.NOT_LATER),
        ("xin gia hạn đến mai", Doubt.NOT_LATER),
        ("xin gia hạn đến 31/6", Doubt.IMPOSSIBLE),
        ("xin gia hạn đến 45/5", Doubt.IMPOSSIBLE),
        ("xin gia hạn đến 20/5 hoặc đến 25/5", Doubt.SEVERAL_DATES),
        ("xin gia hạn đến 25/5 và 30/5", Doubt.SEVERAL_DATES),
        ("xin gia hạn đến 20/5-25/5", Doubt.NO_DATE),
        ("xin gia hạn đến 20/5/2062", Doubt.IMPOSSIBLE),
        ("xin gia hạn đến 20 tháng sau", Doubt.VAGUE),
        ("xin gia han den 20 thang sau", Doubt.VAGUE),
        ("xin thêm 40 tháng", Doubt.IMPOSSIBLE),
        ("xin gia hạn đến khi xong", Doubt.NO_DATE),
        ("xin gia hạn đến tuần sau", Doubt.VAGUE),
        ("xin thêm vài ngày", Doubt.VAGUE),
        ("xin thêm 3-5 ngày", Doubt.VAGUE),
        ("xin gia hạn đến thứ hai 20/5", Doubt.WEEKDAY),
        ("xin gia hạn đến rằm", Doubt.LUNAR),
        ("xin thêm 3 ngày làm việc", Doubt.CALENDAR),
    ],
)
def test_reply_that_asks_for_no_certain_day_is_unclear(text: str, doubt: Doubt) -> None:
    assert read(text) == Unclear(doubt)


@pytest.mark.parametrize(
    "text",
    ["việc của tôi", "viec cua toi", "Việc của tôi?", "vieecj cuar tooi", "cho em xem việc của em ạ", "danh sách việc",
     "tôi còn việc gì", "xem việc", button("mine")],
)  # fmt: skip
def test_reply_asks_for_the_list_of_tasks(text: str) -> None:
    assert read(text) == MyWork()


@pytest.mark.parametrize(
    "text",
    ["LK-7F3K-29QD", "lk-7f3k-29qd", "LK7F3K29QD", "lk 7f3k 29qd", "Mã của em: LK–7F3K–29QD ạ", "/start LK-7F3K-29QD"],
)
def test_reply_links_a_chat(text: str) -> None:
    assert read(text) == LinkCode("LK-7F3K-29QD")


@pytest.mark.parametrize(
    "text", ["LK-7F3K", "lk mail zalo", "LK-7F3K-29QD và LK-7F3K-29QE", "XLK-7F3K-29QD", "LK-7F3K-29QDA"]
)
def test_reply_without_one_whole_code_links_nothing(text: str) -> None:
    assert isinstance(read(text), Unclear)


def test_button_is_read_back() -> None:
    assert read(button("ack", 12)) == Acknowledged(12)
    assert read(button("more", 12)) == Unclear(Doubt.NO_DATE, 12)


def test_reply_that_names_several_tasks_is_asked_back() -> None:
    assert read("đã nhận việc 12 và 15") == Unclear(Doubt.SEVERAL_TASKS)


def test_extension_names_its_task() -> None:
    assert read("xin gia hạn CV-31 đến 20/5") == ExtensionAsked(date(2026, 5, 20), "", 31)


def test_days_count_from_today_where_no_deadline_is_known() -> None:
    assert read_reply("xin thêm 3 ngày", today=TODAY) == ExtensionAsked(date(2026, 5, 15))


def test_day_without_a_year_may_lie_beyond_the_new_year() -> None:
    reply = read_reply("xin gia hạn đến 5/1", today=date(2026, 12, 20), due=date(2026, 12, 25))
    assert reply == ExtensionAsked(date(2027, 1, 5))


def test_numbers_of_a_subject_are_read() -> None:
    assert numbers_named("Re: [CV-123] KHẨN: Gửi báo cáo trước ngày 30/10/2023") == (123,)
