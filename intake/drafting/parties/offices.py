"""Ministries, departments and divisions: "Bộ GDĐT", "Sở Nội vụ", "Phòng Giáo dục và Đào tạo huyện Ba Bể"."""

from typing import Final

from intake.drafting.parties.fields import read_field
from intake.drafting.parties.mentions import Mention, capital
from intake.drafting.parties.places import read_bare_place, read_place
from intake.drafting.parties.plain import Plain, loose

_EDUCATION: Final = r"gi[aá]o d[uụ]c|gd"
_HEADS: Final = (
    ("Bộ", "bo", loose(r"bộ:? ")),
    ("Sở", "so", loose(rf"(?:sở:?|so(?= (?:{_EDUCATION}))) ")),
    ("Phòng", "phong", loose(rf"(?:phòng:?|phỏng|phong(?= (?:{_EDUCATION}))) ")),
)
_EDUCATION_SHORT: Final = r"gd{1,3} ?(?:&|-|và)? ?đt(?!\w)"
_SHORT: Final = (
    ("Bộ", "bo", loose(rf"b ?{_EDUCATION_SHORT}")),
    ("Sở", "so", loose(rf"s ?{_EDUCATION_SHORT}|sgd(?!\w)")),
    ("Phòng", "phong", loose(rf"p ?{_EDUCATION_SHORT}|pgd(?!\w)")),
)
_GROUPS: Final = (
    (
        (
            r"sở,? (?:(?:và )?ban,? (?:và )?)?ngành(?:,? (?:các )?đoàn thể)?(?: (?:cấp )?tỉnh| thành phố| tp)?(?: trực "
            r"thuộc(?: ubnd (?:tỉnh|thành phố))?)?"
        ),
        "Sở, ban, ngành",
        "so",
    ),
    (r"sở(?:,? (?:các )?(?:ban|ngành))+ (?:có )?liên quan", "", "so"),
    (r"sở, (?:thủ trưởng )?các ban,? (?:và )?ngành(?: (?:cấp )?tỉnh| thành phố)?", "Sở, ban, ngành", "so"),
    (r"sở,? ban,? (?:và )?ngành(?: tỉnh| thành phố)?", "Sở, ban, ngành", "so"),
    (r"bộ,? (?:và )?(?:cơ quan )?(?:ban,? )?ngành(?:, cơ quan)?(?: trung ương)?(?: (?:có )?liên quan)?", "", "bo"),
    (
        r"ban,? (?:và )?ngành(?:,? (?:các )?đoàn thể)?(?: (?:cấp )?(?:tỉnh|huyện|xã|thành phố)| địa phương)?",
        "Ban, ngành",
        "khac",
    ),
    (
        (
            r"phòng,? (?:và )?(?:các )?ban(?:,? (?:các )?(?:ngành|đơn vị|đoàn thể|ngành đoàn thể)){0,4}"
            r"(?: (?:chuyên môn|chức năng|liên quan)){0,3}(?: (?:cấp )?huyện)?"
        ),
        "Phòng, ban",
        "phong",
    ),
    (r"phòng(?:,| và)? (?:chuyên môn|nghiệp vụ)(?:,? nghiệp vụ)?", "Phòng chuyên môn", "phong"),
)
# Of bộ and ban, sở, phòng: hardly a word of a text passes.
_INITIALS: Final = frozenset("bsp")
_GROUP_PATTERNS: Final = tuple((loose(rf"(?:{pattern})(?!\w)"), name, level) for pattern, name, level in _GROUPS)
_KINDS: Final = r"(?:huyện|quận|thị xã|thành phố|tp|xã|phường|thị trấn|đặc khu|tỉnh)"
_WHERE: Final = loose(
    rf" (?:(?:của|thuộc|tại|ở) )?(các )?{_KINDS}(?:(?:, | và |, và |/)(?:các )?{_KINDS}){{0,3}}(?= |[,;.:)/]|$)"
)
_SUFFIX: Final = loose(r" ?\((?:sau đây (?:gọi |viết )?(?:tắt )?là )?(?:(?:phòng|sở|bộ|p|s) ?)?(?:gd[&-]?đt|gdmn)\)")
_GAP: Final = loose(r" (?=\w)")
_CLASS: Final = loose(r"(?:sở|phòng)(?! (?:học|chống|bệnh|ngừa|ngủ|ăn|họp|thí|thư|máy|chức|thi|thích|vật))(?!\w)")
_ALONE: Final = (
    ("Bộ", "bo", loose(r"bộ(?! (?:phận|tiêu|đội|hành|máy|môn|tài liệu|công cụ|sách|hồ|đồ|lọc|luật|chuẩn|thủ))(?!\w)")),
    ("Sở", "so", loose(r"sở(?! (?:thích|hữu|vật|giao|tại))(?!\w)")),
    (
        "Phòng",
        "phong",
        loose(r"phòng(?! ?,)(?! (?:học|chống|bệnh|ngừa|ngủ|ăn|họp|thí|thư|cháy|vệ|máy|làm|chức|hội|thi|khám))(?!\w)"),
    ),
)


