"""Text files: the file's own line numbers, pages, tables and columns."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DocumentRefused
from intake.reading import Document, read_document
from intake.reading.plain import MOST_CHARACTERS, MOST_LINES, read_text
from intake.reading.source import Source


def reading(text: str, *, kind: str = "txt") -> Document:
    """A text as it is read from a file."""
    return read_text(Source("a." + kind, text.encode()), name="a." + kind, kind=kind)


def texts(text: str) -> list[tuple[int, str]]:
    """Numbers and texts of the lines."""
    return [(line.number, line.text) for line in reading(text).lines]


def test_lines_are_those_of_the_file() -> None:
    assert texts("Một\n\nHai\r\nBa\rBốn\x0bNăm\x85Sáu\u2028Bảy\n") == [
        (1, "Một"),
        (2, ""),
        (3, "Hai"),
        (4, "Ba"),
        (5, "BốnNăm\x85Sáu\u2028Bảy"),
    ]


def test_unseen_signs_are_left_out() -> None:
    assert texts("\ufeffnhi\u200bệm\u00ad vụ")[0] == (1, "nhiệm vụ")


def test_page_breaks_count_pages_and_keep_the_numbers() -> None:
    lines = reading("Trang một\n- 1 -\n\fTrang hai\ncòn\fTrang ba\n").lines
    assert [(line.number, line.page, line.text) for line in lines] == [
        (1, 1, "Trang một"),
        (3, 2, "Trang hai"),
        (4, 2, "còn"),
        (4, 3, "Trang ba"),
    ]


@pytest.mark.parametrize("number", ["- 2 -", "Trang 2/5", "– 12 –", "trang 2"])
def test_page_numbers_are_left_out(number: str) -> None:
    assert texts(f"Nội dung\n{number}\ntiếp theo") == [(1, "Nội dung"), (3, "tiếp theo")]


@pytest.mark.parametrize("figure", ["30/10", "2/5", "15%", "1.", "2)", "(3)", "2024"])
def test_figures_on_a_line_of_their_own_stay(figure: str) -> None:
    assert texts(f"Thời hạn\n{figure}\nĐơn vị") == [(1, "Thời hạn"), (2, figure), (3, "Đơn vị")]


def test_items_that_begin_each_page_stay() -> None:
    text = "\f".join(f"{number}. Các trường báo cáo kết quả thực hiện\nNội dung\n" for number in range(1, 5))
    assert sum("báo cáo" in line.text for line in reading(text).lines) == 4


def test_bare_numbers_are_page_numbers_where_they_count_pages() -> None:
    page = "Các trường mầm non báo cáo kết quả thực hiện về phòng. " * 20
    assert [number for number, _ in texts(f"{page}\n2\n{page}\n3\n{page}")] == [1, 3, 5]
    assert [number for number, _ in texts(f"{page}\n{' ' * 44}2\n{page}\n{' ' * 45}3\n{page}")] == [1, 3, 5]
    assert [text for _, text in texts("Số trẻ\n2\nSố lớp\n3")] == ["Số trẻ", "2", "Số lớp", "3"]


def test_heads_and_feet_of_pages_are_left_out_from_the_second_page() -> None:
    text = "\f".join(f"Kế hoạch năm học\nNội dung {name}\nLưu hành nội bộ\n" for name in ("một", "hai", "ba", "bốn"))
    assert [line.text for line in reading(text).lines] == [
        "Kế hoạch năm học",
        "Nội dung một",
        "Lưu hành nội bộ",
        "Nội dung hai",
        "Nội dung ba",
        "Nội dung bốn",
    ]


LETTERHEAD = [
    "UBND HUYỆN A",
    "PHÒNG GDĐT",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "KẾ HOẠCH",
    "Kiểm tra việc nuôi dưỡng",
]


def around_page_numbers(*heads: str) -> list[str]:
    """The lines that are left of these, of which each stands behind a page number, after a letterhead."""
    lines = [*LETTERHEAD, *(f"{number}. Việc của các trường" for number in range(1, 12))]
    for number, head in enumerate(heads, start=1):
        lines += ["", f"- {number} -", "", head, "", f"Việc {'abcdef'[number]}"]
    left = [text for _, text in texts("\n".join(lines))]
    return [head for head in heads if head in left]


@pytest.mark.parametrize("head", ["UBND HUYỆN A - Kế hoạch kiểm tra", "PHÒNG GDĐT – Kê hoach Kiểm tra"])
def test_issuer_and_title_beside_a_page_number_are_left_out(head: str) -> None:
    assert around_page_numbers(head) == []


@pytest.mark.parametrize(
    "head",
    [
        *(
            "UBND HUYỆN A",
            "KẾ HOẠCH",
            "Ubnd huyện A - Kế hoạch kiểm tra",
            "UBND HUYỆN A - Báo cáo kết quả",
            "KẾ - HOẠCH",
        ),
        *("- UBND HUYỆN A - Kế hoạch kiểm tra", "UBND HUYỆN A chủ trì; hoàn thành trước ngày 30/10"),
    ],
)
def test_other_lines_beside_a_page_number_stay(head: str) -> None:
    assert around_page_numbers(head) == [head]


def test_head_of_a_page_stays_where_no_page_number_is() -> None:
    text = "\n".join([*LETTERHEAD, *["Việc của các trường"] * 12, "UBND HUYỆN A - Kế hoạch kiểm tra", "Việc"])
    assert "UBND HUYỆN A - Kế hoạch kiểm tra" in [line for _, line in texts(text)]


def test_lines_that_stand_beside_more_page_numbers_are_left_out() -> None:
    assert around_page_numbers("Lưu hành nội bộ ngành", "Lưu hành nội bộ ngành", "Việc chung") == ["Việc chung"]
    months = ["Công việc của tháng 10", "Công việc của tháng 11"]
    assert around_page_numbers(*months) == months


def test_markdown_table_gives_cells() -> None:
    lines = reading(
        "Phụ lục\n| TT | Việc |\n|----|:---:|\n| 1 | Báo cáo<br>nhanh |\n| 2 | a \\| b |\nHết", kind="md"
    ).lines
    assert [(line.number, line.table, line.cells) for line in lines] == [
        (1, None, ()),
        (2, 1, ("TT", "Việc")),
        (4, 1, ("1", "Báo cáo nhanh")),
        (5, 1, ("2", "a | b")),
        (6, None, ()),
    ]
    assert lines[2].text == "1 | Báo cáo nhanh"


def test_tabs_make_a_table() -> None:
    lines = reading("STT\tNội dung\tThời hạn\n1\tBáo cáo\t30/10\nI\tPhần hai\n\nHết").lines
    assert [line.cells for line in lines if line.table == 1] == [
        ("STT", "Nội dung", "Thời hạn"),
        ("1", "Báo cáo", "30/10"),
        ("I", "Phần hai"),
    ]


def test_head_of_two_columns_is_taken_apart() -> None:
    head = (
        "UBND HUYỆN A            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "PHÒNG GDĐT\t\tĐộc lập - Tự do - Hạnh phúc\n"
        "Số:      /GDĐT-MN       Vĩnh Bảo, ngày     tháng 10 năm 2023\n"
        "Số:      /KH-UBND\n"
    )
    assert texts(head) == [
        (1, "UBND HUYỆN A"),
        (1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (2, "PHÒNG GDĐT"),
        (2, "Độc lập - Tự do - Hạnh phúc"),
        (3, "Số:      /GDĐT-MN"),
        (3, "Vĩnh Bảo, ngày     tháng 10 năm 2023"),
        (4, "Số:      /KH-UBND"),
    ]


def test_signature_beside_the_recipients_is_taken_apart() -> None:
    tail = "Nơi nhận:                    KT. TRƯỞNG PHÒNG\n- Như trên;\n- Lưu: VT.                  Nguyễn Thị Hoa"
    assert [text for _, text in texts(tail)] == [
        "Nơi nhận:",
        "KT. TRƯỞNG PHÒNG",
        "- Như trên;",
        "- Lưu: VT.",
        "Nguyễn Thị Hoa",
    ]


def test_wide_blanks_in_a_clause_stay() -> None:
    assert len(texts("1. Các trường    báo cáo   trước ngày 30/10")) == 1


def test_converted_and_broken_texts_are_told() -> None:
    told = read_text(Source("a.txt", "Céng hoµ x· héi chñ nghÜa".encode("cp1252")), name="a.txt", kind="txt").warnings
    assert [(problem.code, problem.values) for problem in told] == [("text_converted", {"charset": "TCVN3"})]
    data = ("Báo cáo kết quả thực hiện nhiệm vụ\n" * 30 + "hế").encode()[:-1]
    told = read_text(Source("a.txt", data), name="a.txt", kind="txt").warnings
    assert [(problem.place, problem.code) for problem in told] == [("a.txt:31", "text_broken")]


@pytest.mark.parametrize("text", ["\n" * (MOST_LINES + 1) + "a", "a" * (MOST_CHARACTERS + 1)])
def test_text_far_too_long_is_refused(text: str) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        reading(text)
    assert refusal.value.values["reason"] == "text_too_long"


def test_megabyte_on_one_line_is_read() -> None:
    text = "báo cáo kết quả | thực hiện   nhiệm vụ; " * 25_000
    assert texts(text) == [(1, text)]


PIECES = st.text(alphabet="aáđ 12-–|\t\f\r\n:./Sốtrang", max_size=120)


@given(PIECES)
def test_lines_come_from_their_place_for_any_text(text: str) -> None:
    lines = reading(text + "Hết").lines
    written = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    written[-1] += "Hết"
    assert [line.number for line in lines] == sorted(line.number for line in lines)
    for line in lines:
        for part in line.cells or (line.text,):
            assert "".join(part.split()) in "".join(written[line.number - 1].replace("\\|", "|").split())


def test_file_of_lines_is_named(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch.md"
    path.write_text("# Kế hoạch\n", encoding="utf-8")
    document = read_document(path)
    assert (document.name, document.format, document.lines[0].text) == ("kế hoạch.md", "md", "# Kế hoạch")
