"""The table of transitions: complete, and the same for asking and acting."""

import pytest

from engine.states import CLOSED, DONE, HANDED_ON, OPEN, TRANSITIONS, WORKING, Role, Status, Verb, can, refusal


def test_every_verb_has_a_transition() -> None:
    assert set(TRANSITIONS) == set(Verb)


def test_groups_part_the_statuses() -> None:
    assert set(Status) == OPEN | CLOSED
    assert not OPEN & CLOSED
    assert WORKING < OPEN
    assert DONE | HANDED_ON < CLOSED
    assert not DONE & HANDED_ON


@pytest.mark.parametrize("status", sorted(CLOSED))
@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", Role)
def test_nothing_leads_out_of_closed_work(verb: Verb, status: Status, role: Role) -> None:
    assert refusal(verb, status=status, role=role, reason="lý do") == "wrong_status"


@pytest.mark.parametrize("role", [Role.OUTSIDER, Role.COORDINATOR])
@pytest.mark.parametrize("verb", Verb)
def test_outsiders_and_coordinators_may_do_nothing(verb: Verb, role: Role) -> None:
    assert not any(can(verb, status=status, role=role, reason="lý do") for status in Status)


@pytest.mark.parametrize("verb", Verb)
def test_lead_never_reviews_and_assigner_never_reports(verb: Verb) -> None:
    allowed = {role for role in Role for status in Status if can(verb, status=status, role=role, reason="lý do")}
    assert allowed in ({Role.LEAD, Role.OPERATOR}, {Role.ASSIGNER, Role.OPERATOR})


def test_reason_is_asked_last() -> None:
    assert refusal(Verb.RETURN, status=Status.ASSIGNED, role=Role.LEAD) == "wrong_status"
    assert refusal(Verb.RETURN, status=Status.SUBMITTED, role=Role.LEAD) == "wrong_role"
    assert refusal(Verb.RETURN, status=Status.SUBMITTED, role=Role.ASSIGNER, reason=" \n") == "reason_missing"
    assert refusal(Verb.RETURN, status=Status.SUBMITTED, role=Role.ASSIGNER, reason="thiếu") is None
