"""Words whose letters a printed page or a copy has torn apart, "P HÓ CHỦ T Ị CH", put together again."""

import re
from itertools import pairwise
from typing import Final

from intake.drafting.head.folding import folded, is_upper
from intake.reading.syllables import is_syllable

_LONE: Final = re.compile(r"(?<![\w.&/-])[bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX](?:[hgrHGR][hH]?)?(?![\w.&/-])")
_SMALL_BEHIND: Final = re.compile(r"(?<![\w.&/-])[BCDĐGHKLMNPQRSTVX] (?=[a-zà-ỹ])")
_RUN: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)+")
_LEAST: Final = 2
_MOST_PIECES: Final = 7
_LONGEST: Final = 2000
_NO_WORD: Final = 10
# A committee of the Party, "ủy", is the one common word without a first consonant.
_ALONE: Final = re.compile(r"[bcdghklmnpqrstvx]|uy$")


def whole(text: str) -> str:
    """``text`` with its torn words put together, as it stands where it has none."""
    if len(text) > _LONGEST or not (len(_LONE.findall(text)) >= _LEAST or _SMALL_BEHIND.search(text)):
        return text
    return _RUN.sub(lambda run: " ".join(_words(run[0].split(" "))), text)


def whole_name(text: str) -> str:
    """A person's name whose small letters stand apart: "Ngu y ễn Văn An"."""
    joined = re.sub(r" (?=[a-zà-ỹ])", "", text)
    words = joined.split()
    is_better = joined != text and len(words) > 1 and all(word[:1].isupper() and is_syllable(word) for word in words)
    return joined if is_better else text


def _words(pieces: list[str]) -> list[str]:
    """The pieces as the fewest words, each of them a syllable where that can be."""
    best: list[tuple[int, int]] = [(0, 0)]
    for end in range(1, len(pieces) + 1):
        starts = range(max(0, end - _MOST_PIECES), end)
        best.append(min((best[at][0] + _cost(pieces[at:end]), at) for at in starts))
    found: list[str] = []
    end = len(pieces)
    while end:
        start = best[end][1]
        found.append("".join(pieces[start:end]))
        end = start
    return found[::-1]


def _cost(pieces: list[str]) -> int:
    """What a word of these pieces costs: two for each word, more where it is no syllable, most where it cannot be."""
    word = "".join(pieces)
    if len(pieces) > 1 and (not is_syllable(word) or any(_is_seam(*pair) for pair in pairwise(pieces))):
        return _NO_WORD * len(pieces) * 2
    if not is_syllable(word):
        return _NO_WORD
    return (2 if _ALONE.match(folded(word)) else 3) - (folded(word) == "uy")


def _is_seam(before: str, after: str) -> bool:
    """True where a capital after small letters begins another word."""
    return after[:1].isupper() and not is_upper(f"{before}{after}") and before[-1:].islower()
