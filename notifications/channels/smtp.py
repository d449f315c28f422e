"""The email channel: one SMTP connection, used again for every message, and every answer sorted into an outcome."""

import ssl
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, Self

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPHeloError,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from engine.outbox import Outcome, OutcomeClass, Outgoing
from notifications.channels.mail_tokens import LoginTokens, TokenRefused, TokenSource
from notifications.channels.smtp_envelope import REFUSED_OPTIONS, Envelope, envelope_of
from notifications.channels.smtp_replies import Phase, outcome_of
from notifications.mail import Rendered, Sender, compose


@dataclass(frozen=True)
class SmtpServer:
    """Where mail is handed over. Without ``user`` nobody logs in; with ``tokens`` it is XOAUTH2, not a password.

    Time-outs are seconds; ``data_timeout`` holds after the final dot, where RFC 5321 section 4.5.3.2.6 asks for ten
    minutes: giving up sooner makes duplicates. After ``per_connection`` messages a new connection is made.
    """

    host: str
    port: int
    tls: Literal["none", "starttls", "tls"] = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    connect_timeout: float = 30
    data_timeout: float = 600
    ca_file: str | None = None
    local_hostname: str | None = None
    tokens: TokenSource | None = field(default=None, repr=False)
    per_connection: int | None = 100


# How it looks when a server ends a session: after too many messages, after too long a time.
_ENDED = frozenset({OutcomeClass.TRANSIENT, OutcomeClass.THROTTLE})


class SmtpChannel:
    """Carries messages of the channel ``email``."""

    kind = "email"

    def __init__(self, server: SmtpServer, *, sender: Sender) -> None:
        self._server = server
        self._sender = sender
        self._carried = 0
        self._is_dsn_refused = False
        self._login = LoginTokens(server.tokens) if server.tokens else None
        self._client = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=None if server.tokens else server.password,
            oauth_token_generator=self._login,
            use_tls=server.tls == "tls",
            start_tls=server.tls == "starttls",
            timeout=server.connect_timeout,
            cert_bundle=server.ca_file,
            local_hostname=server.local_hostname,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:  # cut off, perhaps in the middle of a dialogue: there is no time for a farewell
            self._client.close()
            return
        await self._leave()

    async def send(self, outgoing: Outgoing, rendered: Rendered) -> Outcome:
        """Hand one mail over. A connection that the server closed while it lay idle is opened again first."""
        content = compose(outgoing, rendered, sender=self._sender)
        if isinstance(content, Outcome):
            return content
        if self._server.per_connection and self._carried >= self._server.per_connection:
            await self._leave()
        envelope = envelope_of(outgoing, sender=self._sender)
        is_reused = self._client.is_connected
        outcome = await self._dialogue(envelope, content)
        if is_reused and outcome.outcome_class in _ENDED and not self._client.is_connected:
            # Nothing was handed over yet: the old session ended, which says nothing of a new one.
            outcome = await self._dialogue(envelope, content)
        return outcome

    async def _dialogue(self, envelope: Envelope, content: bytes) -> Outcome:
        refusal = await self._connect() or await self._address(envelope)
        return refusal or await self._transfer(content)

    async def _connect(self) -> Outcome | None:
        if self._client.is_connected:
            return None
        self._carried = 0
        if self._login is None:
            return await self._open()
        self._login.restart()
        refusal = await self._open()
        # A token that should have been good may be refused: one other token, and no more tries than that.
        is_stale = refusal is not None and refusal.outcome_class is OutcomeClass.AUTH and self._login.has_given
        return await self._open() if is_stale else refusal

    async def _open(self) -> Outcome | None:
        try:
            await self._client.connect()
            await self._greet()
        except TokenRefused as error:
            return Outcome(OutcomeClass.AUTH, detail=str(error))
        except SMTPAuthenticationError as error:
            return outcome_of(error.code, error.message, phase=Phase.LOGIN)
        except SMTPResponseException as error:
            self._client.close()
            return outcome_of(error.code, error.message, phase=Phase.CONNECT)
        except (SMTPException, OSError) as error:
            return _connect_failure(error)
        return None

    async def _greet(self) -> None:
        """Learn what the server offers, unless encrypting or logging in has brought that along already."""
        if not self._client.is_ehlo_or_helo_needed:
            return
        try:
            await self._client.ehlo()
        except SMTPHeloError:
            if not self._client.is_connected:
                raise
            await self._client.helo()

    async def _address(self, envelope: Envelope) -> Outcome | None:
        """Name sender and recipient. Failures here are safe: no content has left."""
        has_dsn = self._client.supports_extension("dsn") and not self._is_dsn_refused
        phase = Phase.MAIL
        try:
            await self._client.mail(envelope.sender, options=envelope.mail_options() if has_dsn else None)
            phase = Phase.RCPT
            await self._client.rcpt(envelope.recipient, options=envelope.rcpt_options() if has_dsn else None)
        except SMTPResponseException as error:
            await self._reset()
            if has_dsn and error.code in REFUSED_OPTIONS and self._client.is_connected:
                self._is_dsn_refused = True
                return await self._address(envelope)
            return outcome_of(error.code, error.message, phase=phase)
        except (SMTPServerDisconnected, SMTPTimeoutError) as error:
            is_wide = phase is Phase.MAIL
            return Outcome(OutcomeClass.TRANSIENT, detail=f"{phase}: {error.message}", is_channel_wide=is_wide)
        return None

    async def _transfer(self, content: bytes) -> Outcome:
        self._carried += 1
        try:
            response = await self._client.data(content, timeout=self._server.data_timeout)
        except SMTPResponseException as error:
            if error.code < 400:
                self._client.close()
                return Outcome(OutcomeClass.AMBIGUOUS, detail=f"{error.code} {error.message}")
            await self._reset()
            return outcome_of(error.code, error.message, phase=Phase.DATA)
        except (SMTPServerDisconnected, SMTPTimeoutError) as error:
            return Outcome(OutcomeClass.AMBIGUOUS, detail=f"{Phase.DATA}: {error.message}")
        return Outcome(OutcomeClass.OK, detail=f"{response.code} {response.message}")

    async def _leave(self) -> None:
        """Take leave of the server, if there is a connection. What was sent is settled already."""
        if not self._client.is_connected:
            return
        try:
            await self._client.quit(timeout=self._server.connect_timeout)
        except (SMTPException, OSError):
            # A farewell that fails changes nothing.
            self._client.close()

    async def _reset(self) -> None:
        """Clear the refused envelope; a connection that cannot even do that is given up."""
        try:
            await self._client.rset()
        except (SMTPException, OSError):
            self._client.close()


def _connect_failure(error: SMTPException | OSError) -> Outcome:
    """Sort a connection that did not come about: what an operator must mend, or what passes by itself."""
    detail = str(error)
    if isinstance(error, ssl.SSLCertVerificationError) or isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return Outcome(OutcomeClass.CONFIG, detail=detail)
    if isinstance(error, OSError):
        return Outcome(OutcomeClass.TRANSIENT, detail=detail, is_channel_wide=True)
    # aiosmtplib says so where STARTTLS or AUTH is asked for and the server has neither.
    return Outcome(OutcomeClass.CONFIG, detail=detail)
