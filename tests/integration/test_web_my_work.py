"""My work: what my units owe, by urgency, with the next step of each at hand."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.bootstrap import Office
from engine.clock import SetClock
from engine.service.sweep import sweep
from engine.states import Verb
from tests.support.offices import issued_office
from tests.support.pages import Browser, obligation_of
from tests.support.web import OWNER, SCHOOL, change, counted, hand_in


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
def browser(office: Office) -> Iterator[Browser]:
    with Browser(office) as made:
        yield made.sign_in(OWNER)


@pytest.fixture
def one(office: Office) -> int:
    return obligation_of(office, task="T03", unit=SCHOOL)


def move_clock(office: Office, **by: float) -> None:
    assert isinstance(office.clock, SetClock)
    office.clock.set(office.clock.now() + timedelta(**by))
    sweep(office.database, at=office.clock.now(), policies=office.policies)


def groups(browser: Browser) -> list[str]:
    return [" ".join(heading.text_content().split()) for heading in browser.last.tree.xpath("//main//h2")]


def test_work_is_shown_by_urgency_with_counts_and_deadlines_in_words(browser: Browser) -> None:
    seen = browser.get("/viec")
    assert (seen.status, seen.heading) == (200, "Việc của tôi")
    assert groups(browser) == ["Trong hạn (3)", "Không thời hạn (8)"]
    assert "Tất cả 11" in seen.words
    assert "29/10/2023 (còn 13 ngày làm việc)" in seen.words


def test_work_that_is_late_or_came_back_comes_first(office: Office, browser: Browser, one: int) -> None:
    other = obligation_of(office, task="T05", unit=SCHOOL)
    hand_in(office, other)
    change(office, other, Verb.RETURN, reason="Thiếu danh sách <b>trẻ</b>")
    move_clock(office, days=20)
    browser.sign_in(OWNER)
    seen = browser.get("/viec")
    assert groups(browser)[:2] == ["Quá hạn (1)", "Sắp đến hạn (1)"]
    assert "Bị trả lại (1)" in groups(browser)
    assert "29/10/2023 (quá 1 ngày làm việc)" in seen.words
    assert "Lý do trả lại: Thiếu danh sách <b>trẻ</b>" in seen.words
    assert seen.links(f"/viec/{other}/bao-cao")


def test_one_group_is_shown_alone(browser: Browser) -> None:
    browser.get("/viec?nhom=khong-thoi-han")
    assert groups(browser) == ["Không thời hạn (8)"]
    assert browser.get("/viec?nhom=qua-han").words.count("Không có việc nào trong nhóm này.") == 1
    assert browser.get("/viec?nhom=x").status == 404
    assert browser.get("/viec?tu=x").status == 404


def test_taking_note_leads_back_to_the_list_and_on_to_the_report(browser: Browser, one: int) -> None:
    browser.get("/viec?nhom=trong-han")
    seen = browser.submit(f"/viec/{one}/da-nhan")
    assert seen.url.endswith("/viec?nhom=trong-han")
    assert "đơn vị đã nhận việc" in seen.words
    assert seen.links(f"/viec/{one}/bao-cao")
    assert not seen.forms(f"/viec/{one}/da-nhan")


def test_taking_note_twice_is_no_mistake(office: Office, browser: Browser, one: int) -> None:
    browser.get("/viec")
    with Browser(office) as other:
        other.sign_in(OWNER).get("/viec")
        other.submit(f"/viec/{one}/da-nhan")
    seen = browser.submit(f"/viec/{one}/da-nhan")
    assert (seen.status, "đã được ghi nhận từ trước" in seen.words) == (200, True)


def test_start_is_recorded(browser: Browser, one: int) -> None:
    browser.get(f"/viec/{one}")
    browser.submit(f"/viec/{one}/da-nhan")
    seen = browser.submit(f"/viec/{one}/bat-dau")
    assert "bắt đầu thực hiện" in seen.words
    assert "đang thực hiện" in seen.words


def test_those_who_owe_nothing_read_it_kindly(browser: Browser) -> None:
    seen = browser.sign_in("pct.ubndh@vinhbao.example").get("/viec")
    assert "Hiện đơn vị không còn việc nào phải làm" in seen.words
    assert not seen.forms("/viec")


def test_draft_is_remembered_in_the_list(browser: Browser, one: int) -> None:
    browser.get(f"/viec/{one}/bao-cao")
    browser.submit_to(f"/viec/{one}/bao-cao", "/nhap", noi_dung="Đang viết")
    assert "Có bản nháp lưu lúc 08:00 10/10/2023" in browser.get("/viec").words


def test_page_asks_the_database_as_often_for_one_as_for_many(office: Office, browser: Browser) -> None:
    browser.get("/viec/1")  # the bar above the page is made once a minute
    with counted(office) as few:
        browser.get("/viec?nhom=trong-han")
    with counted(office) as many:
        browser.get("/viec")
    assert many.count == few.count
    assert many.count <= 12


def test_first_view_is_small(browser: Browser) -> None:
    assert len(browser.get("/viec").text.encode()) < 60_000
