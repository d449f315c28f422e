"""Kind, title, addressees and stamps above the text."""

import pytest

from engine.errors import SecretDocument
from intake.drafting.draft import Head
from intake.drafting.head import head_first, read_head
from tests.support.directives import document_of

LEAD = "Phòng Giáo dục và Đào tạo yêu cầu các trường thực hiện như sau:"


def head_of(*texts: str) -> Head:
    return read_head(document_of(*texts).lines).head


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("Số: 8/KH-UBND", "KẾ HOẠCH", "Nâng cao chất lượng"), "ke_hoach"),
        (("Số: 8/QĐ-UBND", "QUYẾT ĐỊNH", "Về việc giao chỉ tiêu"), "quyet_dinh"),
        (("Số: 8/HD-SGDĐT", "V/v hướng dẫn kiểm định"), "huong_dan"),
        (("Số: 8/TB-UBND", "THÔNG BÁO", "Kết luận hội nghị"), "thong_bao"),
        (("Số: 8/CTr-UBND", "CHƯƠNG TRÌNH", "Sữa học đường"), "chuong_trinh"),
        (("Số: 8/TTr-PGDĐT", "TỜ TRÌNH", "Về việc bổ sung kinh phí"), "to_trinh"),
        (("Số: 8/CĐ-UBND", "CÔNG ĐIỆN", "Ứng phó bão số 3"), "cong_dien"),
        (("Số: 8/PGDĐT-MN", "V/v hướng dẫn nhiệm vụ năm học"), "cong_van"),
        (("Số: /GDĐT-MN", "V/v Hướng dẫn sơ kết"), "cong_van"),
        (("Số: 8/QD-UBND", "QUYÊT ĐINH", "Về việc giao chỉ tiêu"), "quyet_dinh"),
        (("Số: 8/PGDĐT-MN", "HƯỚNG DẪN", "Thực hiện nhiệm vụ"), "huong_dan"),
        (("KẾ HOẠCH", "Nâng cao chất lượng"), "ke_hoach"),
        (("K Ế H O Ạ C H", "Nâng cao chất lượng"), "ke_hoach"),
        (("QUYẾTĐỊNH", "Về việc giao chỉ tiêu"), "quyet_dinh"),
        (("Kính gửi: Các trường mầm non.", LEAD), "cong_van"),
    ],
)
def test_kind_follows_the_form(texts: tuple[str, ...], kind: str) -> None:
    assert head_of(*texts, "1. Báo cáo.").doc_type.value == kind


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (("V/v nộp báo cáo./.",), "nộp báo cáo"),
        (("V/v: Nộp báo cáo",), "Nộp báo cáo"),
        (("V /v nộp báo cáo",), "nộp báo cáo"),
        (
            ("V/v hướng dẫn nhiệm vụ", "năm học 2023-2024 của cấp mầm non"),
            "hướng dẫn nhiệm vụ năm học 2023-2024 của cấp mầm non",
        ),
        (("V/v thực hiện Đề án", "“Chăm sóc trẻ em”"), "thực hiện Đề án “Chăm sóc trẻ em”"),
        (
            ("V/v thực hiện Đề án “Chăm sóc", "", "Trẻ em trong những năm đầu đời”"),
            "thực hiện Đề án “Chăm sóc Trẻ em trong những năm đầu đời”",
        ),
        (
            ("V/v hướng dẫn tuyển sinh", "Ba Bể, ngày 2 tháng 3 năm 2024", "vào các trường mầm non"),
            "hướng dẫn tuyển sinh vào các trường mầm non",
        ),
        (("Về triển khai Tháng hành động vì trẻ em",), "Về triển khai Tháng hành động vì trẻ em"),
        (
            ("KẾ HOẠCH", "Thực hiện Chuyên đề “Lấy trẻ làm trung tâm” giai đoạn 2021-2025"),
            "Thực hiện Chuyên đề “Lấy trẻ làm trung tâm” giai đoạn 2021-2025",
        ),
        (("KẾ HOẠCH", "ĐÀO TẠO, BỒI DƯỠNG", "NHÀ GIÁO NĂM 2024"), "ĐÀO TẠO, BỒI DƯỠNG NHÀ GIÁO NĂM 2024"),
        (("**KẾ HOẠCH**", "**Tổ chức hội thi**"), "Tổ chức hội thi"),
        (("KẾ HOẠCH NĂM HỌC 2024-2025",), "NĂM HỌC 2024-2025"),
        (("V/v tổ chức tuần lễ", "KẾ HOẠCH", "Tổ chức tuần lễ áo dài"), "Tổ chức tuần lễ áo dài"),
    ],
)
def test_title_follows_the_letter_or_stands_below_the_kind(texts: tuple[str, ...], title: str) -> None:
    assert head_of("Số: 8/PGDĐT", *texts, "Kính gửi: Các trường mầm non.", LEAD, "1. Báo cáo.").title.value == title


