"""Periods: months, quarters, halves, years, school years and semesters, and the words that make one a deadline."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from engine.deadlines import Before, By, Rule, SchoolPattern, SchoolPeriod, Window
from engine.errors import BadRule
from intake.phrases.moments import MONTH, Lead, lead_before, make_day
from intake.phrases.text import Certainty, Found, Phrase

_POINT: Final = re.compile(r"\b(đầu|giữa|cuối) $")
_SCHOOL_YEARS: Final = re.compile(
    r"(?:\bhọc kỳ (\d)(?:,| của)? )?\bnăm học (\d{4})-(\d{4})(?: ?(?:đến|tới|-) ?(?:hết )?(?:năm học )(\d{4})-(\d{4}))?"
)
_THIS_SCHOOL_YEAR: Final = re.compile(r"\bhọc kỳ (\d)\b(?! năm)|\bnăm học(?: này)?(?! \d)")
_YEARS: Final = re.compile(
    r"\b(?:từ|giai đoạn(?: \d)?|thời kỳ|nhiệm kỳ|năm|trong)[ :]+(?:năm )?(\d{4})"
    r"(?:-| ?(?:đến|tới) (?:hết )?năm )(\d{4})"
)
_MONTHS: Final = re.compile(rf"({MONTH}) ?(?:đến|tới|-) ?(?:hết )?({MONTH}|\d{{1,2}}/\d{{4}})")
_QUARTERS: Final = re.compile(r"\bquý (\d)(?:/(\d{4}))? ?(?:đến|tới|-) ?(?:hết )?(?:quý )?(\d)/(\d{4})")
_LIST: Final = re.compile(
    r"\btháng \d{1,2}(?:, ?\d{1,2}\b)+(?!/\d{1,2}/)|\bquý \d(?: ?(?:,|và) ?(?:quý )?(?:\d|i{1,3}|iv)\b(?! tháng))+"
)
_MONTH: Final = re.compile(MONTH)
_QUARTER: Final = re.compile(r"\bquý (\d{1,2})(?:/(\d{4}))?(?!\d)")
_HALF: Final = re.compile(r"\b(6|9) tháng (đầu|cuối)(?: của)? năm(?: (\d{4}))?")
_YEAR: Final = re.compile(r"\bnăm (\d{4})(?![\d-])")
_THIS: Final = re.compile(r"(?:(?<=đầu )|(?<=giữa |cuối ))(?:tháng|năm)(?: này| nay)?(?! ?\d)")


@dataclass(frozen=True)
class _Span:
    """The first and last day of a period, its middle by BLDS 2015 Điều 146, and whether the year was inferred."""

    first: date
    last: date
    middle: date | None = None
    is_assumed: bool = False


def read_school_years(phrase: Phrase) -> Found | None:
    """School years and semesters of the frame; "từ năm học …" without an end stays open."""
    match = _SCHOOL_YEARS.search(phrase.folded)
    if match is None:
        return _this_school_year(phrase)
    start_year, end_year = _school_year(match[2], match[3])
    if match[4]:
        _, end_year = _school_year(match[4], match[5])
    return _as_school_period(phrase, match, period=_school_period(start_year, end_year, semester=match[1]))


def read_periods(phrase: Phrase) -> Found | None:
    """Months, quarters, halves and years as windows, or as days where a word like "trước" or "cuối" says so."""
    if _LIST.search(phrase.folded):
        raise BadRule(reason="several_dates")
    for pattern, read in _READERS:
        match = pattern.search(phrase.folded)
        if match is not None:
            return _as_rule(phrase, match, span=read(match, phrase))
    return None


def is_school_period(period: tuple[date, date] | None) -> bool:
    """True if the period looks like school years: from August or September to May, June or July."""
    return period is not None and period[0].month in (8, 9) and period[1].month in (5, 6, 7)


def _school_year(first: str, second: str) -> tuple[int, int]:
    if int(second) != int(first) + 1:
        raise BadRule(reason="school_year_not_consecutive")
    return int(first), int(second)


def _school_period(start_year: int, end_year: int, *, semester: str | None) -> SchoolPeriod:
    if semester is None:
        return SchoolPeriod(start_year, end_year)
    if semester not in "12":
        raise BadRule(reason="no_such_month")
    return SchoolPeriod(start_year, end_year, "semester_1" if semester == "1" else "semester_2")


def _this_school_year(phrase: Phrase) -> Found | None:
    match = _THIS_SCHOOL_YEAR.search(phrase.folded)
    if match is None:
        return None
    earliest = phrase.period[0] if is_school_period(phrase.period) and phrase.period else phrase.earliest
    if earliest is None:
        raise BadRule(reason="year_missing")
    # Summer belongs to the school year that it precedes.
    year = earliest.year - (earliest.month < SchoolPattern().ends[0] + 1)
    return _as_school_period(phrase, match, period=_school_period(year, year + 1, semester=match[1]), is_assumed=True)


def _as_school_period(phrase: Phrase, match: re.Match[str], *, period: SchoolPeriod, is_assumed: bool = False) -> Found:
    opens_on = SchoolPattern().year(period.start_year).part(period.part)[0]
    point = _POINT.search(phrase.folded[: match.start()])
    lead = lead_before(phrase.folded, point.start() if point else match.start())
    notes = ("year_assumed",) if is_assumed else ()
    if lead == "before" and not (point and point[1] == "cuối"):
        return Found(Before(opens_on), match.span(), "likely", notes)
    if point and point[1] == "giữa":
        raise BadRule(reason="not_a_deadline")
    if point and point[1] == "đầu":
        return Found(By(opens_on), match.span(), "doubtful", (*notes, "point_of_period"))
    if lead == "from" and match.group().count("năm học") == 1 and period.part == "year":
        return Found(Window(opens_on, None), match.span(), "sure", notes)
    return Found(period, match.span(), "likely" if is_assumed else "sure", notes)


def _as_rule(phrase: Phrase, match: re.Match[str], *, span: _Span) -> Found:
    point = _POINT.search(phrase.folded[: match.start()])
    lead = lead_before(phrase.folded, point.start() if point else match.start())
    notes = ("year_assumed",) if span.is_assumed else ()
    certainty: Certainty = "likely" if span.is_assumed else "sure"
    if point:
        on = {"đầu": span.first, "giữa": span.middle, "cuối": span.last}[point[1]]
        if on is None:
            raise BadRule(reason="not_a_deadline")
        rule: Rule = Before(on) if lead == "before" else By(on)
        return Found(rule, (point.start(), match.end()), "likely", (*notes, "point_of_period"))
    if match.re in (_MONTHS, _QUARTERS, _YEARS):
        return Found(Window(span.first, span.last), match.span(), certainty, notes)
    if lead == "until" and match.re is _YEAR:
        return Found(By(span.last), match.span(), "doubtful", (*notes, "goal_year"))
    return Found(_led(span, lead), match.span(), certainty, notes)


def _led(span: _Span, lead: Lead | None) -> Rule:
    if lead == "before":
        return Before(span.first)
    if lead in ("by", "until"):
        return By(span.last)
    if lead == "from":
        return Window(span.first, None)
    if lead == "after":
        return Window(span.last + timedelta(days=1), None)
    return Window(span.first, span.last)


def _months_of(year: int, first: int, *, count: int) -> _Span:
    begins = make_day(year, first, day=1)
    last = begins + relativedelta(months=count, days=-1)
    middle = begins + relativedelta(months=count // 2) + timedelta(days=14) if count in (1, 3) else None
    return _Span(begins, last, middle)


def _read_month(text: str, phrase: Phrase, *, until: date | None = None) -> _Span:
    month, _, year = text.removeprefix("tháng ").partition("/")
    if year:
        return _months_of(int(year), int(month), count=1)
    if until is not None:
        return _months_of(until.year - (int(month) > until.month), int(month), count=1)
    earliest = phrase.earliest
    if earliest is None:
        raise BadRule(reason="year_missing")
    span = _months_of(earliest.year + (int(month) < earliest.month), int(month), count=1)
    return _Span(span.first, span.last, span.middle, is_assumed=True)


def _month(match: re.Match[str], phrase: Phrase) -> _Span:
    return _read_month(match.group(), phrase)


def _month_range(match: re.Match[str], phrase: Phrase) -> _Span:
    end = _read_month(match[2], phrase)
    start = _read_month(match[1], phrase, until=end.last)
    return _Span(start.first, end.last, is_assumed=end.is_assumed)


def _quarter(match: re.Match[str], phrase: Phrase) -> _Span:
    return _read_quarter(match[1], match[2], phrase=phrase)


def _read_quarter(number: str, year: str | None, *, phrase: Phrase) -> _Span:
    first = 3 * int(number) - 2
    if year is not None:
        return _months_of(int(year), first, count=3)
    earliest = phrase.earliest
    if earliest is None:
        raise BadRule(reason="year_missing")
    span = _months_of(earliest.year + (first + 2 < earliest.month), first, count=3)
    return _Span(span.first, span.last, span.middle, is_assumed=True)


def _quarter_range(match: re.Match[str], phrase: Phrase) -> _Span:
    end = _read_quarter(match[3], match[4], phrase=phrase)
    start = _read_quarter(match[1], match[2] or match[4], phrase=phrase)
    return _Span(start.first, end.last)


def _half(match: re.Match[str], phrase: Phrase) -> _Span:
    count = int(match[1])
    year, is_assumed = _year_or_this(match[3], phrase)
    span = _months_of(year, 1 if match[2] == "đầu" else 13 - count, count=count)
    return _Span(span.first, span.last, is_assumed=is_assumed)


def _years(match: re.Match[str], _phrase: Phrase) -> _Span:
    return _Span(_whole_year(int(match[1])).first, _whole_year(int(match[2])).last)


def _year(match: re.Match[str], _phrase: Phrase) -> _Span:
    return _whole_year(int(match[1]))


def _whole_year(year: int) -> _Span:
    return _Span(make_day(year, 1, day=1), make_day(year, 12, day=31), make_day(year, 6, day=30))


def _this(match: re.Match[str], phrase: Phrase) -> _Span:
    year, _ = _year_or_this(None, phrase)
    if match.group().startswith("năm"):
        span = _whole_year(year)
    else:
        span = _months_of(year, (phrase.earliest or date(year, 1, 1)).month, count=1)
    return _Span(span.first, span.last, span.middle, is_assumed=True)


def _year_or_this(text: str | None, phrase: Phrase) -> tuple[int, bool]:
    if text is not None:
        return int(text), False
    if phrase.earliest is None:
        raise BadRule(reason="year_missing")
    return phrase.earliest.year, True


_READERS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Phrase], _Span]], ...]] = (
    (_MONTHS, _month_range),
    (_QUARTERS, _quarter_range),
    (_YEARS, _years),
    (_HALF, _half),
    (_QUARTER, _quarter),
    (_MONTH, _month),
    (_THIS, _this),
    (_YEAR, _year),
)
