"""The sandbox as a server on the loopback: answers as Zalo does or as a script says, keeps what it got, tells of it."""

import json
import re
import socket
from collections import defaultdict, deque
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from engine.clock import Clock
from notifications.channels.zalo.sandbox import account, bot, oauth
from notifications.channels.zalo.sandbox.webhooks import Webhooks
from notifications.channels.zalo.sandbox.world import Asked, Keys, Refusal, Silence, Taken, World
from notifications.channels.zalo.wire import ZaloHost

HOST = "127.0.0.1"
_BOT_PATH = re.compile(r"/bot([^/]+)(/\w+)")
_METHODS = {**bot.METHODS, **account.METHODS, **oauth.METHODS}


@dataclass(frozen=True)
class Reply:
    """What a script says instead of the truth.

    ``code``: this error. ``page``: these bytes with ``status``. ``hangs_up``: nothing, and the connection is closed.
    ``holds``: nothing until the client goes. ``is_taken``: the message arrives all the same. ``delay``: seconds before
    the answer. ``told_of`` is for the sandbox itself: the message that a receipt follows.
    """

    code: int | None = None
    message: str = "scripted"
    status: int = 200
    page: bytes | None = None
    is_taken: bool = False
    hangs_up: bool = False
    holds: bool = False
    delay: float = 0
    told_of: Taken | None = None


HANG_UP = Reply(hangs_up=True, is_taken=True)
HOLD = Reply(holds=True, is_taken=True)
EMPTY = Reply(page=b"", is_taken=True)
GATEWAY_TIMEOUT = Reply(page=b"<html><h1>504 Gateway Time-out</h1></html>", status=504, is_taken=True)


def refusal(code: int, message: str = "scripted") -> Reply:
    """Answer with an error code; the message does not arrive."""
    return Reply(code=code, message=message)


def slow(seconds: float) -> Reply:
    """Do as asked and answer late."""
    return Reply(delay=seconds, is_taken=True)


class ZaloSandbox:
    """``with ZaloSandbox(clock) as sandbox``: listens on ``sandbox.url`` until the block ends.

    All hosts of Zalo are one here (``sandbox.host()``). Without a ``port`` it takes a free one, without ``keys`` it
    makes them up. ``world`` is the state, to be read and to be set: credentials, limits, people, templates.
    ``webhooks`` tells others what happened.
    """

    def __init__(self, clock: Clock, *, port: int = 0, keys: Keys | None = None) -> None:
        self.world = World(clock, keys=keys or Keys())
        self.webhooks = Webhooks(self.world)
        self.asked: list[Asked] = []
        self.connections = 0
        self._script: dict[str, deque[Reply]] = defaultdict(deque)
        self._lock = Lock()
        self._is_closing = Event()
        self._clients: set[socket.socket] = set()
        self._messenger = ThreadPoolExecutor(1, thread_name_prefix="zalo-sandbox-webhook")
        self._server = _Server(self, port)
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), name="zalo-sandbox")

    @property
    def url(self) -> str:
        """The address in front of every path."""
        return f"http://{HOST}:{self._server.server_address[1]}"

    @property
    def taken(self) -> list[Taken]:
        """The messages that arrived, oldest first."""
        return self.world.taken

    @property
    def open_connections(self) -> int:
        """How many clients are connected now."""
        with self._lock:
            return len(self._clients)

    def host(self, *, connect_timeout: float = 5, answer_timeout: float = 30) -> ZaloHost:
        """The sandbox as a host of any API."""
        return ZaloHost(self.url, connect_timeout=connect_timeout, answer_timeout=answer_timeout)

    def answer(self, path: str, *replies: Reply) -> None:
        """Give ``replies`` to the next calls of ``path`` (``/bot/sendMessage``, ``/v3.0/oa/message/cs``, …), one each;
        then the truth again."""
        with self._lock:
            self._script[path].extend(replies)

    def forget_script(self) -> None:
        """Tell the truth from now on."""
        with self._lock:
            self._script.clear()

    def drop_clients(self) -> None:
        """Close every open connection, as a server does with idle ones."""
        with self._lock:
            clients = list(self._clients)
        for client in clients:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def say_to_bot(self, chat_id: str, text: str, *, name: str = "Người dùng") -> int | None:
        """A person writes to the bot: kept for getUpdates, or sent to its webhook; the webhook's HTTP status."""
        with self._lock:
            update = bot.update(self.world, chat_id, text=text, name=name)
            if not self.world.bot_webhook:
                self.world.updates.append(update)
                return None
        return self.webhooks.tell_bot(update)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_closing.set()
        self._server.shutdown()
        self.drop_clients()
        self._server.server_close()
        self._messenger.shutdown(cancel_futures=True)
        self._thread.join()

    def reply_to(self, asked: Asked) -> Reply:
        """What goes back for ``asked``: by the script, else what Zalo would say."""
        with self._lock:
            self.asked.append(asked)
            scripted = self._script[asked.path].popleft() if self._script[asked.path] else Reply(is_taken=True)
            if scripted.code is not None:
                return replace(scripted, page=_refused(asked.path, scripted.code, message=scripted.message))
            before = len(self.taken)
            truth = self._truth(asked) if scripted.is_taken else b""
            told_of = self.taken[-1] if len(self.taken) > before else None
            return replace(scripted, page=truth if scripted.page is None else scripted.page, told_of=told_of)

    def follow_up(self, reply: Reply) -> None:
        """Send the receipt that follows an answer, given or not."""
        message = reply.told_of
        if self.webhooks.is_prompt and message is not None and message.channel != "zalo_bot":
            with suppress(RuntimeError):  # closed meanwhile
                self._messenger.submit(self.webhooks.receipt, message)

    def wait(self, seconds: float | None) -> None:
        """Wait for ``seconds`` or, without a number, until the sandbox closes."""
        self._is_closing.wait(seconds)

    def keep(self, client: socket.socket) -> None:
        """Know an open connection."""
        with self._lock:
            self.connections += 1
            self._clients.add(client)

    def forget(self, client: socket.socket) -> None:
        """Know a connection no more."""
        with self._lock:
            self._clients.discard(client)

    def _truth(self, asked: Asked) -> bytes:
        method = _METHODS.get(asked.path)
        try:
            if method is None:
                raise Refusal(404, "Not found")
            said = method(self.world, asked)
        except Refusal as refused:
            return _refused(asked.path, refused.code, message=refused.message)
        except Silence:
            return b""
        return _page(_said(asked.path, said))


