"""What every reader returns: the lines of a directive, each with its place."""

from dataclasses import dataclass

from engine.errors import Problem


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: a line of a text file or of a paragraph of Word, a paragraph of a PDF, a row of a table.

    ``number`` counts from 1 (for a text file it is the file's own line). ``text`` is verbatim in Unicode NFC without
    a line end; an automatic number or bullet of Word stands before it as printed. A row of a table has its ``cells``
    and the ``table``'s number, and ``text`` is the cells that hold something, joined by " | ". ``page`` counts from 1
    where there are pages. Numbers rise, but not always by one: page numbers are left out, and two columns that stand on
    one line of a text file are two lines with the same number.
    """

    number: int
    text: str
    page: int | None = None
    table: int | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its name, its format (txt, md, docx, pdf), its lines and what to tell about the reading."""

    name: str
    format: str
    lines: tuple[Line, ...]
    warnings: tuple[Problem, ...] = ()
