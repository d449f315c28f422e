"""What somebody typed, and what is wrong with it: shown again on the same page, nothing lost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from engine.errors import ExtensionRefused
from web.i18n import Speech

_DAY: Final = re.compile(r"(?:(\d{1,4})-(\d{1,2})-(\d{1,2}))|(?:(\d{1,2})[/.-](\d{1,2})[/.-](\d{1,4}))")
"""As a browser sends a day, or as people write it."""
MOST_YEARS: Final = 10
"""Nobody asks for a day further away: it is a slip of the fingers."""
_FIELD_OF: Final = {"reason_missing": "ly_do", "in_the_past": "den_ngay", "not_later": "den_ngay"}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field; ``field`` "" for the form as a whole."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Form:
    """A form as it was sent: ``name`` tells which one of a page. ``changed``: what happened since it was opened."""

    name: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    seen: int | None = None

    def value(self, key: str, default: str = "") -> str:
        """What was typed into a field."""
        return self.typed.get(key, default)

    def fault(self, key: str) -> str:
        """What is wrong with a field; "" if nothing."""
        return next((fault.sentence for fault in self.faults if fault.field == key), "")


def read_day(text: str, *, at: datetime, speech: Speech, first_year: int | None = None) -> date | str:
    """A day as the browser sends it or as people write it, from last year (or ``first_year``) on; otherwise the
    sentence that says what is wrong."""
    if not text:
        return speech.say("Hãy chọn ngày.")
    day = _day(text.strip())
    if day is None:
        return speech.say("“%(text)s” không phải ngày; hãy ghi như 25/12/2024.", text=text[:40])
    earliest = at.year - 1 if first_year is None else first_year
    if not earliest <= day.year <= at.year + MOST_YEARS:
        return speech.say("Năm %(year)s không hợp lý; hãy xem lại ngày đã ghi.", year=str(day.year))
    return day


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day, d, m, y = found.groups()
    try:
        return date(int(year or y), int(month or m), int(day or d))
    except ValueError:
        return None


def extension_fault(error: ExtensionRefused, *, speech: Speech) -> Fault:
    """Why a request for more time was refused, at the field where it can be put right."""
    why = str(error.values["why"])
    if why not in _FIELD_OF:
        return Fault("", speech.words.error(error))
    said = speech.words.say(f"refusals.extension.{why}")
    return Fault(_FIELD_OF[why], f"{said[:1].upper()}{said[1:]}.")
