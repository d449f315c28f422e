"""The channel protocol: what delivery asks of anything that can carry a message."""

from types import TracebackType
from typing import Protocol, Self

from engine.outbox import Outcome, Outgoing
from notifications.mail import Rendered


class Channel(Protocol):
    """Carries messages of one ``kind`` (the channel name of the outbox) over one connection.

    As an async context manager it holds that connection: opened when the first message needs it, used again for all
    that follow, closed at the end. ``send`` never raises for what a provider or a network does: the Outcome says it.
    """

    @property
    def kind(self) -> str: ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def send(self, outgoing: Outgoing, rendered: Rendered) -> Outcome: ...
