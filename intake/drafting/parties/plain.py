"""Text as names are looked for in it: small letters of the same length, and patterns that forgive lost marks."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

_FAMILIES: Final = (
    "aàáảãạăằắẳẵặâầấẩẫậ",
    "eèéẻẽẹêềếểễệ",
    "iìíỉĩị",
    "oòóỏõọôồốổỗộơờớởỡợ",
    "uùúủũụưừứửữự",
    "yỳýỷỹỵ",
    "dđð",
)
_FAMILY: Final = {letter: f"[{family}]" for family in _FAMILIES for letter in family}
_BARE: Final = str.maketrans({letter: family[0] for family in _FAMILIES for letter in family})
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("\n\r\f\v\u00a0\u2007\u202f*_", " "),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("’ʼ`", "'"),
    }
)
# Short words that are other words without their marks (sở/số, trường/trưởng, bộ/bỏ, hội/hỏi) keep them in a pattern.
_STRICT_WORDS: Final = (
    "sở bộ phòng trường trưởng ban hội đoàn vụ cục tổ viện trạm kho báo đài lớp nhóm xã các ông bà chi "
    "đội công an chủ nhà cô thầy cha mẹ bé trẻ ngành cấp quận mọi mỗi một mn mg th đảng để nhằm về cho "
    "đến tới lên với của do được là khi theo từ cùng cử riêng có chịu phải cần sẽ giao đã mời tự đồn quỹ hạt thị thành"
)
_STRICT: Final = frozenset(_STRICT_WORDS.split())
# "Trường" is scanned in many ways, none of which is another word before the kind of a school.
_SCANNED: Final = {"trường": "(?:trường|trưòng|truờng|trừơng|truòng|trướng)", "phòng": "(?:phòng|phỏng)"}
_PIECE: Final = re.compile(r"\\.|\[[^\]]*\]|\{[^}]*\}|\(\?[:=!<]+|[^\W_]+| \{[^}]*\}|[ -]\??|.")
_GAPS: Final = {" ": " {1,3}", " ?": " {0,3}", "-": " {0,2}- {0,2}", "-?": "(?: {0,2}- {0,2})?"}
_QUOTED: Final = re.compile(r"“[^“”]{1,400}”|«[^«»]{1,400}»|\"[^\"\n]{1,300}\"")


@dataclass(frozen=True)
class Plain:
    """A text and ``low``: the same letters in lower case, one by one, so that a place in one is one in the other."""

    text: str

    @cached_property
    def low(self) -> str:
        """``text`` in small letters of the same length, every blank or asterisk a space and every dash a hyphen.

        A tab stays: it separates the cells of a row.
        """
        low = self.text.lower()
        if len(low) != len(self.text):
            low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in self.text)
        return low.translate(_PLAIN)

    @cached_property
    def is_shouted(self) -> bool:
        """True for a text in capitals only, where a capital says nothing."""
        return self.text.upper() == self.text

    def is_quoted(self, at: int) -> bool:
        """True if the letter at ``at`` stands in quotation marks: in the name of a scheme or contest."""
        index = bisect_right(self._quoted, at, key=lambda span: span[0]) - 1
        return index >= 0 and at < self._quoted[index][1]

    @cached_property
    def _quoted(self) -> tuple[tuple[int, int], ...]:
        return tuple(match.span() for match in _QUOTED.finditer(self.text))


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """``text`` in small letters without tone and vowel marks, đ as d, blanks single: how two spellings are compared."""
    return " ".join(Plain(text).low.translate(_BARE).split())


def loose(pattern: str) -> re.Pattern[str]:
    """A pattern over ``Plain.low``: its letters match with or without their marks, except in the strict words.

    A blank stands for one to three blanks, a hyphen for one with or without blanks around it.
    """
    return re.compile("".join(_pieces(pattern)))


def any_of(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """One pattern that matches where any of them does: a quick first look before the table is gone through."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in patterns))


def _pieces(pattern: str) -> Iterator[str]:
    for piece in _PIECE.findall(pattern):
        if piece in _GAPS:
            yield _GAPS[piece]
        elif not piece[0].isalnum() or piece in _STRICT:
            yield _SCANNED.get(piece, piece)
        else:
            yield "".join(_FAMILY.get(letter, letter) for letter in piece)
