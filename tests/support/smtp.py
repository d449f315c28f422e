"""A real SMTP server on loopback, in a thread of its own, that answers as a test tells it to."""

import asyncio
import email.message
import ssl
from base64 import b64decode, b64encode
from collections import defaultdict, deque
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Any, Literal, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
WAIT = 10
"""Seconds after which a test gives up on the server."""
CLOSE = "close"
"""Instead of a reply: hang up. After DATA the message is kept first, so the client cannot know."""
HOLD = "hold"
"""Instead of a reply to DATA: keep the message and say nothing until the client goes."""


@dataclass(frozen=True)
class ReceivedMail:
    """One accepted message: envelope and bytes. ``options``: the parameters of MAIL and RCPT as they were sent."""

    sender: str
    recipient: str
    content: bytes
    options: tuple[str, ...] = ()

    @property
    def message(self) -> email.message.Message:
        """The parsed mail."""
        return email.message_from_bytes(self.content)

    @property
    def message_id(self) -> str:
        """Message-ID with its brackets."""
        return str(self.message["Message-ID"])

    @property
    def subject(self) -> str:
        """The subject as a reader sees it."""
        return str(make_header(decode_header(self.message["Subject"])))

    def body(self, subtype: str) -> str:
        """The text of the part ``text/<subtype>``."""
        parts = [part for part in self.message.walk() if part.get_content_type() == f"text/{subtype}"]
        payload = parts[0].get_payload(decode=True)
        assert isinstance(payload, bytes)
        return payload.decode("utf-8")


@dataclass
class LoopbackSmtp:
    """``with LoopbackSmtp() as server``: listens on ``server.port`` until the block ends.

    ``tokens``: access tokens that XOAUTH2 takes (None: it is not offered). ``has_dsn``: offer DSN (RFC 3461).
    """

    tls: Literal["none", "starttls", "tls"] = "none"
    certificate: Path | None = None
    credentials: tuple[str, str] | None = None
    tokens: set[str] | None = None
    has_dsn: bool = False
    received: list[ReceivedMail] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def __post_init__(self) -> None:
        self._replies: dict[str, deque[str]] = defaultdict(deque)
        self._refused: dict[str, str] = {}
        self._clients: set[asyncio.BaseTransport] = set()
        self._loop = asyncio.new_event_loop()
        self._is_up = Event()
        self._thread = Thread(target=self._serve, name="loopback-smtp", daemon=True)

    def answer(self, step: Literal["connect", "hello", "mail", "rcpt", "data"], *replies: str) -> None:
        """Give ``replies`` (or CLOSE, HOLD) to the next times that ``step`` comes up, one each; then all is well."""
        self._replies[step].extend(replies)

    def refuse(self, address: str, reply: str = "550 5.1.1 No such user") -> None:
        """Always answer ``reply`` to this recipient."""
        self._refused[address] = reply

    def drop_clients(self) -> None:
        """Close every open connection, as a server does with idle ones."""
        self._run(self._drop())

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._is_up.wait(WAIT), "the SMTP server did not come up"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT)
        assert not self._thread.is_alive(), "the SMTP server did not stop"

    async def handle_EHLO(  # noqa: N802 - the names are those of aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        refusal = self._next("hello", server)
        if self.has_dsn:
            responses.insert(1, "250-DSN")
        return responses if refusal is None else [refusal]

    async def handle_HELO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str) -> str:  # noqa: N802
        session.host_name = hostname
        return self._next("hello", server) or f"250 {server.hostname}"

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._next("mail", server) or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self._refused.get(address) or self._next("rcpt", server) or "250 OK"
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        reply = (
            self._replies["data"].popleft() if self._replies["data"] else f"250 2.0.0 queued as Q{len(self.received)}"
        )
        if reply.startswith("2") or reply in (CLOSE, HOLD):
            assert isinstance(envelope.content, bytes)
            (recipient,) = envelope.rcpt_tos
            options = tuple(envelope.mail_options)
            self.received.append(ReceivedMail(envelope.mail_from or "", recipient, envelope.content, options))
        if reply == CLOSE and server.transport is not None:
            server.transport.close()
        if reply in (CLOSE, HOLD):
            await asyncio.Event().wait()
        return reply

    def _next(self, step: str, server: SMTP) -> str | None:
        reply = self._replies[step].popleft() if self._replies[step] else None
        if reply is not None and reply.startswith("421") and server.transport is not None:
            self._loop.call_soon(server.transport.close)
        return reply

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        if mechanism == "XOAUTH2":
            return AuthResult(success=data in (self.tokens or ()), handled=False)
        assert isinstance(data, LoginPassword)
        login = (data.login.decode(), data.password.decode())
        self.logins.append(login[0])
        return AuthResult(success=login == self.credentials, handled=False)

    def _protocol(self) -> asyncio.Protocol:
        self.connections += 1
        if self._replies["connect"]:
            return _Refusing(self._replies["connect"].popleft())
        return _Session(
            self,
            self._clients,
            has_dsn=self.has_dsn,
            hostname="loopback.test",
            loop=self._loop,
            authenticator=self._authenticate,
            auth_require_tls=False,
            auth_exclude_mechanism=["XOAUTH2"] if self.tokens is None else ["PLAIN", "LOGIN"],
            tls_context=self._context() if self.tls == "starttls" else None,
        )

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        assert self.certificate is not None
        context.load_cert_chain(self.certificate)
        return context

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        context = self._context() if self.tls == "tls" else None
        server = self._loop.run_until_complete(self._loop.create_server(self._protocol, HOST, 0, ssl=context))
        self.port = server.sockets[0].getsockname()[1]
        self._is_up.set()
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(self._drop())
        waiting = asyncio.all_tasks(self._loop)
        for task in waiting:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
        self._loop.run_until_complete(server.wait_closed())
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(WAIT)

    async def _drop(self) -> None:
        for transport in list(self._clients):
            transport.close()


