"""The form of a report: what is asked for, what was typed, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from engine.errors import BadFigure
from engine.service.drafts import ReportDraft
from engine.service.obligations import checked_figures
from engine.service.views import Shown
from engine.states import WORKING, Status
from web.i18n import Speech
from web.presenters.forms import Fault
from web.presenters.handed_in import FileView, files_of
from web.presenters.obligation import Head, HistoryLine, head_of, history_of, seen_report
from web.presenters.phrases import size

MOST_FILES: Final = 20
LONGEST_TEXT: Final = 20_000


@dataclass(frozen=True)
class Written:
    """A report as far as it is written. ``seen_report`` and ``seen_history``: what stood there when the form was
    opened; ``faults``: what was found wrong while taking it in."""

    text: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Mapping[str, Any], ...] = ()
    seen_report: int = 0
    seen_history: int = 0
    saved_at: datetime | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class FieldView:
    """A figure that is asked for, with what was typed."""

    name: str
    label: str
    kind: str
    is_required: bool
    value: str
    fault: str


@dataclass(frozen=True)
class AnswerView:
    """The page of the form. ``is_open``: a report can be handed in now; ``returned``: why the last one came back."""

    head: Head
    is_open: bool
    returned: str
    text: str
    text_fault: str
    fields: tuple[FieldView, ...]
    files: tuple[FileView, ...]
    file_faults: tuple[str, ...]
    most_files: int
    most_size: str
    most_bytes: int
    most_together: int
    faults: tuple[Fault, ...]
    changed: tuple[HistoryLine, ...]
    seen_report: int
    seen_history: int
    saved_at: datetime | None
    saved_key: str


def begun(shown: Shown, draft: ReportDraft | None) -> Written:
    """Where writing goes on: at the draft, else at the report that came back, else on an empty page."""
    empty = Written(seen_report=seen_report(shown), seen_history=len(shown.history))
    if draft is not None:
        figures = typed_figures(draft.figures)
        return replace(empty, text=draft.text, figures=figures, files=draft.files, saved_at=draft.saved_at)
    if shown.obligation.status is Status.RETURNED and shown.handed_in:
        last = shown.handed_in[-1]
        return replace(empty, text=last.text, figures=typed_figures(last.figures), files=tuple(last.files))
    return empty


def typed_figures(figures: Mapping[str, Any]) -> dict[str, str]:
    """Figures as one would type them again."""
    return {key: _typed(value) for key, value in figures.items()}


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "co" if value else "khong"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def faults_of(written: Written, fields: Sequence[Mapping[str, Any]], *, speech: Speech) -> tuple[Fault, ...]:
    """What stands in the way of handing a report in, each at its field."""
    found = list(written.faults)
    for spec in fields:
        try:
            checked_figures([spec], {spec["key"]: written.figures.get(spec["key"], "").strip()})
        except BadFigure as error:
            label = spec["label"] or spec["key"]
            why = speech.words.say(f"refusals.figure.{error.values['why']}")
            found.append(Fault(f"so-{spec['key']}", f"{label}: {why}."))
    if len(written.text) > LONGEST_TEXT:
        found.append(
            Fault(
                "noi_dung",
                speech.say("Nội dung dài hơn %(most)s ký tự; hãy gửi phần dài bằng tệp.", most=str(LONGEST_TEXT)),
            )
        )
    if not written.text.strip() and not written.files and not any(written.figures.values()):
        found.append(Fault("noi_dung", speech.say("Báo cáo chưa có gì: hãy ghi nội dung hoặc chọn tệp.")))
    return tuple(found)


def present_answer(
    shown: Shown,
    written: Written,
    *,
    faults: tuple[Fault, ...] = (),
    is_stale: bool = False,
    speech: Speech,
    most_bytes: int,
    most_together: int,
    person_id: int,
) -> AnswerView:
    """The page of the form with what was typed. ``is_stale``: show what happened since it was opened, and go on from
    there."""
    one = shown.obligation
    last = shown.handed_in[-1] if shown.handed_in else None
    by_field = {fault.field: fault.sentence for fault in faults}
    return AnswerView(
        head=head_of(shown, speech=speech),
        is_open=one.status in WORKING,
        returned=last.review_reason if last is not None and one.status is Status.RETURNED else "",
        text=written.text,
        text_fault=by_field.get("noi_dung", ""),
        fields=tuple(_field(spec, written, fault=by_field.get(f"so-{spec['key']}", "")) for spec in shown.fields),
        files=files_of(written.files, obligation_id=one.id),
        file_faults=tuple(fault.sentence for fault in faults if fault.field == "tep"),
        most_files=MOST_FILES,
        most_size=size(most_bytes),
        most_bytes=most_bytes,
        # Less than one sending may have: texts, figures and boundaries go along.
        most_together=int(most_together * 0.98),
        faults=faults,
        changed=history_of(shown, speech=speech, after=written.seen_history) if is_stale else (),
        seen_report=seen_report(shown) if is_stale else written.seen_report,
        seen_history=len(shown.history) if is_stale else written.seen_history,
        saved_at=written.saved_at,
        saved_key=f"{person_id}-{one.id}-{seen_report(shown)}",
    )


def _field(spec: Mapping[str, Any], written: Written, *, fault: str) -> FieldView:
    value = written.figures.get(spec["key"], "")
    return FieldView(
        f"so-{spec['key']}", spec["label"] or spec["key"], spec["type"], bool(spec["is_required"]), value, fault
    )
