"""The working calendar: weekends, dated exceptions, counting working days. No year is ever guessed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from engine.errors import CalendarNotCovered

DayKind = Literal["off", "work"]
Status = Literal["official", "expected"]
WEEKEND: Final = "weekend"
_SATURDAY: Final = 5


@dataclass(frozen=True)
class DayException:
    """A day unlike its weekday: ``off`` (holiday, substituted day) or ``work`` (a worked Saturday or Sunday).

    ``name`` is printed in derivations; ``source`` says who decided it; ``expected`` days are not announced yet.
    """

    on: date
    kind: DayKind
    name: str
    source: str = ""
    status: Status = "official"


class WorkCalendar:
    """An immutable calendar of working days; Saturday and Sunday are days off unless an exception says otherwise.

    ``years`` maps each covered year to "official" or "expected"; of two exceptions on one day the later one counts.
    Every question about a year that is not covered raises CalendarNotCovered.
    """

    __slots__ = ("_days_of_year", "_exceptions", "_years")

    def __init__(self, exceptions: Iterable[DayException], years: Mapping[int, Status]) -> None:
        self._exceptions = {day.on: day for day in exceptions}
        self._years = dict(years)
        self._days_of_year: dict[int, list[date]] = {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WorkCalendar):
            return NotImplemented
        return self._exceptions == other._exceptions and self._years == other._years

    def __hash__(self) -> int:
        return hash((frozenset(self._exceptions.values()), frozenset(self._years.items())))

    @property
    def exceptions(self) -> tuple[DayException, ...]:
        """The exceptions in force, by date."""
        return tuple(sorted(self._exceptions.values(), key=lambda day: day.on))

    @property
    def years(self) -> dict[int, Status]:
        """The covered years and the status of each."""
        return dict(self._years)

    def covers(self, year: int) -> bool:
        """True if days of ``year`` may be asked for."""
        return year in self._years

    def status(self, year: int) -> Status:
        """The status "official" or "expected"; raise CalendarNotCovered for another year."""
        if year not in self._years:
            raise CalendarNotCovered(year=year)
        return self._years[year]

    def is_working(self, on: date) -> bool:
        """True if offices work on that day."""
        self.status(on.year)
        exception = self._exceptions.get(on)
        return exception.kind == "work" if exception else on.weekday() < _SATURDAY

    def why(self, on: date) -> DayException | Literal["weekend"] | None:
        """What makes the day special: its exception, "weekend", or None for an ordinary weekday."""
        self.status(on.year)
        exception = self._exceptions.get(on)
        if exception:
            return exception
        return WEEKEND if on.weekday() >= _SATURDAY else None

    def add(self, on: date, working_days: int) -> date:
        """The n-th working day after ``on`` (before it, if negative); ``on`` is not counted, and 0 gives it back."""
        if working_days == 0:
            return on
        return self._forward(on, working_days) if working_days > 0 else self._backward(on, -working_days)

    def between(self, start: date, end: date) -> int:
        """The number of working days in (start, end]; with the ends the other way round its negative."""
        if end < start:
            return -self.between(end, start)
        if start.year == end.year:
            days = self._working_days(start.year)
            return bisect_right(days, end) - bisect_right(days, start)
        first, last = self._working_days(start.year), self._working_days(end.year)
        whole = sum(len(self._working_days(year)) for year in range(start.year + 1, end.year))
        return len(first) - bisect_right(first, start) + whole + bisect_right(last, end)

    def roll(self, on: date) -> date:
        """The first working day on or after ``on``."""
        return on if self.is_working(on) else self._forward(on, 1)

    def roll_back(self, on: date) -> date:
        """The last working day on or before ``on``."""
        return on if self.is_working(on) else self._backward(on, 1)

    def exceptions_within(self, start: date, end: date) -> Iterator[DayException]:
        """The exceptions in (start, end] that change a day: weekdays off and worked weekends, by date."""
        for day in self.exceptions:
            is_weekend = day.on.weekday() >= _SATURDAY
            if start < day.on <= end and (day.kind == "work") == is_weekend:
                yield day

    def _forward(self, on: date, count: int) -> date:
        year, days = on.year, self._working_days(on.year)
        index = bisect_right(days, on) + count - 1
        while index >= len(days):
            index -= len(days)
            year += 1
            days = self._working_days(year)
        return days[index]

    def _backward(self, on: date, count: int) -> date:
        year, days = on.year, self._working_days(on.year)
        index = bisect_left(days, on) - count
        while index < 0:
            year -= 1
            days = self._working_days(year)
            index += len(days)
        return days[index]

    def _working_days(self, year: int) -> list[date]:
        days = self._days_of_year.get(year)
        if days is None:
            self.status(year)
            days = self._days_of_year[year] = [on for on in _each_day(year) if self.is_working(on)]
        return days


def working_time(calendar: WorkCalendar, start: datetime, *, end: datetime, zone: ZoneInfo) -> timedelta:
    """How much of the time from ``start`` to ``end`` lies on working days, counted round the clock: from Friday noon to
    Monday noon that is 24 hours. Nothing if ``end`` is not later."""
    total = timedelta()
    day = start.astimezone(zone).date()
    while (begins_at := datetime.combine(day, time.min, zone)) < end:
        day += timedelta(days=1)
        if calendar.is_working(day - timedelta(days=1)):
            ends_at = datetime.combine(day, time.min, zone)
            total += max(min(ends_at, end) - max(begins_at, start), timedelta())
    return total


def _each_day(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=day) for day in range((date(year, 12, 31) - first).days + 1))
