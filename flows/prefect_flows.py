"""The jobs of the schedule as Prefect flows: one each, nothing but the job's body inside."""

from typing import Any

from prefect import Flow

from config.bootstrap import open_office
from flows.bodies import Detail, run
from flows.schedule import SCHEDULE, Job


def flow_of(job: Job) -> Flow[[], Any]:
    """A flow that opens the office where it runs and does the job; Prefect repeats nothing, the next minute does."""

    async def body() -> Detail:
        return await run(job.body, open_office())

    body.__name__ = body.__qualname__ = job.name
    return Flow(body, name=job.name, description=job.what)


FLOWS = {job.name: flow_of(job) for job in SCHEDULE}

# A deployment finds its flow by a dotted path, in a checkout and in an installed wheel alike.
sweep = FLOWS["sweep"]
digest = FLOWS["digest"]
inbox = FLOWS["inbox"]
deliver = FLOWS["deliver"]
tally = FLOWS["tally"]
heartbeat = FLOWS["heartbeat"]
calls = FLOWS["calls"]
seal = FLOWS["seal"]
forget = FLOWS["forget"]
