"""Processes that a test starts, waits for and surely ends; conditions that a test waits for, with a limit."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.support.source import ROOT

Found = TypeVar("Found")
WITHIN = 60.0
"""Seconds after which a test gives up waiting."""
STEP = 0.02


def eventually(condition: Callable[[], Found], *, what: str, within: float = WITHIN) -> Found:
    """What ``condition`` gives once that is true; fails the test if it stays false."""
    deadline = time.monotonic() + within
    while not (found := condition()):
        assert time.monotonic() < deadline, f"waited {within:.0f} s in vain: {what}"
        time.sleep(STEP)
    return found


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Started:
    """A running process and the file that holds what it prints."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def output(self) -> str:
        """All it has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def says(self, text: str, *, within: float = WITHIN) -> None:
        """Wait until it prints ``text``; fail as soon as it ends without."""

        def has_said() -> bool:
            is_over = self.process.poll() is not None
            if text in self.output:
                return True
            assert not is_over, f"ended with {self.process.returncode} before it said {text!r}:\n{self.output}"
            return False

        eventually(has_said, what=f"{text!r} in\n{self.log}", within=within)

    def end(self, number: signal.Signals = signal.SIGTERM, *, within: float = WITHIN) -> int:
        """Send a signal, wait for the end and give the exit code."""
        self.process.send_signal(number)
        return self.ended(within=within)

    def ended(self, *, within: float = WITHIN) -> int:
        """Wait for the end and give the exit code."""
        return self.process.wait(within)


@contextmanager
def started(*command: str, log: Path, environment: Mapping[str, str]) -> Iterator[Started]:
    """Start ``command`` in a group of its own, which is killed at the end whatever became of the test."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env=surroundings(environment), stdout=file, stderr=file, start_new_session=True
        )
    try:
        yield Started(process, log)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(WITHIN)


def python(*arguments: str) -> tuple[str, ...]:
    """A command for the Python that runs the tests."""
    return (sys.executable, *arguments)


def surroundings(extra: Mapping[str, str]) -> dict[str, str]:
    """This environment without what an operator set for a Đôn đốc or a Prefect of their own, and with ``extra``; no
    page unless that says so: tests run beside each other, and a port is one's only."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DONDOC_", "PREFECT_"))}
    return kept | {"DONDOC_PAGE_PORT": "0"} | dict(extra)
