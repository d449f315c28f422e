"""A leaf that holds several tasks is split: other times, another named owner, or several events."""

import itertools
import re
from dataclasses import replace
from typing import Final

from intake.drafting.leaves import Leaf
from intake.drafting.letters import UPPER
from intake.drafting.parties import find_parties, subject_of
from intake.drafting.times import TimeContext, find_times
from intake.drafting.verbs import is_imperative

_CUT: Final = re.compile(
    rf";\s+|(?<=[.!?])\s+(?=[\W_]*[{UPPER}])|\s+và\s+(?=báo cáo (?:tổng kết|sơ kết|kết thúc"
    rf"|cuối)|gửi báo cáo|nộp )"
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
_SEGMENTS: Final = 40


def split(leaf: Leaf, context: TimeContext) -> list[Leaf]:
    """The tasks of a leaf, in order; most leaves stay whole."""
    parts = _segments(leaf)
    if len(parts) < 2 or len(parts) > _SEGMENTS:
        return [leaf]
    cuts = [leaf.start]
    for before, part in itertools.pairwise(parts):
        held = replace(leaf, start=cuts[-1], end=before.end)
        if _is_other_task(held, part, context):
            cuts.append(part.start)
    ends = [*cuts[1:], leaf.end]
    return [replace(leaf, start=start, end=end) for start, end in zip(cuts, ends, strict=True)]


def _segments(leaf: Leaf) -> list[Leaf]:
    text = leaf.clause.block.text
    cuts = {leaf.start}
    cuts.update(match.end() for match in _CUT.finditer(text, leaf.start, leaf.end))
    cuts.update(leaf.start + match.start() for match in _BRACKET.finditer(text[leaf.start : leaf.end]))
    depths = _depths(text[leaf.start : leaf.end])
    ordered = sorted(
        cut for cut in cuts if cut < leaf.end and depths[cut - leaf.start] == 0 and text[cut : leaf.end].strip()
    )
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


def _is_other_task(held: Leaf, part: Leaf, context: TimeContext) -> bool:
    return _names_another(held, part) or _has_other_time(held, part, context) or _is_other_event(held, part)


def _names_another(held: Leaf, part: Leaf) -> bool:
    """True if the part begins with another named owner that it gives a job."""
    others = [party for party in subject_of(part.text) if not party.is_generic]
    if part.text.startswith("(") and _APPOINTS.match(part.text) is None:
        return False
    if not others or re.match(r"\W*(?:trong đó|cụ thể|qua đó|để|nhằm)\b", part.text, re.IGNORECASE):
        return False
    known = {party.name for party in subject_of(held.text)}
    is_chosen = re.match(r"\W*(?:chọn|lựa chọn|cử|mời)\b", part.text, re.IGNORECASE) is not None
    begins = (others[0].start <= 12 and not is_chosen) or _APPOINTS.match(part.text) is not None
    if (others[0].level == "khac" and others[0].name[:1].islower()) or not _has_deed(held.text):
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


def _has_other_time(held: Leaf, part: Leaf, context: TimeContext) -> bool:
    """True for a second deliverable with its own time, or a one-off report beside a repeated one."""
    if _CONTINUES.match(part.text):
        return False
    before, after = _times(held, context), _times(part, context)
    if before and after and (is_imperative(part.text) or _STARTS.match(part.text) or part.text[:1].islower()):
        return not before & after
    if not is_imperative(part.text):
        return False
    repeats = any(kind == "recurrence" for kind, _ in before)
    return repeats and _ONE_OFF.match(part.text) is not None


def _times(leaf: Leaf, context: TimeContext) -> set[tuple[str, str]]:
    found = (time.deadline for time in find_times(leaf.text, context))
    return {_value(entry.due, entry.recurrence, entry.window) for entry in found if entry.window != (None, None)}


def _value(due: str | None, recurrence: object, window: object) -> tuple[str, str]:
    if due:
        return "due", due
    return ("recurrence", str(recurrence)) if recurrence else ("window", str(window))


def _is_other_event(held: Leaf, part: Leaf) -> bool:
    """True if both name an event of their own ("Hội thi …; Hội thi …") in quotation marks or with its year."""
    return _is_event(held) and _is_event(part)


def _is_event(leaf: Leaf) -> bool:
    match = _EVENT.search(leaf.text)
    return match is not None and (re.search(r"[“\"”]|\b20\d\d\b", leaf.text) is not None)
