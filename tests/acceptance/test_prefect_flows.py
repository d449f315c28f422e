"""The flows of Prefect, without a server: one for each job, and nothing is started behind our back."""

import subprocess
from pathlib import Path

from flows.prefect_yaml import NAME
from flows.schedule import SCHEDULE
from tests.support.processes import python, surroundings
from tests.support.source import ROOT

LIST = """
from flows import prefect_flows
from flows.deployments import deployment_of
from flows.schedule import SCHEDULE
for job in SCHEDULE:
    made = deployment_of(job, is_for_worker=True)
    assert getattr(prefect_flows, job.name) is prefect_flows.FLOWS[job.name]
    assert prefect_flows.FLOWS[job.name].isasync
    schedule = made.schedules[0].schedule
    print(made.full_name, made.entrypoint, schedule.cron, schedule.timezone, made.concurrency_limit, sep="|")
"""
RUN = """
import asyncio
from flows.prefect_flows import tally
asyncio.run(tally())
"""


def run(code: str, *, home: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, since Prefect reads its surroundings once, when it is imported."""
    return subprocess.run(
        python("-c", code),
        cwd=ROOT,
        env=surroundings({"PREFECT_HOME": str(home)}),
        check=False,
        capture_output=True,
        text=True,
    )


def test_deployments_say_what_the_table_says(tmp_path: Path) -> None:
    done = run(LIST, home=tmp_path)
    assert done.stdout.splitlines() == [
        f"{job.name}/{NAME}|flows.prefect_flows.{job.name}|{job.cron}|Asia/Ho_Chi_Minh|1" for job in SCHEDULE
    ], done.stderr


def test_flow_starts_no_server_of_its_own_when_none_is_named(tmp_path: Path) -> None:
    done = run(RUN, home=tmp_path)
    assert "No Prefect API URL provided" in done.stderr
    assert not list(tmp_path.glob("prefect.db*"))
