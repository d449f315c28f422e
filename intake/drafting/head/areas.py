"""The area of an office: level and name of the place that belong to its name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from intake.drafting.head.folding import folded, squeezed
from intake.drafting.head.gazetteer import is_province, levels_of
from intake.drafting.head.names import small
from intake.drafting.letters import LOWER, UPPER

_LEVELS: Final = {
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
LEVEL: Final = r"(?:thi xa|thanh pho|huyen|quan|tinh|dac khu|thi tran|phuong|xa(?! hoi)|tp\.?|tx\.?)"
_WHOLE: Final = "huyen|thi xa|thanh pho|quan|tinh|xa(?! hoi)|phuong|dac khu"
_PLACED: Final = re.compile(rf"\b{LEVEL}\s.+$")
_BARE_LEVEL: Final = re.compile(rf"\s({_WHOLE}|thi tran)$")
_AREA: Final = re.compile(rf"\b(?:tren dia ban|trong|cap|toan|ubnd|uy ban nhan dan|cua|phong gddt)\s({_WHOLE})\b")
_DISTRICT: Final = re.compile(
    rf"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân) (huyện|thị xã|thành phố|quận)((?:\s[{UPPER}][{LOWER}]{{0,6}}){{1,4}})"
)
_EDUCATION: Final = re.compile(r"(?P<office>(?:Phòng|Sở) GDĐT) (?P<place>\S.*)$")
_PROVINCE: Final = re.compile(rf"\b(?:[Tt]ỉnh|[Tt]hành phố|TP\.?)((?:\s(?:-\s)?[{UPPER}][{LOWER}]{{1,6}}){{1,5}})")
_LOCAL: Final = re.compile(
    r"^(?:phong|so|ubnd|hdnd|van phong ubnd|(?:ban thuong truc )?uy ban (?:mttq|mat tran to quoc) viet nam)\b"
)
# Which levels have such an office.
_LEVELS_OF: Final = (
    ("Sở", ("tinh", "thanh pho")),
    ("Phòng GDĐT", ("huyen", "thi xa", "thanh pho", "quan")),
    ("Phòng", ("xa", "phuong", "dac khu", "huyen", "thi xa", "quan", "thanh pho")),
    ("", tuple(_LEVELS)),
)


def place_behind(office: str) -> str | None:
    """Level and place at the end of an office's name: "huyện Ba Bể" of "UBND HUYỆN BA BỂ"."""
    found = _PLACED.search(folded(office))
    return small(f"X {office[found.start() :]}")[2:] if found else None


@dataclass(frozen=True, slots=True)
class Area:
    """What tells an office's area: the place beside the date, the preamble, the whole text."""

    place: str | None
    lead: str
    text: str

    def placed(self, name: str, above: str | None = None) -> str:
        """The office's name with level and place, as far as they are told; ``above`` is the superior's area."""
        if not _LOCAL.match(folded(name)):
            return name
        if _PLACED.search(folded(name)):
            return self._spelled(name)
        named = self._levelled(name)
        if named:
            return named
        if above:
            return self._spelled(f"{name} {above}")
        bare = _BARE_LEVEL.search(folded(name))
        stem = name[: bare.start()] if bare else name
        place = self._province() if name.startswith("Sở") else self.place
        if place is None:
            return self._placed_by_superior(name)
        level = _LEVELS[bare[1]] if bare else self._level(stem, place)
        return f"{stem} {level} {place}" if level else f"{stem} {place}"

    def _levelled(self, name: str) -> str | None:
        """ "Phòng GDĐT Ba Bể" with the level that only places of this name have."""
        office = _EDUCATION.match(name)
        if office is None:
            return None
        allowed = next(levels for head, levels in _LEVELS_OF if name.startswith(head))
        known = [level for level in levels_of(office["place"]) if folded(level) in allowed]
        return f"{office['office']} {known[0]} {office['place']}" if len(known) == 1 else None

    def _spelled(self, name: str) -> str:
        """The place's capitals as beside the date."""
        place = self.place
        if place and folded(name).endswith(folded(place)):
            return name[: len(name) - len(place)] + place
        return name

    def _province(self) -> str | None:
        """The place of a Sở: the province that the text names where the date line names a town."""
        if self.place is None or is_province(self.place):
            return self.place
        return _most(name for name in self._provinces() if is_province(name)) or self.place

    def _provinces(self) -> Iterable[str]:
        return (squeezed(found[1]) for found in _PROVINCE.finditer(self.text))

    def _placed_by_superior(self, name: str) -> str:
        """A Phòng without place and date has the place of the district that the text names as its own."""
        found = _DISTRICT.search(self.lead) if name.startswith("Phòng") else None
        return f"{name} {found[1]} {squeezed(found[2])}" if found else name

    def _level(self, name: str, place: str) -> str | None:
        """The level of a place: printed beside its name, known by its name, else what the text calls its area."""
        flat = folded(self.text)
        levels = next(levels for head, levels in _LEVELS_OF if name.startswith(head))
        beside = re.finditer(rf"\b({LEVEL})\s{re.escape(folded(place))}\b", flat)
        named = _most(level for level in (_unclipped(found[1]) for found in beside) if level in levels)
        known = [level for level in levels_of(place) if folded(level) in levels]
        if named is None and len(known) == 1:
            return known[0]
        own = named or _most(found[1] for found in _AREA.finditer(flat) if found[1] in levels)
        return _LEVELS[own] if own else None


def _unclipped(level: str) -> str:
    return folded(_LEVELS[level.rstrip(".")])


def _most(names: Iterable[str]) -> str | None:
    """The most frequent of ``names``."""
    found = list(names)
    return max(set(found), key=lambda name: (found.count(name), name)) if found else None
