"""An IMAP server on loopback with one folder: as much of RFC 3501 as a client that collects mail needs."""

import re
import ssl
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from types import TracebackType
from typing import IO, Any, Literal, Self

from tests.support.smtp import HOST, WAIT

CLOSE = "close"
"""Instead of an answer: hang up."""

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


@dataclass
class LoopbackImap:
    """``with LoopbackImap({1: b"…"}) as server``: the mails by their ids, listening on ``server.port``.

    ``credentials``: what LOGIN and PLAIN take; ``tokens``: what XOAUTH2 takes. ``knows_plain``: offer AUTH=PLAIN.
    """

    mails: dict[int, bytes] = field(default_factory=dict)
    credentials: tuple[str, str] = ("hop-thu", "mat-khau")
    tokens: set[str] = field(default_factory=set)
    tls: Literal["none", "starttls", "tls"] = "none"
    certificate: Path | None = None
    knows_plain: bool = True
    seen: set[int] = field(default_factory=set)
    commands: list[str] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        self.answers: dict[str, str] = {}

    def answer(self, command: str, text: str) -> None:
        """Answer ``text`` (``NO …``, ``BAD …`` or CLOSE) whenever ``command`` comes."""
        self.answers[command] = text

    def __enter__(self) -> Self:
        loopback = self

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                session = _Session(loopback, self)
                try:
                    session.run()
                finally:
                    session.close()

        self._server = _Server((HOST, 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(WAIT)

    def context(self) -> ssl.SSLContext:
        """The server's side of TLS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        assert self.certificate is not None
        context.load_cert_chain(self.certificate)
        return context


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error here."""


class _Session:
    def __init__(self, loopback: LoopbackImap, handler: StreamRequestHandler) -> None:
        self._loopback = loopback
        self._socket = handler.connection
        self._is_encrypted = False
        self._use_files()

    def run(self) -> None:
        """Talk until the client leaves."""
        if self._loopback.tls == "tls":
            self._encrypt()
        self._say("* OK loopback ready")
        while line := self._reader.readline().decode().rstrip("\r\n"):
            tag, command, *words = [quoted or bare for quoted, bare in _WORD.findall(line)]
            name = f"UID {words.pop(0)}".upper() if command.upper() == "UID" else command.upper()
            self._loopback.commands.append(name)
            answer = self._loopback.answers.get(name) or self._do(name, words)
            if answer == CLOSE:
                return
            self._say(f"{tag} {answer}")
            if name == "STARTTLS" and answer.startswith("OK done"):
                self._encrypt()
            if name == "LOGOUT":
                return

    def close(self) -> None:
        """Hang up."""
        for stream in (self._reader, self._writer, self._socket):
            stream.close()

    def _do(self, name: str, words: list[str]) -> str:
        known: dict[str, Callable[[list[str]], str]] = {
            "CAPABILITY": self._capability,
            "STARTTLS": lambda _: "OK done" if self._loopback.tls == "starttls" else "BAD unknown",
            "LOGIN": lambda words: self._logged_in((words[0], words[1])),
            "AUTHENTICATE": self._authenticate,
            "SELECT": lambda words: "OK [READ-WRITE] done" if words == ["INBOX"] else "NO no such folder",
            "UID SEARCH": self._search,
            "UID FETCH": self._fetch,
            "UID STORE": self._store,
            "LOGOUT": lambda _: "OK done",
        }
        return known[name](words) if name in known else "BAD unknown"

    def _capability(self, _: list[str]) -> str:
        plain = " AUTH=PLAIN" if self._loopback.knows_plain else ""
        starttls = " STARTTLS" if self._loopback.tls == "starttls" and not self._is_encrypted else ""
        self._say(f"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2{plain}{starttls}")
        return "OK done"

    def _authenticate(self, words: list[str]) -> str:
        said = self._challenged(b"")
        if words[0] == "PLAIN":
            _, user, password = said.split("\0")
            return self._logged_in((user, password))
        if said.partition("auth=Bearer ")[2].rstrip("\1") in self._loopback.tokens:
            return "OK done"
        assert self._challenged(b'{"status":"400"}') == ""
        return "NO [AUTHENTICATIONFAILED] token refused"

    def _challenged(self, challenge: bytes) -> str:
        self._say(f"+ {b64encode(challenge).decode()}")
        return b64decode(self._reader.readline()).decode()

    def _logged_in(self, login: tuple[str, str]) -> str:
        return "OK done" if login == self._loopback.credentials else "NO [AUTHENTICATIONFAILED] wrong"

    def _search(self, words: list[str]) -> str:
        assert words == ["UNSEEN"]
        self._say(" ".join(["* SEARCH", *(str(uid) for uid in self._loopback.mails if uid not in self._loopback.seen)]))
        return "OK done"

    def _fetch(self, words: list[str]) -> str:
        uid = int(words[0])
        limit = re.fullmatch(r"\(BODY\.PEEK\[\]<0\.(\d+)>\)", words[1])
        assert limit is not None
        content = self._loopback.mails.get(uid)
        if content is not None:
            kept = content[: int(limit[1])]
            self._say(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(kept)}}}")
            self._writer.write(kept)
            self._say(")")
        return "OK done"

    def _store(self, words: list[str]) -> str:
        assert words[1:] == ["+FLAGS.SILENT", r"(\Seen)"]
        self._loopback.seen.add(int(words[0]))
        return "OK done"

    def _encrypt(self) -> None:
        self._socket = self._loopback.context().wrap_socket(self._socket, server_side=True)
        self._is_encrypted = True
        self._use_files()

    def _use_files(self) -> None:
        self._reader: IO[bytes] = self._socket.makefile("rb")
        self._writer: IO[bytes] = self._socket.makefile("wb", buffering=0)

    def _say(self, line: str) -> None:
        self._writer.write(f"{line}\r\n".encode())
