"""Syllables: what is Vietnamese, told from what a wrong code page makes."""

import pytest

from intake.reading.syllables import evidence, is_syllable


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "Quốc",
        "khuỷu",
        "giếng",
        "gì",
        "quý",
        "Ủy",
        "thuở",
        "đường",
        "xoong",
        "rượu",
        "yểng",
        "huỵch",
        "PHÒNG",
    ],
)
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["thèp", "hoµ", "ngöôøi", "GDĐT", "Krông", "tàc", "ngừt", "ế́", "đ", "q", ""])
def test_other_words_are_not(word: str) -> None:
    assert not is_syllable(word)


def test_text_is_judged_by_words_with_marks_only() -> None:
    found = evidence("Plan 2024: kế hoạch – GDĐT, ViÖt")
    assert (found.words, found.syllables) == (4, 2)
    assert evidence("no marks at all").share == 1.0
