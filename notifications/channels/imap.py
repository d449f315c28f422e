"""The mailbox that answers and bounces come to: unseen mails are fetched over IMAP, and marked once handled."""

import asyncio
import imaplib
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from engine.outbox import Outcome, OutcomeClass
from notifications.channels.mail_tokens import LoginTokens, TokenRefused, TokenSource
from notifications.foreign_mail import MOST_BYTES

_T = TypeVar("_T")
_PER_ROUND = 100


@dataclass(frozen=True)
class ImapServer:
    """Where mail arrives. With ``tokens`` it is XOAUTH2, not a password. ``timeout`` is seconds for each answer; of a
    mail no more than ``most_bytes`` are fetched."""

    host: str
    port: int
    user: str
    password: str = field(default="", repr=False)
    tls: Literal["none", "starttls", "tls"] = "tls"
    tokens: TokenSource | None = field(default=None, repr=False)
    folder: str = "INBOX"
    ca_file: str | None = None
    timeout: float = 30
    most_bytes: int = MOST_BYTES


class MailboxFailure(Exception):
    """The mailbox could not be read. ``outcome`` says whether somebody must act (auth, config) or it may pass."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"{outcome.outcome_class}: {outcome.detail}")
        self.outcome = outcome


class ImapMailbox:
    """One session with the mailbox, as an async context manager. Every method raises MailboxFailure.

    The library blocks, so each call is made in a thread; they follow one another.
    """

    def __init__(self, server: ImapServer) -> None:
        self._server = server
        self._session: imaplib.IMAP4 | None = None

    async def __aenter__(self) -> Self:
        login = LoginTokens(self._server.tokens) if self._server.tokens else None
        try:
            await self._open(login)
        except MailboxFailure as failure:
            is_stale = login is not None and login.has_given and failure.outcome.outcome_class is OutcomeClass.AUTH
            if not is_stale:
                raise
            # A token that should have been good may be refused: one other token, and no more tries than that.
            await self._open(login)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        session, self._session = self._session, None
        if session is not None:
            await asyncio.to_thread(_close, session, is_hurried=kind is not None)

    async def unseen(self, limit: int = _PER_ROUND) -> list[str]:
        """The ids of at most ``limit`` unseen mails, the oldest first. They hold for this session."""
        (found, *_) = await self._call(OutcomeClass.TRANSIENT, "SEARCH", "UNSEEN")
        return found.decode("ascii", "replace").split()[:limit] if isinstance(found, bytes) else []

    async def fetch(self, uid: str) -> bytes | None:
        """The mail, or its first bytes if it is larger than the limit; it stays unseen. None if it has gone."""
        part = f"(BODY.PEEK[]<0.{self._server.most_bytes}>)"
        answer = await self._call(OutcomeClass.TRANSIENT, "FETCH", uid, part)
        return next((bytes(piece[1]) for piece in answer if isinstance(piece, tuple)), None)

    async def mark_seen(self, uid: str) -> None:
        """The mail was handled: the next session does not find it."""
        await self._call(OutcomeClass.TRANSIENT, "STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

    async def _open(self, login: LoginTokens | None) -> None:
        try:
            token = await login() if login else ""
        except TokenRefused as error:
            raise MailboxFailure(Outcome(OutcomeClass.AUTH, detail=str(error))) from None
        except OSError as error:
            raise MailboxFailure(Outcome(OutcomeClass.TRANSIENT, detail=str(error), is_channel_wide=True)) from None
        self._session = await asyncio.to_thread(_opened, self._server, token=token)

    async def _call(self, refusal: OutcomeClass, *command: str) -> list[Any]:
        session = self._session
        if session is None:
            raise MailboxFailure(Outcome(OutcomeClass.TRANSIENT, detail="not connected", is_channel_wide=True))
        return await asyncio.to_thread(_asked, lambda: session.uid(*command), refusal=refusal)


async def collect(server: ImapServer, handle: Callable[[bytes], Awaitable[None]], *, limit: int = _PER_ROUND) -> int:
    """Hand each unseen mail to ``handle`` and mark it seen when that returns; gives how many were handled.

    Raises MailboxFailure, and whatever ``handle`` raises: then that mail is found again. A crash between the two may
    hand a mail over twice.
    """
    handled = 0
    async with ImapMailbox(server) as mailbox:
        for uid in await mailbox.unseen(limit):
            content = await mailbox.fetch(uid)
            if content is None:
                continue
            await handle(content)
            await mailbox.mark_seen(uid)
            handled += 1
    return handled


def _opened(server: ImapServer, *, token: str) -> imaplib.IMAP4:
    """A session that is encrypted, logged in and in its folder."""
    session = _asked_once(lambda: _connected(server), refusal=OutcomeClass.CONFIG)
    try:
        if server.tls == "starttls":
            _asked(lambda: _encrypted(session, server), refusal=OutcomeClass.CONFIG)
        _asked(lambda: _log_in(session, server, token=token), refusal=OutcomeClass.AUTH)
        _asked(lambda: session.select(_quoted(server.folder)), refusal=OutcomeClass.CONFIG)
    except MailboxFailure:
        _close(session, is_hurried=True)
        raise
    return session


def _connected(server: ImapServer) -> imaplib.IMAP4:
    if server.tls == "tls":
        context = _context(server)
        return imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=server.timeout)
    return imaplib.IMAP4(server.host, server.port, timeout=server.timeout)


def _encrypted(session: imaplib.IMAP4, server: ImapServer) -> tuple[str, Any]:
    if "STARTTLS" not in session.capabilities:
        return "NO", ["the server does not offer STARTTLS"]
    return session.starttls(_context(server))


def _context(server: ImapServer) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=server.ca_file)


def _log_in(session: imaplib.IMAP4, server: ImapServer, *, token: str) -> tuple[str, Any]:
    """Log in by token, or by password in any letters where the server knows PLAIN."""
    if server.tokens:
        answers = iter([f"user={server.user}\x01auth=Bearer {token}\x01\x01".encode()])
        # A refusal comes as a challenge first, which wants an empty answer.
        return session.authenticate("XOAUTH2", lambda _: next(answers, b""))
    if "AUTH=PLAIN" in session.capabilities:
        return session.authenticate("PLAIN", lambda _: f"\0{server.user}\0{server.password}".encode())
    return session.login(server.user, server.password)


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _asked(ask: Callable[[], tuple[str, Any]], *, refusal: OutcomeClass) -> list[Any]:
    """The data of an answer; a server that says NO or BAD fails with ``refusal``."""
    kind, data = _asked_once(ask, refusal=refusal)
    if kind != "OK":
        raise MailboxFailure(Outcome(refusal, detail=_said(data[0] if data else kind)))
    return list(data)


def _asked_once(ask: Callable[[], _T], *, refusal: OutcomeClass) -> _T:
    try:
        return ask()
    except (ssl.SSLCertVerificationError, imaplib.IMAP4.readonly) as error:
        raise MailboxFailure(Outcome(OutcomeClass.CONFIG, detail=_said(error))) from None
    except (imaplib.IMAP4.abort, OSError) as error:
        raise MailboxFailure(Outcome(OutcomeClass.TRANSIENT, detail=_said(error), is_channel_wide=True)) from None
    except (imaplib.IMAP4.error, UnicodeError) as error:
        # The text of a UnicodeError quotes what could not be written, which may be a password.
        detail = type(error).__name__ if isinstance(error, UnicodeError) else _said(error)
        raise MailboxFailure(Outcome(refusal, detail=detail)) from None


def _said(said: object) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return text.removeprefix("b'").removesuffix("'")


def _close(session: imaplib.IMAP4, *, is_hurried: bool) -> None:
    """End a session; in a hurry without a farewell. What was marked is marked already."""
    with suppress(imaplib.IMAP4.error, OSError):
        if not is_hurried:
            session.logout()
    with suppress(OSError):
        session.shutdown()
