"""Headings and columns that name who does the work: "2. Sở Tài chính", "Đối với các trường", "Công an, Hội Phụ nữ"."""

import re
from typing import Final

from intake.drafting.clauses import Clause
from intake.drafting.letters import UPPER
from intake.drafting.parties import Directory, Party, find_parties, normal_name
from intake.drafting.verbs import is_imperative

ALL_ADDRESSEES: Final = "all addressees"
_DUTY_OF: Final = r"(?:trách nhiệm|nhiệm vụ)(?: chung| cụ thể| chính)? của"
_LEAD: Final = re.compile(
    rf"\W*(?:(?:đối với|{_DUTY_OF}|phân công trách nhiệm|về phía|giao(?:\s+cho)?|đề nghị|yêu cầu"
    r"|phân công|"
    r"cơ quan chủ trì|đơn vị chủ trì|chủ trì|đơn vị thực hiện)\s*:?\s+)+",
    re.IGNORECASE,
)
_SPEAKS_TO: Final = re.compile(rf"\W*(?:đối với|{_DUTY_OF}|về phía)\s", re.IGNORECASE)
_ORGANISES: Final = re.compile(
    r"tổ chức thực hiện|phân công|trách nhiệm|tổ chức triển khai|tổ chức chỉ đạo|triển khai thực hiện", re.IGNORECASE
)
# What the one that a heading names has to do: the name ends before it.
_DUTY: Final = re.compile(
    r"[\s,:]+(?:(?:là|làm) (?:cơ quan|đơn vị|đầu mối)|ch[ủúũ] trì|ph[ốôồ]i hợp|(?:có |chịu )trách nhiệm|có nhiệm vụ"
    r"|thực hiện (?:các )?(?:nội dung|nhiệm vụ|công việc))(?!\w).*$",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"\([^()]{0,400}\)")
_AUDIENCE: Final = re.compile(
    r"\W*(?:đối với|cho)\s+(?:cbql|gv|gvmn|trẻ|học sinh|học viên|lớp|khối|các (?:nội dung|lớp|hồ sơ|trường hợp|vụ"
    r"|môn)|công tác|việc|giáo dục|cấp)\b",
    re.IGNORECASE,
)
_CUT: Final = re.compile(
    rf"\s*;\s*|\s*,\s+(?=(?:(?:các|những)\s+)?[{UPPER}])|\s+(?:và|-|–|&)\s+(?=(?:(?:các"
    rf"|những)\s+)?[{UPPER}])"
)
_TIME: Final = re.compile(r"\b(?:năm|tháng|ngày|quý|giai đoạn|học kỳ|tuần|đợt|bước|buổi)\b", re.IGNORECASE)
_TAIL: Final = re.compile(r"\s+(?:và|nhà trường|của trường|trong trường|của nhà trường)$|^(?:và)\s+", re.IGNORECASE)
_QUALIFIER: Final = re.compile(
    r"\s+(?:thuộc|trực thuộc|trên|trong|tại|của|có|chưa|không|đã|ngoài|công lập|tư thục|liên quan)\b", re.IGNORECASE
)
_POST: Final = re.compile(
    r"(?:Trưởng|Phó|Hiệu trưởng|Giáo viên|Nhân viên|Tổ trưởng|Tổ|Bí thư|Kế toán|Văn thư|Bảo vệ|Cô nuôi|Ban|Hội"
    r"|Đoàn|Công đoàn|Chi bộ|Tổng phụ trách)\s"
    r"(?!chức|kết|hành|thi|dung|viên|sung|lưu|nhịp|giao)"
)
_ENDS: Final = re.compile(r"[.;]\s*$")
_POSTS: Final = frozenset({"khac", "don_vi"})
_LONGEST_NOUN: Final = 70
_CLASSES: Final = frozenset({"truong", "co_so", "ubnd_xa", "ubnd_huyen"})
# "Phòng yêu cầu các trường thực hiện:" is what one office asks of others.
_ASKS_OTHERS: Final = re.compile(r"\w (?:đề nghị|yêu cầu) (?:các|những|mỗi|hiệu trưởng|thủ trưởng)\b", re.IGNORECASE)
_FOR_ALL: Final = re.compile(
    r"(?:phân công )?(?:trách nhiệm|nhiệm vụ) của (?:(?:các|những) )?(?:cơ quan|tổ chức|đơn vị|cá nhân|bên)"
    r"(?:(?:,|,? và) (?:các )?(?:cơ quan|tổ chức|đơn vị|cá nhân|địa phương)){0,3}(?: (?:có )?liên quan)?",
    re.IGNORECASE,
)
_UPPER_RANKS: Final = 30
_LONGEST: Final = 160
_COVERED: Final = 0.55
_WHOLLY: Final = 0.85


