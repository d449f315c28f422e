"""Accounts: passwords and their lock, administrators, language, the list."""

from datetime import timedelta

import pytest

from engine.errors import LastAdministrator, NotFound, SignInRefused
from engine.service.accounts import (
    account_of,
    accounts,
    check_password,
    drop_password,
    find,
    find_known,
    grant,
    replace_hash,
    revoke,
    set_language,
    set_password,
    unlock,
)
from engine.service.sessions import open_session, sessions_of
from tests.support.cast import Office
from tests.support.people import AT, CLERK_OF_SCHOOL, NOBODY, OFFICER, PRINCIPAL, give_password, person_id, typed

MINUTE = timedelta(minutes=1)


def fail(office: Office, times: int, *, at: object = AT) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            check_password(office.database, PRINCIPAL, verify=typed("sai"), at=at)  # type: ignore[arg-type]


def test_person_is_found_however_the_address_is_written(office: Office) -> None:
    found = find(office.database, f"  {PRINCIPAL.upper()} ")
    assert found is not None
    assert (found.name, found.address, found.is_usable) == ("Hiệu trưởng Sen", PRINCIPAL, True)
    assert find(office.database, NOBODY) is None
    with pytest.raises(NotFound):
        find_known(office.database, NOBODY)


def test_right_password_tells_who_it_is(office: Office) -> None:
    known = give_password(office.database, "đúng")
    right = check_password(office.database, PRINCIPAL.title(), verify=typed("đúng"), at=AT)
    assert (right.person_id, right.name, right.needs_code) == (known, "Hiệu trưởng Sen", False)
    assert "hash of" not in repr(right)


@pytest.mark.parametrize("address", [NOBODY, OFFICER, ""])
def test_unknown_address_takes_the_same_work_and_gets_the_same_answer(office: Office, address: str) -> None:
    seen: list[str | None] = []

    def verify(known: str | None) -> bool:
        seen.append(known)
        return True

    with pytest.raises(SignInRefused) as refused:
        check_password(office.database, address, verify=verify, at=AT)
    assert seen == [None]
    assert refused.value.values == {"why": "wrong"}


def test_fifth_wrong_password_locks_even_for_the_right_one(office: Office) -> None:
    known = give_password(office.database, "đúng")
    fail(office, 5)
    with pytest.raises(SignInRefused):
        check_password(office.database, PRINCIPAL, verify=typed("đúng"), at=AT + 14 * MINUTE)
    assert account_of(office.database, known).locked_until_at == AT + 15 * MINUTE
    assert check_password(office.database, PRINCIPAL, verify=typed("đúng"), at=AT + 15 * MINUTE)
    assert account_of(office.database, known).locked_until_at is None


def test_lock_doubles_with_each_fifth_wrong_password(office: Office) -> None:
    known = give_password(office.database, "đúng")
    fail(office, 5)
    fail(office, 5, at=AT + 15 * MINUTE)
    assert account_of(office.database, known).locked_until_at == AT + 45 * MINUTE


def test_tries_during_a_lock_do_not_make_it_longer(office: Office) -> None:
    known = give_password(office.database, "đúng")
    fail(office, 12)
    assert account_of(office.database, known).locked_until_at == AT + 15 * MINUTE


def test_right_password_begins_the_count_anew(office: Office) -> None:
    give_password(office.database, "đúng")
    for _ in range(3):
        fail(office, 4)
        assert check_password(office.database, PRINCIPAL, verify=typed("đúng"), at=AT)


def test_password_that_was_changed_while_it_was_checked_is_refused(office: Office) -> None:
    known = give_password(office.database, "cũ")

    def verify(found: str | None) -> bool:
        set_password(office.database, known, password_hash="hash of mới", at=AT)
        return found == "hash of cũ"

    with pytest.raises(SignInRefused):
        check_password(office.database, PRINCIPAL, verify=verify, at=AT)


def test_new_password_frees_the_account_and_ends_other_sessions(office: Office) -> None:
    known = give_password(office.database, "đúng")
    for device in ("máy này", "máy khác"):
        open_session(office.database, known, means="password", at=AT, device=device)
    here = next(one for one in sessions_of(office.database, known, at=AT) if one.device == "máy này")
    fail(office, 5)
    set_password(office.database, known, password_hash="hash of mới", at=AT, but_session=here.token_hash)
    assert check_password(office.database, PRINCIPAL, verify=typed("mới"), at=AT)
    assert sessions_of(office.database, known, at=AT) == [here]


def test_stronger_hash_is_kept_unless_the_password_was_changed(office: Office) -> None:
    known = give_password(office.database, "đúng")
    assert not replace_hash(office.database, known, old="hash of khác", new="hash of mạnh")
    assert replace_hash(office.database, known, old="hash of đúng", new="hash of mạnh")
    assert check_password(office.database, PRINCIPAL, verify=typed("mạnh"), at=AT)


def test_dropped_password_is_worth_nothing(office: Office) -> None:
    known = give_password(office.database, "đúng")
    drop_password(office.database, known)
    with pytest.raises(SignInRefused):
        check_password(office.database, PRINCIPAL, verify=typed("đúng"), at=AT)
    assert not account_of(office.database, known).has_password


def test_operator_unlocks(office: Office) -> None:
    known = give_password(office.database, "đúng")
    assert not unlock(office.database, known)
    fail(office, 5)
    assert unlock(office.database, known)
    assert check_password(office.database, PRINCIPAL, verify=typed("đúng"), at=AT)


def test_last_administrator_stays(office: Office) -> None:
    one, other = person_id(office.database), person_id(office.database, OFFICER)
    assert not revoke(office.database, one)
    grant(office.database, one)
    with pytest.raises(LastAdministrator):
        revoke(office.database, one)
    grant(office.database, other)
    assert revoke(office.database, one)
    with pytest.raises(LastAdministrator):
        revoke(office.database, other)
    assert account_of(office.database, other).is_administrator


def test_language_is_kept(office: Office) -> None:
    known = person_id(office.database)
    assert account_of(office.database, known).language is None
    set_language(office.database, known, language="en")
    assert account_of(office.database, known).language == "en"


def test_list_has_who_has_an_account_or_a_session(office: Office) -> None:
    known = give_password(office.database, "đúng")
    clerk = person_id(office.database, CLERK_OF_SCHOOL)
    open_session(office.database, clerk, means="link", at=AT)
    fail(office, 5)
    found = {one.person_id: one for one in accounts(office.database, at=AT)}
    assert set(found) == {known, clerk}
    assert found[known].locked_until_at == AT + 15 * MINUTE
    assert (found[clerk].sessions, found[clerk].address, found[clerk].has_password) == (1, CLERK_OF_SCHOOL, False)
    later = {one.person_id: one for one in accounts(office.database, at=AT + 20 * MINUTE)}
    assert later[known].locked_until_at is None


@pytest.mark.parametrize("person", [0, 10_000])
def test_unknown_person_has_no_account(office: Office, person: int) -> None:
    for use_case in (
        lambda: set_password(office.database, person, password_hash="x", at=AT),
        lambda: grant(office.database, person),
        lambda: unlock(office.database, person),
        lambda: set_language(office.database, person, language="en"),
        lambda: account_of(office.database, person),
    ):
        with pytest.raises(NotFound):
            use_case()
