"""The record of messages: who was told of what, when and how; what reached nobody, and sending it once more."""

from datetime import date

from starlette.responses import Response

from config.channel_health import channel_health
from engine.errors import ResendRefused
from engine.service.message_log import Sought, open_message, read_log
from engine.service.resending import resend
from notifications.render import render
from reports.wording import ZONE
from web.desk import Desk
from web.guards import Access, Pages
from web.presenters import messages as presenter
from web.presenters.forms import read_day

pages = Pages()
AT_ONCE = 30
FIRST_YEAR = 2010


@pages.get("/nhac-viec")
async def show(desk: Desk) -> Response:
    """The record, narrowed as the address says."""
    asked = presenter.asked_for(desk.request.query_params)
    on, problem = _day(desk, asked.day)
    sought = Sought(asked.states, asked.is_dead, asked.channels, asked.person, asked.is_own, on)
    database, cursor = desk.office.database, desk.asked("sau") or None
    found = read_log(database, desk.viewer, sought=sought, cursor=cursor, limit=AT_ONCE)
    view = presenter.present(found, asked=asked, problem=problem, is_first=cursor is None, speech=desk.speech)
    health = presenter.health_view(
        channel_health(desk.office, desk.at), is_told_why=desk.viewer.is_administrator, speech=desk.speech
    )
    return desk.page("messages/list.html", status=422 if problem else 200, view=view, health=health)


@pages.get("/nhac-viec/{message}")
async def one(desk: Desk) -> Response:
    """A message with its whole way."""
    return _shown(desk, number=desk.number("message", what="message"))


@pages.post("/nhac-viec/{message}/gui-lai", access=Access.ADMINISTRATOR)
async def again(desk: Desk) -> Response:
    """Send what reached nobody once more."""
    number = desk.number("message", what="message")
    office = desk.office
    try:
        done = await desk.run(
            resend,
            office.database,
            number,
            at=desk.at,
            policies=office.policies,
            mail_domain=office.settings.message_domain,
        )
    except ResendRefused as error:
        return _shown(desk, number=number, refused=desk.speech.words.error(error))
    said = presenter.resent(done, speech=desk.speech)
    return desk.go(f"/nhac-viec/{done.id}", **({"warning": said} if done.is_doubtful else {"done": said}))


def _day(desk: Desk, text: str) -> tuple[date | None, str]:
    if not text:
        return None, ""
    found = read_day(text, at=desk.at, speech=desk.speech, first_year=FIRST_YEAR)
    return (None, found) if isinstance(found, str) else (found, "")


def _shown(desk: Desk, *, number: int, refused: str = "") -> Response:
    opened = open_message(desk.office.database, desk.viewer, message_id=number, at=desk.at)
    letter = desk.office.letterhead
    rendered = None
    if opened.text is not None:
        # As things stood when it was last tried, as far as they are kept.
        at = presenter.written_at(opened).astimezone(ZONE)
        rendered = render(opened.text, at=at, base_url=letter.base_url, sender_office=letter.office, zone=letter.zone)
    view = presenter.message_view(opened, rendered=rendered, speech=desk.speech)
    return desk.page("messages/show.html", status=409 if refused else 200, view=view, refused=refused)