def test_title_of_a_decision_ends_before_its_authority() -> None:
    head = head_of(
        "QUYẾT ĐỊNH", "VỀ GIAO CHỈ TIÊU", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "Căn cứ Luật Giáo dục;", "QUYẾT ĐỊNH:"
    )

    assert head.title.value == "VỀ GIAO CHỈ TIÊU"


def test_title_of_a_web_page_gives_way_to_the_letters_own() -> None:
    head = head_of("# V/v một trang khác", "BỘ XÂY DỰNG", "Số: 24/BXD-QLN", "V/v hỗ trợ nhà ở", "Kính gửi: Các tỉnh")

    assert head.title.value == "hỗ trợ nhà ở"


@pytest.mark.parametrize(
    ("texts", "addressees"),
    [
        (("Kính gửi: Hiệu trưởng các trường mầm non.",), ("Hiệu trưởng các trường mầm non",)),
        (("Kính gửi: Các trường Mầm non, cơ sở GDMN tư thục.",), ("Các trường Mầm non", "cơ sở GDMN tư thục")),
        (("Kính gửi: Các trường mầm non; Chủ các nhóm lớp.",), ("Các trường mầm non", "Chủ các nhóm lớp")),
        (("Kính gửi: Các trường mầm non, tiểu học, THCS",), ("Các trường mầm non, tiểu học, THCS",)),
        (("Kính gửi: UBND các huyện, thị xã, thành phố",), ("UBND các huyện, thị xã, thành phố",)),
        (("Kính gửi: Các sở, ban, ngành tỉnh",), ("Các sở, ban, ngành tỉnh",)),
        (
            ("Kính gửi:", "", "- Các trường mầm non;", "- Nhóm, lớp độc lập."),
            ("Các trường mầm non", "Nhóm, lớp độc lập"),
        ),
        (
            ("Kính gửi:", "- Trưởng phòng các huyện,", "thị xã;", "- Các trường."),
            ("Trưởng phòng các huyện, thị xã", "Các trường"),
        ),
        (
            ("Kính gửi: Thủ trưởng các đơn vị", "trực thuộc Phòng GD&ĐT."),
            ("Thủ trưởng các đơn vị trực thuộc Phòng GD&ĐT",),
        ),
        (("Kinh gui: Các trường mầm non",), ("Các trường mầm non",)),
        (("| Kính gửi: | - Bộ Tài chính; - Bộ Y tế |",), ("Bộ Tài chính", "Bộ Y tế")),
    ],
)
def test_addressees_lose_bullets_and_closing_punctuation(texts: tuple[str, ...], addressees: tuple[str, ...]) -> None:
    assert head_of("Số: 8/PGDĐT", "V/v nộp báo cáo", *texts, LEAD, "1. Báo cáo.").addressees.value == addressees


def test_addressees_of_a_telegram_stand_behind_the_sender() -> None:
    head = head_of(
        "CÔNG ĐIỆN", "Ứng phó bão số 3", "CHỦ TỊCH UBND TỈNH điện:", "- Giám đốc các Sở;", "- Công an tỉnh.", "1. Trực."
    )

    assert head.addressees.value == ("Giám đốc các Sở", "Công an tỉnh")


