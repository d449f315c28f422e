"""The units of an organisation, found by what a directive calls them: scanned, without marks, by a short form."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from engine.organisation import OrganisationSpec
from intake.drafting.parties.plain import bare
from intake.drafting.parties.syllables import is_syllable

_SURE: Final = 100.0
_BARE: Final = 96.0
_LEAST: Final = 80.0
_MARGIN: Final = 4.0
# Words for the kind of a unit, in the one form in which they are compared; an empty form is left out.
_KINDS: Final = {
    "giao duc va dao tao": "gddt",
    "giao duc dao tao": "gddt",
    "gd dt": "gddt",
    "gd va dt": "gddt",
    "uy ban nhan dan": "ubnd",
    "nhom lop mam non doc lap": "nl",
    "nhom lop mau giao doc lap": "nl",
    "nhom tre doc lap": "nl",
    "nhom lop doc lap": "nl",
    "nhom lop mam non": "nl",
    "nhom lop": "nl",
    "nhom tre": "nl",
    "mam non": "mn",
    "mau giao": "mg",
    "tieu hoc": "th",
    "tu thuc": "",
    "cong lap": "",
    "truong": "",
    "hieu truong": "",
    "giam doc": "",
    "thu truong": "",
    "chu tich": "",
    "cac": "",
    "don vi": "",
}
_LONGEST: Final = max(len(kind.split()) for kind in _KINDS)
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
    return " ".join(_own_words(name))


def _key(name: str) -> tuple[str, ...]:
    """The syllables that tell a unit from others, without marks, doubled letters and words for places."""
    words = [bare(word) for word in _own_words(name)]
    own = [word for word in words if word not in _PLACE_WORDS] or words
    return tuple(_DOUBLED.sub(r"\1", word).translate(_LOOK_ALIKE) for word in own)


def _own_words(name: str) -> list[str]:
    """The words of a name in small letters, those for its kind in one form."""
    words = _NOT_LETTERS.sub(" ", name.lower()).split()
    bared = [bare(word) for word in words]
    found: list[str] = []
    at = 0
    while at < len(words):
        lengths = (length for length in range(_LONGEST, 0, -1) if " ".join(bared[at : at + length]) in _KINDS)
        length = next(lengths, 0)
        own = _KINDS[" ".join(bared[at : at + length])] if length else words[at]
        found.extend([own] if own else [])
        at += max(1, length)
    return found
