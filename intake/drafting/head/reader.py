"""The head of a directive, read from its lines: every field with how it was read, nothing that is not printed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from engine.errors import SecretDocument
from intake.drafting.draft import Base, Head, Reading
from intake.drafting.head.bases import based_on
from intake.drafting.head.citers import Citing
from intake.drafting.head.dates import read_issued_on, read_place, settled_place
from intake.drafting.head.folding import folded, is_upper, squeezed
from intake.drafting.head.front import front_of
from intake.drafting.head.issuers import Clues, read_issuer
from intake.drafting.head.kinds import kind_by_letters
from intake.drafting.head.lists import entries
from intake.drafting.head.names import normal_name
from intake.drafting.head.numbers import Notation, notation_of
from intake.drafting.head.periods import Covering, read_period
from intake.drafting.head.pieces import LABEL
from intake.drafting.head.signatures import read_signer
from intake.drafting.head.tail import read_recipients, tail_of
from intake.drafting.head.walk import Front
from intake.drafting.head.zones import Zones, zones_of
from intake.reading.document import Line

_SECRET: Final = {"mat": "Mật", "toimat": "Tối mật", "tuyetmat": "Tuyệt mật"}
_PLANS: Final = frozenset(("ke_hoach", "chuong_trinh", "phuong_an"))
# "Về việc" belongs to the form of these; elsewhere it is what "V/v" is in a letter.
_NAMED_ABOUT: Final = frozenset(("quyet_dinh", "nghi_quyet", "chi_thi", "cong_dien"))
_FOOTNOTE: Final = re.compile(r"\s*[(\[]\d{1,2}[)\]]\s?\S")
_ABOUT_WORDS: Final = re.compile(r"về việc[\s:]{1,3}(?=\S)", re.IGNORECASE)
T = TypeVar("T")
NameOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class HeadReading:
    """The head and where the preamble, the body and what is attached lie."""

    head: Head
    zones: Zones


def read_head(lines: Sequence[Line], *, name_of: NameOf = normal_name) -> HeadReading:
    """The head of the directive in ``lines``; ``name_of`` gives an office's one form.

    Raises SecretDocument where a stamp Mật, Tối mật or Tuyệt mật stands alone in the head.
    """
    front = front_of(lines)
    _refuse_secret(front)
    tail = tail_of(lines, front.end)
    zones = zones_of(lines, tail, head_end=front.end)
    dated = [*front.dated, *tail.dated]
    issued_on = read_issued_on(dated)
    place = settled_place(read_place(dated), issued_on.value)
    signer, title = read_signer(tail.signed), _title(front)
    notation, number_line = _notation(front)
    letters = notation.letters if notation else ""
    kind = _kind(front, letters)
    start, lead_end = zones.preamble
    lead, opening = _text(lines, zones.preamble), _text(lines, (start, min(tail.start, lead_end + 3)))
    clues = Clues(front.offices, letters, place.value, opening, _text(lines, (0, tail.start)), signer.value)
    issuer = read_issuer(clues, name_of)
    body = tuple((index, lines[index].text) for index in range(zones.body_start, zones.body_end))
    citing = Citing("", 0, issuer.value, notation.number if notation else None, name_of)
    head = Head(
        number=_numbered(_number(notation, number_line), lines),
        number_suffix=_numbered(_suffix(notation, number_line), lines),
        number_corrected=notation.corrected if notation else None,
        issued_on=_numbered(issued_on, lines),
        issuer=_numbered(issuer, lines),
        place=_numbered(place, lines),
        doc_type=_numbered(kind, lines),
        title=_numbered(title, lines),
        addressees=_numbered(_addressees(front), lines),
        recipients=_numbered(read_recipients(tail), lines),
        signer=_numbered(signer, lines),
        based_on=_based_on(lines, zones, title=title.value, citing=citing),
        period=_numbered(read_period(Covering(title.value, kind.value in _PLANS, lead, body)), lines),
        urgency=_numbered(_urgency(front), lines),
    )
    return HeadReading(head, zones)


def _refuse_secret(front: Front) -> None:
    if front.secret is None:
        return
    flat = front.secret.folded.replace(" ", "")
    level = next(level for key, level in sorted(_SECRET.items(), key=lambda row: -len(row[0])) if key in flat)
    raise SecretDocument(level=level)


def _notation(front: Front) -> tuple[Notation | None, int | None]:
    """The number's notation and its index; the label "Số:" alone is a number left blank."""
    if not front.number:
        return None, None
    first = front.number[0]
    label = LABEL.match(first.folded)
    printed = " ".join([first.text[label.end() if label else 0 :], *(piece.text for piece in front.number[1:])])
    return notation_of(printed) or Notation(None, None), first.index


