"""The first content of the working calendar and of the school-year frame; an operator corrects both later."""

from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from typing import Final

import holidays

from engine.school_year import SchoolFrame
from engine.workdays import DayException, Status

LAST_OFFICIAL_YEAR: Final = 2026
_SOURCE: Final = f"holidays {version('holidays')}"
# The law that makes 24/11 a day off was not confirmed when this was written.
_UNCONFIRMED: Final = frozenset({date(2026, 11, 24)})
_SWAP_2026: Final = "hoán đổi ngày làm việc, quyết định ngày 25/12/2025"
# Decided a week ahead, so the package does not know it.
_MISSING: Final = (
    DayException(date(2026, 1, 2), "off", "Ngày nghỉ (thay cho ngày 10/01/2026)", _SWAP_2026),
    DayException(date(2026, 1, 10), "work", "Ngày làm việc (thay cho ngày 02/01/2026)", _SWAP_2026),
)


def seed_calendar(first_year: int = 2015, last_year: int = 2040) -> tuple[list[DayException], dict[int, Status]]:
    """The days off and worked weekends of Vietnam by date, and the status of each covered year.

    Years after LAST_OFFICIAL_YEAR are expected: the government fixes Tết and National Day year by year
    (BLLĐ 2019 Điều 112.3) and swaps days late.
    """
    years: dict[int, Status] = {year: _status(year) for year in range(first_year, last_year + 1)}
    by_day = {day.on: day for day in [*_packaged(first_year, last_year), *_MISSING] if day.on.year in years}
    return [by_day[on] for on in sorted(by_day)], years


def default_frame() -> SchoolFrame:
    """Every school year by the default pattern, until somebody enters the local plan of a year."""
    return SchoolFrame()


def _status(year: int) -> Status:
    return "official" if year <= LAST_OFFICIAL_YEAR else "expected"


def _packaged(first_year: int, last_year: int) -> Iterator[DayException]:
    # A swap may reach over New Year, so one year more is asked on either side.
    known = holidays.country_holidays("VN", years=range(first_year - 1, last_year + 2), language="vi")
    worked_for: dict[date, date] = {}
    for on, name in known.items():
        status = "expected" if on in _UNCONFIRMED else _status(on.year)
        yield DayException(on, "off", name, _SOURCE, status)
        worked_for |= {day: on for day in known.weekend_workdays if f"{day:%d/%m/%Y}" in name}
    for day, off in worked_for.items():
        yield DayException(day, "work", f"Ngày làm việc (thay cho ngày {off:%d/%m/%Y})", _SOURCE, _status(day.year))
