"""The working calendar in the settings through HTTP: shown, what would move, saved with a reason, confirmed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.change_log import recorded_changes
from engine.plans import ByName
from engine.rules import Within
from engine.service.calendar_preview import read_year
from engine.service.issuing import issue
from tests.support.builders import create_directive, create_task
from tests.support.keepers import keeper_at
from tests.support.offices import ISSUED_AT
from tests.support.pages import Browser, Seen

HERE = "/cai-dat/lich"
OFF = "loai=nghi&ten=Nghỉ bão&can_cu=Công điện 1&nam=2023"


@pytest.fixture
def keeper(sqlite_url: str, tmp_path: Path) -> Iterator[Browser]:
    with keeper_at(sqlite_url, tmp_path) as browser:
        yield browser


def off_days(keeper: Browser, year: int = 2023) -> set[str]:
    return {one.on.isoformat() for one in read_year(keeper.office.database, year).exceptions if one.kind == "off"}


def faults(page: Seen) -> list[str]:
    return page.tree.xpath("//*[@aria-invalid='true']/@name")  # type: ignore[no-any-return]


def test_year_is_shown_with_its_days(keeper: Browser) -> None:
    page = keeper.get(f"{HERE}?nam=2023")
    assert page.heading == "Lịch làm việc năm 2023"
    assert "Quốc khánh" in page.words
    assert len(page.tree.xpath("//div[@class='months']/table")) == 12
    assert keeper.get(HERE).heading == "Lịch làm việc năm 2023"


def test_year_that_is_not_covered_gets_a_sentence(keeper: Browser) -> None:
    page = keeper.get(f"{HERE}?nam=1723")
    assert page.status == 422
    assert "Lịch làm việc chưa có năm 1723" in page.words


def test_change_shows_first_what_moves_and_is_saved_with_a_reason(keeper: Browser) -> None:
    days = "2023-10-30"
    page = keeper.get(f"{HERE}/doi?ngay={days}&{OFF}")
    assert page.status == 200
    assert "Chưa ghi gì" in page.words
    assert days not in off_days(keeper)
    page = keeper.submit(f"{HERE}/doi", ly_do="")
    assert (page.status, faults(page)) == (422, ["ly_do"])
    assert days not in off_days(keeper)
    page = keeper.submit(f"{HERE}/doi", ly_do="Bão số 5")
    assert page.status == 200
    assert "Đã sửa lịch ngày 30/10/2023" in page.words
    assert days in off_days(keeper)
    assert recorded_changes(keeper.office.settings)[0]["kind"] == "calendar_set"
    assert "Bỏ ngoại lệ của ngày 30/10/2023" in keeper.get(f"{HERE}/doi?ngay={days}&loai=bo").words
    keeper.submit(f"{HERE}/doi", ly_do="Bão tan")
    assert days not in off_days(keeper)


def test_moved_deadline_is_named_before_and_counted_after(keeper: Browser) -> None:
    task = create_task("T01", Within(5, "working_day"), owner=ByName("Trường Mầm non Vinh Quang"))
    plan = create_directive(task, issuer="Phòng Giáo dục và Đào tạo huyện Vĩnh Bảo", number="77/CV")
    issue(keeper.office.database, plan, policies=keeper.office.policies, at=ISSUED_AT, actor="test")
    page = keeper.get(f"{HERE}/doi?ngay=2023-10-13&{OFF}")
    assert "1 thời hạn sẽ dời, với 1 phần việc đang mở" in page.words
    assert "17/10/2023 → 18/10/2023 · 77/CV · T01" in page.words
    assert "1 thời hạn đã dời" in keeper.submit(f"{HERE}/doi", ly_do="Bão số 5").words


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("ngay=&loai=nghi&ten=A&can_cu=B", ["ngay"]),
        ("ngay=01/01/1823&loai=nghi&ten=A&can_cu=B", ["ngay"]),
        ("ngay=2023-11-11&loai=nghi&ten=&can_cu=", ["ten", "can_cu"]),
        ("ngay=2023-11-11&loai=khac&ten=A&can_cu=B", ["loai"]),
        ("ngay=30/02/2023&loai=bo", ["ngay"]),
    ],
)
def test_wrong_change_is_told_at_the_field(keeper: Browser, query: str, wrong: list[str]) -> None:
    page = keeper.get(f"{HERE}/doi?{query}&nam=2023")
    assert (page.status, faults(page)) == (422, wrong)


def test_expected_year_is_confirmed(keeper: Browser) -> None:
    year = next(y for y in read_year(keeper.office.database, 2023).years if status(keeper, y) == "expected")
    keeper.get(f"{HERE}?nam={year}")
    page = keeper.submit(f"{HERE}/xac-nhan")
    assert "chính thức" in page.words
    assert status(keeper, year) == "official"
    token = dict(keeper.get(f"{HERE}?nam={year + 1}").forms(f"{HERE}/xac-nhan")[0].form_values())
    assert keeper.post(f"{HERE}/xac-nhan", data={**token, "nam": "9999"}).status == 422
    assert keeper.post(f"{HERE}/xac-nhan", data={**token, "nam": "-1"}).status == 422


def status(keeper: Browser, year: int) -> str:
    return read_year(keeper.office.database, year).status
