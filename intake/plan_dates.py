"""Dates of a plan that are most likely slips: a year or a century with the wrong digit."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from engine.errors import Problem
from engine.plans import DirectiveSpec
from engine.rules import Rule
from intake.plan_deadlines import last_day_of
from intake.yaml_fields import date_from, printed

MOST_YEARS_AHEAD: Final = 10
_YEAR_DAYS: Final = 366


def check_dates(spec: DirectiveSpec, *, on: date) -> tuple[Problem, ...]:
    """Warnings beside those of ``examine_plan`` about a plan that is looked at on a day: a document of more than a year
    ahead, a due day more than ten years after the document's."""
    return tuple(_date_doubts(spec, on))


def _date_doubts(spec: DirectiveSpec, on: date) -> Iterator[Problem]:
    if spec.issued_on is not None and (spec.issued_on - on).days > _YEAR_DAYS:
        values = {"where": "issued_on", "day": printed(spec.issued_on)}
        yield Problem(spec.doc, "issued_far_ahead", values, is_warning=True)
    issued_on = spec.issued_on or date_from(f"{spec.issued_text}-01") or on
    for task in spec.tasks:
        for number, deadline in enumerate(task.deadlines, start=1):
            for doubt in due_doubts(deadline.rule, issued_on, where=f"{task.key}.deadlines[{number}]"):
                if doubt.code == "due_far_ahead":
                    yield doubt


def due_doubts(rule: Rule, issued_on: date, *, where: str) -> Iterator[Problem]:
    """What is doubtful about the day that a rule names in a document of ``issued_on``; ``where`` names the rule."""
    due = last_day_of(rule)
    if due is None:
        return
    values = {"where": where, "due": printed(due), "issued": printed(issued_on)}
    if due < issued_on:
        yield Problem("", "due_before_issue", values, is_warning=True)
    elif due.year - issued_on.year > MOST_YEARS_AHEAD:
        yield Problem("", "due_far_ahead", values, is_warning=True)
