"""What waits for the assigner: reports and requests for more time, and the answers to them."""

from typing import Annotated, Any

from pydantic import Field
from starlette.responses import Response

from engine.access import Scope
from engine.service.agenda import waiting_for_me
from engine.service.deadlines import decide_extension
from engine.service.sight import Reached, actor_in, reach_extension, reach_obligation
from engine.states import Verb
from web.api.caller import Caller, Who
from web.api.conditions import IfMatch, seen_length
from web.api.obligations import ActedShape, acted, acting
from web.api.operations import Operations
from web.api.problems import Refused
from web.api.shapes import (
    Asked,
    AskedDay,
    Cursor,
    Day,
    FileShape,
    Instant,
    Limit,
    ObligationId,
    PageOf,
    PieceShape,
    Shape,
    SmallId,
    Text,
)

operations = Operations("reviews")
Reason = Annotated[Text, Field(min_length=1, max_length=2_000, examples=["Thiếu số liệu lớp 5 tuổi."])]


class ReasonAsked(Asked):
    """Why; the unit reads it."""

    reason: Reason


class GrantAsked(Asked):
    """Up to which day: the one that was asked for, or another later one."""

    until: AskedDay | None = None
    reason: Annotated[Text, Field(max_length=2_000)] = ""


class WaitingReportShape(Shape):
    """A report that waits for an answer."""

    piece: PieceShape
    number: int
    submitted_at: Instant
    submitted_by: str
    text: str
    figures: dict[str, Any]
    files: list[FileShape]
    is_on_time: bool | None


class WaitingExtensionShape(Shape):
    """A request for more time that waits for a decision."""

    piece: PieceShape
    extension_id: int
    asked_at: Instant
    asked_by: str
    until: Day
    reason: str


class WaitingReports(PageOf[WaitingReportShape]):
    """Reports, the oldest first."""

    count: int


class WaitingExtensions(PageOf[WaitingExtensionShape]):
    """Requests, the oldest first."""

    count: int


@operations.get("/reports", summary="Reports that wait for me")
async def waiting_reports(caller: Who, *, cursor: Cursor = None, limit: Limit = 50) -> WaitingReports:
    """Reports on directives of my units that wait for an answer."""
    found = waiting_for_me(caller.database, caller.viewer, at=caller.at, handed_in_cursor=cursor, limit=limit)
    items = [WaitingReportShape.model_validate(one) for one in found.handed_in.items]
    return WaitingReports(items=items, next_cursor=found.handed_in.next_cursor, count=found.handed_in_count)


@operations.get("/extensions", summary="Requests for more time that wait for me")
async def waiting_extensions(caller: Who, *, cursor: Cursor = None, limit: Limit = 50) -> WaitingExtensions:
    """Requests on directives of my units that wait for a decision."""
    found = waiting_for_me(caller.database, caller.viewer, at=caller.at, asked_cursor=cursor, limit=limit)
    items = [WaitingExtensionShape.model_validate(one) for one in found.asked.items]
    return WaitingExtensions(items=items, next_cursor=found.asked.next_cursor, count=found.asked_count)


@operations.post("/obligations/{id}/accept", scope=Scope.REVIEW, takes=(), refusals=(412,), summary="Accept the report")
async def accept(caller: Who, number: ObligationId, *, response: Response, if_match: IfMatch = None) -> ActedShape:
    """The work is done; on time if the report was handed in on time."""
    return await reviewing(caller, number, verb=Verb.ACCEPT, if_match=if_match, response=response)


@operations.post("/obligations/{id}/return", scope=Scope.REVIEW, refusals=(412,), summary="Return the report")
async def send_back(
    caller: Who, number: ObligationId, *, body: ReasonAsked, response: Response, if_match: IfMatch = None
) -> ActedShape:
    """The unit owes the work again, and reads why."""
    return await reviewing(caller, number, verb=Verb.RETURN, if_match=if_match, response=response, reason=body.reason)


@operations.post("/obligations/{id}/cancel", scope=Scope.REVIEW, refusals=(412,), summary="Cancel the work")
async def cancel(
    caller: Who, number: ObligationId, *, body: ReasonAsked, response: Response, if_match: IfMatch = None
) -> ActedShape:
    """The work is not owed any more; it counts as excused."""
    return await reviewing(caller, number, verb=Verb.CANCEL, if_match=if_match, response=response, reason=body.reason)


@operations.post("/extensions/{id}/grant", scope=Scope.REVIEW, refusals=(412,), summary="Grant more time")
async def grant(
    caller: Who, number: SmallId, *, response: Response, body: GrantAsked | None = None, if_match: IfMatch = None
) -> ActedShape:
    """The deadline moves to the day that was asked for, or to another later one; the old version stays."""
    said = body or GrantAsked()
    return await _decide(
        caller, number, is_granted=True, until=said.until, reason=said.reason, if_match=if_match, response=response
    )


@operations.post("/extensions/{id}/refuse", scope=Scope.REVIEW, refusals=(412,), summary="Refuse more time")
async def refuse(
    caller: Who, number: SmallId, *, body: ReasonAsked, response: Response, if_match: IfMatch = None
) -> ActedShape:
    """The deadline stays; the unit reads why."""
    return await _decide(caller, number, is_granted=False, reason=body.reason, if_match=if_match, response=response)


async def _decide(
    caller: Caller, extension_id: int, *, if_match: str | None, response: Response, **said: Any
) -> ActedShape:
    reached = _require_reviewer(reach_extension(caller.database, caller.viewer, extension_id=extension_id))
    done = await caller.run(
        decide_extension,
        caller.database,
        reached.obligation_id,
        actor=actor_in(caller.viewer, reached.issuer_id),
        at=caller.at,
        policies=caller.office.policies,
        extension_id=extension_id,
        seen_length=seen_length(if_match, reached.obligation_id),
        **said,
    )
    return acted(done, response)


async def reviewing(
    caller: Caller, obligation_id: int, *, verb: Verb, if_match: str | None, response: Response, **said: Any
) -> ActedShape:
    """Do what the unit that assigned the work may do."""
    reached = _require_reviewer(reach_obligation(caller.database, caller.viewer, obligation_id=obligation_id))
    actor = actor_in(caller.viewer, reached.issuer_id)
    return await acting(caller, obligation_id, verb=verb, actor=actor, if_match=if_match, response=response, **said)


def _require_reviewer(reached: Reached) -> Reached:
    if not reached.may_review:
        raise Refused("not_yours")
    return reached
