"""The application: pages, the API, files, webhooks and a sign of life, on one address."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from config.bootstrap import Office
from config.sign_in_mail import SignInMail
from engine.store.changes import ChangeWatch
from web import webhooks
from web.api.server import PREFIX, create_api
from web.gate import Gate, message, open_desk
from web.guards import Page, Pages, gathered
from web.page_memory import PageMemory
from web.pages import (
    account,
    calendar_feed,
    directive,
    home,
    obligation,
    overview,
    register,
    sign_in,
)
from web.protection import Protection, asset

MODULES: Sequence[Pages] = (
    account.pages,
    calendar_feed.pages,
    directive.pages,
    home.pages,
    obligation.pages,
    overview.pages,
    register.pages,
    sign_in.pages,
)
_SMALLEST_PACKED = 1_000


def create_app(office: Office) -> FastAPI:
    """The application of an office. The database must be there (``config.bootstrap.init_office``)."""
    watch, mail = ChangeWatch(office.database), SignInMail(office)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await mail.settle()
        watch.close()

    middleware = [Middleware(Protection), Middleware(GZipMiddleware, minimum_size=_SMALLEST_PACKED, compresslevel=5)]
    app = FastAPI(
        title="Đôn đốc", docs_url=None, redoc_url=None, openapi_url=None, middleware=middleware, lifespan=lifespan
    )
    app.state.sign_in_mail = mail
    app.router.routes.extend(page_routes(office, memory=PageMemory(watch.mark)))
    app.router.routes.extend(webhooks.routes(office))
    app.router.routes.append(Mount(PREFIX, create_api(office)))
    app.router.routes.append(Route("/static/{name}", asset))
    app.router.routes.append(Route("/health", _health))

    async def lost(request: Request, _error: Exception) -> Response:
        return message(open_desk(office, request), "not_found", status=404)

    app.add_exception_handler(404, lost)
    return app


def page_routes(office: Office, modules: Sequence[Pages] = MODULES, *, memory: PageMemory) -> list[Route]:
    """One route for each address, behind its gate."""
    by_path: dict[str, list[Page]] = {}
    for page in gathered(modules):
        by_path.setdefault(page.path, []).append(page)
    gates = {path: Gate(office, pages, memory=memory) for path, pages in by_path.items()}
    return [Route(path, gate.enter, methods=gate.methods) for path, gate in gates.items()]


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
