"""The end of a directive: recipients, the block of the signature, and what follows it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.drafting.draft import Reading, Signer
from intake.drafting.head.folding import folded, is_upper, squeezed
from intake.drafting.head.kinds import kind_alone, kind_leading
from intake.drafting.head.lists import entries
from intake.drafting.head.pieces import BULLET, Piece, piece_of, place_start
from intake.reading.document import Line

RECEIVED: Final = re.compile(r"^\W{0,4}n[ơo][il1]\s{0,2}(?:nh[aâ]n|g[uư]i)\s{0,2}(?:[:;.]|$)\s{0,3}")
_CAPACITY: Final = re.compile(r"^\W{0,3}(?:t\s?/?m|k\s?/?t|t\s?/?l|t\s?u\s?q|q)\s?[./]\s?(?=\S)")
_OFFICES: Final = (
    r"(?:truong|pho truong|pho|quyen|q\.)?\s?(?:truong phong|truong ban|chu tich|giam doc|tong giam doc|hieu truong"
    r"|bo truong|thu truong|thu tuong|vu truong|cuc truong|tong cuc truong|vien truong|chanh van phong|chanh thanh tra"
    r"|truong doan|bi thu|chu nhiem|to truong|chi cuc truong|trung tam truong|van phong|phong|chu nhom|chu co so|thanh tra)"
)
_TITLE: Final = re.compile(rf"^\W{{0,3}}{_OFFICES}\b")
_UNIT: Final = re.compile(r"^\W{0,3}(?:cuc|vu|phong|van phong|ban|thanh tra|trung tam|chi cuc|truong) ")
_SIGNED: Final = re.compile(r"^\W{0,3}\(?\[?(?:da ky|ky ten|ky boi|da duoc ky|chu ky)|^\W{0,3}da ky\b")
_TITLED: Final = re.compile(r"^(?:(?:ThS|TS|Ths|BS|CN|PGS|GS|NGƯT|NGND|Ông|Bà|Bs|CKI{1,2})\.?\s*)+")
_ATTACHED: Final = re.compile(r"^\W{0,3}(?:phu luc|mau so|mau |bieu mau|bieu so|danh sach|danh muc|bieu )")
_LEADS: Final = re.compile(r"\b(?:phu luc|bieu mau)\b")
_WIDE: Final = re.compile(r"\t+|\s{3,}|\s\|\s")
_MIXED: Final = re.compile(
    r"\s(?=(?:TM|KT|TL|TUQ|Q)\s?\.|(?:PHÓ\s)?(?:TRƯỞNG|CHỦ TỊCH|GIÁM ĐỐC|HIỆU TRƯỞNG|BỘ TRƯỞNG|CHÁNH|THỨ TRƯỞNG)\b)"
)
_CAPACITY_ENDS: Final = re.compile(r"\b(?:tm|kt|tl|tuq|q)\s?\.$")
MOST_SIGNED_LINES: Final = 40


@dataclass(slots=True)
class Tail:
    """Where the text ends, the recipients' and the signature's pieces, and where what follows them begins."""

    start: int
    end: int
    recipients: list[Piece] = field(default_factory=list)
    signed: list[Piece] = field(default_factory=list)
    dated: list[Piece] = field(default_factory=list)
    received_at: int | None = None


def tail_of(lines: Sequence[Line], after: int) -> Tail:
    """The tail, found at "Nơi nhận" or at a signature's lines; it is empty where the file breaks off."""
    for index in range(after, len(lines)):
        text = lines[index].text[:400]
        flat = folded(text)
        if RECEIVED.match(flat) or _opens_signature(lines, index):
            return _with_date_above(lines, _tail_from(lines, index), after)
    return Tail(len(lines), len(lines))


def _with_date_above(lines: Sequence[Line], tail: Tail, after: int) -> Tail:
    """Place and date printed below the text, as schools and unions do, belong to the tail."""
    for index in range(tail.start - 1, max(after, tail.start - 6), -1):
        if lines[index].text.strip():
            if len(lines[index].text) < 120 and place_start(lines[index].text.strip(" *_")) == 0:
                tail.dated, tail.start = [piece_of(index, lines[index].text)], index
            break
    return tail


def _opens_signature(lines: Sequence[Line], index: int) -> bool:
    text = squeezed(lines[index].text.replace("*", " ")[:200])
    if not text or len(text.split()) > 14 or not is_upper(text):
        return False
    flat = folded(text)
    if _CAPACITY.match(flat):
        return True
    return bool(_TITLE.match(flat)) and len(text.split()) <= 6 and _has_name_below(lines, index)


def _has_name_below(lines: Sequence[Line], index: int) -> bool:
    below = [squeezed(line.text) for line in lines[index + 1 : index + 12] if line.text.strip()]
    return any(is_name(text) or RECEIVED.match(folded(text)) or _SIGNED.match(folded(text)) for text in below[:4])


def is_name(text: str) -> bool:
    """True for what may be a person's name: two to six words, each with a capital, nothing else."""
    bare = _TITLED.sub("", text.strip(" *_.()"))
    words = bare.split()
    if not 2 <= len(words) <= 6 or any(letter.isdigit() or letter in ":;,/()&-" for letter in bare):
        return False
    flat = folded(bare)
    if _TITLE.match(flat) or _CAPACITY.match(folded(text)) or _SIGNED.match(flat):
        return False
    return all(word[0].isupper() and word.isalpha() for word in words)


