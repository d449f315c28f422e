"""Every page in a real browser: accessible, no wider than a small phone, readable in the dark, usable by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from config.bootstrap import Office
from engine.service.accounts import grant
from engine.service.sessions import open_session
from tests.support.chromium import chromium, is_wider_than_its_window, served, violations
from tests.support.offices import issued_office
from tests.support.pages import obligation_of, person_of
from web.app import create_app
from web.cookies import SESSION

OFFICER, HEAD = "cvmn.pgddt@vinhbao.example", "ht.mnvinhquang@vinhbao.example"
SCHOOL = "MN_VINHQUANG"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
PATHS = (
    "/viec",
    "/viec/{one}",
    "/cho-xac-nhan",
    "/van-ban",
    "/van-ban/1",
    "/tong-hop",
    "/tai-khoan",
    "/nhac-viec",
)
KEPT = (
    "/nhac-viec?tinh-trang=khong-den",
    "/cai-dat",
    "/cai-dat/don-vi?q=vinh",
    "/cai-dat/don-vi/3",
    "/cai-dat/nguoi/20",
    "/cai-dat/nhap",
    "/cai-dat/lich?nam=2023",
    "/cai-dat/lich/doi?ngay=2023-10-30&loai=nghi&ten=A&can_cu=B",
    "/cai-dat/bac-nhac",
    "/cai-dat/bac-nhac/office.yaml",
    "/cai-dat/kenh",
    "/cai-dat/kiem-tra",
    "/cai-dat/tai-khoan?q=mn",
    "/cai-dat/tai-khoan/20",
)
"""The places of an administrator."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("pages")
    with issued_office(f"sqlite:///{folder / 'dondoc.db'}", folder) as made:
        grant(made.database, person_of(made, OFFICER))
        yield made


@pytest.fixture(scope="module")
def address(office: Office) -> Iterator[str]:
    with served(create_app(office)) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


def opened(browser: Browser, office: Office, *, who: str, address: str, **options: object) -> Page:
    """A page of somebody who is signed in."""
    token = open_session(office.database, person_of(office, who), means="link", at=office.clock.now())
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.add_cookies([{"name": SESSION, "value": token, "url": address}])
    return context.new_page()


def paths(office: Office, who: str = OFFICER) -> list[str]:
    one = obligation_of(office, task="T03", unit=SCHOOL)
    return [path.format(one=one) for path in (*PATHS, *(KEPT if who == OFFICER else ()))]


@pytest.mark.parametrize("who", [OFFICER, HEAD])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_fault_that_axe_finds_and_fit_a_small_phone(
    office: Office, address: str, browser: Browser, who: str, scheme: str
) -> None:
    page = opened(browser, office, who=who, address=address, viewport=PHONE, color_scheme=scheme)
    found: list[str] = []
    for path in paths(office, who):
        page.goto(address + path)
        found += [f"{path}: {one}" for one in violations(page)]
        if is_wider_than_its_window(page):
            found.append(f"{path}: wider than 360 px")
    page.context.close()
    assert found == []


def test_sign_in_page_has_no_fault_that_axe_finds(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}/dang-nhap")
    assert violations(page) == []
    context.close()


def test_pages_fit_at_twice_the_size(office: Office, address: str, browser: Browser) -> None:
    page = opened(browser, office, who=OFFICER, address=address, viewport={"width": 640, "height": 450})
    for path in paths(office):
        page.goto(address + path)
        assert not is_wider_than_its_window(page), path
    page.context.close()


def test_scripts_break_no_rule_of_the_page(office: Office, address: str, browser: Browser) -> None:
    page = opened(browser, office, who=OFFICER, address=address, viewport=DESK)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in paths(office):
        page.goto(address + path)
    page.context.close()
    assert said == []
