"""Signing in elsewhere, over real HTTP: who is let in, and every way in which an answer can be wrong."""

import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from config.bootstrap import Office
from config.settings import Settings
from engine.clock import SetClock
from engine.errors import SettingBroken, SignInRefused
from tests.support.builders import create_policies
from tests.support.cast import Office as Cast
from tests.support.oidc import CLIENT, Provider, loopback_provider
from tests.support.people import AT, CLERK_OF_SCHOOL, NOBODY, PRINCIPAL, person_id
from web.oidc import BACK, COOKIE, Arrival, Elsewhere

VERIFIED = {"email": PRINCIPAL.upper(), "email_verified": True}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with loopback_provider() as found:
        yield found


@pytest.fixture
def desk(office: Cast, provider: Provider, tmp_path: Path) -> Iterator[Office]:
    found = office_with(office, tmp_path, oidc_issuer=provider.issuer)
    yield found
    found.database.dispose()


def office_with(cast: Cast, folder: Path, **settings: Any) -> Office:
    url = cast.database.url.render_as_string(hide_password=False)
    said = {"base_url": "https://don-doc.example", "oidc_client_id": CLIENT, **settings}
    return Office(Settings(_env_file=None, data_dir=folder, database_url=url, **said), create_policies(), SetClock(AT))


def request(query: str = "", *, cookie: str = "") -> Request:
    headers = [(b"host", b"don-doc.example"), (b"cookie", f"{COOKIE}={cookie}".encode())]
    scope = {"type": "http", "method": "GET", "path": BACK, "query_string": query.encode(), "headers": headers}
    return Request({**scope, "scheme": "https", "server": ("don-doc.example", 443)})


async def depart(elsewhere: Elsewhere, onward: str = "/viec/7") -> tuple[str, str]:
    """The address at the provider, and the cookie that was set."""
    response = await elsewhere.begin(request(), onward=onward, at=AT)
    cookie = SimpleCookie(response.headers["set-cookie"])[COOKIE]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "lax")
    return response.headers["location"], cookie.value


async def journey(desk: Office, provider: Provider, **claims: Any) -> Arrival:
    provider.claims = claims
    elsewhere = Elsewhere(desk)
    address, cookie = await depart(elsewhere)
    return await elsewhere.arrive(request(provider.consent(address), cookie=cookie), at=AT)


async def refused(desk: Office, provider: Provider, **claims: Any) -> str:
    with pytest.raises(SignInRefused) as error:
        await journey(desk, provider, **claims)
    return str(error.value.values["why"])


async def test_verified_address_of_a_contact_is_let_in_and_linked(
    desk: Office, provider: Provider, office: Cast
) -> None:
    principal = person_id(desk.database)
    assert await journey(desk, provider, **VERIFIED) == Arrival(principal, "/viec/7")
    (linked,) = office.rows("outside_identity")
    assert (linked["issuer"], linked["subject"], linked["person_id"]) == (provider.issuer, "42", principal)


async def test_linked_person_stays_the_same_whatever_the_address(desk: Office, provider: Provider) -> None:
    principal = person_id(desk.database)
    await journey(desk, provider, **VERIFIED)
    for claims in ({}, {"email": CLERK_OF_SCHOOL, "email_verified": True}, {"email": NOBODY, "email_verified": False}):
        assert (await journey(desk, provider, **claims)).person_id == principal


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"email": PRINCIPAL, "email_verified": False}, "address_unverified"),
        ({"email": PRINCIPAL}, "address_unverified"),
        ({}, "address_unverified"),
        ({"email": NOBODY, "email_verified": True}, "address_unknown"),
        ({"email": "", "email_verified": True}, "address_unknown"),
        ({**VERIFIED, "nonce": "another"}, "answer_invalid"),
        ({**VERIFIED, "nonce": None}, "answer_invalid"),
        ({**VERIFIED, "iss": "https://evil.example"}, "answer_invalid"),
        ({**VERIFIED, "aud": "another"}, "answer_invalid"),
        ({**VERIFIED, "aud": "another", "azp": CLIENT}, "answer_invalid"),
        ({**VERIFIED, "exp": int(time.time()) - 600}, "answer_invalid"),
        ({**VERIFIED, "exp": None}, "answer_invalid"),
        ({**VERIFIED, "sub": None}, "answer_invalid"),
    ],
)
async def test_identity_that_is_not_proven_is_refused(
    desk: Office, provider: Provider, office: Cast, claims: dict[str, Any], why: str
) -> None:
    assert await refused(desk, provider, **claims) == why
    assert office.rows("outside_identity") == []


