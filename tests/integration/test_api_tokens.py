"""Keys of programs: what they may do, how long, and that only their hash is kept."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from engine.access import Scope
from engine.errors import KeyRefused, NotFound
from engine.service.accounts import grant, revoke
from engine.service.api_tokens import make_token, revoke_token, tokens_of, viewer_by_token
from tests.support.cast import Office
from tests.support.people import AT, CLERK_OF_SCHOOL, OFFICER, person_id

MONTH = timedelta(days=30)


def make(office: Office, **said: Any) -> str:
    values = {"name": "kho dữ liệu", "scopes": {Scope.READ, Scope.REPORT}, "expires_at": AT + MONTH, "at": AT, **said}
    person = values.pop("person", None) or person_id(office.database)
    return make_token(office.database, person, **values)


def test_key_acts_for_its_person_within_its_scopes(office: Office) -> None:
    found = viewer_by_token(office.database, make(office), at=AT)
    assert found is not None
    viewer, scopes = found
    assert (viewer.name, viewer.unit_ids, viewer.is_administrator) == ("Hiệu trưởng Sen", {4}, False)
    assert scopes == {Scope.READ, Scope.REPORT}


def test_key_administers_only_within_its_scopes(office: Office) -> None:
    person = person_id(office.database)
    grant(office.database, person)
    reader, keeper = make(office), make(office, scopes={Scope.ADMINISTER})

    def is_administrator(token: str) -> bool:
        found = viewer_by_token(office.database, token, at=AT)
        assert found is not None
        return found[0].is_administrator

    assert (is_administrator(reader), is_administrator(keeper)) == (False, True)
    grant(office.database, person_id(office.database, OFFICER))
    revoke(office.database, person)
    assert not is_administrator(keeper)


@pytest.mark.parametrize("at", [AT + MONTH, AT + 2 * MONTH])
def test_key_ends_by_itself(office: Office, at: datetime) -> None:
    assert viewer_by_token(office.database, make(office), at=at) is None


def test_key_ends_when_its_owner_says_so(office: Office) -> None:
    token, person = make(office), person_id(office.database)
    (key,) = tokens_of(office.database, person)
    with pytest.raises(NotFound):
        revoke_token(office.database, person_id(office.database, CLERK_OF_SCHOOL), token_id=key.id, at=AT)
    revoke_token(office.database, person, token_id=key.id, at=AT)
    assert viewer_by_token(office.database, token, at=AT) is None
    assert tokens_of(office.database, person) == []
    with pytest.raises(NotFound):
        revoke_token(office.database, person, token_id=key.id, at=AT)


def test_key_of_somebody_without_a_post_is_worth_nothing(office: Office) -> None:
    token = make(office)
    office.run("DELETE FROM post WHERE person_id = :person", person=person_id(office.database))
    assert viewer_by_token(office.database, token, at=AT) is None


@pytest.mark.parametrize("token", ["", "dd_", "dd_x", "x"])
def test_unknown_key_is_nobody(office: Office, token: str) -> None:
    assert viewer_by_token(office.database, token, at=AT) is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"scopes": set()}, "scopes"),
        ({"scopes": {Scope.ADMINISTER}}, "scopes"),
        ({"expires_at": AT}, "expiry"),
        ({"expires_at": AT + timedelta(days=366)}, "expiry"),
    ],
)
def test_key_that_may_not_be_is_refused(office: Office, said: dict[str, Any], why: str) -> None:
    before = office.dump()
    with pytest.raises(KeyRefused) as refused:
        make(office, **said)
    assert refused.value.values == {"why": why}
    assert office.dump() == before


def test_use_is_noted_every_ten_minutes(office: Office) -> None:
    token, person = make(office), person_id(office.database)

    def noted(minutes: int) -> object:
        viewer_by_token(office.database, token, at=AT + timedelta(minutes=minutes))
        return tokens_of(office.database, person)[0].used_at

    assert noted(1) == AT + timedelta(minutes=1)
    assert noted(10) == AT + timedelta(minutes=1)
    assert noted(11) == AT + timedelta(minutes=11)


def test_key_is_kept_nowhere_in_clear(office: Office) -> None:
    token = make(office)
    viewer_by_token(office.database, token, at=AT)
    assert token.startswith("dd_")
    assert token not in repr(office.dump())
    assert token.removeprefix("dd_") not in repr(office.dump())
