"""Word files: opened again, they hold the value in the layout of Decree 30/2020/NĐ-CP."""

import time
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.enum.section import WD_ORIENT
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.tallies import Counts, Denominator
from reports.grid import printable, whole
from reports.official_table import RATE_HEADINGS, count, percent, used_counts
from reports.paper import PaperHead
from reports.word import table_docx, urging_letter_docx
from tests.support.papers import (
    AT,
    HEAD,
    HOSTILE,
    LETTER,
    VI,
    all_rows,
    late,
    letter,
    long_table,
    some_counts,
    some_names,
    table,
    text,
    word_rows,
    word_texts,
)


def report(value: Any, **changes: Any) -> bytes:
    """The report with a table."""
    return table_docx(value, **{"head": HEAD, "words": VI, "at": AT, **changes})


def urging(*works: Any) -> bytes:
    """The letter about some works."""
    return urging_letter_docx(letter(*works), head=HEAD, words=VI, at=AT)


@given(st.lists(some_counts, max_size=6), st.sampled_from(Denominator))
@settings(max_examples=15, deadline=None)
def test_numbers_read_back_equal_the_value_for_any_table(counts: list[Counts], denominator: Denominator) -> None:
    value = table(*counts, denominator=denominator)
    rows = word_rows(report(value))[2:]
    for row, wanted in zip(rows, all_rows(value), strict=True):
        shown = [count(wanted.counts, name) for name in used_counts(value)]
        shares = [percent(wanted.rates[name]) for name in RATE_HEADINGS]
        assert [int(cell.replace("\u00a0", "")) for cell in row[2 : 2 + len(shown)]] == shown
        assert row[2 + len(shown) : -1] == shares


@given(st.lists(some_names, min_size=1, max_size=4))
@settings(max_examples=15, deadline=None)
def test_names_read_back_as_printed_for_any_names(names: list[str]) -> None:
    rows = word_rows(report(table(*[Counts(1)] * len(names), names=names)))[2:-1]
    assert [row[1] for row in rows] == [printable(name) for name in names]


def test_hostile_names_survive_in_table_and_text() -> None:
    file = report(table(*[Counts(open_overdue=1)] * len(HOSTILE), names=HOSTILE))
    assert [row[1] for row in word_rows(file)[2:-1]] == list(HOSTILE)
    assert any(HOSTILE[0] in line for line in word_texts(file))


def test_page_is_that_of_the_decree() -> None:
    for file, is_wide in ((report(table(Counts(1))), True), (urging(late("Trường A")), False)):
        document = Document(BytesIO(file))
        section = document.sections[0]
        assert (section.orientation == WD_ORIENT.LANDSCAPE) is is_wide
        assert {round(section.page_width.mm), round(section.page_height.mm)} == {210, 297}
        assert 20 <= round(section.top_margin.mm) <= 25
        assert 20 <= round(section.bottom_margin.mm) <= 25
        assert 30 <= round(section.left_margin.mm) <= 35
        assert 15 <= round(section.right_margin.mm) <= 20
        assert document.styles["Normal"].font.name == "Times New Roman"
        assert document.styles["Normal"].font.size.pt == 14
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header.paragraphs[0]._p.xml


def test_head_and_foot_name_agencies_place_day_and_signer() -> None:
    lines = word_texts(report(table(Counts(1))))
    for wanted in (
        "ỦY BAN NHÂN DÂN HUYỆN VĨNH BẢO",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số:        /BC-PGDĐT",
        "Vĩnh Bảo, ngày 05 tháng 02 năm 2024",
        "BÁO CÁO",
        "Nơi nhận:",
        "- Ủy ban nhân dân huyện Vĩnh Bảo (để báo cáo);",
        "- Lưu: VT, …",
        "TRƯỞNG PHÒNG",
    ):
        assert wanted in lines


