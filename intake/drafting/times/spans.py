"""Headings that are themselves a time and give it to the clauses below them."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from intake.drafting.draft import DraftDeadline
from intake.drafting.times.context import TimeContext
from intake.drafting.times.finder import find_times
from intake.drafting.times.reading import on_one_day

_NUMBERING: Final = re.compile(
    r"^[\s*_#>|]*(?:[-+*•–]+\s*|(?:[IVXLC]{1,6}|[A-ZĐa-zđ]|\d{1,2}(?:\.\d{1,2}){0,3})\s*[.)/]\s+|\(\d{1,2}\)\s*){0,2}"
)
_FILLER: Final = re.compile(
    r"\b(?:đợt|giai đoạn|bước|lần|ngày|buổi|sáng|chiều|thời gian|trong|các|năm học|năm|học kỳ|từ|đến|vào|và|dự kiến"
    r"|thứ|nhất|hai|ba|kỳ|vòng|tiến độ|cao điểm|[ivx]+"
    r"|(?:bao )?gồm(?: (?:các|những))? (?:nội dung|công việc|nhiệm vụ)(?: (?:trọng tâm|chủ yếu|chính|cụ thể|như"
    r"|sau))*)\b",
    re.IGNORECASE,
)
# A step that is named by its time gives it to what stands below it, whatever else it says.
_STEP: Final = re.compile(
    r"\W*(?:đợt|giai đoạn|bước|vòng)\s+(?:\d{1,2}|[IVX]{1,4}|một|hai|ba)\W*(?:(?:thời gian|thực hiện|dự kiến)\W+){0,2}",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_LONGEST: Final = 120


@lru_cache(maxsize=64)
def is_time_span(heading: str, context: TimeContext) -> DraftDeadline | None:
    """The time that a heading such as "1. Từ năm 2021 đến năm 2023" or "Tháng 9/2024" is; None if it says more.

    ``quote`` is the time as printed, ``is_inherited`` is set: it belongs to the clauses below.
    """
    body = _NUMBERING.sub("", heading, count=1)
    if len(body) > _LONGEST:
        return None
    found = find_times(body, replace(context, where="column"))
    if len(found) != 1:
        return None
    time = found[0]
    deadline = on_one_day(time.deadline, "event_day") if time.deadline.how == "day_in_column" else time.deadline
    if _STEP.fullmatch(body[: time.start]):
        return replace(deadline, is_inherited=True)
    rest = _FILLER.sub(" ", f"{body[: time.start]} {body[time.end :]}")
    return None if _LETTER.search(rest) else replace(deadline, is_inherited=True)