def _said(path: str, found: Mapping[str, Any]) -> Mapping[str, Any]:
    if path.startswith("/bot/"):
        return {"ok": True, "result": found}
    return found if path in oauth.METHODS else {"data": found, "error": 0, "message": "Success"}


def _refused(path: str, code: int, *, message: str) -> bytes:
    if path.startswith("/bot/"):
        return _page({"ok": False, "error_code": code, "description": message})
    return _page({"error": code, "error_name" if path in oauth.METHODS else "message": message})


def _page(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, sandbox: ZaloSandbox, port: int) -> None:
        self.sandbox = sandbox
        super().__init__((HOST, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle is no news here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "ZaloSandbox"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.sandbox.keep(self.connection)

    def finish(self) -> None:
        self.server.sandbox.forget(self.connection)
        with suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Addresses hold tokens: nothing is written."""

    def _serve(self, raw: bytes) -> None:
        sandbox = self.server.sandbox
        reply = sandbox.reply_to(_asked(self.path, raw, headers=dict(self.headers.items())))
        if reply.holds or reply.hangs_up:
            self.close_connection = True
            sandbox.follow_up(reply)
        if reply.holds:
            sandbox.wait(None)
        if not self.close_connection:
            sandbox.wait(reply.delay)
            self._give(reply)
            sandbox.follow_up(reply)

    def _give(self, reply: Reply) -> None:
        page = reply.page or b""
        self.send_response(reply.status, HTTPStatus(reply.status).phrase)
        self.send_header("Content-Type", "text/html" if page.startswith(b"<") else "application/json")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)
        self.wfile.flush()


def _asked(target: str, raw: bytes, *, headers: Mapping[str, str]) -> Asked:
    parts = urlsplit(target)
    found = _BOT_PATH.fullmatch(parts.path)
    lower = {name.lower(): value for name, value in headers.items()}
    is_form = lower.get("content-type", "").startswith("application/x-www-form-urlencoded")
    return Asked(
        path="/bot" + found[2] if found else parts.path,
        token=found[1] if found else "",
        query=dict(parse_qsl(parts.query)),
        headers=lower,
        body={} if is_form else _json(raw),
        form=dict(parse_qsl(raw.decode("utf-8", "replace"))) if is_form else {},
    )


def _json(raw: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(raw)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
