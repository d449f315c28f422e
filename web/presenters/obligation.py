"""One obligation as its page shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.ladders import DueRung, Policies
from engine.service.sight import Reached
from engine.service.views import Decision, Shown, Version, Why
from engine.states import OPEN, WORKING, Status
from reports.explaining import outcome, rung_of
from web.i18n import Speech
from web.presenters.clauses import clause_at
from web.presenters.handed_in import ReportView, report_view
from web.presenters.phrases import days_left, first_sentence

__all__ = ["days_left", "head_of", "history_of", "present"]

AHEAD = 8
_SYSTEM = "cli.show.system"
TONES = {"overdue": "bad", "late": "bad", "due_soon": "near", "on_time": "good", "within_term": "calm"}


@dataclass(frozen=True)
class HistoryLine:
    """One entry of the history; ``link``: the beginning of its hash in the chain."""

    number: int
    at: datetime
    what: str
    who: str
    reason: str
    link: str


@dataclass(frozen=True)
class VersionView:
    """One version of the deadline with how it came about."""

    number: int
    quote: str
    last_day: str
    steps: tuple[str, ...]
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class DecisionView:
    """A reminder that was decided: which, for whom, and what became of it."""

    at: datetime
    rung: str
    person: str
    outcome: str


@dataclass(frozen=True)
class AheadView:
    """A reminder that lies ahead if the work is not done by then."""

    at: datetime
    rung: str
    audience: str


@dataclass(frozen=True)
class ExtensionView:
    """A request for more time and the answer to it; ``until_on`` as a date field takes it."""

    id: int
    at: datetime
    by: str
    until: str
    until_on: str
    reason: str
    is_open: bool
    answer: str
    tone: str
    answered_at: datetime | None
    answered_by: str
    answer_reason: str


@dataclass(frozen=True)
class Head:
    """What every page on an obligation says first. ``title``: the first sentence of what is to be done; ``text``:
    all of it, as printed where the document's text was kept; ``clause_path``: the clause in its document."""

    id: int
    title: str
    text: str
    document: str
    issuer: str
    clause_path: str
    unit: str
    status: str
    timeliness: str
    tone: str
    last_day: str
    days: str


@dataclass(frozen=True)
class ObligationView:
    """Everything the page says of an obligation. ``seen_report``: the number of the newest report; ``waiting`` is that
    report while it waits for a review; ``is_asked``: a request for more time waits."""

    head: Head
    place: str
    coordinators: tuple[str, ...]
    informed: tuple[str, ...]
    may_acknowledge: bool
    may_start: bool
    may_report: bool
    may_ask: bool
    may_review: bool
    may_decide: bool
    seen_report: int
    seen_history: int
    asked: ExtensionView | None
    handed_in: tuple[ReportView, ...]
    extensions: tuple[ExtensionView, ...]
    first_day_asked: str
    history: tuple[HistoryLine, ...]
    versions: tuple[VersionView, ...]
    decisions: tuple[DecisionView, ...]
    ahead: tuple[AheadView, ...]
    not_valid: tuple[AheadView, ...]


def present(
    shown: Shown, explained: Why, *, reached: Reached, speech: Speech, policies: Policies, today: date
) -> ObligationView:
    """The view of an obligation for somebody who may do what ``reached`` says."""
    one = shown.obligation
    extensions = tuple(_extension(row, speech=speech) for row in shown.extensions)
    asked = next((view for view in extensions if view.is_open), None) if one.status in OPEN else None
    answers = reached.may_answer
    return ObligationView(
        head=head_of(shown, speech=speech),
        place=_place(shown, speech=speech),
        coordinators=shown.coordinators,
        informed=shown.informed,
        may_acknowledge=answers and one.status is Status.ASSIGNED,
        may_start=answers and one.status in (Status.ACKNOWLEDGED, Status.RETURNED),
        may_report=answers and one.status in WORKING,
        may_ask=answers and one.status in WORKING and one.last_day is not None and asked is None,
        may_review=reached.may_review and one.status is Status.SUBMITTED,
        may_decide=reached.may_review and asked is not None,
        seen_report=seen_report(shown),
        seen_history=len(shown.history),
        asked=asked,
        handed_in=tuple(
            report_view(row, obligation_id=one.id, fields=shown.fields, speech=speech)
            for row in reversed(shown.handed_in)
        ),
        extensions=extensions,
        first_day_asked=max(today, one.last_day or today).isoformat(),
        history=history_of(shown, speech=speech),
        versions=tuple(_version(version, speech=speech) for version in explained.versions),
        decisions=tuple(_decision(one, speech=speech, policies=policies) for one in explained.decisions),
        ahead=tuple(_ahead(due, speech=speech) for due in explained.ahead[:AHEAD]),
        not_valid=tuple(_ahead(due, speech=speech) for due in explained.not_valid[:AHEAD]),
    )


