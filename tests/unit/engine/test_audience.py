"""Who is meant by an audience: posts, vacancies, absences, delegations."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from engine.audience import Away, Holder, Recipient, Roster, Scene, recipients
from engine.ladders import Audience
from tests.support.builders import create_policies

POLICIES = create_policies()
ON = date(2023, 10, 19)
DISTRICT, OFFICE, SCHOOL, OTHER = 2, 3, 4, 5
PARENTS = {OFFICE: DISTRICT, SCHOOL: OFFICE, OTHER: OFFICE}
HOLDERS = {
    DISTRICT: (Holder(20, "lanh_dao"),),
    OFFICE: (Holder(30, "lanh_dao"), Holder(31, "chuyen_vien")),
    SCHOOL: (Holder(40, "hieu_truong"), Holder(41, "van_thu")),
    OTHER: (Holder(50, "hieu_truong"), Holder(51, "van_thu")),
}
SCENE = Scene(SCHOOL, OFFICE, (OTHER,))


def create_roster(**overrides: Any) -> Roster:
    return Roster(**{"holders": HOLDERS, "parents": PARENTS, **overrides})


def readers(audience: Audience, roster: Roster, scene: Scene = SCENE) -> list[tuple[int, str]]:
    found = recipients(audience, scene, roster=roster, policies=POLICIES, on=ON)
    return [(one.person_id, one.note) for one in found]


@pytest.mark.parametrize(
    ("audience", "person"),
    [
        (Audience.OFFICER, 41),
        (Audience.LEADER, 40),
        (Audience.COORDINATOR, 51),
        (Audience.MONITOR, 31),
        (Audience.ASSIGNER_LEADER, 30),
        (Audience.PARENT_LEADER, 30),
    ],
)
def test_audience_is_the_holder_of_its_post(audience: Audience, person: int) -> None:
    assert readers(audience, create_roster()) == [(person, "")]


def test_roles_are_taken_in_order_of_preference() -> None:
    both = {**HOLDERS, SCHOOL: (Holder(41, "van_thu"), Holder(42, "chuyen_vien"), Holder(43, "chuyen_vien"))}
    assert readers(Audience.OFFICER, create_roster(holders=both)) == [(42, ""), (43, "")]


def test_vacant_office_goes_to_the_leader_and_says_so() -> None:
    vacant = {**HOLDERS, SCHOOL: (Holder(40, "hieu_truong"),)}
    assert readers(Audience.OFFICER, create_roster(holders=vacant)) == [(40, "vacant_officer")]


def test_vacant_leader_goes_to_the_unit_above_and_says_so() -> None:
    vacant = {DISTRICT: HOLDERS[DISTRICT]}
    assert readers(Audience.LEADER, create_roster(holders=vacant)) == [(20, "vacant_leader")]
    assert readers(Audience.OFFICER, create_roster(holders=vacant)) == [(20, "vacant_officer")]


def test_nobody_is_found_when_all_above_is_vacant() -> None:
    assert readers(Audience.LEADER, create_roster(holders={})) == []


def test_circle_of_parents_ends() -> None:
    assert readers(Audience.LEADER, create_roster(holders={}, parents={SCHOOL: OFFICE, OFFICE: SCHOOL})) == []


def test_unit_without_a_parent_is_its_own_parent() -> None:
    assert readers(Audience.PARENT_LEADER, create_roster(), Scene(DISTRICT, OFFICE)) == [(20, "")]


def away(*chain: int | None, on: tuple[date, date] = (ON, ON)) -> dict[int, tuple[Away, ...]]:
    """The first is away and names the second, who is away and names the third, and so on."""
    pairs = pairwise(chain)
    return {person: (Away(*on, delegate),) for person, delegate in pairs if person is not None}


@pytest.mark.parametrize(
    ("absences", "wanted"),
    [
        (away(41, 40), Recipient(40, "delegated", {"for_person": "41"})),
        (away(41, 40, 50, 51), Recipient(51, "delegated", {"for_person": "41"})),
        (away(41, None), Recipient(41, "absent")),
        (away(41, 41), Recipient(41, "absent")),
        (away(41, 40, 41), Recipient(40, "absent")),
        (away(41, 1, 2, 3, 4, 5, 6, 7), Recipient(5, "delegated", {"for_person": "41"})),
        (away(41, 40, on=(date(2023, 10, 20), date(2023, 10, 30))), Recipient(41)),
        (away(41, 40, on=(date(2023, 10, 1), date(2023, 10, 18))), Recipient(41)),
    ],
)
def test_absence_is_stood_in_for(absences: dict[int, tuple[Away, ...]], wanted: Recipient) -> None:
    found = recipients(Audience.OFFICER, SCENE, roster=create_roster(absences=absences), policies=POLICIES, on=ON)
    assert found == (wanted,)


def test_person_meant_twice_is_told_once() -> None:
    scene = Scene(SCHOOL, OFFICE, (SCHOOL, OTHER, SCHOOL))
    assert readers(Audience.COORDINATOR, create_roster(), scene) == [(41, ""), (51, "")]
