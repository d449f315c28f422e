"""The times of one clause: each finder in its turn, the first to claim a stretch keeps it."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from intake.drafting.times.context import FoundTime, TimeContext
from intake.drafting.times.days import find_bare, find_blanks, find_due, find_open, find_ranges, is_over
from intake.drafting.times.periods import find_periods
from intake.drafting.times.reading import UNRESOLVED, Candidate, unresolved
from intake.drafting.times.recurrences import find_recurrences
from intake.drafting.times.relatives import find_counted, find_related
from intake.drafting.times.spelling import spelled
from intake.drafting.times.surroundings import Clause, is_case, is_preface
from intake.drafting.times.years import find_mixed, find_years

_MENTION: Final = re.compile(
    r"\d|tháng|thang|năm|nam\b|quý|quí|tuần|ngày|ngay|khi|hè|cùng|học k|sau|trước|trong|…", re.IGNORECASE
)
_SAME: Final[dict[str, dict[str, str | int]]] = {
    "quarterly": {"freq": "n_per_year", "n": 4},
    "monthly": {"freq": "n_per_year", "n": 12},
}
_EDGES: Final = " \t\n,;:("
# Each finder with a mark without which it has nothing to look for: most clauses have none.
_FINDERS: Final[tuple[tuple[re.Pattern[str], Callable[[Clause], Iterator[Candidate]]], ...]] = tuple(
    (re.compile(mark), find)
    for mark, find in (
        (
            r"hằng|mỗi|từng|định kỳ|lần|cùng|tháng cuối|báo cáo|\d (?:kỳ|số|buổi|cuộc|đợt|bài|lượt|tin|bản|chuyên)",
            find_recurrences,
        ),
        (r"\d (?:ngày|tuần|tháng|giờ|phút)", find_counted),
        (r"\d/\d", find_ranges),
        (r"từ .{0,40}20\d\d", find_mixed),
        (r"\d/\d|cùng ngày", find_due),
        (r"…|\.\.|/ ?\d|tháng", find_blanks),
        (r"\d/\d", find_open),
        (r"\d/\d", find_bare),
        (r"tháng|quý|tuần|kỳ \d|\d/\d{4}", find_periods),
        (r"20\d\d", find_years),
        (r"khi|sau|trước|trong|vào|năm học", find_related),
    )
)


@lru_cache(maxsize=256)
def find_times(text: str, context: TimeContext) -> tuple[FoundTime, ...]:
    """The times of the task that ``text`` (a clause, a heading, a cell) gives, in text order.

    Dates that belong to something else – a cited document, a scheme's name, figures, a goal – are left out.
    """
    if not _MENTION.search(text):
        return ()
    clause = Clause(spelled(text), context)
    found = _without_repeats(clause, _firmest(clause, _claimed(clause)))
    return tuple(_placed(text, clause, candidate=each) for each in found)


def _claimed(clause: Clause) -> list[Candidate]:
    """The candidates that do not overlap, in text order."""
    taken: list[Candidate] = []
    is_taken = bytearray(len(clause.text))
    for mark, find in _FINDERS:
        for candidate in find(clause) if mark.search(clause.text) else ():
            start, end = candidate.start, candidate.end
            if start < end and not any(is_taken[start:end]):
                is_taken[start:end] = b"\1" * (end - start)
                taken.append(candidate)
    return sorted(taken, key=lambda each: each.start)


def _firmest(clause: Clause, claimed: list[Candidate]) -> list[Candidate]:
    """Without the weak times of a sentence that has a firm one; weak unresolved ones go beside any firm one."""
    timed = [each for each in claimed if each.deadline is not None and not _is_of_other(clause, each)]
    firm = {_sentence(clause, each) for each in timed if not each.is_weak}
    return [each for each in timed if not each.is_weak or not _is_outdone(clause, each, firm=firm)]


def _is_of_other(clause: Clause, candidate: Candidate) -> bool:
    """True for the time of something else than the task: of a purpose, of a case, of days that are over."""
    start, end = candidate.start, candidate.end
    return is_preface(clause, start, end=end) or is_case(clause, start, end=end) or is_over(candidate, clause)


def _is_outdone(clause: Clause, candidate: Candidate, *, firm: set[int]) -> bool:
    return bool(firm) if _is_unresolved(candidate) else _sentence(clause, candidate) in firm


def _without_repeats(clause: Clause, candidates: list[Candidate]) -> list[Candidate]:
    """Each time once in a sentence: a sentence that names a period twice means it once. Unresolved ones stay."""
    seen: set[object] = set()
    kept: list[Candidate] = []
    for each in sorted(candidates, key=_detail, reverse=True):
        value = _value(clause, each)
        if _is_unresolved(each) or value not in seen:
            kept.append(each)
        seen |= {value, _value(clause, each, has_details=False)}
    return sorted(kept, key=lambda each: each.start)


def _value(clause: Clause, candidate: Candidate, *, has_details: bool = True) -> object:
    deadline = candidate.deadline or unresolved("")
    recurrence = dict(deadline.recurrence or {})
    # Two days of a year make two dates; elsewhere the details only say more of the same.
    if recurrence and not (has_details and recurrence["freq"] == "yearly"):
        recurrence.pop("details", None)
        recurrence = _SAME.get(str(recurrence["freq"]), recurrence)
    return (_sentence(clause, candidate), deadline.due, deadline.window, repr(recurrence))


def _detail(candidate: Candidate) -> int:
    """How much a recurrence says of its days."""
    recurrence = candidate.deadline.recurrence if candidate.deadline else None
    return sum(letter.isdigit() for letter in str((recurrence or {}).get("details", "")))


def _is_unresolved(candidate: Candidate) -> bool:
    return candidate.deadline is not None and candidate.deadline.window == UNRESOLVED


def _sentence(clause: Clause, candidate: Candidate) -> int:
    return bisect_right(clause.sentence_ends, candidate.start)


def _placed(text: str, clause: Clause, *, candidate: Candidate) -> FoundTime:
    start, end = clause.spelling.place(candidate.start, candidate.end)
    while end > start and (text[end - 1] in _EDGES or _is_lone_bracket(text[start:end])):
        end -= 1
    while start < end and text[start] in _EDGES:
        start += 1
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    deadline = candidate.deadline or unresolved("")
    return FoundTime(start, end, replace(deadline, quote=text[start:end]))


def _is_lone_bracket(quote: str) -> bool:
    return quote.endswith(")") and quote.count("(") < quote.count(")")
