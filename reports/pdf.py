"""PDF files of the same report and the same letter as in Word, for reading and for sending on."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from reports.composition import letter_paper, table_paper
from reports.grid import group_spans, printed
from reports.official_table import OfficialTable
from reports.paper import Cell, Grid, Paper, PaperHead, UrgingLetter
from reports.wording import ZONE, Words

_PRESS = Path(__file__).with_name("press.py")
_LAYOUT = Path(__file__).parent / "layouts" / "paper.typ"
_SECONDS = 120
# A longer table carries no marks for screen readers: they would make the file fifteen times as large.
_TAGGED_ROWS = 500
_LONG_WORD = re.compile(r"(\S{20})(?=\S)")


def table_pdf(table: OfficialTable, *, head: PaperHead, words: Words, at: datetime) -> bytes:
    """The report with the official table."""
    return _pressed(table_paper(table, head=head, words=words, at=at), words=words, at=at)


def urging_letter_pdf(letter: UrgingLetter, *, head: PaperHead, words: Words, at: datetime) -> bytes:
    """The letter to the late units."""
    return _pressed(letter_paper(letter, head=head, words=words, at=at), words=words, at=at)


def _pressed(paper: Paper, *, words: Words, at: datetime) -> bytes:
    command = [sys.executable, "-P", str(_PRESS)]
    written = json.dumps(_job(paper, words=words, at=at)).encode()
    return subprocess.run(command, input=written, check=True, stdout=subprocess.PIPE, timeout=_SECONDS).stdout  # noqa: S603


def _job(paper: Paper, *, words: Words, at: datetime) -> dict[str, Any]:
    grid = _grid(paper.grid, words=words)
    texts = {field.name: getattr(paper, field.name) for field in fields(paper) if field.name != "grid"}
    return {
        "layout": _LAYOUT.read_text(encoding="utf-8"),
        "data": _breakable({**texts, **grid, "language": words.language}),
        "at": at.astimezone(ZONE).isoformat(timespec="seconds"),
        "is_tagged": len(grid["rows"]) <= _TAGGED_ROWS,
    }


def _grid(grid: Grid, *, words: Words) -> dict[str, Any]:
    def texts(cells: tuple[Cell, ...]) -> list[str]:
        return [printed(cell, words=words) for cell in cells]

    rows = [texts(cells) for cells in grid.rows]
    return {
        "widths": [column.width for column in grid.columns],
        "kinds": [column.kind.value for column in grid.columns],
        "heads": list(_heads(grid)),
        "rows": rows,
        "total": texts(grid.total) if grid.total is not None else [],
        "empty": "" if rows or grid.total is not None else words.say("paper.empty"),
    }


def _heads(grid: Grid) -> Iterator[dict[str, Any]]:
    """The cells of the upper head, then those of the lower one."""
    for group, first, size in group_spans(grid.columns):
        if group:
            yield {"text": group, "columns": size, "rows": 1}
            continue
        for column in grid.columns[first : first + size]:
            yield {"text": column.head, "columns": 1, "rows": 2 if grid.has_groups else 1}
    for column in grid.columns:
        if column.group:
            yield {"text": column.head, "columns": 1, "rows": 1}


def _breakable(value: Any) -> Any:
    """The same data with a place to break in every word that is too long for a line."""
    match value:
        case str():
            return _LONG_WORD.sub("\\1\N{ZERO WIDTH SPACE}", value)
        case list() | tuple():
            return [_breakable(one) for one in value]
        case dict():
            return {name: _breakable(one) for name, one in value.items()}
    return value
