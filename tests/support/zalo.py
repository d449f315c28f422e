"""A Zalo on the loopback for tests, and somebody who receives what it tells."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from engine.clock import SetClock
from engine.outbox import Outcome
from notifications.channels.zalo.account import Account
from notifications.channels.zalo.oauth import OauthApp, OauthClient
from notifications.channels.zalo.sandbox.server import ZaloSandbox
from notifications.channels.zalo.templates import TemplateForm, read_parameters
from notifications.channels.zalo.tokens import MemoryTokens, TokenAnswer, TokenLost, TokenSource
from notifications.channels.zalo.wire import ZaloHost

AT = datetime(2026, 11, 20, 1, 30, 12, tzinfo=UTC)
"""Friday 20 November 2026, 08:30:12 in Vietnam."""


@contextmanager
def loopback_zalo(clock: SetClock | None = None) -> Iterator[ZaloSandbox]:
    """A sandbox whose clock stands at AT."""
    with ZaloSandbox(clock or SetClock(AT)) as sandbox:
        yield sandbox


PARAMETERS = [
    {"name": "ma", "require": True, "type": "CODE", "maxLength": 30, "minLength": 0, "acceptNull": False},
    {"name": "han", "require": True, "type": "DATE", "maxLength": 20, "minLength": 0, "acceptNull": False},
    {"name": "trang_thai", "require": True, "type": "STATUS", "maxLength": 30, "minLength": 0, "acceptNull": False},
]
"""listParams of a template for a reminder: code, due date, status."""

FORM = TemplateForm(
    "7895417a7d3f9461cd2e",
    {"ma": "code", "han": "due", "trang_thai": "status"},
    parameters=tuple(read_parameters(PARAMETERS)),
)


def account_of(
    sandbox: ZaloSandbox,
    *,
    url: str = "",
    answer_timeout: float = 5,
    tokens: TokenSource | None = None,
    clock: SetClock | None = None,
) -> Account:
    """The sandbox's account, all of whose hosts are at ``url`` (its own)."""
    host = ZaloHost(url or sandbox.url, connect_timeout=5, answer_timeout=answer_timeout)
    return Account(
        tokens=tokens or tokens_of(sandbox),
        app_secret=sandbox.world.keys.app_secret,
        clock=clock or SetClock(AT),
        oa_host=host,
        zbs_host=host,
    )


def tokens_of(sandbox: ZaloSandbox) -> MemoryTokens:
    """The account's pair as it is now, renewed at the sandbox."""
    keys = sandbox.world.keys

    async def refresh(refresh_token: str) -> TokenAnswer | TokenLost | Outcome:
        async with OauthClient(sandbox.host(), app=OauthApp(keys.app_id, keys.app_secret)) as client:
            return await client.refresh(refresh_token)

    return MemoryTokens(TokenAnswer(keys.access_token, keys.refresh_token, timedelta(hours=25)), refresh=refresh)


@dataclass
class Received:
    """What came to a webhook: bodies as they were on the wire, and their heads with lower-case names."""

    url: str
    status: int = 200
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def webhook() -> Iterator[Received]:
    """A receiver of webhooks that answers ``status``."""
    received = Received("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            received.headers.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(received.status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            return None

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        received.url = f"http://127.0.0.1:{server.server_port}/zalo"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield received
        finally:
            server.shutdown()
            thread.join()
