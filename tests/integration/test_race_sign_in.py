"""Two at once with one link, one code, one lock: one wins, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from engine.errors import DondocError, LastAdministrator, SignInRefused, TooManyAttempts
from engine.service.accounts import account_of, check_password, grant, revoke
from engine.service.attempts import count_attempt
from engine.service.identities import person_of_identity
from engine.service.one_time_codes import begin_codes, confirm_codes, require_code
from engine.service.sessions import make_link, use_link
from tests.support.cast import Office
from tests.support.people import AT, CLERK_OF_SCHOOL, OFFICER, PRINCIPAL, give_password, person_id, typed

RACERS = 6


def race(*acts: Callable[[], object]) -> list[object]:
    """Let all begin at once; gives what each brought, or how it was refused."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except DondocError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def refused(results: list[object]) -> list[object]:
    return [one for one in results if isinstance(one, DondocError)]


def step_of(_sealed: str, code: str) -> int:
    return int(code)


def with_codes(office: Office) -> tuple[int, list[str]]:
    known = person_id(office.database)
    begin_codes(office.database, known, sealed="kín")
    return known, confirm_codes(office.database, known, code="000001", step_of=step_of, at=AT)


def test_link_is_used_by_one(office: Office) -> None:
    token = make_link(
        office.database, person_id(office.database), purpose="sign_in", lifetime=timedelta(minutes=15), at=AT
    )
    results = race(*[lambda: use_link(office.database, token, purpose="sign_in", at=AT)] * RACERS)
    assert len(refused(results)) == RACERS - 1


def test_code_of_a_step_is_used_by_one(office: Office) -> None:
    known, _ = with_codes(office)
    results = race(*[lambda: require_code(office.database, known, code="000002", step_of=step_of, at=AT)] * 4)
    assert results.count(None) == 1
    assert len(refused(results)) == 3


def test_recovery_code_is_used_by_one(office: Office) -> None:
    known, recovery = with_codes(office)
    results = race(*[lambda: require_code(office.database, known, code=recovery[0], step_of=step_of, at=AT)] * 4)
    assert results.count(None) == 1


def test_wrong_passwords_at_once_are_all_counted(office: Office) -> None:
    known = give_password(office.database, "đúng")

    def wrong() -> object:
        return check_password(office.database, PRINCIPAL, verify=typed("sai"), at=AT)

    race(*[wrong] * RACERS)
    assert account_of(office.database, known).locked_until_at == AT + timedelta(minutes=15)
    results = race(lambda: check_password(office.database, PRINCIPAL, verify=typed("đúng"), at=AT), wrong)
    assert all(isinstance(one, SignInRefused) for one in results)


def test_limit_lets_exactly_so_many_through(office: Office) -> None:
    results = race(
        *[lambda: count_attempt(office.database, "mail", who="a", limit=4, window=timedelta(hours=1), at=AT)] * RACERS
    )
    assert results.count(None) == 4
    assert sum(isinstance(one, TooManyAttempts) for one in results) == RACERS - 4


def test_two_administrators_cannot_revoke_each_other(office: Office) -> None:
    one, other = person_id(office.database), person_id(office.database, OFFICER)
    grant(office.database, one)
    grant(office.database, other)
    results = race(lambda: revoke(office.database, one), lambda: revoke(office.database, other))
    assert sum(isinstance(result, LastAdministrator) for result in results) == 1


def test_identity_is_linked_to_one(office: Office) -> None:
    def arrive(address: str) -> Callable[[], object]:
        return lambda: person_of_identity(
            office.database, issuer="https://id.example", subject="1", email=address, is_verified=True, at=AT
        )

    results = race(arrive(PRINCIPAL), arrive(CLERK_OF_SCHOOL), arrive(PRINCIPAL))
    assert len(set(results)) == 1
    assert len(office.rows("outside_identity")) == 1
