"""Calendar files: what any calendar reads back is what was meant."""

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from notifications.calendar_file import DueDay, calendar_file

AT = datetime(2023, 10, 27, 7, 30, tzinfo=timezone(timedelta(hours=7)))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | st.text("ộễữ;,\\\nn ", max_size=300)


def create_day(**overrides: object) -> DueDay:
    values: dict[str, object] = {
        "uid": "viec-123@x.example",
        "sequence": 2,
        "last_day": date(2023, 12, 31),
        "summary": "Hạn: nộp báo cáo",
        "description": "Trường Mầm non Hoa Sen",
    }
    return DueDay(**(values | overrides))  # type: ignore[arg-type]


def unfolded(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def value_of(content: bytes, name: str) -> str:
    """The TEXT value of a property as RFC 5545 section 3.3.11 has it read."""
    (line,) = [line for line in unfolded(content) if line.startswith(f"{name}:")]
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], line.partition(":")[2])


def test_calendar_file_holds_whole_days_and_asks_for_no_answer() -> None:
    assert unfolded(calendar_file([create_day(url="https://x.example/viec/123")], written_at=AT)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//dondoc//Don doc//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:viec-123@x.example",
        "SEQUENCE:2",
        "DTSTAMP:20231027T003000Z",
        "DTSTART;VALUE=DATE:20231231",
        "DTEND;VALUE=DATE:20240101",
        "SUMMARY:Hạn: nộp báo cáo",
        "DESCRIPTION:Trường Mầm non Hoa Sen",
        "URL:https://x.example/viec/123",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@given(TEXTS)
def test_words_survive_for_any_text(text: str) -> None:
    content = calendar_file([create_day(summary=text)], written_at=AT)
    meant = re.sub(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]+", " ", unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    )
    assert value_of(content, "SUMMARY") == meant


@given(TEXTS, TEXTS, TEXTS)
def test_lines_are_short_and_whole_for_any_text(summary: str, description: str, url: str) -> None:
    content = calendar_file([create_day(summary=summary, description=description, url=url)], written_at=AT)
    assert content.endswith(b"\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
    assert b"\n" not in content.replace(b"\r\n", b"")


@given(TEXTS, TEXTS)
def test_nothing_is_injected_for_any_text(summary: str, url: str) -> None:
    days = [create_day(summary=summary, url=url), create_day()]
    names = [line.partition(":")[0] for line in unfolded(calendar_file(days, written_at=AT))]
    assert names.count("BEGIN") == 3
    assert names.count("UID") == 2
