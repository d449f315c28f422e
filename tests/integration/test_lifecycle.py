"""The life cycle through the database: who may do what from where, and what counts as late (rules § 2)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from engine.errors import BadFigure, ExtensionRefused, NaiveInstant, NotFound, TransitionRefused
from engine.rules import By, NoDeadline
from engine.service.obligations import ReportInput
from engine.service.record import Actor
from engine.service.system import check_chains
from engine.service.tallies import audit
from engine.states import Status, Verb
from engine.timeline import TICK
from tests.support.builders import ISSUED_AT, create_directive, create_field, create_task
from tests.support.cast import CLERK, DEPUTY, OFFICIAL, OUTSIDER, OWNER, Office

DUE_AT = datetime(2023, 10, 30, 17, 0, tzinfo=UTC)
"""24:00 of Monday 30 October 2023 in Vietnam: the deadline of T01."""
DAY = timedelta(days=1)

PATHS: dict[Status, tuple[Verb, ...]] = {
    Status.ASSIGNED: (),
    Status.ACKNOWLEDGED: (Verb.ACKNOWLEDGE,),
    Status.IN_PROGRESS: (Verb.START,),
    Status.SUBMITTED: (Verb.REPORT,),
    Status.RETURNED: (Verb.REPORT, Verb.RETURN),
    Status.COMPLETED: (Verb.REPORT, Verb.ACCEPT),
    Status.CANCELLED: (Verb.CANCEL,),
    Status.SUPERSEDED: (Verb.SUPERSEDE,),
    Status.TRANSFERRED: (Verb.TRANSFER,),
}
WORK = {Status.ASSIGNED, Status.ACKNOWLEDGED, Status.IN_PROGRESS, Status.RETURNED}
ALLOWED: dict[Verb, tuple[set[Status], str]] = {
    Verb.ACKNOWLEDGE: ({Status.ASSIGNED}, "lead"),
    Verb.START: ({Status.ASSIGNED, Status.ACKNOWLEDGED, Status.RETURNED}, "lead"),
    Verb.REPORT: (WORK, "lead"),
    Verb.ACCEPT: ({Status.SUBMITTED}, "assigner"),
    Verb.RETURN: ({Status.SUBMITTED}, "assigner"),
    Verb.CANCEL: (WORK | {Status.SUBMITTED}, "assigner"),
    Verb.SUPERSEDE: (WORK | {Status.SUBMITTED}, "assigner"),
    Verb.TRANSFER: (WORK | {Status.SUBMITTED}, "assigner"),
}
"""Typed in a second time, from the rules: from where, and by whom."""
CAST: dict[str, tuple[Actor, set[str]]] = {
    "official": (OFFICIAL, {"assigner"}),
    "owner": (OWNER, {"lead"}),
    "deputy": (DEPUTY, {"lead"}),
    "outsider": (OUTSIDER, set()),
    "clerk": (CLERK, {"lead", "assigner"}),
}


@pytest.fixture
def desk(sqlite_cast: Office) -> Office:
    """An office that has issued one task, due at the end of 30 October 2023."""
    sqlite_cast.issue(create_directive())
    return sqlite_cast


def timeliness(office: Office, obligation: int) -> str:
    """The bucket as the tallies see it; they must agree with a full count."""
    assert audit(office.database).mismatches == ()
    return str(office.row(obligation).bucket)


def kinds(office: Office, obligation: int) -> list[str]:
    return [row["kind"] for row in office.rows("history", "obligation_id, seq") if row["obligation_id"] == obligation]


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", Verb)
def test_verb_is_done_or_refused_by_status_and_role(desk: Office, verb: Verb, status: Status) -> None:
    obligation, at = desk.one(), ISSUED_AT + DAY
    for step in PATHS[status]:
        desk.act(obligation, step, at=at, reason="lý do")
    sources, role = ALLOWED[verb]
    for actor, roles in CAST.values():
        if status in sources and role in roles:
            continue
        before = desk.dump()
        with pytest.raises(TransitionRefused) as refused:
            desk.act(obligation, verb, at=at + DAY, actor=actor, reason="lý do")
        assert refused.value.values["source"] == status
        assert refused.value.values["why"] == ("wrong_role" if status in sources else "wrong_status")
        assert desk.dump() == before
    if status in sources:
        done = desk.act(obligation, verb, at=at + DAY, actor=OWNER if role == "lead" else OFFICIAL, reason="lý do")
        assert desk.row(obligation).status == done.status
        assert timeliness(desk, obligation) == done.bucket
    assert check_chains(desk.database) == 3


@pytest.mark.parametrize("verb", [Verb.RETURN, Verb.CANCEL, Verb.SUPERSEDE, Verb.TRANSFER])
def test_act_that_takes_work_away_is_refused_without_a_reason(desk: Office, verb: Verb) -> None:
    obligation = desk.one()
    if verb is Verb.RETURN:
        desk.report(obligation, at=ISSUED_AT + DAY)
    with pytest.raises(TransitionRefused) as refused:
        desk.act(obligation, verb, at=ISSUED_AT + 2 * DAY, reason="  ")
    assert refused.value.values["why"] == "reason_missing"


def test_act_before_the_assignment_is_refused(desk: Office) -> None:
    with pytest.raises(TransitionRefused) as refused:
        desk.act(desk.one(), Verb.ACKNOWLEDGE, at=ISSUED_AT - TICK)
    assert refused.value.values["why"] == "before_assigned"


def test_act_on_work_that_does_not_exist_is_not_found(desk: Office) -> None:
    with pytest.raises(NotFound):
        desk.act(4711, Verb.ACKNOWLEDGE, at=ISSUED_AT)


def test_act_without_a_time_zone_is_refused(desk: Office) -> None:
    with pytest.raises(NaiveInstant):
        desk.act(desk.one(), Verb.ACKNOWLEDGE, at=datetime(2023, 10, 11))


@pytest.mark.parametrize("is_swept", [False, True], ids=["unseen", "swept"])
@pytest.mark.parametrize(
    ("after", "bucket"), [(-TICK, "done_on_time"), (0 * TICK, "done_on_time"), (TICK, "done_late")]
)
def test_report_is_on_time_up_to_the_due_instant_itself(
    office: Office, after: timedelta, bucket: str, is_swept: bool
) -> None:
    office.issue(create_directive())
    obligation = office.one()
    if is_swept:
        office.sweep(DUE_AT + after)
    office.report(obligation, at=DUE_AT + after)
    office.accept(obligation, at=DUE_AT + 300 * DAY)
    assert timeliness(office, obligation) == bucket
    assert ("deadline_missed" in kinds(office, obligation)) == (bucket == "done_late")


def test_slow_review_never_makes_work_late(desk: Office) -> None:
    obligation = desk.one()
    desk.report(obligation, at=DUE_AT - DAY)
    for days in (2, 30, 300):
        desk.sweep(DUE_AT + days * DAY)
        assert timeliness(desk, obligation) == "open_within"
    desk.accept(obligation, at=DUE_AT + 301 * DAY)
    assert timeliness(desk, obligation) == "done_on_time"
    assert kinds(desk, obligation) == ["reported", "accepted"]


def test_work_returned_after_the_deadline_is_overdue_from_the_return_on(desk: Office) -> None:
    obligation, returned_at = desk.one(), DUE_AT + 5 * DAY
    desk.report(obligation, at=DUE_AT - DAY)
    desk.sweep(returned_at - TICK)
    desk.send_back(obligation, at=returned_at)
    assert timeliness(desk, obligation) == "open_overdue"
    missed = [
        row for row in desk.rows("history", "seq") if row["kind"] == "deadline_missed" and row["obligation_id"] == 1
    ]
    assert [row["happened_at"][:19] for row in missed] == [f"{returned_at:%Y-%m-%d %H:%M:%S}"]
    desk.report(obligation, at=DUE_AT + 6 * DAY)
    desk.accept(obligation, at=DUE_AT + 7 * DAY)
    assert timeliness(desk, obligation) == "done_late"


def test_work_returned_before_the_deadline_and_done_again_in_time_is_on_time(desk: Office) -> None:
    obligation = desk.one()
    desk.report(obligation, at=DUE_AT - 9 * DAY)
    desk.send_back(obligation, at=DUE_AT - 8 * DAY)
    desk.report(obligation, at=DUE_AT)
    desk.accept(obligation, at=DUE_AT + DAY)
    assert timeliness(desk, obligation) == "done_on_time"


def test_first_last_and_accepted_instants_are_kept(desk: Office) -> None:
    obligation = desk.one()
    instants = [DUE_AT - 9 * DAY, DUE_AT - 8 * DAY, DUE_AT - 7 * DAY, DUE_AT + DAY]
    desk.report(obligation, at=instants[0])
    desk.send_back(obligation, at=instants[1])
    desk.report(obligation, at=instants[2])
    desk.accept(obligation, at=instants[3])
    row = desk.row(obligation)
    assert (row.first_submitted_at, row.last_submitted_at, row.accepted_at) == (instants[0], instants[2], instants[3])
    assert row.closed_at == instants[3]
    assert [report["review"] for report in desk.rows("report", "number")] == ["returned", "accepted"]


def test_extension_granted_before_the_report_counts(desk: Office) -> None:
    obligation = desk.one()
    desk.ask(obligation, until=date(2023, 11, 10), at=DUE_AT - DAY, actor=OWNER)
    desk.decide(obligation, is_granted=True, at=DUE_AT - TICK, actor=OFFICIAL)
    desk.report(obligation, at=DUE_AT + 5 * DAY)
    desk.accept(obligation, at=DUE_AT + 9 * DAY)
    assert timeliness(desk, obligation) == "done_on_time"
    assert desk.row(obligation).deadline_version == 2
    assert [(row["version"], row["last_day_on"]) for row in desk.rows("deadline", "id")] == [
        (1, "2023-10-30"),
        (2, "2023-11-10"),
    ]


def test_extension_cannot_be_granted_for_work_handed_in_meanwhile(desk: Office) -> None:
    obligation = desk.one()
    desk.ask(obligation, until=date(2023, 11, 10), at=DUE_AT - DAY)
    desk.report(obligation, at=DUE_AT + DAY)
    before = desk.dump()
    with pytest.raises(ExtensionRefused) as refused:
        desk.decide(obligation, is_granted=True, at=DUE_AT + 2 * DAY)
    assert refused.value.values["why"] == "wrong_status"
    assert desk.dump() == before
    desk.accept(obligation, at=DUE_AT + 3 * DAY)
    assert timeliness(desk, obligation) == "done_late"


def test_extension_granted_after_the_deadline_ends_the_delay_but_the_miss_stays_on_record(desk: Office) -> None:
    obligation = desk.one()
    desk.ask(obligation, until=date(2023, 11, 10), at=DUE_AT - DAY)
    desk.sweep(DUE_AT + DAY)
    assert timeliness(desk, obligation) == "open_overdue"
    desk.decide(obligation, is_granted=True, at=DUE_AT + 2 * DAY)
    assert timeliness(desk, obligation) == "open_within"
    assert kinds(desk, obligation) == ["extension_asked", "deadline_missed", "extension_granted", "deadline_moved"]


def test_correction_to_an_earlier_day_does_not_hurt_what_was_handed_in_before(desk: Office) -> None:
    obligation = desk.one()
    desk.report(obligation, at=DUE_AT - 5 * DAY)
    with pytest.raises(ExtensionRefused):
        desk.correct(obligation, By(date(2023, 10, 20)), at=DUE_AT - 4 * DAY)
    desk.accept(obligation, at=DUE_AT)
    assert timeliness(desk, obligation) == "done_on_time"


def test_correction_to_a_day_gone_by_counts_from_the_correction_on(desk: Office) -> None:
    obligation, corrected_at = desk.one(), DUE_AT - 5 * DAY
    desk.correct(obligation, By(date(2023, 10, 12)), at=corrected_at)
    assert timeliness(desk, obligation) == "open_overdue"
    missed = [row for row in desk.rows("history", "seq") if row["kind"] == "deadline_missed"]
    assert [row["happened_at"][:19] for row in missed] == [f"{corrected_at:%Y-%m-%d %H:%M:%S}"]


def test_correction_takes_a_deadline_away_and_sets_one(desk: Office) -> None:
    obligation = desk.one()
    desk.correct(obligation, NoDeadline(), at=ISSUED_AT + DAY)
    assert timeliness(desk, obligation) == "undated_open"
    assert desk.row(obligation).next_at is None
    desk.correct(obligation, By(date(2023, 10, 20)), at=ISSUED_AT + 2 * DAY)
    assert timeliness(desk, obligation) == "open_within"


@pytest.mark.parametrize(
    ("actor", "reason", "why"), [(OWNER, "gõ nhầm", "wrong_role"), (OFFICIAL, " ", "reason_missing")]
)
def test_correction_is_refused(desk: Office, actor: Actor, reason: str, why: str) -> None:
    with pytest.raises(ExtensionRefused) as refused:
        desk.correct(desk.one(), By(date(2023, 11, 1)), at=ISSUED_AT, actor=actor, reason=reason)
    assert refused.value.values["why"] == why


@pytest.mark.parametrize(
    ("actor", "until", "reason", "why"),
    [
        (OFFICIAL, date(2023, 11, 1), "bão", "wrong_role"),
        (OUTSIDER, date(2023, 11, 1), "bão", "wrong_role"),
        (OWNER, date(2023, 11, 1), " ", "reason_missing"),
        (OWNER, date(2023, 10, 30), "bão", "not_later"),
    ],
)
def test_request_for_more_time_is_refused(desk: Office, actor: Actor, until: date, reason: str, why: str) -> None:
    with pytest.raises(ExtensionRefused) as refused:
        desk.ask(desk.one(), until=until, at=ISSUED_AT + DAY, actor=actor, reason=reason)
    assert refused.value.values["why"] == why


def test_request_for_more_time_is_refused_without_a_deadline(sqlite_cast: Office) -> None:
    sqlite_cast.issue(create_directive(create_task()))
    with pytest.raises(ExtensionRefused) as refused:
        sqlite_cast.ask(sqlite_cast.one(), until=date(2023, 11, 1), at=ISSUED_AT + DAY)
    assert refused.value.values["why"] == "no_deadline"


def test_requests_for_more_time_come_one_at_a_time_and_the_third_is_flagged(desk: Office) -> None:
    obligation, found = desk.one(), []
    for number in range(3):
        at = ISSUED_AT + number * DAY
        found.append(desk.ask(obligation, until=date(2023, 11, 10 + number), at=at))
        with pytest.raises(ExtensionRefused) as refused:
            desk.ask(obligation, until=date(2023, 11, 20), at=at)
        assert refused.value.values["why"] == "one_is_open"
        desk.decide(obligation, is_granted=False, at=at, reason="không")
    assert [(one.number, one.is_repeated) for one in found] == [(1, False), (2, False), (3, True)]


def test_decision_about_more_time_is_refused(desk: Office) -> None:
    obligation, at = desk.one(), ISSUED_AT + DAY
    with pytest.raises(ExtensionRefused, match="none_is_open"):
        desk.decide(obligation, is_granted=True, at=at)
    desk.ask(obligation, until=date(2023, 11, 10), at=at)
    with pytest.raises(ExtensionRefused, match="wrong_role"):
        desk.decide(obligation, is_granted=True, at=at, actor=OWNER)
    with pytest.raises(ExtensionRefused, match="reason_missing"):
        desk.decide(obligation, is_granted=False, at=at, reason="")
    with pytest.raises(ExtensionRefused, match="not_later"):
        desk.decide(obligation, is_granted=True, at=at, until=date(2023, 10, 30))
    desk.decide(obligation, is_granted=True, at=at, until=date(2023, 11, 3))
    assert desk.row(obligation).due_at == DUE_AT + 4 * DAY


def test_refused_request_on_closed_work_leaves_its_closing_and_the_tallies_alone(desk: Office) -> None:
    obligation, closed_at = desk.one(), ISSUED_AT + 2 * DAY
    desk.ask(obligation, until=date(2023, 11, 10), at=ISSUED_AT + DAY)
    desk.act(obligation, Verb.TRANSFER, at=closed_at, reason="sáp nhập")
    desk.decide(obligation, is_granted=False, at=ISSUED_AT + 3 * DAY)
    assert desk.row(obligation).closed_at == closed_at
    assert audit(desk.database).mismatches == ()


@pytest.mark.parametrize(("verb", "assigned"), [(Verb.CANCEL, 3), (Verb.TRANSFER, 2), (Verb.SUPERSEDE, 2)])
def test_cancelled_work_is_excused_and_work_handed_on_is_not_counted(desk: Office, verb: Verb, assigned: int) -> None:
    desk.act(desk.one(), verb, at=ISSUED_AT + DAY, reason="lý do")
    found = audit(desk.database)
    assert (found.obligations, found.mismatches) == (assigned, ())


def test_change_of_status_after_an_unseen_deadline_dates_the_miss_by_the_deadline(desk: Office) -> None:
    obligation = desk.one()
    desk.report(obligation, at=DUE_AT + 3 * DAY)
    found = [(row["source"], row["target"], row["happened_at"][:10]) for row in desk.rows("tally_delta", "id")]
    assert found == [("open_within", "open_overdue", "2023-10-30")]


FIELDS = (
    create_field(key="children"),
    create_field(key="has_plan", type="yes_no", aggregate="count_yes"),
    create_field(key="note", type="text", aggregate="none", is_required=False),
)


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ({"children": 3}, "missing"),
        ({"children": 3, "has_plan": ""}, "missing"),
        ({"children": 3, "has_plan": "có", "more": 1}, "unknown"),
        ({"children": "ba", "has_plan": "có"}, "not_a_number"),
        ({"children": "nan", "has_plan": "có"}, "not_a_number"),
        ({"children": "inf", "has_plan": "có"}, "not_a_number"),
        ({"children": "1.000", "has_plan": "có"}, "ambiguous"),
        ({"children": "12,345,678", "has_plan": "có"}, "ambiguous"),
        ({"children": 3, "has_plan": "có lẽ"}, "not_yes_no"),
    ],
)
def test_report_with_a_bad_figure_is_refused_and_nothing_is_kept(
    sqlite_cast: Office, figures: dict[str, Any], why: str
) -> None:
    sqlite_cast.issue(create_directive(create_task("T01", By(date(2023, 10, 30)), fields=FIELDS)))
    before = sqlite_cast.dump()
    with pytest.raises(BadFigure, match=why):
        sqlite_cast.report(sqlite_cast.one(), at=ISSUED_AT + DAY, **figures)
    assert sqlite_cast.dump() == before


def test_figures_are_kept_in_the_types_that_were_asked_for(sqlite_cast: Office) -> None:
    sqlite_cast.issue(create_directive(create_task("T01", By(date(2023, 10, 30)), fields=FIELDS)))
    obligation = sqlite_cast.one()
    sqlite_cast.report(obligation, at=ISSUED_AT + DAY, children="3,5", has_plan="Có", note="tốt")
    sqlite_cast.accept(obligation, at=ISSUED_AT + 2 * DAY)
    assert {row["field"]: row["value"] for row in sqlite_cast.rows("figure_value")} == {"children": 3.5, "has_plan": 1}


def test_files_of_a_report_are_kept_and_sealed_into_its_history(desk: Office) -> None:
    file = {"name": "bao-cao.docx", "size": 12, "sha256": "ab" * 32}
    desk.act(desk.one(), Verb.REPORT, at=ISSUED_AT + DAY, report=ReportInput("", files=(file,)))
    assert file["sha256"] in desk.rows("history")[0]["payload"]
    assert file["sha256"] in desk.rows("report")[0]["files"]
