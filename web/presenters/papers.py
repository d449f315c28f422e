"""Values of papers: whose head, what the list of a unit says, who is late and is urged by when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.service.agenda import Piece
from engine.service.papers import Letterhead
from engine.service.register import DirectiveHead
from engine.service.views import Listed
from engine.states import Status
from reports.paper import CitedDocument, LateWork, PaperHead, UnitLine, UrgingLetter
from reports.wording import ZONE
from web.i18n import Speech, number
from web.presenters.directive import HeadView, head_view
from web.presenters.overview import Place

BLANK = "…"
REPORT_WITHIN = timedelta(days=7)


def paper_head(found: Letterhead, *, on: date) -> PaperHead:
    """The head of a paper of an agency; what is not known is left for the clerk."""
    return PaperHead(
        agency_above=found.agency_above, agency=found.agency, place=found.place or BLANK, day=on, signer=found.signer
    )


def counted_at(as_of: date | None, *, at: datetime) -> datetime:
    """The instant up to which a table counts: the last minute of the day that was asked for."""
    return at if as_of is None else min(at, datetime.combine(as_of, time(23, 59), ZONE))


def unit_lines(pieces: Iterable[Piece], reported: Mapping[int, datetime]) -> tuple[UnitLine, ...]:
    """The list of what a unit owes; ``reported``: when the last report on each came."""
    return tuple(
        UnitLine(
            document=piece.document,
            task=f"{piece.task_key}. {piece.task_text}",
            unit=piece.unit_name,
            last_day=piece.last_day,
            status=piece.status,
            timeliness=piece.timeliness,
            reported_on=reported[piece.id].astimezone(ZONE).date() if piece.id in reported else None,
        )
        for piece in pieces
    )


def urging_letter(late: Iterable[Listed], head: DirectiveHead, *, today: date, report_by: date) -> UrgingLetter:
    """The letter to the units that are late and have handed in nothing, the longest overdue first."""
    document = CitedDocument(head.document, head.issued_text, head.issuer_name)
    works = [
        LateWork(document, work.task_text, work.unit_name, work.last_day, (today - work.last_day).days)
        for work in late
        if work.last_day is not None and work.status is not Status.SUBMITTED
    ]
    works.sort(key=lambda work: (-work.days_late, work.unit))
    return UrgingLetter(tuple(works), report_by)


@dataclass(frozen=True)
class LateUnit:
    """A unit that the letter names, and what it owes."""

    name: str
    works: tuple[str, ...]


@dataclass(frozen=True)
class LetterView:
    """What the page says of a letter before it is fetched. ``more``: how many late works the letter leaves out."""

    head: HeadView
    agency: str
    agency_above: str
    place: str
    signer: str
    day: date
    units: tuple[LateUnit, ...]
    summary: str
    typed_day: str
    report_by: date
    problem: str
    more: int
    files: tuple[Place, ...]


def letter_view(
    letter: UrgingLetter,
    head: DirectiveHead,
    *,
    paper: PaperHead,
    typed_day: str,
    problem: str,
    more: int,
    speech: Speech,
) -> LetterView:
    """The view of a letter."""
    by_unit: dict[str, list[str]] = {}
    for work in letter.works:
        said = speech.say(
            "%(task)s – hạn %(day)s, quá %(days)s ngày", task=work.task, day=work.last_day, days=work.days_late
        )
        by_unit.setdefault(work.unit, []).append(said)
    summary = speech.say(
        "%(units)s đơn vị chưa báo cáo %(works)s phần việc đã quá hạn.",
        units=number(len(by_unit)),
        works=number(len(letter.works)),
    )
    return LetterView(
        head=head_view(head, speech=speech),
        agency=paper.agency,
        agency_above=paper.agency_above,
        place=paper.place,
        signer=paper.signer,
        day=paper.day,
        units=tuple(LateUnit(name, tuple(works)) for name, works in by_unit.items()),
        summary=summary,
        typed_day=typed_day,
        report_by=letter.report_by,
        problem=problem,
        more=more,
        files=_files(head.id, report_by=letter.report_by),
    )


def _files(directive_id: int, *, report_by: date) -> tuple[Place, ...]:
    asked = f"?bao-cao-truoc={report_by.isoformat()}"
    kinds = (("Word", "docx"), ("PDF", "pdf"))
    return tuple(Place(name, f"/van-ban/{directive_id}/don-doc.{kind}{asked}") for name, kind in kinds)