def _number(notation: Notation | None, index: int | None) -> Reading[str | None]:
    if notation is None:
        return Reading(None, "not_found", "doubtful")
    if notation.number is None:
        return Reading(None, "number_blank", "sure", index, ("number_blank",))
    notes = ("number_repaired",) if notation.corrected else ()
    return Reading(notation.number, "number_line", "likely" if notes else "sure", index, notes)


def _suffix(notation: Notation | None, index: int | None) -> Reading[str | None]:
    if notation is None or notation.suffix is None:
        return Reading(None, "not_found", "sure")
    return Reading(notation.suffix, "number_line", "sure", index)


def _kind(front: Front, letters: str) -> Reading[str]:
    by_letters = kind_by_letters(letters)
    if by_letters:
        return Reading(by_letters, "number_letters", "sure")
    if front.kind_slug and (not front.has_about or _is_kind_above(front)):
        return Reading(front.kind_slug, "kind_printed", "sure", front.kind.index if front.kind else None)
    if front.has_about:
        return Reading("cong_van", "about_printed", "sure")
    return Reading("cong_van", "kind_guessed", "likely" if front.addressees else "doubtful")


def _is_kind_above(front: Front) -> bool:
    """True for "THÔNG BÁO" with "(V/v …)" below it; a letter has "V/v" below its number, above any other heading."""
    return front.kind is not None and bool(front.title) and front.kind.index < front.title[0].index


def _title(front: Front) -> Reading[str | None]:
    joined = squeezed(" ".join(piece.text.replace("**", "").strip("* ") for piece in front.whole_title))
    title = joined.rstrip(" ./;")
    title = title[:-1] if title.endswith(")") and title.count(")") > title.count("(") else title
    about = _ABOUT_WORDS.match(title)
    if about and front.kind_slug not in _NAMED_ABOUT:
        title = title[about.end() :]
    if not title:
        return Reading(None, "not_found", "doubtful")
    how = "title_below_kind" if front.below_kind else "about_printed"
    return Reading(title, how, "sure", front.whole_title[0].index)


def _addressees(front: Front) -> Reading[tuple[str, ...]]:
    found = entries([piece for piece in front.addressees if piece.text], is_split_at_commas=True)
    if not found:
        return Reading((), "not_found", "doubtful" if front.addressees else "sure")
    return Reading(found, "addressees_list", "sure", front.addressees[0].index)


def _urgency(front: Front) -> Reading[str]:
    if front.urgent is None:
        return Reading("normal", "not_found", "sure")
    flat = folded(front.urgent.text).replace(" ", "")
    level = "hoa_toc" if "hoatoc" in flat else "thuong_khan" if "thuongkhan" in flat else "khan"
    return Reading(level, "stamp", "sure", front.urgent.index)


def _numbered(reading: Reading[T], lines: Sequence[Line]) -> Reading[T]:
    """A reading whose index into the lines becomes the line's own number."""
    return reading if reading.line is None else replace(reading, line=lines[reading.line].number)


def _based_on(lines: Sequence[Line], zones: Zones, *, title: str | None, citing: Citing) -> Reading[tuple[Base, ...]]:
    """The documents cited in the title, the preamble, the body, what is attached, and footnotes below them."""
    cited = "" if title is None or is_upper(title) else title
    preamble = "\n\n".join((cited, _text(lines, (zones.preamble[0], zones.cited_end))))
    parts = ((max(start, zones.cited_end), end) for start, end in zones.parts)
    notes = (line.text for line in lines[zones.parts[-1][1] :] if _FOOTNOTE.match(line.text))
    body = "\n".join((*(_text(lines, part) for part in parts), *notes))
    found = based_on(replace(citing, text=f"{preamble}\n{body}", preamble_end=len(preamble) + 1))
    return Reading(found, "cited" if found else "not_found", "sure")


def _text(lines: Sequence[Line], zone: tuple[int, int]) -> str:
    return "\n".join(line.text for line in lines[slice(*zone)])
