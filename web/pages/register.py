"""The directives that I see: found without diacritics, narrowed to what is open, overdue or done."""

from starlette.responses import Response

from engine.service.register import list_directives
from web.desk import Desk
from web.guards import Pages
from web.presenters.register import STATES, present

pages = Pages()
AT_ONCE = 20
_LONGEST = 200


@pages.get("/van-ban")
async def show(desk: Desk) -> Response:
    """The list, or with HTMX what was found, or further lines only."""
    text, state = desk.asked("q").strip()[:_LONGEST], desk.asked("trang-thai")
    state = state if state in STATES else ""
    cursor = desk.asked("sau") or None
    found = list_directives(
        desk.office.database, desk.viewer, query=text, state=STATES[state], cursor=cursor, limit=AT_ONCE
    )
    view = present(found, text=text, state=state, cursor=cursor, speech=desk.speech)
    fragment = "register/results.html" if cursor is None else "register/rows.html"
    response = desk.page(fragment if desk.is_fragment else "register/list.html", view=view)
    # The same address gives a page or a part of it: a browser must not show the one where the other is due.
    response.headers["Vary"] = "Cookie, HX-Request"
    return response
