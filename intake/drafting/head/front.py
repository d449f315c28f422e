"""The front of a directive: which pieces above the text are number, date, offices, title, addressees, stamps."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.drafting.head.folding import is_upper
from intake.drafting.head.kinds import kind_alone, kind_leading
from intake.drafting.head.numbers import NOTATION
from intake.drafting.head.pieces import (
    ABOUT,
    BULLET,
    DATE_CORE,
    DATE_SHORT,
    ITEM,
    LABEL,
    MOTTO,
    OPENER,
    TO,
    WIRED,
    Piece,
    piece_of,
    pieces_of,
    place_start,
)
from intake.reading.document import Line

MOST_LINES: Final = 120
MOST_PROSE_WORDS: Final = 45
MOST_WORDS_AMID: Final = 20
_BARE_NUMBER: Final = re.compile(rf"^\d{{1,5}}\s?/\s?{NOTATION}$")
_URGENT: Final = re.compile(r"^\W{0,3}(hoa\s?toc|thuong\s?khan|khan)(?:\s(?:hen gio|den)\b.{0,40})?\W{0,3}$")
_SECRET: Final = re.compile(r"^\W{0,3}(?:do mat\W{1,3})?(tuyet\s?mat|toi\s?mat|mat)\W{0,3}$")
_OFFICE: Final = re.compile(
    r"^\W{0,3}(?:ubnd|uy ban|u\.?b\.?n\.?d|hdnd|hoi dong|so |phong |bo |truong |ban |van phong|tong cuc|cuc |vu |dang bo"
    r"|chinh phu|thu tuong|trung tam|hoi |lien doan|cong doan|tinh |thanh uy|huyen uy|tinh uy|dang uy|dai hoc|hoc vien"
    r"|kho bac|chi cuc|bhxh|bao hiem|cong an|doan |nhom |co so|lop )"
)
_AUTHORITY: Final = re.compile(
    r"^\W{0,3}(?:chu tich|truong phong|giam doc|hieu truong|bo truong|thu tuong|truong ban|uy ban|hoi dong|quoc hoi|chinh phu)\b"
)
_ATTACHED: Final = re.compile(r"^\W{0,3}(?:kem theo|ban hanh (?:kem|theo)|dinh kem)")
_SENTENCE: Final = re.compile(r"[.:;]\W{0,3}$")


@dataclass(slots=True)
class Front:
    """What stands above the text, piece by piece; ``end`` is the first line that belongs to the text."""

    number: list[Piece] = field(default_factory=list)
    dated: list[Piece] = field(default_factory=list)
    offices: list[Piece] = field(default_factory=list)
    kind: Piece | None = None
    kind_slug: str | None = None
    about: bool = False
    title: list[Piece] = field(default_factory=list)
    below_kind: list[Piece] = field(default_factory=list)
    addressees: list[Piece] = field(default_factory=list)
    urgent: Piece | None = None
    secret: Piece | None = None
    end: int = 0

    @property
    def is_empty(self) -> bool:
        """True where the document begins with its text."""
        return not (self.number or self.dated or self.title or self.addressees or self.kind)

    @property
    def whole_title(self) -> list[Piece]:
        """The title: what stands below the kind's name, else what follows "V/v"."""
        return self.below_kind or self.title


