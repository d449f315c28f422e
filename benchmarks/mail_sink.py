"""A mail server on loopback that takes everything and keeps nothing, in a process of its own: python -m
benchmarks.mail_sink prints its port and serves until its input ends."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class Sink:
    """Counts what it is handed; the number stands in its answer."""

    def __init__(self) -> None:
        self.taken = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 - aiosmtpd's
        """Take one message."""
        self.taken += 1
        return f"250 2.0.0 queued as {self.taken}"


async def serve() -> None:
    """Listen, print the port, wait for the end of the input."""
    sink, loop = Sink(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, hostname="sink.example", loop=loop), HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


@contextmanager
def running() -> Iterator[int]:
    """The port of a sink in another process."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.mail_sink"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        port = process.stdout.readline().strip() if process.stdout else ""
        if not port:
            raise RuntimeError("the mail sink did not start")
        yield int(port)


if __name__ == "__main__":
    asyncio.run(serve())
