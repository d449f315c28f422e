"""The typed deadline rules: what a phrase was read as, before any calendar is asked."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from types import NoneType
from typing import Any, Final, Literal, get_args

from engine.errors import BadRule
from engine.school_year import Part

Unit = Literal["hour", "day", "working_day", "week", "month", "year"]
Frame = Literal["school_year", "semester"]
Mode = Literal["by", "before"]

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
# Each unit may count a hundred years at most, so that no date can run out of the calendar.
MOST: Final[dict[str, int]] = {
    "hour": 876_000,
    "day": 36_500,
    "working_day": 26_000,
    "week": 5_200,
    "month": 1_200,
    "year": 100,
}
MOST_OFFSET_DAYS: Final = 3_660

_MONTH: Final = r"(0?[1-9]|1[0-2])"
_MONTH_DAY: Final = r"[+-]?(0?[1-9]|[12]\d|3[01])"
_POSITION: Final = r"[+-]?[1-9]\d?"
_WEEKDAY: Final = r"(MO|TU|WE|TH|FR|SA|SU)"
_RRULE_FORMS: Final = {
    "FREQ": "DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d{0,3}",
    "COUNT": r"[1-9]\d{0,3}",
    "UNTIL": r"\d{8}(T\d{6}Z?)?",
    "BYMONTH": f"{_MONTH}(,{_MONTH})*",
    "BYMONTHDAY": f"{_MONTH_DAY}(,{_MONTH_DAY})*",
    "BYDAY": f"({_POSITION})?{_WEEKDAY}(,({_POSITION})?{_WEEKDAY})*",
    "BYSETPOS": f"{_POSITION}(,{_POSITION})*",
    "WKST": _WEEKDAY,
}
_FRAMED_KEYS: Final = frozenset({"FREQ", "INTERVAL", "COUNT"})


@dataclass(frozen=True)
class Before:
    """Trước ngày X: until 24:00 of the day before (of X, under an inclusive policy); with an hour,
    that minute of X."""

    on: date
    hour: int | None = None
    minute: int = 0

    def __post_init__(self) -> None:
        _check_moment(self.on, self.hour, minute=self.minute)


@dataclass(frozen=True)
class By:
    """Chậm nhất, đến hết ngày X: until 24:00 of X (BLDS 2015 Điều 148.6); with an hour, that minute of X."""

    on: date
    hour: int | None = None
    minute: int = 0

    def __post_init__(self) -> None:
        _check_moment(self.on, self.hour, minute=self.minute)


@dataclass(frozen=True)
class Within:
    """Trong N ngày kể từ …: counted from ``anchor`` ("issued", "received", "event:<text>"), whose day does not count
    (BLDS 2015 Điều 147)."""

    count: int
    unit: Unit
    anchor: str = "issued"

    def __post_init__(self) -> None:
        _check(self.unit in get_args(Unit), "unknown_unit")
        _check_int(self.count, 1, most=MOST[self.unit], reason="count_out_of_range")
        is_event = self.anchor.startswith("event:") and self.anchor != "event:"
        _check(self.anchor in ("issued", "received") or is_event, "unknown_anchor")


@dataclass(frozen=True)
class Window:
    """From ``start`` to the end of ``end``, its last day. Both None: a time phrase that gives no dates."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        for on in (self.start, self.end):
            _check(on is None or is_believable(on), "year_out_of_range")
        _check(self.start is None or self.end is None or self.start <= self.end, "window_reversed")


@dataclass(frozen=True)
class SchoolPeriod:
    """School years ``start_year``-``end_year`` (2023, 2024: năm học 2023-2024), or one semester of a single one."""

    start_year: int
    end_year: int
    part: Part = "year"

    def __post_init__(self) -> None:
        _check_int(self.start_year, FIRST_YEAR, most=LAST_YEAR, reason="year_out_of_range")
        _check_int(self.end_year, FIRST_YEAR, most=LAST_YEAR, reason="year_out_of_range")
        _check(self.start_year < self.end_year, "window_reversed")
        _check(self.part in get_args(Part), "unknown_part")
        _check(self.part == "year" or self.end_year == self.start_year + 1, "semester_of_several_years")


@dataclass(frozen=True)
class Recurring:
    """A repeated deadline: an RFC 5545 rule stepped from ``start``, never from the last date.

    ``mode`` before: each date reads "trước ngày X". ``frame``: the occurrences are the ends of the school years or
    semesters of the frame, and the rule may then only be FREQ=YEARLY with INTERVAL or COUNT.
    ``cutoff_days``: calendar days before the last day on which figures are cut off (NĐ 09/2019 Điều 8.5).
    """

    rrule: str
    mode: Mode = "by"
    frame: Frame | None = None
    cutoff_days: int | None = None
    start: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        _check(self.mode in get_args(Mode), "unknown_mode")
        parts = rrule_parts(self.rrule)
        rrule_until(parts)
        if self.frame is not None:
            _check(self.frame in get_args(Frame), "unknown_frame")
            _check(parts["FREQ"] == "YEARLY" and parts.keys() <= _FRAMED_KEYS, "rrule_part_not_allowed")
        for on in (self.start, self.until):
            _check(on is None or is_believable(on), "year_out_of_range")
        _check(self.start is None or self.until is None or self.start <= self.until, "window_reversed")
        if self.cutoff_days is not None:
            _check_int(self.cutoff_days, 0, most=MOST_OFFSET_DAYS, reason="count_out_of_range")


