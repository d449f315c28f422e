"""The email channel: one SMTP connection, used again for every message, and every answer sorted into an outcome."""

import ssl
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, Self

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPConnectResponseError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from engine.outbox import Outcome, OutcomeClass, Outgoing
from notifications.channels.smtp_replies import Phase, outcome_of
from notifications.mail import Rendered, Sender, compose


@dataclass(frozen=True)
class SmtpServer:
    """Where mail is handed over. Without ``user`` nobody logs in. Time-outs are seconds; ``data_timeout`` holds after
    the final dot, where RFC 5321 section 4.5.3.2.6 asks for ten minutes: giving up sooner makes duplicates."""

    host: str
    port: int
    tls: Literal["none", "starttls", "tls"] = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    connect_timeout: float = 30
    data_timeout: float = 600
    ca_file: str | None = None
    local_hostname: str | None = None


class SmtpChannel:
    """Carries messages of the channel ``email``."""

    kind = "email"

    def __init__(self, server: SmtpServer, *, sender: Sender) -> None:
        self._server = server
        self._sender = sender
        self._client = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
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
        if not self._client.is_connected:
            return
        if kind is not None:  # cut off, perhaps in the middle of a dialogue: there is no time for a farewell
            self._client.close()
            return
        try:
            await self._client.quit(timeout=self._server.connect_timeout)
        except (SMTPException, OSError):
            # The messages are settled already; a farewell that fails changes nothing.
            self._client.close()

    async def send(self, outgoing: Outgoing, rendered: Rendered) -> Outcome:
        """Hand one mail over. A connection that the server closed while it lay idle is opened again first."""
        content = compose(outgoing, rendered, sender=self._sender)
        if isinstance(content, Outcome):
            return content
        is_reused = self._client.is_connected
        outcome = await self._dialogue(outgoing.address, content)
        if is_reused and outcome.is_channel_wide and not self._client.is_connected:
            # Nothing was handed over yet: the old session ended, which says nothing of a new one.
            outcome = await self._dialogue(outgoing.address, content)
        return outcome

    async def _dialogue(self, address: str, content: bytes) -> Outcome:
        refusal = await self._connect() or await self._address(address)
        return refusal or await self._transfer(content)

    async def _connect(self) -> Outcome | None:
        if self._client.is_connected:
            return None
        try:
            await self._client.connect()
        except SMTPConnectResponseError as error:
            return outcome_of(error.code, error.message, phase=Phase.CONNECT)
        except SMTPAuthenticationError as error:
            return outcome_of(error.code, error.message, phase=Phase.LOGIN)
        except SMTPResponseException as error:
            return outcome_of(error.code, error.message, phase=Phase.CONNECT)
        except (SMTPException, OSError) as error:
            return _connect_failure(error)
        return None

    async def _address(self, address: str) -> Outcome | None:
        """Name sender and recipient. Failures here are safe: no content has left."""
        phase = Phase.MAIL
        try:
            await self._client.mail(self._sender.address)
            phase = Phase.RCPT
            await self._client.rcpt(address)
        except SMTPResponseException as error:
            await self._reset()
            return outcome_of(error.code, error.message, phase=phase)
        except (SMTPServerDisconnected, SMTPTimeoutError) as error:
            is_wide = phase is Phase.MAIL
            return Outcome(OutcomeClass.TRANSIENT, detail=f"{phase}: {error.message}", is_channel_wide=is_wide)
        return None

    async def _transfer(self, content: bytes) -> Outcome:
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
