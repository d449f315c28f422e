"""Units that are meant without a name: "các đơn vị", "các cơ quan, đơn vị có liên quan", "nhà trường"."""

import re
from typing import Final

from intake.drafting.parties.mentions import Mention, single
from intake.drafting.parties.plain import Plain, any_of, loose

_JOIN: Final = r"(?:, ?(?:và )?| và | ?/ ?|-)(?:các )?"
_MEMBER: Final = (
    r"(?:cơ quan|đơn vị lực lượng vũ trang|đơn vị|tổ chức|địa phương|đoàn thể|ban,? ngành|sở,? ngành|ngành"
    r"|phòng,? ban|bộ phận|cá nhân"
    r"|doanh nghiệp|nhà trường|trường học|trường|hộ gia đình)"
)
_LISTED: Final = rf"(?:cơ quan|đơn vị|tổ chức|bộ phận)(?:{_JOIN}{_MEMBER}| (?:tổ chức|đơn vị)(?! (?:các|tốt))){{1,4}}"
_WHICH: Final = r"(?: (?:có )?liên quan(?: khác)?| chức năng| chuyên môn)?"
_PLACE: Final = (
    r"(?: trực thuộc(?: (?:(?:sở|phòng|bộ)(?: (?:gdđt|gd&đt|giáo dục và đào tạo))?"
    r"|ubnd \w+(?:, (?:xã|phường|đặc khu)){0,2}|huyện|tỉnh))?| thuộc (?:sở|phòng|ngành|huyện))?"
    r"(?: của trung ương)?"
    r"(?: trên địa bàn(?: (?:toàn )?(?:huyện|tỉnh|thành phố|xã|phường|ngành|thị xã|quận|đặc khu))?)?(?: (?:trong|toàn"
    r"|trong toàn|có tên|được giao|nêu) (?:huyện|tỉnh|thành phố|xã|phường|ngành|thị xã|quận|trên))?"
)
# Words, whether they repeat the addressees, and the name for them (none: as printed).
_UNITS: Final = (
    (r"đơn vị(?:, (?:và )?| và | ?/ ?)(?:các )?(?:trường học|nhà trường)", True, "các đơn vị trường"),
    (rf"{_LISTED}", False, ""),
    (r"đơn vị (?:trường(?: học| mầm non| mn)?|giáo dục|cơ sở|mầm non)", True, "các đơn vị trường"),
    (r"đơn vị", True, "các đơn vị"),
    (r"cơ quan", False, "các cơ quan"),
    (r"phòng(?:,? ban)?(?: chuyên môn)?(?= (?:trực )?thuộc (?:sở|bộ)(?!\w))", False, "các phòng thuộc Sở"),
    (r"lực lượng", False, "các lực lượng"),
    (r"địa phương", False, "địa phương"),
    (r"ngành", False, "các ngành"),
    (r"trường học", True, "các trường học"),
    (r"nhà trường", True, "nhà trường"),
    (r"trường(?! (?:hợp|kỳ|phái|đua|trọng|chuẩn|đạt))", True, "các trường"),
    (r"cơ sở(?! (?:vật|để|dữ|hạ|dl|pháp|lý|khoa|giáo|y tế|đào))", True, "các cơ sở"),
    (r"thành viên(?: ban chỉ đạo| ban tổ chức| tổ công tác| đoàn kiểm tra)?", False, "các thành viên"),
    (r"bộ phận", False, "các bộ phận"),
    (r"cấp(?: uỷ)?(?:, (?:các )?ngành)?", False, "các cấp"),
)
_PATTERNS: Final = tuple(
    (loose(rf"(?:{pattern})({_WHICH}){_PLACE}(?!\w)"), is_generic, name) for pattern, is_generic, name in _UNITS
)
_ANY: Final = any_of(pattern for pattern, _, _ in _PATTERNS)
_VILLAGES: Final = re.compile(
    r"(?:thôn|bản|ấp|buôn|làng|khóm|xóm|khu phố|tổ dân phố)(?:(?:, | và | )(?:thôn|bản|ấp|buôn|làng|khóm|khu phố"
    r"|tổ dân phố)(?!\w))*(?!\w)(?! (?:tin|sắc|thân|đồ))"
)
_ALL: Final = re.compile(r"(?<!trưởng )(?<!chi bộ )các $")
_HAVING: Final = loose(r" có (?=liên quan)")


def read_units(plain: Plain, at: int) -> Mention | None:
    """Units or persons that are meant as a class, without a name of their own."""
    villages = _VILLAGES.match(plain.low, at) if _ALL.search(plain.low, 0, at) else None
    if villages:
        return Mention(villages.end(), f"các {single(villages[0])}", "don_vi")
    if not _ANY.match(plain.low, at):
        return None
    for pattern, is_generic, name in _PATTERNS:
        match = pattern.match(plain.low, at)
        if match:
            # "Các cơ quan liên quan" and "đơn vị, địa phương" are kept as printed, "các đơn vị" means the addressees.
            is_own = not name or bool(match[1])
            shown = _printed(plain.text[at : match.end()]) if is_own else name
            is_weak = bool(name) and not name.startswith("nhà") and not match[1]
            return Mention(match.end(), shown, "don_vi", is_generic=is_generic and not match[1], is_weak=is_weak)
    return None


def _printed(text: str) -> str:
    name = single(_HAVING.sub(" ", text))
    return name[:1].lower() + name[1:]
