"""The application: pages, files, webhooks and a sign of life, on one address."""

import secrets
from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from config.bootstrap import Office
from engine.service.first_run import missing
from web import webhooks
from web.gate import Gate, message, open_desk
from web.guards import Page, Pages, gathered
from web.nav import Bar
from web.pages import first_run, home, obligation, sign_in
from web.protection import Protection, asset
from web.pulse import Pulse

MODULES: Sequence[Pages] = (home.pages, sign_in.pages, obligation.pages)
_SMALLEST_PACKED = 1_000
_TOKEN_BYTES = 24


def create_app(
    office: Office, *, extra_pages: Sequence[Pages] = (), front: str = "/dang-nhap", bar: Bar | None = None
) -> FastAPI:
    """The application of an office. The database must be there (``config.bootstrap.init_office``).

    ``extra_pages`` are served besides, ``front`` is where somebody unknown begins, ``bar`` gives what stands above
    every page: the set-up and the demo need them, nothing else does.
    """
    middleware = [Middleware(Protection), Middleware(GZipMiddleware, minimum_size=_SMALLEST_PACKED, compresslevel=5)]
    app = FastAPI(title="Đôn đốc", docs_url=None, redoc_url=None, openapi_url=None, middleware=middleware)
    app.state.front, app.state.bar = front, bar
    app.state.pulse = Pulse(office) if bar is None else None
    app.router.routes.extend(page_routes(office, (*MODULES, *extra_pages)))
    app.router.routes.extend(webhooks.routes(office))
    app.router.routes.append(Route("/static/{name}", asset))
    app.router.routes.append(Route("/health", _health))

    async def lost(request: Request, _error: Exception) -> Response:
        return message(open_desk(office, request), "not_found", status=404)

    app.add_exception_handler(404, lost)
    return app


def app_to_begin_with(office: Office) -> tuple[FastAPI, str]:
    """The application of an office; where nobody can sign in yet, with the address of the first set-up, else ""."""
    if not missing(office.database):
        return create_app(office), ""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    extra = [first_run.set_up_pages(token)]
    return create_app(office, extra_pages=extra, front=first_run.FRONT), f"{first_run.FRONT}/{token}"


def page_routes(office: Office, modules: Sequence[Pages] = MODULES) -> list[Route]:
    """One route for each address, behind its gate."""
    by_path: dict[str, list[Page]] = {}
    for page in gathered(modules):
        by_path.setdefault(page.path, []).append(page)
    gates = {path: Gate(office, pages) for path, pages in by_path.items()}
    return [Route(path, gate.enter, methods=gate.methods) for path, gate in gates.items()]


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
