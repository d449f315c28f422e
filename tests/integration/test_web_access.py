"""Who may open what: every route as outsider, sibling, owner and superior. A route that stands in no list fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route

from config.bootstrap import Office
from tests.support.offices import issued_office
from tests.support.pages import Browser, obligation_of
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


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(sqlite_url, tmp_path) as made:
        yield made


PAGES = gathered(MODULES)


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


def filled(office: Office, page: Page) -> str:
    """An address with something real in it."""
    one = obligation_of(office, task="T03", unit=SCHOOL)
    return page.path.replace("{id}", str(one)).replace("{token}", "x")
