"""Lines as people typed them: page numbers go, tables and columns made with strokes, tabs and blanks are told apart."""

from collections.abc import Iterator, Sequence

from intake.reading.columns import side_by_side
from intake.reading.document import Line
from intake.reading.furniture import masked, numbered_pages, repeated, running_heads
from intake.reading.printed import row
from intake.reading.typed_tables import typed_tables


def arranged(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines that hold a document; each keeps its number, the halves of a line of two columns share it.

    Left out are page numbers, heads and feet that repeat on later pages, and the rules of Markdown tables.
    """
    texts = ["" if line.cells else line.text for line in lines]
    numbers = numbered_pages(texts, frozenset(_edge(lines)) | frozenset(_edge(lines, is_last=True)))
    dropped = numbers | running_heads(texts, numbers) | _repeats(lines)
    tables, halves = typed_tables(texts), side_by_side(texts)
    before = max((line.table or 0 for line in lines), default=0)
    for index, line in enumerate(lines):
        if index in dropped:
            continue
        if index in tables:
            table, cells = tables[index]
            told = row(cells, table=before + table)
            yield from [Line(line.number, told.text, line.page, told.table, told.cells)] if cells else ()
        elif index in halves:
            yield from (Line(line.number, text, line.page) for text in halves[index])
        else:
            yield line


def _edge(lines: Sequence[Line], *, is_last: bool = False) -> Iterator[int]:
    """Indices of the first or the last line with text of each page; none where there are no pages."""
    page = None
    for index in reversed(range(len(lines))) if is_last else range(len(lines)):
        line = lines[index]
        if line.page is not None and line.page != page and line.text.strip():
            page = line.page
            yield index


def _repeats(lines: Sequence[Line]) -> set[int]:
    """Indices of heads and feet that repeat from page to page; the first page keeps its own."""
    found: set[int] = set()
    for is_last in (False, True):
        edge = list(_edge(lines, is_last=is_last))
        common = repeated([lines[index].text for index in edge])
        found |= {index for index in edge if lines[index].page != 1 and masked(lines[index].text) in common}
    return found
