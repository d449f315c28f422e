"""A time phrase read aloud: its rule, its dates and how they came about, with nothing saved."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from engine.deadlines import DueContext, Linked, Occurrence, Recurring, Resolved, Step, occurrences, resolve
from engine.errors import AnchorMissing, Problem
from engine.rules import Rule
from intake.phrases import read_phrase
from intake.phrases.text import Certainty
from intake.plan_dates import due_doubts

SHOWN: Final = 5


@dataclass(frozen=True)
class Derived:
    """A phrase with its dates; of a recurrence those of its next occurrence, and in ``series`` the ones after it.

    ``notes`` are codes below ``phrases`` of the locales, ``doubts`` warnings about dates that look like slips.
    """

    phrase: str
    rule: Rule
    certainty: Certainty
    notes: tuple[str, ...]
    resolved: Resolved
    series: tuple[Occurrence, ...] = ()
    doubts: tuple[Problem, ...] = ()


def derive(
    phrase: str, *, context: DueContext, period: tuple[date, date] | None = None, event_on: date | None = None
) -> Derived:
    """What a phrase means in a document of the day ``context.anchors["issued"]``. ``event_on`` is the day of the event
    that the phrase counts from, where it names one.

    Raise PhraseNotUnderstood for what is no deadline, CalendarNotCovered and its like where the calendar ends.
    """
    issued_on = context.anchors["issued"]
    reading = read_phrase(phrase, issued_on=issued_on, period=period)
    anchor = getattr(reading.rule, "anchor", "")
    if event_on is not None and anchor.startswith("event:"):
        context = replace(context, anchors={**context.anchors, anchor: event_on})
    resolved, series = dates_of(reading.rule, context, quote=reading.quote)
    doubts = tuple(due_doubts(reading.rule, issued_on, where=reading.quote))
    return Derived(reading.quote, reading.rule, reading.certainty, reading.notes, resolved, series, doubts)


def dates_of(rule: Rule, context: DueContext, *, quote: str) -> tuple[Resolved, tuple[Occurrence, ...]]:
    """The dates of a rule; of a recurrence those of its next occurrence, and the ones after it."""
    if isinstance(rule, Recurring):
        series = tuple(occurrences(rule, context, start=context.anchors["issued"], until=None, limit=SHOWN))
        return series[0].resolved, series
    if isinstance(rule, Linked) and not rule.task:
        return Resolved(None, None, None, (Step("link_unresolved", {"phrase": quote}),)), ()
    try:
        return resolve(rule, context), ()
    except AnchorMissing as error:
        return Resolved(None, None, None, (Step("anchor_missing", {"anchor": str(error.values["anchor"])}),)), ()
