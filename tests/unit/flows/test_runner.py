"""The embedded runner in this process: order, failures, the lock. Processes are in tests/acceptance."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.bootstrap import Office
from engine.clock import SetClock
from engine.errors import RunnerBusy
from engine.service.system import drop_runner, health, hold_runner
from flows.bodies import Detail
from flows.identity import HOST, PROCESS
from flows.lock import take_lock
from flows.runner import Runner, run_once
from flows.schedule import EVERY_MINUTE, Job
from tests.support.offices import MORNING_AT, issued_office
from tests.support.processes import python, surroundings
from tests.support.source import ROOT


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(sqlite_url, tmp_path) as made:
        made.clock = SetClock(MORNING_AT)
        yield made


def ending(_: Office) -> Detail:
    """A job that tells this process to end, as an operator does."""
    os.kill(os.getpid(), signal.SIGTERM)
    return {}


def failing(_: Office) -> Detail:
    raise ZeroDivisionError("a defect\nwith details")


def job(name: str, body: object) -> Job:
    return Job(name, EVERY_MINUTE, body, name)  # type: ignore[arg-type]


async def test_runner_catches_up_at_once_and_stops_when_told_to(office: Office) -> None:
    seen: list[Office] = []

    def noting(office: Office) -> Detail:
        seen.append(office)
        return {}

    jobs = [job("one", noting), job("two", ending), job("three", failing)]
    await Runner(office, schedule=jobs).run()
    assert seen == [office]
    found = health(office.database, at=MORNING_AT)
    assert (found.runner, set(found.beats)) == (None, set())


async def test_runner_goes_on_after_a_job_that_fails_and_notes_it(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await Runner(office, schedule=[job("bad", failing), job("good", ending)]).run()
    assert set(health(office.database, at=MORNING_AT).beats) == {"error"}
    assert [line.getMessage() for line in caplog.records if line.levelname == "ERROR"] == [
        "bad failed: ZeroDivisionError: a defect"
    ]


async def test_runner_cancels_what_waits_for_the_network_when_stopped(office: Office) -> None:
    ended = []

    async def hanging(_: Office) -> Detail:
        os.kill(os.getpid(), signal.SIGTERM)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("hanging")
        return {}

    await Runner(office, schedule=[job("hanging", hanging), job("later", failing)]).run()
    assert ended == ["hanging"]
    assert health(office.database, at=MORNING_AT).beats == {}


@pytest.mark.parametrize("holder", ["another-machine:7:0a1b2c3d", f"{HOST}:1:0a1b2c3d"])
def test_runner_is_refused_while_another_holds_the_lock(holder: str, office: Office) -> None:
    hold_runner(office.database, holder=holder, at=MORNING_AT)
    with pytest.raises(RunnerBusy) as refusal:
        run_once(office)
    assert refusal.value.values["holder"] == holder
    assert health(office.database, at=MORNING_AT).runner == holder


def test_lock_is_taken_when_its_lease_ran_out(office: Office) -> None:
    hold_runner(office.database, holder="another-machine:7:0a1b2c3d", at=MORNING_AT - timedelta(minutes=2))
    take_lock(office)
    assert health(office.database, at=MORNING_AT).runner == PROCESS


def test_lock_is_taken_at_once_from_a_process_of_this_machine_that_died(office: Office) -> None:
    hold_runner(office.database, holder=f"{HOST}:{os.getpid()}:before", at=MORNING_AT)
    take_lock(office)
    assert health(office.database, at=MORNING_AT).runner == PROCESS


async def test_runner_stops_with_an_error_when_the_lock_went_elsewhere(office: Office) -> None:
    def losing(_: Office) -> Detail:
        drop_runner(office.database, holder=PROCESS)
        hold_runner(office.database, holder="another-machine:7:0a1b2c3d", at=MORNING_AT)
        return {}

    with pytest.raises(RunnerBusy):
        await Runner(office, schedule=[job("losing", losing)], renewal=0.01).run()
    assert health(office.database, at=MORNING_AT).runner == "another-machine:7:0a1b2c3d"


def test_runner_needs_no_prefect() -> None:
    code = "import sys, flows.runner; sys.exit('prefect' in sys.modules)"
    subprocess.run(python("-c", code), cwd=ROOT, env=surroundings({}), check=True)