def test_plan_has_no_addressees() -> None:
    head = head_of("Số: 8/KH-UBND", "KẾ HOẠCH", "Nâng cao chất lượng", "1. Báo cáo.")

    assert (head.addressees.value, head.addressees.certainty) == ((), "sure")


@pytest.mark.parametrize(
    ("stamp", "urgency"),
    [("KHẨN", "khan"), ("THƯỢNG KHẨN", "thuong_khan"), ("HỎA TỐC", "hoa_toc"), ("**HOẢ TỐC**", "hoa_toc")],
)
def test_stamp_of_urgency_is_read(stamp: str, urgency: str) -> None:
    assert head_of(stamp, "Số: 8/UBND-VX", "V/v phòng dịch", "Kính gửi: Các trường.").urgency.value == urgency
    assert head_of(f"Số: 8/UBND-VX {stamp}", "V/v phòng dịch", "Kính gửi: Các trường.").urgency.value == urgency


def test_word_in_a_title_is_no_stamp_of_urgency() -> None:
    assert head_of("Số: 8/UBND-VX", "V/v ứng phó khẩn cấp", "Kính gửi: Các trường.").urgency.value == "normal"


@pytest.mark.parametrize(
    ("stamp", "level"), [("MẬT", "Mật"), ("TỐI MẬT", "Tối mật"), ("Tuyệt mật", "Tuyệt mật"), ("[MẬT]", "Mật")]
)
def test_secret_document_is_refused_by_its_stamp(stamp: str, level: str) -> None:
    with pytest.raises(SecretDocument) as refused:
        head_of("UBND TỈNH X", stamp, "Số: 8/KH-UBND", "KẾ HOẠCH", "Nâng cao chất lượng")

    assert refused.value.args == () or level in str(refused.value)


def test_secret_in_a_sentence_is_no_stamp() -> None:
    head = head_of("Số: 8/KH-UBND", "KẾ HOẠCH", "BẢO VỆ BÍ MẬT NHÀ NƯỚC NĂM 2023", "1. Giữ bí mật.")

    assert head.title.value == "BẢO VỆ BÍ MẬT NHÀ NƯỚC NĂM 2023"


def test_two_columns_on_one_line_are_taken_apart() -> None:
    head = head_of(
        "UBND HUYỆN YÊN LẬP CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO Độc lập - Tự do - Hạnh phúc",
        "Số: 7/PGDĐT-MN Yên Lập, ngày 06 tháng 3 năm 2022",
        "Kính gửi: Các trường mầm non.",
    )

    assert head.number.value == "7/PGDĐT-MN"
    assert head.issued_on.value == "2022-03-06"
    assert head.issuer.value == "Phòng GDĐT huyện Yên Lập"


def test_motto_broken_over_two_lines_is_still_the_motto() -> None:
    head = head_of(
        "ỦY",
        "BAN NHÂN DÂN",
        "TỈNH CÀ MAU",
        "|",
        "CỘNG",
        "HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số:",
        "36/KH-UBND",
        "Cà",
        "Mau, ngày 21 tháng 02 năm 2022",
    )

    assert (head.number.value, head.place.value, head.issuer.value) == ("36/KH-UBND", "Cà Mau", "UBND tỉnh Cà Mau")


@pytest.mark.parametrize(
    "head",
    [
        (
            "ỦY BAN NHÂN DÂN TỈNH GIA LAI | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |",
            "Số: 8/UBND-VX | Gia Lai, ngày 05 tháng 3 năm 2024 |",
        ),
        (
            *("ỦY BAN NHÂN DÂN", "TỈNH GIA LAI", "-------", "|", "CỘNG HÒA XÃ HỘI", "CHỦ NGHĨA VIỆT NAM", "|"),
            *("Số: 8/UBND-VX", "|", "Gia Lai, ngày", "05 tháng 3 năm 2024", "|"),
        ),
        ("|UBND TỈNH GIA LAI|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|", "|Số: 8/UBND-VX|Gia Lai, ngày 05/3/2024|"),
    ],
)
def test_head_between_strokes_is_read_column_by_column(head: tuple[str, ...]) -> None:
    found = head_of(*head, "V/v bố trí vốn", "Kính gửi: Sở Tài chính", LEAD)

    assert (found.number.value, found.issued_on.value) == ("8/UBND-VX", "2024-03-05")
    assert (found.issuer.value, found.place.value) == ("UBND tỉnh Gia Lai", "Gia Lai")


