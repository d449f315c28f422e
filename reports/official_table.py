"""The official table of a directive: rows by unit, totals, rates with their denominator, figures with coverage."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from engine.service.tallies import Line, RollUp
from engine.tallies import Counts, Denominator, Figure, Rate, rates
from reports.wording import Words

COUNT_HEADINGS = (
    "assigned",
    "done_on_time",
    "done_late",
    "open_within",
    "open_overdue",
    "undated_done",
    "undated_open",
    "excused",
)
RATE_HEADINGS = ("done_on_time", "done_late", "open_overdue")


@dataclass(frozen=True)
class TableRow:
    """One unit. ``number`` counts from 1 (None: the total). ``note`` says what a reader must know of the row."""

    number: int | None
    code: str
    name: str
    counts: Counts
    rates: dict[str, Rate]
    note: str = ""


@dataclass(frozen=True)
class OfficialTable:
    """Everything that is printed; no cell is computed later."""

    roll_up: RollUp
    denominator: Denominator
    rows: tuple[TableRow, ...]
    total: TableRow


def official_table(
    roll_up: RollUp, *, words: Words, denominator: Denominator = Denominator.DUE, is_worst_first: bool = False
) -> OfficialTable:
    """The table of a node, in the order of the tree or with the most overdue unit first."""
    lines = sorted(roll_up.lines, key=_badness, reverse=True) if is_worst_first else roll_up.lines
    rows = tuple(_row(number, line, words=words, denominator=denominator) for number, line in enumerate(lines, 1))
    total = TableRow(None, "", words.say("table.total"), roll_up.total, rates(roll_up.total, denominator))
    return OfficialTable(roll_up, denominator, rows, total)


def _badness(line: Line) -> tuple[int, float, int]:
    share = rates(line.counts, Denominator.DUE)["open_overdue"].percent or 0.0
    return line.counts.open_overdue, share, line.counts.done_late


def _row(number: int, line: Line, *, words: Words, denominator: Denominator) -> TableRow:
    note = words.say("table.own_work") if line.is_own else ""
    return TableRow(number, line.code, line.name, line.counts, rates(line.counts, denominator), note)


def count(counts: Counts, heading: str) -> int:
    """The number below a heading of COUNT_HEADINGS."""
    return int(getattr(counts, heading))


def percent(rate: Rate) -> str:
    """A share as printed, with a comma; a dash where there is nothing to share."""
    return "–" if rate.percent is None else f"{rate.percent:.2f}".rstrip("0").rstrip(".").replace(".", ",") + "%"


def used_counts(table: OfficialTable) -> tuple[str, ...]:
    """The headings to print: work without a deadline and excused work have a column only where there is some."""
    always = COUNT_HEADINGS[:5]
    return always + tuple(name for name in COUNT_HEADINGS[5:] if count(table.total.counts, name))


def coverage(figure: Figure, *, words: Words) -> str:
    """How many of the units that were asked have reported a figure."""
    return words.say("table.coverage", reported=figure.reported, expected=figure.expected)


def figure_value(figure: Figure) -> str:
    """A figure as printed; a dash where nobody reported it."""
    if figure.value is None:
        return "–"
    printed = f"{figure.value:,}".replace(",", " ").replace(".", ",")
    return f"{printed}%" if figure.aggregate == "ratio" else printed


def as_json(table: OfficialTable) -> dict[str, Any]:
    """The table with stable keys."""
    roll_up = table.roll_up
    return {
        "directive_id": roll_up.directive_id,
        "document": roll_up.document,
        "issued": roll_up.issued_text,
        "issuer": roll_up.issuer_name,
        "title": roll_up.title,
        "unit": roll_up.unit_name,
        "task": roll_up.task_key,
        "denominator": table.denominator.value,
        "rows": [_json_row(row) for row in table.rows],
        "total": _json_row(table.total),
        "figures": _json_figures(roll_up.figures),
    }


def _json_row(row: TableRow) -> dict[str, Any]:
    shares = {
        name: {"part": rate.part, "whole": rate.whole, "percent": rate.percent} for name, rate in row.rates.items()
    }
    return {
        "number": row.number,
        "code": row.code,
        "name": row.name,
        "assigned": row.counts.assigned,
        **asdict(row.counts),
        "rates": shares,
        "note": row.note,
    }


def _json_figures(figures: Iterable[Figure]) -> Sequence[dict[str, Any]]:
    return [asdict(figure) for figure in figures]
