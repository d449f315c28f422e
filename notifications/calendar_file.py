"""Calendar files (iCalendar, RFC 5545): whole days on which work is due, for the reader's own calendar."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LINE_OCTETS = 75
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]+")
_SPECIAL = re.compile(r"[\\;,]")
_PRODUCT = "-//dondoc//Don doc//VI"


@dataclass(frozen=True)
class DueDay:
    """A day by whose end, or earlier, something is due.

    ``uid`` is the same in every file about this work, and ``sequence`` grows when its day moves: a calendar then moves
    the entry instead of making a second one. ``url`` "" for none.
    """

    uid: str
    sequence: int
    last_day: date
    summary: str
    description: str
    url: str = ""


def calendar_file(days: Iterable[DueDay], *, written_at: datetime) -> bytes:
    """The file: published, not an invitation, so nobody is asked to answer; the days do not block a reader's time."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for day in days:
        lines += _event(day, written_at=written_at)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(day: DueDay, *, written_at: datetime) -> Iterator[str]:
    """A VEVENT: the calendars people have do not show a VTODO."""
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(day.uid)}"
    yield f"SEQUENCE:{day.sequence}"
    yield f"DTSTAMP:{written_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day.last_day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.last_day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(day.summary)}"
    yield f"DESCRIPTION:{_text(day.description)}"
    if day.url:
        yield f"URL:{''.join(_CONTROL.sub('', day.url).split())}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A value of type TEXT (section 3.3.11), in composed letters."""
    whole = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    escaped = _SPECIAL.sub(r"\\\g<0>", _CONTROL.sub(" ", whole))
    return escaped.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A content line of at most 75 octets, the rest on lines that begin with a blank; no letter is cut (3.1)."""
    octets = line.encode("utf-8", "replace")
    pieces = []
    room = _LINE_OCTETS
    while len(octets) > room:
        end = room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[:end])
        octets = octets[end:]
        room = _LINE_OCTETS - 1
    return b"\r\n ".join([*pieces, octets]) + b"\r\n"
