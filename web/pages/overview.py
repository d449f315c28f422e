"""The figures of my units over all directives: the table, the trend, a small chart for each unit below."""

from starlette.responses import JSONResponse, Response

from engine.service.agenda import Late, late_below
from engine.service.overview import (
    Overview,
    Trend,
    overview,
    school_years,
    top_units,
    trend,
)
from engine.store.totals import EVERYTHING, Choice
from reports.wording import ZONE
from web.desk import Desk
from web.guards import Pages
from web.presenters import overview as presenter
from web.presenters.asked import Asked, asked_for

pages = Pages()
UNREADABLE = 422
LATE_AT_ONCE = 10


@pages.get("/tong-hop")
async def first(desk: Desk) -> Response:
    """The figures of the first of my units."""
    tops = top_units(desk.office.database, desk.viewer)
    if not tops:
        return desk.page("overview/none.html")
    return _show(desk, unit_id=tops[0].unit_id)


@pages.get("/tong-hop/{unit}")
async def show(desk: Desk) -> Response:
    """The figures of a unit, mine or below mine."""
    return _show(desk, unit_id=unit_in(desk))


@pages.get("/tong-hop/{unit}/dien-bien")
async def numbers(desk: Desk) -> Response:
    """The trend as numbers, for the script that draws it large."""
    asked = asked_here(desk)
    moved = trend_of(desk, unit_id=unit_in(desk), asked=asked, with_children=False)
    return JSONResponse(presenter.trend_numbers(moved, speech=desk.speech))


@pages.get("/tong-hop/{unit}/ban-do")
async def units_map(desk: Desk) -> Response:
    """The small charts of the units right below, as a page of their own, or after the page of their unit."""
    asked, unit_id = asked_here(desk), unit_in(desk)
    moved = trend_of(desk, unit_id=unit_id, asked=asked)
    view = presenter.map_of(moved, query=asked.query(), speech=desk.speech)
    return desk.page("overview/map.html", name=moved.node.unit.name, map=view, unit_id=unit_id)


def unit_in(desk: Desk) -> int:
    """The unit in the address. Raises NotFound."""
    return desk.number("unit", what="unit")


def asked_here(desk: Desk) -> Asked:
    """What the address asks for."""
    today = desk.at.astimezone(ZONE).date()
    return asked_for(desk.request.query_params, today=today, speech=desk.speech)


def figures_of(desk: Desk, *, unit_id: int, asked: Asked) -> Overview:
    """The figures that were asked for. Raises NotFound."""
    choice = _choice(desk, asked)
    return overview(desk.office.database, desk.viewer, unit_id=unit_id, choice=choice, as_of=asked.as_of)


def trend_of(desk: Desk, *, unit_id: int, asked: Asked, with_children: bool = True) -> Trend:
    """The trend that was asked for. Raises NotFound."""
    until = asked.as_of or desk.at.astimezone(ZONE).date()
    return trend(
        desk.office.database,
        desk.viewer,
        unit_id=unit_id,
        until=until,
        weeks=asked.weeks,
        choice=_choice(desk, asked),
        with_children=with_children,
    )


def _choice(desk: Desk, asked: Asked) -> Choice:
    if asked.year is None:
        return EVERYTHING
    years = school_years(desk.office.database)
    return next((one.choice for one in years if one.start_year == asked.year), EVERYTHING)


def _show(desk: Desk, *, unit_id: int) -> Response:
    database, asked = desk.office.database, asked_here(desk)
    with desk.snapshot():
        figures = figures_of(desk, unit_id=unit_id, asked=asked)
        is_small = len(figures.lines) <= presenter.MOST_AT_ONCE
        view = presenter.present(
            figures,
            trend_of(desk, unit_id=unit_id, asked=asked, with_children=is_small),
            late=_late(desk, unit_id=unit_id, asked=asked),
            asked=asked,
            tops=top_units(database, desk.viewer),
            years=school_years(database),
            at=desk.at,
            speech=desk.speech,
        )
    return desk.page("overview/show.html", status=UNREADABLE if asked.problem else 200, view=view)


def _late(desk: Desk, *, unit_id: int, asked: Asked) -> Late | None:
    """Who is late, with what, since when: as of now and over all directives, or not at all."""
    if asked.as_of is not None or asked.year is not None:
        return None
    cursor = desk.asked("qua-han") or None
    return late_below(desk.office.database, desk.viewer, at=desk.at, unit_id=unit_id, cursor=cursor, limit=LATE_AT_ONCE)
