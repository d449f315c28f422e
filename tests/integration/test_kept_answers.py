"""Idempotency keys: one request is done once, whoever repeats it and when, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from engine.errors import DondocError, KeyReused, StillUnderWay
from engine.service.kept_answers import (
    KEPT,
    LONGEST_WORK,
    KeptAnswer,
    begin_answer,
    keep_answer,
    release_answer,
    sweep_answers,
)
from tests.support.cast import Office
from tests.support.people import AT

GIVEN = KeptAnswer(201, b'{"id":1}')
SECOND = timedelta(seconds=1)


def begin(office: Office, key: str = "k1", *, request: str = "a", late: timedelta = timedelta(0)) -> KeptAnswer | None:
    return begin_answer(office.database, "key:1", key=key, request_hash=request, at=AT + late)


def answer(office: Office, *, late: timedelta = timedelta(0)) -> None:
    keep_answer(office.database, "key:1", key="k1", begun_at=AT + late, answer=GIVEN)


def test_repeated_request_gets_the_same_answer(office: Office) -> None:
    assert begin(office) is None
    answer(office)
    assert begin(office, late=timedelta(days=6)) == GIVEN


def test_key_with_another_request_is_refused(office: Office) -> None:
    begin(office)
    with pytest.raises(KeyReused):
        begin(office, request="b")
    answer(office)
    with pytest.raises(KeyReused):
        begin(office, request="b")


def test_key_belongs_to_its_owner(office: Office) -> None:
    begin(office)
    assert begin_answer(office.database, "key:2", key="k1", request_hash="b", at=AT) is None


def test_request_under_way_is_not_begun_again_until_it_must_have_been_cut_off(office: Office) -> None:
    begin(office)
    with pytest.raises(StillUnderWay):
        begin(office, late=LONGEST_WORK - SECOND)
    assert begin(office, late=LONGEST_WORK) is None
    answer(office)
    with pytest.raises(StillUnderWay):
        begin(office, late=LONGEST_WORK + SECOND)
    answer(office, late=LONGEST_WORK)
    assert begin(office, late=LONGEST_WORK + SECOND) == GIVEN


def test_refused_request_frees_its_key_and_no_answer_is_lost_by_it(office: Office) -> None:
    begin(office)
    release_answer(office.database, "key:1", key="k1", begun_at=AT)
    assert begin(office, request="b") is None
    answer(office)
    release_answer(office.database, "key:1", key="k1", begun_at=AT)
    assert begin(office, request="b") == GIVEN


def test_answers_are_swept_after_a_week(office: Office) -> None:
    begin(office)
    begin(office, "k2", late=SECOND)
    assert sweep_answers(office.database, at=AT + KEPT) == 0
    assert sweep_answers(office.database, at=AT + KEPT + SECOND) == 1
    assert [row["key"] for row in office.rows("kept_answer")] == ["k2"]


def race(act: Callable[[], object], racers: int) -> list[object]:
    barrier = Barrier(racers)

    def run(_: int) -> object:
        barrier.wait()
        try:
            return act()
        except DondocError as error:
            return error

    with ThreadPoolExecutor(racers) as threads:
        return list(threads.map(run, range(racers)))


@pytest.mark.parametrize("late", [timedelta(0), LONGEST_WORK])
def test_one_of_many_at_once_does_the_work(office: Office, late: timedelta) -> None:
    if late:
        begin(office)
    results = race(lambda: begin(office, late=late), 4)
    assert results.count(None) == 1
    assert sum(isinstance(one, StillUnderWay) for one in results) == 3
