"""The schedule at a Prefect server: as deployments for a pool of workers, or served by one process."""

from collections.abc import Iterator
from contextlib import contextmanager

import prefect
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound
from prefect.schedules import Cron
from prefect.settings import PREFECT_API_URL
from prefect.types.entrypoint import EntrypointType

from config.prefect_environment import QUIET
from engine.errors import PrefectSilent, PrefectUnnamed
from flows.prefect_flows import FLOWS
from flows.prefect_yaml import NAME, POOL
from flows.schedule import SCHEDULE, ZONE, Job


def deploy(pool: str = POOL) -> list[str]:
    """Create or bring up to date the pool and a deployment for each job; gives their full names."""
    with _server() as client:
        _ensure_pool(client, pool)
    made = [deployment_of(job, is_for_worker=True) for job in SCHEDULE]
    for deployment in made:
        deployment.apply(work_pool_name=pool)
    return [deployment.full_name for deployment in made]


def serve() -> None:
    """Run what a Prefect server schedules in processes of this machine until stopped, without a worker."""
    with _server():
        pass
    # A restart must not leave the schedules paused.
    prefect.serve(*(deployment_of(job) for job in SCHEDULE), pause_on_shutdown=False)


def deployment_of(job: Job, *, is_for_worker: bool = False) -> RunnerDeployment:
    """The deployment of a job: a run that meets another of its kind is dropped, since that one does the same."""
    return RunnerDeployment.from_flow(
        FLOWS[job.name],
        name=NAME,
        schedule=Cron(job.cron, timezone=ZONE.key),
        description=job.what,
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        job_variables={"env": dict(QUIET)} if is_for_worker else None,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


@contextmanager
def _server() -> Iterator[SyncPrefectClient]:
    """The server that PREFECT_API_URL names. Raises PrefectUnnamed, or PrefectSilent if it does not answer."""
    url = PREFECT_API_URL.value()
    if not url:
        raise PrefectUnnamed
    with get_client(sync_client=True) as client:
        failure = client.api_healthcheck()
        if failure is not None:
            raise PrefectSilent(url=url, reason=str(failure) or type(failure).__name__)
        yield client


def _ensure_pool(client: SyncPrefectClient, pool: str) -> None:
    try:
        client.read_work_pool(pool)
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
