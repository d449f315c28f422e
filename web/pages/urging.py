"""The draft of a letter to the units that are late: seen before it is fetched."""

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from engine.errors import NotFound
from engine.service.papers import letterhead
from engine.service.register import DirectivePage, show_directive
from engine.service.views import list_obligations
from reports.paper import PaperHead, UrgingLetter
from reports.pdf import urging_letter_pdf
from reports.word import urging_letter_docx
from reports.wording import ZONE
from web.desk import Desk
from web.downloads import download
from web.guards import Pages
from web.pages.downloads import kind_in
from web.pages.overview import UNREADABLE
from web.presenters.asked import coming_day
from web.presenters.papers import REPORT_WITHIN, letter_view, paper_head, urging_letter
from web.presenters.register import document_name

pages = Pages()
MOST_WORKS = 2_000


@dataclass(frozen=True)
class Draft:
    """A letter with what its page says of it."""

    page: DirectivePage
    letter: UrgingLetter
    paper: PaperHead
    typed_day: str
    problem: str
    more: int


@pages.get("/van-ban/{id}/don-doc")
async def show(desk: Desk) -> Response:
    """The letter as it would be, and by which day it asks for a report."""
    draft = await desk.run(_at_once, desk)
    view = letter_view(
        draft.letter,
        draft.page.head,
        paper=draft.paper,
        typed_day=draft.typed_day,
        problem=draft.problem,
        more=draft.more,
        speech=desk.speech,
    )
    return desk.page("directive/letter.html", status=UNREADABLE if draft.problem else 200, view=view)


@pages.get("/van-ban/{id}/don-doc.{kind}")
async def fetch(desk: Desk) -> Response:
    """The letter as a file."""
    kind = kind_in(desk)
    if kind == "xlsx":
        raise NotFound(what="page", key=kind)
    draft = await desk.run(_at_once, desk)
    if draft.problem or not draft.letter.works:
        return desk.go(f"/van-ban/{draft.page.head.id}/don-doc")
    make = urging_letter_docx if kind == "docx" else urging_letter_pdf
    content = await desk.run(make, draft.letter, head=draft.paper, words=desk.speech.words, at=desk.at)
    name = desk.say("Đôn đốc %(name)s", name=document_name(draft.page.head, speech=desk.speech))
    return download(content, name=name, kind=kind)


def _at_once(desk: Desk) -> Draft:
    with desk.snapshot():
        return _draft(desk)


def _draft(desk: Desk) -> Draft:
    """The letter of the issuer of a directive, for those who see all of it. Raises NotFound."""
    database, today = desk.office.database, desk.at.astimezone(ZONE).date()
    page = show_directive(database, desk.viewer, directive_id=desk.number("id"))
    if not page.is_whole:
        raise NotFound(what="directive", key=page.head.id)
    late = list_obligations(
        database,
        at=desk.at,
        policies=desk.office.policies,
        directive_id=page.head.id,
        which="overdue",
        limit=MOST_WORKS,
    )
    typed, report_by, problem = _report_by(desk, today=today)
    return Draft(
        page=page,
        letter=urging_letter(late, page.head, today=today, report_by=report_by),
        paper=paper_head(letterhead(database, page.head.issuer_id, directive_id=page.head.id), on=today),
        typed_day=typed,
        problem=problem,
        more=max(0, page.counts.open_overdue - MOST_WORKS),
    )


def _report_by(desk: Desk, *, today: date) -> tuple[str, date, str]:
    """The day as it was typed, the day that is taken, and why the typed one is not."""
    usual = today + REPORT_WITHIN
    typed = desk.asked("bao-cao-truoc").strip()[:40]
    if not typed:
        return usual.isoformat(), usual, ""
    day, problem = coming_day(typed, today=today, speech=desk.speech)
    return typed, day or usual, problem
