"""Stepping a recurrence: RFC 5545 rules and school-year ends, always counted from the rule's own start."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice, product, takewhile
from typing import Final, cast

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrule, rruleset, rrulestr

from engine.errors import BadRule
from engine.rules import Recurring, is_believable, rrule_parts, rrule_until
from engine.school_year import SchoolFrame

_SHORTEST_MONTH: Final = 28
# A rule that is asked without an end is looked at for this long.
HORIZON: Final = relativedelta(years=60)


_LONGEST: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_impossible(rule: Recurring) -> bool:
    """True for a rule that names only days which none of its months ever has (30 February): RFC 5545 skips them all."""
    parts = rrule_parts(rule.rrule)
    if "BYMONTH" not in parts or "BYMONTHDAY" not in parts:
        return False
    longest = max(_LONGEST[int(month) - 1] for month in parts["BYMONTH"].split(","))
    return min(int(day) for day in parts["BYMONTHDAY"].split(",")) > longest


def recurrence_dates(rule: Recurring, frame: SchoolFrame, *, start: date, until: date | None) -> Iterator[date]:
    """Every date of the rule up to ``until`` in order, from the rule's own start on (without one, from ``start``).

    A day above 28 means the month's last day where the month lacks it; 29 February likewise. Without any end the
    dates stop after HORIZON. Raise BadRule for a start that no directive can have.
    """
    parts = rrule_parts(rule.rrule)
    base = rule.start or start
    if not is_believable(base):
        raise BadRule(reason="year_out_of_range")
    last = min(on for on in (until, rule.until, rrule_until(parts), base + HORIZON) if on is not None)
    dates = _frame_ends(rule, frame, base=base, last=last) if rule.frame else _rrule_dates(parts, base, last=last)
    return islice(takewhile(last.__ge__, dates), int(parts["COUNT"]) if "COUNT" in parts else None)


def _frame_ends(rule: Recurring, frame: SchoolFrame, *, base: date, last: date) -> Iterator[date]:
    interval = int(rrule_parts(rule.rrule).get("INTERVAL", "1"))
    for start_year in range(frame.start_year_at(base), last.year + 1, interval):
        year = frame.year(start_year)
        ends = [year.semester_1_ends_on, year.ends_on] if rule.frame == "semester" else [year.ends_on]
        yield from (on for on in ends if on >= base)


def _rrule_dates(parts: dict[str, str], base: date, *, last: date) -> Iterator[date]:
    # The caller takes COUNT over the merged dates: a rule with clamped days becomes several.
    stepped = {key: value for key, value in parts.items() if key not in ("COUNT", "UNTIL")}
    dates = rruleset()
    for single in _clamped(stepped, base):
        text = ";".join(f"{key}={value}" for key, value in {**single, "UNTIL": f"{last:%Y%m%d}"}.items())
        dates.rrule(cast("rrule", rrulestr(text, dtstart=datetime.combine(base, time()))))
    return (at.date() for at in dates)


def _clamped(parts: dict[str, str], base: date) -> Iterator[dict[str, str]]:
    """One rule for each day of the month, so that a day that a month lacks can become its last one."""
    if parts["FREQ"] not in ("MONTHLY", "YEARLY") or parts.keys() & {"BYDAY", "BYSETPOS"}:
        yield parts
        return
    for months, day in product(_months(parts, base), parts.get("BYMONTHDAY", str(base.day)).split(",")):
        single = parts | ({"BYMONTH": months} if months else {})
        if int(day) <= _SHORTEST_MONTH:
            yield single | {"BYMONTHDAY": day}
        else:
            days = ",".join(str(number) for number in range(_SHORTEST_MONTH, int(day) + 1))
            yield single | {"BYMONTHDAY": days, "BYSETPOS": "-1"}


def _months(parts: dict[str, str], base: date) -> list[str]:
    """The BYMONTH of each rule: a yearly rule needs one per month, because BYSETPOS counts within the year."""
    if parts["FREQ"] == "MONTHLY":
        return [parts.get("BYMONTH", "")]
    if "BYMONTH" in parts:
        return parts["BYMONTH"].split(",")
    return [str(month) for month in range(1, 13)] if "BYMONTHDAY" in parts else [str(base.month)]