@dataclass(frozen=True)
class Linked:
    """The date of another task, moved by ``offset_days`` calendar days. ``task`` is "" until the plan names it."""

    task: str
    offset_days: int = 0

    def __post_init__(self) -> None:
        _check_int(self.offset_days, -MOST_OFFSET_DAYS, most=MOST_OFFSET_DAYS, reason="count_out_of_range")


@dataclass(frozen=True)
class OnDemand:
    """Khi có yêu cầu: no date until somebody asks."""


@dataclass(frozen=True)
class NoDeadline:
    """Thường xuyên, kịp thời: work without a date."""


Rule = Before | By | Within | Window | SchoolPeriod | Recurring | Linked | OnDemand | NoDeadline

_TYPES: Final[dict[str, type[Rule]]] = {
    "before": Before,
    "by": By,
    "within": Within,
    "window": Window,
    "school_period": SchoolPeriod,
    "recurring": Recurring,
    "linked": Linked,
    "on_demand": OnDemand,
    "no_deadline": NoDeadline,
}
_NAMES: Final = {rule_type: name for name, rule_type in _TYPES.items()}


def rule_to_dict(rule: Rule) -> dict[str, Any]:
    """The rule as JSON values: ``type`` and its fields, dates in ISO form."""
    values = {spec.name: getattr(rule, spec.name) for spec in fields(rule)}
    dates = {name: value.isoformat() for name, value in values.items() if isinstance(value, date)}
    return {"type": _NAMES[type(rule)], **values, **dates}


def rule_from_dict(values: Mapping[str, Any]) -> Rule:
    """The rule that ``rule_to_dict`` wrote; fields with a default may be missing. Raise BadRule for anything else."""
    if not isinstance(values, Mapping):
        raise BadRule(reason="not_a_mapping")
    name = values.get("type")
    if not isinstance(name, str) or name not in _TYPES:
        raise BadRule(reason="unknown_type")
    rule_type = _TYPES[name]
    wanted = {spec.name: spec.type for spec in fields(rule_type)}
    required = {spec.name for spec in fields(rule_type) if spec.default is MISSING}
    given = {key: value for key, value in values.items() if key != "type"}
    _check(given.keys() <= wanted.keys(), "unknown_field")
    _check(required <= given.keys(), "missing_field")
    return rule_type(**{key: _read(value, wanted[key]) for key, value in given.items()})


def rrule_parts(text: str) -> dict[str, str]:
    """The parts of an RFC 5545 rule by name; raise BadRule for a malformed rule or one finer than a day."""
    pairs = [part.partition("=") for part in text.upper().removeprefix("RRULE:").split(";")]
    parts = {key: value for key, _, value in pairs}
    _check(parts.keys() <= _RRULE_FORMS.keys(), "rrule_part_not_allowed")
    _check("FREQ" in parts and len(parts) == len(pairs), "rrule_malformed")
    for key, value in parts.items():
        _check(re.fullmatch(_RRULE_FORMS[key], value, re.ASCII) is not None, "rrule_malformed")
    is_positioned = bool(parts.keys() & {"BYMONTH", "BYMONTHDAY", "BYDAY"})
    _check("BYSETPOS" not in parts or is_positioned, "rrule_malformed")
    return parts


def rrule_until(parts: Mapping[str, str]) -> date | None:
    """The last day of a rule with UNTIL, None without; raise BadRule for a day that does not exist."""
    return _read_date(parts["UNTIL"][:8]) if "UNTIL" in parts else None


def is_believable(on: date) -> bool:
    """True for a day that a directive can mean (1900 to 2200); dates beyond are slips of the pen."""
    return FIRST_YEAR <= on.year <= LAST_YEAR


def _read(value: object, wanted: object) -> Any:
    kinds = {wanted, *get_args(wanted)}
    if value is None:
        _check(NoneType in kinds, "missing_field")
        return None
    if date in kinds:
        return _read_date(value)
    _check(type(value) is int if int in kinds else isinstance(value, str), "wrong_type")
    return value


def _read_date(value: object) -> date:
    _check(isinstance(value, str), "bad_date")
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise BadRule(reason="bad_date") from error


def _check(is_right: bool, reason: str) -> None:
    if not is_right:
        raise BadRule(reason=reason)


def _check_int(value: int, least: int, *, most: int, reason: str) -> None:
    _check(least <= value <= most, reason)


def _check_moment(on: date, hour: int | None, *, minute: int) -> None:
    _check(is_believable(on), "year_out_of_range")
    _check(0 <= minute <= 59 and (hour is None or 0 <= hour <= 23), "no_such_time")
    _check(hour is not None or minute == 0, "minute_without_hour")
