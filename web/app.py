"""The application: pages, files, webhooks and a sign of life, on one address."""

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from config.bootstrap import Office
from web import webhooks
from web.gate import Gate, message, open_desk
from web.guards import Page, Pages, gathered
from web.pages import assigning, assigning_issue, assigning_tasks, home, obligation, sign_in
from web.protection import Protection, asset

MODULES: Sequence[Pages] = (
    home.pages,
    sign_in.pages,
    obligation.pages,
    assigning.pages,
    assigning_tasks.pages,
    assigning_issue.pages,
)
_SMALLEST_PACKED = 1_000


def create_app(office: Office) -> FastAPI:
    """The application of an office. The database must be there (``config.bootstrap.init_office``)."""
    middleware = [Middleware(Protection), Middleware(GZipMiddleware, minimum_size=_SMALLEST_PACKED, compresslevel=5)]
    app = FastAPI(title="Đôn đốc", docs_url=None, redoc_url=None, openapi_url=None, middleware=middleware)
    app.router.routes.extend(page_routes(office))
    app.router.routes.extend(webhooks.routes(office))
    app.router.routes.append(Route("/static/{name}", asset))
    app.router.routes.append(Route("/health", _health))

    async def lost(request: Request, _error: Exception) -> Response:
        return message(open_desk(office, request), "not_found", status=404)

    app.add_exception_handler(404, lost)
    return app


def page_routes(office: Office, modules: Sequence[Pages] = MODULES) -> list[Route]:
    """One route for each address, behind its gate."""
    by_path: dict[str, list[Page]] = {}
    for page in gathered(modules):
        by_path.setdefault(page.path, []).append(page)
    gates = {path: Gate(office, pages) for path, pages in by_path.items()}
    return [Route(path, gate.enter, methods=gate.methods) for path, gate in gates.items()]


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
