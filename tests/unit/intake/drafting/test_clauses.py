"""The tree of clauses."""

from intake.drafting.blocks import blocks_of
from intake.drafting.clauses import Clause, tree_of
from intake.reading.document import Line


def outline(*texts: str) -> list[str]:
    """The tree of some lines, each clause's first letters indented by its depth."""

    def rows(clause: Clause, depth: int) -> list[str]:
        return [
            row
            for child in clause.children
            for row in ["." * depth + child.printed[:13].strip(), *rows(child, depth + 1)]
        ]

    return rows(tree_of(blocks_of([Line(number, text) for number, text in enumerate(texts, start=1)])), 0)


def test_items_stand_below_their_headings() -> None:
    assert outline(
        "I. NỘI DUNG", "1. Sở Tài chính", "- Bố trí ngân sách;", "+ Lập dự toán.", "2. Sở Nội vụ", "Phối hợp."
    ) == [
        "I. NỘI DUNG",
        ".1. Sở Tài chí",
        "..- Bố trí ngân",
        "...+ Lập dự toán",
        ".2. Sở Nội vụ",
        "..Phối hợp.",
    ]


def test_numbers_that_begin_again_below_an_open_bullet_are_its_items() -> None:
    assert outline("1. Nội dung", "- Hồ sơ gồm:", "1. Đơn", "2. Danh sách", "2. Tổ chức") == [
        "1. Nội dung",
        ".- Hồ sơ gồm:",
        "..1. Đơn",
        "..2. Danh sách",
        "2. Tổ chức",
    ]


def test_heading_without_a_number_holds_the_list_below_it() -> None:
    assert outline("Đối với các trường", "- Báo cáo.", "Đối với Phòng", "- Tổng hợp.") == [
        "Đối với các t",
        ".- Báo cáo.",
        "Đối với Phòng",
        ".- Tổng hợp.",
    ]


def test_remark_in_brackets_does_not_end_a_list() -> None:
    assert outline("1. Bồi dưỡng", "- Các lớp như sau:", "+ Lớp một.", "(Riêng lớp hai học sau.)", "+ Lớp ba.") == [
        "1. Bồi dưỡng",
        ".- Các lớp như",
        "..+ Lớp một.",
        "..+ Lớp ba.",
        ".(Riêng lớp ha",
    ]
