"""Word files: paragraphs, automatic numbers and tables as they are printed."""

import docx
import pytest
from docx.document import Document as WordDocument

from engine.errors import DocumentRefused
from intake.reading import Document
from intake.reading.source import Source
from intake.reading.word import read_word
from tests.support.word_files import body, cell, level, listed, paragraph, run, table, word_bytes

LISTS = (
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "decimal", "%2.%3.")
    + level(3, "lowerLetter", "%4)")
    + level(4, "bullet", "\uf0b7")
    + level(5, "bullet", "o")
    + '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="8"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="Base"><w:pPr>'
    '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Item"><w:basedOn w:val="Base"/></w:style>'
)


def reading(data: bytes) -> Document:
    """A Word file as it is read."""
    return read_word(Source("a.docx", data), name="a.docx", kind="docx")


def texts(*blocks: str, **parts: str) -> list[str]:
    """The lines of a body."""
    return [line.text for line in reading(word_bytes(*blocks, **parts)).lines]


def saved(document: WordDocument, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a file of python-docx."""
    path = tmp_path_factory.mktemp("word") / "a.docx"
    document.save(str(path))
    return path.read_bytes()


def test_numbers_are_printed_as_word_counts_them() -> None:
    places = [
        (0, "A"),
        (1, "B"),
        (2, "C"),
        (2, "D"),
        (1, "E"),
        (2, "F"),
        (3, "G"),
        (4, "H"),
        (5, "I"),
        (0, "J"),
        (1, "K"),
    ]
    blocks = [paragraph(run(text), properties=listed("7", depth)) for depth, text in places]
    assert texts(*blocks, numbering=LISTS) == [
        *("I. A", "1. B", "1.1. C", "1.2. D", "2. E", "2.1. F", "a) G", "• H", "◦ I", "II. J", "1. K"),
    ]


def test_list_that_starts_again_has_its_own_start() -> None:
    blocks = [paragraph(run("x"), properties=listed(number)) for number in ("7", "7", "8", "8")]
    assert texts(*blocks, numbering=LISTS) == ["I. x", "II. x", "V. x", "VI. x"]


def test_numbers_come_from_styles_and_can_be_taken_away() -> None:
    style = '<w:pStyle w:val="Item"/>'
    blocks = [paragraph(run(text), properties=style) for text in "ab"]
    blocks.append(paragraph(run("c"), properties=style + listed("0")))
    blocks.append(paragraph(run("d"), properties='<w:pStyle w:val="Nowhere"/>' + listed("99")))
    assert texts(*blocks, numbering=LISTS, styles=STYLES) == ["1. a", "2. b", "c", "d"]


def test_lists_of_python_docx_are_numbered(tmp_path_factory: pytest.TempPathFactory) -> None:
    document = docx.Document()
    for style in ("List Number", "List Number", "List Bullet", "Normal"):
        document.add_paragraph("Việc", style=style)
    found = reading(saved(document, tmp_path_factory)).lines
    assert [line.text for line in found] == ["1. Việc", "2. Việc", "• Việc", "Việc"]


def test_breaks_and_tabs_are_kept() -> None:
    content = (
        run("Nơi"),
        "<w:r><w:tab/></w:r>",
        run("nhận"),
        "<w:r><w:br/><w:t>Như trên</w:t><w:noBreakHyphen/></w:r>",
    )
    assert texts(paragraph(*content)) == ["Nơi\tnhận", "Như trên-"]


def test_deleted_hidden_and_field_codes_are_left_out() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
    field = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'
    moved = f"<w:moveFrom>{run('đi')}</w:moveFrom><w:moveTo>{run('đến')}</w:moveTo>"
    content = f"<w:del>{run('cũ')}</w:del><w:ins>{run('mới ')}</w:ins>{hidden}{field}{moved}"
    document = reading(word_bytes(paragraph(content)))
    assert [line.text for line in document.lines] == ["mới đến"]
    assert [problem.code for problem in document.warnings] == ["changes_pending"]


def test_links_and_content_controls_are_read() -> None:
    link = f"<w:hyperlink>{run('trang tin')}</w:hyperlink>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(run('trong khung'))}</w:sdtContent></w:sdt>"
    assert texts(paragraph(run("Xem "), link), control) == ["Xem trang tin", "trong khung"]


def test_text_box_is_read_once() -> None:
    box = f"<w:pict><w:txbxContent>{paragraph(run('HỎA TỐC'))}</w:txbxContent></w:pict>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert texts(paragraph(run("Số: 1"), f"<w:r>{both}</w:r>"), paragraph(run("Hết"))) == ["Số: 1", "HỎA TỐC", "Hết"]


def test_table_of_tasks_gives_rows_with_cells() -> None:
    rows = [
        cell(paragraph(run("TT"))) + cell(paragraph(run("Việc"))) + cell(paragraph(run("Đơn vị"))),
        cell(paragraph(run("A. Chung")), span=3),
        cell(paragraph(run("1")))
        + cell(paragraph(run("Báo cáo")), paragraph(run("kết quả")))
        + cell(paragraph(run("Sở")), merge="restart"),
        cell(paragraph(run("2"))) + cell(paragraph(run("Rà soát"))) + cell(paragraph(run("Sở")), merge="continue"),
    ]
    lines = reading(word_bytes(paragraph(run("Phụ lục")), table(*rows))).lines
    assert [(line.number, line.table, line.cells) for line in lines] == [
        (1, None, ()),
        (2, 1, ("TT", "Việc", "Đơn vị")),
        (3, 1, ("A. Chung", "", "")),
        (4, 1, ("1", "Báo cáo kết quả", "Sở")),
        (5, 1, ("2", "Rà soát", "")),
    ]
    assert (lines[2].text, lines[3].text) == ("A. Chung", "1 | Báo cáo kết quả | Sở")


def test_head_and_signature_are_read_column_by_column() -> None:
    head = table(
        cell(paragraph(run("UBND HUYỆN A")), paragraph(run("PHÒNG GDĐT")))
        + cell(paragraph(run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")), paragraph(run("Độc lập - Tự do - Hạnh phúc"))),
        cell(paragraph(run("Số: 12/PGDĐT")), paragraph(run("V/v báo cáo")))
        + cell(paragraph(run("A, ngày 1 tháng 2 năm 2024"))),
    )
    foot = table(
        cell(paragraph(run("Nơi nhận:")), paragraph(run("- Như trên;")))
        + cell(paragraph(run("TRƯỞNG PHÒNG")), paragraph(), paragraph(run("Nguyễn Văn A")))
    )
    assert texts(head, paragraph(run("Kính gửi: các trường.")), foot) == [
        *("UBND HUYỆN A", "PHÒNG GDĐT", "Số: 12/PGDĐT", "V/v báo cáo"),
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "A, ngày 1 tháng 2 năm 2024"),
        *("Kính gửi: các trường.", "Nơi nhận:", "- Như trên;", "TRƯỞNG PHÒNG", "Nguyễn Văn A"),
    ]


def test_frame_of_one_column_gives_plain_lines() -> None:
    assert texts(table(cell(paragraph(run("a")), paragraph(run("b"))))) == ["a", "b"]


def test_nested_table_stays_in_its_cell() -> None:
    inner = table(cell(paragraph(run("x"))) + cell(paragraph(run("y"))))
    outer = table(*[cell(paragraph(run("1"))) + cell(paragraph(run("Việc")), inner, paragraph()) for _ in range(5)])
    assert texts(outer) == ["1 | Việc x | y"] * 5


def test_header_is_read_if_it_holds_the_head() -> None:
    content = paragraph(run("Nội dung"))
    state = paragraph(run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    assert texts(content, header1=state) == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Nội dung"]
    assert texts(content, header1=paragraph(run("Trang"))) == ["Nội dung"]


def test_old_fonts_are_converted() -> None:
    document = reading(word_bytes(paragraph(run("Céng hoµ x· héi chñ nghÜa ViÖt Nam"))))
    assert document.lines[0].text == "Cộng hoà xã hội chủ nghĩa Việt Nam"
    assert [problem.values for problem in document.warnings] == [{"charset": "TCVN3"}]


def test_page_numbers_typed_into_the_text_are_left_out() -> None:
    assert texts(*(paragraph(run(text)) for text in ("một", "- 2 -", "hai"))) == ["một", "hai"]


def test_strict_variant_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert texts(document=body(paragraph(run("Việc")), namespace=strict)) == ["Việc"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (word_bytes(paragraph(run("x")), extra={"word/vbaProject.bin": b"x"}), "docx_macros"),
        (word_bytes(paragraph()), "docx_without_text"),
        (word_bytes("<w:p>"), "docx_damaged"),
        (word_bytes(paragraph(run("x")), numbering="<w:num>"), "docx_damaged"),
        (word_bytes("<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400), "docx_damaged"),
        (word_bytes(paragraph(run("x")), extra={"word/big.xml": bytes(30_000_000)}), "docx_too_large"),
        (word_bytes(paragraph(run("x")))[:-40], "zip_damaged"),
    ],
)
def test_unusable_files_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        reading(data)
    assert refusal.value.values["reason"] == reason


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    content = paragraph("<w:r><w:t>Việc &b;</w:t></w:r>")
    assert "aaaa" not in texts(document=bomb + body(content))[0]


def test_deep_tables_end_somewhere() -> None:
    blocks = paragraph(run("x"))
    for _ in range(60):
        blocks = table(cell(blocks) + cell(paragraph(run("y"))))
    assert reading(word_bytes(blocks)).lines
