"""What a job does: one use case each, then a heartbeat of its name with the counts. No rule lives here."""

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

from config.bootstrap import Office
from config.calls import tell_subscribers
from config.inbound import take_in
from engine.service import digest as digest_service
from engine.service import sweep as sweep_service
from engine.service.calls import sweep_calls
from engine.service.fallback import FellBack, fall_back
from engine.service.kept_answers import sweep_answers
from engine.service.oversight import silence, stopped_channels
from engine.service.system import beat, last_beat, seal_day
from engine.service.tallies import fold
from flows.identity import PROCESS
from notifications import delivery
from notifications.channels.heartbeat_ping import ping

log = logging.getLogger("dondoc.alarms")
SILENCE = "silence"
Detail = dict[str, Any]
Body = Callable[[Office], Detail] | Callable[[Office], Awaitable[Detail]]
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def sweep(office: Office) -> Detail:
    """Let time act: occurrences, missed deadlines, rungs."""
    swept = sweep_service.sweep(office.database, at=office.clock.now(), policies=office.policies)
    return _beat(office, "sweep", detail=_swept(swept))


def digest(office: Office) -> Detail:
    """Let time act, then write the messages that are due; composing knows by itself when it is digest time."""
    composed = digest_service.compose(
        office.database,
        at=office.clock.now(),
        policies=office.policies,
        mail_domain=office.settings.message_domain,
    )
    detail = {"messages": composed.messages, "put_off": composed.put_off, **_swept(composed.swept)}
    return _beat(office, "digest", detail=detail)


async def inbox(office: Office) -> Detail:
    """Take in what people and providers say, and answer those who wait for an answer."""
    done = await take_in(office)
    return _beat(office, "inbox", detail={"events": done.events, "mails": done.mails, "answered": done.answered})


async def deliver(office: Office) -> Detail:
    """Let the next channel take over where one did not reach its reader, then bring out what is due. When cancelled,
    the message in flight is finished and the others are given back."""
    moved = await asyncio.to_thread(_fall_back, office)
    report = await delivery.deliver(
        office.outbox, office.routes(), clock=office.clock, worker=PROCESS, letterhead=office.letterhead
    )
    detail: Detail = {state.value: count for state, count in report.counts.items()}
    detail |= {"dropped": report.dropped, "stopped": list(report.stopped), "paused": list(report.paused)}
    detail |= {"fell_back": moved.moved}
    return _beat(office, "deliver", detail=detail)


def _fall_back(office: Office) -> FellBack:
    return fall_back(
        office.database,
        at=office.clock.now(),
        policies=office.policies,
        mail_domain=office.settings.message_domain,
    )


def tally(office: Office) -> Detail:
    """Add what changed to the counters of every unit above it."""
    return _beat(office, "tally", detail={"folded": fold(office.database)})


async def heartbeat(office: Office) -> Detail:
    """Show that the rounds go on, in the database and to the monitor outside, if there is one. The monitor hears
    nothing while there is an alarm, so that it calls somebody."""
    alarms = await asyncio.to_thread(_alarms, office)
    url = office.settings.heartbeat_url
    detail: Detail = {"alarms": alarms} if alarms else {}
    if url is not None and not alarms:
        detail["ping"] = (await ping(url)).outcome_class.value
    return _beat(office, "heartbeat", detail=detail)


def _alarms(office: Office) -> list[str]:
    """Channels that stand still, and "silence" when nothing went out for long. A new one is logged, once."""
    last = last_beat(office.database, "heartbeat")
    known: list[str] = [] if last is None else last.get("alarms", [])
    stopped = {one.channel: one.reason for one in stopped_channels(office.database)}
    now = office.clock.now()
    is_silent = SILENCE in known
    if now.minute == 0:  # it is counted in hours, and looks through every attempt there was
        found = silence(office.database, at=now)
        is_silent = found is not None and found.is_alarming
    alarms = [*stopped, *([SILENCE] if is_silent else [])]
    for one in alarms:
        if one not in known:
            log.error("alarm: %s %s", one, stopped.get(one, ""))
    return alarms


def seal(office: Office) -> Detail:
    """Seal the histories of every directive; a day that is sealed already stays as it is."""
    made = seal_day(office.database, on=office.clock.now().astimezone(ZONE).date())
    return _beat(office, "seal", detail={"seals": made})


async def calls(office: Office) -> Detail:
    """Tell other servers what happened at and below the units that they asked about."""
    done = await tell_subscribers(office)
    return _beat(office, "calls", detail={"noted": done.noted, "told": done.told, "failed": done.failed})


def forget(office: Office) -> Detail:
    """Take out what programs were answered and told, and nobody will ask for any more."""
    now = office.clock.now()
    detail = {"answers": sweep_answers(office.database, at=now), "calls": sweep_calls(office.database, at=now)}
    return _beat(office, "forget", detail=detail)


async def run(body: Body, office: Office) -> Detail:
    """Run a body: one that waits for the network here, one that works in the database in a thread."""
    if inspect.iscoroutinefunction(body):
        found: Detail = await body(office)
    else:
        found = await asyncio.to_thread(body, office)  # type: ignore[arg-type]
    return found


def _beat(office: Office, name: str, *, detail: Detail) -> Detail:
    beat(office.database, name, at=office.clock.now(), detail=detail)
    return detail


def _swept(swept: sweep_service.Swept) -> Detail:
    return {
        "obligations": swept.obligations,
        "facts": swept.facts,
        "notices": swept.notices,
        "occurrences": swept.occurrences,
        "set_aside": len(swept.set_aside),
    }
