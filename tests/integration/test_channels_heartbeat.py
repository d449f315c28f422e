"""The heartbeat ping against a real web server on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from engine.outbox import OutcomeClass
from notifications.channels.heartbeat_ping import ping


@contextmanager
def monitor(status: int) -> Iterator[tuple[str, list[str]]]:
    """A monitor that answers ``status``; gives its URL and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - likewise
            return None

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/ping/abc", asked
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, OutcomeClass.OK),
        (204, OutcomeClass.OK),
        (404, OutcomeClass.CONFIG),
        (429, OutcomeClass.THROTTLE),
        (503, OutcomeClass.TRANSIENT),
    ],
)
async def test_ping_says_how_the_monitor_answered(status: int, expected: OutcomeClass) -> None:
    with monitor(status) as (url, asked):
        outcome = await ping(url)
    assert outcome.outcome_class is expected
    assert outcome.detail.startswith(str(status))
    assert asked == ["/ping/abc"]


async def test_ping_is_transient_when_nobody_listens() -> None:
    with monitor(200) as (url, _):
        pass
    assert (await ping(url, within=5)).outcome_class is OutcomeClass.TRANSIENT


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/x", "khong-phai-url", "http://[::1"])
async def test_ping_is_config_when_the_url_cannot_be_used(url: str) -> None:
    assert (await ping(url)).outcome_class is OutcomeClass.CONFIG
