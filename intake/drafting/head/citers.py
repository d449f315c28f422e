"""Who issued a document that is cited: as printed behind it, else by the letters of its number."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from intake.drafting.head.folding import folded, squeezed
from intake.drafting.letters import LOWER

_FIXED: Final = re.compile(
    r"Chính phủ|Thủ tướng Chính phủ|Quốc hội|Ủy ban Thường vụ Quốc hội|Bộ Chính trị|Ban Bí thư(?: Trung ương Đảng)?"
    r"|(?P<party>(?:Ban Chấp hành )?Trung ương(?: Đảng)?)\b"
)
_OFFICE: Final = re.compile(
    r"^(?:phong|so|bo|ubnd|chinh phu|thu tuong|ban|hdnd|hoi|quoc hoi|tinh uy|huyen uy|thanh uy|dang uy|truong|van phong"
    r"|trung uong|cong an|uy ban|cuc|vu|tong|lien doan|cong doan|doan|trung tam|uy|chu tich|bhxh|lien|vien|dai hoc"
    r"|thanh tra|tram|chi cuc|kho bac|benh vien|toa an|bao hiem|hoc vien|mat tran|mttq)\b"
)
# The first word of an office is not its name.
ALONE: Final = frozenset(("bo", "so", "phong", "bo truong", "truong", "ban", "vu", "cuc"))
# The name itself has a colon: "của Liên Bộ: Tài chính, Nội vụ".
_JOINT: Final = re.compile(r"[Ll]iên (?:[Bb]ộ|[Ss]ở|[Nn]gành)\s?[:-]\s")
_MINISTER: Final = re.compile(r"(?<=và )Bộ trưởng (?=Bộ )")
_LONGEST: Final = 110
_REACH: Final = 140
_OF: Final = re.compile(r"\s{0,3}[,)]?\s{0,3}(?:cua|do|giua)\s{1,3}")
# The name ends before the verb of the cited document's title; the words keep their marks (tài is no tại).
_OF_END: Final = re.compile(
    r"[,;:“”\"()]|\.(?:\s|$)|\n\s{0,3}\n|\s(?:về|v/v|hướng dẫn|ban hành|quy định|phê duyệt|triển khai|tổ chức|sửa đổi"
    r"|thực hiện|việc|đã|ngày|công bố|phát động|thông báo|yêu cầu|đề nghị|bổ sung|tại|phối hợp|đồng ý|cho"
    r"|thành lập|trong|nhằm|gửi|xây dựng|lên|để|số(?=\s?:?\s?\d)|theo|khóa|nhiệm kỳ|giao|tăng cường|kết luận|[vV]/[vV]"
    r"|Quy định|Hướng dẫn|Về|được"
    rf"|và (?!đào)(?=[{LOWER}])\w|và (?:Quyết|Thông tư|Nghị|Kế|Công văn|Công điện|Chỉ|Kết|Hướng|Luật"
    r"|Pháp lệnh|Tờ trình|Báo cáo|Văn bản"
    r"|Chương trình|Thông báo))",
)
_BRACKETS: Final = re.compile(r"\([^()]{0,40}\)")
_BY_LETTERS: Final = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"(?:^|[-/])TTg", "Thủ tướng Chính phủ"),
        (r"(?:^|[-/])CP(?:$|-)", "Chính phủ"),
        (r"(?:^|[-/])TW", "Trung ương Đảng"),
        (r"(?:^|[-/])UBTVQH", "Ủy ban Thường vụ Quốc hội"),
        (r"(?:^|[-/])QH\d*$", "Quốc hội"),
        (r"(?:^|[-/])VPCP", "Văn phòng Chính phủ"),
        (r"(?:^|[-/])BGD\W?ĐT", "Bộ GDĐT"),
        (r"(?:^|[-/])SGD\W?ĐT", "Sở GDĐT"),
        (r"(?:^|[-/])PGD\W?ĐT", "Phòng GDĐT"),
        (r"(?:^|[-/])BTC(?:$|[-/])", "Bộ Tài chính"),
        (r"(?:^|[-/])BNV(?:$|[-/])", "Bộ Nội vụ"),
        (r"(?:^|[-/])BYT(?:$|[-/])", "Bộ Y tế"),
        (r"(?:^|[-/])BCA(?:$|[-/])", "Bộ Công an"),
        (r"(?:^|[-/])BLĐTBXH(?:$|[-/])", "Bộ Lao động - Thương binh và Xã hội"),
        (r"(?:^|[-/])BXD(?:$|[-/])", "Bộ Xây dựng"),
        (r"(?:^|[-/])BTP(?:$|[-/])", "Bộ Tư pháp"),
        (r"(?:^|[-/])BQP(?:$|[-/])", "Bộ Quốc phòng"),
        (r"(?:^|[-/])BCT(?:$|[-/])", "Bộ Công Thương"),
        (r"(?:^|[-/])BGTVT(?:$|[-/])", "Bộ Giao thông vận tải"),
        (r"(?:^|[-/])BTTTT(?:$|[-/])", "Bộ Thông tin và Truyền thông"),
        (r"(?:^|[-/])BKHCN(?:$|[-/])", "Bộ Khoa học và Công nghệ"),
        (r"(?:^|[-/])BKHĐT(?:$|[-/])", "Bộ Kế hoạch và Đầu tư"),
        (r"(?:^|[-/])BTNMT(?:$|[-/])", "Bộ Tài nguyên và Môi trường"),
        (r"(?:^|[-/])BNNPTNT(?:$|[-/])", "Bộ Nông nghiệp và Phát triển nông thôn"),
        (r"(?:^|[-/])BNNMT(?:$|[-/])", "Bộ Nông nghiệp và Môi trường"),
        (r"(?:^|[-/])BVHTTDL(?:$|[-/])", "Bộ Văn hóa, Thể thao và Du lịch"),
        (r"(?:^|[-/])BDTTG(?:$|[-/])", "Bộ Dân tộc và Tôn giáo"),
        (r"[-/]UBND(?:$|-)", "UBND"),
    )
)
_HEAD: Final = re.compile(r"^(?:phong gddt|so gddt|ubnd)")
_FRONT: Final = re.compile(r"mat tran to quoc")
_LEVEL: Final = re.compile(r"^(?:huyen|thi xa|thanh pho|quan|tinh|xa|phuong)\s")


@dataclass(frozen=True)
class Citing:
    """The text that cites: its print, where its preamble ends, the issuing office and its own number."""

    text: str
    preamble_end: int
    issuer: str | None
    number: str | None
    name_of: Callable[[str], str]

    @cached_property
    def flat(self) -> str:
        """The print, folded."""
        return folded(self.text)


def issuer_of(citing: Citing, past: int) -> str | None:
    """The office named with "của …" behind ``past``."""
    of = _OF.match(citing.flat, past, past + 20)
    if of is None:
        return None
    return issuer_named(citing.name_of(office_in(citing.text[of.end() : of.end() + _REACH])))


def office_in(text: str) -> str:
    """The office's name at the start of ``text``, up to the verb behind it."""
    masked = _BRACKETS.sub(lambda bracket: "x" * len(bracket[0]), text)
    if _JOINT.match(masked):
        masked = re.sub("[:,]", "x", masked)
    end = _OF_END.search(masked)
    return squeezed(_BRACKETS.sub("", text[: end.start()] if end else text))


