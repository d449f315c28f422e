"""The characters of a PDF page with their places, and the pieces of rows they make; stream order is not trusted.

Some writers take missing letters from another font and write them apart, so that only the places give words.
"""

import ctypes
import math
import unicodedata
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

# Shares of the size of the font.
_SAME_ROW: Final = 0.45
_RAISED: Final = 0.7
_BLANK: Final = 0.17
_APART: Final = 1.5
_SAME_PLACE: Final = 0.25
_UPRIGHT: Final = 0.1
_LARGEST: Final = 1000.0
_BROKEN_HYPHEN: Final = 2
_RECENT: Final = 8
_ADDED: Final = frozenset({10, 13, 32})
_HYPHEN: Final = {"\x02": "-", "\ufffe": "-", "\xa0": " "}
_LIGATURES: Final = range(0xFB00, 0xFB07)


class Character(NamedTuple):
    """A character with its left and right edge, its base line, measured from the lower left corner, and its size."""

    sign: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together in a row; ``first`` is the right edge of the first word."""

    text: str
    left: float
    right: float
    base: float
    size: float
    first: float


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page is turned when it is shown: 0, 1, 2 or 3 quarters, and its size before turning."""

    quarters: int
    width: float
    height: float

    def placed(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as it is shown."""
        if self.quarters == 1:
            return y, self.width - x
        if self.quarters == 2:
            return self.width - x, self.height - y
        return (self.height - y, x) if self.quarters == 3 else (x, y)


def characters(text_page: Any, turn: Turn) -> Iterator[Character]:
    """The upright characters of a page.

    The library adds blanks by itself where it finds room; those are kept that have a place before the next character,
    as they stand for blanks that the writer left out, unless a letter that was written before fills it.
    """
    reader = _CharacterReader(text_page, turn)
    blank: Character | None = None
    recent: deque[Character] = deque(maxlen=_RECENT)
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        is_added = code in _ADDED and pdfium.FPDFText_IsGenerated(text_page, index) == 1
        character = reader.character(index, code)
        if character is None or is_added:
            blank = character if character is not None and character.sign == " " else None
            continue
        if blank is not None and _is_before(blank, character):
            room = Character(" ", blank.left, character.left, character.base, character.size)
            if not any(_covers(one, room) for one in recent):
                yield room
        yield character
        recent.append(character)
        blank = None


def _is_before(blank: Character, character: Character) -> bool:
    room = character.left - blank.left
    return abs(blank.base - character.base) < _SAME_PLACE and _BLANK / 2 < room / character.size < 3 * _BLANK


def _covers(letter: Character, room: Character) -> bool:
    return letter.left < _middle(room) < letter.right and abs(letter.base - room.base) < _SAME_PLACE


class _CharacterReader:
    """Asks the library for one character after the other, always into the same memory."""

    def __init__(self, text_page: Any, turn: Turn) -> None:
        self._page, self._turn = text_page, turn
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def character(self, index: int, code: int) -> Character | None:
        """The character at an index, None for a control sign and for one that is not upright."""
        if code < 32 and code != _BROKEN_HYPHEN:
            return None
        page, box, matrix, turn = self._page, self._box, self._matrix, self._turn
        pdfium.FPDFText_GetMatrix(page, index, matrix)
        if not _is_upright(math.atan2(-matrix.b, matrix.a), turn.quarters):
            return None
        pdfium.FPDFText_GetLooseCharBox(page, index, box)
        pdfium.FPDFText_GetCharOrigin(page, index, self._x, self._y)
        size = pdfium.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
        left, right = box.left, box.right
        base = self._y.value
        if turn.quarters:
            left, right = sorted((turn.placed(left, box.bottom)[0], turn.placed(right, box.top)[0]))
            base = turn.placed(self._x.value, base)[1]
        return Character(_sign(code), left, right, base, size) if 0 < size < _LARGEST else None


def _is_upright(angle: float, quarters: int) -> bool:
    """True for letters that stand upright on the page as it is shown; ``angle`` is measured clockwise."""
    off = (angle + quarters * math.pi / 2) % (2 * math.pi)
    return off < _UPRIGHT or off > 2 * math.pi - _UPRIGHT


def _sign(code: int) -> str:
    sign = chr(code)
    if code in _LIGATURES:
        return unicodedata.normalize("NFKC", sign)
    return _HYPHEN.get(sign, sign)


def rows(found: Iterable[Character]) -> list[list[Piece]]:
    """The rows of a page or cell from top to bottom, each as its pieces from left to right."""
    bases: list[float] = []
    grouped: dict[float, list[Character]] = {}
    # Large letters make the rows, so that small raised figures find theirs.
    for character in sorted(found, key=lambda one: (-one.size, -one.base)):
        at = bisect_left(bases, character.base)
        near = min(bases[max(at - 1, 0) : at + 1], key=lambda base: abs(base - character.base), default=None)
        if near is not None and abs(near - character.base) <= _reach(grouped[near][0], character):
            grouped[near].append(character)
        else:
            bases.insert(at, character.base)
            grouped[character.base] = [character]
    pieces = (list(_pieces(grouped[base])) for base in reversed(bases))
    return [row for row in pieces if row]


def _reach(first: Character, character: Character) -> float:
    """How far from the base line of a row a character may stand: a note's figure further than a letter."""
    is_raised = character.size < _RAISED * first.size
    return _SAME_ROW * (first.size if is_raised else character.size)


def _pieces(row: Sequence[Character]) -> Iterator[Piece]:
    """Cut a row where it is empty for more than a wide blank; doubled characters (shadowed print) count once."""
    inked = sorted(row, key=lambda one: (_middle(one) if _is_mark(one) else one.left, _is_mark(one)))
    size = median(one.size for one in inked)
    start: list[Character] = []
    for character in inked:
        if character.sign == " ":
            continue
        last = start[-1] if start else None
        if last is not None and character.left - last.right > _APART * size:
            yield _piece(start, inked)
            start = []
        elif last is not None and last.sign == character.sign and _is_over(last, character):
            continue
        start.append(character)
    if start:
        yield _piece(start, inked)


def _is_over(last: Character, character: Character) -> bool:
    return character.left - last.left < _SAME_PLACE * (last.right - last.left)


def _is_mark(character: Character) -> bool:
    return unicodedata.combining(character.sign[0]) > 0


def _piece(inked: Sequence[Character], row: Sequence[Character]) -> Piece:
    """The words of some characters: a blank that is printed between two of them, or room for one, parts them."""
    size = median(one.size for one in inked)
    blanks = [_middle(one) for one in row if one.sign == " "]
    text, last, turn, first = "", inked[0], 0, 0.0
    for character in inked:
        while turn < len(blanks) and blanks[turn] <= _middle(last):
            turn += 1
        has_blank = turn < len(blanks) and blanks[turn] < _middle(character)
        if text and not _is_mark(character) and (has_blank or character.left - last.right > _BLANK * size):
            text, first = f"{text} ", first or last.right
        text += character.sign
        last = character if not _is_mark(character) else last
    right, base = max(one.right for one in inked), median(one.base for one in inked)
    return Piece(text, inked[0].left, right, base, size, first or right)


def _middle(character: Character) -> float:
    return (character.left + character.right) / 2