def head_of(shown: Shown, *, speech: Speech) -> Head:
    """What every page on an obligation says first."""
    one, words = shown.obligation, speech.words
    return Head(
        id=one.id,
        title=first_sentence(one.task_text),
        text=_whole_text(one.task_text, clause_at(shown.lines, shown.line)),
        document=one.document or speech.say("Văn bản không số"),
        issuer=one.issuer_name,
        clause_path=f"/van-ban/{one.directive_id}#nv-{one.task_key}",
        unit=one.unit_name,
        status=words.status(one.status.value),
        timeliness=words.timeliness(one.timeliness.value),
        tone=TONES.get(one.timeliness.value, "plain"),
        last_day=words.day(one.last_day),
        days="" if one.status is Status.SUBMITTED else days_left(one, speech=speech),
    )


def _whole_text(task: str, clause: str) -> str:
    """The clause as printed; a task is often only its beginning. Both where the task says something else."""
    if not clause or " ".join(task.split()) in " ".join(clause.split()):
        return clause or task
    return f"{task}\n\n{clause}"


def seen_report(shown: Shown) -> int:
    """The number of the newest report, 0 for none."""
    return max((int(row.number) for row in shown.handed_in), default=0)


def history_of(shown: Shown, *, speech: Speech, after: int = 0) -> tuple[HistoryLine, ...]:
    """The entries after the first ``after`` ones."""
    return tuple(
        HistoryLine(
            number=entry.seq,
            at=at,
            what=speech.words.fact(entry.kind),
            who=_who(entry.actor, entry.post, speech=speech),
            reason=entry.reason,
            link=link[:10],
        )
        for (entry, at), link in list(zip(shown.history, shown.chain, strict=True))[after:]
    )


def _who(actor: str, post: str, *, speech: Speech) -> str:
    name = speech.words.say(_SYSTEM) if actor == "system" else actor
    return f"{name}, {speech.words.role(post)}" if post and actor != post else name


def _place(shown: Shown, *, speech: Speech) -> str:
    if shown.line is None:
        return ""
    if shown.section:
        return speech.say(
            "Trích mục %(section)s, dòng %(line)s, tệp %(file)s",
            section=shown.section,
            line=shown.line,
            file=shown.source,
        )
    return speech.say("Trích dòng %(line)s, tệp %(file)s", line=shown.line, file=shown.source)


def _extension(row: Any, *, speech: Speech) -> ExtensionView:
    day = row.granted_until_on or row.until_on
    return ExtensionView(
        id=row.id,
        at=row.asked_at,
        by=row.asked_by,
        until=speech.words.day(row.until_on),
        until_on=row.until_on.isoformat(),
        reason=row.reason,
        is_open=row.decision is None,
        answer=speech.words.say(f"cli.show.extension_{row.decision or 'open'}")
        + (f" ({speech.words.day(day)})" if row.decision == "granted" else ""),
        tone={"granted": "good", "refused": "bad"}.get(row.decision or "", "near"),
        answered_at=row.decided_at,
        answered_by=row.decided_by or "",
        answer_reason=row.decision_reason or "",
    )


def _version(version: Version, *, speech: Speech) -> VersionView:
    words = speech.words
    return VersionView(
        number=version.version,
        # A version that was moved no longer stands on the printed phrase.
        quote="" if version.reason else version.quote,
        last_day=words.day(version.last_day),
        steps=tuple(words.step(step) for step in version.steps),
        reason=version.reason,
        by=_who(version.set_by, "", speech=speech),
        at=version.set_at,
    )


def _decision(one: Decision, *, speech: Speech, policies: Policies) -> DecisionView:
    words = speech.words
    audience = words.audience(one.audience)
    return DecisionView(
        at=one.rung_at,
        rung=words.rung(one.rung, rung_of(one.rung, policies)),
        person=f"{one.person_name} ({audience})" if one.person_name else audience,
        outcome=outcome(one, words, policies=policies),
    )


def _ahead(due: DueRung, *, speech: Speech) -> AheadView:
    words = speech.words
    return AheadView(due.at, words.rung(due.key, due.rung), words.audience(due.rung.audience))
