"""The store's contract, on SQLite and PostgreSQL: claims, leases, conditional updates, uniqueness."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from engine.errors import RunnerBusy
from engine.outbox import MessageState, Outcome, OutcomeClass, Settlement
from engine.rules import By, Recurring
from engine.service.outbox import DatabaseOutbox
from engine.service.system import beat, drop_runner, health, hold_runner, next_instant, resume_channel, seal_day
from engine.store import directives, messages, notices, obligations
from engine.store.database import IntegrityError, reading, writing
from engine.store.tables import DIRECTIVE, NOTICE, OBLIGATION
from notifications.retry import settle
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import Office

LATER = ISSUED_AT + timedelta(days=40)
LEASE = timedelta(minutes=20)
TASKS = (create_task("T01", By(date(2023, 10, 30))), create_task("T02", Recurring("FREQ=WEEKLY;BYDAY=FR")))
OK = Settlement(MessageState.ACCEPTED, Outcome(OutcomeClass.OK))


@pytest.fixture
def desk(office: Office) -> Office:
    """Three obligations due on 30 October 2023, and a weekly series."""
    office.issue(create_directive(*TASKS))
    return office


def test_instants_come_back_aware_and_to_the_microsecond(desk: Office) -> None:
    at = LATER + timedelta(microseconds=7)
    with writing(desk.database) as connection:
        connection.execute(update(OBLIGATION).where(OBLIGATION.c.id == 1).values(next_at=at))
    assert desk.row(1).next_at == at
    assert desk.row(1).next_at.utcoffset() == timedelta(0)
    with reading(desk.database) as connection:
        assert 1 not in obligations.due_ids(connection, at=at - timedelta(microseconds=1), limit=99)
        assert 1 in obligations.due_ids(connection, at=at, limit=99)


def test_claimed_rows_are_passed_by_on_postgresql(postgres_cast: Office) -> None:
    postgres_cast.issue(create_directive(*TASKS))
    with writing(postgres_cast.database) as one, writing(postgres_cast.database) as other:
        first = {row.id for row in obligations.claim_due(one, at=LATER, limit=2)}
        second = {row.id for row in obligations.claim_due(other, at=LATER, limit=99)}
        assert (len(first), len(second), first & second) == (2, 4, set())
        assert obligations.claim_one(other, min(first), at=LATER) == []
        assert directives.claim_series(one, at=LATER) == 2
        assert directives.claim_series(other, at=LATER) is None


def test_swept_row_is_written_only_where_it_was_seen(desk: Office) -> None:
    row = desk.row(1)
    moved = obligations.Move(row.next_at + timedelta(seconds=1), "done_late", LATER, None)
    with writing(desk.database) as connection:
        obligations.move_swept(connection, {moved: [1]})
    assert desk.row(1) == row


def test_series_moves_on_only_from_where_it_was_seen(desk: Office) -> None:
    with writing(desk.database) as connection:
        seen = directives.series(connection, 2).next_at
        values = {"next_at": seen + timedelta(days=7)}
        assert directives.update_series(connection, 2, seen=seen, values=values)
        assert not directives.update_series(connection, 2, seen=seen, values=values)


def test_second_document_of_one_key_violates_the_database(desk: Office) -> None:
    with reading(desk.database) as connection:
        values = dict(connection.execute(select(DIRECTIVE)).one()._mapping)
    with pytest.raises(IntegrityError), writing(desk.database) as connection:
        connection.execute(insert(DIRECTIVE), [{**values, "id": 99}])


def test_second_obligation_of_one_unit_and_occurrence_violates_the_database(desk: Office) -> None:
    values = dict(desk.row(1)._mapping)
    with pytest.raises(IntegrityError), writing(desk.database) as connection:
        connection.execute(insert(OBLIGATION), [{**values, "id": 99}])


def test_second_decision_about_one_rung_and_person_changes_nothing(desk: Office) -> None:
    desk.sweep(ISSUED_AT + timedelta(days=15))
    with writing(desk.database) as connection:
        (first, *_) = connection.execute(select(NOTICE).order_by(NOTICE.c.id)).all()
        again = {**first._mapping, "id": 999, "decision": "failed"}
        notices.insert_notices(connection, [again])
        assert connection.execute(select(NOTICE.c.decision).where(NOTICE.c.id == first.id)).scalar() == first.decision
        assert connection.execute(select(NOTICE).where(NOTICE.c.id == 999)).first() is None


# --- the outbox ---------------------------------------------------------------------------------


@pytest.fixture
def posted(desk: Office) -> tuple[Office, datetime]:
    """Digests waiting on the morning of 19 October 2023."""
    at = datetime.fromisoformat("2023-10-19T07:30:00+07:00")
    desk.compose(at)
    return desk, at


def state(office: Office, message: int) -> str:
    return {row["id"]: str(row["state"]) for row in office.rows("message")}[message]


def test_message_is_claimed_by_one_worker_until_its_lease_runs_out(posted: tuple[Office, datetime]) -> None:
    office, at = posted
    outbox = DatabaseOutbox(office.database)
    ids = outbox.claim(channel="email", worker="a", at=at, limit=10, lease=LEASE)
    assert sorted(ids) == [row["id"] for row in office.rows("message")]
    assert outbox.claim(channel="email", worker="b", at=at + LEASE - timedelta(seconds=1), limit=10, lease=LEASE) == []
    assert outbox.claim(channel="zalo", worker="b", at=at + LEASE, limit=10, lease=LEASE) == []
    assert sorted(outbox.claim(channel="email", worker="b", at=at + LEASE, limit=10, lease=LEASE)) == sorted(ids)
    assert outbox.begin(ids[0], worker="a", at=at + LEASE) is None


def test_attempt_interrupted_between_sending_and_recording_is_repeated_with_the_same_id(
    posted: tuple[Office, datetime],
) -> None:
    office, at = posted
    outbox = DatabaseOutbox(office.database)
    (first, *_) = outbox.claim(channel="email", worker="a", at=at, limit=1, lease=LEASE)
    one = outbox.begin(first, worker="a", at=at)
    assert state(office, first) == "sending"
    assert first in outbox.claim(channel="email", worker="b", at=at + LEASE, limit=99, lease=LEASE)
    two = outbox.begin(first, worker="b", at=at + LEASE)
    assert one is not None
    assert two is not None
    assert one.rfc_message_id == two.rfc_message_id
    outbox.settle(first, OK, worker="a", at=at + LEASE)  # too late: another has it
    assert state(office, first) == "sending"
    outbox.settle(first, OK, worker="b", at=at + LEASE)
    assert state(office, first) == "accepted"
    assert [row["outcome"] for row in office.rows("delivery", "attempt")] == ["ambiguous", "ok"]


def test_released_message_costs_no_attempt(posted: tuple[Office, datetime]) -> None:
    office, at = posted
    outbox = DatabaseOutbox(office.database)
    ids = outbox.claim(channel="email", worker="a", at=at, limit=10, lease=LEASE)
    outbox.release(ids, worker="b", at=at)
    assert state(office, ids[0]) == "claimed"
    outbox.release(ids, worker="a", at=at)
    assert {(row["state"], row["attempts"]) for row in office.rows("message")} == {("pending", 0)}


def test_deferred_message_comes_back_in_its_time_and_a_stopped_channel_loses_no_attempt(
    posted: tuple[Office, datetime],
) -> None:
    office, at = posted
    outbox = DatabaseOutbox(office.database)
    (message,) = outbox.claim(channel="email", worker="a", at=at, limit=1, lease=LEASE)
    outbox.begin(message, worker="a", at=at)
    later = at + timedelta(minutes=5)
    settlement = Settlement(
        MessageState.DEFERRED,
        Outcome(OutcomeClass.AUTH, "535"),
        next_at=later,
        is_channel_stopped=True,
        counts_as_attempt=False,
    )
    outbox.settle(message, settlement, worker="a", at=at)
    assert outbox.is_stopped("email", at=at)
    assert health(office.database, at=at).stopped_channels == {"email": "535"}
    row = next(row for row in office.rows("message") if row["id"] == message)
    assert (row["state"], row["attempts"]) == ("deferred", 0)
    assert resume_channel(office.database, "email")
    claimed = outbox.claim(channel="email", worker="b", at=later, limit=10, lease=LEASE)
    assert message in claimed


def test_stopped_channel_is_probed_with_one_message_and_goes_on_when_it_arrives(
    posted: tuple[Office, datetime],
) -> None:
    office, at = posted
    outbox = DatabaseOutbox(office.database)

    def probe(at: datetime, outcome: Outcome) -> list[int]:
        found = outbox.claim(channel="email", worker="a", at=at, limit=10, lease=LEASE)
        for one in found[:1]:
            outbox.begin(one, worker="a", at=at)
            settlement = settle(outcome, channel_kind="email", attempt=1, at=at, key="k")
            outbox.settle(one, settlement, worker="a", at=at)
        return found

    refused = Outcome(OutcomeClass.AUTH, "535")
    assert len(probe(at, refused)) > 1
    for minutes, outcome, expected in (
        (4, refused, 0),
        (5, refused, 1),
        (19, refused, 0),
        (20, Outcome(OutcomeClass.TRANSIENT, "421", is_channel_wide=True), 1),
        (20 + 19, refused, 0),
        (20 + 20, Outcome(OutcomeClass.OK), 1),
    ):
        instant = at + timedelta(minutes=minutes)
        assert outbox.is_stopped("email", at=instant) is (expected == 0)
        assert len(probe(instant, outcome)) == expected
    assert health(office.database, at=at).stopped_channels == {}
    assert not outbox.is_stopped("email", at=at)


def test_message_of_one_key_is_made_once(posted: tuple[Office, datetime]) -> None:
    office, at = posted
    (row, *_) = office.rows("message")
    with writing(office.database) as connection:
        known = messages.by_id(connection, [row["id"]])[row["id"]]._mapping
        values = {name: value for name, value in known.items() if name != "id"}
        assert messages.insert_message(connection, values) is None
    assert office.compose(at).messages == {}


# --- lock rows, heartbeats, seals ---------------------------------------------------------------


def test_runner_is_one_at_a_time_until_its_lease_runs_out(office: Office) -> None:
    database, lease = office.database, timedelta(seconds=60)
    hold_runner(database, holder="a", at=ISSUED_AT, lease=lease)
    hold_runner(database, holder="a", at=ISSUED_AT + lease / 2, lease=lease)
    with pytest.raises(RunnerBusy) as refused:
        hold_runner(database, holder="b", at=ISSUED_AT + lease, lease=lease)
    assert refused.value.values["holder"] == "a"
    hold_runner(database, holder="b", at=ISSUED_AT + 2 * lease, lease=lease)
    assert not drop_runner(database, holder="a")
    assert drop_runner(database, holder="b")


def test_heartbeat_keeps_the_last_beat(office: Office) -> None:
    for minutes in (0, 5):
        beat(office.database, "sweep", at=ISSUED_AT + timedelta(minutes=minutes))
    assert health(office.database, at=ISSUED_AT).beats == {"sweep": ISSUED_AT + timedelta(minutes=5)}


def test_day_is_sealed_once_for_each_directive(desk: Office) -> None:
    assert [seal_day(desk.database, on=date(2023, 10, 11)) for _ in range(2)] == [1, 0]
    desk.report(1, at=ISSUED_AT + timedelta(days=2))
    assert seal_day(desk.database, on=date(2023, 10, 12)) == 1
    assert len({row["hash"] for row in desk.rows("daily_seal")}) == 2


def test_loop_knows_its_next_instant_and_when_it_is_behind(desk: Office) -> None:
    first = next_instant(desk.database)
    assert first is not None
    assert first == min(desk.row(one).next_at for one in desk.ids())
    assert not health(desk.database, at=first).is_sweep_behind
    assert health(desk.database, at=first + timedelta(minutes=11)).is_sweep_behind
    last_of_week = datetime.fromisoformat("2023-10-14T00:00:00+07:00")
    assert next_instant(desk.database, after=last_of_week - timedelta(microseconds=1)) == last_of_week
