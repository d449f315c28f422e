"""Names of offices in one form, as far as the head needs them."""

import re
from typing import Final

from intake.drafting.head.folding import folded, is_upper, squeezed

_EDUCATION: Final = re.compile(
    r"giao duc\s{0,2}(?:va|&|-)\s{0,2}dao tao|gd\s?(?:&|va|-|d)?\s?dt|giao duc dao tao"
    r"|giao duc(?= huyen| thi xa| quan|$)"
)
_COUNCIL: Final = re.compile(r"uy\s?ban\s?nhan\s?dan(?:\s?\(ubnd\))?|u\.?b\.?n\.?d\.?(?= |$)")
_BRACKETS: Final = re.compile(r"\s?\([^()]{0,40}\)")
_CHAIR: Final = re.compile(
    r"^(?:pho )?(?:(?:chu tich|giam doc|thu truong|truong ban|chanh van phong)\s"
    r"(?=ubnd|uy ban|hdnd|hoi dong|bo |so |cong an)"
    r"|(?:bo|thu) truong\s?(?=bo )|truong\s(?=phong ))"
)
_ASSEMBLY: Final = re.compile(r"hoi dong nhan dan(?:\s?\(hdnd\))?")
_BARE_LEVEL: Final = re.compile(r"(?<=GDĐT) (?:huyện|thị xã|thành phố|quận|tỉnh)$", re.IGNORECASE)
_LETTERS: Final = frozenset(("UBND", "HĐND", "GDĐT", "GD&ĐT", "THCS", "THPT"))
_LEVELS: Final = ("huyện", "thị xã", "thành phố", "quận", "tỉnh", "xã", "phường", "đặc khu", "thị trấn")


def normal_name(text: str) -> str:
    """The one form of an office's name: "phòng Giáo dục và Đào tạo huyện Krông Pa" is "Phòng GDĐT huyện Krông Pa"."""
    name = squeezed(_BRACKETS.sub("", text)).strip(" ,.;:*_-/")
    chair = _CHAIR.match(folded(name))
    name = name[chair.end() :] if chair else name
    name = small(name) if is_upper(name) else name
    name = _replaced(name, _COUNCIL, by="UBND")
    name = _replaced(name, _ASSEMBLY, by="HĐND")
    name = _BARE_LEVEL.sub("", _replaced(name, _EDUCATION, by="GDĐT"))
    return name[:1].upper() + name[1:]


def _replaced(text: str, pattern: re.Pattern[str], *, by: str) -> str:
    """``text`` with what the folded pattern finds replaced."""
    found = pattern.search(folded(text))
    return text if found is None else text[: found.start()] + by + text[found.end() :]


def small(text: str) -> str:
    """A name printed in capitals as it is written in running text: "UBND HUYỆN KRÔNG PA" is "UBND huyện Krông Pa"."""
    name = " ".join(word if word in _LETTERS else word.capitalize() for word in text.split())
    for level in _LEVELS:
        name = re.sub(rf"(?<=\S )({level})(?= \S)", level, name, flags=re.IGNORECASE)
    for word in ("và", "của", "mầm non", "tiểu học", "mẫu giáo"):
        name = re.sub(rf"(?<=\S )({word})(?= |$)", word, name, flags=re.IGNORECASE)
    return name
