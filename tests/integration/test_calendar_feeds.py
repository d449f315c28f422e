"""The calendar of a person: whose it is at which address, and what stands in it."""

from datetime import date, timedelta

import pytest

from engine.errors import NotFound
from engine.service.calendar_feeds import deadlines_of, feed_made_at, person_of_feed, renew_feed, revoke_feed
from engine.service.sessions import viewer_of
from tests.support.builders import create_directive
from tests.support.cast import Office
from tests.support.people import AT, OFFICER, PRINCIPAL, STRANGER, person_id


def test_address_leads_to_its_person_until_it_is_renewed(office: Office) -> None:
    person = person_id(office.database)
    assert feed_made_at(office.database, person) is None
    first = renew_feed(office.database, person, at=AT)
    viewer = person_of_feed(office.database, first, at=AT)
    assert viewer is not None
    assert (viewer.person_id, viewer.unit_ids) == (person, {4})
    second = renew_feed(office.database, person, at=AT + timedelta(days=1))
    assert person_of_feed(office.database, first, at=AT) is None
    assert person_of_feed(office.database, second, at=AT) is not None
    assert feed_made_at(office.database, person) == AT + timedelta(days=1)


def test_revoked_address_leads_nowhere(office: Office) -> None:
    person = person_id(office.database)
    token = renew_feed(office.database, person, at=AT)
    assert revoke_feed(office.database, person, at=AT)
    assert not revoke_feed(office.database, person, at=AT)
    assert person_of_feed(office.database, token, at=AT) is None
    assert person_of_feed(office.database, "", at=AT) is None


def test_address_of_somebody_without_a_post_leads_nowhere(office: Office) -> None:
    person = person_id(office.database)
    token = renew_feed(office.database, person, at=AT)
    office.run("DELETE FROM post WHERE person_id = :person", person=person)
    assert person_of_feed(office.database, token, at=AT) is None


def test_address_is_kept_nowhere_in_clear(office: Office) -> None:
    assert renew_feed(office.database, person_id(office.database), at=AT) not in repr(office.dump())


def test_nobody_gets_no_address(office: Office) -> None:
    with pytest.raises(NotFound):
        renew_feed(office.database, 10_000, at=AT)


def days(office: Office, address: str, *, after: int = 0) -> list[tuple[int, str, str, date]]:
    at = AT + timedelta(days=after)
    viewer = viewer_of(office.database, person_id(office.database, address), name="", at=at)
    return [
        (one.obligation_id, one.unit_name, one.status, one.last_day)
        for one in deadlines_of(office.database, viewer, at=at)
    ]


def test_calendar_has_the_work_of_the_own_unit(office: Office) -> None:
    office.issue(create_directive())
    mine = office.one("T01", "HOASEN")
    last_day = office.rows("deadline")[0]["last_day_on"]
    last_day = last_day if isinstance(last_day, date) else date.fromisoformat(last_day)
    assert (mine, "Trường Hoa Sen", "assigned", last_day) in days(office, PRINCIPAL)
    assert {unit for _, unit, _, _ in days(office, PRINCIPAL)} == {"Trường Hoa Sen"}
    assert days(office, STRANGER) == []
    assert days(office, OFFICER) == []


def test_calendar_keeps_done_work_for_ninety_days_and_open_work_longer(office: Office) -> None:
    office.issue(create_directive())
    mine = office.one("T01", "HOASEN")
    due_at = office.row(mine).due_at
    after = (due_at - AT).days + 100
    assert mine in {one for one, *_ in days(office, PRINCIPAL, after=after)}
    office.report(mine, at=AT + timedelta(hours=1))
    office.accept(mine, at=AT + timedelta(hours=2))
    assert (mine, "completed") in {(one, status) for one, _, status, _ in days(office, PRINCIPAL)}
    assert mine not in {one for one, *_ in days(office, PRINCIPAL, after=after)}
