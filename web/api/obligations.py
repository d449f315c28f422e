"""Obligations: lists, one, and what its unit does with it."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field
from starlette.responses import Response

from engine.access import Scope
from engine.errors import FileRefused
from engine.service.agenda import GROUPS, late_below, my_work
from engine.service.deadlines import ask_extension
from engine.service.obligations import Acted, ReportInput, act
from engine.service.paging import Page
from engine.service.register import obligations_of_unit
from engine.service.sight import Reached, actor_in, reach_obligation
from engine.service.views import show_obligation, why
from engine.states import Verb
from web.api.caller import Caller, Who
from web.api.conditions import IfMatch, etag, seen_length
from web.api.files import described_file
from web.api.obligation_shapes import (
    HistoryShape,
    ObligationShape,
    WhyShape,
    history_shape,
    length_of,
    obligation_shape,
    why_shape,
)
from web.api.operations import Operations
from web.api.problems import Refused, refused_input
from web.api.shapes import (
    Asked,
    AskedDay,
    AskedId,
    Cursor,
    Limit,
    ObligationId,
    PageOf,
    PieceShape,
    Shape,
    Text,
)

operations = Operations("obligations")
_MOST_FILES = 20


class Which(StrEnum):
    """`mine`: open work of my units, or one group of it; `late`: overdue at and below; `all`: one unit's of one
    directive."""

    MINE = "mine"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    RETURNED = "returned"
    WITHIN_TERM = "within_term"
    NO_DEADLINE = "no_deadline"
    HANDED_IN = "handed_in"
    LATE = "late"
    ALL = "all"


class Obligations(PageOf[PieceShape]):
    """Obligations; `counts` by group with the lists of one's own work, `count` with `late`."""

    counts: dict[str, int] | None = None
    count: int | None = None


class ActedShape(Shape):
    """Where the obligation stands now. `history_length` is also its ETag."""

    id: int
    status: str
    bucket: str
    history_length: int


class FileAsked(Asked):
    """A file that was sent to POST /files before."""

    name: Text = Field(min_length=1, max_length=200)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class ReportAsked(Asked):
    """What a unit hands in. `figures`: by the keys of the obligation's `fields`."""

    text: Text = Field(max_length=20_000, examples=["Đã hoàn thành: 12/12 lớp."])
    figures: dict[Annotated[str, Field(max_length=100)], bool | int | float | Text | None] = Field(
        default={}, max_length=100, examples=[{"so_tre": 218}]
    )
    files: list[FileAsked] = Field(default=[], max_length=_MOST_FILES)


class ExtensionAsked(Asked):
    """A request for more time: up to the end of `until`."""

    until: AskedDay
    reason: Text = Field(min_length=1, max_length=2_000, examples=["Bão, trường mất điện hai tuần."])


class AskedShape(Shape):
    """A request that now waits. `is_repeated`: from the third on."""

    extension_id: int
    number: int
    is_repeated: bool


