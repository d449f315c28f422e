"""The first address, and the language."""

from starlette.responses import RedirectResponse, Response

from config.sign_in import local_path
from web import cookies
from web.desk import Desk
from web.guards import Access, Pages

pages = Pages()


@pages.get("/", access=Access.PUBLIC)
async def first(desk: Desk) -> Response:
    """One's own work, or where somebody unknown begins."""
    return RedirectResponse("/viec" if desk.signed else desk.request.app.state.front, status_code=303)


@pages.post("/ngon-ngu", access=Access.PUBLIC)
async def choose_language(desk: Desk) -> Response:
    """Go on in another language, on the page where one is."""
    back = local_path(await desk.field("tiep"))
    response = desk.go(back)
    cookies.put_language(response, desk.request, language="en" if await desk.field("language") == "en" else "vi")
    return response
