"""The head's lines cut into pieces, each of one column, and what each piece is by its own words."""

import re
from dataclasses import dataclass
from typing import Final

from intake.drafting.head.folding import folded, squeezed

DIGIT: Final = r"[0-9oOlI|]"
_TWO: Final = rf"{DIGIT}(?:\s?{DIGIT})?"
BLANK: Final = r"[.…_\s]"
# A day and a month may be blank or dots, and look-alike letters may stand for digits.
DATE_CORE: Final = re.compile(
    rf"ng[ao]y{BLANK}{{0,30}}(?P<day>{_TWO})?{BLANK}{{0,30}}th[ao]ng{BLANK}{{0,30}}(?P<month>{_TWO})?"
    rf"{BLANK}{{0,30}}na(?:m|rn|n)\s{{0,9}}(?P<year>{DIGIT}{{4}})?"
)
DATE_SHORT: Final = re.compile(
    rf"ng[ao]y\s{{0,9}}(?P<day>{DIGIT}{{1,2}})?{BLANK}{{0,20}}[/.-]\s{{0,3}}(?P<month>{DIGIT}{{1,2}})?"
    rf"{BLANK}{{0,20}}[/.-]\s{{0,3}}(?P<year>{DIGIT}{{4}})"
)
LABEL: Final = re.compile(r"^\W{0,3}s[o60]{1,2}\s{0,3}(?:[:;.]|hieu\s{0,3}:?|(?=\s{0,9}\d{1,5}\s{0,3}[-/])|$)\s{0,3}:?")
ABOUT: Final = re.compile(r"^\W{0,3}(?P<mark>(?:v\s{0,2}/\s{0,2}v\b|v/\s?v|vv\s?:)\s{0,3}[:.]?\s{0,3})")
TO: Final = re.compile(r"^\W{0,3}k[il1]nh\s{0,3}g[uư][il1]\s{0,3}[:;.,]?\s{0,3}")
# A telegram names those it is sent to after "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:".
WIRED: Final = re.compile(
    r"^\W{0,3}(?:chu tich|thu tuong|bo truong|giam doc|uy ban|ubnd|so|bo|truong ban|ban)\b.{0,90}\sdien\s?:\s{0,3}"
)
MOTTO: Final = re.compile(
    r"^\W{0,3}dang\s{0,2}cong\s{0,2}san\s{0,2}viet\s{0,2}nam\W{0,3}$|c[o0]ng\s{0,2}h[o0]a\s{0,2}xa\s{0,2}h[o0][il1]\s{0,2}chu\s{0,2}ngh[il1]a\s{0,2}v[il1][eê]t\s{0,2}nam"
    r"|d[o0]c\s{0,2}lap\s{0,3}[-.,]?\s{0,3}tu\s{0,2}d[o0]\s{0,3}[-.,]?\s{0,3}hanh\s{0,2}phuc"
)
ITEM: Final = re.compile(
    r"^\s{0,9}(?!v\s?/\s?v\b)(?:[-+*•●▪–·]\s{0,3}\S|(?:[ivxl]{1,6}|[a-z]|\d{1,2}(?:\.\d{1,2}){0,4})\s{0,2}[.)/:]\s{0,3}\S"
    r"|(?:dieu|phan|muc|chuong)\s{1,3}(?:\d{1,3}|[ivx]{1,5}|thu\s)\b)"
)
BULLET: Final = re.compile(r"^\s{0,9}(?:[-+*•●▪·]{1,2}|\d{1,2}[.)])\s{0,3}(?=\S)")
OPENER: Final = re.compile(
    r"^\W{0,3}(?:can\s?cu|thuc hien|thi hanh|trien khai|tiep theo|tiep tuc thuc hien|xet |theo |nham |de |tren co so"
    r"|ngay \d|phuc dap|phuc vu|hien nay|trong thoi gian|thoi gian qua|vua qua|chap hanh|cu the hoa|thong qua"
    r"|huong ung|chao mung|duoc su|qua |sau khi|ap dung|uy ban nhan dan .{0,60} (?:nhan duoc|ban hanh)"
    r"|(?:phong|so|bo|uy ban|ubnd|truong|ban) .{2,120}(?:ban hanh|xay dung|de nghi|yeu cau|thong bao|huong dan"
    r"|nhan duoc|trien khai|to chuc|bao cao|de ra|kinh de nghi)\b)"
)
ENDS: Final = re.compile(r"[.;:!?]\W{0,3}$")
RULE: Final = re.compile(r"^[\W_]*$")
_MARKS: Final = re.compile(r"^[\s#>*_]+|[\s*_]+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One column's share of a line; ``index`` is the line's place in the document, ``folded`` as long as ``text``."""

    index: int
    text: str
    folded: str

    @property
    def is_blank(self) -> bool:
        """True where nothing but marks is printed."""
        return bool(RULE.match(self.text))


def piece_of(index: int, text: str) -> Piece:
    """A piece from print, without the marks of markdown around it and with single blanks."""
    bare = squeezed(_MARKS.sub("", text).replace("**", ""))
    return Piece(index, bare, folded(bare))
