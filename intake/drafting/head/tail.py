"""The end of a directive: recipients, the block of the signature, and what follows it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from intake.drafting.draft import Reading
from intake.drafting.head.columns import columns_of, place_start
from intake.drafting.head.folding import folded, is_upper, squeezed
from intake.drafting.head.kinds import kind_alone, kind_leading
from intake.drafting.head.lists import entries
from intake.drafting.head.pieces import BULLET, ITEM, MOTTO, OPENER, Piece, piece_of
from intake.drafting.head.signatures import (
    is_capacity,
    is_full_name,
    is_name,
    is_signed_mark,
    is_title,
    is_unit,
    tail_pieces,
)
from intake.reading.document import Line

RECEIVED: Final = re.compile(r"^\W{0,4}n[ơo][il1]\s{0,2}(?:nh[aâ]n|g[uư]i)\s{0,2}(?:[:;.]|\W{0,3}$)\s{0,3}")
_ATTACHED: Final = re.compile(r"^\W{0,3}(?:phu luc|mau so|mau |bieu mau|bieu so|danh sach|danh muc|bieu )")
_WIDE: Final = re.compile(r"\t+|\s{3,}")
_APPROVED: Final = re.compile(r"^\W{0,3}(?:phe duyet|duyet|xac nhan|nguoi (?:lap|viet|xay dung)|y kien)\b.{0,90}$")
_ENCLOSED: Final = re.compile(r"^\W{0,3}(?:kem theo|ban hanh kem|ban hanh theo)\b")
_MOST_BETWEEN: Final = 25
MOST_LINES: Final = 90
_MOST_PROSE: Final = 160
_FEWEST_LETTERS: Final = 2
_BLOTS: Final = re.compile(r"[~^<>{}|\\¬°»«£§]")
_BLOTTED_END: Final = re.compile(r"[\s.;]*(?:[/|\\]\s*)?[~^<>|\\][^\s]*(?:\s+\S*[~^<>|\\]\S*)*\s*$")


@dataclass(slots=True)
class Tail:
    """Where the text ends, the recipients' and the signature's pieces, and where what follows them begins."""

    start: int
    end: int
    recipients: list[Piece] = field(default_factory=list)
    signed: list[Piece] = field(default_factory=list)
    dated: list[Piece] = field(default_factory=list)
    received_at: int | None = None

    @property
    def has_name(self) -> bool:
        """True once the signer's name was read."""
        return any(is_name(piece.text) for piece in self.signed)


def tail_of(lines: Sequence[Line], after: int) -> Tail:
    """The tail, found at "Nơi nhận" or at a signature's lines; it is empty where the file breaks off."""
    signed = None
    for index in range(after, len(lines)):
        if RECEIVED.match(folded(lines[index].text[:80])):
            start = signed if signed is not None and index - signed <= _MOST_BETWEEN else index
            return _with_date_above(lines, _Walk(start).over(lines), after=after)
        if signed is not None and _begins_another(lines[index]):
            break
        if signed is None and _opens_signature(lines, index):
            signed = index
    if signed is None:
        return Tail(len(lines), len(lines))
    return _with_date_above(lines, _Walk(signed).over(lines), after=after)


def _begins_another(line: Line) -> bool:
    """True for the heading of an annex or of a document issued with this one."""
    piece = piece_of(0, line.text[:300])
    is_annex = bool(_ATTACHED.match(piece.folded)) and is_upper(piece.text[:7])
    return is_annex or kind_alone(piece) is not None or bool(_ENCLOSED.match(piece.folded))


def _with_date_above(lines: Sequence[Line], tail: Tail, *, after: int) -> Tail:
    """Place and date printed below the text, as schools and unions do, belong to the tail; so do words of approval."""
    for index in range(tail.start - 1, max(after, tail.start - 6), -1):
        text = lines[index].text
        if text.strip():
            if len(text) < 120 and place_start(text.strip(" *_")) == 0:
                tail.dated, tail.start = [piece_of(index, text)], index
            if not _APPROVED.match(folded(text)):
                break
    return tail


def _opens_signature(lines: Sequence[Line], index: int) -> bool:
    text = lines[index].text
    if (
        not text
        or len(text) > 400
        or len(lines[index].cells) > 2
        or not any(letter.isupper() for letter in text.lstrip(" *_|\t")[:6])
    ):
        return False
    first = next(iter(tail_pieces(index, _texts(lines[index]))), None)
    if first is None or not (is_capacity(first) or is_title(first, is_in_block=False)):
        return False
    return _is_name_near(lines, index) if not is_capacity(first) else True


def _is_name_near(lines: Sequence[Line], index: int) -> bool:
    """True where a name, "Đã ký" or the recipients stand on the next lines, and no text goes on."""
    near = (one for at in range(index, min(len(lines), index + 12)) for one in tail_pieces(at, _texts(lines[at])))
    for piece in islice(near, 1, 5):
        if is_name(piece.text) or is_signed_mark(piece) or RECEIVED.match(piece.folded):
            return True
        if ITEM.match(piece.folded) or OPENER.match(piece.folded) or kind_alone(piece):
            return False
    return False


def _texts(line: Line) -> list[str]:
    columns = line.cells or columns_of(line.text[:3000])
    return [part for column in columns for part in ([column] if line.cells else _WIDE.split(column))]


