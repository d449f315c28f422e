"""How the evaluation of intake is printed: a table per document and all together, confusions, misses; or JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

from benchmarks.intake_counts import Miss, Pairs, Score
from benchmarks.intake_floors import figures

# Heading and figure of the columns of the first table; what counts as a pair of sets is printed as F1 of counts.
_TASKS: Final = (
    *(("owner", "owner.all"), ("explicit", "owner.explicit"), ("implied", "owner.implied"), ("kind", "kind")),
    *(("section", "section"), ("head", "head")),
)
_PAIRS: Final = (
    *(("due", "deadline.due"), ("recurrence", "deadline.recurrence"), ("window", "deadline.window")),
    *(("relative", "deadline.relative"), ("form", "form"), ("report_to", "report_to")),
    *(("coordinators", "coordinators"), ("based_on", "based_on")),
)


def tell(scores: Sequence[Score], everything: Score, *, is_with_misses: bool) -> Iterable[str]:
    """The lines of the report."""
    rows = [*scores, everything]
    yield from _table(
        ["document", "tasks", "recall", "precision", *(heading for heading, _ in _TASKS), "seconds"],
        [[row.name, *_tasks_said(row), *(_share(row.pairs.get(key)) for _, key in _TASKS), _time(row)] for row in rows],
    )
    yield ""
    yield "Pairs of sets, as right/gold/found:"
    yield ""
    yield from _table(
        ["document", *(heading for heading, _ in _PAIRS), "false dues", "false deadlines"],
        [
            [
                row.name,
                *(_counts(row.pairs.get(key)) for _, key in _PAIRS),
                str(row.false_dues),
                str(row.false_deadlines),
            ]
            for row in rows
        ],
    )
    yield ""
    yield from _head_table(everything)
    yield ""
    yield from _confusions(everything)
    yield from _grave(scores)
    if is_with_misses:
        yield from _misses(scores)


def _tasks_said(row: Score) -> list[str]:
    tasks = row.pairs.get("tasks", Pairs())
    return [f"{tasks.right}/{tasks.gold}/{tasks.found}", _number(tasks.recall), _number(tasks.precision)]


def _share(pairs: Pairs | None) -> str:
    return "–" if pairs is None else f"{_number(pairs.recall)} ({pairs.right}/{pairs.gold})"


def _counts(pairs: Pairs | None) -> str:
    if pairs is None or not (pairs.gold or pairs.found):
        return "–"
    return f"{pairs.right}/{pairs.gold}/{pairs.found} F1 {_number(pairs.f1)}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _time(row: Score) -> str:
    return f"{row.seconds:.2f}"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for number, row in enumerate([headings, *rows]):
        yield "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        if number == 0:
            yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"


def _head_table(everything: Score) -> Iterable[str]:
    fields = {name.removeprefix("head."): pairs for name, pairs in everything.pairs.items() if name.startswith("head.")}
    yield "Head: " + ", ".join(f"{name} {pairs.right}/{pairs.gold}" for name, pairs in fields.items())


def _confusions(everything: Score) -> Iterable[str]:
    wrong = [(count, *pair) for pair, count in everything.kinds.items() if pair[0] != pair[1]]
    if wrong:
        said = (f"{gold} read as {got} {count}×" for count, gold, got in sorted(wrong, reverse=True))
        yield "Kinds: " + ", ".join(said)


def _grave(scores: Sequence[Score]) -> Iterable[str]:
    grave = [(score.name, miss) for score in scores for miss in score.misses if miss.is_grave]
    if grave:
        yield ""
        yield "SERIOUS: times that the gold does not have"
    for name, miss in grave:
        yield f"  {name} {miss.where}: {miss.what}: got {miss.got}; gold {miss.gold}"
        yield f"      {miss.text}"


def _misses(scores: Sequence[Score]) -> Iterable[str]:
    for score in scores:
        yield ""
        yield f"{score.name}: {len(score.misses)} misses"
        for miss in score.misses:
            yield f"  {miss.what}, {miss.where}" + (f": {miss.text}" if miss.text else "")
            yield f"      gold  {miss.gold}"
            yield f"      got   {miss.got}"


def as_json(scores: Sequence[Score], everything: Score) -> dict[str, Any]:
    """Figures of every document and of all, the confusions and the misses."""
    return {
        "all": {**figures(everything), "slowest_seconds": round(everything.seconds, 3)},
        "documents": {
            score.name: {
                "figures": figures(score),
                "counts": {name: asdict(pairs) for name, pairs in score.pairs.items()},
                "seconds": round(score.seconds, 3),
                "misses": [_plain(miss) for miss in score.misses],
            }
            for score in scores
        },
        "kinds": [{"gold": gold, "got": got, "count": count} for (gold, got), count in everything.kinds.items()],
    }


def _plain(miss: Miss) -> dict[str, Any]:
    return asdict(miss)
