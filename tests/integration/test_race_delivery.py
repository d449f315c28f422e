"""Several deliverers over one outbox at the same time: every message goes out exactly once."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select

from config.bootstrap import Office
from engine.channels import REMINDING
from engine.clock import SetClock
from engine.service.contacts import consent
from engine.service.digest import compose
from engine.service.fallback import fall_back
from engine.service.outbox import DatabaseOutbox
from engine.store.database import open_database, reading
from engine.store.tables import PERSON
from notifications.channels.memory import Mailbox, MemoryChannel
from notifications.delivery import Route, deliver
from tests.support.offices import DIGESTS, ISSUED_AT, MORNING_AT, issued_office, office_with_mail, states


def deliver_in_threads(
    office: Office, *, deliverers: int, channels: Sequence[str] = ("email",), at: datetime = MORNING_AT
) -> list[Mailbox]:
    """Let so many deliverers, each with a database of its own, begin at once as the job does: first what changes its
    channel, then what is due; a small batch lets them meet."""
    barrier = Barrier(deliverers)

    def work(number: int) -> Mailbox:
        mailbox = Mailbox()
        database = open_database(office.settings.database, pool_size=1)
        routes = [Route(kind, partial(MemoryChannel, mailbox, kind=kind), per_minute=None) for kind in channels]
        outbox, clock = DatabaseOutbox(database), SetClock(at)
        barrier.wait()
        try:
            fall_back(database, at=at, policies=office.policies, mail_domain=office.settings.message_domain)
            round_of = deliver(outbox, routes, clock=clock, worker=f"w{number}", letterhead=office.letterhead, batch=2)
            asyncio.run(round_of)
        finally:
            database.dispose()
        return mailbox

    with ThreadPoolExecutor(deliverers) as threads:
        return list(threads.map(work, range(deliverers)))


@pytest.mark.parametrize("deliverers", [2, 10])
def test_deliverers_send_each_message_once_when_raced(deliverers: int, database_url: str, tmp_path: Path) -> None:
    with office_with_mail(database_url, tmp_path) as office:
        mailboxes = deliver_in_threads(office, deliverers=deliverers)
        assert states(office) == {"accepted": DIGESTS}
    sent = Counter(kept.outgoing.rfc_message_id for mailbox in mailboxes for kept in mailbox.kept)
    assert (len(sent), set(sent.values())) == (DIGESTS, {1})


@contextmanager
def office_of_all_channels(url: str, folder: Path) -> Iterator[Office]:
    """The same digests, on four channels in turn; each reader has email as well."""
    with issued_office(url, folder) as office:
        order = ("zalo_bot", "zalo_phone", "zalo_uid", "email")
        office.policies = replace(office.policies, channels=order, urgent_channels=order)
        with reading(office.database) as connection:
            people = list(connection.execute(select(PERSON.c.id).order_by(PERSON.c.id)).scalars())
        for person in people:
            kind = order[person // 2 % len(order)]
            if kind != "email":
                said = {"channel": kind, "address": f"{kind}-{person}", "source": "phiếu"}
                consent(office.database, person, **said, at=ISSUED_AT)
        domain = office.settings.message_domain
        composed = compose(office.database, at=MORNING_AT, policies=office.policies, mail_domain=domain)
        assert composed.messages == {"digest": DIGESTS}
        yield office


@pytest.mark.parametrize("deliverers", [2, 10])
def test_deliverers_of_all_channels_send_and_hand_on_each_message_once_when_raced(
    deliverers: int, database_url: str, tmp_path: Path
) -> None:
    with office_of_all_channels(database_url, tmp_path) as office:
        first = deliver_in_threads(office, deliverers=deliverers, channels=REMINDING)
        assert states(office) == {"accepted": DIGESTS}
        # Templates that no receipt came for go by mail half an hour later.
        at = MORNING_AT + timedelta(minutes=31)
        later = deliver_in_threads(office, deliverers=deliverers, channels=REMINDING, at=at)
    sent = Counter(kept.outgoing.rfc_message_id for mailbox in first for kept in mailbox.kept)
    assert (len(sent), set(sent.values())) == (DIGESTS, {1})
    by_channel = Counter(kept.outgoing.channel for mailbox in first for kept in mailbox.kept)
    assert set(by_channel) == set(REMINDING)
    handed_on = Counter(kept.outgoing.address for mailbox in later for kept in mailbox.kept)
    assert (len(handed_on), set(handed_on.values())) == (by_channel["zalo_phone"] + by_channel["zalo_uid"], {1})
    assert {kept.outgoing.channel for mailbox in later for kept in mailbox.kept} == {"email"}
