"""Small changes of units and people by an administrator, and looking them up without diacritics."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from config.change_log import FILE, first_break, record_change, recorded_changes
from config.settings import Settings
from engine.channels import ChannelKind
from engine.errors import AddressTaken, ChangeRefused, NotFound
from engine.service import personnel, unit_changes
from engine.service.change import Change
from engine.service.contacts import reach_of
from engine.service.directory import find_people, find_units
from engine.service.organisation import show_organisation, standing_units
from engine.service.record import Actor
from engine.store.database import writing
from engine.store.organisation import rebuild_closure
from reports.wording import words
from tests.support.builders import ISSUED_AT as AT
from tests.support.builders import create_directive
from tests.support.cast import Office

ADMIN = Actor("Quản trị", "chuyen_vien", unit_id=3)
ON = date(2023, 10, 10)
WHO: dict[str, Any] = {"actor": ADMIN, "at": AT}
PHONG, HOASEN = 3, 4


def add_unit(office: Office, **said: Any) -> Change:
    values = {"scheme": "huyen", "code": "MOI", "name": "Trường  Mới", "kind": "truong_mam_non", "parent_id": PHONG}
    return unit_changes.add_unit(office.database, **{**values, **said}, **WHO)


def add_person(office: Office, **said: Any) -> Change:
    values = {"unit_id": HOASEN, "name": "Đặng Thị Hoà", "role": "van_thu", "email": "hoa@x.example"}
    return personnel.add_person(office.database, **{**values, **said}, **WHO)


def refused(change: Callable[[], Change]) -> str:
    with pytest.raises(ChangeRefused) as caught:
        change()
    assert words("vi").error(caught.value) != words("en").error(caught.value)
    return str(caught.value.values["why"])


def test_added_unit_stands_in_the_tree_as_a_rebuilt_one_would(office: Office) -> None:
    change = add_unit(office, on=ON)
    assert (change.kind, change.name, change.actor) == ("unit_added", "Trường Mới", ADMIN)
    assert standing_units(office.database, "huyen")["MOI"] == "PHONG"
    before = office.rows("unit_closure", "1, 2")
    with writing(office.database) as connection:
        rebuild_closure(connection, "huyen")
    assert sorted(map(repr, office.rows("unit_closure", "1, 2"))) == sorted(map(repr, before))
    assert add_unit(office, code="GOC", parent_id=None).after["parent_id"] is None


def test_added_unit_gets_work_of_its_kind(office: Office) -> None:
    add_unit(office)
    office.issue(create_directive())
    assert len(office.ids(unit="MOI")) == 1


def test_unit_is_refused_by_name(office: Office) -> None:
    before = office.dump()
    assert refused(lambda: add_unit(office, name=" ")) == "empty"
    assert refused(lambda: add_unit(office, name="a" * 301)) == "too_long"
    assert refused(lambda: add_unit(office, code="MÃ")) == "code_bad"
    assert refused(lambda: add_unit(office, code="PHONG")) == "code_taken"
    for parent in (99, 7):  # nobody's, another organisation's
        with pytest.raises(NotFound):
            add_unit(office, parent_id=parent)
    assert office.dump() == before


def test_renamed_unit_is_found_by_both_names(office: Office) -> None:
    change = unit_changes.rename_unit(office.database, HOASEN, name="Trường Sen Hồng", **WHO)
    assert (change.before, change.after) == ({"name": "Trường Hoa Sen"}, {"name": "Trường Sen Hồng"})
    for text in ("sen hong", "HOA SEN", "mn hoa"):
        assert [unit.name for unit in find_units(office.database, text=text).items] == ["Trường Sen Hồng"]
    assert (
        refused(lambda: unit_changes.rename_unit(office.database, HOASEN, name="Trường Sen  Hồng", **WHO))
        == "same_name"
    )
    with pytest.raises(NotFound):
        unit_changes.rename_unit(office.database, 99, name="A", **WHO)


def test_unit_ends_when_nothing_is_below_and_nothing_is_owed(office: Office) -> None:
    def end(unit_id: int, on: date = ON) -> Change:
        return unit_changes.end_unit(office.database, unit_id, on=on, **WHO)

    assert refused(lambda: end(PHONG)) == "units_below"
    new = add_unit(office, on=ON).id
    assert refused(lambda: end(new, date(2023, 1, 1))) == "before_start"
    assert end(new).after == {"valid_to": "2023-10-10"}
    assert refused(lambda: end(new)) == "unit_ended"
    assert refused(lambda: add_person(office, unit_id=new)) == "unit_ended"
    office.issue(create_directive())
    assert not office.ids(unit="MOI")
    assert refused(lambda: end(HOASEN)) == "open_work"


def test_added_person_can_be_told_and_acts_in_the_post(office: Office) -> None:
    person = add_person(office, phone="0912 345 678", title="Bà").id
    reach = reach_of(office.database, person)
    assert {one.channel: (one.address, one.is_usable) for one in reach.addresses} == {
        ChannelKind.EMAIL: ("hoa@x.example", True),
        "phone": ("0912 345 678", False),
    }
    members = show_organisation(office.database, scheme="huyen")["huyen"]
    assert "Đặng Thị Hoà" in [member.name for unit in members if unit.id == HOASEN for member in unit.members]


def test_person_is_refused_by_name(office: Office) -> None:
    before = office.dump()
    assert refused(lambda: add_person(office, name="")) == "empty"
    assert refused(lambda: add_person(office, email="a@b")) == "email_bad"
    assert refused(lambda: add_person(office, email="hoà@x.example")) == "email_local_not_ascii"
    assert refused(lambda: add_person(office, phone="12")) == "phone_bad"
    with pytest.raises(AddressTaken):
        add_person(office, email="van_thu.hoasen@huyen.example")
    with pytest.raises(NotFound):
        add_person(office, unit_id=99)
    assert office.dump() == before


def test_contact_is_replaced_and_taken_away(office: Office) -> None:
    person = add_person(office).id

    def change(channel: str, address: str) -> Change:
        return personnel.change_contact(office.database, person, channel=channel, address=address, **WHO)

    assert change("email", " moi@x.example ").before == {"email": "hoa@x.example"}
    assert change("email", "").after == {"email": None}
    assert not reach_of(office.database, person).addresses[0].is_usable
    change("email", "moi@x.example")
    assert reach_of(office.database, person).addresses[0].is_usable
    assert refused(lambda: change("zalo_bot", "1")) == "channel_unknown"
    with pytest.raises(AddressTaken):
        change("email", "van_thu.hoasen@huyen.example")


def test_post_is_ended_and_taken_up_again(office: Office) -> None:
    person = add_person(office).id
    (found,) = find_people(office.database, text="dang hoa", on=ON).items
    (post,) = found.posts
    assert refused(lambda: add_post(office, person)) == "post_there"
    assert personnel.end_post(office.database, post.id, on=ON, **WHO).id == person
    assert refused(lambda: personnel.end_post(office.database, post.id, on=ON, **WHO)) == "post_ended"
    add_post(office, person)
    add_post(office, person, unit_id=PHONG, role="chuyen_vien")
    (found,) = find_people(office.database, text="dang hoa", on=ON).items
    assert [(one.unit_name, one.role, one.valid_to) for one in found.posts] == [
        ("Trường Hoa Sen", "van_thu", None),
        ("Phòng GDĐT", "chuyen_vien", None),
    ]


def add_post(office: Office, person: int, **said: Any) -> Change:
    return personnel.add_post(office.database, person, **{"unit_id": HOASEN, "role": "van_thu", **said}, **WHO)


def test_absence_is_shown_while_it_lasts(office: Office) -> None:
    person, other = add_person(office).id, add_person(office, name="B", email="b@x.example").id
    days = {"starts_on": ON, "ends_on": date(2023, 10, 12)}
    change = personnel.note_absence(office.database, person, **days, delegate_id=other, **WHO)
    assert change.after["delegate"] == "B"
    away = [find_people(office.database, text="Hoà", on=on).items[0].away_until for on in (ON, date(2023, 10, 13))]
    assert away == [date(2023, 10, 12), None]
    assert (
        refused(lambda: personnel.note_absence(office.database, person, **days, delegate_id=person, **WHO))
        == "own_delegate"
    )
    turned = {"starts_on": date(2023, 10, 12), "ends_on": ON}
    assert refused(lambda: personnel.note_absence(office.database, person, **turned, **WHO)) == "reversed"


def test_search_turns_pages_and_knows_words_in_any_order(office: Office) -> None:
    everything = find_units(office.database).items
    pages, cursor = [], None
    while True:
        page = find_units(office.database, limit=2, cursor=cursor)
        pages += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert tuple(pages) == everything
    assert [unit.code for unit in find_units(office.database, text="dao truong").items] == ["HOADAO"]
    assert [unit.code for unit in find_units(office.database, text="hoadao").items] == ["HOADAO"]
    assert find_units(office.database, text="hoa%").items == ()
    assert find_units(office.database, text="hba sen").items == ()
    below = find_units(office.database, under_id=PHONG, scheme="huyen").items
    assert [(unit.code, unit.parent_name) for unit in below][1] == ("HOASEN", "Phòng GDĐT")
    people = find_people(office.database, text="van thu", on=ON, limit=2)
    assert [person.name for person in people.items] == ["Văn thư Sen", "Văn thư Mai"]
    rest = find_people(office.database, text="van thu", on=ON, limit=2, cursor=people.next_cursor)
    assert [person.name for person in rest.items] == ["Văn thư Đào"]
    address = "van_thu.hoasen@huyen.example"
    assert [person.name for person in find_people(office.database, text=address, on=ON).items] == ["Văn thư Sen"]
    assert len(find_people(office.database, unit_id=HOASEN, on=ON).items) == 2
    with pytest.raises(NotFound):
        find_units(office.database, cursor="x")


def test_changes_are_recorded_one_after_the_other_and_none_can_be_left_out(sqlite_cast: Office, tmp_path: Any) -> None:
    settings = Settings(data_dir=tmp_path)
    assert (recorded_changes(settings), first_break(settings)) == ([], None)
    for name in ("Một", "Hai", "Ba"):
        record_change(settings, unit_changes.rename_unit(sqlite_cast.database, HOASEN, name=name, **WHO))
    assert [one["after"]["name"] for one in recorded_changes(settings, limit=2)] == ["Ba", "Hai"]
    assert recorded_changes(settings)[0]["actor"]["name"] == "Quản trị"
    assert first_break(settings) is None
    path = tmp_path / FILE
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[2]]) + "\n", encoding="utf-8")
    assert first_break(settings) == 2
