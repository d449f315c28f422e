"""PDF files: their text can be read again, whatever the letters and the names."""

import ctypes
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdfium2
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw

from engine.tallies import Counts
from reports.grid import printed, table_grid
from reports.official_table import OfficialTable
from reports.pdf import table_pdf, urging_letter_pdf
from tests.support.papers import (
    AT,
    HEAD,
    HOSTILE,
    LETTERS,
    VI,
    late,
    letter,
    long_table,
    pdf_text,
    some_counts,
    squeezed,
    table,
)


def report(value: OfficialTable) -> str:
    """The text of the report with a table."""
    return pdf_text(table_pdf(value, head=HEAD, words=VI, at=AT))


def printed_rows(value: OfficialTable) -> list[str]:
    """Each row as the file must show it, without blanks."""
    grid = table_grid(value, words=VI)
    rows = [*grid.rows, grid.total or ()]
    return [squeezed(printed(cell, words=VI) for cell in cells) for cells in rows]


@given(st.lists(some_counts, max_size=6))
@settings(max_examples=5, deadline=None)
def test_numbers_read_back_equal_the_value_for_any_table(counts: list[Counts]) -> None:
    value = table(*counts)
    found = squeezed(report(value))
    for row in printed_rows(value):
        assert row in found


def test_vietnamese_letters_are_printed_and_read_again_in_every_style() -> None:
    letters = " ".join(LETTERS)
    head = replace(HEAD, agency=letters, place=letters, recipients=(letters,))
    file = table_pdf(table(Counts(1), names=[letters], title=letters), head=head, words=VI, at=AT)
    found = squeezed(pdf_text(file))
    regular_and_italic = 4
    assert found.count(squeezed(letters)) == regular_and_italic
    assert squeezed(letters.upper()) in found
    assert squeezed(VI.say("paper.recipients")) in found
    assert {name.partition("-")[0] for name in fonts(file)} == {"LibertinusSerif"}
    assert all(embedded(file))


def text_fonts(file: bytes) -> Iterator[Any]:
    """The font of each piece of text on the first page."""
    document = pypdfium2.PdfDocument(file)
    for piece in document[0].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        yield raw.FPDFTextObj_GetFont(piece.raw)
    document.close()


def embedded(file: bytes) -> list[bool]:
    """For each piece of text whether the file brings its font along."""
    return [bool(raw.FPDFFont_GetIsEmbedded(font)) for font in text_fonts(file)]


def fonts(file: bytes) -> Iterator[str]:
    """The family of each piece of text."""
    for font in text_fonts(file):
        name = ctypes.create_string_buffer(200)
        raw.FPDFFont_GetFamilyName(font, name, 200)
        yield name.value.decode()


def test_hostile_names_are_printed_as_they_are() -> None:
    found = squeezed(report(table(*[Counts(1)] * len(HOSTILE), names=HOSTILE)))
    for name in HOSTILE:
        assert squeezed(name) in found


def test_report_has_the_head_of_the_decree_and_the_numbers_of_pages() -> None:
    value = long_table(80)
    file = table_pdf(value, head=HEAD, words=VI, at=AT)
    found = squeezed(pdf_text(file))
    for wanted in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "Số:        /BC-PGDĐT",
        "Vĩnh Bảo, ngày 05 tháng 02 năm 2024",
        "Nơi nhận:",
        "TRƯỞNG PHÒNG",
    ):
        assert squeezed(wanted) in found
    pages = pypdfium2.PdfDocument(file)
    try:
        sizes = {tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in pages}
        firsts = [page.get_textpage().get_text_bounded()[:40].split()[0] for page in pages]
    finally:
        pages.close()
    assert sizes == {(297, 210)}
    assert firsts[1:] == [str(number) for number in range(2, len(firsts) + 1)]
    assert found.count(squeezed("Tên đơn vị")) >= len(firsts) - 1


def test_letter_names_everything() -> None:
    works = (late("Trường A"), late("Trường B & #C", task="Nộp *số liệu*", days_late=1_003))
    found = squeezed(pdf_text(urging_letter_pdf(letter(*works), head=HEAD, words=VI, at=AT)))
    wanted = ("V/v đôn đốc", "Kính gửi:", "- Trường A;", "- Trường B & #C.", "Nộp *số liệu*", "12/02/2024", "1003")
    for one in (*wanted, "Số:        /PGDĐT", "- Lưu: VT"):
        assert squeezed(one) in found


def test_empty_table_and_empty_letter_work() -> None:
    assert squeezed(VI.say("paper.report.nothing")) in squeezed(report(table()))
    found = pdf_text(urging_letter_pdf(letter(), head=HEAD, words=VI, at=AT))
    assert squeezed(VI.say("paper.empty")) in squeezed(found)


def test_same_value_gives_the_same_file() -> None:
    value = table(Counts(1))
    one, other = (table_pdf(value, head=HEAD, words=VI, at=AT) for _ in range(2))
    assert one == other


def test_five_thousand_rows_take_seconds() -> None:
    value = long_table(5_000)
    started = time.perf_counter()
    file = table_pdf(value, head=HEAD, words=VI, at=AT)
    assert time.perf_counter() - started < 60
    assert len(file) < 3_000_000
    numbered = re.findall(r"Trường số (\d+)", pdf_text(file).replace("\r\n", " "))
    assert set(map(int, numbered)) == set(range(5_000))
