"""One spelling for a phrase, so that each reader needs to know only one."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from engine.deadlines import Rule

MOST_LETTERS: Final = 600
Certainty = Literal["sure", "likely", "doubtful"]

_WORDS: Final = {
    "hai mươi": 20,
    "ba mươi": 30,
    "mười lăm": 15,
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
_ROMANS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "hai": 2}
_NUMBER_WORD: Final = "|".join(_WORDS)
_NUMBER: Final = re.compile(rf"\b({_NUMBER_WORD})(?= (?:ngày|tuần|tháng|lần|giờ|năm)\b)", re.IGNORECASE)
_FIVE: Final = re.compile(r"(?:trong|sau|vòng|hạn|quá|là)$")
_ORDINAL: Final = re.compile(r"\b(quý|quí|học kỳ|học kì) (iv|i{1,3}|một|hai)\b", re.IGNORECASE)


def _cleaning(pattern: str, replacement: str) -> tuple[re.Pattern[str], str]:
    return re.compile(pattern, re.IGNORECASE), replacement


_CLEANINGS: Final = (
    _cleaning(r"[‐‑‒–—−]", "-"),
    _cleaning(r"[*_“”\"'‘’…]", " "),
    # A number in figures and in words, either of them in brackets.
    _cleaning(r"(\d)\s{0,3}\(\s{0,3}[^()\d]{1,30}\)", r"\1 "),
    _cleaning(rf"\b(?:{_NUMBER_WORD})\s{{0,3}}\(\s{{0,3}}(\d{{1,3}})\s{{0,3}}\)", r"\1"),
    _cleaning(r"[()\[\]]", " "),
    _cleaning(r"\s+", " "),
)
# Every way to write a date becomes dd/mm/yyyy, a month m/yyyy, a quarter q/yyyy, two years yyyy-yyyy.
_FORMS: Final = (
    _cleaning(r"\bhk ?(iv|i{1,3}|[12])\b", r"học kỳ \1"),
    _cleaning(r"(?<!\d)(\d{1,2}) tháng (\d{1,2})(?!\d| ?lần)", r"\1/\2"),
    _cleaning(r"(?<![\d.\-])(\d{1,2}) ?([.-]) ?(\d{1,2}) ?\2 ?(\d{4})(?!\d)", r"\1/\3/\4"),
    _cleaning(r"(?<=\d) ?/ ?(?=\d)", "/"),
    _cleaning(r"(?<![\d/])(\d{1,2}/\d{1,2}),? năm (\d{4})(?!\d)", r"\1/\2"),
    _cleaning(r"\b(tháng|quý|quí) (\d{1,2}) ?(?:,? ?năm|-) ?(\d{4})(?!\d)", r"\1 \2/\3"),
    _cleaning(r"(?<![\d/])(\d{4}) ?(?:-|đến|tới) ?(\d{4})(?!\d)", r"\1-\2"),
    _cleaning(r"\b(năm học) (\d{4})/(\d{4})(?!\d)", r"\1 \2-\3"),
)
_VARIANTS: Final = (
    (re.compile(r"\bhàng(?= (?:tháng|quý|quí|năm|tuần|kỳ|kì|học|ngày)\b)"), "hằng"),
    (re.compile(r"\bquí\b"), "quý"),
    (re.compile(r"\bkì\b"), "kỳ"),
)


@dataclass(frozen=True)
class Phrase:
    """A phrase in one spelling and what is known of its document.

    ``shown`` keeps the capitals; ``folded`` has the same length in small letters, so that a match in one can be cut
    from the other.
    """

    shown: str
    folded: str
    issued_on: date | None = None
    period: tuple[date, date] | None = None

    @property
    def earliest(self) -> date | None:
        """The day on or after which a date without a year is looked for."""
        return self.issued_on or (self.period[0] if self.period else None)


@dataclass(frozen=True)
class Found:
    """What a reader found: the rule, the stretch of ``folded`` that says it, how sure it is, and remarks."""

    rule: Rule
    span: tuple[int, int]
    certainty: Certainty = "sure"
    notes: tuple[str, ...] = ()


def plain_phrase(text: str, *, issued_on: date | None = None, period: tuple[date, date] | None = None) -> Phrase:
    """``text`` in NFC with single blanks, no brackets, digits for number words and one form for each date."""
    shown = unicodedata.normalize("NFC", text)
    for pattern, replacement in _CLEANINGS:
        shown = pattern.sub(replacement, shown)
    shown = _ORDINAL.sub(_ordinal, _NUMBER.sub(_digit, shown.strip()))
    for pattern, replacement in _FORMS:
        shown = pattern.sub(replacement, shown)
    shown = _ORDINAL.sub(_ordinal, shown)
    folded = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in shown)
    for pattern, replacement in _VARIANTS:
        folded = pattern.sub(replacement, folded)
    return Phrase(shown, folded, issued_on, period)


def _digit(match: re.Match[str]) -> str:
    word = match[1].lower()
    before = match.string[max(0, match.start() - 12) : match.start()].rstrip().lower()
    # "năm" is also "year": it is five only where a number is expected.
    if word == "năm" and not _FIVE.search(before):
        return match[1]
    return str(_WORDS[word])


def _ordinal(match: re.Match[str]) -> str:
    return f"{match[1]} {_ROMANS[match[2].lower()]}"
