"""Repeated terms: "hằng tháng trước ngày 25", "02 lần/năm", "mỗi năm học", "ngày 20 tháng cuối quý"."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Final, cast

from engine.deadlines import Recurring
from engine.errors import BadRule
from engine.rules import Frame, Mode
from intake.phrases.fixed import RANGE
from intake.phrases.moments import DAY, TIME, make_day
from intake.phrases.periods import is_school_period
from intake.phrases.text import Certainty, Found, Phrase

_EVERY: Final = r"\b(?:hằng|mỗi|từng|theo|định kỳ)(?: (?:các|từng|mỗi))?"
_TIMES: Final = re.compile(
    r"(?<!\d)(\d{1,2}) lần ?(?:/|trong|mỗi|trên|hằng|một)? ?(?:1 |01 )?(tháng|quý|năm học|học kỳ|kỳ|năm|tuần)\b(?! \d)"
)
_TIMES_AFTER: Final = re.compile(
    r"\b(?:mỗi|hằng|1|01|từng|trong) (tháng|quý|năm học|học kỳ|năm|tuần),?"
    r" (?:ít nhất |tối thiểu |không quá )?(\d{1,2}) lần\b"
)
_EVERY_MONTHS: Final = re.compile(
    r"(?<!\d)(\d{1,2}) tháng ?(?:/|một|1|01) ?(?:1 )?lần"
    r"|\b(?:định kỳ|mỗi|hằng|từng|báo cáo)(?: \w+)? (\d{1,2}) tháng\b(?! (?:đầu|cuối))"
)
_MARKS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("week", re.compile(rf"{_EVERY} tuần\b|\btuần (?:1 lần|/ ?lần)")),
    ("month", re.compile(rf"{_EVERY} tháng\b(?! \d)|(?<!\d )\btháng(?: 1 lần| ?/ ?lần)|\b(?:1|01) tháng ?/ ?lần")),
    (
        "quarter",
        re.compile(
            rf"{_EVERY} quý\b(?! \d)|\bquý(?: 1 lần| ?/ ?lần)|\btháng (?:cuối|đầu)(?: của)?(?: mỗi)? quý\b(?! \d)"
        ),
    ),
    ("semester", re.compile(rf"(?:{_EVERY}|\b(?:cuối|sau|kết thúc)(?: mỗi| từng| các)?) học kỳ\b(?! \d)")),
    ("half", re.compile(r"\b6 tháng\b(?! (?:đầu|cuối))|\bbán niên\b|\bnửa năm\b")),
    ("school_year", re.compile(rf"(?:{_EVERY}|\b(?:cuối|sau|kết thúc|hết)(?: mỗi| từng| các)?) năm học\b(?! \d)")),
    ("year", re.compile(rf"{_EVERY} năm\b(?! (?:\d|học))|\bnăm(?: 1 lần| ?/ ?lần)|\bthường niên\b")),
)
_NO_DAY: Final = r"(?![\d/:%-])(?! ?(?:giờ|h\b|g\b|lần|ngày|tuần|năm|quý)| tháng(?! (?:đầu|cuối|sau|kế|tiếp|liền)))"
_DAY_NUMBERS: Final = re.compile(
    rf"(?:\bngày |\bmồng |\bmùng |\btrước )(\d{{1,2}}{_NO_DAY}(?:(?:,| và)(?: ngày)? \d{{1,2}}{_NO_DAY})*)"
)
_DAY_RANGE: Final = re.compile(r"\bngày (\d{1,2}) ?(?:đến|-) ?(?:hết )?(?:ngày )?(\d{1,2})(?![\d/])")
_POINT: Final = re.compile(
    r"\b(?:ngày )?(đầu|giữa|cuối)(?: cùng)?(?: của)?(?: hằng| mỗi| các| từng)* (tháng|năm|quý)\b"
)
_LAST_WORKING_DAY: Final = re.compile(r"\bngày làm việc cuối(?: cùng)?\b")
_BEFORE: Final = re.compile(r"\btrước (?:ngày |mồng |mùng |tháng )?\d")
_WEEKDAY: Final = re.compile(r"\b(?:thứ (\d|hai|ba|tư|năm|sáu|bảy)|(chủ nhật))\b")
_WEEKDAYS: Final = {
    **dict.fromkeys(("2", "hai"), "MO"),
    **dict.fromkeys(("3", "ba"), "TU"),
    **dict.fromkeys(("4", "tư"), "WE"),
    **dict.fromkeys(("5", "năm"), "TH"),
    **dict.fromkeys(("6", "sáu"), "FR"),
    **dict.fromkeys(("7", "bảy"), "SA"),
}
_PERIODS: Final = {
    "tuần": "week",
    "tháng": "month",
    "quý": "quarter",
    "học kỳ": "semester",
    "kỳ": "semester",
    "năm học": "school_year",
    "năm": "year",
}
_QUARTER_ENDS: Final = (3, 6, 9, 12)
_QUARTER_STARTS: Final = (1, 4, 7, 10)
_SCHOOL_MONTHS: Final = (9, 10, 11, 12, 1, 2, 3, 4, 5)
_MONTH_NUMBER: Final = re.compile(r"\btháng (\d{1,2})(?![\d/]| ?lần)")
_QUARTER_NUMBER: Final = re.compile(r"\bquý (\d)(?![\d/])")
_DAY: Final = re.compile(DAY)
_TIME_OF_DAY: Final = re.compile(TIME)
_NEXT: Final = re.compile(r"\b(?:tháng|quý) (?:sau|kế tiếp|tiếp theo|liền kề)\b")
_ON_DEMAND: Final = re.compile(r"\bđột xuất\b|\bkhi (?:có|được) yêu cầu\b")
_YEAR_RANGE: Final = re.compile(
    r"(?<![\d/])(\d{4})-(\d{4})(?!\d)|\btừ năm (\d{4}) (?:đến|tới)(?: hết)? năm (\d{4})(?!\d)"
)
_FROM_YEAR: Final = re.compile(r"\btừ năm (\d{4})(?![\d-])")


def read_recurring(phrase: Phrase) -> Found | None:
    """A recurrence with the day it falls on; without one, the last day of each period."""
    marks = [(name, match) for name, pattern in _MARKS if (match := pattern.search(phrase.folded))]
    found = _read_times(phrase) or _read_every_months(phrase)
    if found is None and marks:
        name, match = marks[0]
        found = replace(_BUILDERS[name](phrase), span=match.span())
    if found is None:
        return None
    if _TIME_OF_DAY.search(phrase.folded):
        raise BadRule(reason="time_in_recurrence")
    return _annotated(found, phrase, has_several=len(marks) > 1)


def recurrence_of(period: str, phrase: Phrase, *, number: int = 1) -> Found:
    """``number`` times in each ``period`` (week, month, quarter, semester, school_year, year), on the days that the
    phrase names; the note "default_end" or "evenly_spread" says that it names none. Raise BadRule."""
    return _times(number, period, phrase=phrase)


def _annotated(found: Found, phrase: Phrase, *, has_several: bool) -> Found:
    remarks = {
        "several_frequencies": has_several,
        "next_month": _NEXT.search(phrase.folded) is not None,
        "also_on_demand": _ON_DEMAND.search(phrase.folded) is not None,
    }
    notes = (*found.notes, *(note for note, is_said in remarks.items() if is_said))
    certainty: Certainty = "likely" if found.certainty == "sure" and has_several else found.certainty
    start, until = _bounds(phrase)
    rule = replace(cast("Recurring", found.rule), start=start, until=until)
    return replace(found, rule=rule, notes=notes, certainty=certainty)


def _bounds(phrase: Phrase) -> tuple[date | None, date | None]:
    years = _YEAR_RANGE.search(phrase.folded)
    if years is not None:
        first, last = years[1] or years[3], years[2] or years[4]
        return make_day(int(first), 1, day=1), make_day(int(last), 12, day=31)
    since = _FROM_YEAR.search(phrase.folded)
    return (make_day(int(since[1]), 1, day=1) if since else None), None


def _rule(rrule: str, phrase: Phrase, *, is_sure: bool = True, note: str = "default_end") -> Found:
    mode: Mode = "before" if _BEFORE.search(phrase.folded) else "by"
    if is_sure:
        return Found(Recurring(rrule, mode), (0, 0))
    return Found(Recurring(rrule, mode), (0, 0), "likely", (note,))


def _framed(frame: Frame) -> Found:
    return Found(Recurring("FREQ=YEARLY", frame=frame), (0, 0))


def _month_days(phrase: Phrase) -> list[int]:
    """The days of the month that the phrase names, [] if none; the last one of a range."""
    days = [int(day) for listed in _DAY_NUMBERS.findall(phrase.folded) for day in re.findall(r"\d+", listed)]
    span = _DAY_RANGE.search(phrase.folded)
    if span is not None:
        days = [int(span[2])]
    if not all(1 <= day <= 31 for day in days):
        raise BadRule(reason="no_such_date")
    return sorted(set(days))


def _point(phrase: Phrase, of: str) -> str | None:
    return next((point for point, period in _POINT.findall(phrase.folded) if period == of), None)


def _weekly(phrase: Phrase) -> Found:
    match = _WEEKDAY.search(phrase.folded)
    if match is None:
        return _rule("FREQ=WEEKLY;BYDAY=FR", phrase, is_sure=False)
    if match[1] and match[1] not in _WEEKDAYS:
        raise BadRule(reason="no_such_date")
    mode: Mode = "before" if re.search(r"\btrước (?:thứ|chủ nhật)", phrase.folded) else "by"
    return Found(Recurring(f"FREQ=WEEKLY;BYDAY={_WEEKDAYS.get(match[1], 'SU')}", mode), (0, 0))


def _monthly(phrase: Phrase) -> Found:
    months = ""
    if "trong năm học" in phrase.folded:
        months = f"BYMONTH={_listed(_SCHOOL_MONTHS)};"
    if _LAST_WORKING_DAY.search(phrase.folded):
        return _rule(f"FREQ=MONTHLY;{months}BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", phrase)
    return _on_days(f"FREQ=MONTHLY;{months}", phrase, point=_point(phrase, "tháng"))


def _on_days(prefix: str, phrase: Phrase, *, point: str | None) -> Found:
    days = _month_days(phrase)
    if not days and point:
        days = [{"đầu": 1, "giữa": 15, "cuối": 31}[point]]
    return _rule(f"{prefix}BYMONTHDAY={_listed(days or [31])}", phrase, is_sure=bool(days))


def _quarterly(phrase: Phrase) -> Found:
    is_early = re.search(r"\btháng đầu\b|\bđầu(?: mỗi)? quý\b|\bquý (?:sau|kế tiếp|tiếp theo)\b", phrase.folded)
    months = _QUARTER_STARTS if is_early else _QUARTER_ENDS
    return _on_days(f"FREQ=YEARLY;BYMONTH={_listed(months)};", phrase, point=_point(phrase, "quý"))


def _half_yearly(phrase: Phrase) -> Found:
    return _dated(phrase) or _rule("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=31", phrase, is_sure=False)


def _per_semester(phrase: Phrase) -> Found:
    return _dated(phrase) or _framed("semester")


def _per_school_year(phrase: Phrase) -> Found:
    return _dated(phrase) or _framed("school_year")


def _yearly(phrase: Phrase) -> Found:
    dated = _dated(phrase)
    if dated is not None:
        return dated
    months = [int(month) for month in _MONTH_NUMBER.findall(phrase.folded)]
    is_before = _BEFORE.search(phrase.folded) is not None
    months += [int(quarter) * 3 - 2 * is_before for quarter in _QUARTER_NUMBER.findall(phrase.folded)]
    if months:
        if not all(1 <= month <= 12 for month in months):
            raise BadRule(reason="no_such_month")
        return _rule(f"FREQ=YEARLY;BYMONTH={_listed(months)};BYMONTHDAY={1 if is_before else 31}", phrase)
    point = _point(phrase, "năm")
    month, day = {"đầu": (1, 1), "giữa": (6, 30), "cuối": (12, 31), None: (12, 31)}[point]
    return _rule(f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}", phrase, is_sure=point is not None)


def _dated(phrase: Phrase) -> Found | None:
    """A yearly rule on the days that the phrase names (dd/mm); days that one rule cannot hold are refused."""
    found = [text.split("/") for text in _DAY.findall(RANGE.sub(r"\3", phrase.folded)) if text.count("/") == 1]
    days = {(int(month), int(day)) for day, month in found}
    if not days:
        return None
    for month, day in days:
        make_day(2000, month, day=day)
    months = sorted({month for month, _ in days})
    in_month = {31 if _is_month_end(month, day) else day for month, day in days}
    if len(days) > 1 and len(in_month) > 1 and len(months) > 1:
        raise BadRule(reason="several_dates")
    in_month = in_month if len(days) > 1 else {day for _, day in days}
    return _rule(f"FREQ=YEARLY;BYMONTH={_listed(months)};BYMONTHDAY={_listed(sorted(in_month))}", phrase)


def _is_month_end(month: int, day: int) -> bool:
    return day == {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)


def _read_times(phrase: Phrase) -> Found | None:
    match = _TIMES.search(phrase.folded)
    if match is not None:
        number, period = match[1], match[2]
    else:
        match = _TIMES_AFTER.search(phrase.folded)
        if match is None:
            return None
        number, period = match[2], match[1]
    found = _times(int(number), _PERIODS[period], phrase=phrase)
    return replace(found, span=match.span())


def _times(number: int, period: str, *, phrase: Phrase) -> Found:
    if number == 1:
        return _BUILDERS[period](phrase)
    is_school_year = period == "school_year" or (period == "year" and is_school_period(phrase.period))
    if is_school_year and number == 2:
        return _dated(phrase) or _framed("semester")
    if period == "quarter" and number == 3:
        return _monthly(phrase)
    most, spread = _SPREADS.get(period, (0, None))
    if spread is None or not 1 <= number <= most:
        raise BadRule(reason="count_out_of_range")
    dated = _dated(phrase) if period in ("year", "school_year") else None
    return dated or _rule(spread(number), phrase, is_sure=False, note="evenly_spread")


def _spread_over_year(number: int) -> str:
    months = [12 * turn // number for turn in range(1, number + 1)]
    return f"FREQ=YEARLY;BYMONTH={_listed(months)};BYMONTHDAY=31"


def _spread_over_school_year(number: int) -> str:
    months = [_SCHOOL_MONTHS[9 * turn // number - 1] for turn in range(1, number + 1)]
    return f"FREQ=YEARLY;BYMONTH={_listed(months)};BYMONTHDAY=31"


def _spread_over_month(number: int) -> str:
    return f"FREQ=MONTHLY;BYMONTHDAY={_listed(31 * turn // number for turn in range(1, number + 1))}"


def _spread_over_week(number: int) -> str:
    days = ("MO", "TU", "WE", "TH", "FR")
    return f"FREQ=WEEKLY;BYDAY={_listed(days[5 * turn // number - 1] for turn in range(1, number + 1))}"


def _read_every_months(phrase: Phrase) -> Found | None:
    match = _EVERY_MONTHS.search(phrase.folded)
    if match is None:
        return None
    number = int(match[1] or match[2])
    if number not in (1, 2, 3, 4, 6, 12):
        raise BadRule(reason="count_out_of_range")
    if number == 1:
        return replace(_monthly(phrase), span=match.span())
    return replace(_times(12 // number, "year", phrase=phrase) if number < 12 else _yearly(phrase), span=match.span())


def _listed(values: Iterable[object]) -> str:
    return ",".join(str(value) for value in values)


_BUILDERS: Final[dict[str, Callable[[Phrase], Found]]] = {
    "week": _weekly,
    "month": _monthly,
    "quarter": _quarterly,
    "half": _half_yearly,
    "semester": _per_semester,
    "school_year": _per_school_year,
    "year": _yearly,
}
_SPREADS: Final[dict[str, tuple[int, Callable[[int], str]]]] = {
    "year": (12, _spread_over_year),
    "school_year": (9, _spread_over_school_year),
    "month": (10, _spread_over_month),
    "week": (5, _spread_over_week),
}
