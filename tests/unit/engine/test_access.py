"""The policy: who may see and do what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.access import (
    HeldPost,
    Standing,
    Viewer,
    may_administer,
    may_answer,
    may_issue,
    may_look_into,
    may_read_record,
    may_review,
    may_see,
)

PROVINCE, DISTRICT, SCHOOL, SIBLING, HELPER = 1, 2, 3, 4, 5
OF_SCHOOL = Standing(
    owners=frozenset({SCHOOL, DISTRICT, PROVINCE}),
    issuers=frozenset({DISTRICT, PROVINCE}),
    parties=frozenset({HELPER}),
)
units = st.integers(1, 9)
groups = st.frozensets(units)


def viewer(*unit_ids: int, is_administrator: bool = False) -> Viewer:
    posts = tuple(HeldPost(unit, f"Đơn vị {unit}", "chuyen_vien", "") for unit in unit_ids)
    return Viewer(1, "An", posts, is_administrator)


@pytest.mark.parametrize(
    ("unit", "sees"), [(PROVINCE, True), (DISTRICT, True), (SCHOOL, True), (SIBLING, False), (HELPER, True)]
)
def test_work_is_seen_by_its_unit_those_above_and_those_who_take_part(unit: int, sees: bool) -> None:
    assert may_see(viewer(unit), OF_SCHOOL) is sees


def test_administrator_sees_no_more_work_for_that() -> None:
    assert not may_see(viewer(is_administrator=True), OF_SCHOOL)
    assert may_administer(viewer(is_administrator=True))
    assert not may_administer(viewer(PROVINCE))


def test_record_of_messages_is_whole_for_an_administrator_only() -> None:
    assert may_read_record(viewer(is_administrator=True))
    assert not may_read_record(viewer(PROVINCE))


def test_nobody_above_answers_or_reviews_in_the_place_of_a_unit() -> None:
    assert may_answer(viewer(SCHOOL), SCHOOL)
    assert not may_answer(viewer(DISTRICT), SCHOOL)
    assert may_review(viewer(DISTRICT), DISTRICT)
    assert not may_review(viewer(PROVINCE), DISTRICT)
    assert may_issue(viewer(DISTRICT), DISTRICT)
    assert not may_issue(viewer(PROVINCE), DISTRICT)


def test_figures_of_a_unit_are_for_itself_and_those_above() -> None:
    assert may_look_into(viewer(DISTRICT), [SCHOOL, DISTRICT, PROVINCE])
    assert not may_look_into(viewer(SIBLING), [SCHOOL, DISTRICT, PROVINCE])


def test_post_is_found_by_its_unit() -> None:
    found = viewer(SCHOOL, HELPER).post_in(HELPER)
    assert found is not None
    assert found.unit_name == "Đơn vị 5"
    assert viewer(SCHOOL).post_in(HELPER) is None


@given(groups, groups, groups, groups)
def test_who_acts_also_sees_for_any_tree(
    mine: frozenset[int], owners: frozenset[int], issuers: frozenset[int], parties: frozenset[int]
) -> None:
    one = viewer(*mine)
    seen = may_see(one, Standing(owners, issuers, parties))
    acts = any(may_answer(one, unit) for unit in owners) or any(may_review(one, unit) for unit in issuers)
    assert seen or not acts
    assert not seen or mine & (owners | issuers | parties)
