"""The API against its own description: generated requests, right and wrong ones, get no 5xx and only documented
answers."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.applications import Starlette

from config.bootstrap import Office
from engine.access import Scope
from engine.service.accounts import grant
from tests.support.offices import issued_office
from tests.support.pages import person_of
from tests.support.programs import token_of
from web.api.limits import Rate
from web.api.operations import gathered
from web.api.server import MODULES, PREFIX, create_api, description, mounted

OWNER = "ht.mnvinhquang@vinhbao.example"
EXAMPLES = 12
ENDLESS = Rate(burst=1e9, per_second=1e9)
NAMES = [f"{operation.method} {operation.path}" for operation in gathered(MODULES)]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("schema")
    with issued_office(f"sqlite:///{folder / 'office.db'}", folder) as made:
        yield made


@pytest.fixture(scope="module")
def schema(office: Office) -> Any:
    app = Starlette(routes=[mounted(office, rate=ENDLESS, strangers=ENDLESS)])
    return schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", app)


@pytest.fixture(scope="module")
def token(office: Office) -> str:
    grant(office.database, person_of(office, OWNER))
    return token_of(office, OWNER, scopes=list(Scope))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", NAMES)
def test_operation_answers_as_documented(schema: Any, token: str, name: str, mode: GenerationMode) -> None:
    method, _, path = name.partition(" ")
    operation = schema[path][method]

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if mode is GenerationMode.POSITIVE and "id" in (case.path_parameters or {}) and data.draw(st.booleans()):
            case.path_parameters["id"] = data.draw(st.integers(1, 12))
        # What a schema lets through may still be wrong in this office (a unit, a figure, a day): that is 422.
        headers = {"Authorization": f"Bearer {token}"}
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check()


def test_description_is_whole(office: Office) -> None:
    made = description(create_api(office))
    assert made["openapi"].startswith("3.1")
    assert {f"{method.upper()} {path}" for path, item in made["paths"].items() for method in item} == set(NAMES)
    for item in made["paths"].values():
        for method, operation in item.items():
            assert operation["summary"]
            assert operation["description"]
            assert list(operation["security"][0]) == ["bearer"]
            refused = {status for status, one in operation["responses"].items() if int(status) >= 400}
            assert {"401", "403", "422", "429", "503"} <= refused
            assert all(list(operation["responses"][status]["content"]) == [PROBLEM] for status in refused)
            named = {one["name"] for one in operation.get("parameters", ())}
            assert ("Idempotency-Key" in named) == (method == "post")


PROBLEM = "application/problem+json"
