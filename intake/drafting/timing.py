"""When a task is due: times in the clause, in its heading or column, and those that stand in another leaf."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from intake.drafting.attributes import term_of
from intake.drafting.clauses import Clause
from intake.drafting.draft import DraftDeadline
from intake.drafting.requests import asks
from intake.drafting.sentences import sentences
from intake.drafting.shapes import brings_work
from intake.drafting.times import TimeContext, find_times, is_time_span
from intake.drafting.verbs import is_imperative

_LIMIT: Final = re.compile(r"trước|chậm|muộn|xong|hoàn thành|hết|hạn|không quá|đến", re.IGNORECASE)
# Where a lead-in of several sentences asks at last: a day before that belongs to something else.
_CALLS_ANEW: Final = re.compile(
    r"[.;,]\s[^.;]*?\b(?:đề nghị|yêu cầu)\s+(?:các|những|hiệu|thủ|ubnd|ủy|uỷ|phòng|sở|đơn|trường)", re.IGNORECASE
)
_LABELS: Final = ("thời gian", "thời hạn", "thời điểm", "hạn nộp", "hạn gửi", "ngày thi")


def deadlines_of(
    times: Sequence[DraftDeadline],
    clause: Clause,
    *,
    context: TimeContext,
    column: str | None = None,
    is_event: bool = False,
) -> tuple[DraftDeadline, ...]:
    """The times of a task: those in its own words, then those of its column and its heading.

    ``is_event`` tells how a bare day in the column is meant: as the day of an event, not the last one for the work.
    """
    found = list(times)
    if column:
        found.extend(_held_on(entry) if is_event else entry for entry in _in_column(column, context))
    found.extend(_below(clause, context))
    if not any(entry.due for entry in found):
        found.extend(_after(clause, context))
    is_timed = any(entry.due or entry.recurrence for entry in found)
    found.extend(entry for entry in _above(clause, context) if not (is_timed and entry.how == "carried"))
    return _distinct(found)


def _in_column(column: str, context: TimeContext) -> list[DraftDeadline]:
    return [time.deadline for time in find_times(column, replace(context, where="column"))]


def _held_on(entry: DraftDeadline) -> DraftDeadline:
    """A bare day beside an event is the day on which it is held, not the last day for it."""
    if entry.due is None or _LIMIT.search(entry.quote):
        return entry
    day = date.fromisoformat(entry.due[:10])
    return replace(entry, due=None, window=(day, day), how="event_day")


def _below(clause: Clause, context: TimeContext) -> list[DraftDeadline]:
    """Times in the circumstances listed below a task ("Thời gian: ngày 20/11/2024")."""
    labelled = [child for child in clause.children if child.text.strip(" *_").lower().startswith(_LABELS)]
    return [time.deadline for child in labelled for time in find_times(child.text, context)]


def _after(clause: Clause, context: TimeContext) -> tuple[DraftDeadline, ...]:
    """The term that stands on a line of its own below several tasks."""
    term = term_of(clause)
    return () if term is None else _of_line(term, context)


@lru_cache(maxsize=64)
def _of_line(term: Clause, context: TimeContext) -> tuple[DraftDeadline, ...]:
    found = (time.deadline for time in find_times(term.text, replace(context, where="column")))
    return tuple(replace(entry, is_inherited=True, certainty="likely", how="carried") for entry in found)


def _above(clause: Clause, context: TimeContext) -> tuple[DraftDeadline, ...]:
    """The time of the nearest heading that is a time, or of the sentence that introduces the list."""
    return next((found for step in clause.ancestors() if (found := _passed_on(step, context))), ())


@lru_cache(maxsize=64)
def _passed_on(clause: Clause, context: TimeContext) -> tuple[DraftDeadline, ...]:
    """The times that a heading gives to what stands below it; asked for each of its tasks, so kept."""
    span = is_time_span(clause.text, context)
    if span is not None:
        return (replace(span, is_inherited=True),)
    if not (clause.is_open and (asks(clause.text) or is_imperative(clause.text))):
        return ()
    last = max((match.start() for match in _CALLS_ANEW.finditer(clause.text)), default=0)
    dues = (
        time.deadline
        for time in find_times(clause.text, context)
        if time.deadline.due and time.start >= last and _goes_to_all(clause.text, time.start, end=time.end)
    )
    return tuple(replace(due, is_inherited=True, certainty="likely", how="carried") for due in dues)


def _goes_to_all(text: str, start: int, *, end: int) -> bool:
    """True for a day in the words that announce the list, not in a request of its own before them."""
    if ";" in text[end:]:
        return False
    sentence = next((text[first:last] for first, last in sentences(text) if first <= start < last), text)
    return sentence.rstrip().endswith(text.rstrip()[-8:]) or brings_work(sentence)


def _distinct(found: Sequence[DraftDeadline]) -> tuple[DraftDeadline, ...]:
    """Each time once: the first that says it."""
    seen: dict[object, DraftDeadline] = {}
    for entry in found:
        recurrence = tuple(sorted((entry.recurrence or {}).items()))
        unresolved = entry.quote if entry.window == (None, None) else None
        seen.setdefault((entry.due, recurrence and recurrence[:1], entry.window, unresolved), entry)
    return tuple(seen.values())
