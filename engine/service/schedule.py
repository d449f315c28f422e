"""From the deadline phrases of a plan to occurrences with dates, task by task, linked dates last."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from engine.deadlines import (
    By,
    DueContext,
    Linked,
    NoDeadline,
    Occurrence,
    Recurring,
    Resolved,
    Rule,
    Step,
    Window,
    link_order,
    occurrence_after,
    occurrences,
    resolve,
)
from engine.errors import AnchorMissing, BadRule, DondocError, Problem
from engine.plans import DeadlineSpec, DirectiveSpec, TaskSpec
from engine.rules import Before


@dataclass(frozen=True)
class Dated:
    """One occurrence of a task: the phrase, the rule it is resolved by, and its dates."""

    quote: str
    rule: Rule
    resolved: Resolved


@dataclass(frozen=True)
class SeriesPlan:
    """How a recurring task goes on: its rule (with its own start), the bounds, the index of its first occurrence."""

    quote: str
    rule: Recurring
    starts_on: date
    until_on: date | None
    first_index: int


@dataclass(frozen=True)
class TaskSchedule:
    """The occurrences to make at issue, and the series behind them."""

    dated: tuple[Dated, ...]
    series: SeriesPlan | None = None


def plan_schedules(spec: DirectiveSpec, context: DueContext) -> tuple[dict[str, TaskSchedule], list[Problem]]:
    """The schedule of every task, and what is wrong with those that have none."""
    tasks = {task.key: task for task in spec.tasks}
    try:
        order = link_order(_links(spec.tasks))
    except DondocError as error:
        return {}, [Problem(spec.doc, error.code, error.values)]
    found: dict[str, TaskSchedule] = {}
    problems: list[Problem] = []
    for key in [*order, *(key for key in tasks if key not in order)]:
        if key not in tasks or key in found:
            continue
        try:
            found[key] = _schedule(spec, tasks[key], context=context, found=found)
        except DondocError as error:
            problems.append(Problem(tasks[key].place or spec.doc, error.code, {**error.values, "task": key}))
    return found, problems


def _links(tasks: Iterable[TaskSpec]) -> dict[str, str]:
    return {
        task.key: entry.rule.task
        for task in tasks
        for entry in task.deadlines
        if isinstance(entry.rule, Linked) and entry.rule.task
    }


def _schedule(
    spec: DirectiveSpec, task: TaskSpec, *, context: DueContext, found: dict[str, TaskSchedule]
) -> TaskSchedule:
    entries = [_unlinked(entry, found) for entry in task.deadlines]
    recurring = next((entry for entry in entries if isinstance(entry.rule, Recurring)), None)
    if recurring is not None:
        return _recurring(spec, entries, entry=recurring, context=context)
    dated = [Dated(entry.quote, entry.rule, _resolve(entry, context, found=found)) for entry in entries]
    with_date = sorted((d for d in dated if d.resolved.due_at is not None), key=lambda d: (d.resolved.due_at, d.quote))
    if with_date:
        return TaskSchedule(tuple(with_date))
    undated = dated[0] if dated else Dated("", NoDeadline(), resolve(NoDeadline(), context))
    return TaskSchedule((undated,))


def _unlinked(entry: DeadlineSpec, found: dict[str, TaskSchedule]) -> DeadlineSpec:
    """A link to a recurring task copies its rule; an offset would need a date of its own each time."""
    rule = entry.rule
    series = found[rule.task].series if isinstance(rule, Linked) and rule.task in found else None
    if not isinstance(rule, Linked) or series is None:
        return entry
    if rule.offset_days:
        raise BadRule(reason="offset_from_recurring")
    return replace(entry, rule=series.rule)


def _resolve(entry: DeadlineSpec, context: DueContext, *, found: dict[str, TaskSchedule]) -> Resolved:
    linked = None
    if isinstance(entry.rule, Linked):
        if entry.rule.task not in found:  # the report it goes with is not in this plan: no date from the text
            return Resolved(None, None, None, (Step("link_unresolved", {"phrase": entry.quote}),))
        linked = found[entry.rule.task].dated[0].resolved
    try:
        return resolve(entry.rule, context, linked=linked)
    except AnchorMissing as error:
        return Resolved(None, None, None, (Step("anchor_missing", {"anchor": str(error.values["anchor"])}),))


def _recurring(
    spec: DirectiveSpec, entries: list[DeadlineSpec], *, entry: DeadlineSpec, context: DueContext
) -> TaskSchedule:
    rule = entry.rule
    if not isinstance(rule, Recurring):
        raise BadRule(reason="recurrence")
    window = next((e.rule for e in entries if isinstance(e.rule, Window)), None)
    issued = context.anchors["issued"]
    begins = rule.start or (window.start if window else None) or spec.period_start or issued
    until = rule.until or (window.end if window else None) or spec.period_end
    base = min(begins, until) if until else begins
    rule = replace(rule, start=base)
    first = occurrences(rule, context, start=max(base, issued), until=until, limit=1)[0]
    series = SeriesPlan(entry.quote, rule, max(base, issued), until, first.index)
    return TaskSchedule((dated_occurrence(rule, entry.quote, occurrence=first),), series)


def dated_occurrence(rule: Recurring, quote: str, *, occurrence: Occurrence) -> Dated:
    """An occurrence as a fixed date, so that a later calendar change can resolve it again by itself."""
    fixed: Rule = Before(occurrence.on) if rule.mode == "before" else By(occurrence.on)
    return Dated(quote, fixed, occurrence.resolved)


def following(series: SeriesPlan, context: DueContext, *, index: int) -> Occurrence | None:
    """The occurrence after number ``index``; None when the series is over."""
    return occurrence_after(series.rule, context, start=series.starts_on, until=series.until_on, index=index)