def issuer_named(name: str) -> str | None:
    """The name if it can be an office's; a minister's act counts as the ministry's, the Party's organs as cited."""
    fixed = _FIXED.match(name)
    if fixed:
        return "Trung ương Đảng" if fixed["party"] else fixed[0]
    name = _MINISTER.sub("", name)
    flat = folded(name)
    return name if _OFFICE.match(flat) and flat not in ALONE and len(name) <= _LONGEST else None


def issuer_by_letters(number: str) -> str | None:
    """The issuer by the letters of a number: ``69/2008/NĐ-CP`` is the Government's; of joint letters the first."""
    found = ((pattern.search(number), at) for at, (pattern, _) in enumerate(_BY_LETTERS))
    first = min(((match.start(), at) for match, at in found if match), default=None)
    return None if first is None else _BY_LETTERS[first[1]][1]


def full_name(issuer: str | None, own: str | None) -> str | None:
    """The issuer as cited; the issuing office itself gets its full name."""
    if issuer is None or own is None:
        return issuer
    flat, mine = (_FRONT.sub("mttq", folded(name)) for name in (issuer, own))
    if mine == flat or mine.startswith(flat + " "):
        return own
    head = _HEAD.match(flat)
    if head is None or not mine.startswith(head[0]):
        return issuer
    cited = flat[head.end() :].strip()
    place, level = _LEVEL.sub("", cited), _LEVEL.match(cited)
    is_own_level = level is None or mine.startswith(f"{head[0]} {level[0]}")
    return own if place and mine.endswith(" " + place) and is_own_level else issuer
