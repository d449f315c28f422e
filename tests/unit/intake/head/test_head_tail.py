"""Recipients and signature."""

import pytest

from intake.drafting.draft import Signer
from intake.drafting.head import HeadReading, read_head
from tests.support.directives import HEAD, document_of


def read(*tail: str) -> HeadReading:
    return read_head(document_of(*HEAD, "1. Các trường báo cáo.", *tail).lines)


@pytest.mark.parametrize(
    ("tail", "recipients"),
    [
        (("Nơi nhận:", "- Như trên;", "- Lưu: VT./."), ("Như trên", "Lưu: VT")),
        (("Nơi nhận:", "", "- Như trên;", "", "- Lưu: VT."), ("Như trên", "Lưu: VT")),
        (("Nơi nhận", "- Như trên", "- Lưu VT"), ("Như trên", "Lưu VT")),
        (("Nơi nhận:", "Như trên;", "Lưu: VT."), ("Như trên", "Lưu: VT")),
        (("Noi nhân:", "- Như trên;", "- Luu: VT."), ("Như trên", "Luu: VT")),
        (("Nơi nhận: - Như trên; - UBND tỉnh (b/c); - Lưu: VT.",), ("Như trên", "UBND tỉnh (b/c)", "Lưu: VT")),
        (("Nơi nhận: Như trên; Lưu: VT, VP.",), ("Như trên", "Lưu: VT, VP")),
        (("Nơi nhận:", "- Các Sở: Tài chính, Nội vụ;", "- Lưu VT, HP."), ("Các Sở: Tài chính, Nội vụ", "Lưu VT, HP")),
        (
            ("Nơi nhận:", "- UBND các tỉnh, thành phố", "(để phối hợp);", "- Lưu: VT."),
            ("UBND các tỉnh, thành phố (để phối hợp)", "Lưu: VT"),
        ),
        (("Nơi nhận:", "- Bộ Y tế; (để báo cáo)", "- Lưu: VT."), ("Bộ Y tế; (để báo cáo)", "Lưu: VT")),
        (
            ("Nơi nhận:            TRƯỞNG PHÒNG", "- Như trên;", "- Lưu: VT.          Lê Thị Na"),
            ("Như trên", "Lưu: VT"),
        ),
        (("- Như trên;", "- Lưu: VT."), ()),
    ],
)
def test_recipients_lose_bullets_and_closing_punctuation(tail: tuple[str, ...], recipients: tuple[str, ...]) -> None:
    assert read(*tail).head.recipients.value == recipients


