"""People's committees of every level: "UBND tỉnh", "Ủy ban nhân dân các huyện, thị xã", "UBND xã Ia Rmok"."""

import re
from dataclasses import replace
from typing import Final

from intake.drafting.parties.mentions import Mention
from intake.drafting.parties.places import is_city_province, read_place, read_proper
from intake.drafting.parties.plain import Plain, bare, loose

_COMMITTEE: Final = loose(r"(?:uỷ ban nhân dân|ubnd)(?: \(ubnd\))?(?![\w/-])")
_NEXT: Final = r"(?:, và |, | và |/|-)"
_COMMUNE: Final = r"(?:xã|phường|thị trấn|đặc khu)"
_DISTRICT: Final = r"(?:huyện|quận|thị xã|thành phố|tp)"
_ENDS: Final = r"(?= |[,;.:)/]|$)"
# In order: several kinds of place are several committees, whether or not "các" is printed.
_SCOPES: Final = (
    (rf"(?: cấp)?(?: các)? {_COMMUNE}(?:{_NEXT}(?:các )?{_COMMUNE})+{_ENDS}", "xã", "ubnd_xa"),
    (
        rf"(?: cấp)?(?: các)? {_DISTRICT}(?:{_NEXT}(?:các )?{_DISTRICT})+(?: trực thuộc tỉnh)?{_ENDS}",
        "huyện",
        "ubnd_huyen",
    ),
    (rf"(?: cấp)?(?: các)? tỉnh(?:{_NEXT}(?:các )?thành phố)+(?: trực thuộc trung ương)?{_ENDS}", "tỉnh", "ubnd_tinh"),
    (rf" (?:các|cấp)(?: các)? {_COMMUNE}{_ENDS}", "xã", "ubnd_xa"),
    (rf" (?:các|cấp)(?: các)? {_DISTRICT}{_ENDS}", "huyện", "ubnd_huyen"),
    (rf" (?:các|cấp)(?: các)? tỉnh{_ENDS}", "tỉnh", "ubnd_tinh"),
    (rf" các cấp{_ENDS}", "các cấp", "ubnd_huyen"),
    (rf" cùng cấp{_ENDS}", "cùng cấp", "ubnd_huyen"),
)
_SCOPE_PATTERNS: Final = tuple((loose(pattern), word, level) for pattern, word, level in _SCOPES)
_OWN: Final = loose(rf" (huyện|quận|thị xã|thành phố|tp\.?|xã|phường|thị trấn|đặc khu|tỉnh){_ENDS}")
# The family of mentions that are places: they mean somebody only where the clause begins with them or asks them.
AREA: Final = "area"
_AREAS: Final = loose(
    rf"(xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh)(?!\w)"
    rf"(?:{_NEXT}(?:các )?(?:{_COMMUNE}|{_DISTRICT})(?!\w)){{0,4}}"
)
_COMMUNES: Final = frozenset(("xã", "phường", "thị trấn", "đặc khu"))
_NAMED: Final = loose(r":? ")
_WORDS: Final = {
    bare(word): word for word in ("huyện", "quận", "thị xã", "thành phố", "xã", "phường", "thị trấn", "tỉnh")
} | {
    "tp": "thành phố",
    "tp.": "thành phố",
    "dac khu": "đặc khu",
}


def read_committee(plain: Plain, at: int) -> Mention | None:
    """A people's committee that is named at ``at``, with its place."""
    match = _COMMITTEE.match(plain.low, at)
    # A part of a number ("8994/KH-UBND") names no one.
    if match is None or (at and plain.low[at - 1] in "/-&"):
        return None
    return _read_scope(plain, match.end()) or _read_own(plain, match.end())


def read_area(plain: Plain, at: int) -> Mention | None:
    """A place, or several of a kind, that stand for their committees ("các xã, phường báo cáo", "huyện Ia Pa")."""
    place = read_place(plain, at)
    if place:
        return replace(committee_of(place[1]), end=place[0], is_weak=True, family=AREA)
    match = _AREAS.match(plain.low, at) if plain.low.startswith("các ", max(0, at - 4)) else None
    if match is None:
        return None
    kind = _WORDS[bare(match[1])]
    level = _level(kind)
    name = {"ubnd_xa": "UBND xã", "ubnd_huyen": "UBND huyện"}.get(level, "UBND tỉnh")
    return Mention(match.end(), name, level, is_plural=True, is_weak=True, family=AREA)


def committee_of(place: str) -> Mention:
    """The committee of a place that is named with its kind ("xã Ia Rmok"); the capital's is that of its city."""
    place = re.sub(r"^thủ đô\b", "thành phố", place)
    kind = next(word for word in sorted(_WORDS.values(), key=len, reverse=True) if place.startswith(word))
    return Mention(0, f"UBND {place}", _level(kind, name=place.removeprefix(kind).strip()), family="UBND")


def _read_scope(plain: Plain, at: int) -> Mention | None:
    for pattern, word, level in _SCOPE_PATTERNS:
        scope = pattern.match(plain.low, at)
        if scope is None:
            continue
        named = _NAMED.match(plain.low, scope.end())
        proper = read_proper(plain, named.end()) if named and word != "các cấp" else None
        if proper and " " in proper[1] and " " not in scope[0].strip().removeprefix("các "):
            kind = scope[0].split()[-1]
            return Mention(proper[0], f"UBND {kind} {proper[1]}", level, family=f"UBND {kind}")
        return Mention(scope.end(), f"UBND {word}", level, is_plural=True)
    return None


def _read_own(plain: Plain, at: int) -> Mention:
    place = read_place(plain, at + 1) if plain.low[at : at + 1] == " " else None
    if place:
        mention = committee_of(place[1])
        return Mention(place[0], mention.name, mention.level, family="UBND")
    own = _OWN.match(plain.low, at)
    if own is None:
        return Mention(at, "UBND", "ubnd_huyen", is_generic=True)
    kind = _WORDS[bare(own[1])]
    return Mention(own.end(), f"UBND {kind}", _level(kind))


def _level(kind: str, *, name: str = "") -> str:
    if kind == "tỉnh" or (kind == "thành phố" and is_city_province(name)):
        return "ubnd_tinh"
    return "ubnd_xa" if kind in _COMMUNES else "ubnd_huyen"
