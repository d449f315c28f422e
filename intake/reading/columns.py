"""Two columns on one line of a text file: the head and the signature block of a letter, told apart by wide gaps."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_GAP: Final = re.compile(r"[ \u00a0]{3,}|[ \u00a0]*\t\s*")
_HEAD_LINES: Final = 40
_LONGEST_LINE: Final = 400
# Signs of the right half of a head: the country's name, the motto, place and date.
_RIGHT_OF_HEAD: Final = re.compile(r"cong hoa xa hoi|doc lap\b|[a-z].{0,40}, ?(?:ngay|thang)\b")
_RECIPIENTS: Final = re.compile(r"\W{0,4}noi nhan\b")
_SIGNED: Final = re.compile(r"\(?(?:da )?ky(?: ten| boi)?\b|(?:kt|tm|tl|tuq|q)\s?\.")
_NAME: Final = re.compile(r"[^\W\d_a-zà-ỹ][^\W\d_]*(?: [^\W\d_a-zà-ỹ][^\W\d_]*){1,5}")
_MARKS: Final = re.compile("[\u0300-\u036f]")


def folded(text: str) -> str:
    """Small letters without diacritics."""
    small = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return _MARKS.sub("", small)


def is_state_head(text: str) -> bool:
    """True for the country's name or its motto, which stand at the right of a head."""
    plain = folded(text)
    return "cong hoa xa hoi" in plain or "doc lap - tu do" in plain


def is_recipients(text: str) -> bool:
    """True for the line that opens the list of recipients, at the left of the signature."""
    return _RECIPIENTS.match(folded(text[:_HEAD_LINES])) is not None


def side_by_side(texts: Sequence[str]) -> dict[int, tuple[str, str]]:
    """For the lines of a head or of a signature block that hold two columns: both halves, by index."""
    found: dict[int, tuple[str, str]] = {}
    filled, is_tail = 0, False
    for index, text in enumerate(texts):
        if not text.strip() or len(text) > _LONGEST_LINE:
            continue
        filled += 1
        is_tail = is_tail or is_recipients(text.strip())
        halves = _halves(text) if is_tail or filled <= _HEAD_LINES else None
        if halves and (_is_signature(halves[1]) if is_tail else _RIGHT_OF_HEAD.match(folded(halves[1]))):
            found[index] = halves
    return found


def _halves(text: str) -> tuple[str, str] | None:
    """The halves of a line at its widest gap; not between a label and its blank, as in "Số:      /KH-UBND"."""
    start = len(text) - len(text.lstrip())
    gaps = [gap for gap in _GAP.finditer(text, start) if gap.end() < len(text)]
    if not gaps:
        return None
    widest = max(gaps, key=lambda gap: len(gap.group().expandtabs()))
    left, right = text[: widest.start()], text[widest.end() :]
    return None if not right[:1].isalpha() and right[:1] != "(" else (left, right)


def _is_signature(text: str) -> bool:
    """True for a capacity, a title in capitals, a name or the place of the signature."""
    is_title = text.isupper() and len(text) > 4
    return is_title or bool(_SIGNED.match(folded(text)) or _NAME.fullmatch(text.strip(" *")))
