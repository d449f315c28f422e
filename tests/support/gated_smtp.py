"""An SMTP server on loopback that stops at one step of its first dialogue, so that a test can end the client there."""

import asyncio
from dataclasses import dataclass, field
from threading import Event
from typing import Literal

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.smtp import WAIT, LoopbackSmtp

Gate = Literal["greeting", "recipient", "content"]


@dataclass
class GatedSmtp(LoopbackSmtp):
    """``gate``: stop before the greeting, before the answer to RCPT, or between taking the content and saying 250."""

    gate: Gate | None = None
    has_arrived: Event = field(default_factory=Event)
    has_answered: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._is_open = asyncio.Event()

    def wait_for_client(self) -> None:
        """Wait until a client stands at the gate."""
        assert self.has_arrived.wait(WAIT), f"nobody came to the gate {self.gate}"

    def open_gate(self) -> None:
        """Let the client pass, if it is still there, and every one after it."""
        self._loop.call_soon_threadsafe(self._is_open.set)

    async def handle_RCPT(  # noqa: N802 - the names are those of aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._pass("recipient")
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        reply = await super().handle_DATA(server, session, envelope)
        await self._pass("content")
        self._loop.call_soon(self.has_answered.set)
        return reply

    async def _pass(self, gate: Gate) -> None:
        if gate == self.gate:
            self.has_arrived.set()
            await self._is_open.wait()

    def _protocol(self) -> asyncio.Protocol:
        if self.gate == "greeting" and not self._is_open.is_set():
            self.connections += 1
            self.has_arrived.set()
            return asyncio.Protocol()
        return super()._protocol()
