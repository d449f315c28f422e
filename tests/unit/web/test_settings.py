"""The settings in words: what an import would bring, months of a year, what moves, changes and findings."""

from datetime import UTC, date, datetime, timedelta

import pytest

from config.doctor import Finding
from engine.errors import Problem
from engine.organisation import OrganisationSpec, PersonSpec, UnitSpec
from engine.service.calendar_preview import CalendarDate, CalendarYear, WouldMove
from engine.service.directory import PersonFound, PostFound
from engine.service.organisation import Member, UnitLine
from engine.workdays import DayException
from web.i18n import speech
from web.presenters import org_import, workdays
from web.presenters.checking import change_line, finding_lines
from web.presenters.units import person_line, span

VI, EN = speech("vi"), speech("en")
BEFORE = (
    UnitLine(1, "P", "Phòng", "phong", 0, (Member("Ân", "lanh_dao", "an@x.example"),)),
    UnitLine(2, "A", "Trường A", "khac", 1, ()),
    UnitLine(3, "B", "Trường B", "khac", 1, ()),
)


def groups(*units: UnitSpec, people: tuple[PersonSpec, ...] = ()) -> dict[str, tuple[str, ...]]:
    spec = OrganisationSpec("x", "X", units=units, people=people, has_phrases=False)
    view = org_import.present(spec, BEFORE, warnings=(), key="k", name="n", speech=VI)
    return {group.title: group.names for group in view.groups}


def test_import_says_which_units_are_new_renamed_and_moved() -> None:
    found = groups(
        UnitSpec("P", "Phòng", "phong"),
        UnitSpec("A", "Trường Anh", "khac", parent="P"),
        UnitSpec("B", "Trường B", "khac", parent="A"),
        UnitSpec("C", "Trường C", "khac", parent="P"),
    )
    assert found == {
        "Đơn vị mới": ("Trường C",),
        "Đơn vị đổi tên": ("Trường A → Trường Anh",),
        "Đơn vị chuyển sang trực thuộc nơi khác": ("Trường B",),
        "Đơn vị không đổi tên và nơi trực thuộc": ("Phòng",),
    }


def test_import_says_who_is_new_and_who_changes() -> None:
    found = groups(
        people=(
            PersonSpec("Ân", "P", "lanh_dao", contacts={"email": "an2@x.example"}),
            PersonSpec("Bình", "P", "van_thu"),
        )
    )
    assert found == {"Người mới hoặc chức vụ mới": ("Bình",), "Người đổi vai trò hoặc địa chỉ thư": ("Ân",)}


def test_import_of_what_is_there_brings_nothing() -> None:
    spec = OrganisationSpec(
        "x", "X", units=(UnitSpec("A", "Trường A", "khac", parent="P"),), people=(), has_phrases=False
    )
    assert org_import.present(spec, BEFORE, warnings=(), key="k", name="n", speech=VI).is_nothing


def test_far_too_many_problems_are_cut_with_their_number() -> None:
    problems = [Problem(f"A!B{n}", "sheet_none", {}) for n in range(org_import.MOST_PROBLEMS + 7)]
    said = org_import.problem_lines(problems, speech=VI)
    assert said[0].startswith("A!B0: ")
    assert said[-1] == "… và 7 lỗi nữa."


def year() -> CalendarYear:
    first = date(2023, 1, 1)
    off = DayException(date(2023, 9, 4), "off", "Quốc khánh", "TB", "expected")
    dates = []
    for n in range(365):
        on = first + timedelta(days=n)
        is_rest = on.weekday() > 4
        dates.append(
            CalendarDate(on, not is_rest and on != off.on, off if on == off.on else "weekend" if is_rest else None)
        )
    return CalendarYear(2023, "expected", tuple(dates), (off,), tuple(range(2010, 2030)))


def test_year_is_laid_out_in_whole_weeks_from_monday() -> None:
    view = workdays.present(year(), speech=VI)
    assert len(view.months) == 12
    assert all(len(week) == 7 for month in view.months for week in month.weeks)
    numbers = [one.number for week in view.months[8].weeks for one in week if one.number]
    assert numbers == [str(n) for n in range(1, 31)]
    assert view.months[8].weeks[1][0].tone == "off"  # Monday the 4th
    assert [one for one, _, _ in view.years] == [2021, 2022, 2023, 2024, 2025]
    assert view.specials[0].is_expected
    assert [short for short, _ in workdays.present(year(), speech=EN).weekdays] == [
        "Mo",
        "Tu",
        "We",
        "Th",
        "Fr",
        "Sa",
        "Su",
    ]


def test_what_moves_is_counted_and_cut() -> None:
    on = date(2023, 10, 13)
    moved = [
        WouldMove(n, 1, "1/CV", "T", 1, "T01", "Việc", 3, on, on, None, None) for n in range(workdays.MOST_MOVED + 2)
    ]
    view = workdays.preview_view(moved, days=[DayException(on, "off", "Bão", "CĐ")], removed=[], speech=VI)
    assert view.summary == "202 thời hạn sẽ dời, với 606 phần việc đang mở."
    assert (len(view.moves), view.more) == (workdays.MOST_MOVED, 2)
    assert workdays.preview_view([], days=[], removed=[on], speech=EN).summary == "No deadline moves."


def test_change_says_who_what_and_from_what_to_what() -> None:
    line = change_line(
        {
            "kind": "unit_renamed",
            "name": "B",
            "actor": {"name": "Ân"},
            "at": "2023-10-10T08:00:00+07:00",
            "before": {"name": "A"},
            "after": {"name": "B", "empty": None},
        },
        speech=VI,
    )
    assert (line.who, line.what, line.name, line.details) == ("Ân", "đổi tên đơn vị", "B", "name: A → B")
    assert line.at == datetime(2023, 10, 10, 1, tzinfo=UTC)


def test_what_is_wrong_is_told_first_with_its_hint() -> None:
    found = [Finding("D003", "ok", "disk_ok", {"free": 9}), Finding("D010", "error", "sweep_behind")]
    lines = finding_lines(found, speech=VI)
    assert [one.id for one in lines] == ["D010", "D003"]
    assert lines[0].hint
    assert not lines[1].hint


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (None, None, ""),
        (date(2023, 1, 2), None, "từ 02/01/2023"),
        (None, date(2023, 1, 2), "đến 02/01/2023"),
        (date(2023, 1, 2), date(2023, 3, 4), "từ 02/01/2023 đến 04/03/2023"),
    ],
)
def test_span_says_from_when_to_when(first: date | None, last: date | None, said: str) -> None:
    assert span(first, last, speech=VI) == said


def test_accounts_of_zalo_are_masked_and_duty_addresses_are_not() -> None:
    post = PostFound(1, 2, "Phòng", "van_thu", "", None, date(2023, 1, 1))
    found = PersonFound(1, "Ân", (post,), {"email": "an@x.example", "zalo_bot": "chat-88412345"}, None)
    line = person_line(found, today=date(2023, 1, 2), speech=VI)
    assert "an@x.example" in line.addresses[0]
    assert "chat-88412345" not in " ".join(line.addresses)
    assert line.posts[0].is_ended
    assert not person_line(found, today=date(2023, 1, 1), speech=VI).posts[0].is_ended
