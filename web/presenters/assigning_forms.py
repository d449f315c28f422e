"""The forms of a draft: what stands in their fields, and what was typed into them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from intake.plan_changes import set_deadlines, set_figures, set_head, set_task
from intake.plan_reading import FigureReading, PlanReading, TaskReading
from web.i18n import Speech
from web.presenters.assigning import owner_meant, owner_said, printed_day, urgency_said, words_of

KINDS: Final = ("do", "report", "plan", "register", "inspect", "organise_event", "train", "publish")
URGENCIES: Final = ("normal", "khan", "thuong_khan", "hoa_toc")
TYPES: Final = ("number", "yes_no", "text")
AGGREGATES: Final = ("", "sum", "mean", "none")
_BLANK_ROWS: Final = 2
_MOST: Final = 200
_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_MONTH: Final = re.compile(r"(\d{1,2})[/.-](\d{4})", re.ASCII)

Form = Mapping[str, Any]
Change = Callable[[str], str]


@dataclass(frozen=True)
class FigureRow:
    """A figure in the form; an empty one is a row to fill in."""

    number: int
    key: str = ""
    label: str = ""
    type: str = "number"
    aggregate: str = ""
    is_required: bool = True
    weight: str = ""
    denominator: str = ""


@dataclass(frozen=True)
class TaskForm:
    """What stands in the form of a task."""

    text: str
    owners: tuple[str, ...]
    lead: str
    coordinators: tuple[str, ...]
    phrases: tuple[str, ...]
    kind: str
    report_to: str
    ladder: str
    figures: tuple[FigureRow, ...]


@dataclass(frozen=True)
class NewTask:
    """What stands in the form of a task that is added."""

    text: str = ""
    owner: str = ""
    line: str = ""


@dataclass(frozen=True)
class HeadForm:
    """What stands in the form of the head."""

    number: str
    suffix: str
    issued_on: str
    issuer: str
    title: str
    urgency: str
    ladder: str
    addressees: tuple[str, ...]


def task_form(task: TaskReading, speech: Speech) -> TaskForm:
    """The form of a task as it stands in the plan."""
    figures = [_figure_row(number, figure) for number, figure in enumerate(task.figures)]
    return TaskForm(
        text=task.text("text"),
        owners=_and_blank(tuple(owner_said(name, speech) for name in task.texts("owner"))),
        lead=task.text("lead"),
        coordinators=_and_blank(task.texts("coordinators")),
        phrases=_and_blank(tuple(deadline.phrase for deadline in task.deadlines)),
        kind=task.text("kind") or "do",
        report_to=task.text("report_to"),
        ladder=task.text("ladder"),
        figures=_and_rows(figures),
    )


def _figure_row(number: int, figure: FigureReading) -> FigureRow:
    return FigureRow(
        number,
        key=figure.key,
        label=figure.label,
        type=figure.type,
        aggregate=figure.aggregate,
        is_required=figure.is_required,
        weight=figure.weight,
        denominator=figure.denominator,
    )


def _and_blank(texts: tuple[str, ...]) -> tuple[str, ...]:
    return (*texts, "")


def _and_rows(rows: Sequence[FigureRow]) -> tuple[FigureRow, ...]:
    return (*rows, *(FigureRow(len(rows) + more) for more in range(_BLANK_ROWS)))


def typed_task_form(form: Form) -> TaskForm:
    """The form of a task as it was typed."""
    figures = [
        FigureRow(
            number,
            key=field(form, f"figure_key_{number}"),
            label=field(form, f"figure_label_{number}"),
            type=field(form, f"figure_type_{number}") or "number",
            aggregate=field(form, f"figure_aggregate_{number}"),
            is_required=field(form, f"figure_required_{number}") != "no",
            weight=field(form, f"figure_weight_{number}"),
            denominator=field(form, f"figure_denominator_{number}"),
        )
        for number in range(len(_numbered(form, "figure_label")))
    ]
    return TaskForm(
        text=field(form, "text"),
        owners=tuple(_numbered(form, "owner")),
        lead=field(form, "lead"),
        coordinators=tuple(_numbered(form, "coordinator")),
        phrases=tuple(_numbered(form, "phrase")),
        kind=field(form, "kind"),
        report_to=field(form, "report_to"),
        ladder=field(form, "ladder"),
        figures=tuple(figures),
    )


def task_change(task: str, typed: TaskForm, *, speech: Speech) -> Change:
    """What a filled-in form does to a plan. A field that was left as it is stays as it is."""
    remark = speech.say("đã sửa trên trang")
    values: dict[str, str | Sequence[str]] = {
        "text": typed.text,
        "owner": [owner_meant(name, speech) for name in typed.owners],
        "lead": typed.lead,
        "coordinators": list(typed.coordinators),
        "kind": typed.kind,
        "report_to": typed.report_to,
        "ladder": typed.ladder,
    }
    figures = [_figure(row) for row in typed.figures]

    def change(plan: str) -> str:
        plan = set_task(plan, task, values=values, remark=remark)
        plan = set_deadlines(plan, task, phrases=typed.phrases, remark=remark)
        return set_figures(plan, task, figures=figures)

    return change


def _figure(row: FigureRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": row.label,
        "type": "" if row.type == "number" else row.type,
        "aggregate": row.aggregate,
        "required": None if row.is_required else False,
        "weight": row.weight,
        "denominator": row.denominator,
    }


def typed_new_task(form: Form) -> NewTask:
    """A new task as it was typed."""
    return NewTask(field(form, "text"), field(form, "owner"), field(form, "line"))


def head_form(reading: PlanReading) -> HeadForm:
    """The form of the head as it stands in the plan."""
    head = reading.head
    return HeadForm(
        number=head["number"].text,
        suffix=head["number_suffix"].text,
        issued_on=printed_day(head["issued_on"].text),
        issuer=head["issuer"].text,
        title=head["title"].text,
        urgency=head["urgency"].text or "normal",
        ladder=head["ladder"].text,
        addressees=_and_blank(head["addressees"].texts),
    )


def typed_head_form(form: Form) -> HeadForm:
    """The form of the head as it was typed."""
    return HeadForm(
        number=field(form, "number"),
        suffix=field(form, "suffix"),
        issued_on=field(form, "issued_on"),
        issuer=field(form, "issuer"),
        title=field(form, "title"),
        urgency=field(form, "urgency") or "normal",
        ladder=field(form, "ladder"),
        addressees=tuple(_numbered(form, "addressee")),
    )


def head_change(typed: HeadForm, speech: Speech) -> Change:
    """What a filled-in form of the head does to a plan."""
    remark = speech.say("đã sửa trên trang")

    def change(plan: str) -> str:
        values: dict[str, str | Sequence[str]] = {
            "number": typed.number,
            "issued_on": day_meant(typed.issued_on),
            "issuer": typed.issuer,
            "title": typed.title,
            "urgency": "" if typed.urgency == "normal" else typed.urgency,
            "ladder": typed.ladder,
            "addressees": list(typed.addressees),
        }
        return set_head(plan, values, remark=remark)

    return change


def day_meant(text: str) -> str:
    """A day or month as the plan writes it; anything else as it was typed, for the plan to refuse."""
    if match := _DAY.fullmatch(text):
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    if match := _MONTH.fullmatch(text):
        return f"{match[2]}-{int(match[1]):02}"
    return text


def field(form: Form, name: str) -> str:
    """One field, without the blanks around it."""
    found = form.get(name, "")
    return found.strip() if isinstance(found, str) else ""


def whole(text: str) -> int | None:
    """A whole number of at most nine digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _numbered(form: Form, name: str) -> list[str]:
    """The fields name_0, name_1, … in their order."""
    found: list[str] = []
    while f"{name}_{len(found)}" in form and len(found) < _MOST:
        found.append(field(form, f"{name}_{len(found)}"))
    return found


def urgencies(speech: Speech) -> list[tuple[str, str]]:
    """The urgencies that a document may carry."""
    return [(code, urgency_said(code, speech)) for code in URGENCIES]


def options(section: str, codes: Sequence[str], *, speech: Speech) -> list[tuple[str, str]]:
    """The choices of a list: code and words."""
    return [(code, words_of(f"{section}.{code}", code, speech=speech)) for code in codes]
