"""What I owe, by when, and where I answer."""

from starlette.responses import Response

from engine.service.agenda import my_work
from web.desk import Desk
from web.guards import Pages
from web.presenters.my_work import group_of, present_work

pages = Pages()
AT_ONCE = 30


@pages.get("/viec")
async def show(desk: Desk) -> Response:
    """The work of my units, the most urgent first."""
    chosen = group_of(desk.asked("nhom"))
    work = my_work(
        desk.office.database,
        desk.viewer,
        at=desk.at,
        policies=desk.office.policies,
        which=chosen,
        cursor=desk.asked("tu") or None,
        limit=AT_ONCE,
    )
    view = present_work(work, chosen=chosen, units=len(desk.viewer.unit_ids), speech=desk.speech)
    here = f"/viec?{desk.query}" if desk.query else "/viec"
    return desk.page("my_work/list.html", view=view, here=here)
