"""Paragraphs: lines that were wrapped at the margin put together again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.drafting.head.folding import folded, is_upper
from intake.drafting.head.kinds import kind_alone
from intake.drafting.head.pieces import ENDS, ITEM, OPENER, Piece, piece_of
from intake.reading.document import Line

_MOST_LETTERS: Final = 6000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Wrapped lines joined: the index of the first and of the line after the last, the print, the print folded."""

    start: int
    end: int
    text: str
    flat: str

    @property
    def is_item(self) -> bool:
        """True for a list item, a heading with a number, an article."""
        return bool(ITEM.match(self.flat))


def paragraphs(lines: Sequence[Line], zone: tuple[int, int]) -> Iterator[Paragraph]:
    """The paragraphs of a range of lines; of a very long one only the beginning is kept."""
    parts: list[Piece] = []
    is_gap = False
    for index in range(*zone):
        piece = piece_of(index, lines[index].text[:_MOST_LETTERS])
        if piece.is_blank:
            is_gap = True
            continue
        if parts and not _goes_on(parts, piece, is_gap=is_gap):
            yield _joined(parts)
            parts = []
        parts.append(piece)
        is_gap = False
    if parts:
        yield _joined(parts)


def _joined(parts: Sequence[Piece]) -> Paragraph:
    text = " ".join(piece.text for piece in parts[:60])[: 2 * _MOST_LETTERS]
    return Paragraph(parts[0].index, parts[-1].index + 1, text, folded(text))


def _goes_on(parts: Sequence[Piece], piece: Piece, *, is_gap: bool) -> bool:
    """True where ``piece`` is the next wrapped line of the paragraph above."""
    before = parts[-1]
    if ITEM.match(piece.folded) or kind_alone(piece) or ENDS.search(before.text):
        return False
    is_small = piece.text[:1].islower()
    is_opener = not is_small and OPENER.match(piece.folded) is not None
    return is_small or (not is_gap and not is_opener and is_upper(piece.text) == is_upper(before.text))
