"""Entries of plan files as rules: the labels decide, the quote may add its derivation."""

from datetime import date, datetime
from typing import Any

import pytest

from engine.deadlines import Before, By, Linked, OnDemand, Recurring, Rule, SchoolPeriod, Window, Within
from engine.errors import BadRule, PhraseNotUnderstood
from intake.gold_deadlines import rule_from_gold
from tests.support.calendars import day

SCHOOL_YEAR = (date(2023, 9, 1), date(2024, 5, 31))
SEMESTERS = Recurring("FREQ=YEARLY", frame="semester")
HALVES = Recurring("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=31")


def entry(quote: str, **form: Any) -> dict[str, Any]:
    return {"quote": quote, **form}


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (entry("trước ngày 30/10/2023", due="2023-10-29"), Before(day("2023-10-30"))),
        (entry("trước ngày 30/10/2023", due=date(2023, 10, 29)), Before(day("2023-10-30"))),
        (entry("trước ngày 30/10/2023", due="2023-10-30"), By(day("2023-10-30"))),
        (entry("chậm nhất ngày 30/10/2023", due="2023-10-30"), By(day("2023-10-30"))),
        (entry("trước 16 giờ ngày 30/10/2023", due="2023-10-30"), Before(day("2023-10-30"), 16)),
        (entry("trước 16 giờ ngày 30/10/2023", due="2023-10-30T16:00"), Before(day("2023-10-30"), 16)),
        (entry("trước 16 giờ ngày 30/10/2023", due="2023-10-30T17:00"), By(day("2023-10-30"), 17)),
        (entry("ngày họp", due=datetime(2023, 10, 30, 8, 30)), By(day("2023-10-30"), 8, 30)),
        (entry("Từ năm 2021 đến năm 2023", window={"start": "2021-01-01", "end": "2023-12-31"}, inherited=True),
         Window(day("2021-01-01"), day("2023-12-31"))),
        (entry("Năm học 2023-2024", window={"start": "2023-09-01", "end": "2024-05-31"}), SchoolPeriod(2023, 2024)),
        (entry("Năm học 2023-2024", window={"start": "2023-09-05", "end": "2024-05-31"}),
         Window(day("2023-09-05"), day("2024-05-31"))),
        (entry("trong hè", window={"start": None, "end": None}), Window(None, None)),
        (entry("hàng năm", recurrence={"freq": "yearly", "details": "lập dự toán chi"}),
         Recurring("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31")),
        (entry("hàng tháng", recurrence={"freq": "monthly", "details": "trước ngày 25"}),
         Recurring("FREQ=MONTHLY;BYMONTHDAY=25", "before")),
        (entry("hàng tháng (ngày 20)", recurrence={"freq": "monthly"}), Recurring("FREQ=MONTHLY;BYMONTHDAY=20")),
        (entry("hàng tháng", recurrence={"freq": "monthly", "details": "ngày 45"}),
         Recurring("FREQ=MONTHLY;BYMONTHDAY=31")),
        (entry("hàng tháng trong năm học", recurrence={"freq": "monthly", "details": "trong năm học"}),
         Recurring("FREQ=MONTHLY;BYMONTH=9,10,11,12,1,2,3,4,5;BYMONTHDAY=31", until=day("2024-05-31"))),
        (entry("hằng quý", recurrence={"freq": "quarterly"}),
         Recurring("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=31")),
        (entry("cùng thời điểm báo cáo tổng kết năm học", recurrence={"freq": "school_year"}),
         Recurring("FREQ=YEARLY", frame="school_year")),
        (entry("02 lần/năm", recurrence={"freq": "n_per_year", "n": 2}), HALVES),
        (entry("", phrase="trước ngày 30/10/2023"), Before(day("2023-10-30"))),
        (entry("trước ngày 25 hằng tháng", rrule="FREQ=MONTHLY;BYMONTHDAY=25"),
         Recurring("FREQ=MONTHLY;BYMONTHDAY=25", "before")),
        (entry("hằng tuần", rrule="FREQ=WEEKLY;BYDAY=MO"), Recurring("FREQ=WEEKLY;BYDAY=MO")),
        (entry("cùng kỳ", linked={"task": "T05", "offset_days": -3}), Linked("T05", -3)),
        (entry("khi có yêu cầu", on_demand=True), OnDemand()),
        (entry("trong 5 ngày", within={"count": 5, "unit": "working_day", "anchor": "received"}),
         Within(5, "working_day", "received")),
    ],
)  # fmt: skip
def test_entry_becomes_its_rule(given: dict[str, Any], rule: Rule) -> None:
    spec = rule_from_gold(given, issued_on=day("2023-10-10"))
    assert (spec.rule, spec.quote, spec.is_inherited) == (rule, given["quote"], given.get("inherited", False))