def read_office(plain: Plain, at: int) -> Mention | None:
    """A ministry, department or division that is named at ``at``, with its place."""
    if plain.low[at : at + 1] not in _INITIALS:
        return None
    return (
        _read_group(plain, at)
        or _read_full(plain, at)
        or _read_short(plain, at)
        or _read_class(plain, at)
        or _read_alone(plain, at)
    )


def _read_group(plain: Plain, at: int) -> Mention | None:
    found = [(match, row) for row in _GROUP_PATTERNS if (match := row[0].match(plain.low, at))]
    if not found:
        return None
    match, (_, name, level) = max(found, key=lambda each: each[0].end())
    return Mention(match.end(), name or capital(plain.text[at : match.end()]), level, is_plural=True)


def _read_full(plain: Plain, at: int) -> Mention | None:
    for word, level, pattern in _HEADS:
        head = pattern.match(plain.low, at)
        field = read_field(plain, head.end()) if head else None
        if field:
            return _placed(plain, field[0], name=f"{word} {field[1]}", level=level)
    return None


def _read_short(plain: Plain, at: int) -> Mention | None:
    # A part of a number ("88/KH-PGDĐT") names no one.
    if at and plain.low[at - 1] in "/-&.":
        return None
    for word, level, pattern in _SHORT:
        match = pattern.match(plain.low, at)
        if match and plain.low[match.end() : match.end() + 1] != "-":
            return _placed(plain, match.end(), name=f"{word} GDĐT", level=level)
    return None


def _read_class(plain: Plain, at: int) -> Mention | None:
    """Departments or divisions as a class ("các sở", "các phòng")."""
    match = _CLASS.match(plain.low, at) if plain.low[max(0, at - 4) : at] == "các " else None
    if match is None:
        return None
    return Mention(match.end(), f"các {capital(match[0])}", "so" if match[0] == "sở" else "phong", is_generic=True)


def _read_alone(plain: Plain, at: int) -> Mention | None:
    """An office that only its kind names, as letters call the one that everybody knows ("theo kế hoạch của Sở")."""
    for word, level, pattern in _ALONE:
        match = pattern.match(plain.low, at) if plain.text[at : at + 1].isupper() and not plain.is_shouted else None
        if match:
            return Mention(match.end(), word, level, is_weak=True)
    return None


def _placed(plain: Plain, at: int, *, name: str, level: str) -> Mention:
    family = name.split(maxsplit=1)[0]
    suffix = _SUFFIX.match(plain.low, at)
    end = suffix.end() if suffix else at
    gap = _GAP.match(plain.low, end)
    place = (read_place(plain, gap.end()) or read_bare_place(plain, gap.end())) if gap else None
    if place:
        return Mention(place[0], f"{name} {place[1]}", level, family=family)
    where = _WHERE.match(plain.low, end)
    if where:
        return Mention(where.end(), name, level, is_plural=bool(where[1]) or "," in where[0], family=family)
    return Mention(end, name, level, family=family)
