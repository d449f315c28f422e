"""Deadline rules as values: what cannot be written, and the way through JSON and back."""

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.deadlines import (
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
    rule_from_dict,
    rule_to_dict,
)
from engine.errors import BadRule

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
HOURS = st.integers(0, 23)
YEARS = st.integers(1900, 2199)
RRULES = st.sampled_from(
    (
        "FREQ=MONTHLY;BYMONTHDAY=25",
        "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,-1FR;WKST=MO",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1;UNTIL=20251231T235959Z",
        "RRULE:FREQ=DAILY;COUNT=5",
    )
)
RULES: st.SearchStrategy[Rule] = st.one_of(
    st.builds(Before, DAYS),
    st.builds(By, DAYS, HOURS, st.integers(0, 59)),
    st.builds(Within, st.integers(1, 100), st.sampled_from(("hour", "day", "working_day", "week", "month", "year"))),
    st.builds(Within, st.just(1), st.just("day"), st.text(min_size=1).map("event:{}".format)),
    st.builds(Window, DAYS, st.none()),
    st.builds(Window, st.none(), DAYS),
    st.tuples(DAYS, DAYS).map(lambda days: Window(min(days), max(days))),
    st.builds(lambda year, part: SchoolPeriod(year, year + 1, part), YEARS, st.sampled_from(("year", "semester_2"))),
    st.builds(Recurring, RRULES, st.sampled_from(("by", "before")), cutoff_days=st.none() | st.integers(0, 90)),
    st.builds(Recurring, st.just("FREQ=YEARLY"), frame=st.sampled_from(("school_year", "semester")), start=DAYS),
    st.builds(Linked, st.text(), st.integers(-3660, 3660)),
    st.builds(OnDemand),
    st.builds(NoDeadline),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just("2023-10-30"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)
TODAY = date(2023, 10, 10)
BAD: list[tuple[Any, str]] = [
    ([], "not_a_mapping"),
    ({}, "unknown_type"),
    ({"type": 3}, "unknown_type"),
    ({"type": "sometime"}, "unknown_type"),
    ({"type": "by"}, "missing_field"),
    ({"type": "by", "on": None}, "missing_field"),
    ({"type": "by", "on": "2023-10-30", "at": 3}, "unknown_field"),
    ({"type": "by", "on": "2023-02-30"}, "bad_date"),
    ({"type": "by", "on": 20231030}, "bad_date"),
    ({"type": "by", "on": "2023-10-30", "hour": "16"}, "wrong_type"),
    ({"type": "by", "on": "2023-10-30", "hour": True}, "wrong_type"),
    ({"type": "by", "on": "2023-10-30", "hour": 24}, "no_such_time"),
    ({"type": "by", "on": "2023-10-30", "hour": 16, "minute": 60}, "no_such_time"),
    ({"type": "before", "on": "2023-10-30", "minute": 30}, "minute_without_hour"),
    ({"type": "before", "on": "1899-12-31"}, "year_out_of_range"),
    ({"type": "within", "count": 0, "unit": "day"}, "count_out_of_range"),
    ({"type": "within", "count": 101, "unit": "year"}, "count_out_of_range"),
    ({"type": "within", "count": 5, "unit": "fortnight"}, "unknown_unit"),
    ({"type": "within", "count": 5, "unit": "day", "anchor": "birth"}, "unknown_anchor"),
    ({"type": "within", "count": 5, "unit": "day", "anchor": "event:"}, "unknown_anchor"),
    ({"type": "window", "start": "2023-10-30", "end": "2023-10-29"}, "window_reversed"),
    ({"type": "window", "start": "2201-01-01", "end": None}, "year_out_of_range"),
    ({"type": "school_period", "start_year": 2023, "end_year": 2023}, "window_reversed"),
    ({"type": "school_period", "start_year": 1, "end_year": 2023}, "year_out_of_range"),
    ({"type": "school_period", "start_year": 2023, "end_year": 9999}, "year_out_of_range"),
    ({"type": "school_period", "start_year": 2023, "end_year": 2024, "part": "summer"}, "unknown_part"),
    (
        {"type": "school_period", "start_year": 2022, "end_year": 2024, "part": "semester_1"},
        "semester_of_several_years",
    ),
    ({"type": "recurring", "rrule": ""}, "rrule_part_not_allowed"),
    ({"type": "recurring", "rrule": "BYMONTH=3"}, "rrule_malformed"),
    ({"type": "recurring", "rrule": "FREQ=YEARLY;FREQ=YEARLY"}, "rrule_malformed"),
    ({"type": "recurring", "rrule": "FREQ=HOURLY"}, "rrule_malformed"),
    ({"type": "recurring", "rrule": "FREQ=MONTHLY;BYHOUR=3"}, "rrule_part_not_allowed"),
    ({"type": "recurring", "rrule": "FREQ=MONTHLY;INTERVAL=0"}, "rrule_malformed"),
    ({"type": "recurring", "rrule": "FREQ=MONTHLY;BYMONTHDAY=32"}, "rrule_malformed"),
    ({"type": "recurring", "rrule": "FREQ=MONTHLY;BYSETPOS=1"}, "rrule_malformed"),
    ({"type": "recurring", "rrule": "FREQ=MONTHLY;UNTIL=20231332"}, "bad_date"),
    ({"type": "recurring", "rrule": "FREQ=MONTHLY", "frame": "school_year"}, "rrule_part_not_allowed"),
    ({"type": "recurring", "rrule": "FREQ=YEARLY", "frame": "moon"}, "unknown_frame"),
    ({"type": "recurring", "rrule": "FREQ=YEARLY", "mode": "after"}, "unknown_mode"),
    ({"type": "recurring", "rrule": "FREQ=YEARLY", "cutoff_days": -1}, "count_out_of_range"),
    ({"type": "recurring", "rrule": "FREQ=YEARLY", "start": "1066-10-14"}, "year_out_of_range"),
    ({"type": "recurring", "rrule": "FREQ=YEARLY", "start": "2024-01-01", "until": "2023-01-01"}, "window_reversed"),
    ({"type": "linked", "task": "T01", "offset_days": 4000}, "count_out_of_range"),
]


@pytest.mark.parametrize(("values", "reason"), BAD)
def test_rule_is_refused_with_its_reason(values: Any, reason: str) -> None:
    with pytest.raises(BadRule) as caught:
        rule_from_dict(values)
    assert caught.value.values["reason"] == reason


def test_rule_takes_its_defaults_when_fields_are_missing() -> None:
    assert rule_from_dict({"type": "within", "count": 5, "unit": "day"}) == Within(5, "day", "issued")
    assert rule_from_dict({"type": "before", "on": "2023-10-10"}) == Before(TODAY)


@given(rule=RULES)
def test_rule_survives_json_for_any_rule(rule: Rule) -> None:
    assert rule_from_dict(json.loads(json.dumps(rule_to_dict(rule)))) == rule


@given(rule=RULES, key=st.text(), value=JSON)
def test_rule_is_read_or_refused_for_any_damage(rule: Rule, key: str, value: object) -> None:
    values = rule_to_dict(rule)
    for name in (key, *values):
        with suppress(BadRule):
            rule_from_dict({**values, name: value})
