"""The whole journey in a real browser: a document is dropped and given out, two schools answer, one report is returned,
the figures and the files follow. ``DONDOC_SCREENSHOTS=docs/screens`` keeps the pictures."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar
from playwright.sync_api import Browser, Page

from config.bootstrap import Office, examples_folder, init_office, open_office
from config.settings import Settings
from config.sign_in import make_sign_in_link
from engine.clock import SetClock
from engine.service.organisation import import_organisation
from engine.service.tallies import fold
from intake.org_file import read_organisation
from tests.support.chromium import chromium, is_wider_than_its_window, served, violations
from tests.support.offices import ISSUED_AT
from tests.support.pages import person_of
from web.app import create_app

SEED = examples_folder() / "vinh_bao"
HEAD, FIRST, SECOND, ABOVE = (
    f"{name}@vinhbao.example" for name in ("tp.pgddt", "ht.mnvinhquang", "ht.mntrunglap", "pct.ubndh")
)
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
TITLE = "Tạo điểm nhân sơ kết Đề án"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The organisation of Vĩnh Bảo, and nothing given out yet."""
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'dondoc.db'}")
    made = open_office(clock=SetClock(ISSUED_AT), settings=settings)
    init_office(made)
    organisation = read_organisation(SEED / "organisation.yaml")
    import_organisation(made.database, organisation, at=ISSUED_AT, on=date(2021, 1, 1))
    yield made
    made.database.dispose()


