"""Reads files with one reader in a process of its own: python -m benchmarks.readers_alone READER FILE ….

Prints, as JSON, what each file gave (lines, rows of tables, or an error), the seconds and the peak of memory.
``ours`` is intake.reading; the libraries are used as their manuals say, with what anybody would add: merged cells
once, no doubled print. A reader imports its library when it is made, so that nobody pays for another's.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from benchmarks.measuring import peak_mb
from engine.errors import DocumentRefused


@dataclass
class Given:
    """What a reader gave of a file: lines outside of tables, rows of tables as cells, or an error."""

    lines: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    error: str = ""
    seconds: float = 0.0


class Reader(Protocol):
    """A way to read a file. Raise an error of ``failures`` for one that cannot be read."""

    failures: tuple[type[Exception], ...]

    def read(self, path: Path) -> Given:
        """Lines and rows."""


class Ours:
    """intake.reading."""

    failures: tuple[type[Exception], ...] = (DocumentRefused,)

    def __init__(self) -> None:
        from intake.reading import read_document

        self._read = read_document

    def read(self, path: Path) -> Given:
        """The lines as they are, rows as cells."""
        found = Given()
        for line in self._read(path).lines:
            if line.cells:
                found.rows.append(list(line.cells))
            else:
                found.lines.append(line.text)
        return found


class PythonDocx:
    """python-docx: paragraphs and tables in order."""

    failures: tuple[type[Exception], ...] = (KeyError, ValueError, AttributeError)

    def __init__(self) -> None:
        import docx

        self._open = docx.Document

    def read(self, path: Path) -> Given:
        """Paragraphs cut at line breaks; tables without merged cells a second time."""
        found = Given()
        for block in self._open(str(path)).iter_inner_content():
            if hasattr(block, "rows"):
                found.rows.extend(_word_rows(block))
            else:
                found.lines.extend(block.text.split("\n"))
        return found


def _word_rows(table: Any) -> Iterator[list[str]]:
    seen: set[Any] = set()
    for row in table.rows:
        cells = []
        for cell in row.cells:
            element = cell._tc  # noqa: SLF001 - nothing else tells that two cells are one
            cells.append("" if element in seen else _folded(cell.text))
            seen.add(element)
        yield cells


class PdfPlumber:
    """pdfplumber: text of each page, and its tables."""

    failures: tuple[type[Exception], ...] = (ValueError,)

    def __init__(self) -> None:
        import pdfplumber

        self._open = pdfplumber.open

    def read(self, path: Path) -> Given:
        """Rows of print; the text of tables stands among them and in the cells."""
        found = Given()
        with self._open(path) as opened:
            for raw in opened.pages:
                page = raw.dedupe_chars()
                found.lines.extend(page.extract_text().split("\n"))
                for table in page.extract_tables():
                    found.rows.extend([_folded(cell or "") for cell in row] for row in table)
                raw.close()
        return found


READERS: dict[str, Callable[[], Reader]] = {"ours": Ours, "python-docx": PythonDocx, "pdfplumber": PdfPlumber}


def _folded(text: str) -> str:
    return " ".join(text.split())


def given(reader: Reader, path: Path) -> Given:
    """What a reader gives of a file, an error among it."""
    started = perf_counter()
    try:
        found = reader.read(path)
    except reader.failures as error:
        found = Given(error=f"{type(error).__name__}: {error}")
    found.seconds = perf_counter() - started
    return found


def main() -> None:
    """Import, read, print."""
    started = perf_counter()
    reader = READERS[sys.argv[1]]()
    importing = perf_counter() - started
    found = [asdict(given(reader, Path(name))) for name in sys.argv[2:]]
    print(json.dumps({"files": found, "importing": importing, "peak_mb": peak_mb()}, ensure_ascii=False))


if __name__ == "__main__":
    main()
