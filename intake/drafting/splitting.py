"""A leaf that holds several tasks is split: other times, another named owner, or several events."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.drafting.draft import DraftDeadline
from intake.drafting.leaves import Leaf
from intake.drafting.letters import UPPER
from intake.drafting.parties import find_parties, subject_of
from intake.drafting.times import TimeContext, find_times
from intake.drafting.verbs import is_imperative

_CUT: Final = re.compile(
    rf";\s+|(?<=[.!?])\s+(?=[\W_]{{0,8}}[{UPPER}])"
    r"|\s+và\s+(?=báo cáo (?:tổng kết|sơ kết|kết thúc|cuối|năm)|gửi báo cáo|nộp |tổng kết |sơ kết )"
    r"|,\s+(?=riêng\s)"
    r"|,\s+(?:và\s+)?(?=(?:đợt|lần|vòng|giai đoạn|kỳ|học kỳ)\s+(?:[2-4]|II+|hai|ba)\s+(?!trước|chậm|muộn|từ|vào"
    r"|tháng|ngày|\()"
    r"|(?:dữ liệu|số liệu|báo cáo|kế hoạch|hồ sơ|danh sách)\s)"
)
_ONE_OFF: Final = re.compile(r"\W*báo cáo (?:tổng kết|sơ kết|kết thúc|giữa kỳ|cuối kỳ)\b", re.IGNORECASE)
_EVENT: Final = re.compile(
    r"\b(?:hội thi|cuộc thi|liên hoan|ngày hội|hội khoẻ|hội khỏe|giải (?:bóng|cờ|thể)|hội thao|hội nghị)\b",
    re.IGNORECASE,
)
_APPOINTS: Final = re.compile(r"[\s*_]*\([\s*_]*(?:chọn|giao|phân công)\s", re.IGNORECASE)
_BRACKET: Final = re.compile(r"(?<=[.;,)])[\s*_]*\((?=[\s*_]*(?:chọn|giao|phân công)\s)", re.IGNORECASE)
_STARTS: Final = re.compile(r"\W*riêng\b", re.IGNORECASE)
_CONTINUES: Final = re.compile(
    r"\W*(?:kết thúc|bắt đầu|hoàn thành|xong|trước|chậm nhất|muộn nhất|đối với|từ ngày"
    r"|đến)\b",
    re.IGNORECASE,
)
_DEPENDS: Final = re.compile(r"\b(?:của|với|cho|tại|giữa|đến|về|cùng|và|,)\s*(?:các\s*)?$", re.IGNORECASE)
_MOSTLY: Final = 0.6
_SHARE: Final = re.compile(r"\W*\d+\s?%")
_NUMBERED: Final = re.compile(r"\W*(?:đợt|lần|vòng|giai đoạn|kỳ|học kỳ)\s", re.IGNORECASE)
_SEGMENTS: Final = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf, or the stretch of one that is a task of its own, and the times that stand in it.

    The times are read in the whole leaf, since a part may lean on the one before ("cùng ngày").
    """

    leaf: Leaf
    times: tuple[DraftDeadline, ...]


def split(leaf: Leaf, context: TimeContext) -> list[Part]:
    """The tasks of a leaf, in order; most leaves stay whole."""
    found = find_times(leaf.clause.block.text[leaf.start : leaf.end], context)
    times = [(leaf.start + time.start, time.deadline) for time in found]
    parts = [Part(part, _within(part, times)) for part in _segments(leaf)]
    if not 2 <= len(parts) <= _SEGMENTS:
        return [Part(leaf, _within(leaf, times))]
    held = [parts[0]]
    for part in parts[1:]:
        if _is_other_task(held[-1], part) or (len(held) > 1 and _is_own_deed(held[-1], part)):
            held.append(part)
        else:
            held[-1] = Part(replace(held[-1].leaf, end=part.leaf.end), (*held[-1].times, *part.times))
    return held


def _is_own_deed(held: Part, part: Part) -> bool:
    """True for a deed with a day behind one without: the day is not that of both."""
    return not held.times and _dues(part) and is_imperative(held.leaf.text) and is_imperative(part.leaf.text)


def _within(leaf: Leaf, times: Sequence[tuple[int, DraftDeadline]]) -> tuple[DraftDeadline, ...]:
    return tuple(deadline for at, deadline in times if leaf.start <= at < leaf.end)


