"""Deadlines: due instants, what moved them, and the laws that hold for any date."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from engine.deadlines import (
    OFFICE_ZONE,
    Before,
    By,
    Linked,
    NoDeadline,
    OnDemand,
    Recurring,
    Resolved,
    Rule,
    SchoolFrame,
    SchoolPeriod,
    SchoolYear,
    Window,
    Within,
    end_of,
    link_order,
    resolve,
)
from engine.errors import AnchorMissing, BadRule, CalendarNotCovered, LinkCycle, NaiveInstant
from tests.support.calendars import create_context, day, roll, walk, works

ANCHORS = st.dates(date(2023, 1, 1), date(2024, 6, 30))
UNITS = st.sampled_from(("day", "working_day", "week", "month"))


def codes(resolved: Resolved) -> list[str]:
    return [step.code for step in resolved.steps]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("rule", "due", "last_day", "expected"),
    [
        (Before(day("2023-10-30")), "2023-10-30T00:00", "2023-10-29", ["before", "weekend", "not_rolled"]),
        (Before(day("2023-10-31")), "2023-10-31T00:00", "2023-10-30", ["before"]),
        (By(day("2023-10-30")), "2023-10-31T00:00", "2023-10-30", ["by"]),
        (Before(day("2023-10-30"), 16, 30), "2023-10-30T16:30", "2023-10-30", ["before_hour"]),
        (By(day("2023-10-30"), 16), "2023-10-30T16:00", "2023-10-30", ["by_hour"]),
        (Before(day("2023-10-31"), 0), "2023-10-31T00:00", "2023-10-30", ["before_hour"]),
        (By(day("2099-10-31")), "2099-11-01T00:00", "2099-10-31", ["by"]),
        (Window(day("2024-01-01"), day("2024-07-31")), "2024-08-01T00:00", "2024-07-31", ["window"]),
        (Window(None, day("2024-07-31")), "2024-08-01T00:00", "2024-07-31", ["window_until"]),
        (
            SchoolPeriod(2023, 2024),
            "2024-06-01T00:00",
            "2024-05-31",
            ["school_year", "frame_expected"],
        ),
        (
            SchoolPeriod(2023, 2024, "semester_1"),
            "2024-01-16T00:00",
            "2024-01-15",
            ["semester_1", "frame_expected"],
        ),
    ],
)
def test_fixed_rule_ends_at_its_instant(rule: Rule, due: str, last_day: str, expected: list[str]) -> None:
    resolved = resolve(rule, create_context())
    assert (resolved.due_at, resolved.last_day) == (local(due), day(last_day))
    assert codes(resolved) == expected


def test_before_includes_its_day_when_policy_says_so() -> None:
    resolved = resolve(Before(day("2023-10-30")), create_context(is_before_inclusive=True))
    assert resolved.last_day == day("2023-10-30")
    assert codes(resolved) == ["before_inclusive"]


def test_fixed_day_rolls_when_policy_says_so_and_names_what_moved_it() -> None:
    resolved = resolve(By(day("2024-04-27"), 16), create_context(is_fixed_rolled=True))
    assert resolved.due_at == local("2024-05-02T16:00")
    assert codes(resolved) == ["by_hour", "weekend", "weekend", "day_off", "day_off", "day_off", "rolled"]
    named = [step.values.get("name") for step in resolved.steps if step.code == "day_off"]
    assert named == ["Hoán đổi với ngày 04/05/2024", "Ngày Chiến thắng", "Ngày Quốc tế Lao động"]
    assert resolved.steps[-1].values == {"day": "02/05/2024"}


@pytest.mark.parametrize(
    ("count", "unit", "issued", "last_day", "expected"),
    [
        (5, "day", "2023-10-10", "2023-10-16", ["anchor_issued", "within_day", "weekend", "rolled"]),
        (3, "day", "2023-10-10", "2023-10-13", ["anchor_issued", "within_day"]),
        (5, "working_day", "2023-10-10", "2023-10-17", ["anchor_issued", "within_working_day"]),
        (
            3,
            "working_day",
            "2024-04-26",
            "2024-05-04",
            ["anchor_issued", "within_working_day", "day_off", "day_off", "day_off", "worked_day"],
        ),
        (30, "working_day", "2024-01-31", "2024-03-20", ["anchor_issued", "within_working_day", *["day_off"] * 5]),
        (300, "working_day", "2023-01-03", "2024-03-20", ["anchor_issued", "within_working_day", "many_days_off"]),
        (1, "week", "2024-04-22", "2024-05-02", ["anchor_issued", "within_week", *["day_off"] * 3, "rolled"]),
        (1, "month", "2024-01-31", "2024-02-29", ["anchor_issued", "within_month"]),
        (1, "year", "2024-02-29", "2025-02-28", ["anchor_issued", "within_year", "calendar_expected"]),
    ],
)
def test_counted_term_ends_on_a_working_day(
    count: int, unit: str, issued: str, last_day: str, expected: list[str]
) -> None:
    resolved = resolve(Within(count, unit), create_context(anchors={"issued": day(issued)}))
    assert resolved.last_day == day(last_day)
    assert resolved.due_at == end_of(day(last_day), OFFICE_ZONE)
    assert codes(resolved) == expected


def test_hours_run_from_the_instant_and_do_not_roll() -> None:
    received = datetime(2023, 10, 6, 7, 30, tzinfo=UTC)
    resolved = resolve(Within(24, "hour", "received"), create_context(anchors={"received": received}))
    assert resolved.due_at == received + timedelta(hours=24)
    assert resolved.last_day == day("2023-10-07")
    assert resolved.steps[1].values == {"count": 24, "time": "14:30", "day": "07/10/2023"}


def test_hours_run_from_the_end_of_the_day_when_only_the_day_is_known() -> None:
    resolved = resolve(Within(24, "hour"), create_context())
    assert resolved.due_at == local("2023-10-12T00:00")
    assert resolved.last_day == day("2023-10-11")


def test_term_counts_from_the_local_day_of_an_instant() -> None:
    issued = datetime(2023, 10, 9, 20, tzinfo=UTC)
    assert resolve(Within(3, "day"), create_context(anchors={"issued": issued})).last_day == day("2023-10-13")
    with pytest.raises(NaiveInstant):
        resolve(Within(3, "day"), create_context(anchors={"issued": issued.replace(tzinfo=None)}))


def test_term_counts_from_an_event_or_a_written_day() -> None:
    context = create_context(anchors={"event:họp giao ban": day("2023-10-10")})
    assert codes(resolve(Within(3, "day", "event:họp giao ban"), context))[0] == "anchor_event"
    written = resolve(Within(3, "day", "event:2023-10-10"), context)
    assert written.last_day == day("2023-10-13")
    assert codes(written)[0] == "anchor_date"


def test_term_is_refused_when_its_anchor_is_not_known() -> None:
    with pytest.raises(AnchorMissing) as caught:
        resolve(Within(3, "day", "received"), create_context())
    assert caught.value.values == {"anchor": "received"}
    with pytest.raises(BadRule):
        resolve(Within(3, "day"), create_context(anchors={"issued": date.min}))


def test_term_is_refused_when_calendar_does_not_cover_its_end() -> None:
    with pytest.raises(CalendarNotCovered):
        resolve(Within(1, "year"), create_context(anchors={"issued": day("2025-12-31")}))


def test_window_without_an_end_has_no_due_instant() -> None:
    opened = resolve(Window(day("2024-09-01"), None), create_context())
    assert (opened.due_at, opened.opens_on, codes(opened)) == (None, day("2024-09-01"), ["window_from"])
    assert codes(resolve(Window(None, None), create_context())) == ["window_unresolved"]


def test_school_period_follows_an_edited_frame() -> None:
    decided = SchoolYear(day("2023-09-05"), day("2024-01-12"), day("2024-05-25"), source="QĐ")
    context = create_context(frame=SchoolFrame({2023: decided}))
    second = resolve(SchoolPeriod(2023, 2024, "semester_2"), context)
    assert (second.opens_on, second.last_day) == (day("2024-01-13"), day("2024-05-25"))
    assert codes(second) == ["semester_2", "weekend", "not_rolled"]
    both = resolve(SchoolPeriod(2022, 2024), context)
    assert (both.opens_on, both.last_day) == (day("2022-09-01"), day("2024-05-25"))
    assert "frame_expected" in codes(both)


def test_linked_rule_copies_or_moves_the_other_date() -> None:
    context = create_context()
    other = resolve(By(day("2024-05-15"), 16), context)
    same = resolve(Linked("T05"), context, linked=other)
    assert (same.due_at, same.last_day) == (other.due_at, other.last_day)
    assert codes(same) == ["linked", "by_hour"]
    earlier = resolve(Linked("T05", -5), context, linked=other)
    assert earlier.due_at == local("2024-05-10T16:00")
    assert codes(earlier) == ["by_hour", "linked_earlier"]
    whole = resolve(Linked("T05", 5), context, linked=resolve(By(day("2024-05-15")), context))
    assert whole.due_at == local("2024-05-21T00:00")
    assert codes(whole) == ["by", "linked_later"]


def test_linked_rule_has_no_date_when_the_other_task_has_none() -> None:
    context = create_context()
    undated = resolve(Linked("T05"), context, linked=resolve(NoDeadline(), context))
    assert (undated.due_at, codes(undated)) == (None, ["linked_without_date", "no_deadline"])
    with pytest.raises(AnchorMissing):
        resolve(Linked("T05"), context)


@pytest.mark.parametrize(
    ("rule", "code"),
    [(NoDeadline(), "no_deadline"), (OnDemand(), "on_demand"), (Recurring("FREQ=YEARLY"), "recurring")],
)
def test_undated_rule_says_so(rule: Rule, code: str) -> None:
    resolved = resolve(rule, create_context())
    assert (resolved.due_at, resolved.last_day, codes(resolved)) == (None, None, [code])


def test_day_ends_at_local_midnight_in_another_zone() -> None:
    zone = ZoneInfo("Asia/Tokyo")
    assert resolve(By(day("2023-10-30")), create_context(zone=zone)).due_at == datetime(2023, 10, 30, 15, tzinfo=UTC)


def test_link_order_puts_each_task_after_the_one_it_copies() -> None:
    assert link_order({"T03": "T02", "T02": "T01", "T04": "T01"}) == ["T01", "T02", "T03", "T04"]
    assert link_order({}) == []


@pytest.mark.parametrize(
    ("links", "path"),
    [
        ({"T01": "T02", "T02": "T01"}, "T01 → T02 → T01"),
        ({"T01": "T01"}, "T01 → T01"),
        ({"T01": "T02", "T02": "T03", "T03": "T02"}, "T02 → T03 → T02"),
    ],
)
def test_link_order_prints_the_cycle(links: dict[str, str], path: str) -> None:
    with pytest.raises(LinkCycle) as caught:
        link_order(links)
    assert caught.value.values == {"path": path}


@given(anchor=ANCHORS, count=st.integers(1, 60))
def test_calendar_days_equal_the_slow_count_for_any_anchor(anchor: date, count: int) -> None:
    resolved = resolve(Within(count, "day"), create_context(anchors={"issued": anchor}))
    assert resolved.last_day == roll(anchor + timedelta(days=count))


@given(anchor=ANCHORS, count=st.integers(1, 60))
def test_working_days_equal_the_slow_walk_for_any_anchor(anchor: date, count: int) -> None:
    resolved = resolve(Within(count, "working_day"), create_context(anchors={"issued": anchor}))
    assert resolved.last_day == walk(anchor, count)


@given(anchor=ANCHORS, count=st.integers(1, 11), unit=UNITS)
def test_counted_term_never_ends_on_a_day_off_for_any_anchor(anchor: date, count: int, unit: str) -> None:
    last_day = resolve(Within(count, unit), create_context(anchors={"issued": anchor})).last_day
    assert last_day is not None
    assert works(last_day)
    assert last_day > anchor


@given(anchor=ANCHORS, later=st.integers(0, 60), count=st.integers(1, 10), more=st.integers(0, 3), unit=UNITS)
def test_due_instant_is_monotone_for_any_anchor_and_count(
    anchor: date, later: int, count: int, more: int, unit: str
) -> None:
    contexts = [create_context(anchors={"issued": anchor + timedelta(days=days)}) for days in (0, later)]
    due = [resolve(Within(number, unit), context).due_at for context in contexts for number in (count, count + more)]
    assert due[0] is not None
    assert due[0] <= due[1]
    assert due[0] <= due[2]


@given(anchor=ANCHORS, count=st.integers(1, 10))
def test_months_keep_the_date_or_end_with_the_month_for_any_anchor(anchor: date, count: int) -> None:
    last_day = resolve(Within(count, "month"), create_context(anchors={"issued": anchor})).last_day
    assert last_day == roll(anchor + relativedelta(months=count))


@given(on=ANCHORS, is_rolled=st.booleans())
def test_before_ends_where_by_of_the_day_before_does_for_any_day(on: date, is_rolled: bool) -> None:
    context = create_context(is_fixed_rolled=is_rolled)
    before, by = (resolve(rule, context) for rule in (Before(on), By(on - timedelta(days=1))))
    assert before.due_at == by.due_at
    assert before.last_day == by.last_day
