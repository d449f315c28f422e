"""Who issued the document: the offices above the number, else the number's letters, the text and the signature."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.drafting.draft import Reading, Signer
from intake.drafting.head.folding import folded, is_upper, squeezed
from intake.drafting.head.gazetteer import is_province, levels_of
from intake.drafting.head.names import small
from intake.drafting.head.pieces import Piece
from intake.drafting.letters import LOWER, UPPER

_LEVEL: Final = r"(?:thi xa|thanh pho|huyen|quan|tinh|dac khu|thi tran|phuong|xa(?! hoi)|tp\.?|tx\.?)"
_PRINTED_LEVELS: Final = {
    "thi xa": "thị xã",
    "tx": "thị xã",
    "thanh pho": "thành phố",
    "tp": "thành phố",
    "huyen": "huyện",
    "quan": "quận",
    "tinh": "tỉnh",
    "dac khu": "đặc khu",
    "thi tran": "thị trấn",
    "phuong": "phường",
    "xa": "xã",
}
_HEADS: Final = re.compile(
    r"^\W{0,3}(?:ubnd|uy ban|hdnd|hoi dong|so |phong |bo |truong |ban |van phong|tong cuc|cuc |vu |chinh phu|thu tuong"
    r"|trung tam|hoi |lien doan|cong doan|dai hoc|hoc vien|dang uy|dang bo|co so|nhom)"
)
_PLACED: Final = re.compile(rf"\b({_LEVEL})\s(.+)$")
_DISTRICT: Final = re.compile(
    rf"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân) (huyện|thị xã|thành phố|quận)((?:\s[{UPPER}][{LOWER}]{{0,6}}){{1,4}})"
)
_AREA: Final = re.compile(
    r"\b(?:tren dia ban|trong|cap|toan|ubnd|uy ban nhan dan|cua|phong gddt)\s"
    r"(huyen|thi xa|thanh pho|quan|tinh|xa(?! hoi)|phuong|dac khu)\b"
)
_BARE_LEVEL: Final = re.compile(r"\s(huyen|thi xa|thanh pho|quan|tinh|xa|phuong|dac khu|thi tran)$")
_PROVINCE: Final = re.compile(rf"\b(?:[Tt]ỉnh|[Tt]hành phố|TP\.?)((?:\s(?:-\s)?[{UPPER}][{LOWER}]{{1,6}}){{1,5}})")
SELF: Final = re.compile(
    r"(?:^|[,;.]\s|\n\s{0,3})(?P<office>(?:phong|so|bo|uy ban nhan dan|ubnd|truong|ban chi dao)\b[^,;.\n]{0,90}?)\s"
    r"(?:ban hanh|(?<!bo )(?<!so )xay dung|yeu cau|de nghi|huong dan|thong bao|trien khai|to chuc|de ra|kinh de nghi|kinh moi|bao cao|chi dao|giao(?! duc)|se|luu y|xin|gui|kinh gui|moi|tiep tuc|dieu chinh)\b"
)
_BY_LETTERS: Final = (
    (re.compile(r"(?:^|[-/])(?:P)GD\W?[ĐD]T"), "Phòng GDĐT"),
    (re.compile(r"(?:^|[-/])(?:S)GD\W?[ĐD]T"), "Sở GDĐT"),
    (re.compile(r"(?:^|[-/])BGD\W?[ĐD]T"), "Bộ GDĐT"),
    (re.compile(r"(?:^|[-/])UBND"), "UBND"),
    (re.compile(r"(?:^|[-/])GD\W?[ĐD]T"), "GDĐT"),
)


@dataclass(frozen=True, slots=True)
class Clues:
    """What may tell the issuer: offices above the number, letters of the number, place, text of the preamble, signer."""

    offices: Sequence[Piece]
    letters: str
    place: str | None
    lead: str
    text: str
    signer: Signer


def read_issuer(clues: Clues, name_of: Callable[[str], str]) -> Reading[str | None]:
    """The issuer with its place; what is printed above the number is surer than what the text says of itself."""
    offices = _joined(clues.offices)
    if offices:
        offices = [cased(office, clues.text) for office in offices]
        own, above = _one_place(offices[-1]), offices[:-1]
        name = _with_place(name_of(own), own, [*reversed(above)], clues)
        return Reading(name, "offices_above", "sure", clues.offices[-1].index)
    said = _self_named(clues, name_of)
    by_letters = next((name for pattern, name in _BY_LETTERS if pattern.search(clues.letters)), None)
    kind = _kind(said, by_letters, clues.signer)
    if kind is None:
        return Reading(None, "not_found", "doubtful")
    own = said if said and said.startswith(kind) else kind
    how = "number_letters" if by_letters else "own_words"
    return Reading(_with_place(own, own, (), clues), how, "likely")


def cased(printed: str, text: str) -> str:
    """An office printed in capitals as the running text writes it, where it does."""
    if not is_upper(printed):
        return printed
    words = [re.escape(word) for word in re.split(r"[\s-]+", folded(printed)) if word]
    for found in re.finditer(r"\b" + r"\s{0,2}[-\s]\s{0,2}".join(words) + r"\b", folded(text)):
        here = text[found.start() : found.end()]
        if not is_upper(here):
            return squeezed(here)
    return printed


def _one_place(office: str) -> str:
    """A council's name with its own place only: the province on the line below is left out."""
    places = list(re.finditer(rf"\b{_LEVEL}\s", folded(office)))
    is_council = re.match(r"^\W{0,3}(?:ubnd|uy ban nhan dan|hdnd)", folded(office))
    return office[: places[1].start()].rstrip(" ,-") if is_council and len(places) > 1 else office


