"""Who may open what: every route as outsider, sibling, owner and superior. A route that stands in no list fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route

from config.bootstrap import Office
from tests.support.offices import issued_office
from tests.support.pages import Browser, obligation_of
from tests.support.stories import unit_id
from web.app import MODULES, page_routes
from web.guards import Access, Page, gathered

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
    "/tong-hop/{unit}/dien-bien": {"owner": 200},
    "/tong-hop/{unit}/bang.{kind}": {"owner": 200},
}
LISTS = ("/van-ban", "/tong-hop")


def test_every_route_is_declared_with_who_may_open_it(office: Office) -> None:
    declared = {(page.path, page.method) for page in PAGES}
    assert len(declared) == len(PAGES)
    for route in page_routes(office):
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
    return directive_path(office, page.path.replace("{id}", str(one)).replace("{token}", "x"))
