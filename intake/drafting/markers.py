"""The marks that open a list item: parts, chapters, articles, numerals, letters and bullets."""

import re
from dataclasses import dataclass
from typing import Final

from intake.drafting.letters import LOWER, UPPER

_EMPHASIS: Final = r"\s*(?:#{1,6}\s+)?(?:\*\*\s?|__|[*_](?=[^\s*_]))?"
_WORDED: Final = r"(?:thứ\s+\w{2,6}|[IVXLl]{1,6}|\d{1,3}|[A-H])(?![\w])"


@dataclass(frozen=True, slots=True)
class Marker:
    """``style`` names the kind of mark, ``label`` is the mark as printed; ``end`` is where the clause begins.

    ``rank`` orders styles from parts down to letters; bullets share the last rank and nest in the order they appear.
    """

    style: str
    label: str
    end: int
    rank: int

    @property
    def is_bullet(self) -> bool:
        """True for a dash, a plus or another sign that carries no number."""
        return self.rank == BULLET_RANK


BULLET_RANK: Final = 90
_ROMAN: Final = re.compile(r"X{0,3}(?:IX|IV|V?I{0,4})")
_STYLES: Final = (
    ("part", 10, re.compile(rf"{_EMPHASIS}(PHẦN|Phần)\s+{_WORDED}\s*[.:\-–]?\s*")),
    ("chapter", 20, re.compile(rf"{_EMPHASIS}(CHƯƠNG|Chương)\s+{_WORDED}\s*[.:\-–]?\s*")),
    ("section", 22, re.compile(rf"{_EMPHASIS}(MỤC|Mục)\s+{_WORDED}\s*[.:\-–]?\s*")),
    ("subsection", 24, re.compile(rf"{_EMPHASIS}(TIỂU MỤC|Tiểu mục)\s+{_WORDED}\s*[.:\-–]?\s*")),
    ("article", 28, re.compile(rf"{_EMPHASIS}(?:Điều|ĐIỀU|Ðiều)\s+\d{{1,3}}[a-zđ]?\s*[.:]\s*")),
    ("decimal4", 56, re.compile(rf"{_EMPHASIS}\d{{1,2}}(?:\s?\.\s?\d{{1,2}}){{3}}\s?[.):/]?\s+")),
    ("decimal3", 54, re.compile(rf"{_EMPHASIS}\d{{1,2}}(?:\s?\.\s?\d{{1,2}}){{2}}\s?[.):/]?\s+(?!\d)")),
    ("decimal2", 52, re.compile(rf"{_EMPHASIS}\d{{1,2}}\s?\.\s?\d{{1,2}}\s?[.):/]?\s+(?![\d%])")),
    ("decimal2", 52, re.compile(rf"{_EMPHASIS}[\dlI]\.[\dlIO]{{1,2}}\s?[.):/]?\s+(?=[{UPPER}])")),
    ("bracketed", 58, re.compile(rf"{_EMPHASIS}\((?:\d{{1,2}}|[a-hivx]{{1,3}})\)\s+(?=[{UPPER}“\"])")),
    ("decimal1", 50, re.compile(rf"{_EMPHASIS}(?:\d{{1,2}}|l(?=\.))\s?(?:[.):](?!\d)|[/\-–](?=\s))\s*(?=\D)")),
    ("decimal1", 50, re.compile(rf"{_EMPHASIS}\d{{3}}\s?[.)]\s+(?=[{UPPER}])")),
    ("roman", 30, re.compile(rf"{_EMPHASIS}([IVXl]{{1,6}}|1{{2,3}})\s?[.)/\-–:]\s*(?=[^\s{LOWER}\d])")),
    ("upper", 26, re.compile(rf"{_EMPHASIS}[A-HĐ]\s?[.)/]\s*(?=[{UPPER}])")),
    ("letter", 60, re.compile(rf"{_EMPHASIS}[a-zđ]{{1,2}}\s?[.)/]\s+(?=\S)")),
    ("letter", 60, re.compile(rf"{_EMPHASIS}[a-zđ]\)(?=\S)")),
)
_BULLET: Final = re.compile(r"\s*(\+\+|--|\+\)|[-–—−‐•●▪■□◦○·+➢►→✓⁃∙])\s*(?=[^\s\d]|\d)|\s*(\*+)\s+(?=\S)")
_BULLET_STYLES: Final = {"–": "-", "—": "-", "−": "-", "‐": "-", "⁃": "-", "--": "--", "●": "•", "∙": "•", "·": "•"}
_RANGE: Final = re.compile(r"\s*[-–—−]\s?\d{1,4}\s*(?:[-–—−]|$)")


def marker_of(text: str) -> Marker | None:
    """The mark at the start of a paragraph, or None for running text."""
    for style, rank, pattern in _STYLES:
        match = pattern.match(text)
        if match is not None and _is_plausible(style, match):
            return Marker(style, match[0].strip(" *_#"), match.end(), rank)
    return _bullet(text)


def _bullet(text: str) -> Marker | None:
    match = _BULLET.match(text)
    if match is None or _RANGE.match(text):
        return None
    sign = (match[1] or match[2]).strip()
    return Marker(_BULLET_STYLES.get(sign, sign), sign, match.end(), BULLET_RANK)


def _is_plausible(style: str, match: re.Match[str]) -> bool:
    """A numeral is Roman only if it is one; an old font's l stands for I."""
    if style != "roman":
        return True
    numeral = match[1].replace("l", "I").replace("1", "I")
    return bool(numeral) and _ROMAN.fullmatch(numeral) is not None
