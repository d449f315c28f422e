"""Paragraphs from printed lines."""

from hypothesis import given
from hypothesis import strategies as st

from intake.drafting.blocks import Block, blocks_of
from intake.reading.document import Line


def blocks(*texts: str) -> tuple[Block, ...]:
    """The paragraphs of some printed lines."""
    return blocks_of([Line(number, text) for number, text in enumerate(texts, start=1)])


def test_sentence_cut_by_a_page_break_is_joined() -> None:
    (block,) = blocks("- Tổ chức các hoạt động sáng tạo nhằm nâng cao", "", "sự phối hợp của nhà trường với phụ huynh.")
    assert block.text == "- Tổ chức các hoạt động sáng tạo nhằm nâng cao sự phối hợp của nhà trường với phụ huynh."
    assert block.line_at(0) == 1
    assert block.line_at(block.text.index("sự phối hợp")) == 3
    assert block.printed_from(2) == "Tổ chức các hoạt động sáng tạo nhằm nâng cao"


def test_sentence_that_dangles_goes_on_with_a_capital() -> None:
    (block,) = blocks(
        "3.1. Thực hiện rà soát, kiện toàn Ban chỉ đạo các cấp; chỉ đạo", "", "Ban chỉ đạo các cấp thực hiện."
    )
    assert len(block.starts) == 2


def test_heading_is_not_joined_with_what_stands_below_it() -> None:
    assert [block.text for block in blocks("2. Sở Tài chính", "Chủ trì, tham mưu bố trí ngân sách.")] == [
        "2. Sở Tài chính",
        "Chủ trì, tham mưu bố trí ngân sách.",
    ]


def test_wrapped_text_is_joined_and_items_stay_apart() -> None:
    text = (
        "1. Các trường mầm non tổ chức tổng vệ sinh, rà soát điều kiện nuôi dưỡng,",
        "chăm sóc trẻ trước khi đón trẻ trở lại trường sau kỳ nghỉ và báo cáo kết",
        "quả về Phòng trước ngày 10/9.",
        "2. Các trường phối hợp với trạm y tế xã khám sức khoẻ định kỳ cho toàn bộ",
        "trẻ, lập danh sách trẻ suy dinh dưỡng, thừa cân, béo phì để theo dõi.",
        "3. Giao các tổ chuyên môn xây dựng kế hoạch bồi dưỡng giáo viên trong năm",
        "học, trình Hiệu trưởng phê duyệt.",
    )
    assert [block.starts[0][1] for block in blocks(*text)] == [1, 4, 6]


def test_dash_within_a_name_or_a_quotation_begins_no_item() -> None:
    text = (
        "    - Phối hợp với công an các phường bảo đảm trật tự tại lễ hội “Hương sắc Hồ Tây",
        "- Hà Nội, năm 2026” và các tuyến đường xung quanh nơi diễn ra lễ hội, có phương án",
        "phân luồng giao thông; bố trí nơi gửi xe cho khách và cho các đoàn nghệ thuật.",
        "    - Giới thiệu với các đoàn khách về nét đẹp của phố cổ, của vùng đất Thăng Long",
        "– Hà Nội nghìn năm; biên soạn tờ giới thiệu bằng hai thứ tiếng để phát cho khách.",
        "    - Bố trí nhân viên hướng dẫn tại các điểm tham quan, các bến xe và nhà ga lớn.",
    )
    assert [block.starts[0][1] for block in blocks(*text)] == [1, 4, 6]


def test_sentence_that_ends_before_the_margin_ends_its_paragraph() -> None:
    text = (
        "Tổ chức việc cấp, phân quyền và thu hồi tài khoản theo nhiệm vụ được giao cho",
        "từng người; không dùng mật khẩu của người khác khi nhập dữ liệu.",
        "Xây dựng quy trình vận hành và sử dụng phần mềm, trong đó nêu rõ trách nhiệm của",
        "từng thành viên; phổ biến quy trình đến toàn thể giáo viên, nhân viên trong trường",
        "và kiểm tra việc thực hiện. Kết quả kiểm tra được ghi vào sổ theo dõi của trường",
        "để cuối năm học xem xét khi đánh giá, xếp loại giáo viên, nhân viên của trường.",
    )
    assert [block.starts[0][1] for block in blocks(*text)] == [1, 3]


def test_duties_in_a_row_without_marks_stay_apart_at_the_margin() -> None:
    text = (
        "Quản lý và bảo mật dữ liệu, mở và khóa việc nhập điểm theo quyết định của",
        "Hiệu trưởng, bảo đảm mọi thao tác của người dùng đều được lưu lại đầy đủ.",
        "Phối hợp với nhà cung cấp phần mềm kiểm thử và thông báo mọi thay đổi của",
        "phần mềm đến giáo viên, nhân viên; bảo đảm dữ liệu được sao lưu định kỳ.",
    )
    starts = [block.starts[0][1] for block in blocks(*text, *text)]
    assert starts == [1, 3, 5, 7]


def test_bullet_inside_the_line_of_another_begins_a_paragraph() -> None:
    first, second = blocks("- Hướng dẫn triển khai nhiệm vụ. - Thực hiện nghiêm túc quy định.")
    assert first.text == "- Hướng dẫn triển khai nhiệm vụ."
    assert (second.text, second.line_at(0)) == ("- Thực hiện nghiêm túc quy định.", 1)


def test_items_counted_within_a_line_are_paragraphs_of_their_own() -> None:
    text = "Các trường thực hiện: (1) Rà soát cơ sở vật chất; (2) Báo cáo về Phòng. Năm 2024;3. Tổ chức ngày hội."
    assert [block.text for block in blocks(text)] == [
        "Các trường thực hiện:",
        "(1) Rà soát cơ sở vật chất;",
        "(2) Báo cáo về Phòng. Năm 2024;",
        "3. Tổ chức ngày hội.",
    ]


def test_steps_named_in_passing_are_no_items() -> None:
    assert (
        len(blocks("Thực hiện theo ba bước: (1) tự đánh giá; (2) đề nghị; (3) Công nhận theo khoản (2) Điều 5.")) == 1
    )


def test_line_of_a_table_of_contents_is_left_out() -> None:
    assert blocks("I. MỤC ĐÍCH .................................. 3") == ()


@given(st.lists(st.text(alphabet="ab ;.-\u00a0Đế1", max_size=60), max_size=12))
def test_no_letter_is_lost_or_invented_for_any_lines(texts: list[str]) -> None:
    joined = "".join(block.text for block in blocks(*texts))
    assert "".join(joined.split()) == "".join("".join(texts).split())


@given(st.lists(st.text(alphabet="ab ;.-+ĐếA1", max_size=60), max_size=12))
def test_offsets_lead_back_to_the_printed_line_for_any_lines(texts: list[str]) -> None:
    for block in blocks(*texts):
        for offset, number in block.starts:
            assert block.printed_from(offset).split(" ")[0] in texts[number - 1] or not block.text
