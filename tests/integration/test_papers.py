"""What papers say beside the figures: whose letter it is, the way down to a unit, when reports came."""

from datetime import date, timedelta

import pytest

from engine.errors import NotFound
from engine.plans import ByName
from engine.rules import By
from engine.service.papers import Letterhead, letterhead, reported_at, way_down
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import Office
from tests.support.viewers import DISTRICT, ELSEWHERE, LOTUS, OFFICE, PROVINCE

TASK = create_task("T01", By(date(2023, 11, 1)), owner=ByName("Trường Hoa Sen"))


def signed(**signer: str) -> dict[str, object]:
    return {"signer": {"name": "", "title": "", "on_behalf": "", **signer}}


def test_letter_is_of_the_unit_below_the_one_above(office: Office) -> None:
    assert letterhead(office.database, OFFICE) == Letterhead("UBND huyện", "Phòng GDĐT", "", "")
    assert letterhead(office.database, PROVINCE).agency_above == ""
    with pytest.raises(NotFound):
        letterhead(office.database, 999)


@pytest.mark.parametrize(
    ("signer", "title"),
    [
        ({"title": "PHÓ TRƯỞNG PHÒNG", "on_behalf": "KT. TRƯỞNG PHÒNG"}, "TRƯỞNG PHÒNG"),
        ({"title": "TRƯỞNG PHÒNG"}, "TRƯỞNG PHÒNG"),
        ({"title": "CHỦ TỊCH", "on_behalf": "TM. ỦY BAN NHÂN DÂN"}, "CHỦ TỊCH"),
        ({}, ""),
    ],
)
def test_head_of_the_agency_signs_in_the_place_printed_on_the_directive(
    office: Office, signer: dict[str, str], title: str
) -> None:
    made = office.issue(create_directive(TASK, place="Vĩnh Bảo", head=signed(**signer)))
    found = letterhead(office.database, OFFICE, directive_id=made.directive_id)
    assert (found.place, found.signer) == ("Vĩnh Bảo", title)
    assert letterhead(office.database, OFFICE) == found


def test_way_down_begins_at_the_unit_above_and_ends_at_the_unit(office: Office) -> None:
    assert [unit.unit_id for unit in way_down(office.database, LOTUS, top_id=DISTRICT)] == [DISTRICT, OFFICE, LOTUS]
    assert [unit.unit_id for unit in way_down(office.database, LOTUS, top_id=LOTUS)] == [LOTUS]
    assert [unit.unit_id for unit in way_down(office.database, LOTUS, top_id=ELSEWHERE)] == [LOTUS]


def test_day_of_the_last_report_is_known_where_there_is_one(office: Office) -> None:
    office.issue(create_directive(TASK))
    one = office.one("T01", "HOASEN")
    assert reported_at(office.database, [one]) == {}
    at = ISSUED_AT + timedelta(days=2)
    office.report(one, at=at)
    assert reported_at(office.database, [one, 999]) == {one: at}
