"""Directives and their tables as answers."""

from dataclasses import asdict
from typing import Any

from engine.service.issuing import Issued
from engine.service.register import DirectiveHead, DirectivePage
from engine.service.tallies import RollUp
from engine.tallies import Counts, Denominator, rates
from web.api.shapes import CountsShape, Day, Instant, Shape, UnitShape


class HeadShape(Shape):
    """A directive by what is printed on it."""

    id: int
    document: str
    doc_type: str
    title: str
    issuer_id: int
    issuer_name: str
    issued_text: str
    issued_on: Day | None
    issued_at: Instant
    urgency: str
    period_start: Day | None
    period_end: Day | None


class CardShape(HeadShape):
    """A directive in a list. `is_whole`: the counts are of all of it, else of the caller's part."""

    is_whole: bool
    counts: CountsShape


class TaskShape(Shape):
    """A clause that gives somebody something to do."""

    id: int
    key: str
    text: str
    section: str | None
    line: int | None
    kind: str
    owner_label: str
    coordinators: list[str]
    informed: list[str]
    deadlines: list[str]
    due_days: list[Day | None]
    counts: CountsShape


class DirectiveShape(CardShape):
    """A directive with its tasks; `nodes`: the units at which it is counted."""

    nodes: list[UnitShape]
    tasks: list[TaskShape]


class RateShape(Shape):
    """A share of the table's denominator; null where that is 0."""

    part: int
    whole: int
    percent: float | None


class LineShape(Shape):
    """One line of the table. `is_own`: only what the unit itself owes."""

    unit_id: int
    code: str
    name: str
    kind: str
    is_own: bool
    counts: CountsShape
    rates: dict[str, RateShape]


class FigureShape(Shape):
    """A figure of reports: its value over `reported` of `expected` units."""

    key: str
    label: str
    aggregate: str
    value: float | int | None
    reported: int
    expected: int


class RollUpShape(Shape):
    """The official table of one unit. The lines add up to the total."""

    directive_id: int
    unit_id: int | None
    unit_name: str
    document: str
    title: str
    issuer_name: str
    task_key: str | None
    as_of: Day | None
    denominator: Denominator
    lines: list[LineShape]
    total: CountsShape
    rates: dict[str, RateShape]
    figures: list[FigureShape]


class ExternalShape(Shape):
    """A party outside the tree that a task names: nobody is reminded."""

    task: str
    name: str


class IssuedShape(Shape):
    """What issuing made."""

    directive_id: int
    tasks: int
    obligations: int
    undated: int
    recurring: int
    external: list[ExternalShape]


def head_values(head: DirectiveHead) -> dict[str, Any]:
    """The head of a directive by name."""
    return asdict(head)


def directive_shape(page: DirectivePage) -> DirectiveShape:
    """One directive as an answer."""
    return DirectiveShape.model_validate(
        {
            **head_values(page.head),
            "is_whole": page.is_whole,
            "counts": CountsShape.model_validate(page.counts),
            "nodes": [UnitShape.model_validate(node) for node in page.nodes],
            "tasks": [TaskShape.model_validate(task) for task in page.tasks],
        }
    )


def roll_up_shape(table: RollUp, denominator: Denominator) -> RollUpShape:
    """A table as an answer, its shares over one denominator."""
    return RollUpShape(
        directive_id=table.directive_id,
        unit_id=table.unit_id,
        unit_name=table.unit_name,
        document=table.document,
        title=table.title,
        issuer_name=table.issuer_name,
        task_key=table.task_key,
        as_of=table.as_of,
        denominator=denominator,
        lines=[
            LineShape(
                unit_id=line.unit_id,
                code=line.code,
                name=line.name,
                kind=line.kind,
                is_own=line.is_own,
                counts=CountsShape.model_validate(line.counts),
                rates=rate_shapes(line.counts, denominator),
            )
            for line in table.lines
        ],
        total=CountsShape.model_validate(table.total),
        rates=rate_shapes(table.total, denominator),
        figures=[FigureShape.model_validate(figure) for figure in table.figures],
    )


def rate_shapes(counts: Counts, denominator: Denominator) -> dict[str, RateShape]:
    """The three shares of the official table."""
    return {name: RateShape.model_validate(rate) for name, rate in rates(counts, denominator).items()}


def issued_shape(done: Issued) -> IssuedShape:
    """What issuing made, as an answer."""
    external = [ExternalShape(task=task, name=name) for task, name in done.external]
    return IssuedShape(
        directive_id=done.directive_id,
        tasks=done.tasks,
        obligations=done.obligations,
        undated=done.undated,
        recurring=done.recurring,
        external=external,
    )
