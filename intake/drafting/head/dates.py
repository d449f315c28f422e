"""Place and date of issue, and dates as printed anywhere in the head."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from intake.drafting.draft import Reading
from intake.drafting.head.folding import squeezed
from intake.drafting.head.gazetteer import right_spelling
from intake.drafting.head.numbers import DOUBTFUL_DIGITS, digits, tight
from intake.drafting.head.pieces import DATE_CORE, DATE_SHORT, Piece

_REFORMED: Final = "2025-07"
DIGIT: Final = r"[0-9oOlI|]"
YEARS: Final = range(1945, 2100)
_PLACE_LEVEL: Final = re.compile(
    r"^(?:thành phố|tp\.?|thị xã|tx\.?|huyện|tỉnh|xã|phường|quận|thị trấn)\s+(?=\S)", re.IGNORECASE
)
# NĐ 30/2020, Phụ lục I: a place named after a person or with a figure keeps the word for its level.
_AFTER_PERSONS: Final = frozenset(("Hồ Chí Minh",))


@dataclass(frozen=True, slots=True)
class Printed:
    """A date as printed, with its blanks: parts that were left out are None."""

    day: int | None
    month: int | None
    year: int | None
    is_repaired: bool

    @property
    def iso(self) -> str | None:
        """``2023-10-04``, ``2023-10`` without a day, None without a month or for a day that no calendar has."""
        if self.year is None or self.year not in YEARS or self.month is None or not 1 <= self.month <= 12:
            return None
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        day = day_of(self.year, month=self.month, day=self.day)
        return None if day is None else day.isoformat()


def day_of(year: int, *, month: int, day: int) -> date | None:
    """A date, None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def printed_date(found: re.Match[str]) -> Printed:
    """What a match of one of the two date patterns says."""
    parts = [found[name] for name in ("day", "month", "year")]
    day, month, year = (int(digits(tight(part))) if part else None for part in parts)
    return Printed(day, month, year, is_repaired=any(DOUBTFUL_DIGITS.search(part) for part in parts if part))


def read_issued_on(pieces: list[Piece]) -> Reading[str | None]:
    """The date of issue; a blank day leaves the month, a blank month leaves nothing but a note."""
    for piece in pieces:
        found = DATE_CORE.search(piece.folded) or DATE_SHORT.search(piece.folded)
        if found is None:
            continue
        printed = printed_date(found)
        line = piece.index
        if printed.iso is None:
            return Reading(None, "date_blank", "doubtful", line, ("issue_date_blank",))
        if printed.day is None:
            return Reading(printed.iso, "date_line", "likely", line, ("issue_day_blank",))
        is_doubtful = printed.is_repaired or piece.text.startswith("(")
        return Reading(printed.iso, "date_line", "likely" if is_doubtful else "sure", line)
    return Reading(None, "not_found", "doubtful")


def read_place(pieces: list[Piece]) -> Reading[str | None]:
    """The place before the date of issue."""
    for piece in pieces:
        found = DATE_CORE.search(piece.folded) or DATE_SHORT.search(piece.folded)
        if found is None:
            continue
        place = squeezed(piece.text[: found.start()]).strip(" ,.;*_()-")
        if place:
            return Reading(place_name(place), "date_line", "sure", piece.index)
    return Reading(None, "not_found", "doubtful")


def settled_place(place: Reading[str | None], issued_on: str | None) -> Reading[str | None]:
    """The place with its marks put right where a scan lost one; communes, since July 2025, are too many to know."""
    if place.value is None or (issued_on or "") >= _REFORMED:
        return place
    right = right_spelling(place.value)
    if right == place.value:
        return place
    return replace(place, value=right, certainty="likely", notes=("place_corrected",))


def place_name(printed: str) -> str:
    """A place without the word for its level: "huyện Ba Bể" is Ba Bể."""
    name = _PLACE_LEVEL.sub("", printed)
    is_full = name.isdigit() or (name in _AFTER_PERSONS and "." not in printed)
    return printed if is_full else name


def without_level(place: str) -> str:
    """A place's bare name, also of one that is always called with its level."""
    return _PLACE_LEVEL.sub("", place)
