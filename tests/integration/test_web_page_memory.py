"""Pages that are sent again: to the same browser, until anything is written or the minute is over."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from config.bootstrap import Office
from engine.clock import SetClock
from engine.service.obligations import act
from engine.service.record import Actor
from engine.states import Verb
from engine.store.database import open_database
from tests.support.offices import issued_office
from tests.support.pages import Browser, obligation_of

HEAD, SIBLING = "ht.mnvinhquang@vinhbao.example", "ht.mntrunglap@vinhbao.example"


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(database_url, tmp_path) as made:
        yield made


@pytest.fixture
def browser(office: Office) -> Iterator[Browser]:
    with Browser(office) as made:
        yield made.sign_in(HEAD)


class Counter:
    """How many statements a database was asked."""

    def __init__(self, office: Office) -> None:
        self.asked = 0
        event.listen(office.database, "before_cursor_execute", self._count)

    def _count(self, *_: object) -> None:
        self.asked += 1


def page_of(office: Office) -> str:
    return f"/viec/{obligation_of(office, task='T03', unit='MN_VINHQUANG')}"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_page_is_made_once_while_nothing_changes(office: Office, browser: Browser) -> None:
    # On the server of the tests others write all the time, and any of it makes pages forgotten.
    page = page_of(office)
    first = browser.get(page)
    counter = Counter(office)
    again = browser.get(page)
    assert (again.text, counter.asked) == (first.text, 0)


def test_change_by_another_process_is_seen_at_once(office: Office, browser: Browser) -> None:
    page = page_of(office)
    assert "mới giao" in browser.get(page).words
    other = open_database(office.settings.database)
    unit = office.database  # the same rows, another connection pool
    assert unit is not other
    act(
        other,
        int(page.rpartition("/")[2]),
        verb=Verb.ACKNOWLEDGE,
        actor=Actor("văn thư", "operator", is_operator=True),
        at=office.clock.now(),
        policies=office.policies,
    )
    other.dispose()
    assert "mới giao" not in browser.get(page).tree.xpath("string(//dl)")


def test_page_is_made_anew_when_the_minute_is_over(office: Office, browser: Browser) -> None:
    page = page_of(office)
    browser.get(page)
    counter = Counter(office)
    assert isinstance(office.clock, SetClock)
    office.clock.set(office.clock.now() + timedelta(minutes=1))
    assert "08:01" in browser.get(page).words
    assert counter.asked > 0


def test_page_of_one_browser_is_never_sent_to_another(office: Office, browser: Browser) -> None:
    page = page_of(office)
    browser.get(page)
    with Browser(office) as other:
        assert other.sign_in(SIBLING).get(page).status == 404
    with Browser(office) as stranger:
        assert "/dang-nhap" in stranger.get(page).url


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_packed_page_is_the_same_page(office: Office, browser: Browser) -> None:
    page = page_of(office)
    plain = browser.get(page, **{"accept-encoding": "identity"})
    packed = browser.get(page, **{"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
