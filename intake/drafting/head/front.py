"""The front of a directive: the lines above its text, also where a scan broke them or a page put its own above."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from intake.drafting.head.columns import pieces_of, place_start
from intake.drafting.head.folding import is_upper
from intake.drafting.head.kinds import kind_alone
from intake.drafting.head.pages import with_page_title
from intake.drafting.head.pieces import ITEM, LABEL, MOTTO, OPENER, TO, Piece, piece_of
from intake.drafting.head.walk import Front, Walk
from intake.reading.document import Line

_DAY_ENDS: Final = re.compile(r"\bng[ao]y(?:\s\S{0,4})?(?:\sth[ao]ng(?:\s\S{0,4})?)?$")
_MOST_LINES: Final = 120
_MOST_STAMP: Final = 90
_MOST_WORDS_AMID: Final = 20
_MOST_WORDS_ABOVE: Final = 80


def front_of(lines: Sequence[Line]) -> Front:
    """The front, read piece by piece until the text begins."""
    walk, pieces = Walk(), with_page_title(_mended(pieces_of(lines, _MOST_LINES)))
    for at, piece in enumerate(pieces):
        if not walk.takes(piece) and not _is_above_anchor(walk.front, pieces[at : at + 24]):
            break
        walk.front.end = piece.index + 1
    front = walk.front
    if front.is_empty and not front.offices:
        return Front(urgent=front.urgent, secret=front.secret)
    return front


def _mended(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with what a scan broke in two put together: the motto, the place before the date."""
    found: list[Piece] = []
    last = -1
    for piece in pieces:
        if piece.is_blank:
            found.append(piece)
        elif last >= 0 and piece.index - found[last].index <= 2 and _belongs(found[last], piece):
            found[last] = piece_of(found[last].index, f"{found[last].text} {piece.text}")
        else:
            last = len(found)
            found.append(piece)
    return found


def _belongs(first: Piece, second: Piece) -> bool:
    both = f"{first.folded} {second.folded}"
    if len(both) < _MOST_STAMP and MOTTO.search(both):
        return not MOTTO.search(first.folded) and not MOTTO.search(second.folded)
    if first.folded.endswith("ngay") and second.text.isdigit():
        return True
    if _DAY_ENDS.search(first.folded):
        return len(both) < _MOST_STAMP and place_start(f"{first.text} {second.text}") == 0
    is_word = first.text.istitle() and first.text.isalpha()
    return is_word and place_start(second.text) == 0 and place_start(f"{first.text} {second.text}") == 0


def _is_above_anchor(front: Front, ahead: Sequence[Piece]) -> bool:
    """True where the first of ``ahead`` says nothing and stands above the number, the date or the addressees."""
    piece, *below = [one for one in ahead if not one.is_blank]
    if front.is_empty and any(MOTTO.search(one.folded) or LABEL.match(one.folded) for one in below[:6]):
        return True
    most = _MOST_WORDS_ABOVE if front.is_empty else _MOST_WORDS_AMID
    if ITEM.match(piece.folded) or OPENER.match(piece.folded) or len(piece.text.split()) > most:
        return False
    return any(_is_anchor(front, one) for one in below[:10])


def _is_anchor(front: Front, piece: Piece) -> bool:
    is_kind = front.kind is None and not front.title and not front.addressees and kind_alone(piece) is not None
    return (
        bool(MOTTO.search(piece.folded))
        or (is_kind and is_upper(piece.text))
        or (not front.number and bool(LABEL.match(piece.folded)))
        or (not front.dated and place_start(piece.text) == 0)
        or (not front.addressees and bool(TO.match(piece.folded)))
    )
