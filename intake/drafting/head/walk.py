"""One pass over the pieces above the text: what each one is, and which field it goes on with."""

import re
from dataclasses import dataclass, field
from typing import Final

from intake.drafting.head.columns import place_start
from intake.drafting.head.folding import is_upper
from intake.drafting.head.kinds import kind_alone, kind_leading
from intake.drafting.head.numbers import NOTATION
from intake.drafting.head.pieces import (
    ABOUT,
    BULLET,
    ITEM,
    LABEL,
    MOTTO,
    OPENER,
    TO,
    WIRED,
    Piece,
    piece_of,
)

_BARE_NUMBER: Final = re.compile(rf"^\d{{1,5}}\s?/\s?{NOTATION}$")
_NUMBER_REST: Final = re.compile(r"^(?:\d{1,5}\s?)?[/\-–]")
# The stamp of the office that received the paper.
_ARRIVED: Final = re.compile(
    r"^\W{0,3}(?:\w\s)?(?:(?:cong van |van ban )?den\W{0,3}(?:$|(?:ngay|so|gio)\b)|(?:so|ngay)\s?:\s?[\dol/. ]+$)"
)
_URGENT: Final = re.compile(r"^\W{0,3}(?:hoa\s?toc|thuong\s?khan|khan)(?:\s(?:hen gio|den)\b.{0,40})?\W{0,3}$")
_SECRET: Final = re.compile(r"^\W{0,3}(?:độ mật\W{1,3})?(?:(?:tuyệt|tuyet|tối|toi)\s?)?(?:mật|mạt|mât|MAT)\W{0,3}$")
_OFFICE: Final = re.compile(
    r"^\W{0,3}(?:ubnd|uy ban|u\.?b\.?n\.?d|hdnd|hoi dong|so |phong |bo |truong |ban |van phong|tong cuc|cuc |vu "
    r"|dang bo|chinh phu|thu tuong|trung tam|hoi |lien doan|cong doan|tinh |thanh uy|huyen uy|tinh uy|thi uy|quan uy"
    r"|dang uy|dai hoc|mttq|mat tran|hoc vien|kho bac|chi cuc|bhxh|bao hiem|cong an|doan |nhom |co so|lop )"
)
_AUTHORITY: Final = re.compile(
    r"^\W{0,3}(?:chu tich|truong phong|giam doc|hieu truong|bo truong|thu tuong|truong ban|uy ban|hoi dong|quoc hoi"
    r"|chinh phu)\b"
)
_ON: Final = re.compile(r"^\W{0,3}(?P<mark>(?:ve viec\s{1,3})?)(?:(?<=viec )|ve\s)\w")
_ATTACHED: Final = re.compile(r"^\W{0,3}(?:kem theo|ban hanh (?:kem|theo)|dinh kem)")
_SENTENCE: Final = re.compile(r"[.:;]\W{0,3}$")
_OPEN_ENDS: Final = ("-", ",", " va", " cua", " ve")
_MOST_STAMP: Final = 90
_MOST_PROSE: Final = 45
_MOST_OFFICE: Final = 20
_MOST_TITLE_LINES: Final = 8
# A title in capitals may end with "Năm học 2024-2025"; a longer line in small letters is the text.
_MOST_BELOW: Final = 7


@dataclass(slots=True)
class Front:
    """What stands above the text, piece by piece; ``end`` is the first line that belongs to the text."""

    number: list[Piece] = field(default_factory=list)
    dated: list[Piece] = field(default_factory=list)
    offices: list[Piece] = field(default_factory=list)
    kind: Piece | None = None
    kind_slug: str | None = None
    has_about: bool = False
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


