"""A channel that keeps messages in memory: for simulation, the demo and tests."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from engine.outbox import Outcome, OutcomeClass, Outgoing
from notifications.mail import Rendered


@dataclass(frozen=True)
class Kept:
    """A message as it was handed over."""

    outgoing: Outgoing
    rendered: Rendered


@dataclass
class Mailbox:
    """What memory channels leave behind. ``script`` holds outcomes to answer with, first come first; then all is ok."""

    kept: list[Kept] = field(default_factory=list)
    script: list[Outcome] = field(default_factory=list)
    connections: int = 0

    def answer(self, *outcomes: Outcome) -> None:
        """Answer the next messages with ``outcomes`` instead of keeping them."""
        self.script.extend(outcomes)


class MemoryChannel:
    """Stands in for the channel ``kind`` and carries nothing outside."""

    def __init__(self, mailbox: Mailbox, *, kind: str = "email") -> None:
        self.kind = kind
        self._mailbox = mailbox

    async def __aenter__(self) -> Self:
        self._mailbox.connections += 1
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def send(self, outgoing: Outgoing, rendered: Rendered) -> Outcome:
        """Keep the message, or give the next scripted outcome."""
        if self._mailbox.script:
            return self._mailbox.script.pop(0)
        self._mailbox.kept.append(Kept(outgoing, rendered))
        return Outcome(OutcomeClass.OK, detail="kept", provider_id=f"memory-{len(self._mailbox.kept)}")
