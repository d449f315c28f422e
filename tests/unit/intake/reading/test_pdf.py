"""PDF files: paragraphs, columns and tables by the layout of the page."""

import pytest

from engine.errors import DocumentRefused
from intake.reading import Document
from intake.reading.pdf import MOST_PAGES, read_pdf
from intake.reading.source import Source
from tests.support.pdf_files import PdfPage, pdf_bytes, width_of

LEFT, RIGHT = 80.0, 520.0
LONG = "Các trường mầm non rà soát đội ngũ giáo viên và cơ sở vật chất,"


def reading(*pages: PdfPage, **options: bool) -> Document:
    """The pages as they are read from a file."""
    return read_pdf(Source("a.pdf", pdf_bytes(pages, **options)), name="a.pdf", kind="pdf")


def texts(*pages: PdfPage) -> list[str]:
    """The lines of a file."""
    return [line.text for line in reading(*pages).lines]


def page_of(*rows: str, left: float = LEFT, first: float = 780.0) -> PdfPage:
    """A page with rows of 18 points, each at the left margin."""
    page = PdfPage()
    for index, text in enumerate(rows):
        page.write(left, first - 18 * index, text)
    return page


def filled(text: str) -> str:
    """A row that reaches the right margin."""
    return (text + " thực hiện nhiệm vụ năm học theo kế hoạch của đơn vị")[: int((RIGHT - LEFT) / 7)].rstrip()


def centred(page: PdfPage, middle: float, y: float, *, text: str) -> None:
    """Print a row in the middle of a column."""
    page.write(middle - width_of(text) / 2, y, text)


def test_letters_are_put_together_by_their_places() -> None:
    page = PdfPage()
    page.write_torn(LEFT, 700, "BỘ GIÁO DỤC VÀ ĐÀO TẠO")
    assert texts(page) == ["BỘ GIÁO DỤC VÀ ĐÀO TẠO"]


def test_words_are_parted_where_no_blank_is_printed() -> None:
    page = PdfPage()
    page.write(LEFT, 700, "báo")
    page.write(LEFT + width_of("báo") + 4, 700, "cáo")
    page.write(LEFT + width_of("báocáo") + 4.5, 700, "viên")
    assert texts(page) == ["báo cáoviên"]


def test_room_that_a_letter_fills_is_no_blank() -> None:
    page = PdfPage()
    page.drawn.append(f"BT /F1 14 Tf {LEFT} 700 Td [<00670069> -500 <0079>] TJ ET")
    page.write(LEFT + width_of("gi"), 700, "ấ")
    page.write(LEFT + width_of("giấy"), 700, ".")
    assert texts(page) == ["giấy."]


def test_number_that_fills_its_indent_opens_a_paragraph() -> None:
    page = page_of(f"10.{filled(LONG)[:-4].rstrip()}")
    page.write(LEFT + width_of("10."), 762, "báo cáo về Phòng.")
    assert texts(page) == [f"10. {filled(LONG)[:-4].rstrip()} báo cáo về Phòng."]


def test_doubled_print_counts_once_and_notes_find_their_row() -> None:
    page = PdfPage()
    page.write(LEFT, 700, "KẾ HOẠCH")
    page.write(LEFT + 0.4, 700, "KẾ HOẠCH")
    page.write(LEFT + width_of("KẾ HOẠCH"), 705, "1", size=8)
    assert texts(page) == ["KẾ HOẠCH1"]


def test_rows_of_a_paragraph_are_joined_and_paragraphs_kept_apart() -> None:
    rows = (filled(LONG), "báo cáo về Phòng.", "1. Việc thứ nhất", "2. " + filled(LONG)[:-3], "trước ngày 30/10/2023.")
    joined = texts(page_of(*rows))
    assert joined == [f"{rows[0]} {rows[1]}", rows[2], f"{rows[3]} {rows[4]}"]


def test_indent_and_gap_begin_a_paragraph() -> None:
    page = page_of(filled(LONG), filled(LONG))
    page.write(LEFT + 30, 744, filled(LONG)[:-5])
    page.write(LEFT, 700, "Cách một khoảng rộng")
    assert len(texts(page)) == 3


def test_hyphen_at_the_end_of_a_row_joins_without_a_blank() -> None:
    first = filled(LONG)[:-5] + "2018-"
    assert texts(page_of(first, "2025 trên địa bàn huyện.")) == [f"{first}2025 trên địa bàn huyện."]


def test_paragraph_goes_on_over_the_page() -> None:
    one, two = page_of(filled(LONG), filled(LONG)), page_of("và báo cáo kết quả.", "2. Việc khác")
    found = reading(one, two).lines
    assert [(line.page, line.text[-8:]) for line in found] == [(1, "kết quả."), (2, "iệc khác")]


