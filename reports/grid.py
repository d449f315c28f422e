"""Tables of the report values, and how a cell of them is printed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby

from engine.tallies import Rate
from reports.official_table import RATE_HEADINGS, OfficialTable, TableRow, count, percent, used_counts
from reports.paper import Cell, CitedDocument, Column, Grid, Kind, LateWork, UnitLine
from reports.wording import ZONE, Words

# What XML 1.0 cannot carry, and what would break a line.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


def printable(text: str) -> str:
    """A text of people in composed letters, on one line."""
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub(" ", text))


def whole(number: int) -> str:
    """A count as printed, in groups of three that no line end parts."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def printed(cell: Cell, *, words: Words) -> str:
    """A cell in words; a share without a whole is a dash, nothing is nothing."""
    match cell:
        case None:
            return ""
        case str():
            return printable(cell)
        case Rate():
            return percent(cell)
        case date():
            return words.day(cell)
        case int():
            return whole(cell)


def moment(at: datetime, *, words: Words) -> str:
    """An instant as documents name it, in local time."""
    local = at.astimezone(ZONE)
    return words.say("paper.moment", time=f"{local:%H:%M}", day=local.date())


def cited(document: CitedDocument, *, words: Words) -> str:
    """A document as others name it: its number, the day or month it was issued, its issuer; one without any of them
    stands for all documents together."""
    if not (document.number or document.issued_text or document.issuer):
        return words.say("paper.letter.several")
    issued = "/".join(reversed(document.issued_text.split("-")))
    values = {"number": printable(document.number), "issued": issued, "issuer": printable(document.issuer)}
    is_day = document.issued_text.count("-") == 2
    return words.say(f"paper.cited.{'day' if is_day else 'month'}{'' if document.number else '_unnumbered'}", **values)


def group_spans(columns: Iterable[Column]) -> Iterator[tuple[str, int, int]]:
    """The upper head: its words, its first column and how many columns it spans."""
    first = 0
    for group, members in groupby(columns, key=lambda column: column.group):
        size = len(list(members))
        yield group, first, size
        first += size


def table_grid(table: OfficialTable, *, words: Words) -> Grid:
    """The official table: number, unit, counts, rates under the name of their denominator, note."""
    counts = used_counts(table)
    given, shares = words.say("paper.counts"), words.say(f"paper.shares.{table.denominator}")
    columns = [Column(words.say("table.number"), Kind.NUMBER, 10), Column(words.say("table.unit"), Kind.TEXT, 58)]
    columns += [Column(words.say(f"table.counts.{name}"), Kind.COUNT, 16, given) for name in counts]
    columns += [Column(words.say(f"table.rates.{name}"), Kind.SHARE, 18, shares) for name in RATE_HEADINGS]
    columns.append(Column(words.say("paper.columns.note"), Kind.TEXT, 32))
    rows = tuple(_table_cells(row, counts) for row in table.rows)
    return Grid(tuple(columns), rows, _table_cells(table.total, counts))


def _table_cells(row: TableRow, counts: Iterable[str]) -> tuple[Cell, ...]:
    shares = (row.rates[name] for name in RATE_HEADINGS)
    return row.number, row.name, *(count(row.counts, name) for name in counts), *shares, row.note


def unit_grid(lines: Iterable[UnitLine], *, words: Words) -> Grid:
    """The list of a unit; the rows are made while they are read."""
    kinds = {
        "number": (Kind.NUMBER, 10),
        "document": (Kind.TEXT, 36),
        "task": (Kind.TEXT, 76),
        "unit": (Kind.TEXT, 44),
        "deadline": (Kind.DAY, 22),
        "standing": (Kind.TEXT, 36),
        "reported": (Kind.DAY, 22),
        "note": (Kind.TEXT, 32),
    }
    columns = tuple(Column(words.say(f"paper.columns.{name}"), *kind) for name, kind in kinds.items())
    return Grid(columns, (_unit_cells(number, line, words=words) for number, line in enumerate(lines, 1)))


def _unit_cells(number: int, line: UnitLine, *, words: Words) -> tuple[Cell, ...]:
    standing = words.say(
        "paper.standing", status=words.status(line.status), timeliness=words.timeliness(line.timeliness)
    )
    return number, line.document, line.task, line.unit, line.last_day, standing, line.reported_on, line.note


def late_grid(works: Iterable[LateWork], *, words: Words, is_naming: bool) -> Grid:
    """The late work of an urging letter; ``is_naming``: each line says by which document it was given."""
    kinds = {
        "number": (Kind.NUMBER, 10),
        "unit": (Kind.TEXT, 38 if is_naming else 50),
        "task": (Kind.TEXT, 46 if is_naming else 65),
        "document": (Kind.TEXT, 31),
        "deadline": (Kind.DAY, 22),
        "days_late": (Kind.COUNT, 18),
    }
    if not is_naming:
        del kinds["document"]
    columns = tuple(Column(words.say(f"paper.columns.{name}"), *kind) for name, kind in kinds.items())
    rows = []
    for number, work in enumerate(works, 1):
        named = (work.document.number or cited(work.document, words=words),) if is_naming else ()
        rows.append((number, work.unit, work.task, *named, work.last_day, work.days_late))
    return Grid(columns, tuple(rows))
