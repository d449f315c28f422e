"""Who may open what: every route as outsider, sibling, owner and superior. A route that stands in no list fails."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route

from config.bootstrap import Office
from engine.service.correspondence import list_messages
from engine.service.digest import compose
from tests.support.offices import MORNING_AT, issued_office
from tests.support.pages import Browser, obligation_of
from tests.support.stories import unit_id
from web.app import MODULES, page_routes
from web.guards import Access, Page, gathered
from web.page_memory import PageMemory

CAST = {
    "sibling": "ht.mntrunglap@vinhbao.example",
    "owner": "ht.mnvinhquang@vinhbao.example",
    "issuer": "cvmn.pgddt@vinhbao.example",
    "superior": "pct.ubndh@vinhbao.example",
    "outsider": "gd.sgddt@vinhbao.example",
}
SCHOOL = "MN_VINHQUANG"
# What each of them meets at an address with {id}: 200 or 404.
ABOUT_ONE = {"sibling": 404, "owner": 200, "issuer": 200, "superior": 200, "outsider": 404}
# And who may do what there: everybody else meets 404, as if nothing stood at the address.
ACTS = {
    "GET /viec/{id}/bao-cao": {"owner"},
    "POST /viec/{id}/bao-cao": {"owner"},
    "POST /viec/{id}/bao-cao/nhap": {"owner"},
    "POST /viec/{id}/bao-cao/bo-nhap": {"owner"},
    "POST /viec/{id}/da-nhan": {"owner"},
    "POST /viec/{id}/bat-dau": {"owner"},
    "POST /viec/{id}/gia-han": {"owner"},
    "POST /viec/{id}/xac-nhan": {"issuer"},
    "POST /viec/{id}/gia-han/tra-loi": {"issuer"},
}
SEEN_BY_ALL = {"GET /viec/{id}", "GET /tep/{obligation}/{sha256}"}


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(sqlite_url, tmp_path) as made:
        yield made


PAGES = gathered(MODULES)
# The directive is of the Phòng; {unit} is SCHOOL. What is not said is 200 for the issuer and above, else 404.
ABOUT_DIRECTIVE = {
    "/van-ban/{id}": {"sibling": 200, "owner": 200},
    "/van-ban/{id}/don-vi": {"sibling": 200, "owner": 200},
    "/van-ban/{id}/don-vi/{unit}": {"owner": 200},
    "/van-ban/{id}/don-vi/{unit}/danh-sach.xlsx": {"owner": 200},
    "/van-ban/{id}/bang.{kind}": {"sibling": 200, "owner": 200},
    "/van-ban/{id}/bang.{kind}?don-vi={unit}": {"owner": 200},
    "/van-ban/{id}/don-doc": {},
    "/van-ban/{id}/don-doc.{kind}": {},
    "/tong-hop/{unit}": {"owner": 200},
    "/tong-hop/{unit}/ban-do": {"owner": 200},
    "/tong-hop/{unit}/dien-bien": {"owner": 200},
    "/tong-hop/{unit}/bang.{kind}": {"owner": 200},
}
LISTS = ("/van-ban", "/tong-hop")


def test_every_route_is_declared_with_who_may_open_it(office: Office) -> None:
    declared = {(page.path, page.method) for page in PAGES}
    assert len(declared) == len(PAGES)
    for route in page_routes(office, memory=PageMemory(str)):
        assert isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}:
            assert (route.path, method) in declared


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.method} {page.path}")
def test_signed_out_people_get_no_further_than_the_sign_in_page(office: Office, page: Page) -> None:
    if page.access is Access.PUBLIC:
        return
    with Browser(office) as browser:
        path = filled(office, page)
        if page.method == "GET":
            assert "/dang-nhap?tiep=" in browser.get(path).url
        else:
            browser.get("/dang-nhap")
            data = dict(browser.last.forms("/ngon-ngu")[0].form_values())
            assert browser.post(path, data=data).status == 401


@pytest.mark.parametrize("who", CAST)
def test_obligation_is_for_its_unit_its_issuer_and_those_above(office: Office, who: str) -> None:
    with Browser(office) as browser:
        browser.sign_in(CAST[who])
        assert browser.get(f"/viec/{obligation_of(office, task='T03', unit=SCHOOL)}").status == ABOUT_ONE[who]


def test_every_address_about_one_obligation_stands_in_a_list() -> None:
    found = {f"{page.method} {page.path}" for page in PAGES if page.path.startswith(("/viec/{id}", "/tep/"))}
    assert found == SEEN_BY_ALL | set(ACTS)


@pytest.mark.parametrize("act", ACTS)
def test_what_one_may_not_do_to_an_obligation_is_not_there(office: Office, act: str) -> None:
    method, _, path = act.partition(" ")
    address = path.replace("{id}", str(obligation_of(office, task="T03", unit=SCHOOL)))
    with Browser(office) as browser:
        for who, mail in CAST.items():
            browser.sign_in(mail).get("/viec")
            data = {**dict(browser.last.forms("/ngon-ngu")[0].form_values()), "lam": "tra-lai"}
            seen = browser.get(address) if method == "GET" else browser.post(address, data=data)
            assert (seen.status == 404) is (who not in ACTS[act]), f"{who}: {seen.status}"


@pytest.mark.parametrize("who", CAST)
def test_file_of_a_report_is_for_those_who_see_the_obligation(office: Office, who: str) -> None:
    one = obligation_of(office, task="T03", unit=SCHOOL)
    with Browser(office) as browser:
        browser.sign_in(CAST["owner"]).get(f"/viec/{one}/bao-cao")
        seen = browser.submit(f"/viec/{one}/bao-cao", files={"tep": ("a.pdf", b"%PDF-1.7")})
        (path,) = seen.links("/tep/")
        assert browser.sign_in(CAST[who]).get(path).status == ABOUT_ONE[who]


@pytest.mark.parametrize("who", CAST)
def test_directive_and_figures_are_for_those_they_touch_and_those_above(office: Office, who: str) -> None:
    with Browser(office) as browser:
        browser.sign_in(CAST[who])
        for path, said in ABOUT_DIRECTIVE.items():
            wanted = said.get(who, 200 if who in ("issuer", "superior") else 404)
            assert (path, browser.get(directive_path(office, path)).status) == (path, wanted)


@pytest.mark.parametrize("who", CAST)
def test_lists_open_for_all_and_name_no_directive_of_others(office: Office, who: str) -> None:
    with Browser(office) as browser:
        browser.sign_in(CAST[who])
        assert [browser.get(path).status for path in LISTS] == [200, 200]
        assert bool(browser.get("/van-ban").links("/van-ban/1")) == (who != "outsider")


def test_every_address_about_a_directive_or_a_unit_stands_in_the_list() -> None:
    known = {path.partition("?")[0] for path in ABOUT_DIRECTIVE} | set(LISTS)
    found = {page.path for page in PAGES if page.path.startswith(("/van-ban", "/tong-hop"))}
    assert found == known


def directive_path(office: Office, path: str) -> str:
    """An address about the directive and the school."""
    return path.replace("{id}", "1").replace("{unit}", str(unit_id(office, SCHOOL))).replace("{kind}", "docx")


def filled(office: Office, page: Page) -> str:
    """An address with something real in it."""
    one = obligation_of(office, task="T03", unit=SCHOOL)
    path = page.path.replace("{id}", str(one)).replace("{obligation}", str(one))
    return directive_path(office, path.replace("{token}", "x").replace("{sha256}", "0" * 64))


SETTINGS = [page for page in PAGES if page.path.startswith("/cai-dat")]


def test_settings_are_for_administrators_only() -> None:
    assert SETTINGS
    assert {page.path for page in SETTINGS if page.access is not Access.ADMINISTRATOR} == set()


@pytest.mark.parametrize("who", CAST)
def test_settings_are_not_there_for_anybody_else(office: Office, who: str) -> None:
    with Browser(office) as browser:
        browser.sign_in(CAST[who]).get("/viec")
        token = dict(browser.last.forms("/ngon-ngu")[0].form_values())
        for page in SETTINGS:
            path = re.sub(r"\{\w+\}", "1", page.path)
            seen = browser.get(path) if page.method == "GET" else browser.post(path, data=token)
            assert (page.method, path, seen.status) == (page.method, path, 404)


@pytest.mark.parametrize("who", CAST)
def test_message_is_for_its_reader_and_those_who_see_what_it_is_about(office: Office, who: str) -> None:
    office.clock.set(MORNING_AT)  # type: ignore[attr-defined]
    domain = office.settings.message_domain
    compose(office.database, at=MORNING_AT, policies=office.policies, mail_domain=domain)
    one = list_messages(office.database, person="vt.mnvinhquang@vinhbao.example", limit=1)[0].id
    with Browser(office) as browser:
        browser.sign_in(CAST[who])
        found = browser.get("/nhac-viec")
        assert found.status == 200
        assert bool(found.links(f"/nhac-viec/{one}")) == (ABOUT_ONE[who] == 200)
        token = dict(found.forms("/ngon-ngu")[0].form_values())
        assert browser.get(f"/nhac-viec/{one}").status == ABOUT_ONE[who]
        assert browser.post(f"/nhac-viec/{one}/gui-lai", data=token).status == 404
