"""Number, date and place, as clerks and scans print them."""

import pytest

from intake.drafting.head import read_head
from tests.support.directives import document_of

NUMBERS = [
    ("Số: 567/PGDĐT-NVMN", "567/PGDĐT-NVMN", None, None),
    ("Số: 396 /KH- GD&ĐT", "396/KH-GD&ĐT", None, None),
    ("Số : 24 / PGD&ĐT- GDMN", "24/PGD&ĐT-GDMN", None, None),
    ("Số 15/KH-MNHM", "15/KH-MNHM", None, None),
    ("Số 15-KH/ĐU", "15-KH/ĐU", None, None),
    ("Số: 22/2013/QĐ-TTg", "22/2013/QĐ-TTg", None, None),
    ("Sô: 45/KH-UBND", "45/KH-UBND", None, None),
    ("S6: 45/KH-UBND", "45/KH-UBND", None, None),
    ("Số; 45/KH-UBND", "45/KH-UBND", None, None),
    ("Sô: 2l7 /KH-PGDĐT", "2l7/KH-PGDĐT", None, "217/KH-PGDĐT"),
    ("Số: 1O/HD-GDDT", "1O/HD-GDDT", None, "10/HD-GDĐT"),
    ("Số: 88/KH-PGDDĐT", "88/KH-PGDDĐT", None, "88/KH-PGDĐT"),
    ("Số: 3210/QD-UBND", "3210/QD-UBND", None, "3210/QĐ-UBND"),
    ("Số: /GDĐT-MN", None, "/GDĐT-MN", None),
    ("Số:      /KH-UBND", None, "/KH-UBND", None),
    ("Số: ....../PGDĐT-MN", None, "/PGDĐT-MN", None),
    ("Số: …/PGDĐT", None, "/PGDĐT", None),
    ("Số: ___/KH-UBND", None, "/KH-UBND", None),
    ("Số: /PGDDĐT", None, "/PGDDĐT", "/PGDĐT"),
    ("Số:", None, None, None),
    ("Số: 12/KH-UBND (dự thảo)", "12/KH-UBND", None, None),
    ("**Số: 12/KH-UBND**", "12/KH-UBND", None, None),
    ("| Số: 12/KH-UBND | Ba Bể, ngày 02 tháng 3 năm 2024 |", "12/KH-UBND", None, None),
    ("Số: 12/PGDĐT V/v nộp báo cáo", "12/PGDĐT", None, None),
]

DATES = [
    ("Ba Bể, ngày 04 tháng 9 năm 2023", "2023-09-04", "Ba Bể"),
    ("Ba Bể, ngày 4/9/2023", "2023-09-04", "Ba Bể"),
    ("Ba Bể, ngày 04-9-2023", "2023-09-04", "Ba Bể"),
    ("Ba Bể, ngày tháng 10 năm 2023", "2023-10", "Ba Bể"),
    ("Ba Bể, ngày ... tháng 10 năm 2023", "2023-10", "Ba Bể"),
    ("Ba Bể, ngày … tháng … năm 2023", None, "Ba Bể"),
    ("Ba Bể, ngày     tháng     năm 2025", None, "Ba Bể"),
    ("Ba Bể, ngày1O tháng 8 nărn 2O20", "2020-08-10", "Ba Bể"),
    ("Ba Bể, ngày 26 tháng 0 6 năm 2018", "2018-06-26", "Ba Bể"),
    ("Ba Bể, ngày 31 tháng 2 năm 2024", None, "Ba Bể"),
    ("Ba Bể, ngày 12 tháng 13 năm 2024", None, "Ba Bể"),
    ("_Ba Bể, ngày 04 tháng 9 năm 2023_", "2023-09-04", "Ba Bể"),
    ("TP. Hồ Chí Minh, ngày 04 tháng 9 năm 2023", "2023-09-04", "Hồ Chí Minh"),
    ("Thành phố Thủ Đức, ngày 04 tháng 9 năm 2023", "2023-09-04", "Thủ Đức"),
    ("Bà Rịa - Vũng Tàu, ngày 04 tháng 9 năm 2023", "2023-09-04", "Bà Rịa - Vũng Tàu"),
    ("Phường 5, ngày 04 tháng 9 năm 2023", "2023-09-04", "Phường 5"),
    ("Số: 12/KH-UBND    Ba Bể, ngày 04 tháng 9 năm 2023", "2023-09-04", "Ba Bể"),
    ("Số: 12 / PGD&ĐT- GDMN Ba Bể, ngày 04 tháng 9 năm 2023", "2023-09-04", "Ba Bể"),
]


