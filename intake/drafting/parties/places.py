"""Places and proper names behind the kind of an office: "huyện Ba Bể", "Lâm Hà", "xã Ia Pa", "Hoa Sen 2"."""

import re
from typing import Final

from intake.drafting.parties.mentions import single
from intake.drafting.parties.plain import Plain, bare, loose
from intake.drafting.verbs import IMPERATIVE

# Cities that are run like provinces; since the reform of July 2025 there is no other city with a committee of its own.
_CITIES: Final = frozenset(("ha noi", "hai phong", "da nang", "can tho", "hue", "ho chi minh", "hcm"))
_ONE_SYLLABLE: Final = frozenset(("hue", "vinh"))
_LATIN: Final = (*range(0x41, 0x5B), *range(0xC0, 0x180), *range(0x1A0, 0x1B1), *range(0x1EA0, 0x1EFA))
_UPPER: Final = f"[{''.join(chr(code) for code in _LATIN if chr(code).isupper())}]"
_SYLLABLE: Final = rf"(?:Trung ương|{_UPPER}(?:\w|['’](?=\w))*(?![\w/]))"
_PROPER: Final = re.compile(rf"{_SYLLABLE}(?:[ \u00a0]{{1,2}}{_SYLLABLE}| ?[-–] ?{_SYLLABLE}){{0,6}}")
# Words that follow a name in a heading or a head in capitals: titles, prepositions, the national name and motto.
_TITLE: Final = loose(
    r"(?:cộng hoà|độc lập|chủ tịch|phó (?:chủ|trưởng|giám|thủ)|trưởng |giám đốc|hiệu trưởng|thủ tướng"
    r"|(?:kt|tm|tl|tuq)(?!\w)|tổng cục|cục "
    r"|sở |phòng |uỷ ban|ban (?:hành|chỉ|quản)|hướng dẫn|quyết định|nghị định"
    r"|kế hoạch|thông báo|giai đoạn|năm \d|ngày \d|số "
    r"|về |của |và |tại |các |thuộc |trên |trong |theo |cho |để )"
)
_WORD: Final = re.compile(r"\w+")
_KIND: Final = loose(r"(huyện|thị xã|thành phố|tp\.?|quận|tỉnh|xã|phường|thị trấn|đặc khu|thủ đô) ")
_NUMBERED: Final = loose(r"(quận|phường|xã) (\d{1,2})(?![\w/.-])")
_CLIPPED: Final = {"tp.": "thành phố", "tp": "thành phố"}
_RIGHT: Final = ("huyện", "thị xã", "thành phố", "quận", "tỉnh", "xã", "phường", "thị trấn", "đặc khu", "thủ đô")
_KINDS: Final = {bare(kind): kind for kind in _RIGHT} | _CLIPPED


def read_place(plain: Plain, at: int) -> tuple[int, str] | None:
    """Where a place with its kind ends ("huyện Ba Bể", "phường 5"), and how it is written; None without one."""
    numbered = _NUMBERED.match(plain.low, at)
    if numbered:
        return numbered.end(), f"{_KINDS[bare(numbered[1])]} {numbered[2]}"
    kind = _KIND.match(plain.low, at)
    proper = read_proper(plain, kind.end()) if kind else None
    if kind is None or proper is None:
        return None
    return proper[0], f"{_KINDS[bare(kind[1])]} {proper[1]}"


def read_bare_place(plain: Plain, at: int) -> tuple[int, str] | None:
    """A place without its kind behind an office's name ("Phòng GDĐT Lâm Hà"): two syllables, or a known one."""
    proper = read_proper(plain, at)
    if proper is None or (" " not in proper[1] and bare(proper[1]) not in _ONE_SYLLABLE):
        return None
    return proper


def read_proper(plain: Plain, at: int) -> tuple[int, str] | None:
    """Where a run of capitalised syllables at ``at`` ends, and the run; a verb that begins the next clause is left."""
    match = _PROPER.match(plain.text, at)
    if match is None:
        return None
    end = _without_verb(plain, at, end=_run_end(plain, at, end=match.end()))
    name = single(plain.text[at:end])
    if not name:
        return None
    is_loud = plain.is_shouted or (name == name.upper() and any(len(word) > 3 for word in name.split()))
    return end, titled(name) if is_loud else name


def _run_end(plain: Plain, at: int, *, end: int) -> int:
    """Where a run in capitals only ends: before the word of a title or motto, or where the capitals do."""
    loud = plain.text[at:end].split()[0]
    if len(loud) < 2 or loud != loud.upper():
        return end
    for word in _WORD.finditer(plain.text, at, end):
        if word[0] != word[0].upper() or _TITLE.match(plain.low, word.start()):
            return len(plain.text[at : word.start()].rstrip(" -–")) + at
    return end


def is_city_province(name: str) -> bool:
    """True for a city that is run like a province."""
    return bare(name) in _CITIES


def titled(name: str) -> str:
    """A name in capitals only with a capital at the head of each syllable: "BA BỂ" is "Ba Bể"."""
    return " ".join(word[:1].upper() + word[1:].lower() for word in name.split())


def _without_verb(plain: Plain, start: int, *, end: int) -> int:
    """``end`` moved before a last syllable that is the head of a verb ("… Lâm Hà Hướng dẫn thực hiện")."""
    if plain.is_shouted or plain.low[end : end + 1] != " ":
        return end
    last = max(plain.text.rfind(" ", start, end) + 1, start)
    verb = IMPERATIVE.match(plain.text, last)
    return len(plain.text[:last].rstrip()) if verb is not None and verb.end() > end else end
