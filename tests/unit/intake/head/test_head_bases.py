"""Documents that the directive cites."""

from datetime import date

import pytest

from intake.drafting.draft import Base
from intake.drafting.head import read_head
from tests.support.directives import document_of

OWN = "Phòng GDĐT huyện Ba Bể"


def bases(preamble: str, *body: str, number: str = "12/PGDĐT-MN") -> list[Base]:
    lines = document_of(
        *("UBND HUYỆN BA BỂ", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", f"Số: {number}", "V/v nộp báo cáo", "Kính gửi: Các trường."),
        *(preamble, "Phòng GDĐT yêu cầu như sau:", *body),
    ).lines
    return list(read_head(lines).head.based_on.value)


CITED = [
    (
        "Căn cứ Kế hoạch số 1647/SGDĐT-GDMN ngày 02/8/2021 của Sở Giáo dục và Đào tạo về Chuyên đề;",
        "1647/SGDĐT-GDMN",
        date(2021, 8, 2),
        "Sở GDĐT",
    ),
    (
        "Căn cứ Chỉ thị số 1737/CT-BGDĐT ngày 15 tháng 5 năm 2018 của Bộ trưởng Bộ Giáo dục và Đào tạo về đạo đức;",
        "1737/CT-BGDĐT",
        date(2018, 5, 15),
        "Bộ GDĐT",
    ),
    ("Căn cứ Nghị định số 69/2008/NĐ-CP về xã hội hóa;", "69/2008/NĐ-CP", None, "Chính phủ"),
    ("Căn cứ Nghị định 69/2008/NĐ-CP ngày 30-5-2008;", "69/2008/NĐ-CP", date(2008, 5, 30), "Chính phủ"),
    (
        "Thực hiện Nghị quyết số 29-NQ/TW ngày 04/11/2013 của Ban Chấp hành Trung ương Đảng khóa XI;",
        "29-NQ/TW",
        date(2013, 11, 4),
        "Trung ương Đảng",
    ),
    (
        "Căn cứ Quyết định số 1373/QĐ-TTg, ngày 30/7/2021 về xây dựng xã hội học tập;",
        "1373/QĐ-TTg",
        date(2021, 7, 30),
        "Thủ tướng Chính phủ",
    ),
    ("Căn cứ Luật số 72/2025/QH15 ngày 16/6/2025;", "72/2025/QH15", date(2025, 6, 16), "Quốc hội"),
    (
        "Căn cứ Công văn số 613/GDĐT-MN ngày 06/9/2023 của phòng Giáo dục và Đào tạo về nhiệm vụ;",
        "613/GDĐT-MN",
        date(2023, 9, 6),
        OWN,
    ),
    (
        "Ngày 12/10/2024 Phòng Giáo dục và Đào tạo ban hành Công văn số 666/PGDĐT V/v chuyên đề;",
        "666/PGDĐT",
        date(2024, 10, 12),
        OWN,
    ),
    (
        "Căn cứ Kế hoạch số 88/KH-PGDĐT ngày 18/11/2021 của Phòng GD&ĐT Ba Bể về kế hoạch;",
        "88/KH-PGDĐT",
        date(2021, 11, 18),
        OWN,
    ),
    (
        "Căn cứ Quyết định số 5/QĐ-UBND ngày 02/3/2024 của Ủy ban nhân dân (UBND) tỉnh Bắc Kạn về tuyển sinh;",
        "5/QĐ-UBND",
        date(2024, 3, 2),
        "UBND tỉnh Bắc Kạn",
    ),
    (
        "Theo đề nghị của Giám đốc Công an tỉnh tại Tờ trình số 02/TTr-CAT ngày 03/02/2023;",
        "02/TTr-CAT",
        date(2023, 2, 3),
        "Công an tỉnh",
    ),
    (
        "Căn cứ Thông tư số 38/2019/TT-BTC ngày 28/6/2019 của Bộ trưởng Bộ Tài chính hướng dẫn dự toán;",
        "38/2019/TT-BTC",
        date(2019, 6, 28),
        "Bộ Tài chính",
    ),
    ("Căn cứ Công văn sô 1 398/SGDĐT-CTTT ngày 3l/ 7/2020;", "1398/SGDĐT-CTTT", date(2020, 7, 31), "Sở GDĐT"),
    ("Căn cứ Công văn số 498/UBND;", "498/UBND", None, "UBND"),
    (
        "Xét đề nghị của Ủy ban nhân dân tỉnh Bắc Kạn (Công văn số 44/UBND-VX ngày 02/3/2024) về kinh phí;",
        "44/UBND-VX",
        date(2024, 3, 2),
        "UBND tỉnh Bắc Kạn",
    ),
    (
        "Theo ý kiến của các Bộ: Khoa học và Công nghệ (Công văn số 9/BKHCN-TH ngày 02/3/2024), Y tế về việc cấp vốn;",
        "9/BKHCN-TH",
        date(2024, 3, 2),
        "Bộ Khoa học và Công nghệ",
    ),
    (
        "Thực hiện Công điện số 7/CĐ-UBND ngày 02/3/2024 của Chủ tịch UBND tỉnh và Công điện của Sở về phòng dịch;",
        "7/CĐ-UBND",
        date(2024, 3, 2),
        "UBND tỉnh",
    ),
]


@pytest.mark.parametrize(("text", "number", "on", "issuer"), CITED)
def test_cited_document_has_number_date_and_issuer(text: str, number: str, on: date | None, issuer: str) -> None:
    assert bases(text, "1. Báo cáo.") == [Base(number, on, issuer, "preamble")]


@pytest.mark.parametrize(
    ("printed", "right"),
    [
        ("1647/SGDDĐT-GDMN", "1647/SGDĐT-GDMN"),
        ("595/HD-GDDT", "595/HD-GDĐT"),
        ("l246/QĐ-BYT", "1246/QĐ-BYT"),
        ("15/QD-TTg", "15/QĐ-TTg"),
        ("20/2O14/NĐ-CP", "20/2014/NĐ-CP"),
    ],
)
def test_slip_of_the_scan_is_corrected_beside_the_print(printed: str, right: str) -> None:
    found = bases(f"Căn cứ Công văn số {printed} ngày 02/8/2021;")

    assert [(base.number, base.number_corrected) for base in found] == [(printed, right)]


def test_document_cited_twice_is_one_and_takes_the_date_from_either() -> None:
    found = bases(
        "Căn cứ Nghị định số 24/2021/NĐ-CP;", "1. Thực hiện Nghị định 24/2021/NĐ-CP ngày 23/3/2021 của Chính phủ."
    )

    assert found == [Base("24/2021/NĐ-CP", date(2021, 3, 23), "Chính phủ", "preamble")]


def test_same_number_of_two_dates_is_two_documents() -> None:
    found = bases("Căn cứ Chỉ thị số 02/CT-TTg ngày 04/7/2018;", "1. Thực hiện Chỉ thị số 02/CT-TTg ngày 15/11/2019.")

    assert [(base.issued_on, base.where) for base in found] == [
        (date(2018, 7, 4), "preamble"),
        (date(2019, 11, 15), "body"),
    ]


def test_numbers_in_a_row_share_date_and_issuer() -> None:
    found = bases("Thực hiện Công văn số 1200/UBND-NC, 1201/UBND-NC ngày 05/9/2024 của UBND tỉnh;")

    assert found == [
        Base("1200/UBND-NC", date(2024, 9, 5), "UBND tỉnh", "preamble"),
        Base("1201/UBND-NC", date(2024, 9, 5), "UBND tỉnh", "preamble"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo trước ngày 02/4/2024.",
        "Bố trí 02 GV/lớp, 01-15/9/2024.",
        "Tỷ lệ 1/3 giáo viên, 24/7.",
        "Theo Công văn số 12/PGDĐT-MN này.",
        "Năm học 2023-2024, giai đoạn 2021-2025.",
    ],
)
def test_dates_and_figures_are_no_documents(text: str) -> None:
    assert bases("Căn cứ nhiệm vụ năm học;", f"1. {text}") == []


def test_clipped_form_of_a_cited_number_is_no_other_document() -> None:
    found = bases("Căn cứ Quyết định số 1237/QĐ-TTg ngày 27/7/2013;", "1. Thực hiện Quyết định 1237/QĐ.")

    assert [base.number for base in found] == ["1237/QĐ-TTg"]


@pytest.mark.parametrize("form", ["Mẫu số 02/BCTH-MN", "mẫu 03/TKMN", "Phụ lục số 02/BC-MN", "Biểu mẫu 04/TK-MN"])
def test_number_of_a_form_is_no_document(form: str) -> None:
    assert bases("Căn cứ Luật Giáo dục;", f"1. Báo cáo số liệu theo {form} đính kèm.") == []


def test_document_in_brackets_behind_a_report_is_its_writer_s() -> None:
    found = bases("Theo báo cáo của Trường Đại học Tân Trào về việc bồi dưỡng (Công văn số 9/ĐHTTr-ĐT ngày 02/3/2024),")

    assert [(base.number, base.issuer) for base in found] == [("9/ĐHTTr-ĐT", "Trường Đại học Tân Trào")]


@pytest.mark.parametrize(
    ("cited", "issuer"),
    [
        ("Thông tư liên tịch số 1/2016/TTLT-BYT-BGDĐT ngày 1/2/2016 về y tế", "Bộ Y tế"),
        (
            "Thông tư liên tịch số 1/2016/TTLT-BYT-BGDĐT của Bộ trưởng Bộ Y tế và Bộ trưởng Bộ Giáo dục và Đào tạo;",
            "Bộ Y tế và Bộ GDĐT",
        ),
        (
            "Thông tư liên tịch số 1/2006/TTLT-BYT-BTC của Liên Bộ: Y tế, Tài chính hướng dẫn chế độ;",
            "Liên Bộ: Y tế, Tài chính",
        ),
        ("Kế hoạch số 3/KH-TU ngày 1/2/2025 của Tỉnh uỷ Gia Lai;", "Tỉnh ủy Gia Lai"),
        ("Quy chế số 3/QCPH-BCA-BGDĐT giữa Bộ Công an và Bộ Giáo dục và Đào tạo;", "Bộ Công an và Bộ GDĐT"),
        ("Công văn số 77/TYT ngày 3/7/2025 của Trạm Y tế phường;", "Trạm Y tế phường"),
        ("Công văn số 198/BXD-QLN ngày 23/9/2013 gửi các tỉnh", "Bộ Xây dựng"),
    ],
)
def test_joint_documents_and_ministries_have_their_issuer(cited: str, issuer: str) -> None:
    assert [base.issuer for base in bases(f"Căn cứ {cited}")] == [issuer]


def test_document_cited_in_the_title_is_a_basis() -> None:
    title = "Thực hiện Nghị quyết số 71-NQ/TW ngày 22/8/2025 của Bộ Chính trị"
    lines = document_of("Số: 4-KH/ĐU", "KẾ HOẠCH", title, "Đảng ủy xã đề ra kế hoạch như sau:", "1. Báo cáo.").lines

    found = read_head(lines).head.based_on.value

    assert [(base.number, base.issuer, base.where) for base in found] == [("71-NQ/TW", "Bộ Chính trị", "preamble")]


def test_office_whose_name_has_the_word_for_number_is_whole() -> None:
    cited = "Kế hoạch số 7/KH-BCĐ ngày 20/8/2025 của Ban Chỉ đạo chuyển đổi số tỉnh;"

    assert [base.issuer for base in bases(f"Căn cứ {cited}")] == ["Ban Chỉ đạo chuyển đổi số tỉnh"]