@pytest.mark.parametrize(("printed", "number", "suffix", "corrected"), NUMBERS)
def test_number_is_read_as_printed_without_stray_blanks(
    printed: str, number: str | None, suffix: str | None, corrected: str | None
) -> None:
    head = read_head(document_of(printed, "Kính gửi: Các trường mầm non.").lines).head

    assert (head.number.value, head.number_suffix.value, head.number_corrected) == (number, suffix, corrected)


def test_number_on_the_next_line_belongs_to_its_label() -> None:
    head = read_head(document_of("Số:", "36/KH-UBND", "KẾ HOẠCH").lines).head

    assert head.number.value == "36/KH-UBND"
    assert head.number.line == 1


def test_number_left_blank_is_told() -> None:
    head = read_head(document_of("Số: /GDĐT-MN", "V/v nộp báo cáo").lines).head

    assert head.number.notes == ("number_blank",)
    assert head.number.how == "number_blank"


def test_document_without_a_number_has_none() -> None:
    head = read_head(document_of("1. Các trường báo cáo trước ngày 15/8/2024.").lines).head

    assert (head.number.value, head.number.how) == (None, "not_found")


@pytest.mark.parametrize(("printed", "issued_on", "place"), DATES)
def test_date_of_issue_stands_behind_the_place(printed: str, issued_on: str | None, place: str) -> None:
    head = read_head(document_of("UBND HUYỆN X", printed, "KẾ HOẠCH", "Nâng cao chất lượng").lines).head

    assert (head.issued_on.value, head.place.value) == (issued_on, place)


def test_date_without_its_day_is_told() -> None:
    head = read_head(document_of("Ba Bể, ngày tháng 10 năm 2023", "KẾ HOẠCH").lines).head

    assert head.issued_on.notes == ("issue_day_blank",)


def test_date_below_the_text_counts_where_none_stands_above() -> None:
    lines = document_of(
        "KẾ HOẠCH", "Tuần lễ áo dài", "1. May áo.", "Ba Bể, ngày 5 tháng 3 năm 2024", "Nơi nhận:", "- Lưu."
    )
    reading = read_head(lines.lines)

    assert reading.head.issued_on.value == "2024-03-05"
    assert reading.zones.body_end == 3


@pytest.mark.parametrize(
    "printed",
    [
        "Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019;",
        "V/v họp ngày 15 tháng 5 năm 2024",
        "Kỷ niệm ngày Nhà giáo Việt Nam, ngày 20 tháng 11 năm 2024",
    ],
)
def test_date_in_a_sentence_is_no_date_of_issue(printed: str) -> None:
    head = read_head(document_of("Số: 12/PGDĐT", printed, "Kính gửi: Các trường.").lines).head

    assert head.issued_on.value is None


def test_place_with_a_lost_mark_is_put_right_before_the_reform() -> None:
    lines = document_of(
        "Số: /PGDĐT", "Đàm Hà, ngày 03 tháng 02 năm 2025", "V/v nộp báo cáo", "Kính gửi: Các trường."
    ).lines
    place = read_head(lines).head.place

    assert (place.value, place.notes) == ("Đầm Hà", ("place_corrected",))


def test_place_of_a_commune_stays_as_printed_after_the_reform() -> None:
    lines = document_of("Số: 5/KH-UBND", "Đàm Hà, ngày 03 tháng 9 năm 2025", "KẾ HOẠCH", "Nâng cao chất lượng").lines

    assert read_head(lines).head.place.value == "Đàm Hà"
