"""A channel that prints each message: for trying out without a mail server."""

import unicodedata
from types import TracebackType
from typing import Self, TextIO

from engine.outbox import Outcome, OutcomeClass, Outgoing
from notifications.mail import Rendered, one_line


class ConsoleChannel:
    """Stands in for the channel ``kind`` and writes to ``stream``."""

    def __init__(self, stream: TextIO, *, kind: str = "email") -> None:
        self.kind = kind
        self._stream = stream

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def send(self, outgoing: Outgoing, rendered: Rendered) -> Outcome:
        """Print the head and the plain text; a closed or full stream is a transient failure of the channel."""
        head = (
            f"Message-ID: {outgoing.rfc_message_id}",
            f"To: {one_line(outgoing.person_name)} <{one_line(outgoing.address)}>",
            f"Subject: {one_line(rendered.subject)}",
        )
        page = "\n".join((*head, "", rendered.text.rstrip("\n"), "-" * 72, ""))
        try:
            self._stream.write(unicodedata.normalize("NFC", page))
            self._stream.flush()
        except OSError as error:
            return Outcome(OutcomeClass.TRANSIENT, detail=str(error), is_channel_wide=True)
        return Outcome(OutcomeClass.OK, detail="printed")
