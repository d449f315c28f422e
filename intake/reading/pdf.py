"""PDF files: pages with a text layer become lines; scans, encrypted and damaged files are refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2 as pdfium
from pypdfium2 import raw

from engine.errors import Problem
from intake.reading.arrangement import arranged
from intake.reading.document import Document
from intake.reading.furniture import is_page_number, masked, repeated
from intake.reading.grids import grids
from intake.reading.pdf_characters import Turn, characters
from intake.reading.pdf_pages import Item, Paragraph, TableRow, joined, page_items
from intake.reading.pdf_rules import rules
from intake.reading.printed import Printed, counted, repair, row
from intake.reading.source import Source
from intake.reading.syllables import evidence

MOST_PAGES: Final = 300
MOST_CHARACTERS: Final = 500_000
# Fewer characters than this are a stamp on a scan, not a text.
_LEAST_TEXT: Final = 20
_MANY_PAGES: Final = 60
_LEAST_WORDS: Final = 20
_LEAST_SHARE: Final = 0.3
_MOST_UNNAMED: Final = 0.2
_FEW_UNNAMED: Final = 0.005
_SAME_COLUMN: Final = 4.0
_NEVER: Final = 1_000_000
_TERMINAL: Final = (".", ";", ":", "!", "?", "…")


@dataclass(slots=True)
class _Pages:
    """The pages read so far; ``scanned`` and ``broken`` are the numbers of pages without text, from 1.

    ``unnamed`` counts the characters of which the file does not say which letters they are.
    """

    items: list[list[Item]] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    characters: int = 0
    unnamed: int = 0


def read_pdf(source: Source, *, name: str, kind: str) -> Document:
    """A PDF file, one Line a visual line or a row of a table, without page numbers and what repeats on each page.

    Raise DocumentRefused for encryption, damage, too many pages, scans without text and text that is no text.
    """
    try:
        opened = pdfium.PdfDocument(source.data)
    except pdfium.PdfiumError as error:
        is_locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise source.refusal("pdf_encrypted" if is_locked else "pdf_damaged") from error
    try:
        pages = _pages(source, opened)
    finally:
        opened.close()
    lines = _lines(pages.items)
    if pages.unnamed > _MOST_UNNAMED * pages.characters:
        raise source.refusal("pdf_garbled")
    if not any(line.text for line in lines):
        raise source.refusal(_why_empty(pages))
    charset = repair(lines)
    found = evidence("\n".join(line.text for line in lines))
    if found.words >= _LEAST_WORDS and found.share < _LEAST_SHARE:
        raise source.refusal("pdf_garbled")
    return Document(
        name, kind, tuple(arranged(tuple(counted(lines)))), tuple(_warnings(source, pages, charset=charset))
    )


def _why_empty(pages: _Pages) -> str:
    if pages.characters > _LEAST_TEXT:
        return "pdf_garbled"
    return "scan" if pages.scanned else "pdf_damaged" if pages.broken else "file_empty"


def _pages(source: Source, opened: Any) -> _Pages:
    if len(opened) > MOST_PAGES or (len(opened) > _MANY_PAGES and _size(opened) > MOST_CHARACTERS):
        raise source.refusal("text_too_long")
    pages = _Pages()
    for index in range(len(opened)):
        try:
            page = opened[index]
            text_page = page.get_textpage()
        except pdfium.PdfiumError:
            pages.broken.append(index + 1)
            pages.items.append([])
            continue
        pages.characters += text_page.count_chars()
        if pages.characters > MOST_CHARACTERS:
            raise source.refusal("text_too_long")
        pages.unnamed += sum(
            raw.FPDFText_HasUnicodeMapError(text_page.raw, at) == 1 for at in range(text_page.count_chars())
        )
        items = _items(page, text_page)
        if _is_scan(page, items):
            pages.scanned.append(index + 1)
        pages.items.append(items)
        text_page.close()
        page.close()
    return pages


def _size(opened: Any) -> int:
    """How many characters a file has, asked before the work begins; pages that cannot be opened count nothing."""
    size = 0
    for index in range(len(opened)):
        try:
            page = opened[index]
            size += page.get_textpage().count_chars()
            page.close()
        except pdfium.PdfiumError:
            continue
    return size


def _items(page: Any, text_page: Any) -> list[Item]:
    quarters = page.get_rotation() // 90
    width, height = page.get_size()
    turn = Turn(quarters, *((height, width) if quarters % 2 else (width, height)))
    found = list(characters(text_page.raw, turn))
    tables = grids(rules(page, turn)) if found else []
    return page_items(found, tables)


def _is_scan(page: Any, items: Sequence[Item]) -> bool:
    """True for a page of pictures with hardly a word."""
    size = sum(len(item.text) if isinstance(item, Paragraph) else _LEAST_TEXT for item in items)
    return size < _LEAST_TEXT and any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))


class _Gathering:
    """Pages put together to lines: a paragraph and a table that go on over a page break become one again."""

    def __init__(self) -> None:
        self.lines: list[Printed] = []
        self._notes: list[Printed] = []
        self._last: Item | None = None
        self._head: list[TableRow] = []
        self._repeated = 0
        self._table = 0

    def add(self, items: Sequence[Item], page: int) -> None:
        """Add the next page."""
        last = self._last
        for item in items:
            if isinstance(item, Paragraph) and item.is_note:
                self._notes.append(Printed(item.text, page))
                continue
            if isinstance(item, Paragraph):
                self._add_paragraph(item, last, page=page)
                last = None
            elif self._is_head(item, last):
                continue
            else:
                self._add_row(item, last if isinstance(last, TableRow) and not _is_new(last, item) else None, page=page)
                last = None
            self._last = item

    def _add_paragraph(self, item: Paragraph, last: Item | None, *, page: int) -> None:
        if isinstance(last, Paragraph) and _is_cut(last, item):
            self.lines[-1].text = joined(self.lines[-1].text, item.text)
        else:
            self.add_notes()
            self.lines.append(Printed(item.text, page))

    def _is_head(self, item: TableRow, last: Item | None) -> bool:
        """True for the head of a table, or a row of it, that is printed again on the next page."""
        if item.is_first:
            self._repeated = 0 if isinstance(last, TableRow) and not _is_new(last, item) else _NEVER
        if self._repeated >= len(self._head) or item.cells != self._head[self._repeated].cells:
            self._repeated = _NEVER
            return False
        self._repeated += 1
        return True

    def _add_row(self, item: TableRow, last: TableRow | None, *, page: int) -> None:
        """Add a row; ``last`` is the row before the page break of the table that goes on with it."""
        if item.is_first and last is None:
            self._table, self._head = self._table + 1, []
        self._head.append(item)
        if last is not None and _is_rest(last, item):
            self.lines[-1] = _added(self.lines[-1], item)
        else:
            self.add_notes()
            self.lines.append(row((" ".join(cell) for cell in item.cells), table=self._table, page=page))

    def add_notes(self) -> None:
        """Put the notes from the foot of a page behind the paragraph that the page break cut."""
        self.lines += self._notes
        self._notes = []


def _lines(pages: Sequence[Sequence[Item]]) -> list[Printed]:
    gathering = _Gathering()
    for page, items in enumerate(_without_furniture(pages), start=1):
        gathering.add(items, page)
    gathering.add_notes()
    return gathering.lines


def _is_cut(last: Paragraph, item: Paragraph) -> bool:
    """True if a page break stands inside a paragraph."""
    is_open = not last.text.endswith(_TERMINAL) or (last.is_indented and last.text.endswith("."))
    return last.may_go_on and item.may_be_rest and is_open


def _is_rest(last: TableRow, item: TableRow) -> bool:
    """True if a row is the rest of one that a page break cut: it has no number of its own."""
    return not any(item.cells[0]) and any(last.cells[0]) and any(any(cell) for cell in item.cells)


def _added(line: Printed, item: TableRow) -> Printed:
    cells = (" ".join([before, *more]) for before, more in zip(line.cells, item.cells, strict=True))
    return row(cells, table=line.table or 0, page=line.page)


def _is_new(one: TableRow, two: TableRow) -> bool:
    """True if two rows have other columns, so that they are of two tables."""
    if len(one.columns) != len(two.columns):
        return True
    return any(abs(a - b) > _SAME_COLUMN for a, b in zip(one.columns, two.columns, strict=True))


def _without_furniture(pages: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """The pages without page numbers, then without heads and feet that repeat; the first page keeps its own."""
    bare = [_trimmed(items) for items in pages]
    for edge in (0, -1):
        common = repeated([item.text for items in bare if items and isinstance(item := items[edge], Paragraph)])
        for items in bare[1:]:
            if items and isinstance(item := items[edge], Paragraph) and masked(item.text) in common:
                items.pop(edge)
        bare = [_trimmed(items) for items in bare]
    return bare


def _trimmed(items: Sequence[Item]) -> list[Item]:
    """A page without page numbers at its edges."""
    kept = list(items)
    for edge in (0, -1):
        while kept and isinstance(item := kept[edge], Paragraph) and is_page_number(item.text):
            kept.pop(edge)
    return kept


def _warnings(source: Source, pages: _Pages, *, charset: str | None) -> Iterator[Problem]:
    if charset is not None:
        yield source.warning("text_converted", charset=charset)
    if pages.unnamed > _FEW_UNNAMED * pages.characters:
        yield source.warning("letters_doubtful", count=pages.unnamed)
    if pages.scanned:
        yield source.warning("pages_scanned", pages=", ".join(map(str, pages.scanned)))
    if pages.broken:
        yield source.warning("pages_broken", pages=", ".join(map(str, pages.broken)))
