"""Laws of the head: nothing is invented, nothing breaks it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from engine.errors import SecretDocument
from intake.drafting.head import HeadReading, read_head
from intake.drafting.head.folding import figured, folded
from intake.drafting.head.gazetteer import levels_of, right_spelling
from intake.drafting.head.numbers import digits
from intake.reading.document import Line
from tests.support.directives import document_of

LETTER = (
    "UBND HUYỆN BA BỂ   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO   Độc lập - Tự do - Hạnh phúc",
    "Số: 1 2/PGDĐT-MN      Ba Bể, ngày 0 6 tháng l0 năm 2022",
    "V/v báo cáo “năm học",
    "2022-2023”",
    "KHẨN",
    "Kính gửi:",
    "- Các trường mầm non;",
    "- Nhóm lớp độc lập.",
    "Căn cứ Quyết định số 1 373/QĐ-TTg ngày 3O/7/2021 của Thủ tướng Chính phủ, Công văn số 12/UBND-VX, 13/UBND-VX;",
    "Phòng Giáo dục và Đào tạo yêu cầu các trường thực hiện nhiệm vụ năm 2022 như sau:",
    "1. Thời gian: từ ngày 1/10/2022 đến ngày 31/12/2022.",
    "2. Các trường báo cáo trước ngày 15/10/2022 theo Kế hoạch số 5/KH-PGDĐT.",
    "Nơi nhận:                   KT. TRƯỞNG PHÒNG",
    "- Như trên;               PHÓ TRƯỞNG PHÒNG",
    "- Lưu: VT.",
    "",
    "Nguyễn Thị Bình",
    "KẾ HOẠCH",
    "(Kèm theo Quyết định số 12/QĐ-UBND)",
    "1. Kiểm tra.",
)
SCRAPS = (
    "",
    " ",
    "Số:",
    "/KH-UBND",
    "KẾ HOẠCH",
    "Kính gửi:",
    "Nơi nhận:",
    "TM.",
    "QUYẾT ĐỊNH:",
    "|",
    "-",
    "V/v",
    "ngày tháng năm",
)
pieces = st.lists(st.sampled_from(LETTER + SCRAPS) | st.text(max_size=40), max_size=30)


def reading_of(texts: list[str]) -> HeadReading | None:
    """The reading, None for a text that a stamp keeps out."""
    try:
        return read_head(document_of(*texts).lines)
    except SecretDocument:
        return None


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("–", "-")


@given(pieces)
def test_zones_lie_in_the_document_for_any_lines(texts: list[str]) -> None:
    reading = reading_of(texts)
    if reading is not None:
        zones = reading.zones
        assert 0 <= zones.preamble[0] <= zones.preamble[1] == zones.body_start <= zones.body_end <= len(texts)
        assert all(zones.body_end <= start <= end <= len(texts) for start, end in zones.parts[1:])


@given(pieces)
def test_verbatim_fields_stand_in_the_text_for_any_lines(texts: list[str]) -> None:
    reading, whole = reading_of(texts), tight("".join(texts).replace("*", ""))
    if reading is not None:
        head = reading.head
        for said in (head.number.value, head.number_suffix.value, head.signer.value.name):
            assert said is None or tight(said) in whole
        for base in head.based_on.value:
            assert tight(base.number) in whole


@given(pieces)
def test_figures_of_dates_stand_in_the_text_for_any_lines(texts: list[str]) -> None:
    reading, whole = reading_of(texts), digits(tight("".join(texts)))
    if reading is not None:
        dates = [base.issued_on.isoformat() for base in reading.head.based_on.value if base.issued_on]
        for iso in [*dates, *filter(None, [reading.head.issued_on.value])]:
            assert all(str(int(part)) in whole for part in iso.split("-"))


@given(st.data())
def test_number_is_printed_for_any_lines_lost_or_doubled(data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.integers(0, len(LETTER) - 1), max_size=40).map(sorted))
    texts = [LETTER[at] for at in kept]
    reading = reading_of(texts)
    if reading is not None and reading.head.number.value is not None:
        assert tight(reading.head.number.value) in tight("".join(texts))


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=4), max_size=6))
def test_rows_of_tables_are_read_for_any_cells(rows: list[list[str]]) -> None:
    lines = [Line(number, " | ".join(cells), table=1, cells=tuple(cells)) for number, cells in enumerate(rows, start=1)]
    try:
        zones = read_head(lines).zones
    except SecretDocument:
        return
    assert zones.body_end <= len(rows)


@given(st.text(max_size=200))
def test_folding_keeps_every_offset_for_any_text(text: str) -> None:
    assert len(folded(text)) == len(figured(folded(text))) == len(text)


@given(st.text(max_size=30))
def test_spelling_of_a_place_changes_marks_only_for_any_text(place: str) -> None:
    assert tight(folded(right_spelling(place))) == tight(folded(place))


def test_place_of_two_levels_has_both() -> None:
    assert levels_of("Krông Pa") == {"huyện"}
    assert levels_of("Cao Lãnh") == {"huyện", "thành phố"}
    assert levels_of("Nơi Nào Đó") == frozenset()
