"""Schools and kindergartens, named and as a class: "Trường MN Hoa Sen", "các trường mầm non công lập", "cơ sở GDMN"."""

import re
from typing import Final

from intake.drafting.parties.mentions import Mention, capital, single
from intake.drafting.parties.places import read_place, read_proper
from intake.drafting.parties.plain import Plain, any_of, bare, loose

_KIND: Final = (
    r"(?:mầm non(?:-mẫu giáo)?|mẫu giáo(?:-mầm non)?|mn|mg|tiểu học(?: và | & |-)(?:thcs|trung học cơ sở)|th ?& "
    r"?thcs|thcs ?& ?thpt"
    r"|thcs(?: và |-)thpt|tiểu học|trung học cơ sở|trung học phổ thông|thcs|thpt|th|ptdt ?(?:nt|bt)(?:[- ](?:th"
    r"|thcs|thpt)){0,2}"
    r"|phổ thông dân tộc (?:nội|bán) trú(?: (?:thcs|thpt|tiểu học|trung học cơ sở))?|phổ thông|liên cấp|chuyên "
    r"biệt|cao đẳng(?: sư phạm)?"
    r"|cđsp|trung cấp|đại học(?: sư phạm)?|đhsp|đh|chính trị)"
)
_OWNED: Final = (
    r"(?:công lập|ngoài công lập|tư thục|tư thực|dân lập|tư nhân|bán công|thực hành|quốc tế|độc lập|nội trú|bán "
    r"trú)(?!\w)"
)
_NAMED: Final = loose(rf"(?:trường )?{_KIND}:? (?:{_OWNED} ){{0,2}}")
_NAMED_GROUP: Final = loose(
    r"(?:nhóm(?:,| |/)? ?(?:trẻ|lớp)|lớp (?:mẫu giáo|mầm non)|nl)(?: mầm non| mẫu giáo)?(?: độc lập)?(?: tư thục)? "
)
_PART: Final = loose(
    r"(?:số \d{1,2} (?:xã |thị trấn |phường )?|xã |thị trấn |phường |ấp |thôn |bản |làng "
    r"|khu |công ty (?:cp |cổ phần |tnhh )?)(?=\w)"
)
_ORDINAL: Final = re.compile(r"[ \u00a0]{1,2}(?:số )?(?:\d{1,2}(?![\w/.%])|[IVABC]{1,3}(?!\w))")
_NUMBER: Final = re.compile(r"(?:số )?\d{1,2}(?:(?: ?[-/.] ?\d{1,2})(?![\w/.%-])|(?![\w/.%]))")
_CLASSES: Final = (
    (
        (
            r"cơ sở (?:giáo dục|gd) (?:mầm non|mn)(?:(?:, và|,| và) (?:(?:cơ sở )?(?:giáo dục|gd) )?"
            r"(?:phổ thông|thường xuyên|nghề nghiệp|đại học|tiểu học|trung học|chuyên biệt)){1,4}"
        ),
        "co_so",
        "cơ sở giáo dục",
    ),
    (
        r"(?:cơ sở|cơ(?= giáo dục mầm)) (?:giáo dục mầm non|giáo dục mn|gd mầm non|gdmn|gd mn|mầm non)",
        "co_so",
        "cơ sở GDMN",
    ),
    (
        (
            r"nhóm(?:, ?| |/)(?:trẻ|lớp)(?:,? (?:và )?(?:nhóm |lớp )?(?:lớp|mẫu giáo|mầm non))?"
            r"(?: mầm non| mẫu giáo)?(?: độc lập)?"
        ),
        "co_so",
        "",
    ),
    (r"lớp (?:mẫu giáo|mầm non) độc lập", "co_so", ""),
    (r"nhóm (?:độc lập|trẻ)", "co_so", ""),
    (
        (
            r"chủ (?:các )?(?:cơ sở |nhóm|trường|lớp)(?:(?:, ?| |/)(?:trẻ|lớp))?(?: mầm non| mẫu giáo| gdmn)?(?: độc "
            r"lập)?"
        ),
        "co_so",
        "",
    ),
    (r"cơ sở (?:giáo dục phổ thông|gdpt)", "co_so", "cơ sở giáo dục phổ thông"),
    (r"cơ sở (?:giáo dục nghề nghiệp|gdnn)", "co_so", "cơ sở giáo dục nghề nghiệp"),
    (r"cơ sở (?:giáo dục|gd)(?: và đào tạo)?", "co_so", "cơ sở giáo dục"),
    (rf"trường {_KIND}", "truong", ""),
    (r"trường(?= (?:ngoài công lập|công lập|tư thục))", "truong", "các trường"),
    (r"cơ sở(?= (?:ngoài công lập|tư thục|độc lập))", "co_so", "cơ sở GDMN"),
)
_CLASS_PATTERNS: Final = tuple((loose(rf"(?:{pattern})(?!\w)"), level, name) for pattern, level, name in _CLASSES)
_ANY_CLASS: Final = any_of(pattern for pattern, _, _ in _CLASS_PATTERNS)
_MEMBER: Final = loose(rf"{_KIND}(?!\w)")
_OWNERSHIP: Final = loose(rf" (?:(?:và |, )?{_OWNED})")
_WHERE: Final = loose(
    r" (?:(?:thuộc|trực thuộc|trên|tại|ở|trong|của) )?(?:phạm vi |địa bàn )?(?:toàn )?"
    r"(?:huyện|tỉnh|thành phố|thị xã|quận|xã|phường|đặc khu|ngành|địa bàn)(?!\w)(?: quản lý)?"
)
_SHORT: Final = frozenset(
    ("MN", "MG", "TH", "THCS", "THPT", "PTDTNT", "PTDTBT", "GDMN", "TH&THCS", "CĐSP", "ĐHSP", "ĐH")
)
_WHERE_LED: Final = loose(r" (?:(?:thuộc|trực thuộc|tại|ở|trong|của|trên) )?(?:phạm vi |địa bàn )?(?=\w)")


