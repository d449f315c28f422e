"""The figures of a viewer's units over all directives or chosen ones: a unit and those right below it, worst first,
as of a day, and week by week."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from operator import sub
from typing import Any

from engine.access import Viewer
from engine.errors import NotFound
from engine.service.book import open_book
from engine.store import access as access_store
from engine.store import directives as directive_store
from engine.store import organisation as organisation_store
from engine.store import tally_days
from engine.store.database import Connection, Database, Row, reading
from engine.store.totals import EVERYTHING, Choice, changes, totals
from engine.tallies import Counts, Denominator, rates

__all__ = ["EVERYTHING", "MOST_WEEKS", "Choice", "Overview", "overview", "school_years", "top_units", "trend"]

_WEEK = timedelta(days=7)
MOST_WEEKS = 60


@dataclass(frozen=True)
class UnitHead:
    """A unit by what it is called."""

    unit_id: int
    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class UnitCounts:
    """A unit with the counts of everything at and below it."""

    unit: UnitHead
    counts: Counts


@dataclass(frozen=True)
class Overview:
    """A unit: all at and below it (``total``), what it owes itself (``own``), the units right below that were given
    work, worst first (``lines``). ``total`` = ``own`` + the sum of the lines. ``path``: the way down to the unit, from
    the viewer's own."""

    path: tuple[UnitHead, ...]
    unit: UnitHead
    total: Counts
    own: Counts
    lines: tuple[UnitCounts, ...]
    as_of: date | None


@dataclass(frozen=True)
class Series:
    """The counts of one unit at the end of each day of ``Trend.days``."""

    unit: UnitHead
    counts: tuple[Counts, ...]


@dataclass(frozen=True)
class Trend:
    """Counts at ends of weeks, the oldest first: Sundays, and last the day that was asked for. ``lines``: the same for
    each unit that was right below on the last day and had been given work, in the order of the overview."""

    days: tuple[date, ...]
    node: Series
    lines: tuple[Series, ...]


@dataclass(frozen=True)
class SchoolYearSpan:
    """A school year in which directives were issued, to choose from; its summer before belongs to it."""

    start_year: int
    choice: Choice


def top_units(database: Database, viewer: Viewer) -> tuple[UnitHead, ...]:
    """The units from which a viewer looks down: those of the posts, but for one below another."""
    with reading(database) as connection:
        return tuple(head_of(row) for row in access_store.tops(connection, viewer.unit_ids))


def overview(
    database: Database, viewer: Viewer, *, unit_id: int, choice: Choice = EVERYTHING, as_of: date | None = None
) -> Overview:
    """The figures of a unit of the viewer, or below one. Raises NotFound."""
    with reading(database) as connection:
        path = _path(connection, viewer, unit_id=unit_id)
        children = organisation_store.children(connection, unit_id, on=as_of)
        nodes = [unit_id, *(child.id for child in children)]
        counts = totals(connection, nodes, choice=choice, as_of=as_of)
    lines = [UnitCounts(head_of(child), counts[child.id]) for child in children if counts[child.id].assigned]
    return Overview(
        path=path,
        unit=path[-1],
        total=counts[unit_id],
        own=counts[unit_id] - sum((line.counts for line in lines), Counts()),
        lines=tuple(sorted(lines, key=lambda line: badness(line.counts), reverse=True)),
        as_of=as_of,
    )


def trend(
    database: Database,
    viewer: Viewer,
    *,
    unit_id: int,
    until: date,
    weeks: int = 12,
    choice: Choice = EVERYTHING,
    with_children: bool = True,
) -> Trend:
    """How a unit and those right below it stood at the ends of the last weeks. Raises NotFound."""
    days = week_ends(until, weeks=max(1, min(weeks, MOST_WEEKS)))
    with reading(database) as connection:
        path = _path(connection, viewer, unit_id=unit_id)
        children = organisation_store.children(connection, unit_id, on=until) if with_children else []
        nodes = [unit_id, *(child.id for child in children)]
        now = totals(connection, nodes, choice=choice)
        moved = changes(connection, nodes, choice=choice, after=days[0])
    series = {node: _backwards(now[node], weekly) for node, weekly in _by_week(moved, nodes, days=days).items()}
    lines = [Series(head_of(child), series[child.id]) for child in children if series[child.id][-1].assigned]
    lines.sort(key=lambda line: badness(line.counts[-1]), reverse=True)
    return Trend(days, Series(path[-1], series[unit_id]), tuple(lines))


def school_years(database: Database) -> tuple[SchoolYearSpan, ...]:
    """The school years in which directives were issued, the newest first."""
    with reading(database) as connection:
        frame = open_book(connection).frame
        days = directive_store.printed_days(connection)
        days |= {tally_days.day_of(at) for at in directive_store.instants_without_day(connection)}
    years = sorted({frame.start_year_at(day) for day in days}, reverse=True)
    ends = {end: frame.year(end).ends_on for year in years for end in (year - 1, year)}
    return tuple(
        SchoolYearSpan(year, Choice(issued_from=ends[year - 1] + timedelta(days=1), issued_to=ends[year]))
        for year in years
    )


def week_ends(until: date, *, weeks: int) -> tuple[date, ...]:
    """The Sundays of the weeks before the one of ``until``, and ``until``: ``weeks`` days in all."""
    sunday = until - timedelta(days=until.isoweekday())
    return (*(sunday - _WEEK * back for back in range(weeks - 2, -1, -1)), until)


def badness(counts: Counts) -> tuple[int, float, int]:
    """The greater, the worse: overdue, the share of overdue in what is due, done late."""
    share = rates(counts, Denominator.DUE)["open_overdue"].percent or 0.0
    return counts.open_overdue, share, counts.done_late


def _path(connection: Connection, viewer: Viewer, *, unit_id: int) -> tuple[UnitHead, ...]:
    path = access_store.path_to(connection, unit_id, units=viewer.unit_ids)
    if not path:
        raise NotFound(what="unit", key=unit_id)
    return tuple(head_of(row) for row in path)


def head_of(row: Row[Any]) -> UnitHead:
    """A unit out of its row."""
    return UnitHead(row.id, row.code, row.name, row.kind)


def _by_week(
    moved: Iterable[tuple[int, date, Counts]], nodes: Iterable[int], *, days: Sequence[date]
) -> dict[int, list[Counts]]:
    """What changed at each node after each day up to the next; after the last one as well."""
    found = {node: [Counts()] * len(days) for node in nodes}
    for node, day, change in moved:
        found[node][bisect_left(days, day) - 1] += change
    return found


def _backwards(now: Counts, moved: Sequence[Counts]) -> tuple[Counts, ...]:
    """The counts at each day, from what they are now and what changed since each."""
    return tuple(accumulate(reversed(moved), sub, initial=now))[:0:-1]
