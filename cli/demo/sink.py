"""A mail server on loopback that keeps what it is given: each message as a file that any mail program opens."""

from collections import Counter
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller


class MailSink:
    """Listens on a free port of 127.0.0.1 while it is entered. ``counts``: messages by the first word of the subject's
    kind is not guessed here; ``kept`` counts all."""

    def __init__(self, folder: Path) -> None:
        self.kept = 0
        self._folder = folder
        self._names: Counter[str] = Counter()
        self._controller = Controller(self, hostname="127.0.0.1", port=0, ready_timeout=30)

    @property
    def port(self) -> int:
        """The port it listens on."""
        server: Any = self._controller.server
        return int(server.sockets[0].getsockname()[1])

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._controller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._controller.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep one message: 2023-10-18_ht.mn@vinhbao.example.eml, numbered where a day brings several."""
        message = message_from_bytes(envelope.content)
        day = parsedate_to_datetime(str(message["Date"])).date().isoformat()
        stem = f"{day}_{envelope.rcpt_tos[0]}"
        self._names[stem] += 1
        number = self._names[stem]
        name = f"{stem}.eml" if number == 1 else f"{stem}_{number}.eml"
        (self._folder / name).write_bytes(envelope.content)
        self.kept += 1
        return "250 OK"


def subject_of(path: Path) -> str:
    """The subject of a kept message, decoded."""
    return str(make_header(decode_header(str(message_from_bytes(path.read_bytes())["Subject"]))))
