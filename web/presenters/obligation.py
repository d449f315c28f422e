"""One obligation as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from engine.derivation import Step
from engine.service.sight import Reached
from engine.service.views import Decision, Shown, Version, Why
from engine.states import WORKING, Status
from web.i18n import Speech


@dataclass(frozen=True)
class HistoryLine:
    """One entry of the history."""

    at: datetime
    what: str
    who: str
    reason: str


@dataclass(frozen=True)
class VersionView:
    """One version of the deadline with how it came about."""

    number: int
    quote: str
    last_day: str
    steps: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class DecisionView:
    """A reminder that was decided: which, for whom, and what became of it."""

    at: datetime
    rung: str
    person: str
    decision: str
    reason: str


@dataclass(frozen=True)
class ObligationView:
    """Everything the page says of an obligation."""

    id: int
    title: str
    document: str
    issuer: str
    directive_id: int
    unit: str
    status: str
    timeliness: str
    tone: str
    last_day: str
    days: str
    may_answer: bool
    may_acknowledge: bool
    may_review: bool
    history: tuple[HistoryLine, ...]
    versions: tuple[VersionView, ...]
    decisions: tuple[DecisionView, ...]


TONES = {"overdue": "bad", "late": "bad", "due_soon": "near", "on_time": "good", "within_term": "calm"}


def present(shown: Shown, explained: Why, *, reached: Reached, speech: Speech) -> ObligationView:
    """The view of an obligation for somebody who may do what ``reached`` says."""
    one, words = shown.obligation, speech.words
    return ObligationView(
        id=one.id,
        title=one.task_text,
        document=one.document,
        issuer=one.issuer_name,
        directive_id=one.directive_id,
        unit=one.unit_name,
        status=words.status(one.status.value),
        timeliness=words.timeliness(one.timeliness.value),
        tone=TONES.get(one.timeliness.value, "plain"),
        last_day=words.day(one.last_day),
        days=days_left(one.days_left, speech=speech),
        may_answer=reached.may_answer and one.status in WORKING,
        may_acknowledge=reached.may_answer and one.status is Status.ASSIGNED,
        may_review=reached.may_review and one.status is Status.SUBMITTED,
        history=tuple(
            HistoryLine(at, words.fact(entry.kind), f"{entry.actor}, {words.role(entry.post)}", entry.reason)
            for entry, at in shown.history
        ),
        versions=tuple(_version(version, speech=speech) for version in explained.versions),
        decisions=tuple(_decision(decision, speech=speech) for decision in explained.decisions),
    )


def days_left(days: int | None, *, speech: Speech) -> str:
    """How far away a last day is, in words; "" without one."""
    if days is None:
        return ""
    if days == 0:
        return speech.say("hết hạn hôm nay")
    if days > 0:
        return speech.count("còn %(n)s ngày làm việc", "còn %(n)s ngày làm việc", n=days)
    return speech.count("quá %(n)s ngày làm việc", "quá %(n)s ngày làm việc", n=-days)


def _version(version: Version, *, speech: Speech) -> VersionView:
    words = speech.words
    steps: tuple[Step, ...] = version.steps
    return VersionView(
        version.version, version.quote, words.day(version.last_day), tuple(words.step(s) for s in steps), version.reason
    )


def _decision(decision: Decision, *, speech: Speech) -> DecisionView:
    words = speech.words
    return DecisionView(
        at=decision.rung_at,
        rung=words.audience(decision.audience),
        person=decision.person_name or speech.say("chưa có ai"),
        decision=words.decision(decision.decision),
        reason=words.reason(decision.reason) if f"reasons.{decision.reason}" in words else "",
    )
