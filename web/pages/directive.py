"""One directive: clauses beside tasks, its days, who has and who has not, down to the obligation."""

from dataclasses import replace

from starlette.responses import Response

from engine.service.overview import UnitCounts
from engine.service.paging import Page
from engine.service.papers import way_down
from engine.service.register import (
    find_seen_directive,
    obligations_of_unit,
    show_directive,
    table_of_directive,
    units_of_directive,
)
from reports.official_table import OfficialTable, official_table
from reports.wording import ZONE
from web.desk import Desk
from web.guards import Pages
from web.pages.overview import UNREADABLE, asked_here, unit_in
from web.presenters import directive as presenter
from web.presenters import directive_unit
from web.presenters.asked import Asked
from web.presenters.directive_unit import WHICH

pages = Pages()
UNITS_AT_ONCE = 200


@pages.get("/van-ban/{id}")
async def show(desk: Desk) -> Response:
    """A directive as far as I see it."""
    number, database = desk.number("id"), desk.office.database
    with desk.snapshot():
        page = show_directive(database, desk.viewer, directive_id=number)
        found = table_of_directive(database, desk.viewer, directive_id=number)
    table = official_table(found, words=desk.speech.words, is_worst_first=True)
    today = desk.at.astimezone(ZONE).date()
    view = presenter.present(page, table, today=today, speech=desk.speech)
    return desk.page("directive/show.html", view=view)


@pages.get("/van-ban/{id}/don-vi")
async def show_top(desk: Desk) -> Response:
    """The same as for the unit at which the directive is counted."""
    return _unit(desk, unit_id=None)


@pages.get("/van-ban/{id}/don-vi/{unit}")
async def show_unit(desk: Desk) -> Response:
    """What a directive gives to a unit and to those below it."""
    return _unit(desk, unit_id=unit_in(desk))


def asked_of_directive(desk: Desk) -> Asked:
    """What the address asks for; a single task is counted as of now only."""
    asked = asked_here(desk)
    if asked.task and asked.as_of is not None:
        sentence = desk.say("Số liệu của từng nhiệm vụ chỉ có đến hôm nay. Hãy bỏ ngày, hoặc xem cả văn bản.")
        return replace(asked, as_of=None, problem=sentence)
    return asked


def table_of(desk: Desk, *, unit_id: int | None, asked: Asked) -> OfficialTable:
    """The table that was asked for. Raises NotFound."""
    found = table_of_directive(
        desk.office.database,
        desk.viewer,
        directive_id=desk.number("id"),
        unit_id=unit_id,
        task=asked.task or None,
        as_of=asked.as_of,
    )
    words = desk.speech.words
    return official_table(found, words=words, denominator=asked.share_of, is_worst_first=asked.is_worst_first)


def _unit(desk: Desk, *, unit_id: int | None) -> Response:
    asked, which = asked_of_directive(desk), desk.asked("loc")
    which = which if which in WHICH else ""
    with desk.snapshot():
        found = _found(desk, unit_id=unit_id, asked=asked, which=which)
    view = directive_unit.present(found, asked=asked, which=which, speech=desk.speech)
    return desk.page("directive/unit.html", status=UNREADABLE if asked.problem else 200, view=view)


def _found(desk: Desk, *, unit_id: int | None, asked: Asked, which: str) -> directive_unit.Found:
    database, viewer, number = desk.office.database, desk.viewer, desk.number("id")
    page = find_seen_directive(database, viewer, directive_id=number)
    table = table_of(desk, unit_id=unit_id, asked=asked)
    here = table.roll_up.unit_id or page.nodes[0].unit_id
    top = next((node.unit_id for node in page.nodes), here)
    return directive_unit.Found(
        head=page.head,
        path=way_down(database, here, top_id=top),
        table=table,
        units=_owing(desk, unit_id=here, asked=asked, which=which),
        pieces=obligations_of_unit(
            database, viewer, directive_id=number, unit_id=here, at=desk.at, cursor=desk.asked("viec") or None
        ),
    )


def _owing(desk: Desk, *, unit_id: int, asked: Asked, which: str) -> Page[UnitCounts]:
    """Who owes something at and below a unit; of a single task the table says it."""
    if asked.task:
        return Page(())
    return units_of_directive(
        desk.office.database,
        desk.viewer,
        directive_id=desk.number("id"),
        which=WHICH[which],
        unit_id=unit_id,
        cursor=desk.asked("sau") or None,
        limit=UNITS_AT_ONCE,
    )
