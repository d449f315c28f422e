"""Preview: for an office with no other work it says what then happens; a sample of units stands for all of them."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.assigning import draft_document, look_at_draft
from config.bootstrap import Office
from config.play import play
from config.preview import Preview, preview_issue
from config.simulation import memory_routes, told
from engine.clock import SetClock
from engine.plans import DirectiveSpec
from engine.service.drafts import issue_plan_draft
from engine.store.database import reading
from engine.store.tables import DIRECTIVE, MESSAGE, NOTICE, OBLIGATION
from notifications.channels.memory import Mailbox
from tests.support.seeds import document, issuer_of, seed_office

FORTNIGHT = timedelta(days=20)


def drafted(office: Office) -> tuple[DirectiveSpec, int, int]:
    """The plan of Vĩnh Bảo, the unit that issues it and its draft."""
    unit_id, viewer = issuer_of(office, "vinh_bao")
    draft_id = draft_document(office, viewer, unit_id=unit_id, name="a.txt", data=document("vinh_bao"))
    view = look_at_draft(office, viewer, draft_id=draft_id, at=office.clock.now())
    return view.reading.spec, unit_id, draft_id


def preview(office: Office, *, until: datetime, **options: int) -> Preview:
    spec, unit_id, _ = drafted(office)
    return preview_issue(office, spec, unit_id=unit_id, at=office.clock.now(), until=until, **options)


def test_preview_says_what_then_happens(database_url: str, tmp_path: Path) -> None:
    with seed_office("vinh_bao", database_url, tmp_path) as office:
        spec, unit_id, draft_id = drafted(office)
        _, viewer = issuer_of(office, "vinh_bao")
        at, until = office.clock.now(), office.clock.now() + FORTNIGHT
        foreseen = preview_issue(office, spec, unit_id=unit_id, at=at, until=until)
        issue_plan_draft(
            office.database, viewer, draft_id=draft_id, version=1, spec=spec, policies=office.policies, at=at
        )
        mailbox, clock = Mailbox(), office.clock
        assert isinstance(clock, SetClock)
        play(office, clock, until=until, routes=memory_routes(mailbox, office.policies.channels_used))
        assert [message.told for message in foreseen.messages] == list(told(mailbox.kept))
        assert foreseen.total == len(mailbox.kept) > 50
        assert (foreseen.is_sampled, foreseen.is_cut, foreseen.until) == (False, False, until)


def test_preview_leaves_the_office_as_it_was(database_url: str, tmp_path: Path) -> None:
    with seed_office("vinh_bao", database_url, tmp_path) as office:
        preview(office, until=office.clock.now() + FORTNIGHT)
        with reading(office.database) as connection:
            for table in (DIRECTIVE, OBLIGATION, NOTICE, MESSAGE):
                assert connection.execute(table.select()).first() is None


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Office:
    with seed_office("vinh_bao", sqlite_url, tmp_path) as made:
        yield made


def test_sample_stands_for_all_units(office: Office) -> None:
    until = office.clock.now() + FORTNIGHT
    whole = preview(office, until=until)
    sample = preview(office, until=until, most_units=3)
    assert sample.is_sampled
    assert len(sample.messages) < len(whole.messages) / 2
    assert (sample.total, sample.by_day()) == (whole.total, whole.by_day())
    assert sample.reached == whole.reached == sum(group.count for group in sample.groups)
    assert all(len(group.chosen) <= min(2, group.count) for group in sample.groups)


def test_preview_says_where_everybody_sits_and_who_cannot_be_told(office: Office) -> None:
    found = preview(office, until=office.clock.now() + FORTNIGHT)
    places = {message.place.unit_name for message in found.messages if message.place is not None}
    assert "Trường Mầm non Trung Lập" in places
    assert all(message.place is not None for message in found.messages)
    assert (found.silent, found.silent_count) == ((), 0)


def test_preview_without_an_end_goes_past_the_last_deadline_or_ninety_days(office: Office) -> None:
    spec, unit_id, _ = drafted(office)
    at = office.clock.now()
    found = preview_issue(office, spec, unit_id=unit_id, at=at, most_units=1)
    assert (found.until, found.ends_early, found.is_cut) == (at + timedelta(days=90), True, False)


def test_preview_ends_where_there_are_enough_messages(office: Office) -> None:
    until = office.clock.now() + FORTNIGHT
    whole, some = preview(office, until=until), preview(office, until=until, most_messages=20)
    assert some.messages == whole.messages[:20]
    assert (some.is_cut, some.until, some.ends_early) == (True, whole.messages[19].told.at, True)
