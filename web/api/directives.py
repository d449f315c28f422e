"""Directives: the register, one, its units and tables; issuing a plan; a draft from a document."""

from enum import StrEnum
from typing import Annotated, Any, Final

from fastapi import Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from config.assigning import draft_document, look_at_draft
from config.plans import PlanLook, issue_plan, look_at_plan
from engine.access import Scope
from engine.errors import Problem
from engine.service.register import (
    list_directives,
    show_directive,
    table_of_directive,
    units_of_directive,
)
from engine.tallies import Denominator
from web.api.caller import Caller, Who
from web.api.directive_shapes import (
    CardShape,
    DirectiveShape,
    IssuedShape,
    RollUpShape,
    directive_shape,
    head_values,
    issued_shape,
    roll_up_shape,
)
from web.api.operations import Operations
from web.api.problems import Flaw, Refused, refused_input
from web.api.shapes import AskedDay, AskedId, Cursor, Limit, PageOf, Shape, SmallId, Text, UnitCountsShape

operations = Operations("directives")
PLAN_BYTES: Final = 2_000_000
DOCUMENT_BYTES: Final = 20_000_000
_EXAMPLE: Final = """issuer: "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"
title: "Về việc báo cáo thống kê đầu năm"
doc_type: cong_van
issued_on: "2023-10-10"
tasks:
  - id: T01
    text: "Báo cáo thống kê đầu năm"
    owner: "các trường mầm non"
    deadline: "trước ngày 20/10/2023"
"""
_PLAN: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "A plan file as YAML or JSON; its keys are those of the plan files of the command line.",
        "content": {
            "application/yaml": {"schema": {"type": "string"}, "example": _EXAMPLE},
            "application/json": {"schema": {"type": "object"}},
        },
    }
}
_DOCUMENT: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The document as it is: Word, PDF or text.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class DirectiveState(StrEnum):
    """Narrowed by the counts of the caller's part."""

    ALL = "all"
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


class CheckedShape(Shape):
    """What issuing a plan would make, and what stands against it."""

    may_be_issued: bool
    tasks: int
    obligations: int
    undated: int
    units: int
    problems: list[Flaw]


class DraftShape(Shape):
    """A draft that was made of a document; `page`: where an official corrects it."""

    id: int
    page: str
    version: int
    may_be_issued: bool
    plan: str
    problems: list[Flaw]


