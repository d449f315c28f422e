"""Passwords: what is kept of them, and which are refused."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from config.passwords import LONGEST, SHORTEST, TypedPassword, hash_of, require_good
from engine.errors import PasswordRefused

GOOD = "mưa rơi ngoài ngõ vắng"
ABOUT = ("Nguyễn Thị Hòa", "hoa.nguyen@phonggd.example", "Phòng GDĐT huyện Vĩnh Bảo")


def test_right_password_fits_its_hash_and_a_wrong_one_does_not() -> None:
    kept = hash_of(GOOD)
    assert kept.startswith("$argon2id$")
    assert TypedPassword(GOOD)(kept)
    assert not TypedPassword(GOOD + " ")(kept)
    assert hash_of(GOOD) != kept


def test_password_fits_however_the_keyboard_composes_it() -> None:
    assert TypedPassword(unicodedata.normalize("NFD", GOOD))(hash_of(unicodedata.normalize("NFC", GOOD)))


@pytest.mark.parametrize("known", [None, "", "not a hash", "$argon2id$v=19$broken"])
def test_nothing_fits_where_there_is_no_hash(known: str | None) -> None:
    assert not TypedPassword(GOOD)(known)


def test_hash_of_older_parameters_is_renewed_with_the_right_password() -> None:
    weak = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8_192, parallelism=1),)).hash(GOOD)
    wrong, right, again = TypedPassword("sai mất rồi còn đâu"), TypedPassword(GOOD), TypedPassword(GOOD)
    assert (wrong(weak), wrong.renewed) == (False, None)
    assert right(weak)
    assert right.renewed is not None
    assert again(right.renewed)
    assert again.renewed is None


def test_typed_password_does_not_show_itself() -> None:
    assert GOOD not in repr(TypedPassword(GOOD))


@pytest.mark.parametrize(
    "password", [GOOD, "Trời xanh mây trắng 7", "correct horse battery", "ba con vịt Hòa nuôi ở Huế"]
)
def test_long_uncommon_password_is_taken_whatever_characters_it_has(password: str) -> None:
    require_good(password, about=ABOUT)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("mưa rơi ngõ", "short"),
        ("ư" * 7 + "a" * 4, "short"),
        (GOOD * 6, "long"),
        ("matkhau12345", "common"),
        ("Mật khẩu 2026!", "common"),
        ("123456789012", "common"),
        ("031200004567", "common"),
        ("aaaaaaaaaaaab", "common"),
        ("Qwertyuiop123", "common"),
        ("Vietnam@123456", "common"),
        ("matkhaumatkhau", "common"),
        ("IloveYou@2026", "common"),
        ("NguyenThiHoa1985", "personal"),
        ("hoa.nguyen@phonggd.example", "personal"),
        ("phonggddtvinhbao2026", "personal"),
        ("VĩnhBảo#2026-2027", "personal"),
    ],
)
def test_password_that_is_easy_to_guess_is_refused(password: str, why: str) -> None:
    with pytest.raises(PasswordRefused) as refused:
        require_good(password, about=ABOUT)
    assert refused.value.values == {"why": why}
    assert password not in str(refused.value)


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_password_is_judged_without_failing_for_any_text(password: str) -> None:
    try:
        require_good(password, about=ABOUT)
    except PasswordRefused:
        return
    assert SHORTEST <= len(unicodedata.normalize("NFKC", password)) <= LONGEST
