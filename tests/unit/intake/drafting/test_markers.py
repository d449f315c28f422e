"""Marks of list items, as clerks print them, and what only looks like one."""

import pytest

from intake.drafting.markers import marker_of


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("I. MỤC ĐÍCH, YÊU CẦU", "roman"),
        ("II/ Nội dung", "roman"),
        ("Il. NHIỆM VỤ", "roman"),
        ("A. NHIỆM VỤ CHUNG", "upper"),
        ("1. Mục đích", "decimal1"),
        ("1/ Đối với nhà trường", "decimal1"),
        ("2) Các trường", "decimal1"),
        ("1.1. Triển khai", "decimal2"),
        ("1.2 Đổi mới", "decimal2"),
        ("2.1.3. Tổ chức", "decimal3"),
        ("a) Xây dựng", "letter"),
        ("đ. Báo cáo", "letter"),
        ("- Tổ chức", "-"),
        ("-Tổ chức", "-"),
        ("– Tổ chức", "-"),
        ("+ Tổ chức", "+"),
        ("++ Chương trình 1", "++"),
        ("* Đối với CBQL", "*"),
        ("• Tổ chức", "•"),
        ("**1. Mục đích**", "decimal1"),
        ("## II. NỘI DUNG", "roman"),
        ("Điều 2. Giao Sở Tài chính", "article"),
        ("Chương II", "chapter"),
        ("Phần thứ nhất", "part"),
        ("PHẦN I. ĐÁNH GIÁ", "part"),
        ("Mục 1. Quy định", "section"),
    ],
)
def test_mark_is_recognised(text: str, style: str) -> None:
    marker = marker_of(text)
    assert marker is not None
    assert marker.style == style
    assert not text[marker.end :].startswith(" ")


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức hội thi",
        "2030; đẩy mạnh công tác xã hội hoá",
        "15/9/2024 là ngày khai giảng",
        "02 giáo viên/lớp",
        "10.000 đồng một trẻ",
        "**KT. TRƯỞNG PHÒNG",
        "*(theo mẫu đính kèm)*",
        "KT. CHỦ TỊCH",
        "Chương trình 3: Chuyên đề",
        "Mục đích của kế hoạch",
        "TM. ỦY BAN NHÂN DÂN",
        "- 2 -",
        "90% trẻ đến trường",
        "Điều lệ trường mầm non",
    ],
)
def test_running_text_carries_no_mark(text: str) -> None:
    assert marker_of(text) is None
