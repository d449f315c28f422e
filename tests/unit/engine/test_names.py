"""How names are compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.names import bare, fold


@given(name=st.text())
def test_folding_twice_changes_nothing_for_any_name(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(name=st.text(alphabet="aàảãáạăđêôơưỳýHÒẶĐ ", max_size=20))
def test_composed_and_decomposed_letters_are_the_same_for_any_vietnamese_name(name: str) -> None:
    assert fold(unicodedata.normalize("NFD", name)) == fold(name)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Trường  MN\tHoa Sen ", "trường mn hoa sen", True),
        ("PHÒNG GDĐT", "Phòng GDĐT", True),
        ("Hòa Bình", "Hoa Bình", False),
        ("Đông", "Dông", False),
    ],
)
def test_names_are_the_same_up_to_case_and_blanks(one: str, other: str, is_same: bool) -> None:
    assert (fold(one) == fold(other)) is is_same


@given(name=st.text())
def test_baring_twice_changes_nothing_for_any_name(name: str) -> None:
    assert bare(bare(name)) == bare(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phòng GDĐT huyện Đầm Hà", "phong gddt huyen dam ha"),
        (unicodedata.normalize("NFD", "Kế hoạch số 396/KH-GD&ĐT"), "ke hoach so 396/kh-gd&dt"),
        ("ưỡn ẹo", "uon eo"),
    ],
)
def test_bare_name_has_no_diacritics(one: str, other: str) -> None:
    assert bare(one) == other
