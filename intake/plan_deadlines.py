"""The deadlines of a plan file's tasks: one time each, dates in order, links that end somewhere."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from engine.deadlines import Before, By, Linked, Recurring, Rule, SchoolPeriod, Window
from engine.errors import BadRule, PhraseNotUnderstood
from engine.plans import DeadlineSpec, TaskSpec
from engine.recurrence import HORIZON, is_impossible, recurrence_dates
from engine.school_year import SchoolFrame
from intake.gold_deadlines import rule_from_gold
from intake.org_units import cycles
from intake.yaml_fields import LATEST_YEAR, Fields, date_from, printed
from intake.yaml_places import Findings

EARLIEST_YEAR: Final = 2000
FREQUENCIES: Final = ("monthly", "quarterly", "yearly", "school_year", "n_per_year")
UNITS: Final = ("hour", "day", "working_day", "week", "month", "year")
_FORMS: Final = ("due", "recurrence", "window", "phrase", "rrule", "linked", "on_demand", "within")
_KEYS: Final = (*_FORMS, "quote", "inherited", "note")
# Reasons why a rule or phrase is refused that have a sentence of their own.
_REASONS: Final = frozenset(
    {
        *("rrule_malformed", "rrule_part_not_allowed", "unknown_anchor", "count_out_of_range", "year_out_of_range"),
        *("no_such_date", "no_such_month", "no_such_time", "year_missing", "several_dates", "counted_backwards"),
    }
)
_DUE: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::00)?)?", re.ASCII)
_MOST_DAYS: Final = 3_660
_MOST_COUNT: Final = 876_000
_MOST_PER_YEAR: Final = 366


@dataclass(frozen=True)
class Frame:
    """What the head of the plan says about time. ``issued_from`` is the first day on which it can have been issued."""

    issued_on: date | None = None
    issued_from: date | None = None
    period: tuple[date, date] | None = None


def read_deadlines(task: Fields, frame: Frame) -> tuple[DeadlineSpec, ...]:
    """The ``deadlines`` of a task; everything wrong is noted."""
    found = (_deadline(row, frame) for row in task.rows("deadlines"))
    return tuple(deadline for deadline in found if deadline is not None)


def check_links(tasks: Iterable[TaskSpec], findings: Findings, *, lines: dict[str, int]) -> None:
    """Note links to tasks that are not there or carry no date, and every cycle of links."""
    known = {task.key: task for task in tasks}
    links: dict[str, str] = {}
    for task in known.values():
        targets = [rule.task for rule in _rules(task) if isinstance(rule, Linked) and rule.task]
        if len(targets) > 1:
            findings.error("links_several", lines[task.key], task=task.key, targets=", ".join(targets))
        for target in targets:
            if target not in known:
                findings.error("link_unknown", lines[task.key], task=task.key, target=target)
            elif not known[target].deadlines:
                findings.warning("link_undated", lines[task.key], task=task.key, target=target)
            links[task.key] = target
    for cycle in cycles(links):
        findings.error("link_cycle", lines[cycle[0]], path=" → ".join(cycle))


def _rules(task: TaskSpec) -> Iterator[Rule]:
    return (deadline.rule for deadline in task.deadlines)


def _deadline(row: Fields, frame: Frame) -> DeadlineSpec | None:
    row.check_keys(_KEYS, is_slip_fatal=True)
    quote = row.required_text("quote")
    is_inherited = row.flag("inherited")
    given = row.given(_FORMS)
    if len(given) != 1:
        code = "deadline_several" if given else "deadline_none"
        row.findings.error(code, row.line(), where=row.where, forms=", ".join(given or _FORMS))
        return None
    value = _READERS[given[0]](row, given[0])
    if value is None or not quote:
        return None
    rule = _rule(row, {"quote": quote, given[0]: value}, frame=frame)
    if rule is None:
        return None
    _check_time(row, given[0], rule=rule, frame=frame)
    return DeadlineSpec(quote, rule, is_inherited)


def _rule(row: Fields, entry: dict[str, Any], *, frame: Frame) -> Rule | None:
    form = next(key for key in entry if key != "quote")
    try:
        return rule_from_gold(entry, issued_on=frame.issued_on or frame.issued_from, period=frame.period).rule
    except BadRule as error:
        _note_reason(row, form, error=error, otherwise="rule_bad")
    except PhraseNotUnderstood as error:
        _note_reason(row, form, error=error, otherwise="phrase_not_understood")
    return None


def _note_reason(row: Fields, form: str, *, error: BadRule | PhraseNotUnderstood, otherwise: str) -> None:
    reason = str(error.values.get("reason", ""))
    row.error(reason if reason in _REASONS else otherwise, form, reason=reason)


def _check_time(row: Fields, form: str, *, rule: Rule, frame: Frame) -> None:
    last = last_day_of(rule)
    if last is not None and not EARLIEST_YEAR <= last.year <= LATEST_YEAR:
        row.error("date_unbelievable", form, text=printed(last), earliest=EARLIEST_YEAR, latest=LATEST_YEAR)
    elif last is not None and frame.issued_from is not None and last < frame.issued_from:
        row.warning("due_before_issue", form, due=printed(last), issued=printed(frame.issued_from))
    if isinstance(rule, Recurring):
        _check_fires(row, form, rule=rule, frame=frame)


def _check_fires(row: Fields, form: str, *, rule: Recurring, frame: Frame) -> None:
    period_start, period_end = frame.period or (None, None)
    start = rule.start or frame.issued_from or period_start or date(EARLIEST_YEAR, 1, 1)
    try:
        first = next(recurrence_dates(rule, SchoolFrame(), start=start, until=period_end), None)
    except BadRule as error:
        _note_reason(row, form, error=error, otherwise="rule_bad")
        return
    if first is None or is_impossible(rule):
        until = rule.until or period_end
        row.error(
            "rule_never_fires", form, start=printed(start), until=printed(until) if until else printed(start + HORIZON)
        )


def last_day_of(rule: Rule) -> date | None:
    """The last day that a rule names by itself, if it names one."""
    if isinstance(rule, Before) and rule.hour is None:
        return rule.on - timedelta(days=1)
    if isinstance(rule, Before | By):
        return rule.on
    if isinstance(rule, SchoolPeriod):
        return SchoolFrame().year(rule.end_year - 1).part(rule.part)[1]
    return rule.end if isinstance(rule, Window) else None


def _due(row: Fields, key: str) -> str | None:
    text = row.label(key)
    if text is None:
        return None
    match = _DUE.fullmatch(text)
    if match is None or date_from(match[1]) is None:
        row.error("bad_date", key, text=text)
        return None
    if not EARLIEST_YEAR <= int(match[1][:4]) <= LATEST_YEAR:
        row.error("date_unbelievable", key, text=text, earliest=EARLIEST_YEAR, latest=LATEST_YEAR)
        return None
    return match[1] if match[2] is None else f"{match[1]}T{match[2]}:{match[3]}"


def _window(row: Fields, key: str) -> dict[str, str | None] | None:
    inner = row.mapping(key)
    if inner is None:
        return None
    inner.check_keys(("start", "end", "note"), is_slip_fatal=True)
    missing = [name for name in ("start", "end") if name not in inner.node.entries]
    for name in missing:
        inner.error("missing_key", name)
    dates = {name: inner.day(name, earliest=EARLIEST_YEAR) for name in ("start", "end")}
    start, end = dates["start"], dates["end"]
    if start is not None and end is not None and end < start:
        task = inner.where.partition(".deadlines[")[0]
        inner.error("window_reversed", "end", task=task, start=printed(start), end=printed(end))
        return None
    is_misread = any(on is None and inner.has(name) for name, on in dates.items())
    return None if missing or is_misread else {name: on.isoformat() if on else None for name, on in dates.items()}


def _recurrence(row: Fields, key: str) -> dict[str, Any] | None:
    inner = row.mapping(key)
    if inner is None:
        return None
    inner.check_keys(("freq", "n", "details", "note"), is_slip_fatal=True)
    freq = inner.required_text("freq")
    details = inner.text("details")
    count = inner.whole_number("n", least=1, most=_MOST_PER_YEAR)
    if freq and freq not in FREQUENCIES:
        inner.error("recurrence_freq", "freq", text=freq, allowed=", ".join(FREQUENCIES))
    if freq == "n_per_year" and not inner.has("n"):
        inner.error("missing_key", "n")
    if freq not in FREQUENCIES or (freq == "n_per_year" and count is None):
        return None
    return {"freq": freq, "n": count, "details": details}


def _linked(row: Fields, key: str) -> dict[str, Any] | None:
    inner = row.mapping(key)
    if inner is None:
        return None
    inner.check_keys(("task", "offset_days", "note"), is_slip_fatal=True)
    task = inner.label("task") if inner.require("task") else None
    offset = inner.whole_number("offset_days", least=-_MOST_DAYS, most=_MOST_DAYS)
    return None if task is None else {"task": task, "offset_days": offset or 0}


def _within(row: Fields, key: str) -> dict[str, Any] | None:
    inner = row.mapping(key)
    if inner is None:
        return None
    inner.check_keys(("count", "unit", "anchor", "note"), is_slip_fatal=True)
    inner.require("count")
    count = inner.whole_number("count", least=1, most=_MOST_COUNT)
    unit = inner.required_text("unit")
    if unit and unit not in UNITS:
        inner.error("within_unit", "unit", text=unit, allowed=", ".join(UNITS))
    anchor = inner.text("anchor", "issued")
    return None if count is None or unit not in UNITS else {"count": count, "unit": unit, "anchor": anchor}


def _on_demand(row: Fields, key: str) -> bool | None:
    if row.flag(key):
        return True
    row.error("deadline_on_demand", key)
    return None


_READERS: Final[dict[str, Callable[[Fields, str], Any]]] = {
    "due": _due,
    "recurrence": _recurrence,
    "window": _window,
    "phrase": Fields.text,
    "rrule": Fields.text,
    "linked": _linked,
    "on_demand": _on_demand,
    "within": _within,
}
