"""Laws of finding parties, for any text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from intake.drafting.parties import coordinators_of, directed_of, find_parties, normal_name, receiver_of, subject_of
from intake.drafting.parties.mentions import LEVELS

PIECES = st.sampled_from(
    [
        *(
            "các ",
            "Phòng ",
            "phòng ",
            "Sở ",
            "GDĐT",
            "Giáo dục và Đào tạo",
            " huyện ",
            "Ia Pa",
            "UBND ",
            "xã ",
            "trường ",
            "MN ",
        ),
        *(
            "Hoa Ban",
            ", ",
            " và ",
            "; ",
            ". ",
            ": ",
            "(",
            ")",
            "“",
            "”",
            "phối hợp với ",
            "báo cáo ",
            "gửi về ",
            "đề nghị ",
        ),
        *(
            "đơn vị",
            "cơ quan, ",
            "liên quan",
            "Hiệu trưởng ",
            "Ban chỉ đạo ",
            "PCGD-XMC",
            "tổ ",
            "xây dựng ",
            "\n",
            "-",
            "/",
            "Đ",
            "1",
        ),
        *(
            "chỉ đạo ",
            "do ",
            "chủ trì",
            "hồ sơ ",
            "bộ phận ",
            "kế toán ",
            "nhà trường",
            "các Sở: ",
            "Y tế",
            "03 ",
            "100% ",
            "İ",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join))


@given(TEXTS)
def test_law_parties_stand_where_they_say_for_any_text(text: str) -> None:
    parties = find_parties(text)
    assert all(party.text == text[party.start : party.end] for party in parties)
    assert all(party.start < party.end and party.name and party.level in LEVELS for party in parties)


@given(TEXTS)
def test_law_parties_are_in_order_and_disjoint_for_any_text(text: str) -> None:
    parties = find_parties(text)
    assert all(one.end <= other.start for one, other in pairwise(parties))


@given(TEXTS)
def test_law_roles_are_parties_of_the_clause_for_any_text(text: str) -> None:
    spans = {(party.start, party.end) for party in find_parties(text)}
    receiver = receiver_of(text)
    roles = [*subject_of(text), *coordinators_of(text), *directed_of(text), *([receiver] if receiver else [])]
    assert {(party.start, party.end) for party in roles} <= spans


@given(TEXTS)
def test_law_normal_name_never_raises_for_any_text(text: str) -> None:
    assert isinstance(normal_name(text), str)