class _Session(SMTP):
    """An SMTP session that says when it is open, and that knows DSN and XOAUTH2, which aiosmtpd does not."""

    def __init__(self, handler: object, clients: set[asyncio.BaseTransport], *, has_dsn: bool, **options: Any) -> None:
        super().__init__(handler, **options)
        self._open = clients
        self._has_dsn = has_dsn
        self._dsn: list[str] = []

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 - the names are those of aiosmtpd
        self._dsn = []
        await super().smtp_MAIL(self._without_dsn(arg, "RET=", "ENVID="))

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        await super().smtp_RCPT(self._without_dsn(arg, "NOTIFY=", "ORCPT="))
        if self.envelope is not None:
            self.envelope.mail_options = [*self._dsn]

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        """user=…^Aauth=Bearer …^A^A; a token that is refused is answered with a challenge first, as the big ones do."""
        user, bearer, *_ = b64decode(args[1]).decode().split("\x01")
        self._handler().logins.append(user.removeprefix("user="))
        result = self._authenticate("XOAUTH2", bearer.removeprefix("auth=Bearer "))
        if not result.success:
            await self.push("334 " + b64encode(b'{"status":"401","schemes":"bearer"}').decode())
            assert await self._reader.readline() == b"\r\n"
        return result

    def _handler(self) -> LoopbackSmtp:
        assert isinstance(self.event_handler, LoopbackSmtp)
        return self.event_handler

    def _without_dsn(self, arg: str | None, *names: str) -> str | None:
        if not self._has_dsn or arg is None:
            return arg
        address, *options = arg.split(" ")
        self._dsn += [option for option in options if option.startswith(names)]
        return " ".join([address, *(option for option in options if not option.startswith(names))])

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._open.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self.transport is not None:
            self._open.discard(self.transport)
        # The session of a client that left is cancelled; nobody waits for it.
        with suppress(asyncio.CancelledError):
            super().connection_lost(error)


class _Refusing(asyncio.Protocol):
    """Greets with a refusal, or not at all, and hangs up."""

    def __init__(self, reply: str) -> None:
        self._reply = reply

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        if self._reply != CLOSE:
            transport.write(f"{self._reply}\r\n".encode("ascii"))
        transport.close()


def make_certificate(folder: Path) -> Path:
    """A key and a self-signed certificate for loopback in one file, which also serves as the client's trust anchor."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback.test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "loopback.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
