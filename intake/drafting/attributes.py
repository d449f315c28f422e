"""Labelled circumstances of a task: who leads, who helps and when, printed as items of their own below or beside it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from intake.drafting.clauses import Clause
from intake.drafting.terms import is_term
from intake.drafting.verbs import is_imperative

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
    ("place", r"(?:địa điểm|địa bàn|nơi)(?:\s+(?:thực hiện|tổ chức|triển khai|dự kiến|diễn ra))*"),
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
        # Beside who leads, who carries it out helps.
        found.setdefault("coordinators" if name == "owner" and "owner" in found else name, words)
    return found


def is_event_of_labels(clause: Clause) -> bool:
    """True for a title whose day and leader, or day and place, stand in labelled lines of their own below it."""
    if is_imperative(clause.text):
        return False
    labels = {label_of(child) for child in clause.children}
    return "time" in labels and ("owner" in labels or ("place" in labels and _has_bullets(clause)))


def _has_bullets(clause: Clause) -> bool:
    return all(child.is_bullet for child in clause.children if label_of(child))


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


def _is_term(clause: Clause) -> bool:
    """True for a paragraph or bullet that only says by when the work above it has to be done."""
    if clause.block.row is not None or clause.children or not (clause.marker is None or clause.is_bullet):
        return False
    return is_term(clause.text)


def is_term_of_others(clause: Clause) -> bool:
    """True for such a line where work stands above it on the same level."""
    return clause.parent is not None and clause.parent.children[0] is not clause and _is_term(clause)


def term_of(clause: Clause) -> Clause | None:
    """The next such line on the level of the clause, or on that of the item which holds it."""
    for step in (clause, clause.parent):
        if step is None or step.parent is None:
            return None
        found = _terms(step.parent).get(step)
        if found is not None:
            return found
        if not step.is_bullet:
            return None
    return None


@lru_cache(maxsize=64)
def _terms(parent: Clause) -> dict[Clause, Clause]:
    """For each clause below ``parent`` the term that follows it; asked for each of its tasks, so kept."""
    found: dict[Clause, Clause] = {}
    term: Clause | None = None
    for child in reversed(parent.children):
        if _is_term(child):
            term = child
        elif child.is_heading:
            term = None
        elif term is not None:
            found[child] = term
    return found
