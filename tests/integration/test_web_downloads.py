"""Files of the figures: they open again and say what the page says; the letter names who is late and nobody else."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdfium2 import PdfDocument
from python_calamine import CalamineWorkbook

from config.bootstrap import Office
from tests.support.pages import Browser
from tests.support.stories import lived_office, owing_units, unit_id

OFFICIAL = "cvmn.pgddt@vinhbao.example"
HEAD = "ht.mnvinhquang@vinhbao.example"
LATE_UNITS, LATE_WORKS = 18, 26


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with lived_office(sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
def browser(office: Office) -> Iterator[Browser]:
    with Browser(office) as made:
        yield made.sign_in(OFFICIAL)


def fetched(browser: Browser, path: str) -> bytes:
    """A file, with the headers that make a browser save it and never show it."""
    answer = browser.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    return bytes(answer.content)


def shown(browser: Browser, path: str) -> list[list[str]]:
    """The lines of the table of a page: the name of the unit, then its cells."""
    lines = browser.get(path).tree.xpath("//table[contains(@class, 'official')]/*[self::tbody or self::tfoot]/tr")
    return [
        [line.xpath("normalize-space(th/span[1])"), *(cell.text_content() for cell in line.xpath("td")[1:])]
        for line in lines
    ]


def numbers(row: list[Any]) -> list[str]:
    """The cells of a line that are numbers, as printed."""
    return [re.sub(r"[\s.\xa0]", "", str(cell)) for cell in row]


def in_sheet(content: bytes) -> list[list[str]]:
    """The lines of a sheet from the first unit to the total: the name, then the counts."""
    found = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    start = next(number for number, row in enumerate(found) if row[0] == 1)
    end = next(number for number, row in enumerate(found) if row[1] == "Tổng cộng")
    return [[str(row[1]), *(str(int(cell)) for cell in row[2:8])] for row in found[start : end + 1]]


def in_word(content: bytes) -> list[list[str]]:
    """The same of the table of a Word file."""
    (table,) = [one for one in Document(BytesIO(content)).tables if len(one.columns) > 5]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    start = next(number for number, row in enumerate(rows) if row[0] == "1")
    return [[row[1], *numbers(row[2:8])] for row in rows[start:]]


def in_pdf(content: bytes) -> str:
    """The text of a PDF."""
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in PdfDocument(content))


def without_note(name: str) -> str:
    return name.split(" (phần việc", maxsplit=1)[0]


@pytest.mark.parametrize("query", ["", "?thu-tu=theo-cay&ngay=2023-11-01"])
def test_table_of_all_directives_says_the_same_in_every_file(office: Office, browser: Browser, query: str) -> None:
    unit = unit_id(office, "PGDDT")
    page = [[without_note(row[0]), *numbers(row[1:7])] for row in shown(browser, f"/tong-hop/{unit}{query}")]
    assert in_sheet(fetched(browser, f"/tong-hop/{unit}/bang.xlsx{query}")) == page
    assert in_word(fetched(browser, f"/tong-hop/{unit}/bang.docx{query}")) == page
    text = in_pdf(fetched(browser, f"/tong-hop/{unit}/bang.pdf{query}"))
    assert all(row[0].split()[-1] in text for row in page)


def test_table_of_a_directive_says_the_same_in_every_file(browser: Browser) -> None:
    page = [[without_note(row[0]), *numbers(row[1:7])] for row in shown(browser, "/van-ban/1/don-vi")]
    assert in_sheet(fetched(browser, "/van-ban/1/bang.xlsx")) == page
    content = fetched(browser, "/van-ban/1/bang.docx")
    assert in_word(content) == page
    words = "\n".join(cell.text for table in Document(BytesIO(content)).tables for cell in table._cells)
    assert "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO HUYỆN VĨNH BẢO" in words
    assert "Vĩnh Bảo, ngày 15 tháng 11 năm 2023" in words


def test_table_of_a_unit_and_a_task_says_the_same(office: Office, browser: Browser) -> None:
    unit = unit_id(office, "MN_VINHQUANG")
    query = f"don-vi={unit}&nhiem-vu=T03"
    (page, _) = shown(browser, f"/van-ban/1/don-vi/{unit}?nhiem-vu=T03")
    first = in_word(fetched(browser, f"/van-ban/1/bang.docx?{query}"))[0]
    assert first[1:] == numbers(page[1:6]) + first[6:]


def test_list_of_a_unit_has_a_line_for_each_obligation(office: Office, browser: Browser) -> None:
    obligation, unit = owing_units(office, task="T03")[0]
    links = browser.get(f"/van-ban/1/don-vi/{unit}").links("/viec/")
    content = fetched(browser, f"/van-ban/1/don-vi/{unit}/danh-sach.xlsx")
    found = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    lines = [row for row in found if isinstance(row[0], (int, float))]
    assert len(lines) == len(links)
    assert f"/viec/{obligation}" in links
    (registered,) = [row for row in lines if str(row[2]).startswith("T03.")]
    assert [str(day) for day in (registered[4], registered[6])] == ["2023-10-29", "2023-10-20"]


# --- the letter -----------------------------------------------------------------------------------


def test_letter_names_the_late_units_in_page_and_files(browser: Browser) -> None:
    seen = browser.get("/van-ban/1/don-doc")
    assert f"{LATE_UNITS} đơn vị chưa báo cáo {LATE_WORKS} phần việc" in seen.words
    units = seen.tree.xpath("//section[@class='letter']/ol/li/text()[1]")
    assert len(units) == LATE_UNITS
    document = Document(BytesIO(fetched(browser, seen.links("/van-ban/1/don-doc.docx")[0])))
    (table,) = [one for one in document.tables if len(one.columns) > 3]
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert len(rows) == LATE_WORKS
    assert {row[1] for row in rows} == {unit.strip() for unit in units}
    text = in_pdf(fetched(browser, seen.links("/van-ban/1/don-doc.pdf")[0]))
    assert "22/11/2023" in text
    assert "Nhân Hòa" in text


def test_letter_asks_for_a_report_by_the_day_that_was_chosen(browser: Browser) -> None:
    browser.get("/van-ban/1/don-doc")
    seen = browser.get("/van-ban/1/don-doc?bao-cao-truoc=2023-11-30")
    document = Document(BytesIO(fetched(browser, seen.links("/van-ban/1/don-doc.docx")[0])))
    assert "chậm nhất là ngày 30/11/2023" in "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize(("day", "said"), [("2023-11-14", "đã qua"), ("1923-11-30", "gõ nhầm"), ("mai", "không phải")])
def test_day_of_the_report_that_cannot_be_is_said(browser: Browser, day: str, said: str) -> None:
    seen = browser.get(f"/van-ban/1/don-doc?bao-cao-truoc={day}")
    assert (seen.status, seen.tree.xpath("//input[@name='bao-cao-truoc']/@value")) == (422, [day])
    assert said in seen.tree.get_element_by_id("bao-cao-truoc-loi").text_content()
    assert seen.links("/van-ban/1/don-doc.") == []
    assert browser.get(f"/van-ban/1/don-doc.docx?bao-cao-truoc={day}").url.endswith("/van-ban/1/don-doc")


def test_letter_is_for_those_who_see_all_of_the_directive(office: Office) -> None:
    with Browser(office) as browser:
        browser.sign_in(HEAD)
        assert browser.get("/van-ban/1").links("/van-ban/1/don-doc") == []
        assert browser.get("/van-ban/1/don-doc").status == 404
        assert browser.get("/van-ban/1/don-doc.docx").status == 404


@pytest.mark.parametrize("path", ["/van-ban/1/bang.exe", "/van-ban/1/don-doc.xlsx", "/van-ban/1/bang.pdf?don-vi=x"])
def test_file_that_is_not_made_is_not_there(browser: Browser, path: str) -> None:
    assert browser.get(path).status == 404
