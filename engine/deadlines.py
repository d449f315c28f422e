"""Deadlines: rule → due instant with its printed derivation; timeliness() is the only place that says late."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from engine.clock import require_aware
from engine.derivation import Step, day_off, days_that_differ, printed, roll_steps
from engine.errors import AnchorMissing, BadRule, LinkCycle, RuleNeverFires
from engine.recurrence import HORIZON, recurrence_dates
from engine.rules import (
    Before,
    By,
    Linked,
    NoDeadline,
    OnDemand,
    Recurring,
    Rule,
    SchoolPeriod,
    Window,
    Within,
    is_believable,
    rule_from_dict,
    rule_to_dict,
)
from engine.school_year import SchoolFrame, SchoolPattern, SchoolYear
from engine.workdays import WorkCalendar

__all__ = [
    "OFFICE_ZONE",
    "Before",
    "By",
    "DueContext",
    "Linked",
    "NoDeadline",
    "Occurrence",
    "OnDemand",
    "Recurring",
    "Resolved",
    "Rule",
    "SchoolFrame",
    "SchoolPattern",
    "SchoolPeriod",
    "SchoolYear",
    "Step",
    "Timeliness",
    "Window",
    "Within",
    "end_of",
    "has_one_date",
    "is_in_time",
    "link_order",
    "occurrence_after",
    "occurrences",
    "resolve",
    "rule_from_dict",
    "rule_to_dict",
    "timeliness",
]

OFFICE_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
_ONE_DAY: Final = timedelta(days=1)
_SPANS: Final = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "year": relativedelta(years=1),
}


@dataclass(frozen=True)
class Resolved:
    """A rule with its dates; None where the rule gives none.

    ``due_at``: the last instant still on time, in UTC (24:00 is 00:00 of the next day); ``last_day``: the last day
    still on time; ``opens_on``: the first day of a window.
    """

    due_at: datetime | None
    last_day: date | None
    opens_on: date | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class DueContext:
    """What a rule needs to become dates.

    ``anchors`` maps "issued", "received" and "event:<text>" to a day, or to an aware instant where hours are counted.
    ``is_before_inclusive`` and ``is_fixed_rolled`` are the issuer's policy (engine.plans.IssuePolicy).
    """

    calendar: WorkCalendar
    frame: SchoolFrame
    zone: ZoneInfo = OFFICE_ZONE
    anchors: Mapping[str, date] = field(default_factory=dict)
    is_before_inclusive: bool = False
    is_fixed_rolled: bool = False


@dataclass(frozen=True)
class Occurrence:
    """One date of a recurrence; ``index`` counts from the rule's start (0, 1, …) and never changes meaning."""

    index: int
    on: date
    resolved: Resolved


def resolve(rule: Rule, context: DueContext, *, linked: Resolved | None = None) -> Resolved:
    """The dates of ``rule``; ``linked`` is the resolved rule of the task that a Linked rule names.

    A Recurring rule has no single date: see occurrences(). Raise AnchorMissing, CalendarNotCovered or
    FrameNotCovered where the context lacks what the rule needs.
    """
    match rule:
        case Before() | By():
            return _resolve_fixed(rule, context)
        case Within():
            return _resolve_within(rule, context)
        case Window():
            return _resolve_window(rule, context)
        case SchoolPeriod():
            return _resolve_school_period(rule, context)
        case Linked():
            return _resolve_linked(rule, context, linked=linked)
        case Recurring():
            return _undated(Step("recurring", {"rrule": rule.rrule}))
        case _:
            return _undated(Step("on_demand" if isinstance(rule, OnDemand) else "no_deadline"))


def has_one_date(rule: Rule) -> bool:
    """True if the rule by itself becomes one date: no recurrence, no copy of another date, nothing open."""
    if isinstance(rule, Window):
        return rule.end is not None
    return isinstance(rule, Before | By | Within | SchoolPeriod)


def occurrences(
    rule: Recurring, context: DueContext, *, start: date, until: date | None, limit: int
) -> list[Occurrence]:
    """Up to ``limit`` occurrences whose last day is not before ``start`` and whose date is not after ``until``.

    A rule without its own start is counted from ``start``. Raise RuleNeverFires if there is none.
    """
    found = list(islice(_occurrences(rule, context, start=start, until=until), limit))
    if not found:
        raise RuleNeverFires(rule=rule.rrule, start=start, until=until or rule.until or start + HORIZON)
    return found


def occurrence_after(
    rule: Recurring, context: DueContext, *, start: date, until: date | None, index: int
) -> Occurrence | None:
    """The occurrence that follows number ``index`` (-1: the first one), None after the last."""
    found = _occurrences(rule, context, start=start, until=until)
    return next((occurrence for occurrence in found if occurrence.index > index), None)


