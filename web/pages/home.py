"""The first address, and the language."""

from starlette.responses import RedirectResponse, Response

from config.sign_in import local_path
from engine.ladders import Audience
from engine.service.agenda import count_waiting, my_work
from engine.service.sight import leads_others
from web import cookies
from web.desk import Desk
from web.guards import Access, Pages
from web.presenters.home import first_path

pages = Pages()


@pages.get("/", access=Access.PUBLIC)
async def first(desk: Desk) -> Response:
    """The page that answers the question of one's post, or where somebody unknown begins."""
    return RedirectResponse(_first(desk) if desk.signed else desk.request.app.state.front, status_code=303)


def _first(desk: Desk) -> str:
    database, viewer, policies = desk.office.database, desk.viewer, desk.office.policies
    leaders = policies.roles.get(Audience.LEADER, ())
    work = my_work(database, viewer, at=desk.at, policies=policies, limit=1)
    return first_path(
        leads=leads_others(database, viewer),
        is_leader=any(post.role in leaders for post in viewer.posts),
        waiting=count_waiting(database, viewer),
        owed=sum(work.counts.values()),
    )


@pages.post("/ngon-ngu", access=Access.PUBLIC)
async def choose_language(desk: Desk) -> Response:
    """Go on in another language, on the page where one is."""
    back = local_path(await desk.field("tiep"))
    response = desk.go(back)
    cookies.put_language(response, desk.request, language="en" if await desk.field("language") == "en" else "vi")
    return response
