"""A Zalo on the loopback for tests, and somebody who receives what it tells."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from engine.clock import SetClock
from notifications.channels.zalo.sandbox.server import ZaloSandbox

AT = datetime(2026, 11, 20, 1, 30, 12, tzinfo=UTC)
"""Friday 20 November 2026, 08:30:12 in Vietnam."""


@contextmanager
def loopback_zalo(clock: SetClock | None = None) -> Iterator[ZaloSandbox]:
    """A sandbox whose clock stands at AT."""
    with ZaloSandbox(clock or SetClock(AT)) as sandbox:
        yield sandbox


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
