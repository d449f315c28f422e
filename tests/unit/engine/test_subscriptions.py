"""Where calls may go: https and public by its looks; a name is looked at again when it is called."""

import pytest

from engine.errors import SubscriptionRefused
from engine.service.subscriptions import KINDS, checked_kinds, checked_url, is_private


@pytest.mark.parametrize("url", ["https://kho.example.gov.vn", "https://kho.example:8443/a?b=c", "https://8.8.8.8/x"])
def test_public_address_is_taken(url: str) -> None:
    assert checked_url(url, allows_private=False) == url


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://kho.example/x", "url"),
        ("https:///x", "url"),
        ("ftp://kho.example", "url"),
        ("https://a:b@kho.example", "url"),
        ("https://kho.example/#x", "url"),
        ("https://kho.example/a b", "url"),
        ("https://kho.example/\n", "url"),
        ("https://kho.example/ả", "url"),
        ("https://kho.example:99999/", "url"),
        ("https://[::1/", "url"),
        ("https://kho.example/" + "x" * 500, "url"),
        ("", "url"),
        ("https://localhost/x", "private"),
        ("https://127.0.0.1/x", "private"),
        ("https://[::1]/x", "private"),
        ("https://192.168.0.9", "private"),
        ("http://127.0.0.1/x", "url"),
    ],
)
def test_address_is_refused_with_the_reason(url: str, why: str) -> None:
    with pytest.raises(SubscriptionRefused) as refused:
        checked_url(url, allows_private=False)
    assert refused.value.values["why"] == why


def test_office_may_allow_its_own_network_but_plain_http_only_on_this_machine() -> None:
    for url in ("https://10.0.0.5/x", "http://localhost:9/x", "http://[::1]:9/x"):
        assert checked_url(url, allows_private=True) == url
    with pytest.raises(SubscriptionRefused):
        checked_url("http://10.0.0.5/x", allows_private=True)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_open_net_is_not_private(address: str) -> None:
    assert not is_private(address)


def test_kinds_are_known_and_some() -> None:
    assert checked_kinds([KINDS[2], KINDS[0], KINDS[2]]) == [KINDS[0], KINDS[2]]
    for kinds in ([], ["obligation.assigned"], [KINDS[0], "x"]):
        with pytest.raises(SubscriptionRefused):
            checked_kinds(kinds)
