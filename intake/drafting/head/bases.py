"""The numbered documents that a directive cites, each once: number, date, issuer, where."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from intake.drafting.draft import Base
from intake.drafting.head.dates import day_of
from intake.drafting.head.folding import folded, squeezed
from intake.drafting.letters import LOWER
from intake.drafting.head.numbers import DOUBTFUL_DIGITS, digits, repaired, tight

_GROUP: Final = r"[A-ZĐÐ][A-ZĐÐ&]{0,14}[a-z]{0,2}[A-ZĐÐ&0-9]{0,12}(?![^\W\d_])"
_NUMBER: Final = re.compile(
    rf"(?<![\w/.,-])(?P<no>(?:\d{{1,2}}\s(?=\d{{3}}\s?/))?[0-9lIO|]{{1,5}}[a-zA-Z]?)\s{{0,2}}(?P<year>/\s{{0,2}}(?:19|20)\d\d)?\s{{0,2}}[/\-–]\s{{0,2}}"
    rf"(?P<rest>{_GROUP}(?:\s{{0,2}}[/\-–]\s{{0,2}}{_GROUP}){{0,5}})"
)
_NAMED: Final = re.compile(
    r"(?:\bs[o60]|\bluat|\bnghi dinh|\bthong tu|\bquyet dinh|\bke hoach|\bcong van|\bhuong dan|\bnghi quyet|\bchi thi"
    r"|\bket luan|\bthong bao|\bvan ban|\bto trinh|\bchuong trinh|\bbao cao|\bcong dien|\bvbhn|\blien tich|\btrinh"
    r"|[A-Z0-9][,;]|\bva)\s{0,3}[:.]?\s{0,3}$"
)
_KNOWN: Final = re.compile(
    r"(?:^|[-/])(?:UBND|CP|TTg|TW|TU|QH\d*|HĐND|[PSB]?GD\W?[ĐD]{0,2}T|BGD\w*|VPCP|BTC|BNV|BYT|KH|QĐ|HD|CT|TB|NQ|TT|NĐ|CV|BC|CTr|TTr)(?:$|[-/])"
)
_AFTER_SO: Final = re.compile(r"\bs[o06]\s?[:.]?\s{0,3}$")
_PARTY: Final = re.compile(r"^(?:NQ|CT|KL|QĐ|TB|HD|CTr|KH|CV|BC|TTr|QC|QyĐ)(?:-|$)|TW|TU|HU|BTG")
_DIGIT: Final = r"[0-9oOlI|]"
_ON: Final = (
    rf"(?P<day>{_DIGIT}{{1,2}})\s{{0,2}}(?:[/.\-–]|thang)\s{{0,2}}(?P<month>{_DIGIT}{{1,2}})\s{{0,2}}"
    rf"(?:[/.\-–]|,?\s{{0,2}}na(?:m|rn))\s{{0,2}}(?P<year>{_DIGIT}{{4}})(?!\d)"
)
_DATE_AFTER: Final = re.compile(rf"^\s{{0,3}}[,(]?\s{{0,3}}(?:(?:duoc )?ban hanh\s)?(?:de\s)?ngay\s{{0,3}}{_ON}")
_DATE_LATER: Final = re.compile(rf"^\s{{0,3}}[,(]?\s{{0,3}}cua\s[^;.:\n]{{2,90}}?\sngay\s{{0,3}}{_ON}")
_DATE_BEFORE: Final = re.compile(rf"\bngay\s{{0,3}}{_ON}[,\s]{{1,3}}(?P<office>[^;.:\n]{{2,90}}?)\s(?:da\s)?(?:ban hanh|co|gui|ra)\s[^;.:\n]{{2,40}}$")
_OFFICE_BEFORE: Final = re.compile(r"(?:^|[,;.:]\s)(?P<office>[^;.:,\n]{2,90}?)\s(?:da\s)?(?:ban hanh|co)\s[^;.:\n]{2,30}$")
_ASKED_BEFORE: Final = re.compile(r"\bcua\s(?P<office>[^;.:,\n]{2,90}?)\stai\s(?:to trinh|cong van|van ban|bao cao|thong bao|ke hoach|quyet dinh|cong dien|chi thi|huong dan)\s(?:so\s?)?$")
_FIXED: Final = re.compile(
    r"Chính phủ|Thủ tướng Chính phủ|Quốc hội|Ủy ban Thường vụ Quốc hội|Bộ Chính trị|Ban Bí thư(?: Trung ương Đảng)?"
    r"|(?P<party>(?:Ban Chấp hành )?Trung ương(?: Đảng)?)\b"
)
_OF: Final = re.compile(r"^\s{0,3}[,)]?\s{0,3}(?:cua|do)\s{1,3}")
_OF_END: Final = re.compile(
    r"[,;:“”\"()]|\.(?:\s|$)|\n\s{0,3}\n|\s(?:về|v/v|hướng dẫn|ban hành|quy định|phê duyệt|triển khai|tổ chức|sửa đổi|thực hiện"
    r"|việc|đã|ngày|công bố|phát động|thông báo|yêu cầu|đề nghị|bổ sung|tại|phối hợp|đồng ý|cho|thành lập|trong|nhằm|gửi"
    r"|xây dựng|lên|để|số|theo|khóa|nhiệm kỳ|giao|tăng cường|kết luận|[vV]/[vV]|Quy định|Hướng dẫn|Về"
    rf"|được|và (?!đào)(?=[{LOWER}])\w|và (?:Quyết|Thông tư|Nghị|Kế|Công văn|Chỉ|Kết|Hướng|Luật|Pháp lệnh))",
)
_BY_LETTERS: Final = (
    (re.compile(r"(?:^|[-/])TTg"), "Thủ tướng Chính phủ"),
    (re.compile(r"(?:^|[-/])CP$"), "Chính phủ"),
    (re.compile(r"(?:^|[-/])TW"), "Trung ương Đảng"),
    (re.compile(r"(?:^|[-/])UBTVQH"), "Ủy ban Thường vụ Quốc hội"),
    (re.compile(r"(?:^|[-/])QH\d*$"), "Quốc hội"),
    (re.compile(r"(?:^|[-/])VPCP"), "Văn phòng Chính phủ"),
    (re.compile(r"(?:^|[-/])BGD\W?ĐT"), "Bộ GDĐT"),
    (re.compile(r"(?:^|[-/])SGD\W?ĐT"), "Sở GDĐT"),
    (re.compile(r"(?:^|[-/])PGD\W?ĐT"), "Phòng GDĐT"),
    (re.compile(r"(?:^|[-/])BTC(?:$|[-/])"), "Bộ Tài chính"),
    (re.compile(r"(?:^|[-/])BNV(?:$|[-/])"), "Bộ Nội vụ"),
    (re.compile(r"[-/]UBND(?:$|-)"), "UBND"),
    (re.compile(r"(?:^|[-/])BYT(?:$|[-/])"), "Bộ Y tế"),
    (re.compile(r"(?:^|[-/])BCA(?:$|[-/])"), "Bộ Công an"),
    (re.compile(r"(?:^|[-/])BLĐTBXH(?:$|[-/])"), "Bộ Lao động - Thương binh và Xã hội"),
)


@dataclass(frozen=True, slots=True)
class Citing:
    """The text that cites: its print, where its preamble ends, the issuing office and its own number."""

    text: str
    preamble_end: int
    issuer: str | None
    number: str | None
    name_of: Callable[[str], str]


def based_on(citing: Citing) -> tuple[Base, ...]:
    """Every numbered document cited, once, in text order; a later citation may add the date of an earlier one."""
    flat = folded(citing.text)
    found: list[Base] = []
    for match in _NUMBER.finditer(citing.text):
        base = _base(citing, flat, match)
        if base is None:
            continue
        number = folded(base.number_corrected or base.number)
        same = next((at for at, other in enumerate(found) if _is_same(other, number, base.issued_on)), None)
        if same is None:
            found.append(base)
        else:
            found[same] = _completed(found[same], base)
    return tuple(found)


def _is_same(other: Base, number: str, on: date | None) -> bool:
    """True for the same number, unless both print a date and the dates differ."""
    is_same_day = on is None or other.issued_on is None or on == other.issued_on
    return is_same_day and folded(other.number_corrected or other.number) == number


def _base(citing: Citing, flat: str, match: re.Match[str]) -> Base | None:
    before = flat[max(0, match.start() - 160) : match.start()]
    if not _NAMED.search(before[-24:]) and not _KNOWN.search(match["rest"]):
        return None
    if not _is_number(match, before):
        return None
    number = tight(match[0])
    if citing.number is not None and folded(number) == folded(citing.number):
        return None
    right = digits(tight(match["no"])) + repaired(number[len(tight(match["no"])) :])
    on, issuer = _date_and_issuer(citing, flat, match)
    where = "preamble" if match.start() < citing.preamble_end else "body"
    issuer = _full(issuer or _by_letters(right), citing.issuer)
    return Base(number, on, issuer, where, right if right != number else None)


def _is_number(match: re.Match[str], before: str) -> bool:
    """False for look-alikes: letters for figures count only after "số", a dash for a slash only in Party notations."""
    figures = match["no"]
    is_plain = figures[0].isdigit() and " " not in figures and not DOUBTFUL_DIGITS.search(figures)
    if not is_plain and not (_AFTER_SO.search(before) and any(letter.isdigit() for letter in figures)):
        return False
    has_slash = "/" in match[0][len(figures) :]
    return has_slash or bool(_PARTY.search(match["rest"]))


def _date_and_issuer(citing: Citing, flat: str, match: re.Match[str]) -> tuple[date | None, str | None]:
    after = flat[match.end() : match.end() + 220]
    start = max(0, match.start() - 160)
    dated = _DATE_AFTER.match(after)
    later = None if dated else _DATE_LATER.match(after)
    past = match.end() + (dated.end() if dated else 0)
    issuer = _issuer_after(citing, flat, past)
    on = _day(dated or later)
    if on is not None and issuer:
        return on, issuer
    earlier = _DATE_BEFORE.search(flat[start : match.start()])
    office = earlier or _ASKED_BEFORE.search(flat[start : match.start()]) or _OFFICE_BEFORE.search(flat[start : match.start()])
    if office and issuer is None:
        named = citing.text[start + office.start("office") : start + office.end("office")]
        issuer = _office(citing.name_of(named))
    return on or _day(earlier), issuer


def _day(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    year, month, day = (int(digits(found[name])) for name in ("year", "month", "day"))
    return day_of(year, month, day)


def _issuer_after(citing: Citing, flat: str, past: int) -> str | None:
    of = _OF.match(flat[past : past + 20])
    if of is None:
        return None
    start = past + of.end()
    end = _OF_END.search(re.sub(r"\([^()]{0,40}\)", lambda bracket: "x" * len(bracket[0]), citing.text[start : start + 140]))
    stop = start + (end.start() if end else 140)
    return _office(citing.name_of(squeezed(re.sub(r"\([^)]*\)?", "", citing.text[start:stop]))))


def _office(name: str) -> str | None:
    """The name if it can be an office's."""
    fixed = _FIXED.match(name)
    if fixed:
        return "Trung ương Đảng" if fixed["party"] else fixed[0]
    is_office = re.match(
        r"^(?:phong|so|bo|ubnd|chinh phu|thu tuong|ban|hdnd|hoi|quoc hoi|tinh uy|huyen uy|thanh uy|dang uy|truong|van phong"
        r"|trung uong|cong an|uy ban|cuc|vu|tong|lien doan|cong doan|doan|trung tam|uy|chu tich|bhxh|lien|vien|dai hoc|thanh tra|vien)\b",
        folded(name),
    )
    is_alone = folded(name) in ("bo", "so", "phong", "bo truong", "truong", "ban", "vu", "cuc")
    return name if is_office and not is_alone and len(name) <= 110 else None


def _by_letters(number: str) -> str | None:
    return next((name for pattern, name in _BY_LETTERS if pattern.search(number)), None)


def _full(issuer: str | None, own: str | None) -> str | None:
    """The issuing office itself gets its full name."""
    if issuer is None or own is None:
        return issuer
    flat, mine = folded(issuer), folded(own)
    if mine == flat or mine.startswith(flat + " "):
        return own
    head = re.match(r"^(?:phong gddt|so gddt|ubnd)", flat)
    if head and mine.startswith(head[0]):
        place = re.sub(r"^(?:huyen|thi xa|thanh pho|quan|tinh|xa|phuong)\s", "", flat[head.end() :].strip())
        return own if place and mine.endswith(" " + place) and "tinh" not in flat.replace(mine, "") else issuer
    return issuer


def _completed(first: Base, later: Base) -> Base:
    return replace(first, issued_on=first.issued_on or later.issued_on, issuer=first.issuer or later.issuer)