class _Walk:
    """One pass over the lines of the tail."""

    def __init__(self, start: int) -> None:
        self.tail = Tail(start, start)
        self.is_listing = False
        self.blanks = 0
        self.is_below_title = False
        self.is_signed_beside = False

    def over(self, lines: Sequence[Line]) -> Tail:
        """The tail, up to the line where something else begins."""
        tail = self.tail
        for index in range(tail.start, min(len(lines), tail.start + MOST_LINES)):
            pieces = tail_pieces(index, _texts(lines[index]))
            if any(not self._takes(piece, is_beside=at > 0) for at, piece in enumerate(pieces)):
                return tail
            if pieces:
                tail.end, self.blanks = index + 1, 0
            else:
                self.blanks += 1
        return tail

    def _takes(self, piece: Piece, *, is_beside: bool) -> bool:
        if self._is_received(piece):
            return True
        if self._is_beyond(piece):
            return False
        is_named = self.is_below_title and is_name(piece.text)
        if is_beside and self.is_listing and not self.tail.has_name and is_full_name(piece.text):
            is_named = self.is_signed_beside = True
        self.is_below_title = is_capacity(piece) or is_title(piece)
        if is_named or self.is_below_title:
            self.tail.signed.append(piece)
        elif self.is_listing and (BULLET.match(piece.folded) or self._continues(piece)):
            self.tail.recipients.append(piece)
        elif is_name(piece.text) or is_signed_mark(piece) or self._is_unit(piece):
            self.tail.signed.append(piece)
        else:
            return not self.tail.has_name and len(piece.text) <= _MOST_PROSE
        return True

    def _is_received(self, piece: Piece) -> bool:
        tail, found = self.tail, RECEIVED.match(piece.folded)
        if found is None or tail.received_at is not None:
            return False
        self.is_listing, tail.received_at = True, piece.index
        rest = Piece(piece.index, piece.text[found.end() :].lstrip(": *"), "")
        if rest.text:
            tail.recipients.append(Piece(piece.index, rest.text, folded(rest.text)))
        return True

    def _is_beyond(self, piece: Piece) -> bool:
        tail = self.tail
        if not (tail.signed or tail.recipients):
            return False
        if _ATTACHED.match(piece.folded) and is_upper(piece.text[:7]):
            return True
        if tail.received_at is not None and MOTTO.search(piece.folded):
            return True
        if tail.received_at is not None and tail.has_name and self._is_heading(piece):
            return True
        is_signed = tail.has_name or (tail.received_at is not None and any(map(is_capacity, tail.signed)))
        return is_signed and (kind_alone(piece) is not None or kind_leading(piece) is not None)

    def _is_heading(self, piece: Piece) -> bool:
        """True below the name for the first line of something else: words in capitals, an item with a number."""
        if piece.text[:1].isdigit() and BULLET.match(piece.folded):
            return not any(one.text[:1].isdigit() for one in self.tail.recipients)
        if self._is_unfinished():
            return False
        is_block = is_capacity(piece) or is_title(piece) or is_name(piece.text) or is_unit(piece)
        return is_upper(piece.text) and len(piece.text.split()) > _FEWEST_LETTERS and not is_block

    def _is_unfinished(self) -> bool:
        """True where the list beside the name goes on in the middle of an entry."""
        before = self.tail.recipients
        return self.is_signed_beside and bool(before) and before[-1].text.rstrip().endswith(",")

    def _is_unit(self, piece: Piece) -> bool:
        return bool(self.tail.signed) and not self.tail.has_name and is_unit(piece)

    def _continues(self, piece: Piece) -> bool:
        """True for a recipient without a bullet: the list's next entry, or the rest of the one above."""
        before = self.tail.recipients
        if not before:
            return not is_upper(piece.text) or len(piece.text.split()) < 3
        last = before[-1].text.rstrip()
        is_over = last.endswith((".", "./")) or folded(last).lstrip("-+ ").startswith("luu")
        is_signed = self.tail.has_name and not (self.is_signed_beside and last.endswith((";", ",")))
        if is_over or is_signed or len(piece.text.split()) >= 25 or (is_name(piece.text) and self.blanks):
            return False
        has_bullets = any(BULLET.match(one.folded) for one in before)
        return not has_bullets or (not last.endswith(";") and len(piece.text.split()) < 20)


def read_recipients(tail: Tail) -> Reading[tuple[str, ...]]:
    """Who is on the list "Nơi nhận", as printed without bullets and closing punctuation."""
    read = entries([_squeezed(piece) for piece in tail.recipients], is_split_at_commas=False)
    found = tuple(entry for entry in map(_without_blots, read) if not _is_blot(entry))
    if not found:
        return Reading((), "not_found", "likely" if tail.received_at is None else "doubtful")
    return Reading(found, "recipients_list", "sure", tail.received_at)


def _is_blot(text: str) -> bool:
    """True for what a scan made of a stamp or of a signature: hardly a letter, or signs that no list has."""
    return sum(map(str.isalpha, text)) < _FEWEST_LETTERS or len(_BLOTS.findall(text)) > 1


def _without_blots(entry: str) -> str:
    return _BLOTTED_END.sub("", entry)


def _squeezed(piece: Piece) -> Piece:
    text = squeezed(piece.text)
    return Piece(piece.index, text, folded(text))
