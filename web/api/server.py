"""The API as an application of its own below /api/v1, with its description and a page to read it."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from config.bootstrap import Office
from engine.errors import DondocError
from web.api import directives, files, messages, obligations, overviews, people, reviews, subscriptions, work_days
from web.api.guard import BAD_TOKENS, Guard
from web.api.limits import Rate
from web.api.operations import Operation, Operations, gathered
from web.api.problems import TITLES, Flaw, Problem, Refused, documented_codes, of_error, of_refusal
from web.i18n import Speech
from web.templating import render

PREFIX: Final = "/api/v1"
RATE: Final = Rate()
VERSION: Final = "1.0.0"
MODULES: Sequence[Operations] = (
    people.operations,
    obligations.operations,
    reviews.operations,
    files.operations,
    directives.operations,
    overviews.operations,
    messages.operations,
    work_days.operations,
    subscriptions.operations,
)
_DESCRIPTION: Final = (
    "The work that directives give, for programs. Send `Authorization: Bearer dd_…`; sessions of the page are not "
    "taken. Instants are RFC 3339 in UTC, days ISO 8601. Unknown parameters and fields are refused. What may not be "
    "seen is 404. Refusals are `application/problem+json` (RFC 9457)."
)
_OWN_CODES: Final = {404: "no_such_address", 405: "method_not_allowed"}


def create_api(office: Office, *, rate: Rate = RATE, strangers: Rate = BAD_TOKENS) -> FastAPI:
    """The API of an office, to be mounted at PREFIX. ``rate``: of each token; ``strangers``: of wrong tokens from one
    address."""
    guard = Guard(office, rate=rate, strangers=strangers)
    api = FastAPI(
        title="Đôn đốc", version=VERSION, description=_DESCRIPTION, openapi_url=None, docs_url=None, redoc_url=None
    )
    api.router.route_class = _route_class(guard)
    for operation in gathered(MODULES):
        api.router.add_api_route(operation.path, operation.endpoint, methods=[operation.method], **_told(operation))
    _describe(api)
    _refuse(api, guard)
    return api


def _told(operation: Operation) -> dict[str, Any]:
    told = operation.documented
    # The route finds its operation again under this name.
    return {**told, "operation_id": operation_id(operation)}


def operation_id(operation: Operation) -> str:
    """The name of an operation: unique, and stable as long as its function is called so."""
    return f"{operation.endpoint.__module__.rpartition('.')[2]}_{operation.endpoint.__name__}"


def _route_class(guard: Guard) -> type[APIRoute]:
    by_id = {operation_id(operation): operation for operation in gathered(MODULES)}

    class GuardedRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()
            operation = by_id[self.operation_id or ""]
            known = {one.alias for one in self.dependant.query_params}

            async def enter(request: Request) -> Response:
                return await guard.enter(request, operation, known=known, handle=handle)

            return enter

    return GuardedRoute


def description(api: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 value."""
    made = get_openapi(
        title=api.title,
        version=api.version,
        openapi_version="3.1.0",
        description=api.description,
        routes=api.routes,
        servers=[{"url": PREFIX}],
    )
    parts = made.setdefault("components", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    parts.setdefault("schemas", {}).update(problem.pop("$defs"))
    parts["schemas"]["Problem"] = problem
    parts["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "A key of a person: dd_… (page: Tài khoản)"}
    }
    return made


def _describe(api: FastAPI) -> None:
    made = description(api)
    values = {"api": made, "methods": ("get", "post", "patch", "delete"), "codes": documented_codes(), "titles": TITLES}
    page = render("api/docs.html", "en", values=values)

    async def openapi(_request: Request) -> Response:
        return JSONResponse(made, headers={"Cache-Control": "no-cache"})

    async def docs(_request: Request) -> Response:
        return HTMLResponse(page, headers={"Cache-Control": "no-cache"})

    api.router.add_route("/openapi.json", openapi, methods=["GET"])
    api.router.add_route("/docs", docs, methods=["GET"])


def _refuse(api: FastAPI, guard: Guard) -> None:
    def spoken(request: Request) -> Speech:
        found: Speech | None = getattr(request.state, "speech", None)
        return found or guard.speech_for(request)

    async def of_engine(request: Request, error: DondocError) -> Response:
        return of_error(error, speech=spoken(request), path=request.url.path)

    async def of_own(request: Request, error: Refused) -> Response:
        return of_refusal(error, speech=spoken(request), path=request.url.path)

    async def of_form(request: Request, error: RequestValidationError) -> Response:
        return await of_own(request, invalid(error))

    async def of_address(request: Request, error: HTTPException) -> Response:
        code = _OWN_CODES.get(error.status_code, "unreadable")
        return await of_own(request, Refused(code, headers=error.headers or {}))

    async def of_bug(request: Request, _error: Exception) -> Response:
        return await of_own(request, Refused("failed"))

    handlers: dict[Any, Any] = {
        DondocError: of_engine,
        Refused: of_own,
        RequestValidationError: of_form,
        HTTPException: of_address,
        Exception: of_bug,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def invalid(error: RequestValidationError) -> Refused:
    """What pydantic found, without the values: they may be secret, or endless."""
    found = [("/".join(str(part) for part in one["loc"])[:200], str(one["type"])) for one in error.errors()[:20]]
    if any(kind == "json_invalid" for _, kind in found):
        return Refused("unreadable", flaws=[Flaw(pointer="body", code="json_invalid", detail="")])
    flaws = [Flaw(pointer=pointer, code=kind, detail="") for pointer, kind in found]
    return Refused("invalid", {"pointer": ", ".join(flaw.pointer for flaw in flaws[:5])}, flaws=flaws)