SIGNERS = [
    (("TRƯỞNG PHÒNG", "", "Nguyễn Minh Trí"), Signer("Nguyễn Minh Trí", "TRƯỞNG PHÒNG", None)),
    (
        ("**KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG**", "", "Phạm Thị Hoan"),
        Signer("Phạm Thị Hoan", "PHÓ TRƯỞNG PHÒNG", "KT. TRƯỞNG PHÒNG"),
    ),
    (
        ("KT.TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG", "(Đã ký)", "Lê Na"),
        Signer("Lê Na", "PHÓ TRƯỞNG PHÒNG", "KT. TRƯỞNG PHÒNG"),
    ),
    (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Na"), Signer("Lê Na", "CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN")),
    (
        ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Na"),
        Signer("Lê Na", "PHÓ CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"),
    ),
    (
        ("TL. BỘ TRƯỞNG", "CỤC TRƯỞNG", "CỤC NHÀ GIÁO", "Lê Na"),
        Signer("Lê Na", "CỤC TRƯỞNG CỤC NHÀ GIÁO", "TL. BỘ TRƯỞNG"),
    ),
    (("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG MẦM NON", "Lê Na"), Signer("Lê Na", "TRƯỞNG PHÒNG MẦM NON", "TL. GIÁM ĐỐC")),
    (("KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Văn Na",), Signer("Lê Văn Na", "PHÓ CHỦ TỊCH", "KT. CHỦ TỊCH")),
    (
        ("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM", "Lê Na"),
        Signer("Lê Na", "PHÓ CHỦ NHIỆM", "KT. BỘ TRƯỞNG, CHỦ NHIỆM"),
    ),
    (("HIỆU TRƯỞNG", "[Đã ký]", "ThS. Nguyễn Thị Hạnh", "2"), Signer("ThS. Nguyễn Thị Hạnh", "HIỆU TRƯỞNG", None)),
    (("T/M ĐẢNG ỦY", "BÍ THƯ", "Lê Na"), Signer("Lê Na", "BÍ THƯ", "T/M ĐẢNG ỦY")),
    (("TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND HUYỆN", "Lê Na"), Signer("Lê Na", "TRƯỞNG BAN", None)),
    (("KT. Trưởng phòng", "Phó Trưởng phòng", "Lê Na"), Signer("Lê Na", "Phó Trưởng phòng", "KT. Trưởng phòng")),
    (("KT. TRƯỞNGPHÒNG", "PHÓ TRUỞNG PHÒNG", "Lê Na"), Signer("Lê Na", "PHÓ TRUỞNG PHÒNG", "KT. TRƯỞNGPHÒNG")),
    ((), Signer()),
]


@pytest.mark.parametrize(("tail", "signer"), SIGNERS)
def test_signer_has_name_title_and_capacity(tail: tuple[str, ...], signer: Signer) -> None:
    assert read(*tail).head.signer.value == signer
    assert read("Nơi nhận:", "- Như trên;", "- Lưu: VT.", *tail).head.signer.value == signer


def test_signature_beside_the_recipients_is_taken_apart() -> None:
    head = read("Nơi nhận:", "- Như trên; KT. TRƯỞNG PHÒNG", "- Lưu: VT. PHÓ TRƯỞNG PHÒNG", "Lê Thị Na").head

    assert head.recipients.value == ("Như trên", "Lưu: VT")
    assert head.signer.value == Signer("Lê Thị Na", "PHÓ TRƯỞNG PHÒNG", "KT. TRƯỞNG PHÒNG")


def test_signature_before_the_recipients_ends_the_text() -> None:
    reading = read("   KT/TRƯỞNG PHÒNG", "   P. TRƯỞNG PHÒNG", "Nơi nhận:", "- Như trên;", "- Lưu.", "", "Vũ Thị Na")

    assert reading.head.signer.value == Signer("Vũ Thị Na", "P. TRƯỞNG PHÒNG", "KT/TRƯỞNG PHÒNG")
    assert reading.zones.body_end == len(HEAD) + 1


def test_office_named_far_above_the_recipients_is_no_signature() -> None:
    duties = [f"{number}. Các trường nộp báo cáo số {number}." for number in range(3, 40)]
    reading = read("HIỆU TRƯỞNG", "Lê Thị Na", *duties, "Nơi nhận:", "- Như trên;", "TRƯỞNG PHÒNG", "Vũ Thị Bình")

    assert reading.head.signer.value == Signer("Vũ Thị Bình", "TRƯỞNG PHÒNG", None)


def test_quarter_of_a_city_is_no_capacity() -> None:
    assert read("Q. BÌNH THẠNH", "2. Kiểm tra.").head.signer.value == Signer()


def test_person_named_in_the_text_is_no_signer() -> None:
    assert read("2. Liên hệ:", "Nguyễn Thị Bình", "- Điện thoại: 0912").head.signer.value == Signer()


def test_signature_with_torn_letters_is_read() -> None:
    found = read("| Nơi nhận: - Như trên; - Lưu: VT. | KT. CHỦ TỊCH P HÓ CHỦ T Ị CH Ngu y ễn Văn An |").head

    assert found.signer.value == Signer("Nguyễn Văn An", "PHÓ CHỦ TỊCH", "KT. CHỦ TỊCH")
    assert found.recipients.value == ("Như trên", "Lưu: VT")


def test_name_behind_the_last_recipient_is_the_signer() -> None:
    found = read("Nơi nhận: HIỆU TRƯỞNG", "- UBND xã (b/c);", "- Lưu: VT. Lê Thị Na").head

    assert found.signer.value == Signer("Lê Thị Na", "HIỆU TRƯỞNG", None)
    assert found.recipients.value == ("UBND xã (b/c)", "Lưu: VT")


def test_what_begins_below_the_name_is_no_recipient() -> None:
    found = read(
        "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "GIÁM ĐỐC", "Lê Thị Na", "ĐỀ CƯƠNG BÁO CÁO", "1. Kết quả."
    ).head

    assert found.recipients.value == ("Như trên", "Lưu: VT")


@pytest.mark.parametrize(
    "tail",
    [
        ("Nơi nhận: GIÁM ĐỐC", "Như trên; (Đã ký)", "UBND tỉnh; Trần Thị Na", "Lưu: VT, VP."),
        ("Nơi nhận:        GIÁM ĐỐC", "- Như trên;", "- UBND tỉnh;     Trần Thị Na", "- Lưu: VT, VP."),
    ],
)
def test_name_beside_the_recipients_is_the_signers(tail: tuple[str, ...]) -> None:
    head = read(*tail).head

    assert head.signer.value.name == "Trần Thị Na"
    assert head.recipients.value == ("Như trên", "UBND tỉnh", "Lưu: VT, VP")


def test_recipient_goes_on_below_a_name_beside_it() -> None:
    head = read("Nơi nhận:", "- Văn phòng: LĐ,        Trần Thị Na", "  TH, KT,", "  NC, KGVX;", "- Lưu: VT.").head

    assert head.signer.value.name == "Trần Thị Na"
    assert head.recipients.value == ("Văn phòng: LĐ, TH, KT, NC, KGVX", "Lưu: VT")


def test_date_above_words_of_approval_is_the_date_of_issue() -> None:
    tail = ("Ba Bể, ngày 12 tháng 01 năm 2026", "DUYỆT CỦA BAN GIÁM HIỆU        NGƯỜI LẬP", "HIỆU TRƯỞNG", "Lê Thị Na")
    lines = document_of("KẾ HOẠCH", "Nâng cao chất lượng", "1. Các trường báo cáo.", *tail).lines

    head = read_head(lines).head

    assert (head.issued_on.value, head.place.value, head.signer.value.name) == ("2026-01-12", "Ba Bể", "Lê Thị Na")
