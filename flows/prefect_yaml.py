"""prefect.yaml, made from the schedule ("python -m flows.prefect_yaml") for those who use "prefect deploy"."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from config.prefect_environment import QUIET
from flows.schedule import SCHEDULE, ZONE, Job

NAME = "dondoc"
"""The name of every deployment; its full name is <job>/dondoc."""
POOL = "dondoc"
FILE = "prefect.yaml"

_HEAD = """\
# Made from flows/schedule.py by "python -m flows.prefect_yaml"; change it there.
name: dondoc
pull: []
deployments:
"""


def text(schedule: Iterable[Job] = SCHEDULE) -> str:
    """The whole file."""
    return _HEAD + "".join(_deployment(job) for job in schedule)


def _deployment(job: Job) -> str:
    environment = "".join(f"        {name}: {json.dumps(value)}\n" for name, value in QUIET.items())
    return f"""\
- name: {NAME}
  entrypoint: flows.prefect_flows.{job.name}
  description: {json.dumps(job.what)}
  schedules:
  - cron: {json.dumps(job.cron)}
    timezone: {ZONE.key}
  concurrency_limit:
    limit: 1
    collision_strategy: CANCEL_NEW
  work_pool:
    name: {POOL}
    job_variables:
      env:
{environment}"""


if __name__ == "__main__":
    Path(sys.argv[1] if sys.argv[1:] else FILE).write_text(text(), encoding="utf-8")
