"""What one mention of a party is, and the words that may stand before its name."""

import re
from dataclasses import dataclass
from typing import Final

from intake.drafting.parties.plain import Plain, loose

LEVELS: Final = (
    *("bo", "so", "ubnd_tinh", "ubnd_huyen", "ubnd_xa", "phong", "truong", "co_so", "don_vi"),
    *("ban_chi_dao", "doan_the", "khac"),
)


@dataclass(frozen=True)
class Party:
    """An office, unit or person in office as a text names it: ``text`` stands at ``start``:``end``, ``name`` is its
    normal form, ``level`` one of ``LEVELS``.

    ``is_generic``: the name alone does not say who (các đơn vị, nhà trường, Sở); ``is_plural``: several are meant.
    """

    start: int
    end: int
    text: str
    name: str
    level: str
    is_generic: bool = False
    is_plural: bool = False


@dataclass(frozen=True)
class Mention:
    """A name as it was read: where it ends, its normal form, its level.

    ``family`` is the word that members of a list share with it ("Sở", "Trường MN", "UBND"). ``is_weak``: common words
    that mean a party only where the sentence has room for one.
    """

    end: int
    name: str
    level: str
    is_generic: bool = False
    is_plural: bool = False
    is_weak: bool = False
    family: str = ""


@dataclass(frozen=True)
class Lead:
    """What stands before a name: where the name begins, whether several are meant, and a person's title."""

    at: int
    is_plural: bool = False
    title: str = ""


_MANY: Final = (
    r"(?:(?:tất cả|toàn thể|toàn bộ|hầu hết|đa số) )?(?:các|những|mọi|một số|nhiều) |(?:tất cả|toàn thể|toàn bộ) "
    r"|(?:từng|mỗi) "
    r"|100 ?%(?: số)? (?:các )?|(?:hai|ba|bốn|0?\d{1,3}) (?=(?:trường|đơn vị|cơ sở|xã|huyện|phòng|sở)(?!\w))"
)
_TITLE: Final = (
    r"(?:đồng chí |đ/c )?(?:phó )?(?:thủ trưởng|hiệu trưởng|giám đốc|chủ tịch|người đứng đầu|chánh văn phòng"
    r"|chánh thanh tra|tổng giám đốc"
    r"|cục trưởng|vụ trưởng|viện trưởng|bí thư|bộ trưởng|thứ trưởng|lãnh đạo|ban lãnh đạo|trưởng|hiệu phó|ban "
    r"giám đốc|tổ trưởng)"
)
_LEAD: Final = loose(rf"({_MANY})?(?:({_TITLE}(?:(?:,| và|/) ?{_TITLE}){{0,2}}) (?=\w))?({_MANY})?")


def read_lead(plain: Plain, at: int) -> Lead:
    """The words for number and post before a name; ``at`` is where they begin."""
    match = _LEAD.match(plain.low, at)
    if match is None:
        return Lead(at)
    return Lead(match.end(), bool(match[1] or match[3]), single(match[2] or ""))


_BLANKS: Final = re.compile(r"\s+")


def single(text: str) -> str:
    """``text`` with single blanks, none at its ends."""
    return _BLANKS.sub(" ", text).strip()


def capital(text: str) -> str:
    """``text`` with a capital first letter and single blanks."""
    plain = single(text)
    return plain[:1].upper() + plain[1:]