@operations.get("/obligations", refusals=(404,), summary="Lists of work")
async def index(
    caller: Who,
    *,
    which: Which = Which.MINE,
    directive: AskedId = None,
    unit: AskedId = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Obligations:
    """The most urgent first. `directive` and `unit` go with `late` (either) and `all` (both)."""
    database, viewer, at = caller.database, caller.viewer, caller.at
    if which is Which.LATE:
        late = late_below(database, viewer, at=at, unit_id=unit, directive_id=directive, cursor=cursor, limit=limit)
        return _page(late.lines, count=late.count)
    if which is Which.ALL:
        if directive is None or unit is None:
            raise refused_input("query/directive, query/unit", why="not_together")
        found = obligations_of_unit(
            database, viewer, directive_id=directive, unit_id=unit, at=at, cursor=cursor, limit=limit
        )
        return _page(found)
    if directive is not None or unit is not None:
        raise refused_input("query/which", why="not_together")
    group = which.value if which.value in GROUPS else None
    work = my_work(database, viewer, at=at, policies=caller.office.policies, which=group, cursor=cursor, limit=limit)
    pieces = Page(tuple(line.piece for line in work.lines.items), work.lines.next_cursor)
    return _page(pieces, counts=dict(work.counts))


def _page(page: Page[Any], **counted: Any) -> Obligations:
    items = [PieceShape.model_validate(piece) for piece in page.items]
    return Obligations(items=items, next_cursor=page.next_cursor, **counted)


@operations.get("/obligations/{id}", summary="One obligation")
async def show(caller: Who, number: ObligationId, *, response: Response) -> ObligationShape:
    """Everything about one obligation. The ETag is for If-Match."""
    reached = reach_obligation(caller.database, caller.viewer, obligation_id=number)
    shown = show_obligation(caller.database, number, at=caller.at, policies=caller.office.policies)
    response.headers["ETag"] = etag(length_of(shown))
    return obligation_shape(shown, reached, words=caller.speech.words)


@operations.get("/obligations/{id}/why", summary="Why this date, why these reminders")
async def explain(caller: Who, number: ObligationId) -> WhyShape:
    """The derivation of the date, what was decided about each reminder, and what lies ahead."""
    reach_obligation(caller.database, caller.viewer, obligation_id=number)
    found = why(caller.database, number, at=caller.at, policies=caller.office.policies)
    return why_shape(found, words=caller.speech.words)


@operations.get("/obligations/{id}/history", summary="What happened")
async def history(caller: Who, number: ObligationId) -> HistoryShape:
    """Who did what when, in order; append-only."""
    reach_obligation(caller.database, caller.viewer, obligation_id=number)
    return history_shape(show_obligation(caller.database, number, at=caller.at, policies=caller.office.policies))


@operations.post("/obligations/{id}/acknowledge", scope=Scope.REPORT, takes=(), refusals=(412,), summary="Take note")
async def acknowledge(caller: Who, number: ObligationId, *, response: Response, if_match: IfMatch = None) -> ActedShape:
    """The unit has taken note of the work."""
    return await answering(caller, number, verb=Verb.ACKNOWLEDGE, if_match=if_match, response=response)


@operations.post("/obligations/{id}/start", scope=Scope.REPORT, takes=(), refusals=(412,), summary="Begin")
async def start(caller: Who, number: ObligationId, *, response: Response, if_match: IfMatch = None) -> ActedShape:
    """The unit has begun."""
    return await answering(caller, number, verb=Verb.START, if_match=if_match, response=response)


@operations.post(
    "/obligations/{id}/reports", scope=Scope.REPORT, refusals=(412,), summary="Hand in a report", status_code=201
)
async def report(
    caller: Who, number: ObligationId, *, body: ReportAsked, response: Response, if_match: IfMatch = None
) -> ActedShape:
    """Hand in a report with its figures and files; it then waits for the assigner."""
    require_answerer(caller, number)
    files = [
        await caller.run(described_file, caller, one.sha256, name=one.name, obligation_id=number) for one in body.files
    ]
    missing = next((one.name for one, found in zip(body.files, files, strict=True) if found is None), None)
    if missing is not None:
        raise FileRefused(name=missing, why="not_uploaded")
    report = ReportInput(body.text, body.figures, [one for one in files if one is not None])
    return await answering(caller, number, verb=Verb.REPORT, if_match=if_match, response=response, report=report)


@operations.post(
    "/obligations/{id}/extensions", scope=Scope.REPORT, refusals=(412,), summary="Ask for more time", status_code=201
)
async def extension(caller: Who, number: ObligationId, *, body: ExtensionAsked, if_match: IfMatch = None) -> AskedShape:
    """Ask the assigner for more time, one request at a time."""
    reached = require_answerer(caller, number)
    asked = await caller.run(
        ask_extension,
        caller.database,
        number,
        until=body.until,
        reason=body.reason,
        actor=actor_in(caller.viewer, reached.unit_id),
        at=caller.at,
        policies=caller.office.policies,
        seen_length=seen_length(if_match, number),
    )
    return AskedShape.model_validate(asked)


def require_answerer(caller: Caller, obligation_id: int) -> Reached:
    """The obligation, if the caller's unit owes it. Raises NotFound for what may not be seen, else "not_yours"."""
    reached = reach_obligation(caller.database, caller.viewer, obligation_id=obligation_id)
    if not reached.may_answer:
        raise Refused("not_yours")
    return reached


async def answering(
    caller: Caller, obligation_id: int, *, verb: Verb, if_match: str | None, response: Response, **said: Any
) -> ActedShape:
    """Do what the unit that owes the work may do."""
    reached = require_answerer(caller, obligation_id)
    actor = actor_in(caller.viewer, reached.unit_id)
    return await acting(caller, obligation_id, verb=verb, actor=actor, if_match=if_match, response=response, **said)


async def acting(
    caller: Caller, obligation_id: int, *, if_match: str | None, response: Response, **said: Any
) -> ActedShape:
    """Act on an obligation as it was when it was looked at."""
    seen = seen_length(if_match, obligation_id)
    options = {"at": caller.at, "policies": caller.office.policies, "seen_length": seen, **said}
    return acted(await caller.run(act, caller.database, obligation_id, **options), response)


def acted(done: Acted, response: Response) -> ActedShape:
    """What was done, as an answer with its ETag."""
    response.headers["ETag"] = etag(done.history_length)
    return ActedShape(id=done.obligation_id, status=done.status, bucket=done.bucket, history_length=done.history_length)
