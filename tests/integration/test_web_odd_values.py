"""Values that nobody types: no page and no operation breaks on them, on either database."""

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from config.bootstrap import Office
from engine.service.accounts import grant
from tests.support.offices import issued_office
from tests.support.pages import Browser, obligation_of, person_of
from tests.support.postgres import Server
from tests.support.web import ISSUER, OWNER, SCHOOL, counted
from web.app import create_app
from web.bodies import MOST_WITHOUT_FILES
from web.guards import Access, Pages

TOO_LARGE = str(2**31)
ENDLESS = "9" * 5_000


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all: what is refused here changes nothing."""
    folder: Path = tmp_path_factory.mktemp("odd")
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'office.db'}"
        if request.param == "postgresql":
            server: Server = request.getfixturevalue("postgres")
            url = stack.enter_context(server.database())
        made = stack.enter_context(issued_office(url, folder))
        grant(made.database, person_of(made, ISSUER))
        yield made


@pytest.fixture
def browser(office: Office) -> Iterator[Browser]:
    with Browser(office) as made:
        yield made


def cursor(*key: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def token_on(browser: Browser, path: str = "/viec") -> str:
    return str(dict(browser.get(path).forms("/ngon-ngu")[0].form_values())["form_token"])


@pytest.mark.parametrize("number", [TOO_LARGE, "9" * 15, "9" * 40, "²", "-1", "%00"])
def test_number_that_nothing_has_leads_nowhere(browser: Browser, number: str) -> None:
    browser.sign_in(ISSUER)
    heads = ("/viec/", "/van-ban/", "/tong-hop/", "/giao-viec/", "/nhac-viec/", "/cai-dat/nguoi/", "/cai-dat/don-vi/")
    assert {head: browser.get(head + number).status for head in heads} == dict.fromkeys(heads, 404)
    data = {"form_token": token_on(browser)}
    for path in (f"/tai-khoan/khoa/{number}/bo", f"/cai-dat/tai-khoan/{number}/quan-tri"):
        assert browser.post(path, data=data).status == 404


@pytest.mark.parametrize("asked", ["/van-ban?q=", "/cai-dat/don-vi?q=", "/cai-dat/tai-khoan?q=", "/viec?nhom="])
def test_nul_in_a_query_leads_nowhere(browser: Browser, asked: str) -> None:
    assert browser.sign_in(ISSUER).get(f"{asked}a%00b").status == 404


def test_nul_in_a_form_is_refused_and_nothing_is_done(browser: Browser) -> None:
    browser.sign_in(ISSUER)
    data = {"form_token": token_on(browser), "scope": "read", "name": "a\0b"}
    assert browser.post("/tai-khoan/khoa", data=data).status == 400
    assert "a\0b" not in browser.get("/tai-khoan").text


@pytest.mark.parametrize("charset", ["unicode_escape", "punycode", "undefined", "idna", "utf-8\0", "no-such"])
def test_form_in_a_strange_character_set_is_refused_or_read(office: Office, browser: Browser, charset: str) -> None:
    browser.sign_in(OWNER)
    one, token = obligation_of(office, task="T03", unit=SCHOOL), token_on(browser)
    fields = {"form_token": token, "ly_do": "a\\ud800b", "den_ngay": "32/12/2023"}
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    body = ("\r\n".join(parts) + "\r\n--x--\r\n").encode()
    headers = {"Content-Type": f"multipart/form-data; boundary=x; charset={charset}"}
    assert browser.client.post(f"/viec/{one}/gia-han", content=body, headers=headers).status_code in (400, 422)


INSTANTS = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2023-10-10T00:00:00+00:00")
CURSORS = (
    ("/viec?nhom=dang-lam&tu=", [(2**62, at, 2**62) for at in INSTANTS]),
    ("/cho-xac-nhan?bao-cao=", [(at, 2**62) for at in INSTANTS]),
    ("/cho-xac-nhan?gia-han=", [(at, 2**62) for at in INSTANTS]),
    ("/van-ban?sau=", [(at, 2**62) for at in INSTANTS]),
    ("/van-ban/1/don-vi?sau=", [(2**62,)]),
    ("/van-ban/1/don-vi/2?viec=", [(2**62, 2**62, 2**62)]),
    ("/nhac-viec?sau=", [(2**62,)]),
    ("/cai-dat/don-vi?sau=", [(2**62,)]),
)


@pytest.mark.parametrize(("path", "keys"), CURSORS, ids=lambda value: value if isinstance(value, str) else "")
def test_cursor_that_no_page_made_does_no_harm(browser: Browser, path: str, keys: list[tuple[Any, ...]]) -> None:
    browser.sign_in(ISSUER)
    assert {browser.get(path + cursor(*key)).status for key in keys} <= {200, 404}


@pytest.mark.parametrize("number", [ENDLESS, TOO_LARGE, "9" * 19, "²", "-1"])
def test_request_for_more_time_is_named_by_a_number(office: Office, browser: Browser, number: str) -> None:
    one = obligation_of(office, task="T03", unit=SCHOOL)
    data = {"form_token": token_on(browser.sign_in(ISSUER)), "lam": "khong", "ly_do": "không", "de_nghi": number}
    assert browser.post(f"/viec/{one}/gia-han/tra-loi", data=data).status == 404


@pytest.mark.parametrize("said", [b'["done", "\\ud800"]', b"[" * 30_000, b'{"a": 1}', b"\xff", b"1"])
def test_sentence_that_nobody_left_is_not_said(browser: Browser, said: bytes) -> None:
    browser.sign_in(OWNER)
    browser.client.cookies.set("dondoc_said", base64.urlsafe_b64encode(said).decode())
    assert browser.get("/viec").status == 200


def test_answers_to_several_reports_count_each_once(office: Office, browser: Browser) -> None:
    one = obligation_of(office, task="T03", unit=SCHOOL)
    browser.sign_in(ISSUER)
    data = {"form_token": token_on(browser), "lam": "xac-nhan", "chon": [f"{one}-1"] * 400}
    with counted(office) as statements:
        browser.post("/cho-xac-nhan/bao-cao", data=data)
    assert 0 < statements.count < 200


@pytest.mark.parametrize("is_declared", [True, False])
def test_form_without_files_is_short(office: Office, browser: Browser, is_declared: bool) -> None:
    path = f"/viec/{obligation_of(office, task='T03', unit=SCHOOL)}/bao-cao"
    browser.sign_in(OWNER)
    body = b"&" * (MOST_WITHOUT_FILES + 1)
    content = body if is_declared else iter([body])
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert browser.client.post(path, content=content, headers=headers).status_code == 413


def test_bug_is_a_page_that_says_so_and_tells_nothing(office: Office) -> None:
    pages = Pages()

    @pages.get("/hong", access=Access.PUBLIC)
    async def breaks(_desk: Any) -> Any:
        raise ZeroDivisionError("bí mật")

    with TestClient(create_app(office, extra_pages=[pages]), raise_server_exceptions=False) as client:
        answer = client.get("/hong")
    assert (answer.status_code, "Có lỗi của chương trình" in answer.text) == (500, True)
    assert "bí mật" not in answer.text
    assert answer.headers["content-security-policy"]
