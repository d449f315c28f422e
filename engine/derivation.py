"""Lines of a printed derivation: which rule was used and which calendar entry moved the date."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from engine.workdays import WEEKEND, DayException, WorkCalendar

_MOST_NAMED_DAYS: Final = 12


@dataclass(frozen=True)
class Step:
    """One line of a printed derivation: a code of reports/locales (``derivation``) and its values.

    Days among the values are written dd/mm/yyyy and times HH:MM, as Vietnamese documents do.
    """

    code: str
    values: dict[str, str | int] = field(default_factory=dict)


def roll_steps(calendar: WorkCalendar, day: date, *, last_day: date) -> Iterator[Step]:
    """Why ``day`` was moved to ``last_day``: each day off between, where it went, and if that year is not official."""
    for offset in range((last_day - day).days):
        yield day_off(calendar, day + timedelta(days=offset))
    if last_day != day:
        yield Step("rolled", {"day": printed(last_day)})
    if calendar.status(last_day.year) == "expected":
        yield Step("calendar_expected", {"year": last_day.year})


def day_off(calendar: WorkCalendar, day: date) -> Step:
    """The calendar entry, or the weekend, that makes ``day`` a day off."""
    why = calendar.why(day)
    if isinstance(why, DayException):
        return Step("day_off", {"day": printed(day), "name": why.name, "source": why.source})
    return Step(WEEKEND, {"day": printed(day)})


def days_that_differ(calendar: WorkCalendar, start: date, *, end: date) -> list[Step]:
    """The holidays and worked weekends in (start, end] that a count of working days met; many are only counted."""
    found = list(calendar.exceptions_within(start, end))
    if len(found) > _MOST_NAMED_DAYS:
        return [Step("many_days_off", {"count": sum(day.kind == "off" for day in found)})]
    codes = {"off": "day_off", "work": "worked_day"}
    return [Step(codes[day.kind], {"day": printed(day.on), "name": day.name, "source": day.source}) for day in found]


def printed(day: date) -> str:
    """The day as documents print it, dd/mm/yyyy."""
    return f"{day:%d/%m/%Y}"