@operations.get("/directives", summary="The register")
async def index(
    caller: Who,
    *,
    q: Annotated[Text, Query(max_length=200, description="Words, with or without diacritics")] = "",
    state: DirectiveState = DirectiveState.ALL,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> PageOf[CardShape]:
    """The directives that the caller sees, the newest first."""
    found = list_directives(caller.database, caller.viewer, query=q, state=state.value, cursor=cursor, limit=limit)
    items = [
        CardShape.model_validate({**head_values(card.head), "is_whole": card.is_whole, "counts": card.counts})
        for card in found.items
    ]
    return PageOf[CardShape](items=items, next_cursor=found.next_cursor)


@operations.get("/directives/{id}", summary="One directive")
async def show(caller: Who, number: SmallId) -> DirectiveShape:
    """A directive with its tasks and their counts, as far as the caller sees it."""
    return directive_shape(show_directive(caller.database, caller.viewer, directive_id=number))


@operations.get("/directives/{id}/units", summary="Who has and who has not")
async def units(
    caller: Who,
    number: SmallId,
    *,
    state: DirectiveState = DirectiveState.ALL,
    unit: AskedId = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> PageOf[UnitCountsShape]:
    """The units that owe work themselves, each with its own counts; at and below `unit`, if it is given."""
    found = units_of_directive(
        caller.database,
        caller.viewer,
        directive_id=number,
        which=state.value,
        unit_id=unit,
        cursor=cursor,
        limit=limit,
    )
    items = [UnitCountsShape.model_validate(one) for one in found.items]
    return PageOf[UnitCountsShape](items=items, next_cursor=found.next_cursor)


@operations.get("/directives/{id}/roll-up", summary="The official table")
async def roll_up(
    caller: Who,
    number: SmallId,
    *,
    unit: AskedId = None,
    task: Annotated[Text | None, Query(max_length=100, description="The key of a task; not with as_of")] = None,
    as_of: Annotated[AskedDay | None, Query()] = None,
    denominator: Denominator = Denominator.DUE,
) -> RollUpShape:
    """The table of a unit: the units right below it, its own work, the total, and the figures of reports."""
    found = table_of_directive(
        caller.database, caller.viewer, directive_id=number, unit_id=unit, task=task, as_of=as_of
    )
    return roll_up_shape(found, denominator)


@operations.post(
    "/directives",
    scope=Scope.ISSUE,
    takes=("application/yaml", "application/x-yaml", "application/json"),
    most_bytes=PLAN_BYTES,
    summary="Issue a plan",
    status_code=201,
    openapi_extra=_PLAN,
    responses={200: {"model": CheckedShape, "description": "What would be made (dry_run)"}},
)
async def issue(caller: Who, request: Request, *, response: Response, dry_run: bool = False) -> IssuedShape:
    """Issue a plan for a unit in which the caller holds a post. With `dry_run=true` nothing is written: the answer
    says what would be made, and what stands against it."""
    text = await _text_of(request)
    seen = await caller.run(look_at_plan, caller.office, caller.viewer, text=text, at=caller.at)
    if dry_run:
        # Not what the operation declares to give, but documented beside it.
        return JSONResponse(_checked(caller, seen).model_dump(mode="json"))  # type: ignore[return-value]
    if seen.unit_id is None:
        raise Refused("not_yours")
    done = await caller.run(issue_plan, caller.office, caller.viewer, seen=seen, at=caller.at)
    response.headers["Location"] = f"/api/v1/directives/{done.directive_id}"
    return issued_shape(done)


@operations.post(
    "/drafts",
    scope=Scope.ISSUE,
    takes=("application/octet-stream",),
    most_bytes=DOCUMENT_BYTES,
    summary="Draft a plan from a document",
    status_code=201,
    openapi_extra=_DOCUMENT,
)
async def draft(
    caller: Who,
    request: Request,
    *,
    unit: Annotated[int, Query(ge=1, le=2**31 - 1)],
    name: Annotated[Text, Query(min_length=1, max_length=200)],
) -> DraftShape:
    """Read a document and keep the draft of its plan for a unit of the caller; an official corrects it at the page."""
    if unit not in caller.viewer.unit_ids:
        raise Refused("not_yours")
    body = await request.body()
    made = await caller.run(draft_document, caller.office, caller.viewer, unit_id=unit, name=name, data=body)
    seen = await caller.run(look_at_draft, caller.office, caller.viewer, draft_id=made, at=caller.at)
    return DraftShape(
        id=made,
        page=f"/giao-viec/{made}",
        version=seen.draft.version,
        may_be_issued=seen.may_be_issued,
        plan=seen.draft.plan,
        problems=_flaws(caller, seen.problems),
    )


def _checked(caller: Caller, seen: PlanLook) -> CheckedShape:
    made = seen.outline
    return CheckedShape(
        may_be_issued=seen.may_be_issued,
        tasks=len(seen.spec.tasks),
        obligations=made.obligations if made else 0,
        undated=made.undated if made else 0,
        units=made.units if made else 0,
        problems=_flaws(caller, seen.problems),
    )


async def _text_of(request: Request) -> str:
    try:
        text = (await request.body()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("unreadable") from error
    if "\0" in text:
        raise refused_input("body")
    return text


def _flaws(caller: Caller, problems: tuple[Problem, ...]) -> list[Flaw]:
    said = caller.speech.words.problem
    return [Flaw(pointer=p.place, code=p.code, detail=said(p), is_warning=p.is_warning) for p in problems]
