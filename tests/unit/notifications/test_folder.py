"""The folder channel: whole files or none, and what a refusal of the disk means."""

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.outbox import OutcomeClass
from notifications.channels.folder import FolderChannel, file_name, outcome_of
from notifications.mail import Rendered, Sender
from tests.support.outbox import create_outgoing

SENDER = Sender("Phòng GDĐT", "dondoc@vinhbao.example")
WORDS = Rendered("Việc", "chữ " * 2000, "<p>chữ</p>")


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let this process write files of at most ``size`` bytes, as a nearly full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_folder_writes_one_file_for_each_attempt(tmp_path: Path) -> None:
    channel = FolderChannel(tmp_path / "new" / "folder", sender=SENDER)
    for attempt in (1, 1, 2):
        await channel.send(create_outgoing(attempt=attempt), WORDS)
    assert names_in(tmp_path / "new" / "folder") == ["m1.k7@dondoc.example-1.eml", "m1.k7@dondoc.example-2.eml"]


async def test_folder_leaves_nothing_behind_when_the_disk_is_full(tmp_path: Path) -> None:
    with room_for(100):
        outcome = await FolderChannel(tmp_path, sender=SENDER).send(create_outgoing(), WORDS)
    assert (outcome.outcome_class, outcome.is_channel_wide) == (OutcomeClass.TRANSIENT, True)
    assert "File too large" in outcome.detail
    assert names_in(tmp_path) == []


async def test_folder_writes_nothing_when_the_address_cannot_be_used(tmp_path: Path) -> None:
    outcome = await FolderChannel(tmp_path, sender=SENDER).send(create_outgoing(address="ạ@b.example"), WORDS)
    assert outcome.outcome_class is OutcomeClass.RECIPIENT
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, OutcomeClass.TRANSIENT),
        (errno.EDQUOT, OutcomeClass.TRANSIENT),
        (errno.EIO, OutcomeClass.TRANSIENT),
        (errno.EROFS, OutcomeClass.CONFIG),
        (errno.EACCES, OutcomeClass.CONFIG),
    ],
)
def test_folder_says_whether_an_operator_must_act(number: int, expected: OutcomeClass) -> None:
    outcome = outcome_of(OSError(number, "the system's text"))
    assert outcome.outcome_class is expected
    assert "the system's text" in outcome.detail


@given(st.text(min_size=1, max_size=300), st.integers(1, 99))
def test_file_name_stays_in_the_folder_for_any_id(message_id: str, attempt: int) -> None:
    name = file_name(message_id, attempt)
    assert name.isascii()
    assert "/" not in name
    assert not name.startswith(".")
    assert len(name) < 200


def test_file_names_differ_when_ids_differ_only_in_unsafe_characters() -> None:
    assert len({file_name("a/b@c", 1), file_name("a:b@c", 1), file_name("a_b@c", 1)}) == 3
