"""Who holds the lock: a process of this machine that died is told from one that lives."""

import os
import subprocess

import pytest

from flows.identity import HOST, PROCESS, is_gone
from tests.support.processes import python


def ended_process() -> int:
    """The number of a process that is no more."""
    ended = subprocess.Popen(python("-c", ""))
    ended.wait()
    return ended.pid


def test_process_names_its_machine_and_its_number() -> None:
    assert PROCESS.startswith(f"{HOST}:{os.getpid()}:")


def test_holder_is_gone_when_its_process_ended() -> None:
    assert is_gone(f"{HOST}:{ended_process()}:0a1b2c3d")


def test_holder_is_gone_when_this_process_has_its_number_now() -> None:
    assert is_gone(f"{HOST}:{os.getpid()}:before")


@pytest.mark.parametrize(
    "holder",
    [
        PROCESS,
        f"{HOST}:1:0a1b2c3d",
        f"{HOST}:{os.getppid()}:0a1b2c3d",
        "another-machine:1:0a1b2c3d",
        f"{HOST}:x:y",
        "test",
        "",
    ],
    ids=["own", "init", "parent", "elsewhere", "no_number", "one_word", "empty"],
)
def test_holder_is_not_known_to_be_gone(holder: str) -> None:
    assert not is_gone(holder)
