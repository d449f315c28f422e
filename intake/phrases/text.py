"""One spelling for a phrase, so that the patterns need only know one: NFC, single blanks, digits for number words."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_WORDS: Final = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_NUMBER_WORD: Final = "|".join(_WORDS)
_UNIT: Final = r"ngày|tuần|tháng|lần|giờ|năm"
_CLEANINGS: Final = (
    (re.compile(r"[‐‑‒–—−]"), "-"),
    (re.compile(r"[*_“”\"'‘’…]"), " "),
    (re.compile(r"(\d)\s*\(\s*(?:[^()\d]{1,30})\)"), r"\1 "),
    (re.compile(rf"\b(?:{_NUMBER_WORD})\s*\(\s*(\d{{1,3}})\s*\)", re.IGNORECASE), r"\1"),
    (re.compile(r"[()\[\]]"), " "),
    (re.compile(r"\s+"), " "),
)
_NUMBERS: Final = re.compile(rf"(?<!mỗi )(?<!hằng )\b({_NUMBER_WORD})(?= (?:{_UNIT})\b)", re.IGNORECASE)
_YEAR_OR_FIVE: Final = re.compile(r"(?:trong|sau|vòng|hạn|quá|là)$")
_VARIANTS: Final = (
    (re.compile(r"\bhàng(?= (?:tháng|quý|quí|năm|tuần|kỳ|kì|học|ngày)\b)"), "hằng"),
    (re.compile(r"\bquí\b"), "quý"),
    (re.compile(r"\bkì\b"), "kỳ"),
)


@dataclass(frozen=True)
class PlainText:
    """A phrase made uniform. ``shown`` keeps its capitals; ``folded`` is the same text in small letters and one
    spelling, of the same length, so that a match in one can be cut from the other."""

    shown: str
    folded: str


def plain_text(text: str) -> PlainText:
    """``text`` in NFC with single blanks, plain dashes, no brackets, and digits for the number words before a unit."""
    shown = unicodedata.normalize("NFC", text)
    for pattern, replacement in _CLEANINGS:
        shown = pattern.sub(replacement, shown)
    shown = _NUMBERS.sub(_digit, shown.strip())
    folded = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in shown)
    for pattern, replacement in _VARIANTS:
        folded = pattern.sub(replacement, folded)
    return PlainText(shown, folded)


def _digit(match: re.Match[str]) -> str:
    word = match[1].lower()
    before = match.string[max(0, match.start() - 12) : match.start()].rstrip().lower()
    # "năm" is also "year": it counts only where a number is expected.
    if word == "năm" and not _YEAR_OR_FIVE.search(before):
        return match[1]
    return str(_WORDS[word])
