"""Who may do what through the API: every operation as outsider, sibling, owner, issuer and superior. An operation that
stands in no list fails."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from config.bootstrap import Office, examples_folder
from engine.access import Scope
from engine.service.accounts import grant
from engine.service.digest import compose
from tests.support.offices import DIGESTS, MORNING_AT, issued_office
from tests.support.pages import obligation_of, person_of
from tests.support.programs import Program
from web.api.operations import Operation, gathered
from web.api.server import MODULES, create_api

SIBLING = "ht.mntrunglap@vinhbao.example"
OWNER = "ht.mnvinhquang@vinhbao.example"
ISSUER = "cvmn.pgddt@vinhbao.example"
SUPERIOR = "pct.ubndh@vinhbao.example"
OUTSIDER = "gd.sgddt@vinhbao.example"
CAST = (OUTSIDER, SIBLING, SUPERIOR, ISSUER, OWNER)
SCHOOL = "MN_VINHQUANG"

Expected = tuple[int, int, int, int, int]
EVERYBODY: Expected = (200, 200, 200, 200, 200)
THOSE_WHO_SEE: Expected = (404, 404, 200, 200, 200)
# What outsider, sibling, superior, issuer and owner meet, in this order: those who are refused come first.
EXPECTED: Mapping[str, Expected] = {
    "GET /me": EVERYBODY,
    "GET /obligations": EVERYBODY,
    "GET /obligations/{id}": THOSE_WHO_SEE,
    "GET /obligations/{id}/why": THOSE_WHO_SEE,
    "GET /obligations/{id}/history": THOSE_WHO_SEE,
    "POST /obligations/{id}/acknowledge": (404, 404, 403, 403, 200),
    "POST /obligations/{id}/start": (404, 404, 403, 403, 200),
    "POST /obligations/{id}/reports": (404, 404, 403, 403, 201),
    "POST /obligations/{id}/extensions": (404, 404, 403, 403, 201),
    "GET /reports": EVERYBODY,
    "GET /extensions": EVERYBODY,
    "POST /obligations/{id}/accept": (404, 404, 403, 200, 403),
    "POST /obligations/{id}/return": (404, 404, 403, 200, 403),
    "POST /obligations/{id}/cancel": (404, 404, 403, 200, 403),
    "POST /extensions/{id}/grant": (404, 404, 403, 200, 403),
    "POST /extensions/{id}/refuse": (404, 404, 403, 200, 403),
    "POST /files": (201, 201, 201, 201, 201),
    "GET /directives": EVERYBODY,
    "GET /directives/{id}": (404, 200, 200, 200, 200),
    "GET /directives/{id}/units": (404, 404, 200, 200, 200),
    "GET /directives/{id}/roll-up": (404, 404, 200, 200, 200),
    # It is issued already, which only those learn who may issue for its unit.
    "POST /directives": (403, 403, 403, 422, 403),
    "POST /drafts": (403, 403, 403, 403, 201),
    "GET /units/{id}/overview": THOSE_WHO_SEE,
    "GET /units/{id}/trend": THOSE_WHO_SEE,
    "GET /messages": EVERYBODY,
    "GET /calendar/days": EVERYBODY,
    "GET /subscriptions": EVERYBODY,
    "POST /subscriptions": (404, 404, 201, 201, 201),
    "GET /subscriptions/{id}": (404, 404, 404, 404, 200),
    "PATCH /subscriptions/{id}": (404, 404, 404, 404, 200),
    "DELETE /subscriptions/{id}": (404, 404, 404, 404, 204),
}
BODIES: Mapping[str, Any] = {
    "POST /obligations/{id}/reports": {"text": "Đã làm."},
    "POST /obligations/{id}/extensions": {"until": "2023-11-30", "reason": "bão"},
    "POST /obligations/{id}/return": {"reason": "thiếu"},
    "POST /obligations/{id}/cancel": {"reason": "không còn cần"},
    "POST /extensions/{id}/refuse": {"reason": "gấp"},
    "PATCH /subscriptions/{id}": {"kinds": ["obligation.accepted"]},
}
RAW: Mapping[str, tuple[str, bytes]] = {
    "POST /files": ("application/octet-stream", b"%PDF-1.7 x"),
    "POST /drafts": ("application/octet-stream", "Kính gửi: các trường".encode()),
}
QUERIES: Mapping[str, str] = {
    "POST /files": "?name=a.pdf",
    "GET /calendar/days": "?from=2023-10-01&to=2023-10-31",
    "GET /directives/{id}/units": "?unit={unit}",
    "GET /directives/{id}/roll-up": "?unit={unit}",
    "POST /drafts": "?unit={unit}&name=van_ban.txt",
}
OPERATIONS = gathered(MODULES)
SUBSCRIPTION = {"url": "https://kho.example.gov.vn/x", "kinds": ["obligation.reported"]}


def name_of(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(sqlite_url, tmp_path) as made:
        yield made


def test_every_route_of_the_api_is_declared_and_expected(office: Office) -> None:
    routes = [route for route in create_api(office).routes if isinstance(route, APIRoute)]
    served = {f"{method} {route.path}" for route in routes for method in route.methods}
    assert served == {name_of(operation) for operation in OPERATIONS} == set(EXPECTED)


def prepared(office: Office, program: Program, name: str) -> str:
    """The address of an operation with something real in it, in a state in which it may be done."""
    one = obligation_of(office, task="T03", unit=SCHOOL)
    unit = program.as_(OWNER).get("/me").json()["posts"][0]["unit_id"]
    number = one
    if name.endswith(("/accept", "/return")):
        assert program.post(f"/obligations/{one}/reports", {"text": "Đã làm."}).status_code == 201
    if "/extensions/{id}" in name:
        asked = program.post(f"/obligations/{one}/extensions", BODIES["POST /obligations/{id}/extensions"])
        number = asked.json()["extension_id"]
    if "/subscriptions/{id}" in name:
        number = program.post("/subscriptions", {"unit": unit, **SUBSCRIPTION}).json()["id"]
    if "/units/{id}" in name:
        number = unit
    if "/directives/{id}" in name:
        number = 1
    path = name.partition(" ")[2].replace("{id}", str(number))
    return path + QUERIES.get(name, "").replace("{unit}", str(unit))


def sent(program: Program, name: str, *, path: str) -> int:
    """What somebody meets there."""
    method = name.partition(" ")[0]
    if name == "POST /directives":
        plan = (examples_folder() / "vinh_bao" / "plan.yaml").read_bytes()
        answer = program.ask(method, path, content=plan, headers={"Content-Type": "application/yaml"})
    elif name in RAW:
        kind, content = RAW[name]
        answer = program.ask(method, path, content=content, headers={"Content-Type": kind})
    elif name == "POST /subscriptions":
        unit = program.unit
        answer = program.ask(method, path, json={"unit": unit, **SUBSCRIPTION})
    else:
        answer = program.ask(method, path, **({"json": BODIES[name]} if name in BODIES else {}))
    return int(answer.status_code)


@pytest.mark.parametrize("name", EXPECTED)
def test_operation_is_for_those_whom_the_policy_lets(office: Office, name: str) -> None:
    program = Program(office, OWNER)
    path = prepared(office, program, name)
    program.unit = program.get("/me").json()["posts"][0]["unit_id"]
    met = {who: sent(program.as_(who), name, path=path) for who in CAST}
    assert met == dict(zip(CAST, EXPECTED[name], strict=True))


@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_operation_needs_its_scope_and_a_key(office: Office, operation: Operation) -> None:
    grant(office.database, person_of(office, OWNER))
    others = set(Scope) - {operation.scope}
    program = Program(office, OWNER, scopes=others)
    path = operation.path.replace("{id}", "1")
    refused = program.ask(operation.method, path)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    program.token = "dd_x"
    refused = program.ask(operation.method, path)
    assert (refused.status_code, refused.json()["code"]) == (401, "token_invalid")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_messages_are_for_their_readers_and_whoever_keeps_the_record(office: Office) -> None:
    domain = office.settings.message_domain
    compose(office.database, at=MORNING_AT, policies=office.policies, mail_domain=domain)
    grant(office.database, person_of(office, OWNER))
    program = Program(office, OWNER)
    mine = program.get("/messages").json()["items"]
    assert {"Trường Mầm non Vinh Quang"} == {one["unit_name"] for message in mine for one in message["subjects"]}
    assert program.as_(OUTSIDER).get("/messages").json()["items"] == []
    whole = program.as_(OWNER, scopes=[Scope.READ, Scope.ADMINISTER]).get("/messages").json()["items"]
    assert len(whole) == DIGESTS > len(mine) > 0


def test_session_of_the_page_opens_no_door(office: Office) -> None:
    program = Program(office, OWNER)
    program.client.cookies.set("dondoc_session", program.token)
    answer = program.client.get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "token_missing")
