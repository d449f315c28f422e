"""Tokens: read again from wherever they come back, and made up by nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.tokens import Purpose, is_readable, message_in, token_of, with_token

KEY = b"mot khoa du dai de ky ten"
IDS = st.integers(0, 10**18 - 1)


@given(IDS)
def test_token_names_its_message_for_any_id(message_id: int) -> None:
    address = with_token("tra-lai+*@x.example", message_id, purpose=Purpose.REPORTS, key=KEY)
    assert message_in(address, Purpose.REPORTS, key=KEY) == message_id
    assert message_in(address.upper(), Purpose.REPORTS, key=KEY) == message_id
    assert (
        message_in(f"SRS0=Xy12=AB=x.example={address.replace('@', '=')}@relay.example", Purpose.REPORTS, key=KEY)
        == message_id
    )


@given(IDS, IDS.map(str))
def test_token_names_no_other_message_for_any_id(message_id: int, other: str) -> None:
    token = token_of(message_id, Purpose.REPORTS, key=KEY)
    forged = other + token[token.index(".") :]
    assert message_in(forged, Purpose.REPORTS, key=KEY) == (message_id if forged == token else None)


@given(IDS)
def test_token_for_answers_is_none_for_reports_for_any_id(message_id: int) -> None:
    token = token_of(message_id, Purpose.ANSWERS, key=KEY)
    assert message_in(token, Purpose.ANSWERS, key=KEY) == message_id
    assert message_in(token, Purpose.REPORTS, key=KEY) is None


@given(IDS)
def test_token_is_worth_nothing_under_another_key_for_any_id(message_id: int) -> None:
    assert message_in(token_of(message_id, Purpose.REPORTS, key=KEY), Purpose.REPORTS, key=KEY[::-1]) is None
    assert message_in(token_of(message_id, Purpose.REPORTS, key=KEY), Purpose.REPORTS, key=b"") is None


@given(st.text())
def test_token_is_not_found_in_any_text(text: str) -> None:
    assert message_in(text, Purpose.REPORTS, key=KEY) is None


def test_token_is_not_found_when_the_number_is_written_otherwise() -> None:
    assert message_in("0" + token_of(7, Purpose.REPORTS, key=KEY), Purpose.REPORTS, key=KEY) is None


def test_token_is_refused_when_the_key_could_be_guessed() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        token_of(1, Purpose.REPORTS, key=b"ngan")


@pytest.mark.parametrize(
    ("template", "expected"),
    [("b+*@x", True), ("b-*@x", True), ("*@x", True), ("b.*@x", True), ("b7*@x", False), ("*b@x", False)],
)
def test_token_needs_room_in_its_template(template: str, expected: bool) -> None:
    assert is_readable(template, key=KEY) is expected