def test_notes_stand_behind_the_paragraph_that_a_page_break_cuts() -> None:
    one, two = page_of(filled(LONG), filled(LONG), filled(LONG)), page_of("và báo cáo kết quả.", "2. Việc khác")
    one.write(LEFT, 60, "1 Công văn số 12/SGDĐT ngày 02/8/2023.", size=10)
    assert [text[-12:] for text in texts(one, two)] == ["cáo kết quả.", "y 02/8/2023.", "2. Việc khác"]


def test_head_is_read_column_by_column() -> None:
    page = PdfPage()
    for y, left, right in (
        (780, "UBND HUYỆN A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (764, "PHÒNG GDĐT", "Độc lập - Tự do - Hạnh phúc"),
        (740, "Số:     /GDĐT-MN", "A, ngày     tháng 10 năm 2023"),
        (724, "V/v báo cáo sơ kết", ""),
        (708, "thực hiện đề án", ""),
    ):
        centred(page, 150, y, text=left)
        if right:
            centred(page, 420, y - 1, text=right)
    centred(page, 300, 670, text="Kính gửi: Hiệu trưởng các trường mầm non.")
    assert texts(page) == [
        *("UBND HUYỆN A", "PHÒNG GDĐT", "Số: /GDĐT-MN", "V/v báo cáo sơ kết", "thực hiện đề án"),
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "A, ngày tháng 10 năm 2023"),
        "Kính gửi: Hiệu trưởng các trường mầm non.",
    ]


def test_signature_stands_behind_the_recipients() -> None:
    page = page_of(filled(LONG), "Phòng GDĐT đề nghị các đơn vị thực hiện./.")
    for index, text in enumerate(("Nơi nhận:", "- Như trên;", "- Lưu: VT.")):
        page.write(LEFT, 700 - 13 * index, text, size=11)
    centred(page, 420, 702, text="KT. TRƯỞNG PHÒNG")
    centred(page, 420, 686, text="PHÓ TRƯỞNG PHÒNG")
    centred(page, 420, 600, text="Nguyễn Thị Hoa")
    assert texts(page)[1:] == [
        *("Nơi nhận:", "- Như trên;", "- Lưu: VT.", "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG", "Nguyễn Thị Hoa"),
    ]


