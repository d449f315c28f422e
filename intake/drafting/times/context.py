"""What is known about a text in which times are looked for, and what is found there."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.rules import is_believable
from intake.drafting.draft import DraftDeadline


@dataclass(frozen=True, slots=True)
class TimeContext:
    """The date of the document, its month where the day is blank, the period it covers (first and last day), and where
    the text stands: "column" is a table cell of a column for times, in which a bare date is a deadline.

    ``task`` is the text of the row that a cell belongs to; it tells the day of an event from the last day of a term.
    """

    issued_on: date | None = None
    issued_month: tuple[int, int] | None = None
    period: tuple[date, date] | None = None
    where: Literal["clause", "heading", "column"] = "clause"
    task: str = ""

    @property
    def earliest(self) -> date | None:
        """The day on or after which a date without a year is looked for; the first of the month if the day is blank."""
        if self.issued_on is not None and is_believable(self.issued_on):
            return self.issued_on
        if self.issued_month is not None and 1 <= self.issued_month[1] <= 12:
            first = date(max(1, min(self.issued_month[0], 9999)), self.issued_month[1], 1)
            return first if is_believable(first) else None
        return None

    @property
    def covered(self) -> tuple[date, date] | None:
        """The period, if a directive can mean it."""
        return self.period if self.period is not None and all(map(is_believable, self.period)) else None


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time of the clause: ``text[start:end]`` is the quote of ``deadline``."""

    start: int
    end: int
    deadline: DraftDeadline
