"""Which rules become one date by themselves: only those can stand in a correction."""

from datetime import date

import pytest

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
    has_one_date,
)

DAY = date(2023, 10, 30)


@pytest.mark.parametrize(
    "rule", [Before(DAY), By(DAY, 16), Within(5, "day"), SchoolPeriod(2023, 2024), Window(None, DAY), Window(DAY, DAY)]
)
def test_rule_has_one_date(rule: Rule) -> None:
    assert has_one_date(rule)


@pytest.mark.parametrize(
    "rule", [Recurring("FREQ=MONTHLY"), Linked("T01"), OnDemand(), NoDeadline(), Window(DAY, None), Window(None, None)]
)
def test_rule_has_no_single_date(rule: Rule) -> None:
    assert not has_one_date(rule)