def test_titles_may_stand_above_the_recipients() -> None:
    page = page_of(filled(LONG), "Phòng GDĐT đề nghị các đơn vị thực hiện./.")
    centred(page, 420, 712, text="KT. GIÁM ĐỐC")
    centred(page, 420, 696, text="PHÓ GIÁM ĐỐC")
    page.write(LEFT, 680, "Nơi nhận:", size=11)
    page.write(LEFT, 667, "- Như trên;", size=11)
    centred(page, 420, 600, text="Trần Văn Bình")
    assert texts(page)[1:] == [
        *("Nơi nhận:", "- Như trên;", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Bình"),
    ]


def test_wide_gap_behind_a_number_makes_no_column() -> None:
    page = PdfPage()
    for y in (700, 680, 660):
        page.write(LEFT, y, "-")
        page.write(LEFT + 40, y, "Việc của trường")
    assert texts(page) == ["- Việc của trường"] * 3


def with_table(page: PdfPage, rows: list[tuple[str, ...]], *, top: float = 700) -> PdfPage:
    """The page with a ruled table."""
    columns = [LEFT, 120, 360, RIGHT]
    page.grid(columns, [top - 40 * index for index in range(len(rows) + 1)])
    for index, row in enumerate(rows):
        for x, text in zip(columns, row, strict=False):
            for turn, part in enumerate(text.split("\n")):
                page.write(x + 4, top - 40 * index - 14 - 16 * turn, part, size=12)
    return page


HEAD = ("TT", "Nội dung", "Thời hạn")


def test_ruled_table_gives_rows_with_cells() -> None:
    page = with_table(page_of("Phụ lục"), [HEAD, ("1", "Báo cáo\nkết quả", "30/10/2023")])
    page.write(LEFT, 580, "Hết")
    found = reading(page).lines
    assert [(line.text, line.table, line.cells) for line in found] == [
        ("Phụ lục", None, ()),
        ("TT | Nội dung | Thời hạn", 1, HEAD),
        ("1 | Báo cáo kết quả | 30/10/2023", 1, ("1", "Báo cáo kết quả", "30/10/2023")),
        ("Hết", None, ()),
    ]


def test_text_that_hangs_over_the_border_stays_in_its_row() -> None:
    page = with_table(PdfPage(), [HEAD, ("1", "Việc một", "10/10"), ("2", "Việc hai", "11/10")])
    page.write(124, 615, "còn tiếp", size=12)
    assert [line.cells[1] for line in reading(page).lines] == ["Nội dung", "Việc một còn tiếp", "Việc hai"]


def test_merged_cell_is_read_once() -> None:
    page = PdfPage()
    page.grid([LEFT, 200, 320], [700, 660])
    page.grid([LEFT, 320], [660, 620])
    page.grid([LEFT, 200, 320], [620, 580])
    for x, y, text in ((90, 680, "a"), (210, 680, "b"), (90, 640, "chung"), (90, 600, "c"), (210, 600, "d")):
        page.write(x, y, text)
    assert [line.cells for line in reading(page).lines] == [("a", "b"), ("chung", ""), ("c", "d")]


def test_table_goes_on_over_the_page_without_its_head() -> None:
    one = with_table(PdfPage(), [HEAD, ("1", "Việc một", "10/10"), ("2", "Việc hai", "11/10")], top=780)
    two = with_table(PdfPage(), [HEAD, ("", "còn tiếp", ""), ("3", "Việc ba", "12/10")], top=780)
    found = reading(one, two).lines
    assert {line.table for line in found} == {1}
    assert [line.cells[1] for line in found] == ["Nội dung", "Việc một", "Việc hai còn tiếp", "Việc ba"]


def test_frames_and_single_rules_are_no_table() -> None:
    page = page_of("Trong khung")
    page.grid([70, 300], [800, 760])
    page.rule(70, 740, to=(300, 740))
    assert [line.table for line in reading(page).lines] == [None]


def test_page_numbers_and_repeated_heads_are_left_out() -> None:
    pages, names = [], ("Phòng", "trường", "xã", "huyện")
    for number, name in enumerate(names, start=1):
        page = page_of(f"{number}. Việc của {name}", first=700)
        centred(page, 300, 810, text=str(number))
        page.write(LEFT, 790, "Kế hoạch năm học 2023-2024")
        pages.append(page)
    assert texts(*pages) == [
        "Kế hoạch năm học 2023-2024",
        *(f"{number}. Việc của {name}" for number, name in enumerate(names, start=1)),
    ]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_turned_pages_are_read_as_shown(rotation: int) -> None:
    upright = pdf_bytes([page_of("Một", "1. Hai")])
    assert upright
    page = PdfPage(rotation=rotation)
    turns = {90: "0 1 -1 0 300 100", 180: "-1 0 0 -1 300 700", 270: "0 -1 1 0 300 700"}
    drawn = page_of("Một", "1. Hai", left=10, first=50).drawn
    page.drawn = [f"q {turns[rotation]} cm", *drawn, "Q"]
    assert texts(page) == ["Một", "1. Hai"]


def test_text_at_an_angle_is_left_out() -> None:
    page = page_of("Nội dung")
    stamp = page_of("DỰ THẢO", left=0, first=0).drawn
    page.drawn += ["q 0.7 0.7 -0.7 0.7 200 300 cm", *stamp, "Q"]
    assert texts(page) == ["Nội dung"]


def test_pages_without_text_are_told() -> None:
    scan = PdfPage()
    scan.picture()
    document = reading(page_of("Nội dung của trang đầu"), scan, PdfPage())
    assert [(problem.code, problem.values) for problem in document.warnings] == [("pages_scanned", {"pages": "2"})]


def test_old_fonts_are_converted() -> None:
    document = reading(page_of("Céng hoµ x· héi chñ nghÜa ViÖt Nam"))
    assert document.lines[0].text == "Cộng hoà xã hội chủ nghĩa Việt Nam"
    assert [problem.code for problem in document.warnings] == ["text_converted"]


def scan_bytes() -> bytes:
    """A scan of one page."""
    page = PdfPage()
    page.picture()
    return pdf_bytes([page])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf_bytes([page_of("Nội dung")], is_locked=True), "pdf_encrypted"),
        (pdf_bytes([page_of(LONG, LONG)], has_letters=False), "pdf_garbled"),
        (pdf_bytes([page_of("Þçñæ ßëÿø ñåïë þçôë ßýñø", *["ñåïë þçôë ßýñø æßçñ"] * 9)]), "pdf_garbled"),
        (scan_bytes(), "scan"),
        (pdf_bytes([PdfPage()]), "file_empty"),
        (pdf_bytes([PdfPage()] * (MOST_PAGES + 1)), "text_too_long"),
        (b"%PDF-1.7\nnothing", "pdf_damaged"),
    ],
)
def test_unusable_files_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        read_pdf(Source("a.pdf", data), name="a.pdf", kind="pdf")
    assert refusal.value.values["reason"] == reason