def link_order(links: Mapping[str, str]) -> list[str]:
    """The tasks of ``links`` (task → the task whose date it copies), each after the one it copies; raise LinkCycle."""
    order: dict[str, None] = {}
    for first in links:
        chain: dict[str, None] = {}
        task: str | None = first
        while task is not None and task not in order:
            if task in chain:
                names = list(chain)
                raise LinkCycle(path=" → ".join([*names[names.index(task) :], task]))
            chain[task] = None
            task = links.get(task)
        order.update(dict.fromkeys(reversed(chain)))
    return list(order)


class Timeliness(StrEnum):
    """How work stands against its deadline (rules § 2)."""

    NO_DEADLINE = "no_deadline"
    WITHIN_TERM = "within_term"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    LATE = "late"
    EXCUSED = "excused"


def timeliness(
    *,
    is_done: bool,
    is_excused: bool,
    due_at: datetime | None,
    submitted_at: datetime | None,
    is_under_review: bool,
    at: datetime,
    soon_at: datetime | None = None,
) -> Timeliness:
    """How work stands at ``at``.

    ``submitted_at`` is when the report that was accepted (done) or waits for review (open) was handed in, and
    ``due_at`` the deadline in force at that moment: the length of the review never counts. Done work without
    ``submitted_at`` is late, since nothing shows that it was in time.
    """
    if is_excused:
        return Timeliness.EXCUSED
    if due_at is None:
        return Timeliness.NO_DEADLINE
    came_in_time = submitted_at is not None and is_in_time(submitted_at, due_at=due_at)
    if is_done:
        return Timeliness.ON_TIME if came_in_time else Timeliness.LATE
    if is_under_review and came_in_time:
        return Timeliness.WITHIN_TERM
    if at > due_at:
        return Timeliness.OVERDUE
    return Timeliness.DUE_SOON if soon_at is not None and at >= soon_at else Timeliness.WITHIN_TERM


def is_in_time(submitted_at: datetime, *, due_at: datetime | None) -> bool | None:
    """Whether a report came in time, by the deadline in force when it was handed in; None where there was none."""
    return None if due_at is None else submitted_at <= due_at


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """24:00 of ``day`` in ``zone``, as an instant in UTC."""
    return require_aware(datetime.combine(day + _ONE_DAY, time(), zone))


def _resolve_fixed(rule: Before | By, context: DueContext) -> Resolved:
    code = "before" if isinstance(rule, Before) else "by"
    day = printed(rule.on)
    if rule.hour is not None:
        moment = time(rule.hour, rule.minute)
        step = Step(f"{code}_hour", {"time": f"{moment:%H:%M}", "day": day})
        # 0 giờ of a day is 24:00 of the day before, which then is the last day still on time.
        if moment == time():
            return _close(rule.on - _ONE_DAY, context, steps=[step], is_rolled=context.is_fixed_rolled)
        return _close(rule.on, context, steps=[step], is_rolled=context.is_fixed_rolled, moment=moment)
    last_day, step = _last_day(rule.on, context, is_before=code == "before")
    return _close(last_day, context, steps=[step], is_rolled=context.is_fixed_rolled)


def _last_day(on: date, context: DueContext, *, is_before: bool) -> tuple[date, Step]:
    if not is_before:
        return on, Step("by", {"day": printed(on)})
    if context.is_before_inclusive:
        return on, Step("before_inclusive", {"day": printed(on)})
    return on - _ONE_DAY, Step("before", {"day": printed(on), "last_day": printed(on - _ONE_DAY)})


def _resolve_within(rule: Within, context: DueContext) -> Resolved:
    since = _anchor(rule.anchor, context)
    day = since.date() if isinstance(since, datetime) else since
    if not is_believable(day):
        raise BadRule(reason="year_out_of_range")
    name, _, event = rule.anchor.partition(":")
    name = name if rule.anchor in context.anchors else "date"
    steps = [Step(f"anchor_{name}", {"day": printed(day), "event": event})]
    if rule.unit == "hour":
        return _within_hours(rule, context, since=since, steps=steps)
    last_day = _counted(rule, context.calendar, day=day)
    steps.append(Step(f"within_{rule.unit}", {"count": rule.count, "day": printed(last_day)}))
    if rule.unit == "working_day":
        steps += days_that_differ(context.calendar, day, end=last_day)
    return _close(last_day, context, steps=steps, is_rolled=True)


def _anchor(name: str, context: DueContext) -> date:
    """The day, or local instant, that ``name`` stands for; an event written as an ISO date is that day."""
    anchor = context.anchors.get(name)
    if anchor is None:
        try:
            return date.fromisoformat(name.removeprefix("event:"))
        except ValueError as error:
            raise AnchorMissing(anchor=name) from error
    return require_aware(anchor).astimezone(context.zone) if isinstance(anchor, datetime) else anchor


def _counted(rule: Within, calendar: WorkCalendar, *, day: date) -> date:
    if rule.unit == "working_day":
        return calendar.add(day, rule.count)
    return day + _SPANS[rule.unit] * rule.count


