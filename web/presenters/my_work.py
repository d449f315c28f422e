"""What my units owe, by urgency, each line with its next step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.service.agenda import GROUPS, Piece, Work, WorkLine
from engine.states import Status
from web.i18n import Speech
from web.presenters.phrases import days_left, first_sentence

SLUGS: Final = {
    "overdue": "qua-han",
    "due_soon": "sap-den-han",
    "returned": "bi-tra-lai",
    "within_term": "trong-han",
    "no_deadline": "khong-thoi-han",
    "handed_in": "da-bao-cao",
}
TONES: Final = {"overdue": "bad", "due_soon": "near", "returned": "bad", "within_term": "calm", "handed_in": "good"}


@dataclass(frozen=True)
class PieceView:
    """A piece of work in a list of people. ``deadline`` in words, "" without one."""

    id: int
    path: str
    title: str
    document: str
    directive_path: str
    issuer: str
    unit: str
    status: str
    deadline: str
    tone: str


@dataclass(frozen=True)
class LineView:
    """A line of my work: what comes next is ``step``: acknowledge, report or wait."""

    piece: PieceView
    step: str
    answer: str
    draft_saved_at: datetime | None


@dataclass(frozen=True)
class GroupView:
    """A group by urgency, with the lines of it on this page; ``count``: how many there are in all."""

    key: str
    title: str
    count: int
    tone: str
    path: str
    is_chosen: bool
    lines: tuple[LineView, ...]


@dataclass(frozen=True)
class MyWorkView:
    """The page. ``total`` counts all groups; ``next_path`` "" on the last page."""

    total: int
    groups: tuple[GroupView, ...]
    shows_unit: bool
    chosen: str
    next_path: str


def group_of(slug: str) -> str | None:
    """The group that an address names; None for all, the slug itself (which is none) for an unknown one."""
    return next((key for key, known in SLUGS.items() if known == slug), slug) if slug else None


def present_work(work: Work, *, chosen: str | None, units: int, speech: Speech) -> MyWorkView:
    """The page of what some ``units`` (how many) owe."""
    lines = [(line.group, _line(line, speech=speech)) for line in work.lines.items]
    titles = titles_of(speech)
    groups = tuple(
        GroupView(
            key=key,
            title=titles[key],
            count=work.counts[key],
            tone=TONES.get(key, "plain"),
            path=f"/viec?nhom={SLUGS[key]}",
            is_chosen=key == chosen,
            lines=tuple(line for group, line in lines if group == key),
        )
        for key in GROUPS
    )
    cursor = work.lines.next_cursor
    query = f"nhom={SLUGS[chosen]}&" if chosen else ""
    return MyWorkView(
        total=sum(work.counts.values()),
        groups=groups,
        shows_unit=units > 1,
        chosen=titles.get(chosen or "", ""),
        next_path=f"/viec?{query}tu={cursor}" if cursor else "",
    )


def titles_of(speech: Speech) -> dict[str, str]:
    """The groups in words."""
    _ = speech.say
    return {
        "overdue": _("Quá hạn"),
        "due_soon": _("Sắp đến hạn"),
        "returned": _("Bị trả lại"),
        "within_term": _("Trong hạn"),
        "no_deadline": _("Không thời hạn"),
        "handed_in": _("Đã báo cáo, chờ xác nhận"),
    }


def piece_view(piece: Piece, *, tone: str, speech: Speech) -> PieceView:
    """A piece of work in a list."""
    is_waiting = piece.status is Status.SUBMITTED
    left = "" if is_waiting else days_left(piece, speech=speech)
    day = speech.words.day(piece.last_day) if piece.last_day else ""
    return PieceView(
        id=piece.id,
        path=f"/viec/{piece.id}",
        title=first_sentence(piece.task_text),
        document=piece.document or speech.say("Văn bản không số"),
        directive_path=f"/van-ban/{piece.directive_id}",
        issuer=piece.issuer_name,
        unit=piece.unit_name,
        status=speech.words.status(piece.status.value),
        deadline=f"{day} ({left})" if left else day,
        tone=tone,
    )


def _line(line: WorkLine, *, speech: Speech) -> LineView:
    steps = {Status.ASSIGNED: "acknowledge", Status.SUBMITTED: "wait"}
    return LineView(
        piece=piece_view(line.piece, tone=TONES.get(line.group, "plain"), speech=speech),
        step=steps.get(line.piece.status, "report"),
        answer=line.answer,
        draft_saved_at=line.draft_saved_at,
    )
