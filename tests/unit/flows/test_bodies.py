"""What the jobs do, and the heartbeat each leaves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.bootstrap import Office
from engine.clock import SetClock
from engine.service.system import health
from flows import bodies
from flows.runner import run_once
from flows.schedule import EVERY_MINUTE, SCHEDULE, rounds
from tests.support.offices import DIGESTS, MORNING_AT, issued_office, states


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(sqlite_url, tmp_path) as made:
        made.clock = SetClock(MORNING_AT)
        yield made


def beats(office: Office) -> set[str]:
    return set(health(office.database, at=MORNING_AT).beats)


async def test_jobs_leave_a_heartbeat_of_their_name(office: Office) -> None:
    for job in SCHEDULE:
        await bodies.run(job.body, office)
        assert job.name in beats(office)


async def test_digest_writes_what_deliver_sends(office: Office) -> None:
    assert (await bodies.run(bodies.digest, office))["messages"] == {"digest": DIGESTS}
    assert (await bodies.run(bodies.deliver, office))["accepted"] == DIGESTS
    assert len(list(office.mail_folder.glob("*.eml"))) == DIGESTS


def test_seal_is_made_once_a_day(office: Office) -> None:
    assert [bodies.seal(office)["seals"], bodies.seal(office)["seals"]] == [1, 0]


def test_run_once_goes_through_one_round_and_gives_the_lock_back(office: Office) -> None:
    run_once(office)
    assert states(office) == {"accepted": DIGESTS}
    assert beats(office) == {job.name for job in rounds()[EVERY_MINUTE]}
    assert health(office.database, at=MORNING_AT).runner is None
