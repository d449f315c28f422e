"""Coming in by a link, and leaving."""

from starlette.responses import RedirectResponse, Response

from engine.service.sessions import end_sessions, look_at_link, open_session, use_link
from web import cookies
from web.desk import Desk
from web.guards import Access, Pages
from web.pages.home import local_path

pages = Pages()
SIGN_IN = "sign_in"


@pages.get("/dang-nhap", access=Access.PUBLIC)
async def ask(desk: Desk) -> Response:
    """How one may come in."""
    if desk.signed is not None:
        return RedirectResponse(local_path(desk.asked("tiep", "/viec")), status_code=303)
    return desk.page("sign_in.html", onward=local_path(desk.asked("tiep", "/viec")))


@pages.get("/vao/{token}", access=Access.PUBLIC)
async def show_link(desk: Desk) -> Response:
    """What a link would do: opening it, also by a scanner of mails, changes nothing."""
    token = desk.request.path_params["token"]
    link = look_at_link(desk.office.database, token, purpose=SIGN_IN, at=desk.at)
    return desk.page("link.html", token=token, onward=local_path(link.target or "/viec"))


@pages.post("/vao/{token}", access=Access.PUBLIC)
async def use(desk: Desk) -> Response:
    """Sign in by a link, once."""
    token, database = desk.request.path_params["token"], desk.office.database
    link = await desk.run(use_link, database, token, purpose=SIGN_IN, at=desk.at)
    return await enter(desk, link.person_id, means="link", onward=local_path(link.target or "/viec"))


@pages.post("/dang-xuat")
async def leave(desk: Desk) -> Response:
    """Sign out here."""
    if desk.signed is not None:
        viewer, token_hash = desk.signed.viewer, desk.signed.token_hash
        await desk.run(end_sessions, desk.office.database, viewer.person_id, at=desk.at, only=token_hash)
    response = desk.go("/dang-nhap", done=desk.say("Bạn đã đăng xuất."))
    response.delete_cookie(cookies.SESSION, path="/")
    return response


async def enter(desk: Desk, person_id: int, *, means: str, onward: str) -> Response:
    """Open a session for a person and go on."""
    device = desk.request.headers.get("user-agent", "")
    token = await desk.run(open_session, desk.office.database, person_id, means=means, at=desk.at, device=device)
    response = desk.go(onward)
    cookies.put_session(response, desk.request, token=token)
    return response
