"""Who issued the document: the offices above the number, else the number's letters, the text and the signature."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.drafting.draft import Reading, Signer
from intake.drafting.head.areas import LEVEL, Area, place_behind
from intake.drafting.head.citers import ALONE, office_in
from intake.drafting.head.dates import without_level
from intake.drafting.head.folding import folded, is_upper, squeezed
from intake.drafting.head.pieces import Piece

_HEADS: Final = re.compile(
    r"^\W{0,3}(?:ubnd|uy ban|hdnd|hoi dong|so |phong |bo |truong |ban |van phong|tong cuc|cuc |vu |chinh phu|thu tuong"
    r"|trung tam|hoi |lien doan|cong doan|dai hoc|hoc vien|dang uy|dang bo|(?:tinh|thanh|huyen|thi|quan) uy|doan "
    r"|cong an|co so|nhom)"
)
# Organs that are called after the body above them: "Ban Thường trực Ủy ban MTTQ Việt Nam xã …".
_ORGAN: Final = re.compile(
    r"^\W{0,3}(?:ban (?:thuong truc|thuong vu|chap hanh|tuyen giao|to chuc|dan van|noi chinh|xay dung dang)\b"
    r"|van phong$|uy ban kiem tra|co quan )"
)
_PARENT: Final = re.compile(
    r"^\W{0,3}(?:(?:uy ban )?(?:mttq|mat tran)|dang uy|dang bo|(?:tinh|thanh|huyen|thi|quan) uy|doan |hoi |cong doan"
    r"|lien doan|ubnd|uy ban nhan dan)"
)
_FRONT: Final = re.compile(r"^uy ban (?:mttq|mat tran)")
_COUNCIL: Final = re.compile(r"^\W{0,3}(?:ubnd|uy ban nhan dan|hdnd)")
_LONGEST: Final = 200
_MOST_OFFICES: Final = 8
_UNFINISHED: Final = (" va", " cua", " &", "uy")
# The office that speaks of itself in the lead-in: "…, Phòng Giáo dục và Đào tạo yêu cầu".
SELF: Final = re.compile(
    r"(?:^|[,;.]\s?|\n\s{0,3})(?P<office>(?:phong|so|bo(?! mon| phan)|uy ban nhan dan|ubnd|truong|ban chi dao"
    r"|ban thuong truc|dang uy|van phong)\b[^,;.\n]{0,90}?)\s"
    r"(?:ban hanh|(?<!bo )(?<!so )xay dung|yeu cau|de nghi|huong dan|thong bao|trien khai|to chuc|de ra|kinh de nghi"
    r"|kinh moi|bao cao|chi dao|giao(?! duc)|se|luu y|xin|gui|kinh gui|moi|tiep tuc|dieu chinh)\b"
)
_BY_LETTERS: Final = tuple(
    (re.compile(rf"(?:^|[-/]){letters}"), name)
    for letters, name in (
        (r"PGD\W?[ĐD]T", "Phòng GDĐT"),
        (r"SGD\W?[ĐD]T", "Sở GDĐT"),
        (r"BGD\W?[ĐD]T", "Bộ GDĐT"),
        (r"UBND", "UBND"),
        (r"GD\W?[ĐD]T", "GDĐT"),
    )
)


@dataclass(frozen=True, slots=True)
class Clues:
    """What may tell the issuer: offices above the number, the number's letters, place, preamble, whole text, signer."""

    offices: Sequence[Piece]
    letters: str
    place: str | None
    lead: str
    text: str
    signer: Signer


def read_issuer(clues: Clues, name_of: Callable[[str], str]) -> Reading[str | None]:
    """The issuer with its place; what is printed above the number is surer than what the text says of itself."""
    area = Area(without_level(clues.place) if clues.place else None, clues.lead, clues.text)
    flat = folded(clues.text)
    printed = _with_organ(list(_joined(clues.offices[-_MOST_OFFICES:])), clues.letters)
    offices = [_cased(office, clues.text, flat=flat) for office in printed]
    if offices:
        above = next((place for place in map(place_behind, reversed(offices[:-1])) if place), None)
        name = name_of(_one_place(offices[-1]))
        if folded(name) not in ALONE:
            return Reading(area.placed(name, above), "offices_above", "sure", clues.offices[-1].index)
    said = _self_named(clues.lead, name_of) or _self_named(clues.text, name_of)
    by_letters = next((name for pattern, name in _BY_LETTERS if pattern.search(clues.letters)), None)
    kind = _education_office(said, clues.signer) if by_letters == "GDĐT" else by_letters or said
    if kind is None:
        return Reading(None, "not_found", "doubtful")
    own = said if said and said.startswith(kind) else kind
    return Reading(area.placed(own), "number_letters" if by_letters else "own_words", "likely")


def _with_organ(offices: list[str], letters: str) -> list[str]:
    """The offices, an organ together with its body: "BAN THƯỜNG TRỰC" below "ỦY BAN MTTQ VIỆT NAM XÃ …"."""
    if len(offices) > 1 and _ORGAN.match(folded(offices[-1])) and _PARENT.match(folded(offices[-2])):
        return [*offices[:-2], f"{offices[-1]} {offices[-2]}"]
    if offices and _FRONT.match(folded(offices[-1])) and "BTT" in re.split(r"[-/]", letters):
        return [*offices[:-1], f"BAN THƯỜNG TRỰC {offices[-1]}"]
    return offices


def _cased(printed: str, text: str, *, flat: str) -> str:
    """An office printed in capitals as the running text writes it, where it does."""
    if not is_upper(printed) or len(printed) > _LONGEST:
        return printed
    words = [re.escape(word) for word in re.split(r"[\s-]+", folded(printed)) if word]
    for found in re.finditer(r"\b" + r"\s{0,2}[-\s]\s{0,2}".join(words) + r"\b", flat):
        here = text[found.start() : found.end()]
        if not is_upper(here):
            return squeezed(here)
    return printed


def _one_place(office: str) -> str:
    """A council's name with its own place only: the province on the line below is left out."""
    places = list(re.finditer(rf"\b{LEVEL}\s", folded(office)))
    return office[: places[1].start()].rstrip(" ,-") if _COUNCIL.match(folded(office)) and len(places) > 1 else office


def _joined(pieces: Sequence[Piece]) -> Iterator[str]:
    """Offices, each wrapped over one or more pieces."""
    office = ""
    for piece in pieces:
        text = piece.text.strip(" *_-")
        if office and _HEADS.match(piece.folded) and not folded(office).endswith(_UNFINISHED):
            yield office
            office = text
        else:
            office = f"{office} {text}".strip()
    if office:
        yield office


def _self_named(lead: str, name_of: Callable[[str], str]) -> str | None:
    found = list(SELF.finditer(folded(lead)))
    return name_of(office_in(lead[found[-1].start("office") : found[-1].end("office")])) if found else None


def _education_office(said: str | None, signer: Signer) -> str | None:
    """Whose letters "GDĐT" are: the text or the signature must tell a Phòng from a Sở."""
    flat = folded(said or "")
    named = "Phòng GDĐT" if flat.startswith(("phong gd", "phong gia")) else None
    named = "Sở GDĐT" if flat.startswith(("so gd", "so gia")) else named
    title = folded(f"{signer.on_behalf or ''} {signer.title or ''}")
    signed = "Phòng GDĐT" if "truong phong" in title else "Sở GDĐT" if "giam doc" in title else None
    return named or signed
