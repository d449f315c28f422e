"""Deadline entries of a plan file (due, recurrence, window, and the keys of our own) as typed rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from engine.deadlines import (
    Before,
    By,
    OnDemand,
    Recurring,
    Rule,
    SchoolFrame,
    SchoolPattern,
    SchoolPeriod,
    Window,
    Within,
)
from engine.errors import BadRule, PhraseNotUnderstood
from engine.plans import DeadlineSpec
from engine.rules import rule_from_dict
from intake.phrases import PhraseReading, read_phrase
from intake.phrases.recurring import recurrence_of
from intake.phrases.text import MOST_LETTERS, Found, Phrase, plain_phrase

_PERIODS: Final = {
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "school_year": "school_year",
    "n_per_year": "year",
}
_UNRESOLVED: Final = Window(None, None)
_ISO_DAY: Final = len("2023-10-29")
_NAMES_NO_DAY: Final = frozenset({"default_end", "evenly_spread"})
_GUESSED: Final = _NAMES_NO_DAY | {"anchor_assumed", "year_assumed"}


@dataclass(frozen=True)
class _Source:
    """The quote of an entry and what is known of its document."""

    quote: str
    issued_on: date | None
    period: tuple[date, date] | None

    def phrase(self, text: str) -> Phrase:
        """``text`` made ready for the readers of phrases."""
        return plain_phrase(text[:MOST_LETTERS], issued_on=self.issued_on, period=self.period)

    def said(self) -> PhraseReading | None:
        """What the quote says by itself; None if it does not read as a deadline, which a label need not."""
        try:
            return read_phrase(self.quote, issued_on=self.issued_on, period=self.period)
        except PhraseNotUnderstood:
            return None

    def reading(self) -> Rule | None:
        """The rule that the quote says by itself."""
        said = self.said()
        return None if said is None else said.rule


def rule_from_gold(
    entry: Mapping[str, Any], *, issued_on: date | None = None, period: tuple[date, date] | None = None
) -> DeadlineSpec:
    """The rule of one entry of ``deadlines``, with its quote.

    Dates may be ISO texts or dates. Where the quote reads as a rule with the same dates, that rule is kept, because
    its derivation says more. Raise BadRule(reason) for an entry that is none, PhraseNotUnderstood for a ``phrase``.
    """
    forms = [key for key in _FORMS if entry.get(key) is not None]
    if len(forms) != 1:
        raise BadRule(reason="several_forms" if forms else "unknown_form")
    quote = str(entry.get("quote", ""))
    rule = _FORMS[forms[0]](entry[forms[0]], _Source(quote, issued_on, period))
    return DeadlineSpec(quote, rule, bool(entry.get("inherited", False)))


def _due(value: object, source: _Source) -> Rule:
    due = _moment(value)
    rule = By(due.date(), due.hour, due.minute) if isinstance(due, datetime) else By(due)
    said = source.reading()
    return said if isinstance(said, Before | By) and _agrees(said, rule) else rule


def _agrees(said: Before | By, due: By) -> bool:
    """True if ``said`` ends at the labelled moment; a label without a time of day stands for the whole day."""
    if said.hour is None:
        return due.hour is None and said.on - timedelta(days=isinstance(said, Before)) == due.on
    return said.on == due.on and due.hour in (None, said.hour) and due.minute in (0, said.minute)


def _window(value: object, source: _Source) -> Rule:
    mapping = _mapping(value)
    rule = Window(*(_optional_day(mapping.get(key)) for key in ("start", "end")))
    if rule == _UNRESOLVED:
        return _undated(source) or rule
    said = source.reading()
    return said if isinstance(said, SchoolPeriod) and _default_window(said) == rule else rule


def _undated(source: _Source) -> Rule | None:
    """What the quote says without a date that the engine can count or wait for: a term, a demand, a day of each week.

    A term that does not say from when, or a week without its day, stays unresolved: their dates would be guesses.
    """
    said = source.said()
    if said is None or _GUESSED & set(said.notes):
        return None
    is_weekly = isinstance(said.rule, Recurring) and said.rule.rrule.startswith("FREQ=WEEKLY")
    return said.rule if is_weekly or isinstance(said.rule, Within | OnDemand) else None


def _recurrence(value: object, source: _Source) -> Rule:
    mapping = _mapping(value)
    freq = mapping.get("freq")
    if not isinstance(freq, str) or freq not in _PERIODS:
        raise BadRule(reason="unknown_frequency")
    number = mapping.get("n") if freq == "n_per_year" else 1
    if type(number) is not int:
        raise BadRule(reason="wrong_type")
    plain = recurrence_of(_PERIODS[freq], source.phrase(""), number=number).rule
    readings = [_readable(text, _PERIODS[freq], source=source, number=number) for text in _texts(mapping, source)]
    found = [reading for reading in readings if reading is not None]
    dated = (reading.rule for reading in found if not _NAMES_NO_DAY & set(reading.notes))
    narrowed = (reading.rule for reading in found if reading.rule != plain)
    rule = next(dated, None) or next(narrowed, plain)
    is_one_year = any("trong năm học" in source.phrase(text).folded for text in _texts(mapping, source))
    return _until_summer(rule, source.issued_on) if is_one_year and source.period is None else rule


def _until_summer(rule: Rule, issued_on: date | None) -> Rule:
    """A letter without a period of its own that asks for something "hằng tháng trong năm học" means the school year it
    was sent in, not every one."""
    if not isinstance(rule, Recurring) or issued_on is None or rule.until is not None:
        return rule
    frame = SchoolFrame()
    return replace(rule, until=frame.year(frame.start_year_at(issued_on)).ends_on)


def _texts(mapping: Mapping[str, Any], source: _Source) -> tuple[str, str]:
    return str(mapping.get("details") or ""), source.quote


def _readable(text: str, period: str, *, source: _Source, number: int) -> Found | None:
    """The recurrence on the days that ``text`` names; None where it names days that one rule cannot hold."""
    try:
        return recurrence_of(period, source.phrase(text), number=number)
    except BadRule:
        # Details are free text: what cannot be read there leaves the frequency, which is a label, as it is.
        return None


def _phrase(value: object, source: _Source) -> Rule:
    return read_phrase(str(value), issued_on=source.issued_on, period=source.period).rule


def _rrule(value: object, source: _Source) -> Rule:
    rule = Recurring(str(value))
    said = source.reading()
    return said if isinstance(said, Recurring) and said.rrule == rule.rrule else rule


def _linked(value: object, _source: _Source) -> Rule:
    return rule_from_dict({"type": "linked", **_mapping(value)})


def _within(value: object, _source: _Source) -> Rule:
    return rule_from_dict({"type": "within", **_mapping(value)})


def _on_demand(value: object, _source: _Source) -> Rule:
    if value is not True:
        raise BadRule(reason="wrong_type")
    return OnDemand()


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadRule(reason="not_a_mapping")
    return value


def _moment(value: object) -> date:
    """A date, or a datetime where there is a time of day."""
    if isinstance(value, date):
        return value
    text = str(value)
    try:
        return datetime.fromisoformat(text) if len(text) > _ISO_DAY else date.fromisoformat(text)
    except ValueError as error:
        raise BadRule(reason="bad_date") from error


def _optional_day(value: object) -> date | None:
    if value is None:
        return None
    moment = _moment(value)
    return moment.date() if isinstance(moment, datetime) else moment


def _default_window(period: SchoolPeriod) -> Window:
    pattern = SchoolPattern()
    first, last = pattern.year(period.start_year), pattern.year(period.end_year - 1)
    return Window(first.part(period.part)[0], last.part(period.part)[1])


_FORMS: Final[dict[str, Callable[[Any, _Source], Rule]]] = {
    "due": _due,
    "recurrence": _recurrence,
    "window": _window,
    "phrase": _phrase,
    "rrule": _rrule,
    "linked": _linked,
    "within": _within,
    "on_demand": _on_demand,
}
