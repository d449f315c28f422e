"""The embedded runner: one process that keeps the schedule, with no server beside it and no Prefect in it."""

import asyncio
import inspect
import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from config.bootstrap import Office
from engine.errors import DondocError, RunnerBusy, StorageFailed
from engine.service.system import RUNNER_LEASE, beat
from flows.bodies import Detail, run
from flows.lock import drop_lock, take_lock
from flows.schedule import EVERY_MINUTE, SCHEDULE, ZONE, Job, rounds
from notifications.delivery import GRACE

log = logging.getLogger("dondoc.runner")

RENEWAL = RUNNER_LEASE.total_seconds() / 3
# A round waits so long for the network; then it goes on without it, so that slow mail holds up no deadline.
PATIENCE = 15.0
# Delivery gives the message in flight its own grace; this is when the runner leaves without it.
FAREWELL = GRACE + 2


def run_forever(office: Office) -> None:
    """Keep the schedule until SIGTERM or SIGINT. RunnerBusy if another runner has the lock, or takes it over."""
    log_to_stderr()
    asyncio.run(Runner(office).run())


def run_once(office: Office) -> None:
    """One round of every minute's jobs under the lock. The first that fails ends it with its error."""
    take_lock(office)
    try:
        asyncio.run(_one_round(office))
    finally:
        drop_lock(office)


async def _one_round(office: Office) -> None:
    for job in rounds()[EVERY_MINUTE]:
        _log_done(job, await run(job.body, office))


def log_to_stderr() -> None:
    """One line for each thing that happened, unless the process has set its logging up already."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    # It reports a round that is cut off at the end; what goes wrong in a job is said here.
    logging.getLogger("apscheduler.executors").setLevel(logging.CRITICAL)
    for chatty in ("alembic", "apscheduler", "httpx", "httpcore"):  # httpx names URLs, and the monitor's holds its key
        logging.getLogger(chatty).setLevel(logging.WARNING)


def trigger(cron: str) -> CronTrigger:
    """A cron line as a trigger in Asia/Ho_Chi_Minh."""
    names = ("minute", "hour", "day", "month", "day_of_week")
    return CronTrigger(timezone=ZONE, **dict(zip(names, cron.split(), strict=True)))


class Runner:
    """The jobs of ``schedule`` for one office. Rounds follow each other; a delivery may outlast its round."""

    def __init__(self, office: Office, *, schedule: Sequence[Job] = SCHEDULE, renewal: float = RENEWAL) -> None:
        self._office = office
        self._renewal = renewal
        self._rounds = rounds(schedule)
        self._turn = asyncio.Lock()
        self._end = asyncio.Event()
        self._lost: RunnerBusy | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def stop(self) -> None:
        """End after the work at hand."""
        self._end.set()

    async def run(self) -> None:
        """Hold the lock and keep the schedule until told to stop. RunnerBusy if the lock is, or goes, elsewhere."""
        take_lock(self._office)
        log.info("runner started")
        try:
            with _on_signals(self.stop):
                await self._keep_schedule()
        finally:
            drop_lock(self._office)
        if self._lost is not None:
            raise self._lost
        log.info("runner stopped")

    async def _keep_schedule(self) -> None:
        # Times come from the wall clock; how late a round is does not matter, only that it takes place once.
        defaults: dict[str, Any] = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        scheduler = AsyncIOScheduler(timezone=ZONE, job_defaults=defaults)
        for cron, jobs in self._rounds.items():
            scheduler.add_job(self._round, trigger(cron), args=[jobs])
        scheduler.add_job(self._round, args=[self._rounds.get(EVERY_MINUTE, ())])  # what was missed while down
        scheduler.start()
        renewal = asyncio.create_task(self._keep_lock())
        await self._end.wait()
        renewal.cancel()
        scheduler.pause()
        await self._finish()
        scheduler.shutdown(wait=False)

    async def _round(self, jobs: Sequence[Job]) -> None:
        async with self._turn:
            for job in jobs:
                if not self._end.is_set():
                    await self._take_turn(job)

    async def _take_turn(self, job: Job) -> None:
        if job.name in self._tasks:  # a delivery of an earlier round
            return
        task = self._tasks[job.name] = asyncio.create_task(self._run(job), name=job.name)
        task.add_done_callback(lambda _: self._tasks.pop(job.name))
        await asyncio.wait({task}, timeout=PATIENCE if _is_patient(job) else None)

    async def _run(self, job: Job) -> None:
        try:
            _log_done(job, await run(job.body, self._office))
        except Exception as error:  # a job that fails must not stop the others, nor its own next turn
            log.error("%s failed: %s: %s", job.name, type(error).__name__, str(error).partition("\n")[0])
            detail = {"job": job.name, "error": type(error).__name__}
            with suppress(DondocError):  # the database itself may be what failed
                await asyncio.to_thread(
                    beat, self._office.database, "error", at=self._office.clock.now(), detail=detail
                )

    async def _finish(self) -> None:
        """Work in the database ends by itself; what waits for the network is told to come to an end."""
        tasks = dict(self._tasks)
        for job in (job for jobs in self._rounds.values() for job in jobs if _is_patient(job)):
            if job.name in tasks:
                tasks[job.name].cancel()
        if tasks:
            await asyncio.wait(tasks.values(), timeout=FAREWELL)

    async def _keep_lock(self) -> None:
        while not self._end.is_set():
            await asyncio.sleep(self._renewal)
            try:
                await asyncio.to_thread(take_lock, self._office)
            except RunnerBusy as busy:
                self._lost = busy
                self._end.set()
            except StorageFailed as error:  # the lease lasts for two more attempts
                log.warning("lock not renewed: %s", error)


def _is_patient(job: Job) -> bool:
    return inspect.iscoroutinefunction(job.body)


def _log_done(job: Job, detail: Detail) -> None:
    done = " ".join(f"{name}={value}" for name, value in detail.items() if value)
    if done:
        log.info("%s: %s", job.name, done)


@contextmanager
def _on_signals(stop: Callable[[], None]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
