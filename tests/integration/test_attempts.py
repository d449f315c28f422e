"""Limits on trying: how many within a window, and that old counters go away."""

from datetime import timedelta

import pytest

from engine.errors import TooManyAttempts
from engine.service.attempts import count_attempt, forget_attempts, sweep_attempts
from engine.service.sessions import make_link, open_session
from tests.support.cast import Office
from tests.support.people import AT, person_id

HOUR = timedelta(hours=1)


def ask(office: Office, who: str = "a@x.example", *, at: object = AT, what: str = "mail") -> None:
    count_attempt(office.database, what, who=who, limit=3, window=HOUR, at=at)  # type: ignore[arg-type]


def test_limit_holds_until_the_window_ends(office: Office) -> None:
    for _ in range(3):
        ask(office)
    with pytest.raises(TooManyAttempts) as refused:
        ask(office)
    until = refused.value.values["until"]
    assert AT < until <= AT + HOUR
    with pytest.raises(TooManyAttempts):
        ask(office, at=until - timedelta(microseconds=1))
    ask(office, at=until)


def test_others_and_other_things_are_counted_apart(office: Office) -> None:
    for _ in range(3):
        ask(office)
    ask(office, "b@x.example")
    ask(office, what="sign_in")


def test_forgotten_attempts_begin_anew(office: Office) -> None:
    for _ in range(3):
        ask(office)
    forget_attempts(office.database, "mail", who="a@x.example")
    ask(office)


def test_refused_attempts_write_nothing(office: Office) -> None:
    for _ in range(3):
        ask(office)
    before = office.dump()
    with pytest.raises(TooManyAttempts):
        ask(office)
    assert office.dump() == before


def test_who_asked_is_not_in_the_database(office: Office) -> None:
    ask(office, "mat khau go nham o dia chi")
    assert "mat khau" not in repr(office.dump())


def test_first_of_a_window_sweeps_old_counters_away(office: Office) -> None:
    ask(office)
    ask(office, at=AT + timedelta(days=1))
    assert len(office.rows("attempt")) == 2
    ask(office, at=AT + timedelta(days=3))
    assert len(office.rows("attempt")) == 2
    ask(office, at=AT + timedelta(days=9))
    assert len(office.rows("attempt")) == 1


def test_old_links_and_sessions_are_swept_away(office: Office) -> None:
    known = person_id(office.database)
    make_link(office.database, known, purpose="sign_in", lifetime=HOUR, at=AT)
    open_session(office.database, known, means="link", at=AT)
    assert sweep_attempts(office.database, at=AT + timedelta(days=30)) == 0
    assert sweep_attempts(office.database, at=AT + timedelta(days=31)) == 1
    assert sweep_attempts(office.database, at=AT + timedelta(days=100)) == 1