async def test_address_may_be_told_beside_the_token(desk: Office, provider: Provider) -> None:
    provider.userinfo = {"sub": "42", **VERIFIED}
    assert (await journey(desk, provider)).person_id == person_id(desk.database)
    provider.userinfo = {"sub": "43", **VERIFIED}
    assert await refused(desk, provider, sub="44") == "answer_invalid"


async def test_token_that_somebody_else_signed_is_refused(desk: Office, provider: Provider) -> None:
    provider.is_forged = True
    assert await refused(desk, provider, **VERIFIED) == "answer_invalid"


async def test_token_without_a_signature_is_refused_even_where_the_provider_offers_that(
    desk: Office, provider: Provider
) -> None:
    provider.is_unsigned = True
    provider.described = {"id_token_signing_alg_values_supported": ["none", "HS256", "RS256"]}
    assert await refused(desk, provider, **VERIFIED) == "answer_invalid"


@pytest.mark.parametrize("described", [{"issuer": "https://evil.example"}, {"issuer": None}])
async def test_description_of_somebody_else_is_refused(
    desk: Office, provider: Provider, described: dict[str, Any]
) -> None:
    provider.described = described
    assert await refused(desk, provider, **VERIFIED) == "answer_invalid"


async def test_pkce_and_nonce_are_new_each_time_and_nothing_secret_is_in_the_address(
    desk: Office, provider: Provider
) -> None:
    seen = []
    for _ in range(2):
        await journey(desk, provider, **VERIFIED)
        seen.append((provider.asked["nonce"], provider.asked["state"], provider.asked["code_challenge"]))
    assert not set(seen[0]) & set(seen[1])
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["redirect_uri"] == f"https://don-doc.example{BACK}"
    assert provider.redeemed[-1]["code_verifier"] not in provider.asked.values()


async def test_answer_in_another_browser_or_too_late_is_refused(desk: Office, provider: Provider) -> None:
    provider.claims = VERIFIED
    elsewhere = Elsewhere(desk)
    address, cookie = await depart(elsewhere)
    query = provider.consent(address)
    _, of_another = await depart(elsewhere)
    tries = [
        (query, "", AT, "expired"),
        (query, "junk", AT, "expired"),
        (query, cookie, AT + timedelta(minutes=11), "expired"),
        (query, of_another, AT, "answer_invalid"),
        ("code=c0de", cookie, AT, "answer_invalid"),
        ("code=c0de&state=another", cookie, AT, "answer_invalid"),
        (query.replace("c0de", "wrong"), cookie, AT, "answer_invalid"),
        ("error=access_denied&state=x", cookie, AT, "provider_refused"),
    ]
    for asked, kept, at, why in tries:
        with pytest.raises(SignInRefused) as error:
            await elsewhere.arrive(request(asked, cookie=kept), at=at)
        assert error.value.values == {"why": why}, asked


async def test_onward_address_leads_nowhere_else(desk: Office, provider: Provider) -> None:
    provider.claims = VERIFIED
    elsewhere = Elsewhere(desk)
    address, cookie = await depart(elsewhere, onward="https://evil.example")
    arrival = await elsewhere.arrive(request(provider.consent(address), cookie=cookie), at=AT)
    assert arrival.onward == "/"


async def test_provider_that_does_not_answer_is_said(sqlite_cast: Cast, tmp_path: Path) -> None:
    with loopback_provider() as gone:
        issuer = gone.issuer
    desk = office_with(sqlite_cast, tmp_path, oidc_issuer=issuer)
    with pytest.raises(SignInRefused) as error:
        await Elsewhere(desk).begin(request(), onward="/", at=AT)
    assert error.value.values == {"why": "provider_silent"}


@pytest.mark.parametrize("issuer", ["http://id.example", "", "ftp://x", "id.example"])
def test_issuer_without_https_is_refused(sqlite_cast: Cast, tmp_path: Path, issuer: str) -> None:
    with pytest.raises(SettingBroken):
        Elsewhere(office_with(sqlite_cast, tmp_path, oidc_issuer=issuer))


def test_provider_is_called_by_its_name_or_its_host(sqlite_cast: Cast, tmp_path: Path) -> None:
    said = {"oidc_issuer": "https://id.example/realms/x"}
    assert Elsewhere(office_with(sqlite_cast, tmp_path, **said)).name == "id.example"
    assert Elsewhere(office_with(sqlite_cast, tmp_path, **said, oidc_name="Cổng tỉnh")).name == "Cổng tỉnh"


async def test_secrets_of_the_journey_are_in_no_log(
    desk: Office, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await journey(desk, provider, **VERIFIED)
    (redeemed,) = provider.redeemed
    assert redeemed["code_verifier"] not in caplog.text
    assert "c0de" not in caplog.text