def owners_in_heading(clause: Clause, directory: Directory | None = None) -> tuple[str, ...]:
    """The names of those to whom a heading gives the clauses below it; none for a heading about something else."""
    text = _without_brackets(clause.text).strip(" .:;*_#")
    if not text or len(text) > _LONGEST or _AUDIENCE.match(text) or _is_for_all(clause, text):
        return ()
    lead = _LEAD.match(text)
    body = _DUTY.sub("", text[lead.end() :] if lead else text)
    if not body or (lead is None and (is_imperative(body) or _ASKS_OTHERS.search(body))):
        return ()
    parties = find_parties(body, directory)
    if lead is not None or clause.is_open:
        body = _before_verb(body, parties)
        parties = tuple(party for party in parties if party.end <= len(body))
    is_named = _SPEAKS_TO.match(text) is not None or _coverage(parties, body) >= _COVERED or _is_noun(body, parties)
    if not is_named and not _is_in_organisation(clause, body):
        return ()
    return names_in(body, directory)


def _is_for_all(clause: Clause, text: str) -> bool:
    """True for the title of a part in which headings of their own name who does what."""
    return clause.rank <= _UPPER_RANKS and _FOR_ALL.fullmatch(text) is not None


def _before_verb(body: str, parties: tuple[Party, ...]) -> str:
    """A heading up to the verb behind its first names ("UBND các xã chỉ đạo các đơn vị:")."""
    ends = (party.end for party in parties if body[party.end : party.end + 1] == " ")
    return next((body[:end] for end in ends if is_imperative(body[end:]) and body[end + 1 : end + 2].islower()), body)


def names_only(clause: Clause) -> bool:
    """True for a heading that consists of the names of those who do what stands below it."""
    text = _without_brackets(clause.text).strip(" .:;*_#")
    lead = _LEAD.match(text)
    body = text[lead.end() :] if lead else text
    return bool(owners_in_heading(clause)) and _coverage(find_parties(body), body) >= _WHOLLY


def _is_noun(body: str, parties: tuple[Party, ...]) -> bool:
    """True for an office with what tells it from others ("Các trường có tổ chức bán trú"), or for a post."""
    if len(body) > _LONGEST_NOUN or _ENDS.search(body):
        return False
    if _POST.match(body):
        return True
    is_first = bool(parties) and parties[0].start <= 1 and parties[0].level != "khac"
    return is_first and _QUALIFIER.match(body[parties[0].end :]) is not None


def names_in(text: str, directory: Directory | None = None) -> tuple[str, ...]:
    """The names of a list of offices and people ("Sở Tài chính, Sở Nội vụ và UBND các huyện"), each once."""
    plain = _without_brackets(text)
    parties = find_parties(plain, directory)
    names: list[str] = []
    for start, end in _members(plain, parties):
        names.append(_name(plain[start:end], [party for party in parties if start <= party.start < end], offset=start))
    return tuple(dict.fromkeys(name for name in names if name))


def _name(words: str, parties: list[Party], *, offset: int) -> str:
    """The name of one member: that of its only party, or its own words where they say more."""
    bare = _TAIL.sub("", words.strip(" .:;,*_-–"))
    is_post = (
        bool(parties)
        and parties[0].level in _POSTS
        and parties[0].start - offset <= 1
        and len(bare) > parties[-1].end - parties[0].start + 1
    )
    if len(parties) == 1 and not is_post and (parties[0].end - parties[0].start) >= _COVERED * len(bare):
        party = parties[0]
        is_class = party.is_generic and party.level == "don_vi" and len(bare) - (party.end - party.start) < 4
        return ALL_ADDRESSEES if is_class else party.name
    if parties and parties[0].level in _CLASSES and _QUALIFIER.match(words[parties[0].end - offset :]):
        return parties[0].name
    return normal_name(bare) if bare else ""


def _members(text: str, parties: tuple[Party, ...]) -> list[tuple[int, int]]:
    """The stretches of a list: cut at separators outside a party, and where a party begins right after one."""
    inside = [(party.start, party.end) for party in parties]
    starts = {party.start for party in parties}
    cuts = [0]
    for match in re.finditer(r"\s*[;,]\s*|\s+và\s+", text):
        is_within = any(start < match.start() and match.end() <= end - 1 for start, end in inside)
        if not is_within and (match.end() in starts or _CUT.match(text, match.start()) or ";" in match[0]):
            cuts.append(match.end())
    return [
        (start, end) for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True) if text[start:end].strip(" ,;và")
    ]


def _coverage(parties: tuple[Party, ...], text: str) -> float:
    return sum(party.end - party.start for party in parties) / max(1, len(text.strip()))


def _is_in_organisation(clause: Clause, body: str) -> bool:
    """True for a short noun phrase as a numbered heading in the part that distributes the work."""
    if clause.is_bullet or not clause.children or len(body) > 80 or body[:1].islower() or _TIME.search(body):
        return False
    return any(_ORGANISES.search(step.text) and len(step.text) < 80 for step in clause.ancestors()) and not re.search(
        r"\b(?:kinh phí|chế độ|công tác|thời gian|báo cáo|kiểm tra|tuyên truyền|nội dung|nhiệm vụ|giải pháp|yêu cầu"
        r"|tiến độ|khen thưởng|lộ trình)\b",
        body,
        re.IGNORECASE,
    )


def _without_brackets(text: str) -> str:
    return _BRACKETS.sub(lambda match: " " * len(match[0]), text)
