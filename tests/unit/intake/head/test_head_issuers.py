"""Who issued the directive."""

import pytest

from intake.drafting.head import read_head
from tests.support.directives import document_of

ABOVE = [
    (("UBND HUYỆN KRÔNG PA", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"), "Phòng GDĐT huyện Krông Pa"),
    (("UBND HUYỆN KRÔNG PA", "PHÒNG GD&ĐT"), "Phòng GDĐT huyện Krông Pa"),
    (("PHÒNG GIÁO DỤC", "VÀ ĐÀO TẠO", "HUYỆN KRÔNG PA"), "Phòng GDĐT huyện Krông Pa"),
    (("PHÒNG GD&ĐT HUYỆN KRÔNG PA",), "Phòng GDĐT huyện Krông Pa"),
    (("UBND TỈNH GIA LAI", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "Sở GDĐT tỉnh Gia Lai"),
    (("UBND THÀNH PHỐ HẢI PHÒNG", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "Sở GDĐT thành phố Hải Phòng"),
    (("ỦY BAN NHÂN DÂN", "TỈNH KHÁNH HÒA"), "UBND tỉnh Khánh Hòa"),
    (("ỦY BAN NHÂN DÂN PHƯỜNG AN HỘI", "THÀNH PHỐ CẦN THƠ"), "UBND phường An Hội"),
    (("UỶ BAN NHÂN DÂN XÃ TÂN LẬP",), "UBND xã Tân Lập"),
    (("UBND XÃ NẬM HOA", "PHÒNG VĂN HÓA - XÃ HỘI"), "Phòng Văn hóa – Xã hội xã Nậm Hoa"),
    (("UBND TỈNH GIA LAI SỞ GIÁO DỤC VÀ ĐÀO TẠO",), "Sở GDĐT tỉnh Gia Lai"),
    (("BỘ GIÁO DỤC VÀ ĐÀO TẠO",), "Bộ GDĐT"),
    (("THỦ TƯỚNG CHÍNH PHỦ",), "Thủ tướng Chính phủ"),
    (("ỦY BANNHAN DÂN TỈNH GIA LAI",), "UBND tỉnh Gia Lai"),
    (("ỦY BAN MTTQ VIỆT NAM", "XÃ TÂN LẬP", "BAN THƯỜNG TRỰC"), "Ban Thường trực Ủy ban MTTQ Việt Nam xã Tân Lập"),
    (("HUYỆN ỦY KRÔNG PA", "BAN TUYÊN GIÁO"), "Ban Tuyên giáo Huyện ủy Krông Pa"),
    (("ĐẢNG BỘ TỈNH GIA LAI", "ĐẢNG ỦY XÃ TÂN LẬP"), "Đảng ủy xã Tân Lập"),
    (("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO BA BỂ",), "Phòng GDĐT huyện Ba Bể"),
    (("T ỈNH ỦY GIA LAI",), "Tỉnh ủy Gia Lai"),
    (("CÔNG AN TỈNH GIA LAI",), "Công an tỉnh Gia Lai"),
    (("BẢO HIỂM XÃ HỘI TỈNH GIA LAI",), "Bảo hiểm xã hội tỉnh Gia Lai"),
    (("TRUNG TÂM Y TẾ HUYỆN KRÔNG PA",), "Trung tâm Y tế huyện Krông Pa"),
]


@pytest.mark.parametrize(("offices", "issuer"), ABOVE)
def test_issuer_stands_above_the_number(offices: tuple[str, ...], issuer: str) -> None:
    found = read_head(
        document_of(*offices, "-------", "Số: 8/X", "V/v nộp báo cáo của Thủ tướng Chính phủ").lines
    ).head.issuer

    assert (found.value, found.how) == (issuer, "offices_above")


@pytest.mark.parametrize(
    ("number", "lead", "issuer"),
    [
        ("8/PGDĐT-MN", "Đề nghị các trường trên địa bàn huyện báo cáo:", "Phòng GDĐT huyện Krông Pa"),
        (
            "8/KH-GD&ĐT",
            "Thực hiện kế hoạch, Phòng Giáo dục và Đào tạo (GDĐT) xây dựng kế hoạch:",
            "Phòng GDĐT huyện Krông Pa",
        ),
        ("8/KH-UBND", "UBND huyện ban hành kế hoạch như sau:", "UBND huyện Krông Pa"),
        ("8/KH-UBND", "Ủy ban nhân dân xã Krông Pa ban hành kế hoạch như sau:", "UBND xã Krông Pa"),
        ("8/BGDĐT-GDMN", "Bộ GDĐT yêu cầu các sở:", "Bộ GDĐT"),
        ("8/KH-MNSC", "Trường Mầm non Sơn Ca xây dựng kế hoạch như sau:", "Trường Mầm non Sơn Ca"),
    ],
)
def test_issuer_follows_from_the_letters_and_its_own_words(number: str, lead: str, issuer: str) -> None:
    lines = document_of(
        f"Số: {number}", "Krông Pa, ngày 10 tháng 8 năm 2021", "V/v nộp báo cáo", lead, "1. Báo cáo."
    ).lines

    assert read_head(lines).head.issuer.value == issuer


def test_letters_without_a_level_are_settled_by_the_signature() -> None:
    lines = document_of(
        *(
            "Số: /GDĐT-MN",
            "Vĩnh Bảo, ngày tháng 10 năm 2023",
            "V/v sơ kết",
            "1. Báo cáo.",
            "TRƯỞNG PHÒNG",
            "",
            "Lê Thị Na",
        )
    ).lines

    assert read_head(lines).head.issuer.value == "Phòng GDĐT huyện Vĩnh Bảo"


def test_department_of_a_province_takes_the_province_from_the_text() -> None:
    lines = document_of(
        "Số: 8/SGDĐT-MN", "Nha Trang, ngày 2 tháng 3 năm 2020", "V/v nộp báo cáo tại tỉnh Khánh Hòa", "1. Báo cáo."
    )

    assert read_head(lines.lines).head.issuer.value == "Sở GDĐT tỉnh Khánh Hòa"


def test_nothing_that_tells_the_issuer_leaves_it_open() -> None:
    issuer = read_head(document_of("V/v nộp báo cáo", "Kính gửi: Các trường.", "1. Báo cáo.").lines).head.issuer

    assert (issuer.value, issuer.certainty) == (None, "doubtful")


def test_names_can_be_read_by_another_rule() -> None:
    lines = document_of("UBND TỈNH GIA LAI", "Số: 8/KH-UBND", "KẾ HOẠCH").lines

    assert read_head(lines, name_of=str.lower).head.issuer.value == "ubnd tỉnh gia lai"