def _joined(pieces: Sequence[Piece]) -> list[str]:
    """Offices, each wrapped over one or more pieces."""
    found: list[str] = []
    for piece in pieces:
        if _HEADS.match(piece.folded) and not (found and folded(found[-1]).endswith((" va", " cua", " &", "uy"))) or not found:
            found.append(piece.text.strip(" *_-"))
        else:
            found[-1] = f"{found[-1]} {piece.text.strip(' *_-')}"
    return found


def _self_named(clues: Clues, name_of: Callable[[str], str]) -> str | None:
    flat = folded(clues.lead)
    found = list(SELF.finditer(flat))
    if not found:
        return None
    last = found[-1]
    return name_of(clues.lead[last.start("office") : last.end("office")])


def _kind(said: str | None, by_letters: str | None, signer: Signer) -> str | None:
    title = folded(f"{signer.on_behalf or ''} {signer.title or ''}")
    if by_letters == "GDĐT":
        if said and said.startswith(("Phòng GDĐT", "Sở GDĐT")):
            return said[: said.index("GDĐT") + 4]
        return "Phòng GDĐT" if "truong phong" in title else "Sở GDĐT" if "giam doc" in title else None
    if by_letters:
        return by_letters
    return said


def _with_place(name: str, printed: str, above: Sequence[str], clues: Clues) -> str:
    """The office's name with the level and name of its place, as far as the text tells them."""
    if not re.match(r"^(?:phong|so|ubnd|hdnd|van phong ubnd)\b", folded(name)):
        return name
    placed = _PLACED.search(folded(name))
    if placed:
        return _spelled(name, clues.place)
    for office in above:
        found = _PLACED.search(folded(office))
        if found:
            where = office[found.start() :]
            return _spelled(f"{name} {small(f'X {where}')[2:]}", clues.place)
    bare = _BARE_LEVEL.search(folded(name))
    own_level = _PRINTED_LEVELS[bare[1]] if bare else None
    name = name[: bare.start()] if bare else name
    place = _province(clues) if name.startswith("Sở") else clues.place
    if place is None:
        return _placed_by_superior(f"{name} {own_level}" if own_level else name, clues)
    level = own_level or _level(name, replace(clues, place=place))
    return f"{name} {level} {place}" if level else f"{name} {place}"


def _province(clues: Clues) -> str | None:
    """The place of a Sở: the province that the text names where the date line names a town."""
    if clues.place is None or is_province(clues.place):
        return clues.place
    named = [squeezed(found[1]) for found in _PROVINCE.finditer(clues.text)]
    known = [name for name in named if is_province(name)]
    return max(known, key=lambda name: (known.count(name), name)) if known else clues.place


def _placed_by_superior(name: str, clues: Clues) -> str:
    """A Phòng without place and date has the place of the district that the text names as its own."""
    if not name.startswith("Phòng"):
        return name
    found = _DISTRICT.search(clues.lead)
    return f"{name} {found[1]} {squeezed(found[2])}" if found else name


def _spelled(name: str, place: str | None) -> str:
    """The place's capitals as in the line of place and date."""
    if place and folded(name).endswith(folded(place)):
        return name[: len(name) - len(place)] + place
    return name


def _level(name: str, clues: Clues) -> str | None:
    """The level of the issuer's place: printed beside its name, known by its name, else what the text calls its area."""
    flat, place = folded(clues.text), folded(clues.place or "")
    levels = _levels_for(name)
    beside = [_unclipped(found[1]) for found in re.finditer(rf"\b({_LEVEL})\s{re.escape(place)}\b", flat)]
    named = [level for level in beside if level in levels]
    known = [level for level in levels_of(place) if folded(level) in levels]
    if not named and len(known) == 1:
        return known[0]
    kept = named or [found[1] for found in _AREA.finditer(flat) if found[1] in levels]
    return _PRINTED_LEVELS[max(set(kept), key=lambda level: (kept.count(level), level))] if kept else None


def _unclipped(level: str) -> str:
    return folded(_PRINTED_LEVELS[level.rstrip(".")])


def _levels_for(name: str) -> tuple[str, ...]:
    if name.startswith("Sở"):
        return ("tinh", "thanh pho")
    if name.startswith("Phòng GDĐT"):
        return ("huyen", "thi xa", "thanh pho", "quan")
    if name.startswith("Phòng"):
        return ("xa", "phuong", "dac khu", "huyen", "thi xa", "quan", "thanh pho")
    return tuple(_PRINTED_LEVELS)
