"""Bodies with a name of their own behind the word for their kind: "Phòng Quản lý học sinh", "Quỹ Nhi đồng"."""

import re
from typing import Final

from intake.drafting.letters import UPPER
from intake.drafting.parties.fields import read_field, shortened
from intake.drafting.parties.mentions import Mention, capital, single
from intake.drafting.parties.places import read_place
from intake.drafting.parties.plain import Plain, loose
from intake.drafting.verbs import IMPERATIVE

_KIND: Final = loose(
    r"(?:trung tâm|viện|vụ|cục|tổng cục|chi cục|ban|ban quản lý|văn phòng|phòng|sở|hội|hội đồng|tổ(?! quốc)"
    r"|tổ công tác|báo|đài|quỹ|liên hiệp|công ty|tổng công ty|ngân hàng"
    r"|đội|đồn|trạm|hạt|viễn thông|bưu điện|học viện|bệnh viện|nhà xuất bản|nhà văn hoá|thư viện|tư lệnh) (?=\w)"
)
_WORDS: Final = loose(r"\w[\w&/-]*(?: \w[\w&/-]*){0,9}")
# A name goes on over small words until one of these begins what the body is asked to do, or where.
_STOP_WORDS: Final = (
    "của về tại trong cho để theo từ khi do gửi ở đến tới trên với là có được đã sẽ cần phải trước sau nếu hoặc như"
    " nhằm giao không trình tự làm cử chọn các những này đó nêu cùng qua lập nộp kèm gồm bao rộng chịu đồng phát lúc"
)
_STOPS: Final = frozenset(_STOP_WORDS.split())
_JOINED: Final = re.compile(rf"(, | ?[-–] ?|,? và )(?=[{UPPER}])")
_PARTY: Final = loose(
    r"(?:trung tâm|viện|vụ|cục|ban|văn phòng|phòng|sở|bộ|hội|tổ|báo|đài|đoàn|uỷ ban|ubnd|trường|công an"
    r"|ngân hàng|bệnh viện|trạm|thanh tra (?:sở|bộ|tỉnh|chính phủ)|đảng|hđnd|mttq|mặt trận|liên đoàn|chi cục)(?!\w)"
)
_PROPER: Final = re.compile(rf"(?<!\w)[{UPPER}]\w* [{UPPER}]\w* $")
_MOST_FIELDS: Final = 4
_LEVELS: Final = frozenset(("tỉnh", "huyện", "xã", "phường", "quận"))
_NO_LEVEL: Final = loose(r" (?:hội|uỷ|đoàn)")
_OWN: Final = " nhà trường"
# Verbs that are fields of work as well, and stand in names.
_FIELDS: Final = frozenset(
    ("quản lý", "giáo dục", "đào tạo", "bồi dưỡng", "kiểm định", "thông tin", "truyền thông", "tư vấn", "hỗ trợ")
)


def read_coined(plain: Plain, at: int) -> Mention | None:
    """A body with a coined name: the word for its kind, then words of which the first has a capital."""
    kind = _KIND.match(plain.low, at)
    if kind is None or plain.is_shouted or not plain.text[kind.end()].isupper():
        return None
    words = _WORDS.match(plain.low, kind.end())
    end = _name_end(plain, kind.end(), stop=words.end()) if words else kind.end()
    if end <= kind.end():
        return None
    end = _listed_until(plain, end)
    field = read_field(plain, kind.end())
    is_field = field is not None and field[0] == end
    name = capital(f"{kind[0]}{field[1]}") if field and is_field else shortened(capital(plain.text[at:end]))
    # A plan of a school calls its own parts "Tổ Văn phòng nhà trường".
    end += len(_OWN) if plain.low.startswith(_OWN, end) else 0
    level = {"Phòng": "phong", "Sở": "so"}.get(name.split()[0], "khac")
    return Mention(end, single(name), level)


def _listed_until(plain: Plain, at: int) -> int:
    """Where a name that is a list of fields ends ("… Khoa học, Công nghệ và Thông tin"); ``at`` where its first does.

    A list of commas alone is one of bodies.
    """
    end = at
    for _ in range(_MOST_FIELDS):
        joined = _JOINED.match(plain.text, end)
        words = _WORDS.match(plain.low, joined.end()) if joined else None
        if joined is None or words is None or _PARTY.match(plain.low, joined.end()):
            return at
        end = _name_end(plain, joined.end(), stop=words.end())
        is_whole = joined[1] != ", " or " và " in plain.low[joined.end() : end]
        if is_whole and _JOINED.match(plain.text, end) is None:
            return end
    return at


def _begins_verb(plain: Plain, at: int) -> bool:
    """True if a verb of two syllables begins there; one of a single syllable may be part of a name."""
    verb = IMPERATIVE.match(plain.text, at)
    return verb is not None and " " in verb[0].strip() and verb[0].strip().lower() not in _FIELDS


def _name_end(plain: Plain, at: int, *, stop: int) -> int:
    end = at
    while end < stop:
        gap = plain.text.find(" ", end + 1, stop)
        word_end = gap if gap > 0 else stop
        word = plain.text[end:word_end].strip()
        if word.lower() in _LEVELS and end > at and not _NO_LEVEL.match(plain.low, word_end):
            place = read_place(plain, word_end - len(word))
            return place[0] if place else word_end
        if word[:1].islower() and _ends_name(plain, word, begin=at, end=word_end):
            break
        end = word_end
    return end


def _ends_name(plain: Plain, word: str, *, begin: int, end: int) -> bool:
    """True for a small word behind which no name goes on; ``end`` is where it ends, ``begin`` where the name began.

    Behind a proper name ("Đồn Biên phòng Hòn Mây đưa đón …") any verb ends it.
    """
    at = end - len(word)
    if _PROPER.search(plain.text, begin, at) and IMPERATIVE.match(plain.text, at):
        return True
    if word in _STOPS or plain.low.startswith("nhà trường", at):
        return not plain.low.startswith("có công", at)
    if word == "và":
        return not plain.text[end : end + 2].strip()[:1].isupper()
    return _begins_verb(plain, at)
