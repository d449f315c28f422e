"""One obligation, its history, and why its date is what it is: as answers."""

import json
from typing import Any

from pydantic import Field

from engine.deadlines import Step
from engine.history import Entry
from engine.service.sight import Reached
from engine.service.views import Decision, Shown, Version, Why
from reports.wording import Words
from web.api.shapes import Day, FileShape, Instant, Shape


class FieldShape(Shape):
    """A figure that a report has to carry."""

    key: str
    label: str = ""
    type: str
    is_required: bool = False


class ReportShape(Shape):
    """What was handed in, and the answer. `review`: accepted, returned, or null while it waits."""

    number: int
    submitted_at: Instant
    submitted_by: str
    text: str
    figures: dict[str, Any]
    files: list[FileShape]
    review: str | None
    reviewed_at: Instant | None
    reviewed_by: str | None
    review_reason: str


class ExtensionShape(Shape):
    """A request for more time. `decision`: granted, refused, or null while it waits."""

    id: int
    asked_at: Instant
    asked_by: str
    until: Day
    reason: str
    decision: str | None
    decided_at: Instant | None
    decided_by: str | None
    decision_reason: str
    granted_until: Day | None


class StepShape(Shape):
    """One line of a derivation, as a code and as a sentence."""

    code: str
    text: str


class DeadlineShape(Shape):
    """One version of a deadline; `quote` is the phrase of the text."""

    version: int
    quote: str
    due_at: Instant | None
    last_day: Day | None
    steps: list[StepShape]
    reason: str
    set_by: str
    set_at: Instant


class ObligationShape(Shape):
    """One piece of work in full. `history_length` is also its ETag."""

    id: int
    directive_id: int
    unit_id: int
    document: str
    issuer_id: int
    issuer_name: str
    task_key: str
    task_text: str
    section: str | None
    line: int | None
    unit_code: str
    unit_name: str
    occurrence: int
    status: str
    timeliness: str
    assigned_at: Instant
    due_at: Instant | None
    last_day: Day | None
    days_left: int | None
    coordinators: list[str]
    informed: list[str]
    fields: list[FieldShape]
    deadlines: list[DeadlineShape]
    handed_in: list[ReportShape] = Field(serialization_alias="reports")
    extensions: list[ExtensionShape]
    may_answer: bool
    may_review: bool
    history_length: int


class EntryShape(Shape):
    """Something that happened; `at` is when it became true."""

    seq: int
    kind: str
    at: Instant
    actor: str
    post: str
    reason: str
    values: dict[str, Any]


class HistoryShape(Shape):
    """All that happened, in order."""

    items: list[EntryShape]


class DecisionShape(Shape):
    """What was decided about one reminder for one person."""

    rung: str
    rung_at: Instant
    audience: str
    person_name: str
    decision: str
    reason: str
    decided_at: Instant
    message_state: str | None


class RungShape(Shape):
    """A reminder that lies ahead."""

    key: str
    at: Instant


class WhyShape(Shape):
    """Why the date is what it is, and what became of each reminder."""

    id: int
    deadlines: list[DeadlineShape]
    decisions: list[DecisionShape]
    ahead: list[RungShape]


def obligation_shape(shown: Shown, reached: Reached, *, words: Words) -> ObligationShape:
    """One obligation as an answer."""
    listed = shown.obligation
    of_line = {name: getattr(listed, name) for name in ObligationShape.model_fields if hasattr(listed, name)}
    return ObligationShape.model_validate(
        {
            **of_line,
            "unit_id": reached.unit_id,
            "issuer_id": reached.issuer_id,
            "section": shown.section,
            "line": shown.line,
            "assigned_at": shown.assigned_at,
            "coordinators": shown.coordinators,
            "informed": shown.informed,
            "fields": [FieldShape.model_validate(field) for field in shown.fields],
            "deadlines": _deadlines(shown.versions, words=words),
            "handed_in": [ReportShape.model_validate(row) for row in shown.handed_in],
            "extensions": [_extension(row) for row in shown.extensions],
            "may_answer": reached.may_answer,
            "may_review": reached.may_review,
            "history_length": length_of(shown),
        }
    )


def length_of(shown: Shown) -> int:
    """How many entries the history has."""
    return shown.history[-1][0].seq if shown.history else 0


def history_shape(shown: Shown) -> HistoryShape:
    """The history as an answer."""
    return HistoryShape(items=[_entry(entry) for entry, _ in shown.history])


def why_shape(why: Why, *, words: Words) -> WhyShape:
    """The explanation as an answer."""
    return WhyShape(
        id=why.obligation.id,
        deadlines=_deadlines(why.versions, words=words),
        decisions=[_decision(one) for one in why.decisions],
        ahead=[RungShape(key=due.key, at=due.at) for due in why.ahead],
    )


def _extension(row: Any) -> ExtensionShape:
    said = {name: getattr(row, name) for name in ExtensionShape.model_fields if not name.endswith("until")}
    return ExtensionShape.model_validate({**said, "until": row.until_on, "granted_until": row.granted_until_on})


def _deadlines(versions: tuple[Version, ...], *, words: Words) -> list[DeadlineShape]:
    return [
        DeadlineShape(
            version=one.version,
            quote=one.quote,
            due_at=one.due_at,
            last_day=one.last_day,
            steps=[_step(step, words=words) for step in one.steps],
            reason=one.reason,
            set_by=one.set_by,
            set_at=one.set_at,
        )
        for one in versions
    ]


def _step(step: Step, *, words: Words) -> StepShape:
    return StepShape(code=step.code, text=words.step(step))


def _entry(entry: Entry) -> EntryShape:
    return EntryShape(
        seq=entry.seq,
        kind=entry.kind,
        at=entry.at,
        actor=entry.actor,
        post=entry.post,
        reason=entry.reason,
        values=json.loads(entry.payload),
    )


def _decision(decision: Decision) -> DecisionShape:
    return DecisionShape.model_validate(decision)
