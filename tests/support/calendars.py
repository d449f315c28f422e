"""Two real years of the Vietnamese working calendar, typed in by hand, and slow oracles that count day by day."""

from datetime import date, timedelta
from typing import Any, Literal

from engine.deadlines import DueContext, SchoolFrame
from engine.workdays import DayException, WorkCalendar


def day(text: str) -> date:
    return date.fromisoformat(text)


EXCEPTIONS = (
    DayException(day("2023-01-02"), "off", "Nghỉ bù Tết Dương lịch"),
    *(DayException(day(f"2023-01-{number}"), "off", "Tết Nguyên đán") for number in range(20, 27)),
    DayException(day("2023-05-01"), "off", "Ngày Quốc tế Lao động"),
    DayException(day("2023-05-02"), "off", "Nghỉ bù Giỗ Tổ Hùng Vương"),
    DayException(day("2023-05-03"), "off", "Nghỉ bù Ngày Chiến thắng"),
    DayException(day("2023-09-01"), "off", "Quốc khánh"),
    DayException(day("2023-09-02"), "off", "Quốc khánh"),
    DayException(day("2023-09-04"), "off", "Nghỉ bù Quốc khánh"),
    DayException(day("2024-01-01"), "off", "Tết Dương lịch"),
    *(DayException(day(f"2024-02-{number:02}"), "off", "Tết Nguyên đán") for number in range(8, 15)),
    DayException(day("2024-04-18"), "off", "Giỗ Tổ Hùng Vương"),
    DayException(day("2024-04-29"), "off", "Hoán đổi với ngày 04/05/2024", "Bộ LĐTBXH"),
    DayException(day("2024-04-30"), "off", "Ngày Chiến thắng"),
    DayException(day("2024-05-01"), "off", "Ngày Quốc tế Lao động"),
    DayException(day("2024-05-04"), "work", "Làm bù cho ngày 29/04/2024", "Bộ LĐTBXH"),
    DayException(day("2024-09-02"), "off", "Quốc khánh"),
    DayException(day("2024-09-03"), "off", "Quốc khánh"),
)
YEARS: dict[int, Literal["official", "expected"]] = {
    2022: "official",
    2023: "official",
    2024: "official",
    2025: "expected",
}
CALENDAR = WorkCalendar(EXCEPTIONS, YEARS)
KIND_OF = {exception.on: exception.kind for exception in EXCEPTIONS}


def create_context(**overrides: Any) -> DueContext:
    values: dict[str, Any] = {
        "calendar": CALENDAR,
        "frame": SchoolFrame(),
        "anchors": {"issued": day("2023-10-10")},
        **overrides,
    }
    return DueContext(**values)


def works(on: date) -> bool:
    """The oracle of a working day: the typed list, else Monday to Friday."""
    return KIND_OF[on] == "work" if on in KIND_OF else on.isoweekday() <= 5


def walk(on: date, working_days: int) -> date:
    """The oracle of adding working days: one step at a time."""
    step = timedelta(days=1 if working_days > 0 else -1)
    left = abs(working_days)
    while left:
        on += step
        left -= works(on)
    return on


def roll(on: date) -> date:
    """The oracle of rolling: wait until an office opens."""
    while not works(on):
        on += timedelta(days=1)
    return on
