"""The runner's lock: one runner at a time for one database."""

from config.bootstrap import Office
from engine.errors import RunnerBusy
from engine.service.system import drop_runner, hold_runner
from flows.identity import PROCESS, is_gone


def take_lock(office: Office) -> None:
    """Take or renew the lock. RunnerBusy if another runner holds it, unless that one died on this machine."""
    try:
        hold_runner(office.database, holder=PROCESS, at=office.clock.now())
    except RunnerBusy as busy:
        holder = str(busy.values["holder"])
        if not is_gone(holder):
            raise
        drop_runner(office.database, holder=holder)
        hold_runner(office.database, holder=PROCESS, at=office.clock.now())


def drop_lock(office: Office) -> None:
    """Give the lock up, if this process still holds it."""
    drop_runner(office.database, holder=PROCESS)
