"""What a phrase for a day means: its last day, or the doubt about it. Nothing is guessed."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from engine.workdays import WorkCalendar
from notifications.replies.readings import Doubt
from notifications.replies.words import folded, spoken

# A day without a year that comes round only after so many days is a slip of the pen.
FARTHEST_DAYS: Final = 270
_LED: Final = spoken(r"\b(?:đến|tới|sang|vào|ngày)(?: ngày)? $")
_NUMBERS: Final = {
    word: number
    for number, words in enumerate(("mot", "hai", "ba", "bon|tu", "nam", "sau", "bay", "tam", "chin", "muoi"), start=1)
    for word in words.split("|")
}
_MONTHS: Final = _NUMBERS | {"muoi mot": 11, "muoi hai": 12}
_ROMANS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WEEKDAYS: Final = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5, "nhat": 6, "cn": 6}

Meaning = date | Doubt


@dataclass(frozen=True)
class Bearings:
    """What days are counted from: ``today``, the last day of the present deadline, the calendar of working days."""

    today: date
    due: date | None = None
    workdays: WorkCalendar | None = None

    @property
    def base(self) -> date:
        """The later of today and the present deadline."""
        return max(self.today, self.due or self.today)


def day_and_month(match: re.Match[str], bearings: Bearings) -> Meaning:
    """ "thứ tư 20/5/2026": the year where there is one, else the next such day; a wrong weekday is a doubt."""
    if match["lunar"]:
        return Doubt.LUNAR
    year = match["year"] or match["year_after"]
    day, month = int(match["day"]), _MONTHS.get(folded(match["month"])) or int(match["month"])
    meaning = date(_full_year(year), month, day) if year else _next(bearings, day=day, month=month)
    named = match["weekday"] or match["weekday_after"]
    if named and isinstance(meaning, date) and meaning.weekday() != _weekday_number(named):
        return Doubt.WEEKDAY
    return meaning


def day_of_month(match: re.Match[str], bearings: Bearings) -> Meaning:
    """ "ngày 20", "ngày 20 tháng sau"."""
    day, which = int(match["day"]), match["which"]
    if which:
        return _first(bearings, which).replace(day=day)
    for months in range(3):
        month = bearings.base.replace(day=1) + relativedelta(months=months)
        if day <= monthrange(month.year, month.month)[1] and month.replace(day=day) >= bearings.base:
            return month.replace(day=day)
    return Doubt.IMPOSSIBLE


def weekday(match: re.Match[str], bearings: Bearings) -> Meaning:
    """ "thứ sáu", "thứ 6 tuần sau", "chủ nhật này"."""
    number, which = _weekday_number(match["weekday"]), match["which"] or ""
    if folded(which).startswith("tuan") or _is_next(which):
        return _monday(bearings.today, which) + timedelta(days=number)
    start = bearings.today if which else bearings.base
    return start + timedelta(days=(number - start.weekday()) % 7)


def week_end(match: re.Match[str], bearings: Bearings) -> Meaning:
    """Friday; on a Saturday or Sunday of that week, Sunday."""
    monday = _monday(bearings.today if match["which"] else bearings.base, match["which"] or "")
    friday = monday + timedelta(days=4)
    return friday if friday >= bearings.today else monday + timedelta(days=6)


def month_end(match: re.Match[str], bearings: Bearings) -> Meaning:
    """ "hết tháng 5", "cuối tháng sau", "hết tháng"."""
    if not match["month"]:
        return _last_day(_first(bearings, match["which"]))
    month = int(match["month"])
    if match["year"]:
        return _last_day(date(int(match["year"]), month, 1))
    meaning = _last_day(date(bearings.base.year, month, 1))
    if meaning < bearings.base:
        meaning = _last_day(date(bearings.base.year + 1, month, 1))
    return _if_near(meaning, bearings)


def quarter_end(match: re.Match[str], bearings: Bearings) -> Meaning:
    """ "hết quý II", "hết quý 1 năm 2027"."""
    quarter = match["quarter"].lower()
    month = 3 * (_ROMANS.get(quarter) or int(quarter))
    if match["year"]:
        return _last_day(date(int(match["year"]), month, 1))
    meaning = _last_day(date(bearings.base.year, month, 1))
    return _if_near(meaning if meaning >= bearings.base else meaning + relativedelta(years=1, day=31), bearings)


def year_end(match: re.Match[str], bearings: Bearings) -> Meaning:
    """ "hết năm", "cuối năm 2027"."""
    return date(int(match["year"]) if match["year"] else bearings.base.year, 12, 31)


def counted(match: re.Match[str], bearings: Bearings) -> Meaning:
    """ "3 ngày", "hai tuần nữa kể từ hôm nay", "5 ngày làm việc": from the deadline unless today is named."""
    # "đến 20 tháng …" begins a date that was not understood; a count is led by "thêm".
    if match["half_more"] or (_LED.search(match.string, 0, match.start()) and not match["more"]):
        return Doubt.VAGUE
    start = bearings.today if match["from_today"] else bearings.base
    if match["half"]:
        return start + timedelta(days=15)
    word = folded(match["count"])
    count = _NUMBERS.get(word) or int(word)
    if not 0 < count <= 366:
        return Doubt.IMPOSSIBLE
    unit = folded(match["unit"])
    if "lam viec" in unit or match["working"]:
        return bearings.workdays.add(start, count) if bearings.workdays else Doubt.CALENDAR
    if unit.startswith("tuan"):
        return start + timedelta(weeks=count)
    return start + (relativedelta(months=count) if unit == "thang" else timedelta(days=count))


def near_day(match: re.Match[str], bearings: Bearings) -> Meaning:
    """ "hôm nay", "ngày mai", "mốt"."""
    return bearings.today + timedelta(days={"nay": 0, "mai": 1}.get(folded(match["day"] or match["alone"]), 2))


def vague(_: re.Match[str], __: Bearings) -> Meaning:
    """ "tuần sau", "đầu tháng 6", "vài hôm"."""
    return Doubt.VAGUE


def lunar(_: re.Match[str], __: Bearings) -> Meaning:
    """ "mồng 10 Tết", "rằm"."""
    return Doubt.LUNAR


def _full_year(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


def _next(bearings: Bearings, *, day: int, month: int) -> Meaning:
    """The next such day on or after the base; one that is too far off was meant otherwise."""
    for year in range(bearings.base.year, bearings.base.year + 2):
        if day <= monthrange(year, month)[1] and date(year, month, day) >= bearings.base:
            return _if_near(date(year, month, day), bearings)
    date(2024, month, day)
    return Doubt.PAST if (month, day) == (2, 29) else Doubt.IMPOSSIBLE


def _if_near(meaning: date, bearings: Bearings) -> Meaning:
    """``meaning``, unless it is so far off that the one a year before must have been meant: too early."""
    if (meaning - bearings.base).days <= FARTHEST_DAYS:
        return meaning
    return Doubt.PAST if meaning - relativedelta(years=1) < bearings.today else Doubt.NOT_LATER


def _first(bearings: Bearings, which: str | None) -> date:
    first = (bearings.today if which else bearings.base).replace(day=1)
    return first + relativedelta(months=1) if _is_next(which or "") else first


def _monday(day: date, which: str) -> date:
    return day + timedelta(days=7 * _is_next(which) - day.weekday())


def _is_next(which: str) -> bool:
    return folded(which).endswith(("sau", "toi"))


def _weekday_number(name: str) -> int:
    word = folded(name).split()[-1].removeprefix("t")
    return int(word) - 2 if word.isdecimal() else _WEEKDAYS[word if word in _WEEKDAYS else "t" + word]


def _last_day(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
