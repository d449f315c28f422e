"""Workbooks (.xlsx) and .csv files as tables of cells; what could fill the memory is refused before it is opened."""

import csv
import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from pathlib import Path, PurePath
from posixpath import join, normpath
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from engine.errors import InputRefused, Problem
from intake.reading.kinds import MOST_MEMBERS, ZIP_ERRORS

Value = str | float | int | bool | date | time | datetime | timedelta
LARGEST_BYTES: Final = 32 * 1024 * 1024
LARGEST_WHOLE: Final = 256 * 1024 * 1024
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 256
_MOST_CELLS: Final = 6_000_000
# Cells times the longest text that they may share, in bytes.
_MOST_SHARED: Final = 2_000_000_000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_CELL: Final = re.compile(rb"""<(?:\w+:)?c(?=[\s/>])((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>""")
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_IS_ERROR: Final = re.compile(rb"""\st\s*=\s*["']e["']""")
_SHARED: Final = re.compile(rb"</(?:\w+:)?si\s*>")
_SHEET: Final = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE: Final = re.compile(r"""([\w:]+)\s*=\s*["']([^"'<]*)["']""")


@dataclass(frozen=True)
class Table:
    """A sheet: its name and its rows from the first one on, each from column A on. ``broken``: (row, column), counted
    from 1, of cells whose formula failed; they hold nothing."""

    name: str
    rows: list[list[Value]]
    broken: frozenset[tuple[int, int]] = field(default_factory=frozenset)


def column_letters(number: int) -> str:
    """The letters of a column, counted from 1: 28 is AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_tables(path: Path) -> tuple[Table, ...]:
    """The sheets of a file, or the one table of a .csv file. Raise InputRefused with one finding for what is no such
    file or far too large."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise _refusal(str(path), "file_too_large", limit_mb=LARGEST_BYTES // 1024 // 1024)
        data = path.read_bytes()
    except FileNotFoundError:
        raise _refusal(str(path), "file_missing") from None
    except (OSError, ValueError) as error:
        raise _refusal(str(path), "file_unreadable", reason=getattr(error, "strerror", None) or str(error)) from error
    return tables_of(path.name, data)


def tables_of(name: str, data: bytes) -> tuple[Table, ...]:
    """Like read_tables, of what somebody sent; ``name`` is what messages call it."""
    if len(data) > LARGEST_BYTES:
        raise _refusal(name, "file_too_large", limit_mb=LARGEST_BYTES // 1024 // 1024)
    if not data.strip():
        raise _refusal(name, "file_empty")
    if data.startswith(_OLE):
        raise _refusal(name, "workbook_password" if _ENCRYPTED in data else "workbook_old")
    if data.startswith(b"PK"):
        return _sheets(name, data)
    if PurePath(name).suffix.lower() != ".csv":
        raise _refusal(name, "workbook_not")
    return (_comma_separated(name, data),)


def _refusal(name: str, code: str, /, **values: object) -> InputRefused:
    return InputRefused(name, [Problem(name, code, dict(values))])


def _comma_separated(name: str, data: bytes) -> Table:
    if b"\0" in data:
        raise _refusal(name, "file_not_utf8" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "file_binary")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refusal(name, "file_not_utf8") from None
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)  # Excel in Vietnamese writes semicolons
    rows: list[list[Value]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=mark):
            if len(rows) >= MOST_ROWS:
                raise _refusal(name, "sheet_too_long", sheet=name, limit=MOST_ROWS)
            rows.append(list(row[:MOST_COLUMNS]))
    except csv.Error as error:
        raise _refusal(name, "csv_bad", reason=str(error)) from error
    return Table(PurePath(name).stem, rows)


def _sheets(name: str, data: bytes) -> tuple[Table, ...]:
    try:
        broken = _looked_through(name, data)
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return tuple(Table(sheet, _rows(book, sheet), broken.get(sheet, frozenset())) for sheet in book.sheet_names)
    except (*ZIP_ERRORS, CalamineError) as error:
        raise _refusal(name, "workbook_damaged") from error


def _rows(book: CalamineWorkbook, sheet: str) -> list[list[Value]]:
    found: list[list[Value]] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return found


def _looked_through(name: str, data: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """The broken cells of each sheet by its name. Every part is unpacked once, by itself: a sheet that lies far apart
    would be given memory for all the cells between, and a long text once for each cell that refers to it."""
    if data.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise _refusal(name, "workbook_damaged")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        _check_members(name, members)
        titles = _titles(archive, {member.filename for member in members})
        broken: dict[str, frozenset[tuple[int, int]]] = {}
        cells = longest = 0
        for member in members:
            part = archive.read(member)
            if b"sst" in part:
                longest = max(longest, *(len(text) for text in _SHARED.split(part)))
            if b"sheetData" in part:
                title = titles.get(member.filename, "")
                broken[title], count = _cells(name, title, part=part)
                cells += count
    if cells > _MOST_CELLS or cells * longest > _MOST_SHARED:
        raise _refusal(name, "workbook_too_large")
    return broken


def _check_members(name: str, members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise _refusal(name, "workbook_password")
    if all(member.filename != "xl/workbook.xml" for member in members):
        raise _refusal(name, "workbook_not")
    if sum(member.file_size for member in members) > LARGEST_WHOLE:
        raise _refusal(name, "workbook_too_large")


def _titles(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """The names of the sheets by the part that holds them."""
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in names:
        return {}
    targets = {
        found.get("Id", ""): normpath(join("/xl", found.get("Target", ""))).lstrip("/")
        for found in _attributes(_RELATION, archive.read(relations))
    }
    return {
        targets.get(found.get("r:id", ""), ""): found.get("name", "")
        for found in _attributes(_SHEET, archive.read("xl/workbook.xml"))
    }


def _attributes(pattern: re.Pattern[str], part: bytes) -> Iterator[dict[str, str]]:
    for found in pattern.finditer(part.decode("utf-8", "replace")):
        yield {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(found[1])}


def _cells(name: str, sheet: str, *, part: bytes) -> tuple[frozenset[tuple[int, int]], int]:
    """The cells whose formula failed, and how many cells there are. Raise InputRefused for a sheet that is too long,
    too wide or not written out."""
    if b"\0" in part:
        raise _refusal(name, "workbook_damaged")
    last_row = last_column = count = 0
    failed: set[tuple[int, int]] = set()
    for cell in _CELL.finditer(part):
        attributes = cell[1]
        if attributes.endswith(b"/"):  # a format without a value
            continue
        place = _PLACE.search(attributes)
        if place is None:
            raise _refusal(name, "workbook_damaged")
        row, column = int(place[2]), _number(place[1])
        last_row, last_column, count = max(last_row, row), max(last_column, column), count + 1
        if b"e" in attributes and _IS_ERROR.search(attributes):
            failed.add((row, column))
    if last_row > MOST_ROWS:
        raise _refusal(name, "sheet_too_long", sheet=sheet, limit=MOST_ROWS)
    if last_column > MOST_COLUMNS or last_row * last_column > _MOST_CELLS:
        raise _refusal(name, "sheet_too_wide", sheet=sheet, column=column_letters(last_column))
    return frozenset(failed), count


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