def test_addressees_left_blank_are_none() -> None:
    assert head_of("Số: 8/PGDĐT-MN", "V/v nộp báo cáo", "Kính gửi: …………………", LEAD).addressees.value == ()


def test_prose_below_a_title_in_capitals_is_the_text() -> None:
    found = head_of(
        "Số: 8/CT-UBND", "CHỈ THỊ", "VỀ PHÒNG, CHỐNG", "DỊCH BỆNH", "Những ngày gần đây dịch bệnh lan rộng ở nhiều nơi."
    )

    assert found.title.value == "VỀ PHÒNG, CHỐNG DỊCH BỆNH"


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (("Số: 8/TB-UBND", "THÔNG BÁO", "Về việc cấp nước"), "cấp nước"),
        (("Số: 8/QĐ-UBND", "QUYẾT ĐỊNH", "Về việc cấp nước"), "Về việc cấp nước"),
        (("Số: 8/CT-UBND", "CHỈ THỊ", "Về phòng, chống dịch"), "Về phòng, chống dịch"),
        (("Số: 8/UBND-VX", "Về việc cấp nước", "Kính gửi: Các trường."), "cấp nước"),
    ],
)
def test_words_that_only_say_about_are_no_part_of_the_title(texts: tuple[str, ...], title: str) -> None:
    assert head_of(*texts, LEAD).title.value == title


@pytest.mark.parametrize(
    ("first", "number", "on", "title"),
    [
        (
            "Công văn số 12/PGDĐT-MN ngày 05/3/2024 của Phòng GDĐT huyện Ba Bể về việc nộp báo cáo",
            *("12/PGDĐT-MN", "2024-03-05", "nộp báo cáo"),
        ),
        ("Công văn số 12/PGDĐT V/v nộp báo cáo", "12/PGDĐT", None, "nộp báo cáo"),
        ("Về việc nộp báo cáo (12/PGDĐT-MN, ngày 05/3/2024).", "12/PGDĐT-MN", "2024-03-05", "nộp báo cáo"),
        ("Thông báo khẩn cho trẻ nghỉ học", None, None, "cho trẻ nghỉ học"),
        ("Thông báo khẩn ngày 05/3/2024", None, "2024-03-05", None),
        ("Các trường nộp báo cáo trước ngày 05/3/2024", None, None, None),
    ],
)
def test_first_line_of_a_web_page_is_its_head(
    first: str, number: str | None, on: str | None, title: str | None
) -> None:
    found = head_of(first, "", "Kính gửi: Các trường mầm non.", LEAD, "1. Báo cáo.")

    assert (found.number.value, found.issued_on.value, found.title.value) == (number, on, title)


def test_day_on_which_a_page_was_posted_is_its_date() -> None:
    found = head_of("Thông báo khẩn cho trẻ nghỉ học", "Thứ hai, 04/3/2024 21:35", LEAD, "1. Báo cáo.")

    assert (found.doc_type.value, found.issued_on.value) == ("thong_bao", "2024-03-04")


def test_stamp_of_the_receiving_office_is_no_part_of_the_subject() -> None:
    found = head_of("Số: 8/PGDĐT", "V/v nộp báo cáo", "năm 2024", "CÔNG VĂN ĐẾN", "Số: 1234", "Ngày: 06/9/2024", LEAD)

    assert (found.number.value, found.title.value) == ("8/PGDĐT", "nộp báo cáo năm 2024")


def test_offices_in_bold_on_one_line_are_two() -> None:
    found = head_of("**UBND XÃ TÂN LẬP** **TRƯỜNG MẦM NON HOA SEN**", "Số: 8/KH-MNHS", "KẾ HOẠCH", "Năm học mới")

    assert (found.issuer.value or "").casefold() == "trường mầm non hoa sen"


