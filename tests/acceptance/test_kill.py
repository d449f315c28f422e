"""The runner, killed at every gap between taking a message up, sending it and recording that.

The server's hand, or the database's, stops the process in the gap; then comes SIGKILL. When the lease of what it held
has run out, another runner goes on. docs/running.md shows what was lost and what was doubled.
"""

import signal
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from config.bootstrap import Office
from notifications.delivery import LEASE
from tests.support.gated_smtp import Gate, GatedSmtp
from tests.support.offices import DIGESTS, MORNING_AT, environment, office_with_mail, states
from tests.support.processes import Started, eventually, python, started
from tests.support.source import ROOT


@dataclass(frozen=True)
class Gap:
    """Where the runner is killed, in which states that leaves the messages, and how many arrive twice."""

    name: str
    what: str
    left: dict[str, int]
    doubled: int
    gate: Gate | None = None
    is_recording: bool = False


GAPS = (
    Gap(
        "claimed",
        "a message is claimed and waits for its turn",
        {"accepted": 1, "claimed": DIGESTS - 1},
        0,
    ),
    Gap(
        "begun",
        "it is marked as being sent, the server has not greeted",
        {"sending": 1, "claimed": DIGESTS - 1},
        0,
        gate="greeting",
    ),
    Gap(
        "addressed",
        "the recipient is named, the content not sent",
        {"sending": 1, "claimed": DIGESTS - 1},
        0,
        gate="recipient",
    ),
    Gap(
        "handed over",
        "the server has the content and has not said so",
        {"sending": 1, "claimed": DIGESTS - 1},
        1,
        gate="content",
    ),
    Gap(
        "confirmed",
        "the server has said 250, that is not yet recorded",
        {"sending": 1, "claimed": DIGESTS - 1},
        1,
        gate="content",
        is_recording=True,
    ),
)


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.name)
def test_runner_loses_nothing_and_doubles_at_most_the_message_in_flight_when_killed(
    gap: Gap, database_url: str, tmp_path: Path
) -> None:
    with office_with_mail(database_url, tmp_path) as office, GatedSmtp(gate=gap.gate) as server:
        with running(office, server, at=MORNING_AT, per_minute=0 if gap.gate else 1) as runner:
            kill_in(gap, runner, server=server, office=office)
        assert states(office) == gap.left
        server.open_gate()
        with running(office, server, at=MORNING_AT + LEASE + timedelta(minutes=1)) as runner:
            eventually(lambda: states(office) == {"accepted": DIGESTS}, what="all messages accepted")
            assert runner.end() == 0
    arrived = Counter(mail.message_id for mail in server.received)
    assert (len(arrived), arrived.total()) == (DIGESTS, DIGESTS + gap.doubled)
    twins = [mail for mail in server.received if arrived[mail.message_id] > 1]
    assert len({(mail.message_id, mail.message["Date"]) for mail in twins}) == gap.doubled


def kill_in(gap: Gap, runner: Started, *, server: GatedSmtp, office: Office) -> None:
    """Wait until the runner stands in the gap, and kill it there."""
    if gap.gate is None:
        eventually(lambda: states(office) == gap.left, what="one message sent, the others waiting for their turn")
    else:
        server.wait_for_client()
    if gap.is_recording:
        with locked_messages(office):
            server.open_gate()
            assert server.has_answered.wait(10)
            assert runner.end(signal.SIGKILL) == -signal.SIGKILL
    else:
        assert runner.end(signal.SIGKILL) == -signal.SIGKILL


@contextmanager
def running(office: Office, server: GatedSmtp, *, at: datetime, per_minute: int = 0) -> Iterator[Started]:
    """A runner whose clock starts at ``at``."""
    told = environment(office, smtp_port=server.port, email_per_minute=str(per_minute))
    log = office.settings.data_dir / f"runner-{at:%H%M}.log"
    with started(*python("-m", "tests.support.running", at.isoformat()), log=log, environment=told) as runner:
        yield runner


@contextmanager
def locked_messages(office: Office) -> Iterator[None]:
    """Nobody else can write a message while the block lasts."""
    if office.settings.database.startswith("sqlite"):
        connection = sqlite3.connect(office.settings.data_dir / "dondoc.db", isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.close()
    else:
        with psycopg.connect(office.settings.database.replace("+psycopg", "")) as holding:
            holding.execute("LOCK TABLE message IN ACCESS EXCLUSIVE MODE")
            yield
            holding.rollback()


def test_documentation_shows_what_happens_when_the_runner_is_killed() -> None:
    for name in ("running.md", "reliability.md"):
        page = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert [gap.what for gap in GAPS if f"| {gap.what} | 0 | {gap.doubled} |" not in page] == []
