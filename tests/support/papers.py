"""Tables, lists and letters to print, and what is read from the files again."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pypdfium2
from docx import Document
from hypothesis import strategies as st
from openpyxl import load_workbook

from engine.deadlines import Timeliness
from engine.service.tallies import Line, RollUp
from engine.states import Status
from engine.tallies import Counts, Denominator, Figure
from reports.official_table import RATE_HEADINGS, OfficialTable, TableRow, count, official_table, used_counts
from reports.paper import CitedDocument, LateWork, PaperHead, UnitLine, UrgingLetter
from reports.wording import words

VI = words("vi")
AT = datetime(2024, 2, 5, 1, 30, tzinfo=UTC)
PLAN = CitedDocument("123/KH-PGDĐT", "2023-10-05", "Phòng GDĐT huyện Vĩnh Bảo")
LETTER = CitedDocument("", "2023-11", "Sở GDĐT Hải Phòng")
HEAD = PaperHead(
    agency_above="Ủy ban nhân dân huyện Vĩnh Bảo",
    agency="Phòng Giáo dục và Đào tạo",
    place="Vĩnh Bảo",
    day=date(2024, 2, 5),
    signer="Trưởng phòng",
    symbol="PGDĐT",
)
# Every letter that Vietnamese has beyond ASCII.
LETTERS = "".join(chr(code) for code in range(0x1EA0, 0x1EFA)) + "ĂăÂâĐđÊêÔôƠơƯưÀÁÃÈÉÌÍÒÓÕÙÚÝàáãèéìíòóõùúýĨĩŨũ"
HOSTILE = (
    "Trường Tiểu học & THCS <Thắng Thủy> \"điểm 2\" 'x'",
    "=SUM(A1:A9)",
    "+84 912",
    "-2+3",
    '@cmd|" /C calc"!A1',
    ' =HYPERLINK("http://example.org")',
    "#let x = [*đậm*] $a^2$ @nguon \\ _ `m` //",
    "]]></w:t>&amp;{document}%s{0}",
    "https://example.org/a?b=1&c=2",
    "Trường " + "Nguyễn Thị Minh Khai " * 14,
    "ệ" * 300,
)
some_counts = st.builds(Counts, *([st.integers(0, 10**7)] * 7))
some_names = st.text(st.characters(codec="utf-8"), max_size=40)


def table(
    *counts: Counts,
    names: Sequence[str] = (),
    title: str = "Kế hoạch",
    figures: tuple[Figure, ...] = (),
    denominator: Denominator = Denominator.DUE,
) -> OfficialTable:
    """The table of some units, which are called as ``names`` say as far as these go."""
    called = [*names, *(f"Trường số {number}" for number in range(len(names), len(counts)))]
    lines = tuple(Line(n, f"U{n}", called[n], "truong", c) for n, c in enumerate(counts))
    total = sum(counts, Counts())
    rolled = RollUp(
        1, PLAN.number, PLAN.issued_text, PLAN.issuer, title, "Phòng GDĐT", None, None, lines, total, figures
    )
    return official_table(rolled, words=VI, denominator=denominator)


def long_table(rows: int) -> OfficialTable:
    """A table with as many rows, each unlike the next."""
    return table(*(Counts(n % 7, n % 3, n % 4, n % 5, n % 2, 0, n % 11) for n in range(rows)))


def line(**changes: Any) -> UnitLine:
    """A line of a unit's list."""
    values: dict[str, Any] = {
        "document": PLAN.number,
        "task": "Báo cáo kết quả thực hiện",
        "unit": "Trường Mầm non Hoa Hồng",
        "last_day": date(2024, 1, 15),
        "status": Status.COMPLETED,
        "timeliness": Timeliness.LATE,
        "reported_on": date(2024, 1, 17),
    }
    return UnitLine(**{**values, **changes})


def late(unit: str, **changes: Any) -> LateWork:
    """Work that a unit is late with."""
    values: dict[str, Any] = {
        "document": PLAN,
        "task": "Báo cáo kết quả thực hiện",
        "last_day": date(2024, 1, 15),
        "days_late": 21,
    }
    return LateWork(unit=unit, **{**values, **changes})


def letter(*works: LateWork) -> UrgingLetter:
    """An urging letter."""
    return UrgingLetter(works, date(2024, 2, 12))


def numbers(row: TableRow, table: OfficialTable) -> list[int | float | None]:
    """What a row must show: its counts and its shares, None for a share of nothing."""
    shares = [None if not rate.whole else rate.part / rate.whole for rate in (row.rates[n] for n in RATE_HEADINGS)]
    return [*(count(row.counts, name) for name in used_counts(table)), *shares]


def all_rows(table: OfficialTable) -> list[TableRow]:
    """The rows in the order of print."""
    return [*table.rows, table.total]


def sheet(file: bytes) -> Any:
    """The only sheet of an Excel file."""
    (found,) = load_workbook(BytesIO(file)).worksheets
    return found


def word_texts(file: bytes) -> list[str]:
    """The paragraphs of a Word file and of the cells that carry its head and foot, without the table of data."""
    document = Document(BytesIO(file))
    cells = [cell for found in (document.tables[0], document.tables[-1]) for row in found.rows for cell in row.cells]
    return [p.text for p in document.paragraphs] + [p.text for cell in cells for p in cell.paragraphs]


def word_rows(file: bytes) -> list[list[str]]:
    """The rows of the table of data in a Word file."""
    table = Document(BytesIO(file)).tables[1]
    return [[text(cell) for cell in row.xpath("w:tc")] for row in table._tbl.xpath("w:tr")]


def text(element: Any) -> str:
    """All text of an element of a Word file."""
    return "".join(found.text or "" for found in element.xpath(".//w:t"))


def pdf_text(file: bytes) -> str:
    """The text of all pages, on one line."""
    document = pypdfium2.PdfDocument(file)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return "\n".join(pages)


def squeezed(found: str | Iterable[str]) -> str:
    """Text without blanks, marks of places to break, and line ends: where lines end is not ours to say."""
    joined = found if isinstance(found, str) else "".join(found)
    return "".join(joined.replace("\u200b", "").replace("\ufffe", "").split())
