"""Tallies: buckets, denominators, figures. Pure sums (rules § 7)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from operator import add, attrgetter, sub

from engine.deadlines import Timeliness


class Bucket(StrEnum):
    """Where an obligation is counted; the names are the columns of the tally table."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_WITHIN = "open_within"
    OPEN_OVERDUE = "open_overdue"
    UNDATED_DONE = "undated_done"
    UNDATED_OPEN = "undated_open"
    EXCUSED = "excused"


@dataclass(frozen=True)
class Counts:
    """Counts by bucket at one node. Their sum is what was assigned."""

    done_on_time: int = 0
    done_late: int = 0
    open_within: int = 0
    open_overdue: int = 0
    undated_done: int = 0
    undated_open: int = 0
    excused: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*map(add, _numbers(self), _numbers(other)))

    def __sub__(self, other: "Counts") -> "Counts":
        return Counts(*map(sub, _numbers(self), _numbers(other)))

    @property
    def assigned(self) -> int:
        """Everything that was given out."""
        return sum(_numbers(self))

    @property
    def completed(self) -> int:
        """Done, dated or not."""
        return self.done_on_time + self.done_late + self.undated_done

    @property
    def due(self) -> int:
        """Dated work whose time has come: done or overdue (the denominator of BC 1270/BC-TCTTTg)."""
        return self.done_on_time + self.done_late + self.open_overdue


COUNT_COLUMNS = tuple(f.name for f in fields(Counts))
_numbers: Callable[[Counts], tuple[int, ...]] = attrgetter(*COUNT_COLUMNS)


class Denominator(StrEnum):
    """What a percentage is a share of; a percentage never stands without it."""

    DUE = "due"
    ASSIGNED = "assigned"
    COMPLETED = "completed"


@dataclass(frozen=True)
class Rate:
    """A share with its parts, never capped. ``percent`` is None where the denominator is 0."""

    part: int
    whole: int
    denominator: Denominator

    @property
    def percent(self) -> float | None:
        """Share in percent, rounded to two decimals."""
        return None if self.whole == 0 else round(100 * self.part / self.whole, 2)


def rates(counts: Counts, denominator: Denominator) -> dict[str, Rate]:
    """The three rates of the official table (on time, late, overdue) over ``denominator``."""
    whole = {
        Denominator.DUE: counts.due,
        Denominator.ASSIGNED: counts.assigned,
        Denominator.COMPLETED: counts.completed,
    }[denominator]
    parts = {
        "done_on_time": counts.done_on_time,
        "done_late": counts.done_late,
        "open_overdue": counts.open_overdue,
    }
    return {name: Rate(part, whole, denominator) for name, part in parts.items()}


_OPEN_BUCKETS = {
    Timeliness.NO_DEADLINE: Bucket.UNDATED_OPEN,
    Timeliness.WITHIN_TERM: Bucket.OPEN_WITHIN,
    Timeliness.DUE_SOON: Bucket.OPEN_WITHIN,
    Timeliness.OVERDUE: Bucket.OPEN_OVERDUE,
}
_DONE_BUCKETS = {
    Timeliness.NO_DEADLINE: Bucket.UNDATED_DONE,
    Timeliness.ON_TIME: Bucket.DONE_ON_TIME,
    Timeliness.LATE: Bucket.DONE_LATE,
    Timeliness.EXCUSED: Bucket.EXCUSED,
}


def bucket(timeliness: Timeliness, *, is_done: bool) -> Bucket:
    """The bucket of one obligation from its timeliness."""
    return (
        Bucket.EXCUSED
        if timeliness is Timeliness.EXCUSED
        else (_DONE_BUCKETS if is_done else _OPEN_BUCKETS)[timeliness]
    )


@dataclass(frozen=True)
class Figure:
    """A figure of reports at one node: its value over ``reported`` of ``expected`` units. None without a report."""

    key: str
    label: str
    aggregate: str
    value: float | int | None
    reported: int
    expected: int


def aggregate(
    kind: str, rows: Iterable[Mapping[str, float]], *, key: str, other: str | None = None
) -> float | int | None:
    """Sum, mean (weighted by ``other``), ratio (of the sums of ``key`` and ``other``, in percent) or count_yes over
    ``rows``.

    A row without the value does not count; None where nothing counts or the weight or denominator sums to 0.
    """
    present = [row for row in rows if key in row and (other is None or other in row)]
    if not present:
        return None
    total = sum(row[key] for row in present)
    if kind == "mean":
        weight = sum(row[other] for row in present) if other else float(len(present))
        weighted = sum(row[key] * row[other] for row in present) if other else total
        return round(weighted / weight, 4) if weight else None
    if kind == "ratio":
        below = sum(row[other] for row in present) if other else 0
        return round(100 * total / below, 4) if below else None
    return int(total) if total == int(total) else round(total, 4)
