"""The banner of a loop that stands still; and the bar that only the demo has."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.bootstrap import Office, examples_folder
from config.pace import Pace
from engine.clock import SetClock
from engine.service.system import beat
from tests.support.offices import ISSUED_AT, issued_office
from tests.support.pages import Browser, obligation_of
from web.pages.demo import FRONT, Stage, demo_bar, demo_pages
from web.presenters.demo import Role

HEAD = "ht.mnvinhquang@vinhbao.example"
BANNER = "//div[contains(@class, 'banner')]"


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(sqlite_url, tmp_path) as made:
        yield made


def clock(office: Office) -> SetClock:
    assert isinstance(office.clock, SetClock)
    return office.clock


def page(office: Office) -> str:
    return f"/viec/{obligation_of(office, task='T03', unit='MN_VINHQUANG')}"


def test_banner_says_since_when_the_loop_stands_still(office: Office) -> None:
    beat(office.database, "heartbeat", at=ISSUED_AT)
    with Browser(office) as browser:
        browser.sign_in(HEAD)
        assert not browser.get(page(office)).tree.xpath(BANNER)
        clock(office).set(ISSUED_AT + timedelta(minutes=6))
        assert "08:00 10/10/2023" in browser.get(page(office)).tree.xpath(BANNER)[0].text_content()
        beat(office.database, "heartbeat", at=ISSUED_AT + timedelta(minutes=6))
        clock(office).set(ISSUED_AT + timedelta(minutes=7))
        assert not browser.get(page(office)).tree.xpath(BANNER)


def test_demo_has_a_clock_above_every_page_and_no_banner(office: Office) -> None:
    beat(office.database, "heartbeat", at=ISSUED_AT - timedelta(days=1))
    pace = Pace(clock(office), speed=3600)
    document = examples_folder() / "vinh_bao" / "document.txt"
    stage = Stage(pace, {"mot": Role("principal", HEAD)}, ISSUED_AT, document)
    with Browser(office, extra_pages=[demo_pages(stage)], front=FRONT, bar=demo_bar(stage)) as browser:
        assert browser.get("/").url.endswith(FRONT)
        browser.client.follow_redirects = False
        assert browser.submit("/thu/vai", vai="mot").status == 303
        browser.client.follow_redirects = True
        seen = browser.get(page(office))
        assert "Thứ Ba 10/10/2023 08:00" in seen.words
        assert not seen.tree.xpath(BANNER)
        browser.submit("/thu/gio", button="dung=1")
        assert pace.state().is_paused
        assert browser.last.url.endswith(page(office))
        browser.submit("/thu/gio", button="toc-do=ngay")
        assert (pace.state().speed, pace.state().is_paused) == (86_400, False)
        clock(office).set(ISSUED_AT + timedelta(days=200))
        assert browser.get(page(office)).status == 200
        assert browser.get("/thu/gio").text.startswith("<span")
        assert browser.get("/thu/van-ban.txt").headers["content-disposition"].startswith("attachment")
