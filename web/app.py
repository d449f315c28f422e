"""The application: pages, the API, files, webhooks and a sign of life, on one address."""

import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import count

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from config.bootstrap import Office
from config.sign_in_mail import SignInMail
from engine.service.first_run import missing
from engine.store.changes import ChangeWatch
from web import webhooks
from web.api.server import mounted
from web.gate import Gate, message, open_desk
from web.guards import Page, Pages, gathered
from web.nav import Bar
from web.oidc import Elsewhere
from web.page_memory import PageMemory
from web.pages import (
    account,
    answering,
    assigning,
    assigning_issue,
    assigning_tasks,
    calendar_feed,
    channels,
    checking,
    directive,
    downloads,
    files,
    first_run,
    home,
    messages,
    my_work,
    obligation,
    org_import,
    overview,
    people,
    policies,
    register,
    reviewing,
    settings,
    sign_in,
    sign_ins,
    units,
    urging,
    workdays,
)
from web.protection import HEADERS, Protection, asset
from web.pulse import Pulse

MODULES: Sequence[Pages] = (
    account.pages,
    answering.pages,
    assigning.pages,
    assigning_issue.pages,
    assigning_tasks.pages,
    calendar_feed.pages,
    channels.pages,
    checking.pages,
    directive.pages,
    downloads.pages,
    files.pages,
    home.pages,
    messages.pages,
    my_work.pages,
    obligation.pages,
    org_import.pages,
    overview.pages,
    people.pages,
    policies.pages,
    register.pages,
    reviewing.pages,
    settings.pages,
    sign_in.pages,
    sign_ins.pages,
    units.pages,
    urging.pages,
    workdays.pages,
)
_SMALLEST_PACKED = 1_000
_TOKEN_BYTES = 24


def create_app(
    office: Office, *, extra_pages: Sequence[Pages] = (), front: str = "/dang-nhap", bar: Bar | None = None
) -> FastAPI:
    """The application of an office. The database must be there (``config.bootstrap.init_office``).

    ``extra_pages`` are served besides, ``front`` is where somebody unknown begins, ``bar`` gives what stands above
    every page: the set-up and the demo need them, nothing else does.
    """
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
    app.state.sign_in_mail, app.state.front, app.state.bar = mail, front, bar
    app.state.elsewhere = Elsewhere(office) if office.settings.has_oidc else None
    app.state.pulse = Pulse(office) if bar is None else None
    # What a bar shows is not in the database, so that no page below one may be sent again.
    memory = PageMemory(watch.mark if bar is None else _never_twice())
    app.router.routes.extend(page_routes(office, (*MODULES, *extra_pages), memory=memory))
    app.router.routes.extend(webhooks.routes(office))
    app.router.routes.append(mounted(office))
    app.router.routes.append(Route("/static/{name}", asset))
    app.router.routes.append(Route("/health", _health))
    _refuse(app, office)
    return app


def _refuse(app: FastAPI, office: Office) -> None:
    """Pages for what is at no address, and for a bug."""

    async def lost(request: Request, _error: Exception) -> Response:
        return message(open_desk(office, request), "not_found", status=404)

    async def broken(request: Request, _error: Exception) -> Response:
        response = message(open_desk(office, request), "broken", status=500)
        # Starlette answers this outside of all middleware.
        response.headers.update({**HEADERS, "Cache-Control": "no-store"})
        return response

    app.add_exception_handler(404, lost)
    app.add_exception_handler(Exception, broken)


def app_to_begin_with(office: Office) -> tuple[FastAPI, str]:
    """The application of an office; where nobody can sign in yet, with the address of the first set-up, else ""."""
    if not missing(office.database):
        return create_app(office), ""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    extra = [first_run.set_up_pages(token)]
    return create_app(office, extra_pages=extra, front=first_run.FRONT), f"{first_run.FRONT}/{token}"


def _never_twice() -> Callable[[], str]:
    numbers = count()
    return lambda: str(next(numbers))


def page_routes(office: Office, modules: Sequence[Pages] = MODULES, *, memory: PageMemory) -> list[Route]:
    """One route for each address, behind its gate."""
    by_path: dict[str, list[Page]] = {}
    for page in gathered(modules):
        by_path.setdefault(page.path, []).append(page)
    gates = {path: Gate(office, pages, memory=memory) for path, pages in by_path.items()}
    return [Route(path, gate.enter, methods=gate.methods) for path, gate in gates.items()]


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
