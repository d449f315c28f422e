"""A mail server on loopback, a process of its own, that keeps each message as a file any mail program opens.

Run as ``python -m cli.demo.sink FOLDER``: prints its port, serves until its standard input ends,
prints how many it kept.
"""

import asyncio
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

_HOST = "127.0.0.1"
_PATIENCE = 30


class _Keeper:
    """aiosmtpd's handler: writes what it is given."""

    def __init__(self, folder: Path) -> None:
        self.kept = 0
        self._folder = folder
        self._names: Counter[str] = Counter()

    async def handle_DATA(self, _server: Any, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Keep one message: 2023-10-18_ht.mn@vinhbao.example.eml, numbered where a day brings several."""
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 no content"
        day = parsedate_to_datetime(str(message_from_bytes(content)["Date"])).date().isoformat()
        stem = f"{day}_{envelope.rcpt_tos[0]}"
        self._names[stem] += 1
        number = self._names[stem]
        # The last server writes down whom to tell if the mail cannot be kept (RFC 5321, 4.4).
        path = f"Return-Path: <{envelope.mail_from}>\r\n".encode()
        (self._folder / (f"{stem}.eml" if number == 1 else f"{stem}_{number}.eml")).write_bytes(path + content)
        self.kept += 1
        return "250 OK"


async def _serve(folder: Path) -> int:
    keeper, loop = _Keeper(folder), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, hostname="localhost", loop=loop), _HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()
    return keeper.kept


class MailSink:
    """The server seen from the demo. ``port`` is known once it is entered, ``kept`` once it is left."""

    def __init__(self, folder: Path) -> None:
        self.port = 0
        self.kept = 0
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "cli.demo.sink", str(self._folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        if self._process.stdout is not None:
            self.port = int(self._process.stdout.readline())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is None:
            return
        said, _ = self._process.communicate(timeout=_PATIENCE)
        self.kept = int(said or 0)


if __name__ == "__main__":
    print(asyncio.run(_serve(Path(sys.argv[1]))), flush=True)
