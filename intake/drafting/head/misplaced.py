"""A printed head that a text layer keeps in the middle of the text, put where it is printed: first."""

from collections.abc import Sequence
from typing import Final

from intake.drafting.head.columns import pieces_of
from intake.drafting.head.folding import folded, is_upper
from intake.drafting.head.front import front_of
from intake.drafting.head.pieces import MOTTO
from intake.drafting.head.tail import tail_of
from intake.reading.document import Line

_LONGEST: Final = 300
_MOST_OFFICES: Final = 3
_MOST_LINES: Final = 25


def head_first(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines with the head in front; as they are where they begin with a head, or have none above the signature."""
    found = next((at for at, line in enumerate(lines) if MOTTO.search(folded(line.text[:_LONGEST]))), None)
    if found is None or not _is_headless(lines, found) or found >= tail_of(lines, 0).start:
        return lines
    start = _first_office(lines, found)
    front = front_of(lines[start:])
    if not front.number or not (front.dated or front.addressees) or front.end > _MOST_LINES:
        return lines
    end = start + front.end
    return [*lines[start:end], *lines[:start], *lines[end:]]


def _is_headless(lines: Sequence[Line], until: int) -> bool:
    """True where a text begins that nothing of a head stands above."""
    above = front_of(lines[: _first_office(lines, until)])
    return any(line.text.strip() for line in lines[:until]) and above.end == 0


def _first_office(lines: Sequence[Line], motto: int) -> int:
    """The first of the lines in capitals above the motto."""
    start = motto
    for index in range(motto - 1, max(-1, motto - 1 - _MOST_OFFICES), -1):
        pieces = [piece for piece in pieces_of(lines[index : index + 1], 1) if not piece.is_blank]
        if not pieces or not all(is_upper(piece.text) for piece in pieces):
            break
        start = index
    return start
