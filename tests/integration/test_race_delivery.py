"""Several deliverers over one outbox at the same time: every message goes out exactly once."""

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from config.bootstrap import Office
from engine.clock import SetClock
from engine.service.outbox import DatabaseOutbox
from engine.store.database import open_database
from notifications.channels.memory import Mailbox, MemoryChannel
from notifications.delivery import Route, deliver
from tests.support.offices import DIGESTS, MORNING_AT, office_with_mail, states


def deliver_in_threads(office: Office, *, deliverers: int) -> list[Mailbox]:
    """Let so many deliverers, each with a database of its own, begin at once; a small batch lets them meet."""
    barrier = Barrier(deliverers)

    def work(number: int) -> Mailbox:
        mailbox = Mailbox()
        database = open_database(office.settings.database, pool_size=1)
        route = Route("email", lambda: MemoryChannel(mailbox), per_minute=None)
        outbox, clock = DatabaseOutbox(database), SetClock(MORNING_AT)
        barrier.wait()
        try:
            round_of = deliver(outbox, [route], clock=clock, worker=f"w{number}", letterhead=office.letterhead, batch=2)
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
