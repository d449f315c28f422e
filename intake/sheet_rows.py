"""Rows of a table under their headings: each getter notes what is wrong, with sheet and cell, and goes on."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from engine.errors import InputRefused, Problem
from intake.workbook import Table, Value, column_letters
from intake.yaml_fields import EARLIEST_YEAR, LATEST_YEAR, printed, slug

LONGEST_TEXT: Final = 500
_HEAD_ROWS: Final = 20
_DATE: Final = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.ASCII)
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII)


class Notes:
    """The findings of one file, in the order in which they were made."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._problems: dict[tuple[str, str], Problem] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All findings, each once for its place."""
        return tuple(self._problems.values())

    @property
    def has_errors(self) -> bool:
        """True if at least one finding is more than a warning."""
        return any(not problem.is_warning for problem in self._problems.values())

    def error(self, code: str, place: str, /, **values: object) -> None:
        """Note what makes the file unusable."""
        self._problems.setdefault((place, code), Problem(place, code, dict(values)))

    def warning(self, code: str, place: str, /, **values: object) -> None:
        """Note what its writer should look at."""
        self._problems.setdefault((place, code), Problem(place, code, dict(values), is_warning=True))

    def refuse_if_errors(self) -> None:
        """Raise InputRefused if one of the findings is an error: errors first, each kind in the order of the file."""
        if self.has_errors:
            errors = [problem for problem in self.problems if not problem.is_warning]
            rest = [problem for problem in self.problems if problem.is_warning]
            raise InputRefused(self.path, errors + rest)


class Columns:
    """Where the headings of a table stand. ``wanted`` maps a column's key to the names under which it is known."""

    def __init__(self, table: Table, wanted: Mapping[str, Sequence[str]]) -> None:
        known = {slug(name): key for key, names in wanted.items() for name in names}
        heads = [self._headings(row, known) for row in table.rows[:_HEAD_ROWS]] or [([], {})]
        best = max(heads, key=lambda head: len(head[1]))
        self.table = table
        self.head = heads.index(best) + 1
        self.by_key = best[1]
        names = best[0]
        self.doubled = [n for n, name in enumerate(names, start=1) if name in known and n not in best[1].values()]
        self.unknown = [n for n, name in enumerate(names, start=1) if name and name not in known]

    @staticmethod
    def _headings(row: Sequence[Value], known: Mapping[str, str]) -> tuple[list[str], dict[str, int]]:
        names = [slug(_text(value)) for value in row]
        found: dict[str, int] = {}
        for column, name in enumerate(names, start=1):
            if name in known:
                found.setdefault(known[name], column)
        return names, found

    def text(self, column: int) -> str:
        """What stands in the row of headings."""
        return _text(self.table.rows[self.head - 1][column - 1])

    def heading(self, key: str) -> str:
        """The heading as it is written in the table."""
        return self.text(self.by_key[key])

    def place(self, row: int, column: int) -> str:
        """How a cell is named: sheet and cell."""
        return f"{self.table.name}!{column_letters(column)}{row}"


class Cells:
    """One row. ``number`` counts from 1 as the program that shows the file does."""

    def __init__(self, columns: Columns, number: int, *, notes: Notes) -> None:
        self._columns = columns
        self._row = columns.table.rows[number - 1]
        self._notes = notes
        self.number = number

    def place(self, key: str) -> str:
        """The cell under a heading; column A where the heading is missing."""
        return self._columns.place(self.number, self._columns.by_key.get(key, 1))

    def error(self, code: str, key: str, /, **values: object) -> None:
        """Note an error about a cell."""
        self._notes.error(code, self.place(key), heading=self._heading(key), **values)

    def warning(self, code: str, key: str, /, **values: object) -> None:
        """Note a warning about a cell."""
        self._notes.warning(code, self.place(key), heading=self._heading(key), **values)

    def text(self, key: str) -> str:
        """The text of a cell, NFC, runs of blanks made one; "" if it is empty. A whole number is its digits."""
        value = self._value(key)
        if isinstance(value, date | time | timedelta):
            self.error("cell_is_date", key)
            return ""
        found = _text(value)
        if len(found) > LONGEST_TEXT:
            self.error("cell_too_long", key, limit=LONGEST_TEXT)
            return ""
        return found

    def required(self, key: str) -> str:
        """A text that must be there; "" if it is not (and noted)."""
        value = self._value(key)
        if value == "" and not self._is_broken(key):
            self.error("cell_empty", key)
        return self.text(key)

    def lines(self, key: str) -> tuple[str, ...]:
        """Texts separated by semicolons or line ends."""
        value = self._value(key)
        parts = re.split(r"[;\n]", value) if isinstance(value, str) else [self.text(key)]
        return tuple(text for part in parts if (text := _text(part)))

    def phone(self, key: str) -> str:
        """A telephone number; one that was typed as a number has lost its leading zero and gets it back."""
        value = self._value(key)
        text = self.text(key)
        has_lost_zero = isinstance(value, float | int) and len(text) in (9, 10) and not text.startswith("84")
        return f"0{text}" if has_lost_zero else text

    def day(self, key: str) -> date | None:
        """A date cell, or dd/mm/yyyy; None if empty or wrong."""
        value = self._value(key)
        text = _text(value)
        if value == "":
            return None
        found = value if isinstance(value, date) else _day(text)
        if found is None:
            self.error("cell_date_bad", key, text=text)
            return None
        if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            self.error("cell_date_unbelievable", key, text=printed(found), earliest=EARLIEST_YEAR, latest=LATEST_YEAR)
            return None
        return found.date() if isinstance(found, datetime) else found

    def days_in_order(self, first: str, last: str) -> tuple[date | None, date | None]:
        """Two dates of which ``last`` may not lie before ``first``."""
        start, end = self.day(first), self.day(last)
        if start is not None and end is not None and end < start:
            self.error("cell_dates_reversed", last, start=printed(start), end=printed(end))
        return start, end

    def check_formulas(self) -> None:
        """Note the cells whose formula failed: what they were to hold is not known."""
        for key, column in self._columns.by_key.items():
            if (self.number, column) in self._columns.table.broken:
                self.error("cell_formula", key)

    def _is_broken(self, key: str) -> bool:
        return (self.number, self._columns.by_key.get(key, 0)) in self._columns.table.broken

    def _value(self, key: str) -> Value:
        column = self._columns.by_key.get(key)
        if column is None or column > len(self._row):
            return ""
        value = self._row[column - 1]
        return value.strip() if isinstance(value, str) else value

    def _heading(self, key: str) -> str:
        return self._columns.heading(key) if key in self._columns.by_key else key


def rows_below(columns: Columns, notes: Notes) -> Iterator[Cells]:
    """The rows below the headings; those with nothing under any known heading are skipped."""
    places = list(columns.by_key.values())
    broken = {row for row, column in columns.table.broken if column in places}
    for number, row in enumerate(columns.table.rows[columns.head :], start=columns.head + 1):
        is_filled = any(column <= len(row) and _is_something(row[column - 1]) for column in places)
        if is_filled or number in broken:
            yield Cells(columns, number, notes=notes)


def _is_something(value: Value) -> bool:
    return bool(value.strip()) if isinstance(value, str) else True


def _text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def _day(text: str) -> date | None:
    vietnamese, iso = _DATE.fullmatch(text), _ISO.fullmatch(text)
    if vietnamese:
        day, month, year = (int(part) for part in vietnamese.groups())
    elif iso:
        year, month, day = (int(part) for part in iso.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
