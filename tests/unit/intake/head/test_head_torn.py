"""Words whose letters were torn apart."""

import pytest

from intake.drafting.head.torn import whole, whole_name


@pytest.mark.parametrize(
    ("printed", "right"),
    [
        ("P HÓ CHỦ T Ị CH", "PHÓ CHỦ TỊCH"),
        ("ỦY B AN NHÂN D Â N T ỈNH GIA L AI", "ỦY BAN NHÂN DÂN TỈNH GIA LAI"),
        ("T hành phố Cần Thơ, ngày 08 tháng 6 năm 2024", "Thành phố Cần Thơ, ngày 08 tháng 6 năm 2024"),
        ("T h ườ ng t r ự c T h à nh ủ y", "Thường trực Thành ủy"),
        ("Đ ộc l ập - T ự do - H ạnh phúc", "Độc lập - Tự do - Hạnh phúc"),
    ],
)
def test_torn_words_are_put_together(printed: str, right: str) -> None:
    assert whole(printed) == right


@pytest.mark.parametrize("text", ["Trường MN A", "UBND Q BÌNH TÂN", "Lớp 5 B nộp bài", "TRƯỞNG PHÒNG", "VP, KT; TH"])
def test_whole_words_and_letters_that_stand_alone_stay(text: str) -> None:
    assert whole(text) == text


@pytest.mark.parametrize(
    ("printed", "right"),
    [("Ngu y ễn Văn An", "Nguyễn Văn An"), ("Lê Thị Na", "Lê Thị Na"), ("và các ông", "và các ông")],
)
def test_torn_name_is_put_together(printed: str, right: str) -> None:
    assert whole_name(printed) == right
