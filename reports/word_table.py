"""A grid as a table of a Word file. The rows are written as XML: cell by cell through the library costs seconds."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from reports.grid import group_spans, printed
from reports.paper import Column, Grid, Kind
from reports.wording import Words

_TWIPS = 56.7
"""Twentieths of a point in a millimetre."""
_HALF_POINTS = 22
_ALIGNED = {Kind.TEXT: "left", Kind.NUMBER: "center", Kind.DAY: "center", Kind.COUNT: "right", Kind.SHARE: "right"}
_PADDING = {"top": 20, "left": 50, "bottom": 20, "right": 50}
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def add_grid(document: WordDocument, grid: Grid, *, width: float, words: Words) -> None:
    """Append the table, ``width`` mm wide; its head is repeated on every page and no row is cut by the end of one."""
    scale = width * _TWIPS / sum(column.width for column in grid.columns)
    rows = [*_heads(grid.columns, has_groups=grid.has_groups)]
    rows += [_row(grid.columns, (printed(cell, words=words) for cell in cells)) for cells in grid.rows]
    if grid.total is not None:
        total = (printed(cell, words=words) for cell in grid.total)
        rows.append(_row(grid.columns, total, is_bold=True))
    elif len(rows) == 1:
        rows.append(f"<w:tr>{_cell(words.say('paper.empty'), span=len(grid.columns))}</w:tr>")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in _SIDES)
    margins = "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in _PADDING.items())
    widths = "".join(f'<w:gridCol w:w="{round(column.width * scale)}"/>' for column in grid.columns)
    table = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{round(width * _TWIPS)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{widths}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    document.element.body.insert_element_before(parse_xml(table), "w:sectPr")


def _heads(columns: Sequence[Column], *, has_groups: bool) -> Iterable[str]:
    """The upper heads span their columns; a column without one spans both rows."""
    mark = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    lower = ""
    if has_groups:
        upper = ""
        for group, first, size in group_spans(columns):
            if group:
                upper += _cell(group, span=size, align="center", is_bold=True)
                continue
            for column in columns[first : first + size]:
                upper += _cell(column.head, merge="restart", align="center", is_bold=True)
        yield f"<w:tr>{mark}{upper}</w:tr>"
    for column in columns:
        is_below = has_groups and not column.group
        text, merge = ("", "continue") if is_below else (column.head, "")
        lower += _cell(text, merge=merge, align="center", is_bold=True)
    yield f"<w:tr>{mark}{lower}</w:tr>"


def _row(columns: Sequence[Column], texts: Iterable[str], *, is_bold: bool = False) -> str:
    cells = "".join(
        _cell(text, align=_ALIGNED[column.kind], is_bold=is_bold) for column, text in zip(columns, texts, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(text: str, *, span: int = 1, merge: str = "", align: str = "left", is_bold: bool = False) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    bold = "<w:b/>" if is_bold else ""
    return (
        f'<w:tc><w:tcPr>{spans}{merged}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr>{bold}<w:sz w:val="{_HALF_POINTS}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        "</w:p></w:tc>"
    )
