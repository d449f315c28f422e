"""Rows of a PDF page in reading order: heads and signature blocks of two columns are read column by column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from intake.reading.columns import folded, is_recipients, is_state_head
from intake.reading.pdf_characters import Piece

Row = Sequence[Piece]

_BULLET: Final = r"[-–—+*•▪◦➢✓❖·\uf000-\uf0ff]+"
_NUMBER: Final = r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVXivx]{1,5}|[a-zđA-ZĐ])[.)]|\d{1,2}(?:\.\d{1,2}){1,4}"
_LABEL: Final = re.compile(f"(?:{_BULLET}|{_NUMBER}|o)")
# A dash before a figure is the middle of a span of years. A number that fills its indent touches the text.
_LABELLED: Final = re.compile(rf"{_BULLET}(?:\s+(?=\D)|(?=[^\W\d_]))|(?:{_NUMBER})\s+(?=\S)|\d{{1,2}}[.)](?=[^\W\d_])")
_OPEN: Final = re.compile(r"(?:[…_/(]|\bs[ốôo6]\s*[:.]|\b(?:ngày|tháng|năm|ngay|thang|nam))\s*\.*$", re.IGNORECASE)
_GOES_ON: Final = re.compile(r"[/,.;:)…]|(?:tháng|năm|thang|nam)\b")
_DATED: Final = re.compile(r"[a-z][^,;]{0,40}, ?(?:ngay|thang)\b")
# In sizes of the font.
_GUTTER: Final = 0.1
_CLOSE: Final = 1.9
_CENTRED: Final = 2.5
_NEAR: Final = 6
_DEEPEST: Final = 3


@dataclass(slots=True)
class _Block:
    """Rows with an empty strip between a left and a right column."""

    left: list[Row]
    right: list[Row]
    end: int
    doubles: int


def reading_order(rows: Sequence[Row], depth: int = 0) -> Iterator[tuple[Row, bool]]:
    """The rows as their pieces, and whether each is part of a column; of two columns the left one comes first."""
    joined = [_joined(row) for row in rows]
    index = 0
    while index < len(joined):
        block = _block_at(joined, index) if depth < _DEEPEST else None
        if block is None:
            yield joined[index], depth > 0
            index += 1
        else:
            yield from reading_order(block.left, depth + 1)
            yield from reading_order(block.right, depth + 1)
            index = block.end


def is_labelled(row: Row) -> bool:
    """True for a row that begins with a bullet or a number."""
    return _LABELLED.match(text_of(row)) is not None


def text_of(row: Row) -> str:
    """The words of a row."""
    return " ".join(piece.text for piece in row)


def _joined(row: Row) -> Row:
    """A row whose labels (a bullet, a number) and blanks to be filled in are put together with what they belong to."""
    pieces = [row[0]]
    for piece in row[1:]:
        last = pieces[-1]
        if _is_one(last.text, piece.text):
            text, size = f"{last.text} {piece.text}", max(last.size, piece.size)
            pieces[-1] = Piece(text, last.left, piece.right, last.base, size, last.first)
        else:
            pieces.append(piece)
    return pieces


def _is_one(left: str, right: str) -> bool:
    if _is_right_of_head(right):
        return False
    return bool(_LABEL.fullmatch(left) or _OPEN.search(left) or _GOES_ON.match(right))


def _is_right_of_head(text: str) -> bool:
    return is_state_head(text) or _DATED.match(folded(text)) is not None


def _block_at(rows: Sequence[Row], start: int) -> _Block | None:
    """The best block that begins with a row, which holds two columns or only the first line of one of them."""
    blocks = [_grown(rows, start, gap=gap) for gap in _gaps(rows, start)]
    kept = [block for block in blocks if _is_kept(block)]
    return max(kept, key=lambda block: block.doubles, default=None)


def _gaps(rows: Sequence[Row], start: int) -> list[tuple[float, float]]:
    """The strips that may divide the rows from ``start``."""
    first = rows[start]
    if len(first) > 1 or start + 1 == len(rows):
        return [(one.right, two.left) for one, two in _pairs(first)]
    second, top = rows[start + 1], first[0]
    if len(second) > 1:
        return [(one.right, min(two.left, top.left)) for one, two in _pairs(second) if top.left > one.right]
    return _gap_of_signature(rows[start : start + _NEAR])


def _gap_of_signature(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The strip between recipients and the titles that stand a little higher or lower at their right."""
    at = next((index for index, row in enumerate(rows) if is_recipients(row[0].text)), None)
    if at is None:
        return []
    right = [piece.left for row in rows[: at or 2] for piece in row if piece is not rows[at][0]]
    edge = rows[at][0].right
    return [(edge, min(right))] if right and min(right) > edge else []


def _pairs(row: Row) -> list[tuple[Piece, Piece]]:
    return list(pairwise(row))


def _grown(rows: Sequence[Row], start: int, *, gap: tuple[float, float]) -> _Block:
    """The rows from ``start`` that leave the strip empty; what stands on the left only must stay close."""
    block = _Block([], [], start, 0)
    edge, border = gap
    for index in range(start, len(rows)):
        row = rows[index]
        left = [piece for piece in row if piece.left + piece.right < edge + border]
        right = [piece for piece in row if piece.left + piece.right >= edge + border]
        new_edge = max([edge, *(piece.right for piece in left)])
        new_border = min([border, *(piece.left for piece in right)])
        is_alien = not (left and right) and not _belongs(block, left=left, right=right)
        if new_border - new_edge < _GUTTER * row[0].size or is_alien:
            break
        edge, border = new_edge, new_border
        block.left += [left] if left else []
        block.right += [right] if right else []
        block.end = index + 1
        block.doubles += bool(left and right)
    return block


def _belongs(block: _Block, *, left: Row, right: Row) -> bool:
    """True if a row on one side only is another line of that column, as the end of a subject or the signer's name."""
    row, column = (left, block.left) if left else (right, block.right)
    if not column:
        return bool(right) or is_recipients(row[0].text)
    last, piece = column[-1][0], row[0]
    is_close = bool(right) or last.base - piece.base < _CLOSE * piece.size
    if left and any(is_recipients(one[0].text) for one in column):
        return is_close and piece.left > min(one[0].left for one in column) - 2 * piece.size
    off = abs((piece.left + row[-1].right) / 2 - _centre(column))
    return is_close and (off < _CENTRED * piece.size or abs(piece.left - last.left) < piece.size)


def _centre(rows: Sequence[Row]) -> float:
    return (min(row[0].left for row in rows) + max(row[-1].right for row in rows)) / 2


def _is_kept(block: _Block) -> bool:
    """Two rows side by side make columns; a single one only where its words are those of a head or of a signature."""
    if not block.left or not block.right:
        return False
    if any(is_recipients(row[0].text) for row in block.left):
        return True
    if block.doubles > 1 or (block.doubles and len(block.right) > block.doubles):
        return True
    return block.doubles > 0 and any(_is_right_of_head(text_of(row)) for row in block.right)
