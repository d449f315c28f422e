"""What the jobs do, and the heartbeat each leaves."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.bootstrap import Office
from engine.clock import SetClock
from engine.outbox import Outcome, OutcomeClass
from engine.service.system import health, resume_channel
from flows import bodies
from flows.runner import run_once
from flows.schedule import EVERY_MINUTE, SCHEDULE, rounds
from notifications.retry import settle
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


async def test_monitor_is_not_called_while_a_channel_stands_still_and_the_alarm_is_logged_once(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.settings = office.settings.model_copy(update={"heartbeat_url": "http://127.0.0.1:1/ping"})
    assert set(await bodies.run(bodies.heartbeat, office)) == {"ping"}
    outbox = office.outbox
    await bodies.run(bodies.digest, office)
    (message,) = outbox.claim(channel="email", worker="w", at=MORNING_AT, limit=1, lease=timedelta(minutes=20))
    outbox.begin(message, worker="w", at=MORNING_AT)
    refused = settle(Outcome(OutcomeClass.AUTH, "535 no"), channel_kind="email", attempt=1, at=MORNING_AT, key="k")
    outbox.settle(message, refused, worker="w", at=MORNING_AT)
    for _ in range(3):
        assert await bodies.run(bodies.heartbeat, office) == {"alarms": ["email"]}
    assert [record.getMessage() for record in caplog.records if record.name == "dondoc.alarms"] == [
        "alarm: email 535 no"
    ]
    resume_channel(office.database, "email")
    assert set(await bodies.run(bodies.heartbeat, office)) == {"ping"}


async def test_silence_of_three_working_days_is_an_alarm(office: Office) -> None:
    await bodies.run(bodies.digest, office)
    office.clock = SetClock(MORNING_AT.replace(minute=0) + timedelta(days=7))
    assert (await bodies.run(bodies.heartbeat, office))["alarms"] == ["silence"]
    office.clock = SetClock(MORNING_AT.replace(minute=5) + timedelta(days=7))
    assert (await bodies.run(bodies.heartbeat, office))["alarms"] == ["silence"]
