"""Pages while others write: what stands on one page is of one instant."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from config.bootstrap import Office
from engine.service.obligations import act
from engine.service.record import Actor
from engine.service.tallies import fold
from engine.states import OPEN, Verb
from engine.store.database import one_snapshot, open_database, reading
from engine.store.tables import OBLIGATION
from tests.support.keepers import KEEPER
from tests.support.offices import issued_office
from tests.support.pages import Browser

CLERK = Actor("văn thư", "operator", is_operator=True)
PAGES = ("/van-ban/1", "/van-ban/1/don-vi", "/tong-hop")


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(database_url, tmp_path) as made:
        yield made


class Meddler:
    """Somebody in another process who cancels a piece of work just before the n-th statement of a page."""

    def __init__(self, office: Office) -> None:
        self.office, self.left = office, 0
        self.other = open_database(office.settings.database)
        event.listen(office.database, "before_cursor_execute", self._count)

    def arm(self, number: int) -> None:
        self.left = number

    def _count(self, *_: object) -> None:
        self.left -= 1
        if self.left == 0:
            self.cancel()

    def cancel(self) -> None:
        with reading(self.other) as connection:
            rows = connection.execute(OBLIGATION.select().order_by(OBLIGATION.c.id)).all()
        one = next(row.id for row in rows if row.status in OPEN)
        at, policies = self.office.clock.now(), self.office.policies
        act(self.other, one, verb=Verb.CANCEL, actor=CLERK, at=at, policies=policies, reason="thôi")
        fold(self.other)


@pytest.mark.parametrize("page", PAGES)
def test_page_is_of_one_instant_while_others_write(office: Office, page: str) -> None:
    meddler = Meddler(office)
    with Browser(office) as browser:
        browser.sign_in(KEEPER)
        for number in (3, 8, 12, 15, 18):
            before = browser.get(f"{page}?x={number}a").words
            meddler.arm(number)
            during = browser.get(f"{page}?x={number}b").words
            meddler.arm(0)
            after = browser.get(f"{page}?x={number}c").words
            assert during in (before, after)
    meddler.other.dispose()


def test_snapshot_holds_over_several_transactions_and_ends(office: Office) -> None:
    meddler = Meddler(office)
    query = OBLIGATION.select().where(OBLIGATION.c.status == "cancelled")

    def cancelled() -> int:
        with reading(office.database) as connection:
            return len(connection.execute(query).all())

    with one_snapshot(office.database):
        assert cancelled() == 0
        meddler.cancel()
        assert cancelled() == 0
        with reading(meddler.other) as connection:
            assert len(connection.execute(query).all()) == 1
    assert cancelled() == 1
    meddler.other.dispose()
