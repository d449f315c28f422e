"""What waits for an answer of my units: reports and requests for more time, and what became of several answers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from engine.errors import DondocError, TransitionRefused
from engine.service.agenda import Waiting, WaitingReport, WaitingRequest
from engine.service.views import Shown
from web.i18n import Speech
from web.presenters.handed_in import FigureView, FileView, figures_of, files_of, timeliness
from web.presenters.my_work import PieceView, piece_view
from web.presenters.obligation import history_of
from web.presenters.phrases import first_sentence


@dataclass(frozen=True)
class ReportLine:
    """A report that waits. ``choice``: what a check box says of it, obligation and number."""

    piece: PieceView
    choice: str
    number: int
    is_chosen: bool
    at: datetime
    by: str
    text: str
    figures: tuple[FigureView, ...]
    files: tuple[FileView, ...]
    time: str
    time_tone: str


@dataclass(frozen=True)
class RequestLine:
    """A request for more time that waits."""

    piece: PieceView
    extension_id: int
    at: datetime
    by: str
    until: str
    until_on: str
    reason: str


@dataclass(frozen=True)
class Result:
    """What became of one of several answers; ``why`` "" if it went."""

    path: str
    title: str
    unit: str
    why: str


@dataclass(frozen=True)
class WaitingView:
    """The page. ``results``: of the answers that were just given, where not all of them went."""

    handed_in: tuple[ReportLine, ...]
    requests: tuple[RequestLine, ...]
    report_count: int
    request_count: int
    next_reports: str
    next_requests: str
    all_path: str
    results: tuple[Result, ...]
    gone: str
    failed: str


def present_waiting(
    waiting: Waiting,
    *,
    speech: Speech,
    chosen: Collection[str] = (),
    is_all_chosen: bool = False,
    results: tuple[Result, ...] = (),
    here: str = "",
) -> WaitingView:
    """The page; ``here``: the query of this page of the list, without a "?"."""
    handed_in = tuple(
        _report(line, chosen=chosen, is_all_chosen=is_all_chosen, speech=speech) for line in waiting.handed_in.items
    )
    went = sum(not result.why for result in results)
    after_reports, after_requests = waiting.handed_in.next_cursor, waiting.asked.next_cursor
    return WaitingView(
        handed_in=handed_in,
        requests=tuple(_request(line, speech=speech) for line in waiting.asked.items),
        report_count=waiting.handed_in_count,
        request_count=waiting.asked_count,
        next_reports=f"/cho-xac-nhan?bao-cao={after_reports}" if after_reports else "",
        next_requests=f"/cho-xac-nhan?gia-han={after_requests}" if after_requests else "",
        all_path=f"/cho-xac-nhan?{here}&chon=tat-ca" if here else "/cho-xac-nhan?chon=tat-ca",
        results=results,
        gone=speech.count("Đã ghi nhận %(n)s báo cáo.", "Đã ghi nhận %(n)s báo cáo.", n=went),
        failed=speech.count(
            "%(n)s báo cáo chưa ghi nhận được:", "%(n)s báo cáo chưa ghi nhận được:", n=len(results) - went
        ),
    )


def _report(line: WaitingReport, *, chosen: Collection[str], is_all_chosen: bool, speech: Speech) -> ReportLine:
    time, tone = timeliness(line.is_on_time, speech=speech)
    choice = f"{line.piece.id}-{line.number}"
    return ReportLine(
        piece=piece_view(line.piece, tone=tone, speech=speech),
        choice=choice,
        number=line.number,
        is_chosen=is_all_chosen or choice in chosen,
        at=line.submitted_at,
        by=line.submitted_by,
        text=line.text,
        figures=figures_of(line.figures, fields=line.fields, speech=speech),
        files=files_of(line.files, obligation_id=line.piece.id),
        time=time,
        time_tone=tone,
    )


def _request(line: WaitingRequest, *, speech: Speech) -> RequestLine:
    return RequestLine(
        piece=piece_view(line.piece, tone="near", speech=speech),
        extension_id=line.extension_id,
        at=line.asked_at,
        by=line.asked_by,
        until=speech.words.day(line.until),
        until_on=line.until.isoformat(),
        reason=line.reason,
    )


def result_of(shown: Shown, error: DondocError | None, *, speech: Speech) -> Result:
    """What became of an answer to the newest report of an obligation."""
    one = shown.obligation
    why = "" if error is None else why_not(shown, error, speech=speech)
    return Result(f"/viec/{one.id}", first_sentence(one.task_text, longest=90), one.unit_name, why)


def why_not(shown: Shown, error: DondocError, *, speech: Speech) -> str:
    """Why an answer was not taken: what somebody else did meanwhile, else the refusal."""
    lines = history_of(shown, speech=speech)
    if lines and (error.code == "Stale" or _is_overtaken(error)):
        last = lines[-1]
        said = speech.say("lúc %(at)s phần việc đã %(what)s (%(who)s)", at=last.at, what=last.what, who=last.who)
        return f"{said}: {last.reason}" if last.reason else said
    return speech.words.error(error)


def _is_overtaken(error: DondocError) -> bool:
    return isinstance(error, TransitionRefused) and error.values["why"] == "wrong_status"
