"""The figures of a unit over all directives: as of a day, and week by week."""

from typing import Annotated

from fastapi import Query

from engine.deadlines import OFFICE_ZONE
from engine.service.overview import EVERYTHING, MOST_WEEKS, Choice, overview, trend
from engine.service.sight import reach_directive
from engine.tallies import Denominator
from web.api.caller import Caller, Who
from web.api.directive_shapes import RateShape, rate_shapes
from web.api.operations import Operations
from web.api.shapes import AskedDay, AskedId, CountsShape, Day, Shape, SmallId, UnitCountsShape, UnitShape

operations = Operations("units")


class OverviewShape(Shape):
    """A unit: all at and below it, its own work, the units right below it, worst first."""

    path: list[UnitShape]
    unit: UnitShape
    total: CountsShape
    own: CountsShape
    lines: list[UnitCountsShape]
    denominator: Denominator
    rates: dict[str, RateShape]
    as_of: Day | None


class SeriesShape(Shape):
    """The counts of one unit at each of the days."""

    unit: UnitShape
    counts: list[CountsShape]


class TrendShape(Shape):
    """Counts at ends of weeks, the oldest first; the last day is the one that was asked for."""

    days: list[Day]
    node: SeriesShape
    lines: list[SeriesShape]


@operations.get("/units/{id}/overview", summary="Figures of a unit")
async def show(
    caller: Who,
    number: SmallId,
    *,
    directive: AskedId = None,
    as_of: Annotated[AskedDay | None, Query()] = None,
    denominator: Denominator = Denominator.DUE,
) -> OverviewShape:
    """The figures of a unit of the caller, or below one, over all directives or one."""
    found = overview(caller.database, caller.viewer, unit_id=number, choice=_choice(caller, directive), as_of=as_of)
    return OverviewShape(
        path=[UnitShape.model_validate(unit) for unit in found.path],
        unit=UnitShape.model_validate(found.unit),
        total=CountsShape.model_validate(found.total),
        own=CountsShape.model_validate(found.own),
        lines=[UnitCountsShape.model_validate(line) for line in found.lines],
        denominator=denominator,
        rates=rate_shapes(found.total, denominator),
        as_of=found.as_of,
    )


@operations.get("/units/{id}/trend", summary="Figures week by week")
async def weekly(
    caller: Who,
    number: SmallId,
    *,
    directive: AskedId = None,
    until: Annotated[AskedDay | None, Query()] = None,
    weeks: Annotated[int, Query(ge=2, le=MOST_WEEKS)] = 12,
) -> TrendShape:
    """How a unit and those right below it stood at the ends of the last weeks."""
    day = until or caller.at.astimezone(OFFICE_ZONE).date()
    found = trend(
        caller.database, caller.viewer, unit_id=number, until=day, weeks=weeks, choice=_choice(caller, directive)
    )
    return TrendShape.model_validate(found)


def _choice(caller: Caller, directive: int | None) -> Choice:
    if directive is None:
        return EVERYTHING
    reach_directive(caller.database, caller.viewer, directive_id=directive)
    return Choice(directive)
