"""What a cut-out time means, by the reader of phrases, in the three forms that a plan file has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from engine.deadlines import Before, By, Rule, SchoolPattern, SchoolPeriod, Window
from engine.errors import PhraseNotUnderstood
from intake.drafting.draft import DraftDeadline
from intake.drafting.times.context import TimeContext
from intake.phrases import PhraseReading, read_phrase
from intake.phrases.text import Certainty

UNRESOLVED: Final = (None, None)
# Further back than this a day "trước" which something is wanted is a condition, not a slip of the pen.
_LONG_AGO: Final = timedelta(days=400)
_REFUSALS: Final[Mapping[str, str]] = {
    "no_such_date": "impossible_date",
    "no_such_month": "impossible_date",
    "no_such_time": "impossible_date",
    "year_out_of_range": "impossible_date",
    "window_reversed": "dates_reversed",
    "school_year_not_consecutive": "impossible_date",
    "year_missing": "year_missing",
}
_LESS: Final[Mapping[Certainty, int]] = {"sure": 0, "likely": 1, "doubtful": 2}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of the spelling and its time; None for a stretch that is a date but no time of this task.

    A weak time counts only if the clause has no strong one.
    """

    start: int
    end: int
    deadline: DraftDeadline | None = None
    is_weak: bool = False


def unresolved(how: str, *, certainty: Certainty = "sure", notes: tuple[str, ...] = ()) -> DraftDeadline:
    """A time that gives no dates; its quote comes later."""
    return DraftDeadline("", window=UNRESOLVED, how=how, certainty=certainty, notes=notes)


def read_time_phrase(
    text: str, context: TimeContext, *, how: str, certainty: Certainty = "sure"
) -> DraftDeadline | None:
    """The deadline that ``text``, in one spelling, means; a date that cannot be is unresolved, with a note saying why.

    None for what the reader of phrases does not take for a time.
    """
    reading = _reading(text, earliest=context.earliest, period=context.covered)
    if not isinstance(reading, str) and _is_past_period(reading, context):
        reading = _reading(text, earliest=context.covered[0] if context.covered else None, period=context.covered)
    if isinstance(reading, str):
        note = _REFUSALS.get(reading)
        return None if note is None else unresolved(note, certainty="doubtful", notes=(note,))
    deadline = _in_form(reading.rule, how)
    if deadline is None:
        return None
    notes = tuple(note for note in reading.notes if note in ("year_assumed", "point_of_period"))
    deadline = replace(deadline, certainty=certainty, notes=notes)
    return _against_issue(less_sure(deadline, "likely") if notes else deadline, context)


def on_one_day(deadline: DraftDeadline, how: str) -> DraftDeadline:
    """The day of a due date as the window of an event held on that day."""
    if deadline.due is None:
        return deadline
    day = datetime.fromisoformat(deadline.due).date()
    return replace(deadline, due=None, window=(day, day), how=how)


def last_day(deadline: DraftDeadline) -> date | None:
    """The last day of a due date or window, None if open or unresolved."""
    if deadline.due is not None:
        return datetime.fromisoformat(deadline.due).date()
    return deadline.window[1] if deadline.window is not None else None


def is_long_past(deadline: DraftDeadline, context: TimeContext) -> bool:
    """True for a time so long before the document that it can only be background or a condition."""
    last, issued = last_day(deadline), context.earliest
    return last is not None and issued is not None and last < issued - _LONG_AGO


def less_sure(deadline: DraftDeadline, certainty: Certainty, *notes: str) -> DraftDeadline:
    """The same, at most as sure as ``certainty``, with ``notes`` added."""
    lower = max((deadline.certainty, certainty), key=_LESS.__getitem__)
    return replace(deadline, certainty=lower, notes=(*deadline.notes, *notes))


def _is_past_period(reading: PhraseReading, context: TimeContext) -> bool:
    """True if a year that was supplied leads beyond the period, within which the day lies as well."""
    if context.covered is None or "year_assumed" not in reading.notes:
        return False
    rule = reading.rule
    on = rule.on if isinstance(rule, Before | By) else rule.end if isinstance(rule, Window) else None
    return on is not None and on > context.covered[1]


@lru_cache(maxsize=2048)
def _reading(text: str, *, earliest: date | None, period: tuple[date, date] | None) -> PhraseReading | str:
    try:
        return read_phrase(text, issued_on=earliest, period=period)
    except PhraseNotUnderstood as error:
        return str(error.values["reason"])


def _in_form(rule: Rule, how: str) -> DraftDeadline | None:
    match rule:
        case Before(on, None):
            return DraftDeadline("", due=(on - timedelta(days=1)).isoformat(), how=how)
        case By(on, None):
            return DraftDeadline("", due=on.isoformat(), how=how)
        case Before(on, int(hour), minute) | By(on, int(hour), minute):
            return DraftDeadline("", due=datetime.combine(on, time(hour, minute)).isoformat("T", "minutes"), how=how)
        case Window(start, end):
            return DraftDeadline("", window=(start, end), how=how)
        case SchoolPeriod(start_year, end_year, "year"):
            pattern = SchoolPattern()
            window = (pattern.year(start_year).opens_on, pattern.year(end_year - 1).ends_on)
            return DraftDeadline("", window=window, how=how)
        case SchoolPeriod():
            return unresolved("semester")
        case _:
            return None


def _against_issue(deadline: DraftDeadline, context: TimeContext) -> DraftDeadline:
    last, issued = last_day(deadline), context.issued_on
    if last is None or issued is None or last >= issued or "year_assumed" in deadline.notes:
        return deadline
    return less_sure(deadline, "doubtful", "before_issue")