def _within_hours(rule: Within, context: DueContext, *, since: date, steps: list[Step]) -> Resolved:
    """Hours run from the instant itself (BLDS 2015 Điều 147.1), from the end of the day where only the day is known,
    and do not roll."""
    begins_at = since if isinstance(since, datetime) else end_of(since, context.zone)
    due_at = require_aware(begins_at) + timedelta(hours=rule.count)
    local = due_at.astimezone(context.zone)
    step = Step("within_hour", {"count": rule.count, "time": f"{local:%H:%M}", "day": printed(local.date())})
    return Resolved(due_at, (local - timedelta.resolution).date(), None, (*steps, step))


def _resolve_window(rule: Window, context: DueContext) -> Resolved:
    values: dict[str, str | int] = {}
    if rule.start:
        values["start"] = printed(rule.start)
    if rule.end is None:
        return Resolved(None, None, rule.start, (Step("window_from" if rule.start else "window_unresolved", values),))
    step = Step("window" if rule.start else "window_until", {**values, "end": printed(rule.end)})
    return _close(rule.end, context, steps=[step], is_rolled=context.is_fixed_rolled, opens_on=rule.start)


def _resolve_school_period(rule: SchoolPeriod, context: DueContext) -> Resolved:
    first, last = context.frame.year(rule.start_year), context.frame.year(rule.end_year - 1)
    opens_on, last_day = first.part(rule.part)[0], last.part(rule.part)[1]
    years = f"{rule.start_year}-{rule.end_year}"
    code = "school_year" if rule.part == "year" else rule.part
    steps = [Step(code, {"years": years, "start": printed(opens_on), "end": printed(last_day)})]
    if "expected" in (first.status, last.status):
        steps.append(Step("frame_expected", {"years": years}))
    return _close(last_day, context, steps=steps, is_rolled=context.is_fixed_rolled, opens_on=opens_on)


def _resolve_linked(rule: Linked, context: DueContext, *, linked: Resolved | None) -> Resolved:
    if linked is None:
        raise AnchorMissing(anchor=rule.task)
    if linked.due_at is None or linked.last_day is None:
        return Resolved(None, None, linked.opens_on, (Step("linked_without_date", {"task": rule.task}), *linked.steps))
    if rule.offset_days == 0:
        step = Step("linked", {"task": rule.task, "day": printed(linked.last_day)})
        return Resolved(linked.due_at, linked.last_day, linked.opens_on, (step, *linked.steps))
    last_day = linked.last_day + timedelta(days=rule.offset_days)
    moment = linked.due_at.astimezone(context.zone).time()
    code = "linked_later" if rule.offset_days > 0 else "linked_earlier"
    step = Step(code, {"task": rule.task, "count": abs(rule.offset_days), "day": printed(last_day)})
    steps = [*linked.steps, step]
    return _close(last_day, context, steps=steps, is_rolled=context.is_fixed_rolled, moment=moment)


def _undated(step: Step) -> Resolved:
    return Resolved(None, None, None, (step,))


def _occurrences(rule: Recurring, context: DueContext, *, start: date, until: date | None) -> Iterator[Occurrence]:
    for index, on in enumerate(recurrence_dates(rule, context.frame, start=start, until=until)):
        last_day, step = _last_day(on, context, is_before=rule.mode == "before")
        if last_day >= start:
            numbered = Step("occurrence", {"number": index + 1, "rrule": rule.rrule})
            yield Occurrence(index, on, _occurrence(rule, context, last_day=last_day, steps=[numbered, step]))


def _occurrence(rule: Recurring, context: DueContext, *, last_day: date, steps: list[Step]) -> Resolved:
    opens_on = None
    if rule.cutoff_days is not None:
        opens_on = last_day - timedelta(days=rule.cutoff_days)
        steps = [*steps, Step("cutoff", {"day": printed(opens_on)})]
    return _close(last_day, context, steps=steps, is_rolled=context.is_fixed_rolled, opens_on=opens_on)


def _close(
    day: date,
    context: DueContext,
    *,
    steps: list[Step],
    is_rolled: bool,
    opens_on: date | None = None,
    moment: time = time(),
) -> Resolved:
    """End on ``day``, or where that rolls to; ``moment`` 00:00 stands for 24:00."""
    calendar, last_day = context.calendar, day
    if is_rolled:
        last_day = calendar.roll(day)
        steps = [*steps, *roll_steps(calendar, day, last_day=last_day)]
    elif calendar.covers(day.year) and not calendar.is_working(day):
        steps = [*steps, day_off(calendar, day), Step("not_rolled", {"day": printed(day)})]
    if moment == time():
        due_at = end_of(last_day, context.zone)
    else:
        due_at = require_aware(datetime.combine(last_day, moment, context.zone))
    return Resolved(due_at, last_day, opens_on, tuple(steps))
