"""The runner, killed at every gap between taking a message up, handing it to Zalo and recording that.

A message that Zalo may have is never handed over again: it waits for its receipt, then mail takes over.
docs/reliability.md shows what was lost, doubled and unknown.
"""

import asyncio
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import outerjoin, select

from config.bootstrap import Office
from engine.channels import RECEIPT_WAIT, WITH_RECEIPT
from engine.clock import SetClock
from engine.service.receipts import Receipt, take
from engine.store.database import reading
from engine.store.tables import DELIVERY, MESSAGE, NOTICE
from flows.bodies import deliver
from notifications.delivery import LEASE
from tests.acceptance.test_kill import locked_messages
from tests.support.gated_zalo import Gate, GatedZalo
from tests.support.offices import DIGESTS, MORNING_AT, environment, states
from tests.support.processes import WITHIN, Started, eventually, python, started
from tests.support.smtp import LoopbackSmtp
from tests.support.source import ROOT
from tests.support.zalo_offices import office_on_zalo, zalo_environment

CHANNELS = ("zalo_bot", "zalo_phone", "zalo_uid")
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Gap:
    """Where the runner is killed, in which states that leaves the messages, how many come by Zalo, how many become
    unknown and go by mail as well."""

    name: str
    what: str
    left: dict[str, int]
    arrived: int
    unknown: int
    gate: Gate | None = None
    is_recording: bool = False


_IN_FLIGHT = {"sending": 1, "claimed": DIGESTS - 1}
GAPS = (
    Gap(
        "claimed",
        "a message is claimed and waits for its turn",
        {"accepted": 1, "claimed": DIGESTS - 1},
        arrived=DIGESTS,
        unknown=0,
    ),
    Gap(
        "begun",
        "it is marked as being sent, Zalo has not taken it",
        _IN_FLIGHT,
        arrived=DIGESTS - 1,
        unknown=1,
        gate="request",
    ),
    Gap("handed over", "Zalo has it and has not said so", _IN_FLIGHT, arrived=DIGESTS, unknown=1, gate="answer"),
    Gap(
        "confirmed",
        "Zalo has said so, that is not yet recorded",
        _IN_FLIGHT,
        arrived=DIGESTS,
        unknown=1,
        gate="answer",
        is_recording=True,
    ),
)


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.name)
@pytest.mark.parametrize("channel", CHANNELS)
def test_runner_loses_nothing_and_doubles_nothing_on_zalo_when_killed(
    gap: Gap, channel: str, database_url: str, tmp_path: Path
) -> None:
    with (
        LoopbackSmtp() as mail,
        GatedZalo(SetClock(MORNING_AT), gate=gap.gate) as zalo,
        office_on_zalo(database_url, tmp_path, channel=channel, zalo=zalo, smtp_port=mail.port) as office,
    ):
        kill_in(gap, office, zalo=zalo)
        go_on(office, after=LEASE + MINUTE)
        assert states(office) == counted(accepted=DIGESTS - gap.unknown, unknown=gap.unknown)
        tell_receipts(office)
        go_on(office, after=LEASE + RECEIPT_WAIT)
        assert mail.received == []
        go_on(office, after=LEASE + RECEIPT_WAIT + 2 * MINUTE)
        assert carriers(office) <= {"accepted", "delivered"}
    by_zalo = Counter(message.recipient for message in zalo.taken)
    assert (by_zalo.total(), set(by_zalo.values())) == (gap.arrived, {1})
    assert len(mail.received) == gap.unknown


def test_receipt_that_comes_while_nobody_runs_spares_the_reader_the_mail(database_url: str, tmp_path: Path) -> None:
    gap = next(gap for gap in GAPS if gap.name == "handed over")
    with (
        LoopbackSmtp() as mail,
        GatedZalo(SetClock(MORNING_AT), gate=gap.gate) as zalo,
        office_on_zalo(database_url, tmp_path, channel="zalo_phone", zalo=zalo, smtp_port=mail.port) as office,
    ):
        kill_in(gap, office, zalo=zalo)
        (message,) = zalo.taken
        own = int(message.tracking_id[1:].partition("x")[0])
        told = Receipt("zalo_phone", "delivered", message.message_id, message_id=own)
        assert take(office.database, told, at=MORNING_AT + MINUTE)
        go_on(office, after=LEASE + MINUTE)
        tell_receipts(office)
        go_on(office, after=LEASE + RECEIPT_WAIT + 2 * MINUTE)
        assert states(office) == {"delivered": DIGESTS}
    assert (len(zalo.taken), mail.received) == (DIGESTS, [])


def kill_in(gap: Gap, office: Office, *, zalo: GatedZalo) -> None:
    """Start a runner, wait until it stands in the gap, and kill it there."""
    with running(office, per_minute=0 if gap.gate else 1) as runner:
        if gap.gate is None:
            eventually(lambda: states(office) == gap.left, what="one message sent, the others waiting for their turn")
        else:
            zalo.wait_for_client()
        if gap.is_recording:
            with locked_messages(office):
                zalo.open_gate()
                assert zalo.has_answered.wait(WITHIN)
                assert runner.end(signal.SIGKILL) == -signal.SIGKILL
        else:
            assert runner.end(signal.SIGKILL) == -signal.SIGKILL
    assert states(office) == gap.left
    zalo.open_gate()


@contextmanager
def running(office: Office, *, per_minute: int) -> Iterator[Started]:
    """A runner of the same office as a process of its own."""
    told = environment(
        office, smtp_port=office.settings.smtp_port, zalo_per_minute=str(per_minute), **zalo_environment(office)
    )
    command = python("-m", "tests.support.running", MORNING_AT.isoformat())
    with started(*command, log=office.settings.data_dir / "runner.log", environment=told) as runner:
        yield runner


def go_on(office: Office, *, after: timedelta) -> None:
    """Another runner delivers, so long after the morning."""
    assert isinstance(office.clock, SetClock)
    office.clock.set(MORNING_AT + after)
    asyncio.run(deliver(office))


def tell_receipts(office: Office) -> None:
    """Zalo tells of every message that was accepted where it tells at all."""
    query = select(MESSAGE.c.channel, DELIVERY.c.provider_id).join(DELIVERY, DELIVERY.c.message_id == MESSAGE.c.id)
    with reading(office.database) as connection:
        rows = connection.execute(query.where(MESSAGE.c.state == "accepted")).all()
    for channel, provider_id in rows:
        if channel in WITH_RECEIPT:
            assert take(office.database, Receipt(channel, "delivered", provider_id), at=office.clock.now())


def carriers(office: Office) -> set[str]:
    """The states of the messages that carry the morning's notices now; "none" for a notice that none carries."""
    query = select(MESSAGE.c.state).select_from(outerjoin(NOTICE, MESSAGE, NOTICE.c.message_id == MESSAGE.c.id))
    with reading(office.database) as connection:
        found = connection.execute(query.where(NOTICE.c.decision == "bundled")).scalars().all()
    assert len(found) >= DIGESTS
    return {state or "none" for state in found}


def counted(**states: int) -> dict[str, int]:
    """Only what there is."""
    return {state: count for state, count in states.items() if count}


def test_documentation_shows_what_happens_on_zalo_when_the_runner_is_killed() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    rows = [f"| {gap.what} | 0 | 0 | {gap.unknown} | {gap.arrived + gap.unknown - DIGESTS} |" for gap in GAPS]
    assert [row for row in rows if row not in page] == []