def _tail_from(lines: Sequence[Line], start: int) -> Tail:
    tail = Tail(start, start)
    is_listing, blanks = False, 0
    for index in range(start, min(len(lines), start + 2 * MOST_SIGNED_LINES)):
        pieces = _columns(index, lines[index])
        if not pieces:
            blanks += 1
            continue
        for piece in pieces:
            received = RECEIVED.match(piece.folded)
            if received and tail.received_at is None:
                is_listing, tail.received_at = True, index
                rest = piece_of(index, piece.text[received.end() :].lstrip(": "))
                tail.recipients += [rest] if rest.text else []
            elif _is_attached(tail, piece) or (_has_name(tail) and (kind_alone(piece) or kind_leading(piece))):
                return tail
            elif _is_signature(piece):
                tail.signed.append(piece)
                is_listing = is_listing and index < len(lines) - 1
            elif is_listing and (BULLET.match(piece.folded) or _continues(tail, piece, blanks)):
                tail.recipients.append(piece)
            elif is_name(piece.text) or _SIGNED.match(piece.folded) or _is_unit(tail, piece):
                tail.signed.append(piece)
            elif _has_name(tail):
                return tail
            elif len(piece.text) > 160:
                return tail
        tail.end, blanks = index + 1, 0
    return tail


def _columns(index: int, line: Line) -> list[Piece]:
    columns = line.cells or _WIDE.split(line.text[:2000])
    parts = [part for column in columns for part in _unmixed(column)]
    found = [piece_of(index, part) for part in parts]
    return [piece for piece in found if not piece.is_blank]


def _unmixed(text: str) -> Iterator[str]:
    """A line of two columns that a scan has run together: "- Như trên; PHÓ TRƯỞNG PHÒNG"."""
    start = 0
    for found in _MIXED.finditer(text):
        before = text[: found.start()].rstrip()
        if before[-1:].islower() or (before[-1:] in tuple(";:,./)") and not _CAPACITY_ENDS.search(folded(before))):
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


def _is_signature(piece: Piece) -> bool:
    if not is_upper(piece.text) or BULLET.match(piece.folded):
        return False
    return bool(_CAPACITY.match(piece.folded)) or (bool(_TITLE.match(piece.folded)) and len(piece.text.split()) <= 10)


def _continues(tail: Tail, piece: Piece, blanks: int) -> bool:
    if not tail.recipients:
        return not is_upper(piece.text) or len(piece.text.split()) < 3
    last = tail.recipients[-1].text
    if _has_name(tail) or (is_name(piece.text) and blanks):
        return False
    has_bullets = any(BULLET.match(one.folded) for one in tail.recipients)
    is_over = last.rstrip().endswith((".", "./")) or folded(last).lstrip("-+ ").startswith("luu")
    if has_bullets:
        return not is_over and not last.rstrip().endswith(";") and len(piece.text.split()) < 20
    return not is_over and len(piece.text.split()) < 25


def _is_unit(tail: Tail, piece: Piece) -> bool:
    return bool(tail.signed) and not _has_name(tail) and is_upper(piece.text) and bool(_UNIT.match(piece.folded))


def _has_name(tail: Tail) -> bool:
    return any(is_name(piece.text) for piece in tail.signed)


def _is_attached(tail: Tail, piece: Piece) -> bool:
    is_closed = bool(tail.signed) or bool(tail.recipients)
    return is_closed and bool(_ATTACHED.match(piece.folded)) and is_upper(piece.text[:7])


def read_recipients(tail: Tail) -> Reading[tuple[str, ...]]:
    """Who is on the list "Nơi nhận", as printed without bullets and closing punctuation."""
    found = entries(tail.recipients, is_split_at_commas=False)
    if not found:
        return Reading((), "not_found", "likely" if tail.received_at is None else "doubtful")
    return Reading(found, "recipients_list", "sure", tail.received_at)


def read_signer(tail: Tail) -> Reading[Signer]:
    """Who signed: the lines TM., KT., TL. …, the office, the name below."""
    capacity = [piece.text for piece in tail.signed if _CAPACITY.match(piece.folded)]
    titles = [piece.text for piece in tail.signed if not _CAPACITY.match(piece.folded) and _is_signature(piece)]
    names = [piece.text for piece in tail.signed if is_name(piece.text)]
    if not (capacity or titles or names):
        return Reading(Signer(), "not_found", "likely")
    on_behalf = spaced(capacity[-1]) if capacity else None
    title = _whole_title(tail, titles)
    name = names[0].strip("* ") if names else None
    line = tail.signed[0].index
    is_whole = name is not None and title is not None
    return Reading(Signer(name, title, on_behalf), "signature_block", "sure" if is_whole else "likely", line)


def _whole_title(tail: Tail, titles: Sequence[str]) -> str | None:
    """The first title below the capacity, with the unit that stands on the next line: CỤC TRƯỞNG, CỤC NHÀ GIÁO …"""
    if not titles:
        return None
    at = next(at for at, piece in enumerate(tail.signed) if piece.text == titles[0])
    unit = tail.signed[at + 1].text if at + 1 < len(tail.signed) else ""
    has_unit = unit not in titles and is_upper(unit) and _UNIT.match(folded(unit)) is not None
    return spaced(f"{titles[0]} {unit}" if has_unit else titles[0])


def spaced(text: str) -> str:
    """A capacity with one blank after its dot: "KT.TRƯỞNG PHÒNG" is "KT. TRƯỞNG PHÒNG"."""
    return re.sub(r"^(TM|KT|TL|TUQ|Q)\s?\.\s*", r"\1. ", squeezed(text).strip("*_ .,;"))
