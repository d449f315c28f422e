"""Names of offices in the one form by which they are compared, as the head of a document prints them."""

import re
from typing import Final

from intake.drafting.head.folding import folded, is_upper, squeezed
from intake.drafting.letters import UPPER
from intake.drafting.parties import normal_name as party_name

_BRACKETS: Final = re.compile(r"\s?\([^()]{0,40}\)")
_CHAIR: Final = re.compile(
    r"^(?:pho )?(?:(?:chu tich|giam doc|thu truong|truong ban|chanh van phong)\s"
    r"(?=ubnd|uy ban|hdnd|hoi dong|bo |so |cong an)|(?:bo|thu) truong\s?(?=bo )|truong\s(?=phong ))"
)
_ASSEMBLY: Final = re.compile(r"hoi dong nhan dan")
# Words that a scan ran together or spelled with a figure, as they should be.
_TORN: Final = (
    (re.compile(r"uy\s?ban\s?nhan\s?dan(?=[a-z]|\s|$)"), "Ủy ban nhân dân"),
    (re.compile(r"gia[o0]\s?duc\s?(?:va|&)\s?da[o0]\s?ta[o0](?=[a-z]|\s|$)"), "Giáo dục và Đào tạo"),
)
_BARE_LEVEL: Final = re.compile(r"(?<=GDĐT) (?:huyện|thị xã|thành phố|quận|tỉnh)$", re.IGNORECASE)
_LEVELS: Final = ("huyện", "thị xã", "thành phố", "quận", "tỉnh", "xã", "phường", "đặc khu", "thị trấn")
# The Party's committees and the organs' names: only their first word has a capital.
_COMMITTEE: Final = re.compile(r"(?:ban \w+ \w+ )?(?:tinh|huyen|thanh|thi|quan|dang) uy\b(?! quyen)")
_PARTY_WORDS: Final = re.compile(
    r"\b(?:(?:tỉnh|huyện|thành|thị|quận|đảng) [uủ][yỷ]\b|[uủ][yỷ] ban\b|văn phòng\b"
    r"|(?<=ban )(?:thường trực|thường vụ|chấp hành|tuyên giáo|dân vận|nội chính|tổ chức|xây dựng)\b)",
    re.IGNORECASE,
)
_SHOUTED: Final = re.compile(rf"(?<!\S)[{UPPER}]{{2,}}(?:\s[{UPPER}]{{2,}}){{2,}}(?!\S)")
# Words of two syllables in the names of offices; only a name's own word has two capitals.
_COMMON: Final = (
    *("công an", "y tế", "bảo hiểm xã hội", "chỉ đạo", "chỉ huy", "phổ cập", "giáo dục", "quản lý", "chất lượng"),
    *("liên hiệp", "phụ nữ", "dân tộc", "nội trú", "bán trú", "sư phạm", "cao đẳng", "đại học", "phổ thông"),
    *("trung tâm", "thường xuyên", "nghề nghiệp", "chuyên biệt", "hòa nhập", "hỗ trợ", "phát triển", "công đoàn"),
    *("liên đoàn", "lao động", "nông dân", "cựu chiến binh", "thanh niên", "khuyến học", "quân sự", "văn hóa"),
    *("khoa học", "công nghệ", "thông tin", "kế hoạch", "tài chính", "kinh tế", "hạ tầng", "môi trường", "nhà giáo"),
)
_COMMONS: Final = re.compile(rf"(?<!\S)(?:{'|'.join(_COMMON)})(?![^\s,])", re.IGNORECASE)
_SHOUTED_FIRST: Final = re.compile(rf"^[{UPPER}]{{1,}}(?:\s[{UPPER}]{{1,}})+(?!\S)")
_VOWEL: Final = re.compile("[aeiouy]")


def normal_name(text: str) -> str:
    """The one form of an office's name: "phòng Giáo dục và Đào tạo huyện Ba Bể" is "Phòng GDĐT huyện Ba Bể".

    An officer's name is his office's: "Trưởng phòng Giáo dục và Đào tạo" is "Phòng GDĐT".
    """
    name = squeezed(_BRACKETS.sub("", text)).strip(" ,.;:*_-/")
    name = _mended(name)
    chair = _CHAIR.match(folded(name))
    name = name[chair.end() :] if chair else name
    name = name.replace("uỷ", "ủy") if _COMMITTEE.match(folded(name)) else party_name(name)
    name = small(name) if is_upper(name) and " " in name else name
    name = (_SHOUTED_FIRST if _SHOUTED_FIRST.match(name) else _SHOUTED).sub(lambda run: small(run[0]), name)
    assembly = _ASSEMBLY.match(folded(name))
    return _BARE_LEVEL.sub("", f"HĐND{name[assembly.end() :]}" if assembly else name)


def _mended(name: str) -> str:
    for torn, right in _TORN:
        found = torn.search(folded(name))
        if found:
            words = right.upper() if is_upper(found[0]) or is_upper(name) else right
            name = squeezed(f"{name[: found.start()]} {words} {name[found.end() :]}")
    return name


def small(text: str) -> str:
    """A name printed in capitals as in running text: "HUYỆN BA BỂ" is "huyện Ba Bể"; PCGD stays as it is."""
    words = [word.capitalize() if _VOWEL.search(folded(word)) and word != "UBND" else word for word in text.split()]
    name = " ".join(words)
    for level in _LEVELS:
        name = re.sub(rf"(?<=\S )({level})(?= \S)", level, name, flags=re.IGNORECASE)
    name = re.sub(r"(?<=\S )(Và|Của)(?= )", lambda word: word[0].lower(), name)
    name = _COMMONS.sub(lambda found: found[0].capitalize(), name)
    return _PARTY_WORDS.sub(lambda found: found[0].capitalize(), name)
