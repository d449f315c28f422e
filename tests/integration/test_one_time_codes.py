"""The second step of signing in: codes of an authenticator, recovery codes, their lock."""

from datetime import timedelta

import pytest

from engine.errors import NotFound, SignInRefused
from engine.service.accounts import account_of, check_password
from engine.service.one_time_codes import (
    RECOVERY_CODES,
    begin_codes,
    confirm_codes,
    drop_codes,
    pending_secret,
    renew_recovery_codes,
    require_code,
)
from tests.support.cast import Office
from tests.support.people import AT, CLERK_OF_SCHOOL, PRINCIPAL, give_password, person_id, typed

MINUTE = timedelta(minutes=1)


def step_of(sealed: str, code: str) -> int | None:
    """The step is the code itself, of the secret "kín" only; codes from 900000 are never right."""
    return int(code) if sealed == "kín" and int(code) < 900_000 else None


def turn_on(office: Office, address: str = PRINCIPAL) -> tuple[int, list[str]]:
    known = person_id(office.database, address)
    begin_codes(office.database, known, sealed="kín")
    return known, confirm_codes(office.database, known, code="000001", step_of=step_of, at=AT)


def refuse(office: Office, known: int, code: str, *, minutes: int = 0) -> None:
    with pytest.raises(SignInRefused) as refused:
        require_code(office.database, known, code=code, step_of=step_of, at=AT + minutes * MINUTE)
    assert refused.value.values == {"why": "code"}


def test_codes_count_from_the_first_right_one(office: Office) -> None:
    known = give_password(office.database, "đúng")
    begin_codes(office.database, known, sealed="kín")
    assert pending_secret(office.database, known) == "kín"
    assert not check_password(office.database, PRINCIPAL, verify=typed("đúng"), at=AT).needs_code
    with pytest.raises(SignInRefused):
        confirm_codes(office.database, known, code="999999", step_of=step_of, at=AT)
    confirm_codes(office.database, known, code="000 001", step_of=step_of, at=AT)
    assert pending_secret(office.database, known) is None
    assert check_password(office.database, PRINCIPAL, verify=typed("đúng"), at=AT).needs_code
    with pytest.raises(SignInRefused):
        begin_codes(office.database, known, sealed="khác")


def test_no_code_works_twice_nor_an_older_one(office: Office) -> None:
    known, _ = turn_on(office)
    refuse(office, known, "000001")
    require_code(office.database, known, code="000005", step_of=step_of, at=AT)
    refuse(office, known, "000005")
    refuse(office, known, "000004")


def test_fifth_wrong_code_locks_codes_and_not_passwords(office: Office) -> None:
    give_password(office.database, "đúng")
    known, recovery = turn_on(office)
    for _ in range(5):
        refuse(office, known, "999999")
    refuse(office, known, "000009")
    refuse(office, known, recovery[0], minutes=14)
    assert check_password(office.database, PRINCIPAL, verify=typed("đúng"), at=AT)
    require_code(office.database, known, code="000009", step_of=step_of, at=AT + 15 * MINUTE)


def test_recovery_code_works_once_however_it_is_typed(office: Office) -> None:
    known, recovery = turn_on(office)
    assert len(set(recovery)) == RECOVERY_CODES
    require_code(office.database, known, code=f" {recovery[3].lower().replace('-', ' ')}", step_of=step_of, at=AT)
    refuse(office, known, recovery[3])
    assert account_of(office.database, known).recovery_codes == RECOVERY_CODES - 1


def test_recovery_code_of_somebody_else_is_wrong(office: Office) -> None:
    known, _ = turn_on(office)
    _, theirs = turn_on(office, CLERK_OF_SCHOOL)
    refuse(office, known, theirs[0])


def test_new_recovery_codes_replace_the_old(office: Office) -> None:
    known, old = turn_on(office)
    new = renew_recovery_codes(office.database, known, at=AT)
    refuse(office, known, old[0])
    require_code(office.database, known, code=new[0], step_of=step_of, at=AT)


def test_dropped_codes_are_asked_for_no_more(office: Office) -> None:
    give_password(office.database, "đúng")
    known, recovery = turn_on(office)
    drop_codes(office.database, known, at=AT)
    assert not check_password(office.database, PRINCIPAL, verify=typed("đúng"), at=AT).needs_code
    refuse(office, known, recovery[0])
    with pytest.raises(SignInRefused):
        renew_recovery_codes(office.database, known, at=AT)
    begin_codes(office.database, known, sealed="kín")


def test_unknown_person_gets_no_codes(office: Office) -> None:
    with pytest.raises(NotFound):
        begin_codes(office.database, 10_000, sealed="kín")


def test_database_holds_no_recovery_code_in_clear(office: Office) -> None:
    _, recovery = turn_on(office)
    dump = repr(office.dump())
    assert not [code for code in recovery if code in dump or code.replace("-", "") in dump]
