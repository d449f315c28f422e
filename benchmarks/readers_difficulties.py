"""What the readers are tried on: small Word and PDF files with one difficulty each."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import docx
from docx.oxml import parse_xml

from tests.support.pdf_files import PdfPage, pdf_bytes, width_of
from tests.support.word_files import WORD, cell, level, listed, paragraph, run, table

_SPACES = f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_STRICT = (
    (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)
_ROWS = [["TT", "Nội dung", "Thời hạn"], ["1", "Báo cáo kết quả", "30/10/2023"], ["2", "Rà soát đội ngũ", "15/11/2023"]]


@dataclass(frozen=True)
class Sample:
    """A file and what it says: ``lines`` outside of tables, ``rows`` of tables, ``unwanted`` what nobody sees."""

    name: str
    path: Path
    lines: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    unwanted: Sequence[str] = ()
    group: str = ""
    """Which documents it is told with; a difficulty on its own has none."""


# --- Word -----------------------------------------------------------------------------------------


def word_difficulties(folder: Path) -> Iterator[Sample]:
    """Word files, each opened and saved by python-docx, so that only the difficulty differs."""
    text = paragraph(run("Việc"))
    for name, data, lines, rows, unwanted in (
        ("plain paragraphs and a table", _word(text, _table()), ["Việc"], _ROWS, []),
        ("line breaks", _word(paragraph(run("Việc"), "<w:r><w:br/></w:r>", run("khác"))), ["Việc", "khác"], [], []),
        ("links", _word(paragraph(run("Xem "), f"<w:hyperlink>{run('trang')}</w:hyperlink>")), ["Xem trang"], [], []),
        ("merged cells", _word(_merged()), [], [["A", ""], ["1", "Sở"], ["2", ""]], []),
        ("automatic numbers", _listed(), ["I. Việc", "1. Việc", "a) Việc", "b) Việc"], [], []),
        ("numbers of a style", _of_style(), ["1. Việc", "2. Việc"], [], []),
        ("text box", _word(paragraph(run("Số: 1"), _box("HỎA TỐC"))), ["Số: 1", "HỎA TỐC"], [], []),
        ("content control", _word(_control(text)), ["Việc"], [], []),
        ("content control in a line", _word(paragraph(run("ngày "), _control(run("5/9")))), ["ngày 5/9"], [], []),
        ("content control around a row", _word(_controlled_row()), [], [["1", "Sở"], ["2", "Phòng"]], []),
        ("tracked changes", _changed(), ["trước ngày 15/10"], [], ["10/10"]),
        ("hidden text", _word(paragraph(run("Việc"), _hidden("ẩn"))), ["Việc"], [], ["ẩn"]),
        ("Strict Office Open XML", _strict(_word(text)), ["Việc"], [], []),
        ("a relation to NULL", _with_null(_word(text)), ["Việc"], [], []),
    ):
        yield _kept(folder, Sample(f"Word: {name}", folder / f"{name}.docx", lines, rows, unwanted), data)


def _kept(folder: Path, sample: Sample, data: bytes) -> Sample:
    folder.mkdir(exist_ok=True)
    sample.path.write_bytes(data)
    return sample


def _word(*blocks: str, lists: str = "") -> bytes:
    document = docx.Document()
    for block in list(parse_xml(f"<w:body {_SPACES}>{''.join(blocks)}</w:body>")):
        document.element.body.insert_element_before(block, "w:sectPr")
    numbering = document.part.numbering_part.element
    for element in reversed(parse_xml(f"<w:numbering {_SPACES}>{lists}</w:numbering>")):
        numbering.insert(0 if element.tag.endswith("abstractNum") else len(numbering), element)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table() -> str:
    return table(*("".join(cell(paragraph(run(text))) for text in row) for row in _ROWS))


def _merged() -> str:
    words = {text: paragraph(run(text)) for text in ("A", "1", "2", "Sở", "")}
    first = cell(words["1"]) + cell(words["Sở"], merge="restart")
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    made = table(cell(words["A"], span=2), first, cell(words["2"]) + cell(words[""], merge="continue"))
    return made.replace("<w:tbl>", f"<w:tbl>{grid}", 1)


def _listed() -> bytes:
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.") + level(2, "lowerLetter", "%3)")
    lists = f'<w:abstractNum w:abstractNumId="90">{levels}</w:abstractNum>'
    lists += '<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num>'
    return _word(*(paragraph(run("Việc"), properties=listed("90", depth)) for depth in (0, 1, 2, 2)), lists=lists)


def _of_style() -> bytes:
    return _word(*[paragraph(run("Việc"), properties='<w:pStyle w:val="ListNumber"/>')] * 2)


def _box(text: str) -> str:
    return f"<w:r><w:pict><w:txbxContent>{paragraph(run(text))}</w:txbxContent></w:pict></w:r>"


def _control(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _controlled_row() -> str:
    rows = [cell(paragraph(run(one))) + cell(paragraph(run(two))) for one, two in (("1", "Sở"), ("2", "Phòng"))]
    return table(*rows).replace(f"<w:tr>{rows[1]}</w:tr>", _control(f"<w:tr>{rows[1]}</w:tr>"))


def _changed() -> bytes:
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>10</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="a">{run("15")}</w:ins>'
    return _word(paragraph(run("trước ngày "), deleted, inserted, run("/10")))


def _hidden(text: str) -> str:
    return f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{text}</w:t></w:r>"


def _strict(data: bytes) -> bytes:
    def renamed(content: bytes) -> bytes:
        for usual, strict in _STRICT:
            content = content.replace(usual, strict)
        return content

    return _rewritten(data, lambda name, content: renamed(content) if name.endswith((".xml", ".rels")) else content)


def _with_null(data: bytes) -> bytes:
    link = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
    end = b"</Relationships>"
    link += b' Target="NULL"/>' + end
    place = "word/_rels/document.xml.rels"
    return _rewritten(data, lambda name, content: content.replace(end, link) if name == place else content)


def _rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


# --- PDF ------------------------------------------------------------------------------------------


def pdf_difficulties(folder: Path) -> Iterator[Sample]:
    """PDF files made letter by letter; no writer and no font stands between."""
    for name, pages, lines, rows, unwanted in (
        ("plain rows", [_printed("1. Một", "2. Hai")], ["1. Một", "2. Hai"], [], []),
        ("letters of another font", [_torn("BỘ GIÁO DỤC VÀ ĐÀO TẠO")], ["BỘ GIÁO DỤC VÀ ĐÀO TẠO"], [], []),
        ("print that is doubled", [_doubled("KẾ HOẠCH")], ["KẾ HOẠCH"], [], []),
        ("a stamp at an angle", [_stamped("Nội dung")], ["Nội dung"], [], ["DỰ THẢO"]),
        ("a turned page", [_turned("Một", "1. Hai")], ["Một", "1. Hai"], [], []),
        ("a ruled table", [_ruled(_ROWS)], [], _ROWS, []),
        (
            "a merged cell",
            [_ruled([_ROWS[0], ["A. Chung", "", ""], _ROWS[1]])],
            [],
            [_ROWS[0], ["A. Chung", "", ""], _ROWS[1]],
            [],
        ),
        ("a table over two pages", [_ruled(_ROWS[:2]), _ruled([_ROWS[0], _ROWS[2]])], [], _ROWS, []),
        (
            "a head of two columns",
            [_headed()],
            ["UBND HUYỆN A", "PHÒNG GDĐT", "Số: 1/GDĐT", "A, ngày 5 tháng 9 năm 2023"],
            [],
            [],
        ),
        (
            "a paragraph of two rows",
            [_broken()],
            ["Các trường mầm non rà soát đội ngũ giáo viên và cơ sở vật chất của đơn vị, báo cáo."],
            [],
            [],
        ),
        ("page numbers", [_numbered(1), _numbered(2), _numbered(3)], ["1. Việc", "2. Việc", "3. Việc"], [], ["- 2 -"]),
    ):
        yield _kept(folder, Sample(f"PDF: {name}", folder / f"{name}.pdf", lines, rows, unwanted), pdf_bytes(pages))


def _printed(*rows: str, left: float = 80, first: float = 700) -> PdfPage:
    page = PdfPage()
    for index, text in enumerate(rows):
        page.write(left, first - 30 * index, text)
    return page


def _torn(text: str) -> PdfPage:
    page = PdfPage()
    page.write_torn(80, 700, text)
    return page


def _doubled(text: str) -> PdfPage:
    page = _printed(text)
    page.write(80.4, 700, text)
    return page


def _stamped(text: str) -> PdfPage:
    page = _printed(text)
    page.drawn += ["q 0.7 0.7 -0.7 0.7 200 300 cm", *_printed("DỰ THẢO", left=0, first=0).drawn, "Q"]
    return page


def _turned(*rows: str) -> PdfPage:
    page = PdfPage(rotation=90)
    page.drawn = ["q 0 1 -1 0 300 100 cm", *_printed(*rows, left=10, first=50).drawn, "Q"]
    return page


def _ruled(rows: Sequence[Sequence[str]]) -> PdfPage:
    """A table; a row of one cell has no rules inside."""
    page, columns = PdfPage(), [80.0, 120.0, 360.0, 520.0]
    for index, row in enumerate(rows):
        top = 780 - 40 * index
        page.grid([columns[0], columns[3]] if not any(row[1:]) else columns, [top, top - 40])
        for x, text in zip(columns, row, strict=False):
            page.write(x + 4, top - 24, text, size=12)
    return page


def _headed() -> PdfPage:
    page = PdfPage()
    left = ("UBND HUYỆN A", "PHÒNG GDĐT", "Số: 1/GDĐT")
    right = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "A, ngày 5 tháng 9 năm 2023")
    for y, one, two in zip((780, 764, 740), left, right, strict=True):
        page.write(150 - width_of(one) / 2, y, one)
        page.write(420 - width_of(two) / 2, y - 1, two)
    return page


def _broken() -> PdfPage:
    page = PdfPage()
    page.write(80, 700, "Các trường mầm non rà soát đội ngũ giáo viên và cơ sở vật chất")
    page.write(80, 682, "của đơn vị, báo cáo.")
    return page


def _numbered(number: int) -> PdfPage:
    page = _printed(f"{number}. Việc")
    page.write(290, 40, f"- {number} -")
    return page
