"""A person's calendar at its secret address, for calendar programs that cannot sign in."""

from starlette.responses import Response

from engine.errors import NotFound
from engine.service.calendar_feeds import deadlines_of, person_of_feed
from reports.calendar_feed import calendar_ics
from web.desk import Desk
from web.guards import Access, Pages
from web.presenters.calendar_feed import feed_of

pages = Pages()


@pages.get("/lich/{token}", access=Access.PUBLIC)
async def read(desk: Desk) -> Response:
    """The deadlines of the units in which the person holds a post (iCalendar)."""
    database, settings = desk.office.database, desk.office.settings
    token = str(desk.request.path_params["token"]).removesuffix(".ics")
    viewer = person_of_feed(database, token, at=desk.at)
    if viewer is None:
        raise NotFound(what="page", key="/lich")
    days = await desk.run(deadlines_of, database, viewer, at=desk.at)
    feed = feed_of(days, speech=desk.speech, domain=settings.message_domain, address=settings.page_address)
    headers = {"Content-Disposition": 'inline; filename="don-doc.ics"', "Cache-Control": "private, max-age=900"}
    content = calendar_ics(feed, words=desk.speech.words)
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)
