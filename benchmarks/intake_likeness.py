"""When two texts, names, titles or quotes of the evaluation of intake count as the same."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

FEWEST_WORDS: Final = 5
ALL_ADDRESSEES: Final = "all addressees"
SCHOOLS: Final = "cơ sở gdmn"
# The seeds of which seeds/README.md says that their addressees are the schools as a whole.
_SCHOOL_DOCS: Final = ("00_krong_pa", "01_vinh_bao", "02_my_tu", "03_dam_ha")
_SCHOOL: Final = re.compile(r"\b(trường|cơ sở|nhóm|lớp)\b.*\b(mầm non|mẫu giáo|mn|gdmn|độc lập)\b")
_MARK: Final = re.compile(
    r"^\s*(?:[-–—+•·○▪●■*]+|(?:\d{1,3}(?:\.\d{1,3}){0,4}|[ivxlc]{1,6}|[a-zđ])[.)/]|\d{1,3}(?:\.\d{1,3}){1,4})\s*"
)
_QUOTES: Final = str.maketrans("", "", "“”\"'‘’«»„")
_DASHES: Final = re.compile(r"\s*[-‐‑‒–—−]\s*")
_ACCEPTABLE: Final = re.compile(r"\b([a-z_]+) is (?:an? )?acceptable")

Row = Mapping[str, Any]


def plain(text: object) -> str:
    """A name or title in one spelling: case, blanks, dashes and final punctuation do not count. "" for nothing."""
    folded = unicodedata.normalize("NFC", str(text or "")).casefold()
    return re.sub(r"\s+", " ", _DASHES.sub("-", folded)).strip(" .,;:/")


def plain_title(text: object) -> str:
    """A title: the shape of its quotation marks does not count either."""
    return plain(str(text or "").translate(_QUOTES))


def plain_number(text: object) -> str:
    """The number of a document: blanks, case and the shape of dashes do not count."""
    return plain(text).replace(" ", "")


def opening(text: object) -> tuple[str, ...]:
    """The words at the start of a clause, without bullets, numbers and asterisks."""
    left = unicodedata.normalize("NFC", str(text or "")).casefold()
    while mark := _MARK.match(left):
        if mark.end() == len(left):
            break
        left = left[mark.end() :]
    return tuple(left.replace("*", " ").split())


def shared_opening(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many words two clauses share from their first on, 0 if too few to call it the same start."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs and not (is_cut_off := _is_cut(mine, theirs)):
            break
        count += 1
        if mine != theirs and is_cut_off:
            break
    return count if count and count >= min(FEWEST_WORDS, len(one), len(other)) else 0


def _is_cut(one: str, other: str) -> bool:
    return len(min(one, other, key=len)) >= 2 and (one.startswith(other) or other.startswith(one))


def do_quotes_overlap(one: object, other: object) -> bool:
    """True if two quotes of one clause share a run of words that is worth the name."""
    mine, theirs = plain_title(one).split(), plain_title(other).split()
    least = min(2, len(mine), len(theirs))
    runs = {tuple(mine[at : at + least]) for at in range(len(mine) - least + 1)}
    return least > 0 and any(tuple(theirs[at : at + least]) in runs for at in range(len(theirs) - least + 1))


def names(value: object) -> frozenset[str]:
    """The parties of an ``owner``, ``owner_alt`` or ``coordinators``: nothing, one name or a list."""
    if value is None:
        return frozenset()
    listed: Iterable[object] = value if isinstance(value, list | tuple) else (value,)
    return frozenset(plain(name) for name in listed if plain(name))


def are_addressees_schools(gold: Row) -> bool:
    """True if the addressees are the schools as a whole, so that naming them and naming the addressees is the same."""
    if str(gold.get("doc", "")).startswith(_SCHOOL_DOCS):
        return True
    addressees = [plain(name) for name in gold.get("addressees") or ()]
    return bool(addressees) and all(_SCHOOL.search(name) for name in addressees)


def is_owner_right(gold: Row, got: Row, *, is_school_letter: bool) -> bool:
    """The same set of owners, or one that ``owner_alt`` allows."""
    found = _owners(got.get("owner"), is_school_letter=is_school_letter)
    if found == _owners(gold.get("owner"), is_school_letter=is_school_letter):
        return True
    other = gold.get("owner_alt") or ()
    ways = [other, *(other if isinstance(other, list | tuple) else ())]
    return bool(found) and any(found == _owners(way, is_school_letter=is_school_letter) for way in ways)


def _owners(value: object, *, is_school_letter: bool) -> frozenset[str]:
    found = names(value)
    return frozenset(ALL_ADDRESSEES if name == SCHOOLS else name for name in found) if is_school_letter else found


def acceptable(remarks: object) -> frozenset[str]:
    """The values that remarks of a gold file call acceptable beside its own ("huong_dan is acceptable")."""
    texts = remarks if isinstance(remarks, list | tuple) else (remarks,)
    return frozenset(word for text in texts for word in _ACCEPTABLE.findall(str(text or "")))
