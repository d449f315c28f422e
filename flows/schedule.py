"""The one table of what runs when. The embedded runner and the Prefect deployments are both made from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from flows import bodies
from flows.bodies import ZONE, Body

__all__ = ["SCHEDULE", "ZONE", "Job", "rounds"]


@dataclass(frozen=True)
class Job:
    """``cron``: five fields in Asia/Ho_Chi_Minh; week days by name, since 1 is not Monday everywhere."""

    name: str
    cron: str
    body: Body
    what: str


EVERY_MINUTE = "* * * * *"

# In the order in which the jobs of one minute follow each other.
SCHEDULE: tuple[Job, ...] = (
    Job("sweep", EVERY_MINUTE, bodies.sweep, "Let time act: occurrences, missed deadlines, reminders"),
    Job("digest", EVERY_MINUTE, bodies.digest, "Write messages: urgent ones at once, others as the morning digest"),
    Job("inbox", EVERY_MINUTE, bodies.inbox, "Take in receipts, bounces and what people write, and answer"),
    Job("deliver", EVERY_MINUTE, bodies.deliver, "Send what is due"),
    Job("tally", EVERY_MINUTE, bodies.tally, "Bring the counters up to date"),
    Job("heartbeat", EVERY_MINUTE, bodies.heartbeat, "Show that the rounds go on"),
    # After the heartbeat: a server that is slow to listen must not look as if the rounds stood still.
    Job("calls", EVERY_MINUTE, bodies.calls, "Tell other servers what happened"),
    # Within office hours, when a machine that is switched off at night is on.
    Job("seal", "30 16 * * *", bodies.seal, "Seal the day's histories"),
    Job("forget", "40 16 * * *", bodies.forget, "Forget old answers and calls of programs"),
)


def rounds(schedule: Iterable[Job] = SCHEDULE) -> dict[str, tuple[Job, ...]]:
    """The jobs by cron line, in the order of the table."""
    found: dict[str, tuple[Job, ...]] = {}
    for job in schedule:
        found[job.cron] = (*found.get(job.cron, ()), job)
    return found