class _Walk:
    """One pass over the pieces; ``open`` names the field that the next unmarked piece may continue."""

    def __init__(self) -> None:
        self.front = Front()
        self.open: str | None = None
        self.gap = False

    def takes(self, piece: Piece) -> bool:
        """File one piece; False where the text begins."""
        if piece.is_blank:
            self.gap = self.gap or not piece.text
            return True
        taken = self._marked(piece) or self._continued(piece) or self._office(piece)
        self.gap = False
        return taken

    def _marked(self, piece: Piece) -> bool:
        return self._stamped(piece) or self._numbered(piece) or self._named(piece) or self._addressed(piece)

    def _stamped(self, piece: Piece) -> bool:
        front = self.front
        if MOTTO.search(piece.folded) and len(piece.text) < 90:
            return True
        if front.urgent is None and _URGENT.match(piece.folded) and is_upper(piece.text):
            front.urgent = piece
            return True
        if front.secret is None and _SECRET.match(piece.folded) and is_upper(piece.text):
            front.secret = piece
            return True
        return False

    def _numbered(self, piece: Piece) -> bool:
        front = self.front
        if not front.number and (LABEL.match(piece.folded) or _BARE_NUMBER.match(piece.text)):
            front.number.append(piece)
            self.open = "number"
            return True
        if not front.dated and place_start(piece.text) == 0:
            core = DATE_CORE.search(piece.folded) or DATE_SHORT.search(piece.folded)
            if core and len(piece.text) < 90:
                front.dated.append(piece)
                return True
        return False

    def _named(self, piece: Piece) -> bool:
        front = self.front
        about = ABOUT.match(piece.folded)
        if about and (not front.title or self._is_below_heading()):
            front.about = True
            rest = piece_of(piece.index, piece.text[about.end() :])
            front.title = [rest] if rest.text else []
            self.open = "title"
            return True
        if front.kind is not None:
            return False
        alone, leading = kind_alone(piece), kind_leading(piece)
        if alone or (leading and not front.title):
            front.kind, front.kind_slug = piece, alone or (leading[0] if leading else None)
            if leading and not alone:
                front.below_kind = [piece_of(piece.index, piece.text[leading[1] :].lstrip(" :-"))]
            self.open = "title"
            return True
        return False

    def _is_below_heading(self) -> bool:
        """True for "V/v …" under the number where a page's own heading already stood above it."""
        number, title = self.front.number, self.front.title
        return bool(number) and title[0].index < number[0].index

    def _addressed(self, piece: Piece) -> bool:
        to = TO.match(piece.folded) or (WIRED.match(piece.folded) if self.front.kind_slug == "cong_dien" else None)
        if not to or self.front.addressees:
            return False
        rest = piece.text[to.end() :]
        self.front.addressees.append(Piece(piece.index, rest, piece.folded[to.end() :]))
        self.open = "addressees"
        return True

    def _continued(self, piece: Piece) -> bool:
        if self.open == "number":
            return self._number_goes_on(piece)
        if self.open == "title":
            return self._title_goes_on(piece)
        if self.open == "addressees":
            return self._addressees_go_on(piece)
        return False

    def _number_goes_on(self, piece: Piece) -> bool:
        self.open = None
        label = LABEL.match(self.front.number[0].folded)
        is_bare = label is not None and not self.front.number[0].text[label.end() :].strip(" .…_")
        if is_bare and re.match(r"^(?:\d{1,5}\s?)?[/\-–]", piece.text):
            self.front.number.append(piece)
            return True
        return False

    def _title_goes_on(self, piece: Piece) -> bool:
        front = self.front
        title = front.title if front.kind is None else front.below_kind
        if not title:
            return self._title_begins(title, piece)
        if (
            OPENER.match(piece.folded)
            and piece.text[:1].isupper()
            and not is_upper(piece.text)
            and not self._is_cut(title)
        ):
            return self._closed()
        if _AUTHORITY.match(piece.folded) and is_upper(piece.text) and not self._is_cut(title):
            return self._closed_with_authority()
        if ITEM.match(piece.folded) or _ATTACHED.match(piece.folded.lstrip("( ")):
            return self._closed() or bool(_ATTACHED.match(piece.folded.lstrip("( ")))
        if self.gap and not self._is_cut(title) and not self._is_same_style(title[-1], piece):
            return self._closed()
        if len(piece.text.split()) > MOST_PROSE_WORDS or len(title) > 8:
            return self._closed()
        title.append(piece)
        return True

    def _title_begins(self, title: list[Piece], piece: Piece) -> bool:
        is_prose = len(piece.text.split()) > 2 * MOST_PROSE_WORDS or bool(_SENTENCE.search(piece.text))
        if ITEM.match(piece.folded) or (is_prose and not is_upper(piece.text)):
            return self._closed()
        title.append(piece)
        return True

    def _is_same_style(self, last: Piece, piece: Piece) -> bool:
        return piece.text[:1].islower() or (is_upper(last.text) and is_upper(piece.text))

    def _is_cut(self, title: list[Piece]) -> bool:
        whole = " ".join(piece.folded for piece in title)
        return (
            whole.count('"') % 2 == 1
            or whole.count("(") > whole.count(")")
            or whole.endswith(("-", ",", " va", " cua"))
        )

    def _closed(self) -> bool:
        self.open = None
        return False

    def _closed_with_authority(self) -> bool:
        self.open = None
        return True

    def _addressees_go_on(self, piece: Piece) -> bool:
        addressees = self.front.addressees
        if BULLET.match(piece.folded) and len(piece.text.split()) < MOST_PROSE_WORDS:
            addressees.append(piece)
            return True
        has_text = any(one.text for one in addressees)
        is_open = not has_text or not addressees[-1].text.rstrip().endswith(".")
        is_short = len(piece.text.split()) < 30 and not OPENER.match(piece.folded) and not ITEM.match(piece.folded)
        if is_open and is_short and (piece.text[:1].islower() or not self.gap or not has_text):
            addressees.append(piece)
            return True
        return self._closed()

    def _office(self, piece: Piece) -> bool:
        if ITEM.match(piece.folded) or len(piece.text.split()) > 20:
            return False
        if self.front.is_empty and not self.front.offices and is_upper(piece.text) and len(piece.text.split()) == 1:
            self.front.offices.append(piece)
            return True
        is_office = bool(_OFFICE.match(piece.folded)) and (is_upper(piece.text) or len(piece.text.split()) < 12)
        if is_office and is_upper(piece.text):
            self.front.offices.append(piece)
            return True
        if (
            is_upper(piece.text)
            and (self.front.offices or self.front.is_empty)
            and not self.front.number
            and not self.front.title
        ):
            self.front.offices.append(piece)
            return True
        return is_office and self.front.is_empty and not _SENTENCE.search(piece.text)


