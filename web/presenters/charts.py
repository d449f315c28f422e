"""Small charts as geometry: a bar of counts, layers over time, days along a line. Units are those of the viewBox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from engine.tallies import Counts

LEAST = 2.0
"""A part that is not nothing is never narrower than this in a bar."""
LAYERS = ("overdue", "open", "late", "done", "excused")
"""What is stacked, from the ground up: what hurts stands on the line where heights compare best."""


def parts(counts: Counts) -> dict[str, int]:
    """Counts as the charts show them, by LAYERS; their sum is what was assigned."""
    return {
        "overdue": counts.open_overdue,
        "open": counts.open_within + counts.undated_open,
        "late": counts.done_late,
        "done": counts.done_on_time + counts.undated_done,
        "excused": counts.excused,
    }


@dataclass(frozen=True)
class Segment:
    """One part of a bar."""

    name: str
    x: float
    width: float


def bar(counts: Counts, *, width: float = 120.0) -> tuple[Segment, ...]:
    """The parts of a bar, side by side over its whole width: done first, overdue last; () where nothing was given."""
    sizes = {name: size for name, size in reversed(parts(counts).items()) if size}
    if not sizes:
        return ()
    free, whole = width - LEAST * len(sizes), sum(sizes.values())
    ends = [
        round(LEAST * number + free * sum_ / whole, 2)
        for number, sum_ in enumerate(accumulate(sizes.values()), start=1)
    ]
    return tuple(
        Segment(name, start, round(end - start, 2))
        for name, start, end in zip(sizes, [0.0, *ends[:-1]], ends, strict=True)
    )


@dataclass(frozen=True)
class Box:
    """The room of a chart: its size, and the margins that its labels take at the left and below."""

    width: float = 400.0
    height: float = 170.0
    left: float = 36.0
    below: float = 20.0
    above: float = 8.0

    @property
    def ground(self) -> float:
        """Where 0 is, from the top."""
        return self.height - self.below


@dataclass(frozen=True)
class Layer:
    """An area between two lines: the points of a polygon."""

    name: str
    points: str


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, and what it says."""

    at: float
    text: str


@dataclass(frozen=True)
class Stacked:
    """Layers over time with the marks of both axes."""

    box: Box
    layers: tuple[Layer, ...]
    heights: tuple[Tick, ...]
    days: tuple[Tick, ...]


def stacked(days: Sequence[date], series: Sequence[Counts], *, box: Box, is_share: bool = False) -> Stacked:
    """Counts over time, stacked; ``is_share``: each as a share of what was assigned by then, all of it 100 %."""
    columns = [parts(counts) for counts in series]
    wholes = [sum(column.values()) for column in columns]
    top = 100 if is_share else ceiling(max(wholes, default=0))
    xs = positions(len(days), box=box)
    bases = [0.0] * len(xs)
    layers = []
    for name in LAYERS:
        sizes = [column[name] for column in columns]
        if not any(sizes):
            continue
        shown = [_size(size, whole, is_share=is_share) for size, whole in zip(sizes, wholes, strict=True)]
        tops = [base + size for base, size in zip(bases, shown, strict=True)]
        upper = [(x, _y(value, top=top, box=box)) for x, value in zip(xs, tops, strict=True)]
        lower = [(x, _y(value, top=top, box=box)) for x, value in zip(xs, bases, strict=True)]
        layers.append(Layer(name, " ".join(f"{x:g},{y:g}" for x, y in [*upper, *reversed(lower)])))
        bases = tops
    return Stacked(box, tuple(layers), _heights(top, box=box, is_share=is_share), _day_ticks(days, xs))


def _size(size: int, whole: int, *, is_share: bool) -> float:
    return (100 * size / whole if whole else 0.0) if is_share else float(size)


def _y(value: float, *, top: int, box: Box) -> float:
    return round(box.ground - (box.ground - box.above) * value / top, 2)


def positions(count: int, *, box: Box) -> list[float]:
    """Where ``count`` columns stand, from the left margin to the right edge."""
    if count < 2:
        return [box.left] * count
    step = (box.width - box.left) / (count - 1)
    return [round(box.left + step * number, 2) for number in range(count)]


def ceiling(most: int) -> int:
    """A round number at or above the highest, at least 4, that halves well: 4, 6, 8, 10, 20, 40, 60, 80, 100, 200 …"""
    scale = 1
    while True:
        for step in (4, 6, 8, 10, 20):
            if most <= step * scale:
                return step * scale
        scale *= 10


def _heights(top: int, *, box: Box, is_share: bool) -> tuple[Tick, ...]:
    sign = "%" if is_share else ""
    return tuple(
        Tick(_y(value, top=top, box=box), f"{value:,}".replace(",", ".") + sign) for value in (0, top // 2, top)
    )


def _day_ticks(days: Sequence[date], xs: Sequence[float]) -> tuple[Tick, ...]:
    """The first, the middle and the last day: more would run into one another on a phone."""
    chosen = sorted({0, len(days) // 2, len(days) - 1}) if days else []
    return tuple(Tick(xs[number], f"{days[number]:%d/%m}") for number in chosen)


@dataclass(frozen=True)
class Mark:
    """A day on a line of time."""

    on: date
    at: float


def along(days: Sequence[date], *, today: date, width: float) -> tuple[Mark, ...]:
    """Days and today on a line from the first of them to the last, each once, in order."""
    known = sorted({*days, today})
    span = (known[-1] - known[0]).days or 1
    return tuple(Mark(day, round(width * (day - known[0]).days / span, 2)) for day in known)
