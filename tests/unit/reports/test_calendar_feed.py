"""The calendar feed: read again by a library, it holds every deadline, and changes only with its entries."""

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from icalendar import Calendar

from engine.deadlines import Timeliness
from engine.states import Status
from reports.calendar_feed import CalendarFeed, FeedEntry, calendar_ics
from reports.grid import printable
from reports.wording import words
from tests.support.papers import HOSTILE, VI, some_names

CHANGED_AT = datetime(2024, 1, 3, 9, 30, tzinfo=timezone(timedelta(hours=7)))


def entry(**changes: Any) -> FeedEntry:
    """A deadline of a person."""
    values: dict[str, Any] = {
        "obligation_id": 7,
        "deadline_version": 2,
        "changed_at": CHANGED_AT,
        "last_day": date(2024, 2, 29),
        "document": "123/KH-PGDĐT",
        "task": "Báo cáo kết quả thực hiện",
        "unit": "Trường Mầm non Hoa Hồng",
        "status": Status.ASSIGNED,
        "timeliness": Timeliness.WITHIN_TERM,
        "url": "https://dondoc.example/viec/7",
    }
    return FeedEntry(**{**values, **changes})


def feed(*entries: FeedEntry, name: str = "Hạn của tôi") -> bytes:
    """The file of some deadlines."""
    return calendar_ics(CalendarFeed(name, "dondoc.example", entries), words=VI)


def events(file: bytes) -> list[Any]:
    """Its entries, read again."""
    return list(Calendar.from_ical(file).walk("VEVENT"))


def test_entry_is_a_whole_day_that_blocks_nobody() -> None:
    (event,) = events(feed(entry()))
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2024, 2, 29), date(2024, 3, 1))
    assert event["transp"] == "TRANSPARENT"
    assert event["uid"] == "viec-7@dondoc.example"
    assert event["url"] == "https://dondoc.example/viec/7"
    assert event["summary"] == "Hạn: Báo cáo kết quả thực hiện"
    assert event["description"].split("\n") == [
        "Hết ngày 29/02/2024 là hết thời hạn.",
        "Văn bản: 123/KH-PGDĐT",
        "Đơn vị: Trường Mầm non Hoa Hồng",
        "Tình trạng: mới giao (trong hạn)",
    ]
    assert not list(event.walk("VALARM"))


def test_entry_that_moved_keeps_its_id_and_has_a_later_sequence() -> None:
    before, after = events(feed(entry()))[0], events(feed(entry(deadline_version=3, last_day=date(2024, 3, 8))))[0]
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (2, 3)
    assert after.decoded("last-modified") == after.decoded("dtstamp") == datetime(2024, 1, 3, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "wanted", "summary"),
    [
        (Status.RETURNED, "CONFIRMED", "Hạn: Báo cáo kết quả thực hiện"),
        (Status.SUBMITTED, "CONFIRMED", "Đã báo cáo, chờ xác nhận: Báo cáo kết quả thực hiện"),
        (Status.COMPLETED, "CONFIRMED", "Đã hoàn thành: Báo cáo kết quả thực hiện"),
        (Status.CANCELLED, "CANCELLED", "Đã hủy: Báo cáo kết quả thực hiện"),
        (Status.SUPERSEDED, "CANCELLED", "Đã được thay thế: Báo cáo kết quả thực hiện"),
        (Status.TRANSFERRED, "CANCELLED", "Đã chuyển giao: Báo cáo kết quả thực hiện"),
    ],
)
def test_entry_says_where_the_work_stands(status: Status, wanted: str, summary: str) -> None:
    (event,) = events(feed(entry(status=status)))
    assert (event["status"], event["summary"]) == (wanted, summary)


def test_feed_has_a_name_and_says_when_to_come_again() -> None:
    file = feed(name='Hạn của "tôi", A; B')
    calendar = Calendar.from_ical(file)
    for key in ("NAME", "X-WR-CALNAME"):
        assert f'{key}:Hạn của "tôi"\\, A\\; B\r\n'.encode() in file
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in file
    assert b"X-PUBLISHED-TTL:PT6H\r\n" in file
    assert "method" not in calendar
    assert not events(file)


def test_feed_stays_the_same_as_long_as_nothing_changes() -> None:
    assert feed(entry(), entry(obligation_id=8)) == feed(entry(), entry(obligation_id=8))


@given(some_names)
@settings(max_examples=50, deadline=None)
def test_texts_survive_and_lines_are_folded_between_letters_for_any_text(name: str) -> None:
    file = feed(entry(task=name, unit=name, document=name), name=name)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    for line in file.split(b"\r\n"):
        line.decode()
    (event,) = events(file)
    assert event["summary"] == VI.say("paper.calendar.summary", task=printable(name))
    assert file.count(b"BEGIN:VEVENT") == 1


def test_hostile_and_long_names_survive() -> None:
    found = events(feed(*(entry(obligation_id=n, task=name) for n, name in enumerate(HOSTILE))))
    assert [event["summary"] for event in found] == [f"Hạn: {name}" for name in HOSTILE]


def test_text_and_address_cannot_begin_a_line_of_their_own() -> None:
    file = feed(
        entry(task="Việc\r\nATTENDEE:mailto:a@example.org", url="https://x.example/\r\nATTACH:https://y.example")
    )
    assert b"\nATTENDEE" not in file
    assert b"\nATTACH" not in file
    assert events(file)[0]["url"] == "https://x.example/ATTACH:https://y.example"


def test_letters_are_composed() -> None:
    (event,) = events(feed(entry(task=unicodedata.normalize("NFD", "Kế hoạch"))))
    assert event["summary"] == "Hạn: Kế hoạch"


def test_feed_speaks_english_and_needs_no_address() -> None:
    file = calendar_ics(CalendarFeed("Mine", "x.example", (entry(url=""),)), words=words("en"))
    (event,) = events(file)
    assert event["summary"] == "Due: Báo cáo kết quả thực hiện"
    assert "url" not in event
