"""A draft as a plan file: the keys of the plan in their order, and behind them how each was read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from engine.errors import Problem
from intake.draft_remarks import Speech, form_of, remarks, said
from intake.drafting.draft import Base, Draft, DraftDeadline, DraftTask, Head
from intake.yaml_text import Place, yaml_text


def plan_text(draft: Draft, speech: Speech) -> str:
    """The plan file of a draft, the same bytes each time; comments and notes are in the words of ``speech``."""
    comments: dict[Place, str] = {}
    for remark in remarks(draft):
        comments[remark.place] = said(remark, speech)
    notes = [warning_said(warning, speech) for warning in draft.warnings]
    head_lines = speech.say("intake.file_head", doc=draft.doc).splitlines()
    return "".join(f"# {line}\n" for line in head_lines) + yaml_text(plan_mapping(draft, notes=notes), comments)


def warning_said(warning: Problem, speech: Speech) -> str:
    """A warning in words, with its line in the document; the first line stands for the document as a whole."""
    line = warning.place.rpartition(":")[2]
    text = speech.problem(warning)
    return speech.say("intake.warning_placed", text=text, line=line) if line.isdigit() and line != "1" else text


def plan_mapping(draft: Draft, *, notes: Sequence[str] = ()) -> dict[str, Any]:
    """The draft as the mapping that a plan file holds: the plan's keys only, in their order, values of YAML."""
    return {
        **_head(draft.doc, draft.head),
        "tasks": [_task(task) for task in draft.tasks],
        "skipped": [{"line": entry.line, "text": entry.text, "why": entry.why} for entry in draft.skipped],
        "notes": list(notes),
    }


def _head(doc: str, head: Head) -> dict[str, Any]:
    made: dict[str, Any] = {
        "doc": doc,
        **_number(head),
        "issued_on": head.issued_on.value,
        "issuer": head.issuer.value,
        "place": head.place.value,
        "doc_type": head.doc_type.value,
        "title": head.title.value,
        "addressees": list(head.addressees.value),
        "recipients": list(head.recipients.value),
        "signer": {key: getattr(head.signer.value, key) for key in ("name", "title", "on_behalf")},
        "based_on": [_base(base) for base in head.based_on.value],
        "period": {
            "phrase": head.period.value.phrase,
            "start": _day(head.period.value.start),
            "end": _day(head.period.value.end),
        },
    }
    return made if head.urgency.value == "normal" else {**made, "urgency": head.urgency.value}


def _number(head: Head) -> dict[str, str | None]:
    key, value = ("number", head.number.value)
    made = {key: value}
    if value is None:
        key, value = ("number_suffix", head.number_suffix.value)
        made[key] = value
    return made if head.number_corrected is None else {**made, f"{key}_corrected": head.number_corrected}


def _base(base: Base) -> dict[str, str | None]:
    made = {"number": base.number, "issued_on": _day(base.issued_on), "issuer": base.issuer, "where": base.where}
    return made if base.number_corrected is None else {**made, "number_corrected": base.number_corrected}


def _task(task: DraftTask) -> dict[str, Any]:
    owners = task.owner.value
    return {
        "id": task.id,
        "line": task.line,
        "text": task.text,
        "section": task.section,
        "owner": list(owners) if len(owners) > 1 else owners[0] if owners else None,
        "owner_explicit": task.is_owner_explicit,
        "coordinators": list(task.coordinators),
        "kind": task.kind.value,
        "deadlines": [_deadline(deadline) for deadline in task.deadlines],
        "report_to": task.report_to,
        "form": task.has_form,
    }


def _deadline(deadline: DraftDeadline) -> dict[str, Any]:
    start, end = deadline.window or (None, None)
    forms = {
        "due": deadline.due,
        "recurrence": dict(deadline.recurrence or {}),
        "window": {"start": _day(start), "end": _day(end)},
    }
    form = form_of(deadline)
    made = {"quote": deadline.quote, form: forms[form]}
    return {**made, "inherited": True} if deadline.is_inherited else made


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()
