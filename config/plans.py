"""A plan that a program sends: looked at, or issued, for the unit of the person who sends it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from config.bootstrap import Office
from engine.access import Viewer
from engine.deadlines import OFFICE_ZONE
from engine.errors import InputRefused, Problem
from engine.plans import DirectiveSpec
from engine.service.issuing import Issued, issue_for
from engine.service.outline import Outline, outline
from intake.plan_dates import check_dates
from intake.plan_file import examine_plan

NAME: Final = "plan"


@dataclass(frozen=True)
class PlanLook:
    """A plan as it would be issued by a unit (``unit_id`` None: by none in which the viewer holds a post)."""

    spec: DirectiveSpec
    unit_id: int | None
    outline: Outline | None
    problems: tuple[Problem, ...]

    @property
    def may_be_issued(self) -> bool:
        """True if nothing stands against issuing it."""
        return self.unit_id is not None and all(problem.is_warning for problem in self.problems)


def look_at_plan(office: Office, viewer: Viewer, *, text: str, at: datetime) -> PlanLook:
    """What issuing a plan would do; nothing is written. Slow for a large plan. Raises InputRefused for what is no
    mapping, and SecretDocument."""
    spec, found = examine_plan(text, name=NAME)
    for unit_id in sorted(viewer.unit_ids):
        seen = outline(office.database, spec, unit_id=unit_id, policies=office.policies, at=at)
        if seen.is_own:
            dates = check_dates(spec, on=at.astimezone(OFFICE_ZONE).date())
            return PlanLook(spec, unit_id, seen, (*found, *seen.problems, *dates))
    return PlanLook(spec, None, None, tuple(found))


def issue_plan(office: Office, viewer: Viewer, *, seen: PlanLook, at: datetime) -> Issued:
    """Issue a plan that was looked at. Raises InputRefused with all that stands against it, and what ``issue_for``
    raises."""
    if seen.unit_id is None or not seen.may_be_issued:
        raise InputRefused(NAME, seen.problems)
    return issue_for(office.database, viewer, unit_id=seen.unit_id, spec=seen.spec, policies=office.policies, at=at)
