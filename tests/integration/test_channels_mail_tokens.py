"""Access tokens from a token server on loopback."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

import pytest

from engine.clock import SetClock
from notifications.channels.mail_tokens import OAuthTokens, TokenRefused, TokenServer

AT = datetime(2023, 10, 27, 0, 30, tzinfo=UTC)
GRANTED = {"access_token": "ma-1", "expires_in": 3600, "token_type": "Bearer"}


@contextmanager
def token_server(*answers: tuple[int, object]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Gives its URL and the forms that it was sent; answers each in turn, the last one for ever."""
    asked: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, answer = answers[min(len(asked), len(answers) - 1)]
            asked.append(dict(parse_qsl(body)))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer.encode() if isinstance(answer, str) else json.dumps(answer).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            return None

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/token", asked
        finally:
            server.shutdown()
            thread.join()


def create_tokens(url: str, *, clock: SetClock | None = None, **overrides: Any) -> OAuthTokens:
    values = {"client_id": "dondoc", "client_secret": "bi-mat", "refresh_token": "lam-moi", "timeout": 5}
    return OAuthTokens(TokenServer(url, **(values | overrides)), clock=clock or SetClock(AT))


async def test_token_is_asked_for_once_and_kept() -> None:
    with token_server((200, GRANTED)) as (url, asked):
        tokens = create_tokens(url)
        assert await asyncio.gather(tokens.access_token(), tokens.access_token()) == ["ma-1", "ma-1"]
    assert asked == [
        {
            "grant_type": "refresh_token",
            "client_id": "dondoc",
            "client_secret": "bi-mat",
            "refresh_token": "lam-moi",
        }
    ]


async def test_token_is_asked_for_in_the_name_of_the_application() -> None:
    with token_server((200, GRANTED)) as (url, asked):
        await create_tokens(url, refresh_token="", scope="https://mail.example/.default").access_token()
    assert (asked[0]["grant_type"], asked[0]["scope"]) == ("client_credentials", "https://mail.example/.default")


async def test_token_is_asked_for_again_before_it_ends() -> None:
    clock = SetClock(AT)
    with token_server((200, GRANTED), (200, GRANTED | {"access_token": "ma-2"})) as (url, _):
        tokens = create_tokens(url, clock=clock)
        await tokens.access_token()
        clock.set(AT + timedelta(minutes=54))
        assert await tokens.access_token() == "ma-1"
        clock.set(AT + timedelta(minutes=56))
        assert await tokens.access_token() == "ma-2"


async def test_token_is_renewed_once_when_two_connections_saw_it_refused() -> None:
    with token_server((200, GRANTED), (200, GRANTED | {"access_token": "ma-2"})) as (url, asked):
        tokens = create_tokens(url)
        stale = await tokens.access_token()
        assert await asyncio.gather(tokens.renew(stale), tokens.renew(stale)) == ["ma-2", "ma-2"]
    assert len(asked) == 2


async def test_token_is_asked_for_with_the_newest_refresh_token() -> None:
    with token_server((200, GRANTED | {"refresh_token": "lam-moi-2"}), (200, GRANTED)) as (url, asked):
        tokens = create_tokens(url)
        await tokens.renew(await tokens.access_token())
    assert [form["refresh_token"] for form in asked] == ["lam-moi", "lam-moi-2"]


def test_token_can_be_asked_for_in_several_loops() -> None:
    with token_server((200, GRANTED)) as (url, _):
        tokens = create_tokens(url)

        async def ask_twice() -> None:
            assert await asyncio.gather(tokens.renew("ma-1"), tokens.renew("ma-1")) == ["ma-1", "ma-1"]

        asyncio.run(ask_twice())
        asyncio.run(ask_twice())


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [
        (400, {"error": "invalid_grant", "error_description": "token bi-mat expired"}, TokenRefused),
        (401, {"error": "invalid_client"}, TokenRefused),
        (429, {"error": "slow_down"}, ConnectionError),
        (503, {"error": "temporarily_unavailable"}, ConnectionError),
        (504, "<html>bi-mat</html>", ConnectionError),
        (404, "", ConnectionError),
        (200, "", ConnectionError),
        (200, [], ConnectionError),
        (200, {"error": "invalid_grant"}, TokenRefused),
        (302, "", ConnectionError),
    ],
)
async def test_token_server_that_gives_none_says_why_without_a_secret(
    status: int, answer: object, expected: type[Exception]
) -> None:
    with token_server((status, answer)) as (url, _), pytest.raises(expected) as refused:
        await create_tokens(url).access_token()
    assert "bi-mat" not in str(refused.value)
    assert "lam-moi" not in str(refused.value)


@pytest.mark.parametrize("lifetime", ["3600", 3600, None, "soon", -5, "9" * 30])
async def test_token_is_taken_whatever_its_lifetime(lifetime: object) -> None:
    with token_server((200, GRANTED | {"expires_in": lifetime})) as (url, _):
        assert await create_tokens(url).access_token() == "ma-1"


async def test_token_server_that_does_not_answer_may_do_so_later() -> None:
    with token_server((200, GRANTED)) as (url, _):
        pass
    with pytest.raises(ConnectionError):
        await create_tokens(url).access_token()


async def test_token_server_whose_address_is_none_needs_somebody_to_act() -> None:
    with pytest.raises(TokenRefused):
        await create_tokens("khong-phai-dia-chi").access_token()


def test_token_server_does_not_show_its_secrets() -> None:
    shown = repr(TokenServer("u", "dondoc", client_secret="bi-mat", refresh_token="lam-moi"))
    assert "bi-mat" not in shown
    assert "lam-moi" not in shown
