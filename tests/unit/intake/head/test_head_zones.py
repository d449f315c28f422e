"""Preamble, body, what is attached."""

from intake.drafting.head import Zones, read_head
from tests.support.directives import document_of

FRONT = ("Số: 12/PGDĐT-MN", "V/v nộp báo cáo", "Kính gửi: Các trường mầm non.")
TAIL = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TRƯỞNG PHÒNG", "Lê Thị Na")


def zones_of(*texts: str) -> Zones:
    return read_head(document_of(*texts).lines).zones


def test_body_begins_after_the_lead_in_and_ends_before_the_recipients() -> None:
    zones = zones_of(*FRONT, "Căn cứ Kế hoạch số 5/KH-UBND;", "Phòng GDĐT yêu cầu như sau:", "1. Báo cáo.", *TAIL)

    assert (zones.preamble, zones.body_start, zones.body_end) == ((3, 5), 5, 6)


def test_document_without_any_head_is_all_body() -> None:
    assert zones_of("I. NHIỆM VỤ", "1. Báo cáo.", "2. Kiểm tra.") == Zones(0, 3, (0, 0))


def test_wrapped_preamble_is_one_paragraph() -> None:
    zones = zones_of(
        *FRONT,
        "Căn cứ Kế hoạch số 5/KH-UBND của",
        "Ủy ban nhân dân tỉnh về",
        "phòng dịch, yêu cầu như sau:",
        "1. Báo cáo.",
    )

    assert zones.body_start == 6


def test_lead_in_of_a_decision_is_its_enacting_word() -> None:
    zones = zones_of(
        "QUYẾT ĐỊNH",
        "Về giao chỉ tiêu",
        "Căn cứ Luật Giáo dục;",
        "Theo đề nghị của Sở GDĐT,",
        "QUYẾT ĐỊNH:",
        "Điều 1. Giao.",
    )

    assert (zones.preamble, zones.body_start) == ((2, 5), 5)


def test_list_of_cited_documents_belongs_to_the_preamble() -> None:
    zones = zones_of(
        *FRONT,
        "Thực hiện các văn bản sau:",
        "- Công văn số 5/UBND-VX;",
        "- Kế hoạch số 6/KH-UBND;",
        "Phòng GDĐT yêu cầu như sau:",
        "1. Báo cáo.",
    )

    assert zones.body_start == 7


def test_paragraph_that_cites_and_asks_is_the_body() -> None:
    zones = zones_of(
        *FRONT, "Căn cứ Công văn số 5/UBND-VX, Phòng GDĐT đề nghị các trường báo cáo trước ngày 5/3/2024.", *TAIL
    )

    assert (zones.request, zones.body_start, zones.body_end, zones.cited_end) == (3, 3, 4, 4)


def test_request_before_a_dated_lead_in_is_the_body() -> None:
    zones = zones_of(
        *FRONT,
        "Căn cứ Công văn số 5/UBND-VX ngày 2/3/2024 của UBND huyện;",
        "Phòng GDĐT đề nghị các trường khẩn trương rà soát.",
        "Báo cáo gửi về Phòng trước ngày 10/3/2024:",
        "- Bằng thư điện tử.",
    )

    assert (zones.request, zones.body_start) == (4, 4)


def test_what_another_document_asked_is_no_request() -> None:
    zones = zones_of(
        *FRONT,
        "UBND huyện đã có Công văn số 5/UBND-VX yêu cầu các trường báo cáo.",
        "Phòng GDĐT hướng dẫn như sau:",
        "1. Báo cáo.",
    )

    assert (zones.request, zones.body_start) == (None, 5)


def test_annex_after_the_signature_is_not_the_body() -> None:
    zones = zones_of(*FRONT, "1. Báo cáo.", *TAIL, "PHỤ LỤC", "1. Số trường.")

    assert zones.parts == ((3, 4),)


