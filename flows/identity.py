"""Who this process is, in claims and on the runner's lock, and whether another one of this machine still lives."""

import os
import socket
import sys
from uuid import uuid4

HOST = socket.gethostname()
PROCESS = f"{HOST}:{os.getpid()}:{uuid4().hex[:8]}"
"""Unlike any other process, also one that had this number before a crash."""


def is_gone(holder: str) -> bool:
    """True if ``holder`` is a process of this machine that certainly no longer runs; of other machines nobody knows."""
    host, number, _ = holder.rsplit(":", 2) if holder.count(":") >= 2 else ("", "", "")
    if host != HOST or not number.isdecimal() or holder == PROCESS:
        return False
    return int(number) == os.getpid() or not _lives(int(number))


def _lives(number: int) -> bool:
    if sys.platform == "win32":  # there, signal 0 would be delivered
        return True
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
