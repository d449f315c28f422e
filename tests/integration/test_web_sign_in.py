"""Coming in at the page: password, mail, second step; and one's own account."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from icalendar import Calendar

from config.bootstrap import Office
from config.one_time_codes import code_at
from config.passwords import hash_of
from engine.clock import SetClock
from engine.service.accounts import set_password
from tests.support.offices import issued_office
from tests.support.oidc import CLIENT, loopback_provider
from tests.support.pages import Browser, person_of
from web.oidc import BACK, START

HEAD = "ht.mnvinhquang@vinhbao.example"
PASSWORD = "ba con voi qua sông"
NEXT = "bốn con trâu về làng"


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(sqlite_url, tmp_path) as made:
        set_password(made.database, person_of(made, HEAD), password_hash=hash_of(PASSWORD), at=made.clock.now())
        yield made


@pytest.fixture
def browser(office: Office) -> Iterator[Browser]:
    with Browser(office) as made:
        yield made


def sign_in(browser: Browser, *, password: str = PASSWORD, onward: str = "/tai-khoan") -> None:
    browser.get(f"/dang-nhap?tiep={onward}")
    browser.submit("/dang-nhap", address=HEAD.upper(), password=password)


def wait(office: Office, minutes: int) -> None:
    assert isinstance(office.clock, SetClock)
    office.clock.set(office.clock.now() + timedelta(minutes=minutes))


def test_password_leads_to_the_page_that_was_wanted(browser: Browser) -> None:
    sign_in(browser)
    assert browser.last.url.endswith("/tai-khoan")


def test_wrong_password_and_unknown_address_are_told_alike(browser: Browser) -> None:
    sign_in(browser, password="sai rồi sai rồi")
    wrong = browser.last
    browser.get("/dang-nhap?tiep=/tai-khoan")
    unknown = browser.submit("/dang-nhap", address="ai.do@vinhbao.example", password="sai rồi sai rồi")
    said = [seen.tree.xpath("string(//*[@role='alert'])").strip() for seen in (wrong, unknown)]
    assert wrong.status == unknown.status == 401
    assert said[0] == said[1] != ""
    assert 'value="ai.do@vinhbao.example"' in unknown.text


def test_account_is_locked_after_five_wrong_passwords(office: Office, browser: Browser) -> None:
    for _ in range(5):
        sign_in(browser, password="sai rồi sai rồi")
    sign_in(browser)
    assert browser.last.status == 401
    wait(office, 16)
    sign_in(browser)
    assert browser.last.url.endswith("/tai-khoan")


def test_mail_brings_a_link_that_signs_in(office: Office, browser: Browser) -> None:
    browser.get("/dang-nhap")
    token = dict(browser.last.forms("/dang-nhap")[0].form_values())
    seen = browser.post("/dang-nhap/thu", data={**token, "address": HEAD})
    assert seen.heading == "Xem thư của bạn"
    browser.client.portal.call(browser.client.app.state.sign_in_mail.settle)
    (mail,) = (office.settings.data_dir / "mail").glob("*.eml")
    body = message_from_bytes(mail.read_bytes(), policy=default).get_body(("plain",))
    found = re.search(r"/vao/[\w-]+", body.get_content() if body else "")
    assert found is not None
    browser.get(found[0])
    assert browser.submit(found[0]).status in (200, 404)
    assert browser.get("/tai-khoan").status == 200


def test_asking_for_a_mail_does_not_tell_who_is_known(browser: Browser) -> None:
    browser.get("/dang-nhap")
    token = dict(browser.last.forms("/dang-nhap")[0].form_values())
    answers = [browser.post("/dang-nhap/thu", data={**token, "address": one}) for one in (HEAD, "ai@do.example")]
    said = [seen.words.replace(HEAD, "X").replace("ai@do.example", "X") for seen in answers]
    assert said[0] == said[1]
    browser.client.portal.call(browser.client.app.state.sign_in_mail.settle)


def test_codes_are_turned_on_and_asked_for_from_then_on(office: Office, browser: Browser) -> None:
    sign_in(browser)
    browser.submit("/tai-khoan/ma")
    found = re.search(r"[A-Z2-7]{32}", browser.last.words)
    assert found is not None
    secret = found[0]
    assert browser.submit("/tai-khoan/ma/xac-nhan", code="000000").status == 422
    browser.submit("/tai-khoan/ma/xac-nhan", code=code_at(secret, at=office.clock.now()))
    recovery = browser.last.tree.xpath("//code/text()")
    assert len(recovery) == 10
    browser.submit("/dang-xuat")
    sign_in(browser)
    assert browser.last.heading == "Mã xác thực"
    assert browser.get("/tai-khoan").heading == "Đăng nhập"
    sign_in(browser)
    action = browser.last.forms("/ma/")[0].get("action")
    used = browser.submit(action, code=code_at(secret, at=office.clock.now()))
    assert used.status == 401
    assert browser.submit(action, code=recovery[0]).heading == "Tài khoản"


def test_password_is_changed_only_by_who_knows_it(office: Office, browser: Browser) -> None:
    sign_in(browser)
    refused = browser.submit("/tai-khoan/mat-khau", old="không biết nữa", new=NEXT, again=NEXT)
    assert (refused.status, "hiện tại không đúng" in refused.words) == (422, True)
    browser.submit("/tai-khoan/mat-khau", old=PASSWORD, new=NEXT, again=NEXT)
    assert "Đã đổi mật khẩu" in browser.last.words
    with Browser(office) as other:
        sign_in(other, password=NEXT)
        assert other.last.heading == "Tài khoản"


def test_other_devices_are_signed_out(office: Office, browser: Browser) -> None:
    with Browser(office) as other:
        other.sign_in(HEAD)
        sign_in(browser)
        browser.submit("/tai-khoan/phien")
        assert other.get("/tai-khoan").heading == "Đăng nhập"
    assert browser.get("/tai-khoan").heading == "Tài khoản"


def test_key_is_shown_once(browser: Browser) -> None:
    sign_in(browser)
    made = browser.submit("/tai-khoan/khoa", name="Phần mềm kế toán", scope="read")
    key = made.tree.xpath("string(//input[@id='new-key']/@value)")
    assert key.startswith("dd_")
    assert key not in browser.get("/tai-khoan").text
    assert "Phần mềm kế toán" in browser.last.words
    browser.submit(browser.last.forms("/tai-khoan/khoa/")[0].get("action"))
    assert "Phần mềm kế toán" not in browser.last.words


def test_calendar_is_read_at_its_address_until_it_is_renewed(browser: Browser) -> None:
    sign_in(browser)
    address = browser.submit("/tai-khoan/lich").tree.xpath("string(//input[@id='feed']/@value)")
    path = "/" + address.split("/", 3)[3]
    calendar = Calendar.from_ical(browser.get(path).text)
    assert calendar.walk("VEVENT")
    browser.get("/tai-khoan")
    browser.submit("/tai-khoan/lich")
    assert browser.get(path).status == 404


@pytest.mark.parametrize(("claims", "ends"), [({}, "/tai-khoan"), ({"email_verified": False}, "chưa xác nhận")])
def test_provider_elsewhere_lets_in_whom_it_vouches_for(
    sqlite_url: str, tmp_path: Path, claims: dict[str, object], ends: str
) -> None:
    with (
        loopback_provider() as provider,
        issued_office(sqlite_url, tmp_path, oidc_issuer=provider.issuer, oidc_client_id=CLIENT) as office,
        Browser(office) as browser,
    ):
        provider.claims = {"email": HEAD, "email_verified": True, **claims}
        browser.get("/dang-nhap?tiep=/tai-khoan")
        (begin,) = browser.last.links(START)
        away = browser.client.get(begin, follow_redirects=False).headers["location"]
        seen = browser.get(f"{BACK}?{provider.consent(away)}")
        assert ends in seen.url + seen.words
        again = browser.get(f"{BACK}?{provider.consent(away)}")
        assert again.status == 401


def test_provider_is_not_there_where_none_is_set(browser: Browser) -> None:
    assert browser.get(START).status == 404