class Walk:
    """The front as it is read; ``open`` names the field that the next unmarked piece may continue."""

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
        is_motto = bool(MOTTO.search(piece.folded)) and len(piece.text) < _MOST_STAMP
        return (
            is_motto
            or bool(self.front.number and _ARRIVED.match(piece.folded))
            or self._stamped(piece)
            or self._numbered(piece)
            or self._dated(piece)
            or self._about(piece)
            or self._kind(piece)
            or self._addressed(piece)
        )

    def _stamped(self, piece: Piece) -> bool:
        front = self.front
        if front.urgent is None and _URGENT.match(piece.folded) and is_upper(piece.text):
            front.urgent = piece
            return True
        if front.secret is None and (_SECRET.match(piece.text.lower()) or _SECRET.match(piece.text)):
            front.secret = piece
            return True
        return False

    def _numbered(self, piece: Piece) -> bool:
        if self.front.number or not (LABEL.match(piece.folded) or _BARE_NUMBER.match(piece.text)):
            return False
        self.front.number.append(piece)
        self.open = "number"
        return True

    def _dated(self, piece: Piece) -> bool:
        if self.front.dated or len(piece.text) > _MOST_STAMP or place_start(piece.text) != 0:
            return False
        self.front.dated.append(piece)
        return True

    def _about(self, piece: Piece) -> bool:
        front, about = self.front, ABOUT.match(piece.folded)
        about = about or (_ON.match(piece.folded) if self._is_below_number(piece) else None)
        if about is None or (front.title and not self._is_below_heading()):
            return False
        front.has_about = True
        rest = piece_of(piece.index, piece.text[about.end("mark") :])
        front.title = [rest] if rest.text else []
        self.open = "title"
        return True

    def _is_below_heading(self) -> bool:
        """True for "V/v …" under the number where a page's own heading already stood above it."""
        number, title = self.front.number, self.front.title
        return bool(number) and title[0].index < number[0].index

    def _is_below_number(self, piece: Piece) -> bool:
        """True for "Về …" where a letter without "V/v" has its subject: between the number and the addressees."""
        front = self.front
        is_there = bool(front.number) and not front.title and front.kind is None and not front.addressees
        return is_there and not _SENTENCE.search(piece.text) and len(piece.text.split()) < _MOST_PROSE

    def _kind(self, piece: Piece) -> bool:
        front = self.front
        if front.kind is not None:
            return False
        alone, leading = kind_alone(piece), kind_leading(piece)
        if alone is None and (leading is None or front.title):
            return False
        front.kind, front.kind_slug = piece, alone or (leading[0] if leading else None)
        if leading and alone is None:
            front.below_kind = [piece_of(piece.index, piece.text[leading[1] :].lstrip(" :-"))]
        self.open = "title"
        return True

    def _addressed(self, piece: Piece) -> bool:
        to = TO.match(piece.folded) or (WIRED.match(piece.folded) if self.front.kind_slug == "cong_dien" else None)
        if to is None or self.front.addressees:
            return False
        self.front.addressees.append(Piece(piece.index, piece.text[to.end() :], piece.folded[to.end() :]))
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
        """True for the notation below a bare "Số:"."""
        self.open = None
        first = self.front.number[0]
        label = LABEL.match(first.folded)
        is_bare = label is not None and not first.text[label.end() :].strip(" .…_")
        if is_bare and _NUMBER_REST.match(piece.text):
            self.front.number.append(piece)
            return True
        return False

    def _title_goes_on(self, piece: Piece) -> bool:
        front = self.front
        title = front.title if front.kind is None else front.below_kind
        is_over = _ends_title(piece, title) or (
            self.gap and bool(title) and not _is_cut(title) and not _is_same_style(title[-1], piece)
        )
        if not is_over and len(title) <= _MOST_TITLE_LINES:
            title.append(piece)
            return True
        self.open = None
        is_authority = is_upper(piece.text) and bool(_AUTHORITY.match(piece.folded))
        return bool(title) and (is_authority or bool(_ATTACHED.match(piece.folded.lstrip("( "))))

    def _addressees_go_on(self, piece: Piece) -> bool:
        if self._is_addressee(piece, [one.text.rstrip() for one in self.front.addressees if one.text.strip()]):
            self.front.addressees.append(piece)
            return True
        self.open = None
        return False

    def _is_addressee(self, piece: Piece, before: list[str]) -> bool:
        """True for the next entry of the list, or the rest of the one above; a list that has ended takes no task."""
        is_ended = bool(before) and before[-1].endswith(".")
        if len(piece.text.split()) >= _MOST_PROSE or (before and piece.text.rstrip().endswith(":")):
            return False
        if BULLET.match(piece.folded):
            is_alike = not before or piece.text[:1].isdigit() == before[0][:1].isdigit()
            is_list = not before or bool(BULLET.match(before[0]))
            return is_list and is_alike and not (is_ended and self.gap)
        is_text = OPENER.match(piece.folded) or ITEM.match(piece.folded)
        return not is_ended and not is_text and (piece.text[:1].islower() or not self.gap or not before)

    def _office(self, piece: Piece) -> bool:
        front, words = self.front, len(piece.text.split())
        if ITEM.match(piece.folded) or words > _MOST_OFFICE:
            return False
        is_named = bool(_OFFICE.match(piece.folded))
        if not is_upper(piece.text):
            return is_named and front.is_empty and not _SENTENCE.search(piece.text)
        is_wrapped = not front.number and not front.title and (bool(front.offices) or words == 1)
        if is_named or is_wrapped:
            front.offices.append(piece)
        return is_named or is_wrapped


def _ends_title(piece: Piece, title: list[Piece]) -> bool:
    """True for what cannot belong to a title: a list item, the first words of the preamble, prose, the authority."""
    if ITEM.match(piece.folded):
        return True
    words, is_capital = len(piece.text.split()), is_upper(piece.text)
    if not title:
        return (words > 2 * _MOST_PROSE or bool(_SENTENCE.search(piece.text))) and not is_capital
    if words > _MOST_PROSE or _ATTACHED.match(piece.folded.lstrip("( ")):
        return True
    if _is_cut(title):
        return False
    is_prose = not is_capital and piece.text[:1].isupper() and words > _MOST_BELOW and all(map(_is_capital, title))
    is_preamble = is_prose or (bool(OPENER.match(piece.folded)) and piece.text[:1].isupper() and not is_capital)
    return is_preamble or (is_capital and bool(_AUTHORITY.match(piece.folded)))


def _is_capital(piece: Piece) -> bool:
    return is_upper(piece.text)


def _is_same_style(last: Piece, piece: Piece) -> bool:
    return piece.text[:1].islower() or (is_upper(last.text) and is_upper(piece.text))


def _is_cut(title: list[Piece]) -> bool:
    """True where a title's line ends within quotation marks, brackets, or before its last word."""
    whole = " ".join(piece.folded for piece in title)
    is_unclosed = whole.count('"') % 2 == 1 or whole.count("(") > whole.count(")")
    return is_unclosed or whole.endswith(_OPEN_ENDS)
