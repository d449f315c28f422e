"""Serving an application in a thread beside what the process does besides: one process, one port."""

import errno
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

import uvicorn
from starlette.types import ASGIApp

from engine.errors import PortRefused

log = logging.getLogger("dondoc.page")
FAREWELL = 3
"""Seconds that requests in flight have to come to their end."""
_BACKLOG = 2048
_PATIENCE = 30.0


class _Server(uvicorn.Server):
    """Says when it answers, and tells the process when it ends without having been asked to."""

    def __init__(self, options: uvicorn.Config) -> None:
        super().__init__(options)
        self.answers = Event()
        self.is_asked = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answers.set()

    def work(self, listener: socket.socket) -> None:
        """Serve until told to stop. A page that dies takes the process along: half of it is worse than none."""
        try:
            self.run(sockets=[listener])
        finally:
            self.answers.set()
            if not self.is_asked:
                log.error("the page stopped by itself")
                os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def serving(
    app: ASGIApp, *, listener: socket.socket, proxies: Sequence[str] = (), name: str = "page"
) -> Iterator[None]:
    """Answer what comes to ``listener``, in a thread of its own.

    ``proxies``: addresses and networks that are believed when they say who asks and over what.
    """
    server = _Server(
        uvicorn.Config(
            app,
            loop="uvloop",
            http="httptools",
            ws="none",
            lifespan="auto",
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=list(proxies),
            timeout_graceful_shutdown=FAREWELL,
        )
    )
    thread = Thread(target=server.work, args=(listener,), name=name, daemon=True)
    thread.start()
    server.answers.wait(_PATIENCE)
    try:
        yield
    finally:
        server.is_asked = server.should_exit = True
        thread.join(FAREWELL + 2)
        listener.close()


def listen(host: str, port: int) -> socket.socket:
    """Take a port before anything else begins, so that one that is taken stops everything. Raises PortRefused."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise PortRefused(host=host, port=port, why="unknown") from error
    try:
        if sys.platform != "win32":  # there it would let two programs have the same port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        why = {errno.EADDRINUSE: "taken", errno.EACCES: "forbidden"}.get(error.errno or 0, "unknown")
        raise PortRefused(host=host, port=port, why=why) from error
    listener.setblocking(False)
    return listener
