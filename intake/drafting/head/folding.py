"""Letters without marks, one for one, so that offsets into the folded text are offsets into the print."""

import re
import unicodedata
from typing import Final

_MARKED: Final = (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00))
_OTHERS: Final = {
    **dict.fromkeys(map(ord, "đĐðÐ"), "d"),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "“”„«»″"), '"'),
    **dict.fromkeys(map(ord, "‘’‚′`´"), "'"),
    **dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\t"), " "),
}


def _plain(point: int) -> str:
    letter = unicodedata.normalize("NFD", chr(point))[0]
    return letter.lower() if letter.isascii() and letter.isalpha() else chr(point)


_TABLE: Final = {
    **{point: _plain(point) for point in _MARKED},
    **{point: chr(point).lower() for point in range(ord("A"), ord("Z") + 1)},
    **_OTHERS,
}


def folded(text: str) -> str:
    """``text`` in small letters without marks, dashes, quotes and blanks of one shape; as long as ``text`` itself."""
    return text.translate(_TABLE)


_LIKE_FIGURES: Final = re.compile(r"(?<=\d)[oil|]{1,3}(?![a-z])|(?<![a-z0-9])[oil|]{1,3}(?=\d)")
_FIGURES: Final = str.maketrans("oil|", "0111")


def figured(flat: str) -> str:
    """Folded text with the letters beside figures that a scan put for figures put right: "nam 2o24" is "nam 2024"."""
    return _LIKE_FIGURES.sub(lambda found: found[0].translate(_FIGURES), flat)


def squeezed(text: str) -> str:
    """``text`` with runs of blanks as one blank, none at the ends."""
    return " ".join(text.split())


def is_upper(text: str) -> bool:
    """True for print in capitals: two letters at least, at most one small one in ten."""
    small = sum(letter.islower() for letter in text)
    large = sum(letter.isupper() for letter in text)
    return large >= 2 and small * 10 <= large
