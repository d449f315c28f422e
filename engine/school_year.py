"""The school-year frame: when school years and semesters begin and end, editable year by year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from engine.errors import BadRule, FrameNotCovered
from engine.workdays import Status

Part = Literal["year", "semester_1", "semester_2"]


@dataclass(frozen=True)
class SchoolYear:
    """One school year; every day is the first or last one that belongs to it.

    ``source`` names the decision that fixed it (a yearly decision of the ministry, the province's local plan).
    """

    opens_on: date
    semester_1_ends_on: date
    ends_on: date
    status: Status = "official"
    source: str = ""

    def __post_init__(self) -> None:
        if not self.opens_on < self.semester_1_ends_on < self.ends_on:
            raise BadRule(reason="school_year_not_ordered")

    def part(self, part: Part) -> tuple[date, date]:
        """First and last day of the year or of one semester."""
        if part == "semester_1":
            return self.opens_on, self.semester_1_ends_on
        if part == "semester_2":
            return self.semester_1_ends_on + timedelta(days=1), self.ends_on
        return self.opens_on, self.ends_on


@dataclass(frozen=True)
class SchoolPattern:
    """(month, day) of the three dates, used for years that nobody has fixed yet."""

    opens: tuple[int, int] = (9, 1)
    semester_1_ends: tuple[int, int] = (1, 15)
    ends: tuple[int, int] = (5, 31)

    def year(self, start_year: int) -> SchoolYear:
        """The school year ``start_year``-``start_year + 1`` by the pattern; its status is "expected"."""
        return SchoolYear(
            date(start_year, *self.opens),
            date(start_year + 1, *self.semester_1_ends),
            date(start_year + 1, *self.ends),
            status="expected",
        )


@dataclass(frozen=True)
class SchoolFrame:
    """School years by the year in which they start; ``pattern`` None means that other years are refused."""

    years: Mapping[int, SchoolYear] = field(default_factory=dict)
    pattern: SchoolPattern | None = field(default_factory=SchoolPattern)

    def year(self, start_year: int) -> SchoolYear:
        """The school year that starts in ``start_year``; raise FrameNotCovered if nothing says when."""
        if start_year in self.years:
            return self.years[start_year]
        if self.pattern is None:
            raise FrameNotCovered(start_year=start_year, end_year=start_year + 1)
        return self.pattern.year(start_year)

    def start_year_at(self, on: date) -> int:
        """The school year running at ``on``; the summer belongs to the year that it precedes."""
        return on.year - 1 if on <= self.year(on.year - 1).ends_on else on.year
