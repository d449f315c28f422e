"""The command `dondoc up` as a process: sends what is due, alone, stops when told to, and needs no Prefect."""

import re
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.bootstrap import Office
from engine.clock import SystemClock
from engine.service.system import health
from tests.support.gated_smtp import GatedSmtp
from tests.support.offices import DIGESTS, environment, office_with_mail, states
from tests.support.processes import Started, eventually, python, started
from tests.support.smtp import LoopbackSmtp

UP = python("-c", "from cli.main import run; run()", "up")
BUSY = 8
IMPORTED_PREFECT = re.compile(r"\| +prefect(\.|$)", re.MULTILINE)


@contextmanager
def up(office: Office, server: LoopbackSmtp, *, name: str = "runner") -> Iterator[Started]:
    """The command in this office."""
    log = office.settings.data_dir / f"{name}.log"
    with started(*UP, log=log, environment=environment(office, smtp_port=server.port)) as runner:
        yield runner


def holder(office: Office) -> str | None:
    """Who holds the lock at the time of this machine."""
    return health(office.database, at=SystemClock().now()).runner


def beats(office: Office) -> set[str]:
    return set(health(office.database, at=SystemClock().now()).beats)


def test_up_sends_what_is_due_and_stops_when_told_to(database_url: str, tmp_path: Path) -> None:
    with office_with_mail(database_url, tmp_path) as office, LoopbackSmtp() as server, up(office, server) as runner:
        eventually(lambda: states(office).get("accepted", 0) >= DIGESTS, what="all digests accepted")
        eventually(lambda: {"digest", "deliver"} <= beats(office), what="the jobs' heartbeats")
        assert runner.end() == 0, runner.output
        assert holder(office) is None
    assert set(Counter(mail.message_id for mail in server.received).values()) == {1}


def test_up_is_refused_while_another_runner_works(database_url: str, tmp_path: Path) -> None:
    with office_with_mail(database_url, tmp_path) as office, LoopbackSmtp() as server, up(office, server) as first:
        first.says("runner started")
        with up(office, server, name="second") as second:
            assert second.ended() == BUSY, second.output
            assert "Traceback" not in second.output
        assert first.end() == 0
        assert set(Counter(mail.message_id for mail in server.received).values()) <= {1}


def test_up_takes_over_at_once_when_the_last_runner_of_this_machine_died(database_url: str, tmp_path: Path) -> None:
    with office_with_mail(database_url, tmp_path) as office, LoopbackSmtp() as server:
        with up(office, server) as first:
            first.says("runner started")
            dead = holder(office)
            first.end(signal.SIGKILL)
        with up(office, server, name="second") as second:
            second.says("runner started")
            assert holder(office) not in {dead, None}
            assert second.end() == 0


def test_up_finishes_the_message_in_flight_and_gives_the_others_back_when_stopped(
    database_url: str, tmp_path: Path
) -> None:
    with office_with_mail(database_url, tmp_path) as office, GatedSmtp(gate="content") as server:
        with up(office, server) as runner:
            server.wait_for_client()
            runner.process.send_signal(signal.SIGTERM)
            eventually(lambda: states(office) == {"sending": 1, "pending": DIGESTS - 1}, what="claims given back")
            server.open_gate()
            assert runner.ended() == 0
        assert states(office) == {"accepted": 1, "pending": DIGESTS - 1}
        assert len(server.received) == 1


def test_up_leaves_a_server_that_never_answers_when_stopped(sqlite_url: str, tmp_path: Path) -> None:
    with office_with_mail(sqlite_url, tmp_path) as office, GatedSmtp(gate="content") as server:
        with up(office, server) as runner:
            server.wait_for_client()
            assert runner.end(within=12) == 0, runner.output
            assert "Traceback" not in runner.output
        assert states(office) == {"sending": 1, "pending": DIGESTS - 1}


def test_up_imports_no_prefect(sqlite_url: str, tmp_path: Path) -> None:
    with office_with_mail(sqlite_url, tmp_path) as office, LoopbackSmtp() as server:
        told = environment(office, smtp_port=server.port) | {"PYTHONPROFILEIMPORTTIME": "1"}
        with started(*UP, "--once", log=tmp_path / "once.log", environment=told) as once:
            assert once.ended() == 0, once.output
        assert states(office)["accepted"] >= DIGESTS
    assert "flows.runner" in once.output
    assert IMPORTED_PREFECT.search(once.output) is None