def test_items_right_below_the_addressees_are_the_body() -> None:
    assert zones_of(*FRONT, "- Nộp báo cáo.", "- Kiểm tra.", *TAIL).parts == ((3, 5),)
    assert zones_of(*FRONT[:2], "Kính gửi:", "- Các trường;", "- Nhóm lớp.", "1. Nộp báo cáo.", *TAIL).parts == (
        (5, 6),
    )


def test_plan_issued_with_a_decision_is_a_second_part() -> None:
    zones = zones_of(
        *("QUYẾT ĐỊNH", "Ban hành Kế hoạch", "QUYẾT ĐỊNH:", "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch."),
        *(
            "Nơi nhận:",
            "- Như trên.",
            "CHỦ TỊCH",
            "Lê Thị Na",
            "KẾ HOẠCH",
            "BẢO VỆ TRẺ EM",
            "(Kèm theo Quyết định số 5/QĐ-UBND)",
        ),
        *("1. Các trường báo cáo.", "2. Sở GDĐT kiểm tra."),
    )

    assert zones.parts == ((3, 4), (11, 13))


def test_heading_in_capitals_is_no_signature() -> None:
    zones = zones_of(*FRONT, "1. Báo cáo.", "HIỆU TRƯỞNG CÁC TRƯỜNG", "2. Kiểm tra cơ sở vật chất.", "3. Báo cáo.")

    assert zones.body_end == 7


def test_plan_behind_a_signature_without_a_readable_name_is_read() -> None:
    zones = zones_of(
        *("QUYẾT ĐỊNH", "Về ban hành Kế hoạch", "Căn cứ Luật Giáo dục;", "QUYẾT ĐỊNH:", "Điều 1. Ban hành Kế hoạch."),
        *("Nơi nhận:", "- Như Điều 1;", "KT. CHỦ TỊCH", "", "KẾ HOẠCH", "NÂNG CAO CHẤT LƯỢNG"),
        *("(Ban hành kèm theo Quyết định số 8/QĐ-UBND)", "1. Sở Tài chính bố trí vốn.", "2. Sở Y tế báo cáo."),
    )

    assert zones.attached == (12, 14)


def test_what_another_document_asked_before_is_no_task() -> None:
    told = "Tại Công văn số 8/UBND-VX ngày 02/3/2024, UBND tỉnh đã giao Sở Tài chính báo cáo trước ngày 30/3/2024."
    zones = zones_of(*FRONT, told, "Đề nghị các trường nộp báo cáo.", *TAIL)

    assert (zones.body_start, zones.body_end) == (4, 5)


DECISION = ("QUYẾT ĐỊNH", "Về ban hành Kế hoạch", "Căn cứ Luật Giáo dục;", "QUYẾT ĐỊNH:", "Điều 1. Ban hành Kế hoạch.")
SIGNED = ("Nơi nhận:", "- Như Điều 1;", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")


def test_plan_with_a_head_of_its_own_behind_the_signature_is_read() -> None:
    zones = zones_of(
        *(*DECISION, *SIGNED, "ỦY BAN NHÂN DÂN", "TỈNH GIA LAI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        *("Độc lập - Tự do - Hạnh phúc", "KẾ HOẠCH", "Chuyển đổi số", "(Kèm theo Quyết định số 8/QĐ-UBND)"),
        "1. Sở Y tế báo cáo.",
    )

    assert zones.attached == (16, 17)


def test_longer_time_given_in_a_citing_paragraph_is_text() -> None:
    longer = "Tiếp theo Công văn số 8/PGDĐT ngày 02/3/2024, Phòng GDĐT gia hạn thời gian nộp đến hết ngày 25/3/2024."

    assert zones_of(*FRONT, longer, *TAIL).body_start == 3


def test_report_to_be_filled_in_is_no_attached_plan() -> None:
    assert zones_of(*FRONT, "1. Báo cáo.", *TAIL, "BÁO CÁO", "Kết quả thực hiện", "1. Kiểm tra.").attached is None
