"""The body of a Word file in order: paragraphs, tables, text boxes and content controls."""

from collections.abc import Iterator
from typing import Any, Final

from intake.reading.printed import Printed
from intake.reading.tables import table_lines
from intake.reading.word_numbers import Numbering, W, value_of, whole
from intake.reading.word_text import boxes, paragraph_text

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What may stand around paragraphs, tables, rows and cells without being printed itself.
_AROUND: Final = frozenset(
    [W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")]
    + [_MC + "AlternateContent", _MC + "Choice"]
)
_WIDEST: Final = 200
_DEEPEST: Final = 16


class Body:
    """Reads blocks in the order of the text, so that automatic numbers count as Word counts them."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._tables = 0
        self._depth = 0

    def lines(self, container: Any) -> Iterator[Printed]:
        """The lines of a body, a header, a cell or a text box."""
        if self._depth == _DEEPEST:
            return
        self._depth += 1
        for block in _within(container, W + "p", W + "tbl"):
            yield from self._paragraph(block) if block.tag == W + "p" else self._table(block)
        self._depth -= 1

    def _paragraph(self, paragraph: Any) -> Iterator[Printed]:
        number = self._numbering.printed(paragraph.find(W + "pPr"))
        for text in (number + paragraph_text(paragraph)).split("\n"):
            yield Printed(text.rstrip())
        for box in boxes(paragraph):
            yield from self.lines(box)

    def _table(self, table: Any) -> Iterator[Printed]:
        rows = [self._row(row) for row in _within(table, W + "tr") if not _is_deleted(row)]
        lines = table_lines(rows, table=self._tables + 1)
        self._tables += any(line.table is not None for line in lines)
        return iter(lines)

    def _row(self, row: Any) -> list[list[str]]:
        """The cells in their columns; of merged cells the first has the text and the others are empty."""
        properties = row.find(W + "trPr")
        cells: list[list[str]] = [[] for _ in range(_span(properties, "gridBefore", default=0))]
        for cell in _within(row, W + "tc"):
            own = cell.find(W + "tcPr")
            is_continued = value_of(own, "vMerge") in ("", "continue")
            texts = [line.text.strip() for line in self.lines(cell)]
            cells.append([] if is_continued else [text for text in texts if text])
            cells += ([] for _ in range(_span(own, "gridSpan", default=1) - 1))
        return cells


def _within(container: Any, *tags: str) -> Iterator[Any]:
    for child in container:
        if child.tag in tags:
            yield child
        elif child.tag in _AROUND:
            yield from _within(child, *tags)


def _span(properties: Any, name: str, *, default: int) -> int:
    return min(max(whole(value_of(properties, name), default), default), _WIDEST)


def _is_deleted(row: Any) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None
