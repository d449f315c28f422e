"""What is typed into a report on a phone with a weak network, in a real browser: nothing of it is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from config.bootstrap import Office
from engine.service.drafts import report_draft
from engine.service.sessions import open_session
from engine.service.views import show_obligation
from engine.states import Status
from tests.support.chromium import chromium, served, violations
from tests.support.offices import issued_office
from tests.support.pages import obligation_of, person_of
from tests.support.web import OWNER, SCHOOL, viewer_of
from web.app import create_app
from web.cookies import SESSION

PHONE = {"width": 360, "height": 740}
SOON = 15_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
def one(office: Office) -> int:
    return obligation_of(office, task="T07", unit=SCHOOL)


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    with served(create_app(office)) as at:
        yield at


@pytest.fixture
def phone(browser: Browser, office: Office, address: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    sign_in(context, office, address=address)
    yield context
    context.close()


def sign_in(context: BrowserContext, office: Office, *, address: str) -> None:
    token = open_session(office.database, person_of(office, OWNER), means="link", at=office.clock.now())
    context.add_cookies([{"name": SESSION, "value": token, "url": address}])


def form(phone: BrowserContext, address: str, *, one: int) -> Page:
    page = phone.new_page()
    page.goto(f"{address}/viec/{one}/bao-cao")
    return page


def said(page: Page, text: str) -> None:
    expect(page.locator("#trang-thai")).to_contain_text(text, timeout=SOON)


def test_what_is_typed_is_saved_without_a_touch(office: Office, phone: BrowserContext, address: str, one: int) -> None:
    page = form(phone, address, one=one)
    page.fill("#noi_dung", "Đang viết")
    page.fill("#so-so_tre", "12")
    said(page, "Đã lưu nháp lúc 08:00 10/10/2023.")
    found = report_draft(office.database, viewer_of(office, OWNER), obligation_id=one)
    assert found is not None
    assert (found.text, found.figures) == ("Đang viết", {"so_tre": "12"})


def test_broken_network_loses_nothing(office: Office, phone: BrowserContext, address: str, one: int) -> None:
    page = form(phone, address, one=one)
    phone.set_offline(True)
    page.fill("#noi_dung", "Viết khi mất mạng")
    page.check("input[name=so-co_mo_hinh_diem][value=co]")
    said(page, "Mạng đang ngắt: nội dung được giữ trên máy này")
    page.get_by_role("button", name="Gửi", exact=True).click()
    said(page, "Chưa có mạng nên chưa gửi được")
    page.close()
    phone.set_offline(False)
    page = form(phone, address, one=one)
    said(page, "Đã lấy lại nội dung chưa kịp lưu")
    assert page.input_value("#noi_dung") == "Viết khi mất mạng"
    assert page.is_checked("input[name=so-co_mo_hinh_diem][value=co]")
    said(page, "Đã lưu nháp lúc")
    assert page.evaluate("localStorage.length") == 0


def test_lost_session_is_said_and_the_text_goes_on(
    office: Office, phone: BrowserContext, address: str, one: int
) -> None:
    page = form(phone, address, one=one)
    phone.clear_cookies()
    page.fill("#noi_dung", "Đã họp phụ huynh")
    said(page, "Phiên đăng nhập đã hết: nội dung được giữ trên máy này")
    sign_in(phone, office, address=address)
    page = form(phone, address, one=one)
    said(page, "Đã lấy lại nội dung")
    assert page.input_value("#noi_dung") == "Đã họp phụ huynh"


def test_report_is_sent_and_forgotten_by_the_device(
    office: Office, phone: BrowserContext, address: str, one: int
) -> None:
    page = form(phone, address, one=one)
    for name, value in {"so_tre": "12", "so_phu_huynh_tham_gia": "9", "so_buoi_truyen_thong": "3"}.items():
        page.fill(f"#so-{name}", value)
    page.check("input[name=so-co_mo_hinh_diem][value=khong]")
    file = {"name": "Biên bản.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    page.set_input_files("#tep", file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator(".said")).to_contain_text("Đã gửi báo cáo")
    page.wait_for_function("localStorage.length === 0")
    with page.expect_download() as download:
        page.click("text=Biên bản.pdf")
    assert download.value.suggested_filename == "Biên bản.pdf"
    found = show_obligation(office.database, one, at=office.clock.now(), policies=office.policies)
    assert found.obligation.status is Status.SUBMITTED


def test_files_that_are_too_large_are_told_before_they_travel(phone: BrowserContext, address: str, one: int) -> None:
    page = form(phone, address, one=one)
    large = {"name": "to.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + b"0" * 20_000_001}
    page.set_input_files("#tep", large)  # type: ignore[arg-type]
    page.get_by_role("button", name="Gửi", exact=True).click()
    said(page, "Có tệp lớn hơn 20 MB")
    assert page.url.endswith("/bao-cao")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forms_with_faults_have_none_that_axe_finds(
    browser: Browser, office: Office, address: str, one: int, scheme: str
) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    sign_in(context, office, address=address)
    page = form(context, address, one=one)
    page.fill("#so-so_tre", "nhiều")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator(".error-summary")).to_be_visible()
    found = violations(page)
    page.goto(f"{address}/viec/{one}")
    page.get_by_role("button", name="Gửi đề nghị gia hạn").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert found + violations(page) == []
    context.close()
