"""The last steps of giving out work: what will be sent, and issuing it."""

from starlette.responses import Response

from config.assigning import issue_draft
from config.preview import MOST_MESSAGES, preview_issue
from engine.errors import AlreadyIssued, DraftRefused, InputRefused, NotFound
from web.desk import Desk
from web.guards import Pages
from web.pages.assigning import look, sentences, version_of
from web.presenters.assigning import present
from web.presenters.preview import present_preview

pages = Pages()


@pages.get("/giao-viec/{id}/xem-truoc")
async def preview(desk: Desk) -> Response:
    """Who will get what and when: played on a copy, nothing is sent and nothing is kept."""
    view = await look(desk)
    shown = present(view, desk.speech)
    if not shown.may_be_issued:
        return desk.page("assigning/issue.html", view=shown, refused=())
    found = await desk.run(preview_issue, desk.office, view.reading.spec, unit_id=view.draft.unit_id, at=desk.at)
    page = present_preview(found, desk.speech)
    return desk.page("assigning/preview.html", view=shown, preview=page, most=MOST_MESSAGES)


@pages.get("/giao-viec/{id}/giao")
async def ask(desk: Desk) -> Response:
    """What would be issued, to be confirmed."""
    return desk.page("assigning/issue.html", view=present(await look(desk), desk.speech), refused=())


@pages.post("/giao-viec/{id}/giao")
async def issue(desk: Desk) -> Response:
    """Issue the draft as it was seen."""
    version = await version_of(desk)
    try:
        made = await desk.run(issue_draft, desk.office, desk.viewer, draft_id=desk.number("id"), version=version)
    except (InputRefused, DraftRefused, AlreadyIssued) as error:
        return await _refused(desk, sentences(desk, error), status=422 if isinstance(error, InputRefused) else 409)
    except NotFound as error:
        if error.values["what"] != "issuer":
            raise
        return await _refused(desk, sentences(desk, error), status=422)
    said = desk.speech.count(
        "Đã giao: %(tasks)s việc, %(n)s phần việc.",
        "Đã giao: %(tasks)s việc, %(n)s phần việc.",
        n=made.obligations,
        tasks=made.tasks,
    )
    return desk.go(f"/van-ban/{made.directive_id}", done=said)


async def _refused(desk: Desk, refused: list[str], *, status: int) -> Response:
    view = present(await look(desk), desk.speech)
    return desk.page("assigning/issue.html", status=status, view=view, refused=tuple(refused))
