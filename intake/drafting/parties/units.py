"""Units that are meant without a name: "các đơn vị", "các cơ quan, đơn vị có liên quan", "nhà trường"."""

from typing import Final

from intake.drafting.parties.mentions import Mention, single
from intake.drafting.parties.plain import Plain, loose

_JOIN: Final = r"(?:,|,? và|/|-)? ?(?:các )?"
_ANY: Final = r"(?:cơ quan|đơn vị|tổ chức|địa phương|đoàn thể|ban,? ngành|sở,? ngành|ngành|phòng,? ban|bộ phận|cá nhân|doanh nghiệp|nhà trường|trường học|trường)"
_LISTED: Final = rf"(?:cơ quan|đơn vị|tổ chức|bộ phận)(?:{_JOIN}{_ANY}){{1,4}}"
_TRAIL: Final = (
    r"(?: (?:có )?liên quan(?: khác)?| chức năng| trực thuộc(?: (?:sở|phòng|bộ|ubnd \w+|huyện|tỉnh))?| được giao| nêu trên| có tên trên)?"
    r"(?:(?: trên địa bàn| trong| trong toàn| toàn) (?:toàn )?(?:huyện|tỉnh|thành phố|xã|phường|ngành|thị xã|quận))?"
)
_UNITS: Final = (
    (rf"{_LISTED}", ""),
    (r"đơn vị (?:trường(?: học| mầm non| mn)?|giáo dục|cơ sở|mầm non)", "các đơn vị trường"),
    (r"đơn vị", "các đơn vị"),
    (r"cơ quan", "các cơ quan"),
    (r"địa phương", "các địa phương"),
    (r"trường học", "các trường học"),
    (r"nhà trường", "nhà trường"),
    (r"trường(?! (?:hợp|kỳ|phái|đua|trọng|chuẩn|đạt))", "các trường"),
    (r"thành viên(?: ban chỉ đạo| ban tổ chức| tổ công tác| đoàn kiểm tra)?", "các thành viên"),
    (r"bộ phận", "các bộ phận"),
)
_PATTERNS: Final = tuple((loose(rf"(?:{pattern}){_TRAIL}(?!\w)"), name) for pattern, name in _UNITS)
_PLACED: Final = loose(r"địa phương$|bộ phận$")


def read_units(plain: Plain, at: int) -> Mention | None:
    """Units or persons that are meant as a class, without a name of their own."""
    for pattern, name in _PATTERNS:
        match = pattern.match(plain.low, at)
        if match:
            printed = single(match[0])
            shown = printed.replace(" có liên quan", " liên quan") if not name or "liên quan" in printed else name
            # "Đơn vị" alone is a place or a word of common speech, "các đơn vị" somebody.
            is_weak = bool(name) and not name.startswith("nhà")
            return Mention(match.end(), shown, "don_vi", is_generic=True, is_weak=is_weak)
    return None