def _segments(leaf: Leaf) -> list[Leaf]:
    text = leaf.clause.block.text
    cuts = {leaf.start}
    cuts.update(match.end() for match in _CUT.finditer(text, leaf.start, leaf.end))
    cuts.update(leaf.start + match.start() for match in _BRACKET.finditer(text[leaf.start : leaf.end]))
    depths = _depths(text[leaf.start : leaf.end])
    ordered = sorted(
        cut for cut in cuts if cut < leaf.end and depths[cut - leaf.start] == 0 and text[cut : leaf.end].strip()
    )
    if not ordered:
        return [leaf]
    worded = [cut for cut, after in zip(ordered, [*ordered[1:], leaf.end], strict=True) if text[cut:after].strip(" *_")]
    return [replace(leaf, start=start, end=end) for start, end in zip(worded, [*worded[1:], leaf.end], strict=True)]


def _depths(text: str) -> list[int]:
    """How many brackets and quotation marks are open before each letter; one never closed counts only in its part."""
    depths: list[int] = []
    depth = 0
    for letter in text:
        if letter in "(“":
            depths.append(depth)
            depth += 1
            continue
        if letter in ")”" and depth:
            depth -= 1
        depths.append(depth)
    return depths if depth == 0 else [0] * len(text)


def _is_other_task(held: Part, part: Part) -> bool:
    if _SHARE.match(part.leaf.text):
        return any(entry.due for entry in part.times)
    return _names_another(held.leaf, part.leaf) or _has_other_time(held, part) or _is_other_event(held.leaf, part.leaf)


def _names_another(held: Leaf, part: Leaf) -> bool:
    """True if the part begins with another named owner that it gives a job."""
    if _SHARE.match(part.text):
        return False
    others = [party for party in subject_of(part.text) if not party.is_generic]
    if part.text.startswith("(") and _APPOINTS.match(part.text) is None:
        return False
    if not others or re.match(r"\W*(?:trong đó|cụ thể|qua đó|để|nhằm)\b", part.text, re.IGNORECASE):
        return False
    known = {party.name for party in subject_of(held.text)}
    is_chosen = re.match(r"\W*(?:chọn|lựa chọn|cử|mời)\b", part.text, re.IGNORECASE) is not None
    begins = (others[0].start <= 12 and not is_chosen) or _APPOINTS.match(part.text) is not None
    is_staff = others[0].level == "khac" and others[0].name[:1].islower()
    if (is_staff and not (known and others[0].start <= 2)) or not _has_deed(held.text):
        return False
    return (
        begins
        and not {party.name for party in others} & known
        and not re.match(r"\s*(?:được|là|đã|có thể|trực thuộc)\b", part.text[others[-1].end :])
    )


def _has_deed(text: str) -> bool:
    """True unless the words so far only name parties, whose deed stands behind the next cut."""
    named = sum(party.end - party.start for party in find_parties(text))
    return named < _MOSTLY * len(text.strip()) and not _lists(text)


def _lists(text: str) -> bool:
    """True if the words end with a party that depends on what stands before it ("phối hợp với Công an;")."""
    parties = find_parties(text)
    if not parties or text[parties[-1].end :].strip(" ;,.*_"):
        return False
    return _DEPENDS.search(text[: parties[-1].start]) is not None


def _has_other_time(held: Part, part: Part) -> bool:
    """True for a second deliverable with its own time, or a one-off report beside a repeated one."""
    text = part.leaf.text
    if _CONTINUES.match(text) and not _NUMBERED.match(text):
        return False
    before, after = _values(held), _values(part)
    is_worded = part.leaf.clause.block.text[: part.leaf.start].rstrip().endswith((";", ".", "và", ")"))
    if not is_worded and not (_dues(held) and _dues(part)):
        return False
    if before and after and (is_imperative(text) or _STARTS.match(text) or text[:1].islower() or text[:1].isdigit()):
        return not before & after
    if not is_imperative(text) or not is_worded:
        return False
    repeats = any(kind == "recurrence" for kind, _ in before)
    return repeats and _ONE_OFF.match(text) is not None


def _dues(part: Part) -> bool:
    return any(entry.due or entry.recurrence for entry in part.times) or bool(_NUMBERED.match(part.leaf.text))


def _values(part: Part) -> set[tuple[str, str]]:
    return {_value(entry) for entry in part.times}


def _value(entry: DraftDeadline) -> tuple[str, str]:
    if entry.due:
        return "due", entry.due
    if entry.window == (None, None):
        return "window", entry.quote
    return ("recurrence", str(entry.recurrence)) if entry.recurrence else ("window", str(entry.window))


def _is_other_event(held: Leaf, part: Leaf) -> bool:
    """True if both name an event of their own ("Hội thi …; Hội thi …") in quotation marks or with its year."""
    return _is_event(held) and _is_event(part)


def _is_event(leaf: Leaf) -> bool:
    match = _EVENT.search(leaf.text)
    return match is not None and (re.search(r"[“\"”]|\b20\d\d\b", leaf.text) is not None)
