"""What an address asks for: a slip is said in one sentence, nothing that was understood is lost on the way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tallies import Denominator
from web.i18n import speech
from web.presenters.asked import DENOMINATORS, TREE_ORDER, WEEKS, WORST_FIRST, Asked, address, asked_for, coming_day

VI = speech("vi")
TODAY = date(2023, 11, 15)


def asked(**query: str) -> Asked:
    return asked_for({name.replace("_", "-"): value for name, value in query.items()}, today=TODAY, speech=VI)


def test_nothing_asked_is_the_usual() -> None:
    found = asked()
    assert (found.share_of, found.is_worst_first, found.as_of, found.problem) == (Denominator.DUE, True, None, "")
    assert found.query() == {}


@pytest.mark.parametrize("typed", ["2023-10-31", "31/10/2023", "31-10-2023", "31.10.2023", " 31/10/2023 "])
def test_day_is_taken_as_browsers_send_it_and_people_write_it(typed: str) -> None:
    assert asked(ngay=typed).as_of == date(2023, 10, 31)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2023-11-16", "Ngày 16/11/2023 chưa tới"),
        ("31/02/2023", "Không có ngày 31/02/2023"),
        ("1023-10-31", "Năm 1023 có lẽ gõ nhầm"),
        ("31/10/23", "Năm 23 có lẽ gõ nhầm"),
        ("0002-10-31", "Năm 2 có lẽ gõ nhầm"),
        ("31/10/20233", "Năm 20233 có lẽ gõ nhầm"),
        ("hôm qua", "“hôm qua” không phải là ngày"),
        ("<script>", "“<script>” không phải là ngày"),
        ("٣١/١٠/٢٠٢٣x", "không phải là ngày"),
    ],
)
def test_day_that_cannot_be_taken_is_said_and_kept(typed: str, said: str) -> None:
    found = asked(ngay=typed)
    assert (found.as_of, found.typed_day) == (None, typed)
    assert said in found.problem


def test_day_of_a_report_lies_ahead() -> None:
    assert coming_day("2023-11-15", today=TODAY, speech=VI) == (TODAY, "")
    day, problem = coming_day("14/11/2023", today=TODAY, speech=VI)
    assert (day, "đã qua" in problem) == (None, True)


def test_what_is_no_choice_is_as_usual() -> None:
    found = asked(mau_so="x", thu_tu="x", nam_hoc="hai nghìn", tuan="1000000")
    assert (found.denominator, found.order, found.year, found.weeks) == ("den-han", WORST_FIRST, None, WEEKS[0])


wishes = st.builds(
    Asked,
    denominator=st.sampled_from(sorted(DENOMINATORS)),
    order=st.sampled_from([WORST_FIRST, TREE_ORDER]),
    as_of=st.none() | st.dates(date(2000, 1, 1), TODAY),
    year=st.none() | st.integers(2000, 2100),
    weeks=st.sampled_from(WEEKS),
    task=st.sampled_from(["", "T03"]),
)


@given(wishes)
def test_address_says_all_that_was_asked_for_any_wishes(wished: Asked) -> None:
    found = asked_for(wished.query(), today=TODAY, speech=VI)
    assert found.query() == wished.query()
    assert (found.share_of, found.as_of, found.year) == (wished.share_of, wished.as_of, wished.year)


@given(st.text(max_size=60))
def test_day_is_taken_or_refused_with_a_sentence_for_any_text(typed: str) -> None:
    found = asked(ngay=typed)
    if typed.strip():
        assert (found.as_of is None) == bool(found.problem)
    assert found.as_of is None or found.as_of <= TODAY


def test_address_has_no_question_mark_without_a_question() -> None:
    assert address("/van-ban", {}) == "/van-ban"
    assert address("/van-ban", {"q": "sơ kết&x"}) == "/van-ban?q=s%C6%A1+k%E1%BA%BFt%26x"


def test_week_before_today_is_in_the_past() -> None:
    assert asked(ngay=(TODAY - timedelta(days=7)).isoformat()).problem == ""
