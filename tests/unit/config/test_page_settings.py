"""Settings of the page: its address, the proxies in front, signing in elsewhere."""

from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings, secret_of


def settings(**values: Any) -> Settings:
    """Settings of their own, whatever the machine's are."""
    return Settings(_env_file=None, **values)


@pytest.mark.parametrize(
    ("values", "address"),
    [
        ({}, "http://127.0.0.1:8080"),
        ({"page_port": 9000}, "http://127.0.0.1:9000"),
        ({"page_host": "::1"}, "http://[::1]:8080"),
        ({"base_url": "https://don-doc.huyen.example/"}, "https://don-doc.huyen.example"),
    ],
)
def test_page_address_is_the_one_people_use(values: dict[str, Any], address: str) -> None:
    assert settings(**values).page_address == address


def test_proxies_are_separated_by_commas() -> None:
    assert settings().proxies == ()
    assert settings(trusted_proxies=" 10.0.0.5, 10.1.0.0/16,").proxies == ("10.0.0.5", "10.1.0.0/16")


def test_sign_in_elsewhere_needs_an_issuer_and_a_client() -> None:
    assert not settings(oidc_issuer="https://id.example").has_oidc
    assert settings(oidc_issuer="https://id.example", oidc_client_id="dondoc").has_oidc


def test_client_secret_comes_from_its_file_and_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("rất kín\n", encoding="utf-8")
    found = settings(oidc_client_secret_file=path)
    assert secret_of(found.oidc_client_secret) == "rất kín"
    assert "rất kín" not in repr(found)
