"""Word files in the layout of Decree 30/2020/NĐ-CP: the report with the official table, the urging letter."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from reports.composition import letter_paper, table_paper
from reports.official_table import OfficialTable
from reports.paper import Paper, PaperHead, UrgingLetter
from reports.word_table import add_grid
from reports.wording import ZONE, Words

_FONT = "Times New Roman"
_CENTRE, _LEFT, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
# Phụ lục I of the decree, in mm: A4; margins at the top and bottom 20-25, left 30-35, right 15-20.
_SHORT, _LONG = 210, 297
_TOP, _BOTTOM, _LEFT_MARGIN, _RIGHT_MARGIN = 20, 20, 30, 15
_PAGE_FIELD = '<w:fldSimple {} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
_LINE = '<w:pBdr {}><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'


def table_docx(table: OfficialTable, *, head: PaperHead, words: Words, at: datetime) -> bytes:
    """The report with the official table; number and signature are left for the clerk."""
    return _written(table_paper(table, head=head, words=words, at=at), words=words, at=at)


def urging_letter_docx(letter: UrgingLetter, *, head: PaperHead, words: Words, at: datetime) -> bytes:
    """The letter to the late units; number and signature are left for the clerk."""
    return _written(letter_paper(letter, head=head, words=words, at=at), words=words, at=at)


def _written(paper: Paper, *, words: Words, at: datetime) -> bytes:
    document = Document()
    _set_up(document, paper, words=words, at=at)
    _head(document, paper)
    if paper.title:
        _line(document.add_paragraph(), paper.title, size=14, is_bold=True, before=12)
        _line(document.add_paragraph(), paper.subject, size=14, is_bold=True)
        _rule(document.add_paragraph(), indent=_width(paper) * 0.42)
    _addressees(document, paper)
    for text in paper.before:
        _body(document.add_paragraph(), text)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    add_grid(document, paper.grid, width=_width(paper), words=words)
    for text in paper.after:
        _body(document.add_paragraph(), text)
    _foot(document, paper)
    file = BytesIO()
    document.save(file)
    return _undated(file)


def _undated(file: BytesIO) -> bytes:
    """The same file without the instant at which its parts were packed: the same value gives the same bytes."""
    made = BytesIO()
    with ZipFile(file) as packed, ZipFile(made, "w") as again:
        for name in packed.namelist():
            again.writestr(ZipInfo(name), packed.read(name), compress_type=ZIP_DEFLATED)
    return made.getvalue()


def _set_up(document: WordDocument, paper: Paper, *, words: Words, at: datetime) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if paper.is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(_page_width(paper)), Mm(_SHORT if paper.is_wide else _LONG)
    section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
    section.left_margin, section.right_margin = Mm(_LEFT_MARGIN), Mm(_RIGHT_MARGIN)
    # The number of the page stands in the middle of the top margin, from the second page on.
    section.different_first_page_header_footer = True
    above = section.header.paragraphs[0]
    above.alignment = _CENTRE
    above.paragraph_format.element.append(parse_xml(_PAGE_FIELD.format(nsdecls("w"))))
    about = document.core_properties
    about.title, about.author, about.language = paper.subject or paper.about, paper.agency, words.language
    about.created = about.modified = at.astimezone(ZONE).replace(tzinfo=None)
    about.comments = ""


def _page_width(paper: Paper) -> int:
    return _LONG if paper.is_wide else _SHORT


def _width(paper: Paper) -> int:
    """The width of the text in mm."""
    return _page_width(paper) - _LEFT_MARGIN - _RIGHT_MARGIN


def _head(document: WordDocument, paper: Paper) -> None:
    """Agency and number at the left, the name of the nation, place and day at the right."""
    left, size = 0.4 * _width(paper), 13 if paper.is_wide else 12
    right = _width(paper) - left
    agency, nation = _columns(document, (left, right), rows=2)
    lines = Lines(agency[0])
    if paper.agency_above:
        _line(lines.next(), paper.agency_above, size=size)
    _line(lines.next(), paper.agency, size=size, is_bold=True)
    _rule(lines.next(), indent=left * 0.32)
    lines = Lines(nation[0])
    _line(lines.next(), paper.nation, size=size, is_bold=True)
    _line(lines.next(), paper.motto, size=size + 1, is_bold=True)
    _rule(lines.next(), indent=(right - 58) / 2)
    lines = Lines(agency[1])
    _line(lines.next(), paper.number, size=13, before=4)
    if paper.about:
        _line(lines.next(), paper.about, size=12)
    _line(nation[1].paragraphs[0], paper.place_and_day, size=size + 1, is_italic=True, before=4)


def _columns(document: WordDocument, widths: Iterable[float], *, rows: int = 1) -> tuple[list[_Cell], ...]:
    """Columns without lines; the cells of each."""
    sizes = tuple(widths)
    table: Table = document.add_table(rows=rows, cols=len(sizes))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, size in zip(table.columns, sizes, strict=True):
        column.width = Mm(size)
        for cell in column.cells:
            cell.width = Mm(size)
    return tuple(list(column.cells) for column in table.columns)


class Lines:
    """The paragraphs of a cell, one after the other; a cell is never without one."""

    def __init__(self, cell: _Cell) -> None:
        self._cell = cell
        self._first: Paragraph | None = cell.paragraphs[0]

    def next(self) -> Paragraph:
        """The next paragraph that is still empty."""
        paragraph, self._first = self._first or self._cell.add_paragraph(), None
        return paragraph


def _line(
    paragraph: Paragraph,
    text: str,
    *,
    size: float,
    is_bold: bool = False,
    is_italic: bool = False,
    before: float = 0,
    align: WD_ALIGN_PARAGRAPH = _CENTRE,
) -> None:
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), is_bold, is_italic


def _rule(paragraph: Paragraph, *, indent: float) -> None:
    """A line in the middle, ``indent`` mm from each side."""
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(indent)
    form.line_spacing = Pt(4)
    form.element.get_or_add_pPr().insert_element_before(parse_xml(_LINE.format(nsdecls("w"))), "w:spacing", "w:ind")


def _body(paragraph: Paragraph, text: str) -> None:
    """Body text: 14 pt, first line in by 10 mm, 6 pt between paragraphs."""
    _line(paragraph, text, size=14, before=6, align=_BOTH)
    paragraph.paragraph_format.first_line_indent = Mm(10)


def _addressees(document: WordDocument, paper: Paper) -> None:
    if not paper.addressees:
        return
    first = document.add_paragraph()
    if len(paper.addressees) == 1:
        _line(first, f"{paper.addressed} {paper.addressees[0]}", size=14, before=12)
        return
    _line(first, paper.addressed, size=14, before=12, align=_LEFT)
    first.paragraph_format.left_indent = Mm(30)
    last = len(paper.addressees) - 1
    for number, name in enumerate(paper.addressees):
        line = document.add_paragraph()
        _line(line, f"- {name}{'.' if number == last else ';'}", size=14, align=_LEFT)
        line.paragraph_format.left_indent = Mm(45)


def _foot(document: WordDocument, paper: Paper) -> None:
    """Who receives the document, and the title below which someone signs."""
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)
    half = _width(paper) / 2
    (left,), (right,) = _columns(document, (half, half))
    for row in document.element.body.xpath("w:tbl[last()]/w:tr"):
        row.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    lines = Lines(left)
    _line(lines.next(), paper.recipients_head, size=12, is_bold=True, is_italic=True, align=_LEFT)
    for text in paper.recipients:
        _line(lines.next(), text, size=11, align=_LEFT)
    lines = Lines(right)
    _line(lines.next(), paper.signer, size=14, is_bold=True)
    for _ in range(4):
        _line(lines.next(), "", size=14)