def read_school(plain: Plain, at: int) -> Mention | None:
    """A school, a kindergarten or a class of them that is named at ``at``."""
    return _read_named(plain, at) or _read_class(plain, at)


def read_kind(plain: Plain, at: int) -> Mention | None:
    """A further kind of school in a list ("các trường mầm non, tiểu học, THCS")."""
    match = _MEMBER.match(plain.low, at)
    if match is None:
        return None
    end = _owned_until(plain, match.end())
    return Mention(end, f"trường {_small(plain, at, end=end)}", "truong", family="trường")


def _read_named(plain: Plain, at: int) -> Mention | None:
    head = _NAMED.match(plain.low, at)
    if head and (head[0].startswith("trường") or not (plain.text[at].islower() or plain.is_shouted)):
        mention = _name_after(plain, head.end(), start=at)
        if mention:
            return mention
    group = _NAMED_GROUP.match(plain.low, at)
    return _name_after(plain, group.end(), start=at, is_group=True) if group else None


def _name_after(plain: Plain, at: int, *, start: int, is_group: bool = False) -> Mention | None:
    part = _PART.match(plain.low, at)
    proper = read_proper(plain, part.end() if part else at)
    number = None if proper or is_group else _NUMBER.match(plain.low, at)
    if proper:
        end, name = proper[0], single(f"{plain.text[at : part.end()]} {proper[1]}") if part else proper[1]
        ordinal = _ORDINAL.match(plain.text, end)
        end, name = (ordinal.end(), f"{name} {single(ordinal[0])}") if ordinal else (end, name)
    elif number:
        end, name = number.end(), number[0]
    else:
        return None
    place = read_place(plain, end + 1) if plain.low[end : end + 1] == " " else None
    end, name = (place[0], f"{name} {place[1]}") if place else (end, name)
    kind = _kind(plain.text[start:at], is_shouted=plain.is_shouted)
    return Mention(end, f"{kind} {name}", "truong", family=kind if kind.startswith("Trường") else f"Trường {kind}")


def _kind(printed: str, *, is_shouted: bool) -> str:
    """The words before the name, as printed with a capital; of capitals only the short forms stay."""
    words = [_spelled(word) for word in printed.replace(":", " ").split()]
    if is_shouted:
        words = [word if word in _SHORT else word.lower() for word in words]
    return capital(" ".join(words))


def _read_class(plain: Plain, at: int) -> Mention | None:
    if not _ANY_CLASS.match(plain.low, at):
        return None
    for pattern, level, name in _CLASS_PATTERNS:
        match = pattern.match(plain.low, at)
        if match is None:
            continue
        end = _owned_until(plain, match.end())
        kind = name or _small(plain, at, end=match.end())
        shown = f"{kind} {_small(plain, match.end(), end=end)}".strip()
        is_school = level == "truong"
        return Mention(_where_until(plain, end), shown, level, is_weak=is_school, family="trường" if is_school else "")
    return None


def _owned_until(plain: Plain, at: int) -> int:
    end = at
    while owned := _OWNERSHIP.match(plain.low, end):
        end = owned.end()
    return end


def _where_until(plain: Plain, at: int) -> int:
    led = _WHERE_LED.match(plain.low, at)
    place = read_place(plain, led.end()) if led else None
    where = _WHERE.match(plain.low, at)
    return place[0] if place else where.end() if where else at


def _small(plain: Plain, start: int, *, end: int) -> str:
    """Words as printed, in small letters but for short forms ("THCS")."""
    words = plain.text[start:end].split()
    return " ".join(word if word in _SHORT else _spelled(word.lower()) for word in words)


def _spelled(word: str) -> str:
    """The word for school in its right spelling, however it was scanned."""
    return word[0] + "rường" if bare(word) == "truong" and word != word.upper() else word