def test_agency_without_one_above_has_no_empty_line() -> None:
    head = PaperHead("", "Sở GDĐT", "Hải Phòng", date(2024, 12, 15), "Giám đốc", recipients=("UBND thành phố",))
    lines = word_texts(report(table(Counts(1)), head=head))
    assert "Hải Phòng, ngày 15 tháng 12 năm 2024" in lines
    assert "Số:        /BC-…" in lines
    assert "- UBND thành phố;" in lines
    assert not any("để báo cáo" in line for line in lines)
    assert Document(BytesIO(report(table(), head=head))).tables[0].rows[0].cells[0].paragraphs[0].text == "SỞ GDĐT"


def test_no_page_ends_between_a_row_or_the_signature_and_its_title() -> None:
    rows = Document(BytesIO(report(table(Counts(1))))).element.body.xpath("w:tbl[position() > 1]/w:tr")
    assert len(rows) == 5
    assert all(row.xpath("w:trPr/w:cantSplit") for row in rows)


def test_head_of_the_table_is_repeated_and_merged() -> None:
    element: Any = Document(BytesIO(report(table(Counts(1))))).tables[1]._tbl
    assert len(element.xpath("w:tr/w:trPr/w:tblHeader")) == 2
    assert [text(cell) for cell in element.xpath("w:tr[1]/w:tc[w:tcPr/w:gridSpan]")] == [
        VI.say("paper.counts"),
        VI.say("paper.shares.due"),
    ]
    assert len(element.xpath("w:tr[1]/w:tc/w:tcPr/w:vMerge[@w:val='restart']")) == 3


def test_empty_table_works() -> None:
    file = report(table())
    assert word_rows(file)[2][1:3] == [VI.say("table.total"), "0"]
    assert VI.say("paper.report.nothing") in word_texts(file)


def test_letter_names_units_document_tasks_days_and_the_day_to_report() -> None:
    file = urging(late("Trường A"), late("Trường B & <C>"), late("Trường A", task="Nộp số liệu", days_late=3))
    lines = word_texts(file)
    assert "Số:        /PGDĐT" in lines
    assert "V/v đôn đốc thực hiện văn bản số 123/KH-PGDĐT ngày 05/10/2023 của Phòng GDĐT huyện Vĩnh Bảo" in lines
    assert [line for line in lines if line[:2] in {"Kí", "- "}][:3] == ["Kính gửi:", "- Trường A;", "- Trường B & <C>."]
    assert any("12/02/2024" in line for line in lines)
    assert word_rows(file)[1:] == [
        ["1", "Trường A", "Báo cáo kết quả thực hiện", "15/01/2024", "21"],
        ["2", "Trường B & <C>", "Báo cáo kết quả thực hiện", "15/01/2024", "21"],
        ["3", "Trường A", "Nộp số liệu", "15/01/2024", "3"],
    ]


def test_letter_about_several_documents_names_each() -> None:
    rows = word_rows(urging(late("Trường A"), late("Trường B", document=LETTER)))
    assert [row[3] for row in rows] == ["Văn bản", "123/KH-PGDĐT", "văn bản tháng 11/2023 của Sở GDĐT Hải Phòng"]


def test_letter_to_one_unit_has_it_on_the_line() -> None:
    assert "Kính gửi: Trường A" in word_texts(urging(late("Trường A")))


def test_letter_to_many_units_points_to_the_list() -> None:
    works = [late(f"Trường {number}") for number in range(13)]
    assert "Kính gửi: Các đơn vị có tên trong danh sách dưới đây (13 đơn vị)" in word_texts(urging(*works))


def test_same_value_gives_the_same_file() -> None:
    file = report(table(Counts(1)))
    assert file == report(table(Counts(1)))
    assert {entry.date_time[0] for entry in ZipFile(BytesIO(file)).infolist()} == {1980}


def test_letter_about_nothing_is_still_a_file() -> None:
    assert word_rows(urging())[1] == [VI.say("paper.empty")]


def test_five_thousand_rows_take_seconds() -> None:
    value = long_table(5_000)
    started = time.perf_counter()
    file = report(value)
    assert time.perf_counter() - started < 20
    rows = word_rows(file)
    assert len(rows) == 5_003
    assert rows[-1][2] == whole(value.total.counts.assigned)
