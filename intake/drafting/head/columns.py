"""The lines above the text taken apart: columns of a printed head, lines that a table or a scan ran together."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from intake.drafting.head.folding import folded, is_upper
from intake.drafting.head.pieces import ABOUT, DATE_CORE, DATE_SHORT, LABEL, MOTTO, Piece, piece_of
from intake.drafting.head.torn import whole
from intake.reading.document import Line

_PLACE_WORDS: Final = frozenset(
    (
        *("thanh", "pho", "thi", "xa", "tran", "huyen", "tinh", "phuong", "quan", "dac", "khu"),
        *("tp", "tx", "t.p", "t.x", "q", "h", "t", "p", "-"),
    )
)
_NUMBERED: Final = frozenset(("quan", "phuong", "xa", "q", "p"))
_GAP: Final = re.compile(r"\t+|\s{3,}|\s*[-–_=]{3,}\s*|\s\|\s")
_STROKE: Final = re.compile(r"(?:^|\s+)\|+(?=\s|$)|^\|+|\|+$")
_BOX: Final = re.compile(r"\|+")
_ABOUT_INSIDE: Final = re.compile(r"\s(?=v\s?/\s?v\b)")
_STAMP_INSIDE: Final = re.compile(
    r"(?<!THƯỢNG)(?<!TỐI)(?<!TUYỆT)\s"
    r"(?=\W{0,3}(?:HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN|TỐI MẬT|TUYỆT MẬT|MẬT)\W{0,3}(?:\s|$))"
)
_OFFICE_INSIDE: Final = re.compile(
    r"(?<!VĂN)(?<!TỔNG)(?<!CHI)\s(?=(?:SỞ|PHÒNG|TRƯỜNG|BAN CHỈ ĐẠO|TRUNG TÂM|TỔNG CỤC|CỤC|CHI CỤC)\s)"
)
_SUPERIOR: Final = re.compile(r"^\W{0,3}(?:ubnd|uy ban|so|phong|bo|tinh uy)\b")
# "Số: 12      /KH-UBND": the blanks that are left for a number written by hand.
_FILLED_IN: Final = re.compile(r"(?<=\d)\s{3,}(?=[/–-]\s{0,2}[^\W\d_])")
_LONGEST: Final = 4000
_MOST_PLACE_WORDS: Final = 7


def pieces_of(lines: Sequence[Line], limit: int) -> Iterator[Piece]:
    """The pieces of the first ``limit`` lines, in reading order; an empty line gives an empty piece."""
    for index, line in enumerate(lines[:limit]):
        columns = line.cells or columns_of(line.text[:_LONGEST])
        found = [piece_of(index, part) for column in columns for part in _parts(_apart(column[:_LONGEST]))]
        # A stroke alone is what copying left of a table's edge: no gap between the lines around it.
        edge = "|" if line.text.strip(" |") == "" and "|" in line.text else ""
        yield from found or [Piece(index, edge, edge)]


def _apart(column: str) -> str:
    """A column with torn words put together and a wide gap where one run of bold print ends and another begins."""
    return whole(column).replace("** **", "**   **")


def columns_of(text: str) -> tuple[str, ...]:
    """The columns of a line that strokes part; a stroke within a word is a letter of a scan."""
    bare = text.strip()
    is_boxed = len(bare) > 2 and bare[0] == bare[-1] == "|"
    return tuple((_BOX if is_boxed else _STROKE).split(bare))


def _parts(text: str) -> Iterator[str]:
    """A printed line taken apart at the national motto, at place and date, and at wide gaps."""
    motto = MOTTO.search(folded(text))
    cut = place_start(text)
    if motto and motto.end() - motto.start() < len(text.strip()):
        yield from _parts(text[: motto.start()])
        yield motto[0]
        yield from _parts(text[motto.end() :])
    elif cut == 0:
        yield text
    elif cut:
        yield from _parts(text[:cut])
        yield text[cut:]
    else:
        filled = _FILLED_IN.sub(" ", text) if LABEL.match(folded(text)) else text
        yield from (inner for part in _GAP.split(filled) for inner in _run_together(part) if inner.strip())


def _run_together(text: str) -> list[str]:
    """A column whose lines were put on one: the number with "V/v …" behind it, an office below its superior."""
    flat = folded(text)
    if LABEL.match(flat):
        about = _ABOUT_INSIDE.search(flat)
        head = text[: about.start()] if about else text
        return [*_STAMP_INSIDE.split(head), *([text[about.end() :]] if about else [])]
    if _SUPERIOR.match(flat) and is_upper(text):
        return _OFFICE_INSIDE.split(text)
    return [text]


def place_start(text: str) -> int | None:
    """Where "Ba Bể, ngày … tháng … năm …" starts in a line that ends with it; None without such an end."""
    flat = folded(text)
    cores = (*DATE_CORE.finditer(flat), *DATE_SHORT.finditer(flat))
    core = next((core for core in cores if not flat[core.end() :].strip(" .*_|)-")), None)
    if core is None:
        return None
    start = _capital_run(text, core.start())
    before = flat[:start].strip(" *_#|")
    if not before:
        return start
    is_beside = LABEL.match(before) or ABOUT.match(before) or flat[:start].endswith("  ") or is_upper(text[:start])
    return start if is_beside and start < core.start() else None


def _capital_run(text: str, end: int) -> int:
    """The start of the capitalised words that end at ``end``."""
    start = end
    words = list(re.finditer(r"\S+", text[:end]))[-_MOST_PLACE_WORDS:]
    for at, word in reversed(list(enumerate(words))):
        is_first = start == end
        is_gap = not is_first and len(text[word.end() : start]) > 1
        is_cut = not is_first and _is_capitals(word[0]) and not _is_capitals(text[start:end].split(maxsplit=1)[0])
        before = folded(words[at - 1][0]).strip(".") if at else ""
        if is_gap or is_cut or not _is_of_place(word[0], before, is_first=is_first):
            break
        start = word.start()
    return start


def _is_of_place(word: str, before: str, *, is_first: bool) -> bool:
    """True for a word of a place's name: capitalised, a level, the number of a quarter, a syllable that a scan tore."""
    name = folded(word).strip(".,*_")
    if name.isdigit():
        return before in _NUMBERED and len(name) <= 2
    if any(letter.isdigit() or letter in "/&" for letter in name):
        return False
    is_torn = len(name) <= 2 and not is_first
    return not name or is_torn or word[0].isupper() or word[0] in "*_(" or name in _PLACE_WORDS


def _is_capitals(word: str) -> bool:
    """True for letters of a notation or of print in capitals, not for an abbreviated level as in "TP. Hồ Chí Minh"."""
    letters = word.strip(".,-*_")
    return len(letters) > 1 and letters.isupper() and folded(letters) not in _PLACE_WORDS
