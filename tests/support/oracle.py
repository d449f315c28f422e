"""Slow and plain second opinions: each looks at all there is, one thing after the other."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from engine.ladders import Ladder, Rung, Term
from tests.support.calendars import roll, walk, works


def rung_days(rung: Rung, last_day: date, *, until: date) -> list[date]:
    """The days of a rung, counted one day at a time; every repeat up to ``until``."""
    if rung.days == 0:
        day = last_day
        while not works(day):
            day -= timedelta(days=1)
        return [day]
    first = walk(last_day, rung.days)
    days, nominal = [first], first
    while rung.repeat_days and nominal <= until:
        nominal += timedelta(days=rung.repeat_days)
        days.append(roll(nominal))
    return days


def rungs(ladder: Ladder, term: Term, *, after: datetime, until: datetime) -> set[tuple[str, datetime]]:
    """Every rung after one instant up to another, as (key, instant). ``term`` ends at 24:00 of its last day."""
    found = set()
    for rung in ladder.rungs:
        for number, day in enumerate(rung_days(rung, term.last_day, until=until.date() + timedelta(days=1))):
            at = datetime.combine(day, rung.at, term.zone)
            if after < at <= until:
                found.add((rung.key if number == 0 else f"{rung.key}#{number}", at))
    return found


def tallies(
    obligations: Iterable[Mapping[str, Any]], parents: Mapping[int, int | None]
) -> dict[tuple[int, int], Counter[str]]:
    """Counts by (task, unit), task 0 for all, each obligation carried up the tree by hand."""
    found: dict[tuple[int, int], Counter[str]] = {}
    for one in obligations:
        if one["status"] in ("superseded", "transferred"):
            continue
        unit: int | None = one["unit_id"]
        while unit is not None:
            for task in (0, one["task_id"]):
                found.setdefault((task, unit), Counter())[one["bucket"]] += 1
            unit = parents.get(unit)
    return found