class Person:
    """Somebody with a browser of their own, who signed in by a link."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address

    def open(self, path: str) -> None:
        """Go to a page; it must have no fault."""
        self.page.goto(self._address + path)
        self.check()

    def check(self) -> None:
        """What holds of every page of the journey."""
        assert violations(self.page) == [], self.page.url
        assert not is_wider_than_its_window(self.page), self.page.url

    def press(self, name: str) -> None:
        """Press the first button or link of the page itself that is called so."""
        main = self.page.locator("main")
        button, link = (main.get_by_role(role, name=name, exact=True) for role in ("button", "link"))
        button.or_(link).first.click()

    def says(self, words: str) -> bool:
        """True if the page says so."""
        return words in " ".join(self.page.inner_text("main").split())

    def keep(self, name: str) -> None:
        """Keep a picture where pictures are wanted."""
        folder = os.environ.get("DONDOC_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=False)


@contextmanager
def somebody(browser: Browser, office: Office, *, who: str, at: str, size: dict[str, int]) -> Iterator[Person]:
    """A person at a device, signed in by the link of a mail."""
    context = browser.new_context(viewport=size, accept_downloads=True)  # type: ignore[arg-type]
    page = context.new_page()
    link = make_sign_in_link(office, person_of(office, who), at=office.clock.now())
    page.goto(at + link[link.index("/vao/") :])
    page.get_by_role("button", name="Vào hệ thống").click()
    try:
        yield Person(page, at)
    finally:
        context.close()


def wait(office: Office, **time: int) -> None:
    assert isinstance(office.clock, SetClock)
    office.clock.set(office.clock.now() + timedelta(**time))


def downloaded(person: Person, name: str) -> bytes:
    """The file behind a link."""
    with person.page.expect_download() as found:
        person.page.get_by_role("link", name=name, exact=True).first.click()
    return Path(found.value.path()).read_bytes()


def test_four_people_bring_a_document_to_its_roll_up(office: Office) -> None:
    with chromium() as browser, served(create_app(office)) as at:
        with somebody(browser, office, who=HEAD, at=at, size=DESK) as head:
            give_out(head)
            path = head.page.url.removeprefix(at)
        wait(office, days=3)
        for who, text in ((FIRST, "Đã chọn mô hình, có biên bản họp"), (SECOND, "Đang làm")):
            with somebody(browser, office, who=who, at=at, size=PHONE) as school:
                answer(school, text=text)
        wait(office, hours=2)
        with somebody(browser, office, who=HEAD, at=at, size=DESK) as head:
            review(head)
            fold(office.database)
            wait(office, minutes=1)
            figures(head, path=path)
        with somebody(browser, office, who=SECOND, at=at, size=PHONE) as school:
            school.open("/viec")
            assert school.says("trả lại")
            school.keep("06-bi-tra-lai")
            calendar(school)
        with somebody(browser, office, who=ABOVE, at=at, size=DESK) as above:
            above.open("/tong-hop")
            above.keep("08-cap-tren")
            assert above.says("Phòng Giáo dục và Đào tạo huyện Vĩnh Bảo")


def give_out(head: Person) -> None:
    """From the text to the directive."""
    head.open("/giao-viec")
    head.page.set_input_files("input[type=file]", SEED / "document.txt")
    head.press("Đọc văn bản")
    head.check()
    head.keep("01-ban-nhap")
    assert head.says("29/10/2023")
    head.press("Xem trước tin sẽ gửi")
    head.check()
    head.keep("02-xem-truoc")
    head.press("Giao…")
    head.press("Giao")
    head.page.wait_for_url("**/van-ban/*")
    head.check()
    head.keep("03-van-ban")


def answer(school: Person, *, text: str) -> None:
    """Received, report, send: three touches on a phone."""
    school.open("/viec")
    if text.startswith("Đã"):
        school.keep("04-viec-cua-toi")
    line = school.page.locator("main li").filter(has_text=TITLE).first
    line.get_by_role("button", name="Đã nhận").click()
    school.check()
    line.get_by_role("button", name="Báo cáo").click()
    school.check()
    school.page.get_by_label("Nội dung báo cáo").fill(text)
    school.press("Gửi")
    school.check()
    assert school.says("chờ xác nhận")


def review(head: Person) -> None:
    """One report is accepted, the other goes back with a reason."""
    head.open("/cho-xac-nhan")
    head.keep("05-cho-xac-nhan")
    done = head.page.locator("ul.cards > li").filter(has_text="Đã chọn mô hình")
    done.get_by_role("checkbox").check()
    head.press("Xác nhận các báo cáo đã chọn")
    head.check()
    rest = head.page.locator("ul.cards > li").filter(has_text="Đang làm")
    rest.get_by_role("checkbox").check()
    head.page.get_by_label("Lý do chung, nếu trả lại").fill("Chưa có tên mô hình")
    head.press("Trả lại các báo cáo đã chọn")
    head.check()
    assert head.says("Không có báo cáo hay đề nghị nào đang chờ")


def figures(head: Person, *, path: str) -> None:
    """The roll-up on the page and in the Word file say the same."""
    head.open(path)
    head.keep("07-tong-hop-van-ban")
    row = head.page.locator("tr").filter(has_text="Trường Mầm non Vinh Quang").first
    shown = [cell.strip() for cell in row.locator("td").all_inner_texts()]
    document = Document(BytesIO(downloaded(head, "Word")))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    (printed,) = [row for row in rows if "Trường Mầm non Vinh Quang" in row]
    assert printed[3] == "1"
    numbers = [cell for cell in printed[2:7] if cell]
    assert any(shown[n : n + len(numbers)] == numbers for n in range(len(shown))), (shown, printed)


def calendar(school: Person) -> None:
    """The calendar of a school holds its deadlines."""
    school.open("/tai-khoan")
    school.press("Tạo địa chỉ lịch mới")
    school.check()
    address = school.page.get_by_label("Địa chỉ lịch, chỉ hiện một lần này").input_value()
    found = school.page.request.get(school.page.url.split("/tai-khoan")[0] + "/lich/" + address.rpartition("/")[2])
    events = Calendar.from_ical(found.body()).walk("VEVENT")
    assert any(TITLE in str(event["summary"]) for event in events)
    assert {type(event.decoded("dtstart")) for event in events} == {date}