@pytest.mark.parametrize(
    ("quote", "rule"),
    [
        ("trong vòng 10 ngày kể từ ngày nhận được văn bản", Within(10, "day", "received")),
        ("trong 05 ngày làm việc kể từ ngày ký", Within(5, "working_day", "issued")),
        ("chậm nhất 03 ngày sau khi kết thúc", Within(3, "day", "event:kết thúc")),
        ("khi có yêu cầu", OnDemand()),
        ("thứ Sáu hằng tuần", Recurring("FREQ=WEEKLY;BYDAY=FR")),
        # From when the hours count, on which day of the week, after what: a date would be a guess.
        ("trong vòng 24 giờ", Window(None, None)),
        ("ít nhất 01 lần/tuần", Window(None, None)),
        ("sau khi tiếp thu chương trình tập huấn của Bộ GDĐT", Window(None, None)),
        ("trong hè và trong năm học", Window(None, None)),
        ("cùng thời điểm báo cáo sơ kết", Window(None, None)),
        ("hằng tháng", Window(None, None)),
        ("trước ngày 30/10/2023", Window(None, None)),
    ],
)
def test_unresolved_window_keeps_a_term_that_can_be_counted_without_dates(quote: str, rule: Rule) -> None:
    given = entry(quote, window={"start": None, "end": None})
    assert rule_from_gold(given, issued_on=day("2023-10-10")).rule == rule


def test_twice_a_year_means_each_semester_when_the_directive_covers_a_school_year() -> None:
    given = entry("02 lần/năm", recurrence={"freq": "n_per_year", "n": 2})
    assert rule_from_gold(given, period=SCHOOL_YEAR).rule == SEMESTERS
    assert rule_from_gold(given, period=(date(2024, 1, 1), date(2024, 12, 31))).rule == HALVES


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({}, "unknown_form"),
        ({"due": "2023-10-30", "on_demand": True}, "several_forms"),
        ({"due": "30/10/2023"}, "bad_date"),
        ({"due": "2023-10-30T25:00"}, "bad_date"),
        ({"window": "2024"}, "not_a_mapping"),
        ({"window": {"start": "2024-02-01", "end": "2024-01-01"}}, "window_reversed"),
        ({"recurrence": {"freq": "daily"}}, "unknown_frequency"),
        ({"recurrence": {"freq": "n_per_year"}}, "wrong_type"),
        ({"recurrence": {"freq": "n_per_year", "n": 400}}, "count_out_of_range"),
        ({"rrule": "FREQ=SECONDLY"}, "rrule_malformed"),
        ({"linked": {"offset_days": 3}}, "missing_field"),
        ({"within": {"count": 0, "unit": "day"}}, "count_out_of_range"),
        ({"on_demand": "yes"}, "wrong_type"),
    ],
)
def test_entry_is_refused_with_its_reason(form: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadRule) as caught:
        rule_from_gold(entry("", **form))
    assert caught.value.values["reason"] == reason


def test_phrase_entry_is_refused_when_it_is_no_deadline() -> None:
    with pytest.raises(PhraseNotUnderstood):
        rule_from_gold(entry("", phrase="Phòng GDĐT"))


def test_month_by_month_in_the_school_year_goes_on_when_the_document_covers_several_years() -> None:
    given = entry("hàng tháng trong năm học", recurrence={"freq": "monthly", "details": "trong năm học"})
    spec = rule_from_gold(given, issued_on=day("2021-08-10"), period=(day("2021-09-01"), day("2025-05-31")))
    assert spec.rule == Recurring("FREQ=MONTHLY;BYMONTH=9,10,11,12,1,2,3,4,5;BYMONTHDAY=31")
