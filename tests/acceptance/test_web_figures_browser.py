"""The pages of directives and figures in a real browser: accessible, narrow, dark, live search, the large chart."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from config.bootstrap import Office
from engine.service.sessions import open_session
from tests.support.chromium import chromium, is_wider_than_its_window, served, violations
from tests.support.pages import person_of
from tests.support.stories import lived_office, unit_id
from web.app import create_app
from web.cookies import SESSION

OFFICER = "cvmn.pgddt@vinhbao.example"
PATHS = (
    "/van-ban",
    "/van-ban/1",
    "/van-ban/1/don-vi",
    "/van-ban/1/don-vi/{school}",
    "/van-ban/1/don-vi?nhiem-vu=T03",
    "/van-ban/1/don-doc",
    "/van-ban/1/don-doc?bao-cao-truoc=mai",
    "/tong-hop",
    "/tong-hop/{school}",
    "/tong-hop?ngay=31/02/2023",
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("figures")
    with lived_office(f"sqlite:///{folder / 'dondoc.db'}", folder) as made:
        yield made


@pytest.fixture(scope="module")
def address(office: Office) -> Iterator[str]:
    with served(create_app(office)) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture
def page(browser: Browser, office: Office, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A small phone of the officer, in the colours that a test asks for."""
    scheme = getattr(request, "param", "light")
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme, base_url=address)
    token = open_session(office.database, person_of(office, OFFICER), means="link", at=office.clock.now())
    context.add_cookies([{"name": SESSION, "value": token, "url": address}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_figures_have_no_fault_that_axe_finds_and_fit_a_small_phone(office: Office, page: Page) -> None:
    found: list[str] = []
    for path in PATHS:
        page.goto(path.replace("{school}", str(unit_id(office, "MN_VINHQUANG"))))
        found += [f"{path}: {one}" for one in violations(page)]
        if is_wider_than_its_window(page):
            found.append(f"{path}: wider than 360 px")
    assert found == []


def test_search_is_live_and_its_address_can_be_kept(page: Page) -> None:
    page.goto("/van-ban")
    page.fill("#q", "so ket")
    page.wait_for_url("**/van-ban?q=so*ket")
    page.fill("#q", "khong co van ban nay")
    expect(page.locator("#van-ban [role=status]")).to_contain_text("Không có văn bản nào")
    page.fill("#q", "")
    expect(page.locator("#van-ban .number-of")).to_have_count(1)


def test_large_chart_is_fetched_when_it_is_opened_and_not_before(page: Page) -> None:
    fetched: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto("/tong-hop")
    assert not [url for url in fetched if "uPlot" in url or "dien-bien" in url]
    page.locator("details.trend summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".uplot canvas")).to_be_visible()
    assert (violations(page), is_wider_than_its_window(page), faults) == ([], False, [])


def test_drill_down_goes_by_keyboard_to_the_obligation(page: Page) -> None:
    page.goto("/van-ban/1/don-vi")
    page.get_by_role("link", name="Trường Mầm non Nhân Hòa").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/van-ban/1/don-vi/*")
    page.get_by_role("link", name="T03. Tạo điểm nhân").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/viec/*")
    expect(page.locator("h1")).to_contain_text("Tạo điểm nhân")
