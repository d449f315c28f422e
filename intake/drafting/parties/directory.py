"""The units of an organisation, found by what a directive calls them: scanned, without marks, by a short form."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from engine.organisation import OrganisationSpec
from intake.drafting.parties.plain import bare, loose
from intake.drafting.parties.syllables import is_syllable

_SURE: Final = 100.0
_BARE: Final = 96.0
_LEAST: Final = 80.0
_MARGIN: Final = 4.0
_LEAD: Final = loose(r"(?:hiệu trưởng|giám đốc|thủ trưởng|trưởng|chủ tịch|các|đơn vị) ")
# Words for the kind of a unit, in the one form in which they are compared.
_KINDS: Final = tuple(
    (re.compile(rf"(?<!\w){pattern}(?!\w)"), short)
    for pattern, short in (
        (r"giao duc (?:va|&) dao tao|gd ?(?:&|va|-)? ?dt", "gddt"),
        (r"uy ban nhan dan", "ubnd"),
        (r"nhom,? ?(?:lop|tre)(?:,? lop)?(?: mam non| mau giao)?(?: doc lap)?(?: tu thuc)?|nl", "nl"),
        (r"mam non", "mn"),
        (r"mau giao", "mg"),
        (r"tieu hoc", "th"),
        (r"tu thuc|tt", ""),
        (r"cong lap", ""),
        (r"truong", ""),
    )
)
_PLACE_WORDS: Final = frozenset(("xa", "huyen", "thi", "tran", "phuong", "quan", "thanh", "pho", "tinh"))
_NOT_LETTERS: Final = re.compile(r"[^\w ]+")
_DOUBLED: Final = re.compile(r"([^\W\d])\1+")
_LOOK_ALIKE: Final = str.maketrans({"0": "o", "1": "i", "l": "i"})


@dataclass(frozen=True)
class Match:
    """A unit that a name was matched with, or None; how alike the two are, 0 to 100; a remark ("unit_ambiguous")."""

    unit: str | None
    score: float
    note: str | None = None


@dataclass(frozen=True)
class _Entry:
    """A spelling of a unit: which unit, the spelling in small letters, and its syllables without marks."""

    unit: int
    marked: str
    key: tuple[str, ...]


class Directory:
    """The units and outside parties of an organisation, under their names and aliases."""

    def __init__(self, names: Iterable[tuple[str, Sequence[str]]]) -> None:
        """``names`` has each unit's name and the other names it is called by; two units may share a name."""
        listed = list(names)
        self._names = [name for name, _ in listed]
        spellings = [(unit, name) for unit, (own, others) in enumerate(listed) for name in (own, *others)]
        self._entries = [_Entry(unit, _marked(name), _key(name)) for unit, name in spellings]
        self._by_key: defaultdict[tuple[str, ...], list[_Entry]] = defaultdict(list)
        for entry in self._entries:
            self._by_key[entry.key].append(entry)

    @classmethod
    def of(cls, organisation: OrganisationSpec) -> "Directory":
        """The directory of an organisation file."""
        units = [(unit.name, unit.aliases) for unit in organisation.units]
        return cls([*units, *((party.name, (party.code,)) for party in organisation.external)])

    def match(self, name: str) -> tuple[str | None, float]:
        """The name of the unit that is meant and how alike the two names are (0 to 100); None if none or two fit."""
        found = self.look_up(name)
        return found.unit, found.score

    def look_up(self, name: str) -> Match:
        """``match`` with the reason why nothing was found: "unit_unknown" or "unit_ambiguous".

        Two names are alike if they differ in marks, doubled or look-alike letters, the words for their kind, or in a
        single letter of a syllable that is none in Vietnamese. Real syllables that differ are another unit.
        """
        key, marked = _key(name), _marked(name)
        if not key:
            return Match(None, 0.0, "unit_unknown")
        scores: dict[int, float] = {}
        for entry in self._by_key.get(key) or self._entries:
            score = _score(key, marked, entry=entry)
            if score >= _LEAST:
                scores[entry.unit] = max(score, scores.get(entry.unit, 0.0))
        ranked = sorted(scores.items(), key=lambda pair: -pair[1])
        if not ranked:
            return Match(None, 0.0, "unit_unknown")
        (unit, best), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0.0
        if best - second < _MARGIN:
            return Match(None, best, "unit_ambiguous")
        return Match(self._names[unit], best)


def _score(key: tuple[str, ...], marked: str, *, entry: _Entry) -> float:
    if marked == entry.marked:
        return _SURE
    if key == entry.key:
        # Equal but for the marks: the nearer of two such names has more marks in common.
        return _BARE - 0.5 * (100 - fuzz.ratio(marked, entry.marked))
    if len(key) != len(entry.key):
        return 0.0
    differing = [(printed, known) for printed, known in zip(key, entry.key, strict=True) if printed != known]
    if len(differing) > 1 or len(key) < 2:
        return 0.0
    printed, known = differing[0]
    if is_syllable(printed) or len(printed) < 3 or Levenshtein.distance(printed, known) > 1:
        return 0.0
    return _BARE - 10 - 0.1 * (100 - fuzz.ratio(marked, entry.marked))


def _marked(name: str) -> str:
    return " ".join(_key_words(name.lower()))


def _key(name: str) -> tuple[str, ...]:
    """The syllables that tell a unit from others, without marks, doubled letters and words for places."""
    words = _key_words(bare(name))
    own = [word for word in words if word not in _PLACE_WORDS] or words
    return tuple(_DOUBLED.sub(r"\1", word).translate(_LOOK_ALIKE) for word in own)


def _key_words(text: str) -> list[str]:
    plain = text
    while lead := _LEAD.match(plain):
        plain = plain[lead.end() :]
    if plain.isascii():
        for pattern, short in _KINDS:
            plain = pattern.sub(short, plain)
    return _NOT_LETTERS.sub(" ", plain).split()