def front_of(lines: Sequence[Line]) -> Front:
    """The front, read piece by piece until the text begins."""
    walk, pieces = _Walk(), _mended(pieces_of(lines, MOST_LINES))
    for at, piece in enumerate(pieces):
        if not walk.takes(piece) and not _is_above_anchor(walk.front, pieces, at):
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
            continue
        if last >= 0 and piece.index - found[last].index <= 2 and _belongs(found[last], piece):
            found[last] = piece_of(found[last].index, f"{found[last].text} {piece.text}")
        else:
            last = len(found)
            found.append(piece)
    return found


def _belongs(first: Piece, second: Piece) -> bool:
    both = f"{first.folded} {second.folded}"
    if len(both) < 90 and MOTTO.search(both) and not MOTTO.search(first.folded) and not MOTTO.search(second.folded):
        return True
    is_word = first.text.istitle() and first.text.isalpha()
    return is_word and place_start(second.text) == 0 and place_start(f"{first.text} {second.text}") == 0


def _is_above_anchor(front: Front, pieces: Sequence[Piece], at: int) -> bool:
    """True where a short piece that says nothing stands above the number, the date or the addressees."""
    piece = pieces[at]
    near = [one for one in pieces[at + 1 : at + 12] if not one.is_blank][:6]
    if front.is_empty and any(MOTTO.search(one.folded) or LABEL.match(one.folded) for one in near):
        return True
    most = 4 * MOST_WORDS_AMID if front.is_empty else MOST_WORDS_AMID
    if ITEM.match(piece.folded) or OPENER.match(piece.folded) or len(piece.text.split()) > most:
        return False
    below = [one for one in pieces[at + 1 : at + 24] if not one.is_blank][:10]
    return any(_is_anchor(front, one) for one in below)


def _is_anchor(front: Front, piece: Piece) -> bool:
    if MOTTO.search(piece.folded):
        return True
    if not front.number and LABEL.match(piece.folded):
        return True
    if not front.dated and place_start(piece.text) == 0:
        return True
    return not front.addressees and TO.match(piece.folded) is not None
