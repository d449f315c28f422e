"""Delivery against a bare loop: python -m benchmarks.delivery [--messages 2000] [--database sqlite|postgresql|URL]."""

import argparse
import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import aiosmtplib

from benchmarks import country, mail_sink
from benchmarks.databases import Place, opened
from benchmarks.measuring import Measure, options, ratio_of, report
from engine.clock import SetClock
from engine.outbox import MessageState, Outgoing
from engine.service.digest import compose as compose_messages
from engine.service.issuing import issue
from engine.service.organisation import import_organisation
from engine.service.outbox import DatabaseOutbox
from notifications.channels.smtp import SmtpChannel, SmtpServer
from notifications.delivery import LEASE, Letterhead, Route, deliver
from notifications.mail import Sender, compose
from notifications.render import render

LIMIT = 0.7
CONNECTIONS = (1, 2)
ROUNDS = 5
FULL, ROUND = "full", "round"
MORNING = datetime(2026, 2, 24, 8, tzinfo=country.ZONE)
"""Seven working days before FIRST_DUE, after the hour of the digest."""
HEAD = Letterhead(office="Bộ phận theo dõi, đôn đốc", base_url="https://dondoc.example.vn")
SENDER = Sender(name=HEAD.office, address="don-doc@example.vn")
TASKS = 3


def fill(place: Place, folder: Path, *, messages: int) -> None:
    """Make a database in which ``messages`` officers each have one digest of three lines waiting."""
    office = country.founded(place.create(FULL), folder)
    size = country.Size(provinces=1, communes=max(1, messages // 15), schools=messages)
    issued_at = country.ISSUED_AT
    import_organisation(office.database, country.organisation(size), at=issued_at, on=issued_at.date())
    spec = country.directive(tasks=TASKS, step=timedelta(0))
    issue(office.database, spec, policies=office.policies, at=issued_at, actor="benchmark")
    made = compose_messages(office.database, at=MORNING, policies=office.policies, mail_domain="example.vn")
    if sum(made.messages.values()) != messages:
        raise RuntimeError(f"expected {messages} messages, composed {made.messages}")
    office.database.dispose()


def contents(place: Place, folder: Path, *, messages: int) -> list[Outgoing]:
    """The messages as delivery is handed them, taken from a copy."""
    office = country.office(place.copy(FULL, ROUND), folder)
    outbox = DatabaseOutbox(office.database)
    ids = outbox.claim(channel="email", worker="reader", at=MORNING, limit=messages, lease=LEASE)
    found = [outbox.begin(message_id, worker="reader", at=MORNING) for message_id in ids]
    office.database.dispose()
    return [outgoing for outgoing in found if outgoing is not None]


async def delivered(place: Place, folder: Path, *, port: int, connections: int, messages: int) -> float:
    """Deliver a fresh copy of the outbox; gives the seconds."""
    office = country.office(place.copy(FULL, ROUND), folder)
    outbox, server = DatabaseOutbox(office.database), SmtpServer(mail_sink.HOST, port, tls="none")
    route = Route("email", lambda: SmtpChannel(server, sender=SENDER), connections=connections, per_minute=None)
    started = perf_counter()
    made = await deliver(outbox, [route], clock=SetClock(MORNING), worker="benchmark", letterhead=HEAD)
    seconds = perf_counter() - started
    office.database.dispose()
    if made.counts != {MessageState.ACCEPTED: messages}:
        raise RuntimeError(f"expected {messages} messages to be accepted, found {made}")
    return seconds


async def sent_bare(outgoing: Sequence[Outgoing], *, port: int, connections: int) -> float:
    """Build and send the same messages without an outbox; gives the seconds."""
    waiting = deque(outgoing)
    started = perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(_send(waiting, port=port))
    return perf_counter() - started


async def _send(waiting: deque[Outgoing], *, port: int) -> None:
    async with aiosmtplib.SMTP(hostname=mail_sink.HOST, port=port, start_tls=False) as client:
        while waiting:
            outgoing = waiting.popleft()
            rendered = render(outgoing, at=MORNING, base_url=HEAD.base_url, sender_office=HEAD.office, zone=HEAD.zone)
            content = compose(outgoing, rendered, sender=SENDER)
            if not isinstance(content, bytes):
                raise TypeError(f"message {outgoing.id} could not be built: {content}")
            await client.sendmail(SENDER.address, [outgoing.address], content)


def measures(place: Place, folder: Path, *, messages: int) -> Iterator[Measure]:
    """Both sides turn by turn, on one connection and on two."""
    fill(place, folder, messages=messages)
    outgoing = contents(place, folder, messages=messages)
    with mail_sink.running() as port:
        asyncio.run(sent_bare(outgoing[:50], port=port, connections=1))
        for connections in CONNECTIONS:
            ours: list[float] = []
            bare: list[float] = []
            for _ in range(ROUNDS):
                bare.append(asyncio.run(sent_bare(outgoing, port=port, connections=connections)))
                seconds = delivered(place, folder, port=port, connections=connections, messages=messages)
                ours.append(asyncio.run(seconds))
            rates = ", ".join(f"{name} {messages / median(s):,.0f}/s" for name, s in (("ours", ours), ("bare", bare)))
            yield Measure(
                f"delivery over {connections} connection{'s' if connections > 1 else ''}",
                ratio_of(bare, ours),
                LIMIT,
                unit="of the bare rate",
                is_floor=True,
                seconds={"ours": median(ours), "bare loop": median(bare)},
                note=rates,
            )


def parser() -> argparse.ArgumentParser:
    """The options of this benchmark."""
    made = options("Delivery from the outbox to a loopback mail server, against a bare aiosmtplib loop.")
    made.add_argument("--messages", type=int, default=2_000, help="digests in each round")
    return made


def main() -> None:
    """Run and print."""
    chosen = parser().parse_args()
    with opened(chosen.database) as (place, folder):
        found = list(measures(place, folder, messages=chosen.messages))
        report(f"Delivery of {chosen.messages:,} digests from {place.kind}", found, is_json=chosen.json)


if __name__ == "__main__":
    main()
