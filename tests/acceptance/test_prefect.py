"""The schedule on a real Prefect: server on PostgreSQL, deployments, a worker that runs one against our database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from config.prefect_environment import QUIET
from engine.clock import SystemClock
from engine.service.system import health
from engine.service.tallies import fold, roll_up
from flows.schedule import SCHEDULE, ZONE
from tests.support.offices import environment, issued_office
from tests.support.processes import WITHIN, eventually, free_port, python, started
from tests.support.source import ROOT

DEPLOY = python("-c", "from flows.deployments import deploy; deploy()")
PREFECT = python("-m", "prefect")
NAMES = {f"{job.name}/dondoc" for job in SCHEDULE}


class Server:
    """The API of a running Prefect server."""

    def __init__(self, api: str) -> None:
        self.api = api
        # Nothing between us and loopback, whatever proxy the machine is told to use.
        self._client = httpx.Client(base_url=api, timeout=WITHIN, trust_env=False)

    def is_up(self) -> bool:
        try:
            return self._client.get("/health").is_success
        except httpx.TransportError:
            return False

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        answer = self._client.post(path, json=dict(body or {}))
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def state_of(self, run_id: str) -> str:
        return str(self._client.get(f"/flow_runs/{run_id}").json()["state"]["type"])

    def has_planned(self, deployment_id: str) -> bool:
        """True once the server has planned a run of this deployment."""
        scheduled = {"state": {"type": {"any_": ["SCHEDULED"]}}}
        wanted = {"flow_runs": scheduled, "deployments": {"id": {"any_": [deployment_id]}}}
        return bool(self.post("/flow_runs/count", wanted) > 0)

    def close(self) -> None:
        self._client.close()


@contextmanager
def prefect_server(folder: Path, *, url: str) -> Iterator[tuple[Server, dict[str, str]]]:
    """A server on the PostgreSQL database ``url``, and what others must be told to talk to it."""
    port = free_port()
    told = dict(QUIET) | {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": url.replace("+psycopg", "+asyncpg"),
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }
    command = (*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port))
    server = Server(told["PREFECT_API_URL"])
    with started(*command, log=folder / "server.log", environment=told) as process:
        try:
            eventually(server.is_up, what=f"the Prefect server, see {process.log}")
            yield server, told
        finally:
            server.close()


def test_worker_runs_a_deployed_sweep(sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    with (
        issued_office(sqlite_url, tmp_path) as office,
        prefect_server(tmp_path, url=postgres_url) as (server, address),
    ):
        # A run starts in a folder of its own, and a checkout that is tested need not be installed.
        told = address | environment(office, smtp_port=free_port()) | {"PYTHONPATH": str(ROOT)}
        with started(*DEPLOY, log=tmp_path / "deploy.log", environment=told) as deploying:
            assert deploying.ended() == 0, deploying.output
        deployments = {row["entrypoint"].rpartition(".")[2]: row for row in server.post("/deployments/filter")}
        assert {f"{name}/{row['name']}" for name, row in deployments.items()} == NAMES
        assert {name: planned(row) for name, row in deployments.items()} == {
            job.name: (job.cron, ZONE.key, 1) for job in SCHEDULE
        }
        ids = {str(row["id"]) for row in deployments.values()}
        eventually(lambda: all(map(server.has_planned, ids)), what="a run planned of each deployment")
        for deployment in ids:  # what is asked for by hand shall not meet what is planned
            server.post(f"/deployments/{deployment}/pause_deployment")
        assert roll_up(office.database, 1).total.open_overdue == 0
        run = server.post(f"/deployments/{deployments['sweep']['id']}/create_flow_run")
        worker = (*PREFECT, "worker", "start", "--pool", "dondoc")
        with started(*worker, log=tmp_path / "worker.log", environment=told) as working:
            eventually(
                lambda: server.state_of(run["id"]) in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"},
                what=f"the end of the run, see {working.log}",
            )
            assert server.state_of(run["id"]) == "COMPLETED", working.output
        assert set(health(office.database, at=SystemClock().now()).beats) == {"sweep"}
        fold(office.database)
        assert roll_up(office.database, 1).total.open_overdue > 0


def planned(deployment: Mapping[str, Any]) -> tuple[str, str, int]:
    """Cron line, time zone and how many may run at once."""
    schedule = deployment["schedules"][0]["schedule"]
    return schedule["cron"], schedule["timezone"], deployment["global_concurrency_limit"]["limit"]


def test_deploy_says_in_one_sentence_that_no_server_is_named(tmp_path: Path) -> None:
    command = python("-c", "from cli.main import run; run()", "flows", "deploy")
    with started(*command, log=tmp_path / "log", environment={"PREFECT_HOME": str(tmp_path)}) as deploying:
        assert deploying.ended() != 0
    assert "PREFECT_API_URL" in deploying.output
    assert "Traceback" not in deploying.output
