"""The ways to write a span of time: school years, years, quarters, months, days from and to."""

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from intake.drafting.head.dates import day_of

Dates = tuple[date, date | None]
_YEAR: Final = r"((?:19|20)\d\d)"
_GAP: Final = r"\s{0,2}"
_SCHOOL_YEAR: Final = rf"nam hoc\s{{1,3}}{_YEAR}{_GAP}[-/]{_GAP}{_YEAR}"
_DAY: Final = rf"(\d{{1,2}}){_GAP}[/.\-]{_GAP}(\d{{1,2}}){_GAP}[/.\-]{_GAP}{_YEAR}"
_ON: Final = r"(?:ngay\s{1,2})?"
_MONTH_OF: Final = rf"{_GAP}(?:/|nam|-){_GAP}{_YEAR}"
_QUARTERS: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a span: its pattern over folded text, and its first and last day from the pattern's groups."""

    name: str
    pattern: re.Pattern[str]
    dates: Callable[[Sequence[str]], Dates | None]


def _school_years(parts: Sequence[str]) -> Dates:
    """1 September of the first year to 31 May of the last."""
    return date(int(parts[0]), 9, 1), date(int(parts[-1]), 5, 31)


def _since_school_year(parts: Sequence[str]) -> Dates:
    return date(int(parts[0]), 9, 1), None


def _years(parts: Sequence[str]) -> Dates:
    return date(int(parts[0]), 1, 1), date(int(parts[-1]), 12, 31)


def _months(parts: Sequence[str]) -> Dates | None:
    first, last, year = int(parts[0]), int(parts[-2]), int(parts[-1])
    if not 1 <= first <= last <= 12:
        return None
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _months_to(parts: Sequence[str]) -> Dates | None:
    month, year, last_month, last_year = parts
    first, last = _months((month, month, year)), _months((last_month, last_month, last_year))
    return None if first is None or last is None else (first[0], last[1])


def _quarter(parts: Sequence[str]) -> Dates | None:
    quarter = _QUARTERS.get(parts[0]) or int(parts[0])
    return _months((str(3 * quarter - 2), str(3 * quarter), parts[1]))


def _days(parts: Sequence[str]) -> Dates | None:
    first = day_of(int(parts[2]), month=int(parts[1]), day=int(parts[0]))
    last = day_of(int(parts[5]), month=int(parts[4]), day=int(parts[3]))
    return None if first is None or last is None else (first, last)


def _day_list(parts: Sequence[str]) -> Dates | None:
    first, last, month, year = parts
    return _days((first, month, year, last, month, year))


def _part_days(parts: Sequence[str]) -> Dates | None:
    day, month, *last = parts
    return _days((day, month, last[-1], *last))


def _no_dates(parts: Sequence[str]) -> None:
    """A single day says when something was signed or is held, not what the directive covers."""


def _form(name: str, pattern: str, *, dates: Callable[[Sequence[str]], Dates | None]) -> Form:
    return Form(name, re.compile(pattern), dates)


_TO: Final = rf"\s{{0,3}}(?:den|-)\s{{0,3}}(?:het\s{{1,2}})?{_ON}"
PLAIN_DATE: Final = _form(
    "date", rf"{_ON}{_DAY}|\d{{1,2}}\s{{1,2}}thang\s{{1,2}}\d{{1,2}}\s{{1,2}}nam\s{{1,2}}{_YEAR}", dates=_no_dates
)
# In this order: what one form reads is not read again by the next.
FORMS: Final = (
    _form(
        "school_years",
        rf"(?:tu\s{{1,2}})?{_SCHOOL_YEAR}\s{{1,3}}den\s{{1,3}}(?:het\s)?{_SCHOOL_YEAR}",
        dates=_school_years,
    ),
    _form("days", rf"(?:tu\s{{1,2}})?{_ON}{_DAY}{_TO}{_DAY}", dates=_days),
    _form("part_days", rf"(?:tu\s{{1,2}})?{_ON}(\d{{1,2}}){_GAP}/{_GAP}(\d{{1,2}}){_TO}{_DAY}", dates=_part_days),
    _form("from_school_year", rf"(?<!\w)(?:ke )?tu\s{{1,2}}{_SCHOOL_YEAR}", dates=_since_school_year),
    _form("school_year", _SCHOOL_YEAR, dates=_school_years),
    _form("quarter", rf"qu[yi]\s{{1,2}}(iv|i{{1,3}}|[1-4]){_GAP}(?:/|nam|-)?{_GAP}{_YEAR}", dates=_quarter),
    _form(
        "day_list",
        rf"{_ON}(\d{{1,2}})(?:{_GAP},{_GAP}\d{{1,2}}){{0,6}}{_GAP}(?:va|den|-|,){_GAP}{_ON}(\d{{1,2}})"
        rf"(?:/|\sthang\s)(\d{{1,2}})(?:/|\snam\s){_YEAR}",
        dates=_day_list,
    ),
    PLAIN_DATE,
    _form(
        "months_to",
        rf"(?:tu\s{{1,2}})?thang\s{{1,2}}(\d{{1,2}}){_MONTH_OF}\s{{1,2}}den\s{{1,2}}(?:het\s{{1,2}})?thang\s{{1,2}}(\d{{1,2}}){_MONTH_OF}",
        dates=_months_to,
    ),
    _form(
        "months_from",
        rf"tu\s{{1,2}}thang\s{{1,2}}(\d{{1,2}})\s{{1,2}}den\s{{1,2}}(?:het\s{{1,2}})?thang\s{{1,2}}(\d{{1,2}}){_MONTH_OF}",
        dates=_months,
    ),
    _form(
        "months",
        rf"thang\s{{1,2}}(\d{{1,2}})(?:{_GAP},{_GAP}(?:thang\s)?\d{{1,2}}){{0,4}}{_GAP}(?:va|-|den|,){_GAP}"
        rf"(?:thang\s{{1,2}})?(\d{{1,2}}){_MONTH_OF}",
        dates=_months,
    ),
    _form("month", rf"(?<!\d )thang\s{{1,2}}(\d{{1,2}}){_MONTH_OF}", dates=lambda parts: _months((parts[0], *parts))),
    _form(
        "years",
        rf"(?:tu\s{{1,2}}nam|giai doan|cac nam|trong cac nam|nam)\s{{1,3}}{_YEAR}{_GAP}"
        rf"(?:-|den(?:\s{{1,2}}nam)?){_GAP}{_YEAR}",
        dates=_years,
    ),
    _form("year", rf"nam\s{{1,3}}{_YEAR}(?!\s?[-/]\s?\d)", dates=_years),
)
SCHEME_FORMS: Final = frozenset(("years", "school_years"))
ONCE: Final = frozenset(("month", "quarter", "months"))
