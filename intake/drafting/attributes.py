"""Labelled circumstances of a task: who leads, who helps and when, printed as items of their own below or beside it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from intake.drafting.clauses import Clause

_LABELS: Final = (
    (
        "coordinators",
        r"(?:(?:các )?(?:cơ quan|đơn vị|bộ phận|tổ chức)\s+)?(?:phối hợp|tham gia)(?:\s+(?:thực hiện|triển khai))?",
    ),
    (
        "owner",
        (
            r"(?:(?:các )?(?:cơ quan|đơn vị|bộ phận|người|cá nhân|lãnh đạo)\s+)"
            r"(?:chủ trì|thực hiện|phụ trách|chịu trách nhiệm|đầu mối)(?:\s+(?:thực hiện|chính|chỉ đạo|tham mưu))?"
            r"|chủ trì(?:\s+(?:thực hiện|tham mưu))?|phân công thực hiện|phụ trách"
        ),
    ),
    (
        "time",
        (
            r"(?:thời gian|thời hạn|tiến độ|lộ trình|hạn)(?:\s+(?:thực hiện|hoàn thành|tổ chức|triển khai|nộp|gửi"
            r"|báo cáo|trình|dự kiến))*"
        ),
    ),
    ("product", r"(?:sản phẩm|kết quả)\s+(?:đầu ra|dự kiến|cần đạt|đạt được|hoàn thành)|sản phẩm"),
    ("group", r"(?:cơ quan|đơn vị|bộ phận) chủ trì\s*(?:,|và|;)\s*(?:phối hợp|thực hiện|tham gia)(?:\s+thực hiện)?"),
)
_LABEL_PATTERNS: Final = tuple(
    (name, re.compile(rf"\W*(?:{words})\s*[:：]\s*|\W*(?:{words})\W*$", re.IGNORECASE)) for name, words in _LABELS
)
_REACH: Final = 2
_MOST_NAMED: Final = 50


def label_of(clause: Clause) -> str | None:
    """Which circumstance a clause states ("owner", "coordinators", "time", "product"); None for any other clause."""
    match = _match(clause)
    return match[0] if match else None


def circumstances_of(clause: Clause) -> Mapping[str, str]:
    """The words of the circumstances of a task: those below it, then those beside it and beside its near headings."""
    found = _below(clause)
    step: Clause = clause
    for _ in range(_REACH):
        if step.parent is None or step.parent.parent is None:
            break
        beside = _below(step.parent)
        if "owner" in beside:
            found = {**beside, **found}
        step = step.parent
    return found


@lru_cache(maxsize=64)
def _below(parent: Clause) -> Mapping[str, str]:
    """What the labelled items right below a clause say; asked once for each of its items, so kept."""
    found: dict[str, str] = {}
    for clause in parent.children:
        match = _match(clause)
        if match is None:
            continue
        name, start = match
        if name == "group":
            found = {**_below(clause), **found}
            continue
        below = "; ".join(child.text.rstrip(" .;") for child in clause.children[:_MOST_NAMED])
        words = " ".join(part for part in (clause.text[start:].strip(), below) if part)
        found.setdefault(name, words)
    return found


def _match(clause: Clause) -> tuple[str, int] | None:
    """The label of a clause and where its words begin."""
    if clause.block.row is not None:
        return None
    text = clause.text
    for name, pattern in _LABEL_PATTERNS:
        match = pattern.match(text)
        if match is not None:
            return name, match.end()
    return None