def test_head_in_the_middle_of_the_text_is_read_first() -> None:
    document = document_of(
        *("Căn cứ Thông tư số 1/2025/TT-BGDĐT ngày 2/1/2025 của Bộ GDĐT;", "Sở GDĐT đề nghị các đơn vị như sau:"),
        *("1. Rà soát hồ sơ của trẻ và", "UBND TỈNH GIA LAI CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        *("SỞ GIÁO DỤC VÀ ĐÀO TẠO Độc lập - Tự do - Hạnh phúc", "Số: /SGDĐT-MN Gia Lai, ngày tháng 8 năm 2026"),
        *("V/v rà soát hồ sơ", "Kính gửi:", "- Các trường mầm non.", "báo cáo kết quả.", "Nơi nhận:", "- Như trên."),
    )

    lines = head_first(document.lines)

    head = read_head(lines).head
    assert (head.number_suffix.value, head.issued_on.value, head.title.value) == (
        "/SGDĐT-MN",
        "2026-08",
        "rà soát hồ sơ",
    )
    assert [line.text for line in lines[8:10]] == ["1. Rà soát hồ sơ của trẻ và", "báo cáo kết quả."]


def test_head_of_a_form_behind_the_signature_stays_there() -> None:
    document = document_of(
        *("1. Các trường báo cáo.", "Nơi nhận:", "- Như trên;", "TRƯỞNG PHÒNG", "Lê Thị Na"),
        *("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 2/BC", "Kính gửi: Sở GDĐT"),
    )

    assert head_first(document.lines) == document.lines


def test_day_on_which_a_page_was_posted_is_only_likely() -> None:
    head = head_of("Thông báo về việc nghỉ học của trẻ", "Thứ Hai, 05/02/2024", "Kính gửi: Phụ huynh", LEAD)

    assert (head.issued_on.value, head.issued_on.certainty, head.place.value) == ("2024-02-05", "likely", None)


@pytest.mark.parametrize(
    ("printed", "place"),
    [
        ("Thành phố Hồ Chí Minh, ngày 2 tháng 3 năm 2024", "Thành phố Hồ Chí Minh"),
        ("Thành phố Huế, ngày 2 tháng 3 năm 2024", "Huế"),
    ],
)
def test_place_named_after_a_person_keeps_its_level(printed: str, place: str) -> None:
    assert head_of("Số: 8/SGDĐT", printed, "V/v báo cáo", "Kính gửi: Các trường").place.value == place


def test_blanks_for_a_number_written_by_hand_are_left_out() -> None:
    assert head_of("Số:17     /KH-UBND", "KẾ HOẠCH", "Nâng cao chất lượng").number.value == "17/KH-UBND"


def test_kind_above_a_subject_in_brackets_is_the_kind() -> None:
    head = head_of("TRƯỜNG MẦM NON BA BỂ", "THÔNG BÁO", "(V/v nghỉ hè)", "Kính gửi: Quý phụ huynh", LEAD)

    assert (head.doc_type.value, head.title.value) == ("thong_bao", "nghỉ hè")


def test_date_in_the_column_beside_a_subject_is_taken_out() -> None:
    head = head_of(
        "Số: 8/SGDĐT", "V/v mở lớp xóa mù chữ Gia Lai, ngày 7 tháng 5 năm 2025", "tại các xã", "Kính gửi: UBND"
    )

    assert (head.title.value, head.place.value, head.issued_on.value) == (
        "mở lớp xóa mù chữ tại các xã",
        "Gia Lai",
        "2025-05-07",
    )


def test_page_title_may_begin_with_the_office_and_stand_above_the_day_of_posting() -> None:
    head = head_of(
        "Sở GDĐT Gia Lai: Công văn số 33/SGDĐT-MN ngày 05/11/2025 về việc rà soát hồ sơ",
        "Cập nhật: 06/11/2025 08:15",
        "Kính gửi: Các trường",
    )

    assert (head.number.value, head.issued_on.value, head.title.value) == (
        "33/SGDĐT-MN",
        "2025-11-05",
        "rà soát hồ sơ",
    )
    assert head.issuer.value == "Sở GDĐT tỉnh Gia Lai"
