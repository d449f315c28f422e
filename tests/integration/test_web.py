"""The shell of the pages: coming in, what every answer carries, forms that are stale, foreign or too large."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.bootstrap import Office
from engine.service.sessions import make_link
from tests.support.offices import issued_office
from tests.support.pages import Browser, obligation_of, person_of

HEAD = "ht.mnvinhquang@vinhbao.example"
SCHOOL = "MN_VINHQUANG"


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
def browser(office: Office) -> Iterator[Browser]:
    with Browser(office) as made:
        yield made


def link_for(office: Office, address: str, **said: str) -> str:
    person = person_of(office, address)
    lifetime = timedelta(minutes=15)
    return make_link(office.database, person, purpose="sign_in", lifetime=lifetime, at=office.clock.now(), **said)


def test_link_signs_in_once_and_only_by_the_button(office: Office, browser: Browser) -> None:
    token = link_for(office, HEAD)
    for _ in range(3):
        assert browser.get(f"/vao/{token}").status == 200
    assert browser.get("/viec/1").url.endswith("/dang-nhap?tiep=%2Fviec%2F1")
    browser.get(f"/vao/{token}")
    browser.submit(f"/vao/{token}")
    assert browser.get(f"/viec/{obligation_of(office, task='T03', unit=SCHOOL)}").status == 200
    again = browser.get(f"/vao/{token}")
    assert (again.status, "chỉ dùng được một lần" in again.words) == (410, True)


def test_link_of_another_purpose_signs_nobody_in(office: Office, browser: Browser) -> None:
    person = person_of(office, HEAD)
    token = make_link(office.database, person, purpose="acknowledge", lifetime=timedelta(days=1), at=office.clock.now())
    assert browser.get(f"/vao/{token}").status == 410


def test_signing_out_ends_the_session(office: Office, browser: Browser) -> None:
    browser.sign_in(HEAD)
    one = f"/viec/{obligation_of(office, task='T03', unit=SCHOOL)}"
    kept = dict(browser.client.cookies)
    browser.get(one)
    browser.submit("/dang-xuat")
    browser.client.cookies.update(kept)
    assert "/dang-nhap" in browser.get(one).url


def test_answers_let_browsers_run_nothing_of_others(browser: Browser) -> None:
    seen = browser.get("/dang-nhap")
    assert "default-src 'none'" in seen.headers["content-security-policy"]
    assert "unsafe" not in seen.headers["content-security-policy"]
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert not seen.tree.xpath("//style | //script[not(@src)] | //*[@style] | //*[@onclick]")


def test_form_without_its_token_is_shown_again_with_what_was_typed(office: Office, browser: Browser) -> None:
    one = obligation_of(office, task="T03", unit=SCHOOL)
    browser.sign_in(HEAD)
    browser.get(f"/viec/{one}")
    refused = browser.post(f"/viec/{one}/da-nhan", data={"text": "Đã họp phụ huynh", "form_token": "x"})
    assert refused.status == 403
    assert "Đã họp phụ huynh" in refused.text
    done = browser.submit(f"/viec/{one}/da-nhan")
    assert (done.status, "đơn vị đã nhận việc" in done.words) == (200, True)


def test_form_of_a_lost_session_waits_for_signing_in_again(office: Office, browser: Browser) -> None:
    one = obligation_of(office, task="T03", unit=SCHOOL)
    browser.sign_in(HEAD)
    browser.get(f"/viec/{one}")
    del browser.client.cookies["dondoc_session"]
    waiting = browser.submit(f"/viec/{one}/da-nhan", text="Đã họp phụ huynh & ghi biên bản")
    assert (waiting.status, "Đã họp phụ huynh & ghi biên bản" in waiting.words + waiting.text) == (401, True) or (
        "Đã họp phụ huynh &amp; ghi biên bản" in waiting.text
    )
    browser.sign_in(HEAD)
    assert "đơn vị đã nhận việc" in browser.submit(f"/viec/{one}/da-nhan").words


@pytest.mark.parametrize("said", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
def test_form_from_another_site_is_refused(office: Office, browser: Browser, said: dict[str, str]) -> None:
    one = obligation_of(office, task="T03", unit=SCHOOL)
    browser.sign_in(HEAD)
    browser.get(f"/viec/{one}")
    data = dict(browser.last.forms(f"/viec/{one}")[0].form_values())
    assert browser.post(f"/viec/{one}/da-nhan", data=data, **said).status == 403
    assert "đơn vị đã nhận việc" not in browser.get(f"/viec/{one}").words


def test_form_that_is_too_large_is_refused_unread(office: Office, browser: Browser) -> None:
    browser.sign_in(HEAD)
    refused = browser.post("/ngon-ngu", data={"language": "x" * 1_100_000})
    assert (refused.status, "vượt quá 1 MB" in refused.words) == (413, True)


def test_language_is_changed_and_remembered(browser: Browser) -> None:
    browser.get("/dang-nhap")
    assert browser.submit("/ngon-ngu", button="language=en").heading == "Sign in"
    assert browser.get("/dang-nhap").heading == "Sign in"


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", "viec"])
def test_nobody_is_sent_to_a_stranger(browser: Browser, path: str) -> None:
    browser.get("/dang-nhap")
    assert browser.submit("/ngon-ngu", button="language=en", tiep=path).url.startswith("http://127.0.0.1:8080/")


def test_unknown_address_says_so(browser: Browser) -> None:
    seen = browser.get("/khong-co")
    assert (seen.status, seen.heading) == (404, "Không có ở đây")


def test_files_are_kept_by_browsers_for_a_year(browser: Browser) -> None:
    sheet = browser.get("/dang-nhap").tree.xpath("//link[@rel='stylesheet']/@href")[0]
    assert "immutable" in browser.get(sheet).headers["cache-control"]
    assert browser.get("/static/app.css").status == 404


def test_session_without_the_cookie_of_forms_can_still_send_them(office: Office, browser: Browser) -> None:
    one = obligation_of(office, task="T03", unit=SCHOOL)
    browser.sign_in(HEAD)
    seen = browser.get(f"/viec/{one}")
    assert "set-cookie" not in seen.headers
    assert "đơn vị đã nhận việc" in browser.submit(f"/viec/{one}/da-nhan").words


def test_password_of_a_stale_form_stands_in_no_page(browser: Browser) -> None:
    typed = {"address": HEAD, "password": "mot mat khau rat dai", "form_token": "cu"}
    seen = browser.post("/dang-nhap", data=typed)
    assert (seen.status, HEAD in seen.text, typed["password"] in seen.text) == (403, True, False)
