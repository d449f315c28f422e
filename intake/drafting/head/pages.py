"""The first lines of a web page that stand for a printed head: kind, number, date and subject in one line."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from intake.drafting.head.columns import place_start
from intake.drafting.head.dates import DIGIT
from intake.drafting.head.folding import is_upper
from intake.drafting.head.kinds import kind_alone, name_at
from intake.drafting.head.numbers import NOTATION
from intake.drafting.head.pieces import ABOUT, ITEM, LABEL, MOTTO, OPENER, TO, Piece, piece_of

_NUMBER: Final = rf"(?P<number>\d{{1,5}}\s?/\s?(?:\d{{4}}\s?/\s?)?{NOTATION})"
_DAY: Final = rf"(?P<date>ngày\s{{1,3}}{DIGIT}{{1,2}}\s?[/.-]\s?{DIGIT}{{1,2}}\s?[/.-]\s?{DIGIT}{{4}})"
_OF: Final = r"(?:\s(?:của|do)\s(?P<office>[^,;:()]{2,90}?))"
_ABOUT: Final = r"(?:V/v|v/v|[Vv]ề(?:\sviệc)?)\s"
# "Công văn số 12/PGDĐT-MN ngày 5/3/2024 của … V/v …"
_NUMBERED: Final = re.compile(
    rf"^(?:(?P<before>[^\W\d][^:.;]{{2,60}}):\s)?(?P<kind>\w+(?:\s\w+){{1,2}})\s(?:số\s?:?\s?)?{_NUMBER}(?:,?\s{_DAY})?"
    rf"(?:{_OF}[\s,:–-]{{1,3}}{_ABOUT}(?P<subject>\S.*)|[\s,:–-]{{1,3}}(?:{_ABOUT})?(?P<title>\S.*))?$"
)
# The subject first, number and date in brackets behind it.
_BEHIND: Final = re.compile(
    rf"^{_ABOUT}(?P<title>.{{5,400}}?)\s?\((?:[^()]{{0,30}}?số\s)?{_NUMBER}(?:,?\s{_DAY})?\)\W*$"
)
_URGENT: Final = re.compile(r"^\W{0,3}(?:khẩn|hỏa tốc|hoả tốc)\b[\s:]*", re.IGNORECASE)
_POSTED: Final = re.compile(
    r"^(?:(?:thu \w{2,4}|chu nhat)\b\W{0,3}(?:ngay\s)?|(?:ngay dang|dang ngay|cap nhat(?: luc| ngay)?)\s?:?\s?|ngay\s)"
    r"(?P<day>\d{1,2}[/-]\d{1,2}[/-]\d{4})"
    r"(?:\W{0,3}\d{1,2}\s?(?:[:hg]\s?\d{2})?)?\W*$"
)
_DUE: Final = re.compile(r"\b(?:truoc|cham nhat|muon nhat|han cuoi|den het|de nghi|yeu cau)\b")
_ENDS: Final = re.compile(r"[.;:,!?…]\W*$")
_AHEAD: Final = 12
_FEWEST: Final = 2
_FEWEST_WORDS: Final = 4
_MOST_WORDS: Final = 40


def with_page_title(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, the first line of a page without a printed head taken apart into number, date, kind and subject."""
    filled = [piece for piece in pieces if not piece.is_blank][:_AHEAD]
    if len(filled) < _FEWEST or any(LABEL.match(one.folded) or MOTTO.search(one.folded) for one in filled):
        return list(pieces)
    first, second = filled[:2]
    told = list(_told(first)) or list(_headline(first, second))
    if not told:
        return list(pieces)
    rest = [piece for piece in pieces if piece.index > first.index]
    has_date = any(place_start(piece.text) == 0 for piece in told)
    return [*told, *_posted(rest, second, has_date=has_date)]


def _told(first: Piece) -> Iterator[Piece]:
    found = _NUMBERED.match(first.text) or _BEHIND.match(first.text)
    if found is None or (found.re is _NUMBERED and name_at(piece_of(first.index, found["kind"])) is None):
        return
    parts = found.groupdict()
    office = parts.get("office") or parts.get("before")
    if office:
        yield piece_of(first.index, office.upper())
    yield piece_of(first.index, f"Số: {parts['number']}")
    if parts["date"]:
        yield piece_of(first.index, parts["date"])
    title = parts["title"] or parts.get("subject")
    if title:
        yield piece_of(first.index, f"V/v {title}")


def _headline(first: Piece, second: Piece) -> Iterator[Piece]:
    """A heading that says what the page is about, over the text: "Thông báo khẩn về …", "Kế hoạch …"."""
    words = len(first.text.split())
    is_other = any(form.match(first.folded) for form in (ITEM, OPENER, TO, ABOUT)) or kind_alone(first) is not None
    is_head = _FEWEST_WORDS <= words <= _MOST_WORDS and first.text[:1].isupper() and not is_upper(first.text)
    if is_other or not is_head or _ENDS.search(first.text) or _DUE.search(first.folded):
        return
    if not (_POSTED.match(second.folded) or any(form.match(second.folded) for form in (ITEM, OPENER, TO))):
        return
    name = name_at(first)
    if name is None:
        yield piece_of(first.index, f"V/v {first.text}")
        return
    rest = _URGENT.sub("", first.text[name[1] :].lstrip(" :-–"))
    yield piece_of(first.index, first.text[: name[1]].upper())
    if rest:
        yield piece_of(first.index, rest)


def _posted(rest: Sequence[Piece], second: Piece, *, has_date: bool) -> Iterator[Piece]:
    """The day on which the page was posted, on the line below its title, as a likely date of issue: in brackets."""
    for piece in rest:
        found = _POSTED.match(piece.folded) if piece is second else None
        if found is None:
            yield piece
        elif not has_date:
            yield piece_of(piece.index, f"(ngày {found['day']})")
