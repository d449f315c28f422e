"""The head's lines cut into pieces, each of one column, and what each piece is by its own words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.drafting.head.folding import folded, is_upper, squeezed
from intake.reading.document import Line

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
LABEL: Final = re.compile(r"^\W{0,3}s[o60]{1,2}\s{0,3}(?:[:;.]|hieu\s{0,3}:?|(?=\s{0,9}\d{1,5}\s{0,3}/)|$)\s{0,3}:?")
ABOUT: Final = re.compile(r"^\W{0,3}(?:v\s{0,2}/\s{0,2}v\b|v/\s?v|vv\s?:)\s{0,3}[:.]?\s{0,3}")
TO: Final = re.compile(r"^\W{0,3}k[il1]nh\s{0,3}g[uư][il1]\s{0,3}[:;.,]?\s{0,3}")
# A telegram names those it is sent to after "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:".
WIRED: Final = re.compile(
    r"^\W{0,3}(?:chu tich|thu tuong|bo truong|giam doc|uy ban|ubnd|so|bo|truong ban|ban)\b.{0,90}\sdien\s?:\s{0,3}"
)
MOTTO: Final = re.compile(
    r"c[o0]ng\s{0,2}h[o0]a\s{0,2}xa\s{0,2}h[o0][il1]\s{0,2}chu\s{0,2}ngh[il1]a\s{0,2}v[il1][eê]t\s{0,2}nam"
    r"|d[o0]c\s{0,2}lap\s{0,3}[-.,]?\s{0,3}tu\s{0,2}do\s{0,3}[-.,]?\s{0,3}hanh\s{0,2}phuc"
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
RULE: Final = re.compile(r"^[\W_]*$")
PLACE_WORDS: Final = frozenset(
    [
        "thanh",
        "thi",
        "huyen",
        "tinh",
        "xa",
        "phuong",
        "quan",
        "dac",
        "khu",
        "pho",
        "tran",
        "tp",
        "tx",
        "q",
        "h",
        "t",
        "p",
        "-",
    ]
)
_MARKS: Final = re.compile(r"^[\s#>*_]+|[\s*_]+$")
_GAP: Final = re.compile(r"\t+|\s{3,}|\s*[-–_=]{3,}\s*|\s\|\s")
_ABOUT_INSIDE: Final = re.compile(r"\s(?=v\s?/\s?v\b)")
_OFFICE_INSIDE: Final = re.compile(
    r"(?<!VĂN)(?<!TỔNG)(?<!CHI)\s(?=(?:SỞ|PHÒNG|TRƯỜNG|BAN CHỈ ĐẠO|TRUNG TÂM|TỔNG CỤC|CỤC|CHI CỤC)\s)"
)


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


def pieces_of(lines: Sequence[Line], limit: int) -> Iterator[Piece]:
    """The pieces of the first ``limit`` lines, in reading order; an empty line gives an empty piece."""
    for index, line in enumerate(lines[:limit]):
        columns: Iterable[str] = line.cells if line.cells else (line.text[:4000].strip(" |"),)
        found = [piece for column in columns for piece in _columns(index, column)]
        yield from found or [Piece(index, "", "")]


def _columns(index: int, text: str) -> Iterator[Piece]:
    """A printed line taken apart at the national motto, at place and date, and at wide gaps."""
    motto = MOTTO.search(folded(text))
    if motto and motto.end() - motto.start() < len(text.strip()):
        yield from _columns(index, text[: motto.start()])
        yield piece_of(index, text[motto.start() : motto.end()])
        yield from _columns(index, text[motto.end() :])
        return
    cut = place_start(text)
    if cut:
        yield from _columns(index, text[:cut])
        yield piece_of(index, text[cut:])
        return
    parts = [text] if cut == 0 else _GAP.split(text)
    yield from (piece_of(index, inner) for part in parts for inner in _run_together(part) if inner.strip())


def _run_together(text: str) -> list[str]:
    """A column whose lines were put on one: the number with "V/v …" behind it, an office below its superior."""
    flat = folded(text)
    if LABEL.match(flat):
        about = _ABOUT_INSIDE.search(flat)
        return [text[: about.start()], text[about.end() :]] if about else [text]
    if re.match(r"^\W{0,3}(?:ubnd|uy ban|so|phong|bo|tinh uy)\b", flat) and is_upper(text):
        return _OFFICE_INSIDE.split(text)
    return [text]


def place_start(text: str) -> int | None:
    """Where "Krông Pa, ngày … tháng … năm …" starts in a line that ends with it; None without such an end."""
    flat = folded(text)
    core = None
    for core in (*DATE_CORE.finditer(flat), *DATE_SHORT.finditer(flat)):
        if not flat[core.end() :].strip(" .*_|)-"):
            break
    else:
        return None
    start = _capital_run(text, flat, core.start())
    before = flat[:start].strip(" *_#|")
    if start == core.start() and before:
        return None
    is_alone = not before
    is_beside = LABEL.match(before) or flat[:start].endswith(("  ", "\t")) or is_upper(text[:start])
    return start if is_alone or is_beside else None


def is_capitals(word: str) -> bool:
    """True for letters of a notation or of print in capitals, not for an abbreviated level as in "TP. Hồ Chí Minh"."""
    letters = word.strip(".,-*_")
    return len(letters) > 1 and letters.isupper() and folded(letters) not in PLACE_WORDS


def _capital_run(text: str, flat: str, end: int) -> int:
    """The start of the capitalised words that end at ``end``."""
    start = end
    words = list(re.finditer(r"\S+", text[:end]))[-7:]
    for word in reversed(words):
        name = flat[word.start() : word.end()].strip(".,*_")
        is_gap = bool(re.match(r"\s{2,}|\t", text[word.end() : start])) and start != end
        is_torn = len(name) <= 2 and start != end and not name.isdigit()
        is_name = (
            is_torn or text[word.start()].isupper() or text[word.start()] in "*_(" or name in PLACE_WORDS or not name
        )
        is_code = "/" in name or "&" in name or any(letter.isdigit() for letter in name)
        is_cut = is_capitals(word[0]) and start != end and not is_capitals(text[start:end].split(maxsplit=1)[0])
        if is_gap or not is_name or is_code or is_cut:
            break
        start = word.start()
    return start
