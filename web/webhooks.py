"""The door for what Zalo tells: signed events are kept and answered at once, everything else changes nothing."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from config.bootstrap import Office
from config.inbound import take_event
from config.settings import secret_of
from notifications.channels.zalo.events import Event, read_bot_event, read_event
from notifications.channels.zalo.signature import BOT_HEADER, HEADER, verify, verify_bot
from web.serving import listen, serving

log = logging.getLogger("dondoc.webhooks")
LONGEST_BODY = 256 * 1024


def application(office: Office) -> Starlette:
    """The door by itself, for an office that has another address for it than for its pages."""
    return Starlette(routes=routes(office))


def routes(office: Office) -> list[Route]:
    """``POST /zalo/oa`` and ``POST /zalo/bot``: 200 for what is kept, 403 for a wrong signature, 413 for too much."""

    async def account(request: Request) -> Response:
        raw = await _body(request)
        if raw is None:
            return Response(status_code=413)
        settings = office.settings
        secret = secret_of(settings.zalo_oa_secret)
        if not verify(raw, request.headers.get(HEADER), app_id=settings.zalo_app_id, secret=secret):
            return _refused(request)
        return await _keep(office, read_event(raw))

    async def bot(request: Request) -> Response:
        raw = await _body(request)
        if raw is None:
            return Response(status_code=413)
        settings = office.settings
        secret = secret_of(settings.zalo_bot_secret)
        if not verify_bot(request.headers.get(BOT_HEADER), secret=secret):
            return _refused(request)
        return await _keep(office, read_bot_event(raw))

    return [Route("/zalo/oa", account, methods=["POST"]), Route("/zalo/bot", bot, methods=["POST"])]


@contextmanager
def listening(office: Office) -> Iterator[str]:
    """Listen in a thread of its own; gives the address, "" where no port is set. Raises PortRefused."""
    settings = office.settings
    if not settings.webhook_port:
        yield ""
        return
    host, port = settings.webhook_host, settings.webhook_port
    with serving(application(office), listener=listen(host, port), name="webhooks"):
        yield f"http://{host}:{port}"


async def _body(request: Request) -> bytes | None:
    """The body as it came; None if it is too long."""
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > LONGEST_BODY:
            return None
    return bytes(found)


async def _keep(office: Office, event: Event) -> Response:
    await run_in_threadpool(take_event, office, event)
    return Response(status_code=200)


def _refused(request: Request) -> Response:
    log.warning("a call of %s without a right signature was refused", request.url.path)
    return Response(status_code=403)
