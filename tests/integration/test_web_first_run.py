"""The first set-up: whoever has the printed address brings an organisation and becomes the administrator, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.bootstrap import Office, examples_folder, init_office, open_office
from config.settings import Settings
from engine.clock import SetClock
from engine.service.accounts import account_of
from engine.service.first_run import Missing, missing
from tests.support.offices import ISSUED_AT, issued_office
from tests.support.pages import Browser, person_of
from web.pages.first_run import FRONT, set_up_pages

TOKEN = "mot-lan-thoi"
HERE = f"{FRONT}/{TOKEN}"
LEADER = "tp.pgddt@vinhbao.example"


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    settings = Settings(data_dir=tmp_path, database_url=database_url)
    made = open_office(clock=SetClock(ISSUED_AT), settings=settings)
    init_office(made)
    yield made
    made.database.dispose()


@pytest.fixture
def browser(office: Office) -> Iterator[Browser]:
    with Browser(office, extra_pages=[set_up_pages(TOKEN)], front=FRONT) as made:
        yield made


def test_newcomer_takes_a_sample_and_becomes_its_administrator(office: Office, browser: Browser) -> None:
    assert "dondoc up" in browser.get("/").words
    browser.get(HERE)
    assert len(browser.last.tree.xpath("//input[@name='mau']")) == 5
    browser.submit(f"{HERE}/to-chuc", mau="vinh_bao")
    assert "Đã nhập" in browser.last.words
    assert missing(office.database) == Missing(organisation=False, administrator=True)
    browser.submit(f"{HERE}/quan-tri", nguoi=LEADER)
    assert "Hãy đặt mật khẩu ở đây" in browser.last.words
    assert account_of(office.database, person_of(office, LEADER)).is_administrator
    assert not missing(office.database)
    assert browser.client.cookies.get("dondoc_session")
    assert browser.get(HERE).status == 410
    assert browser.get(FRONT).url.endswith("/tong-hop")


def test_newcomer_takes_the_template_with_the_address_only(browser: Browser) -> None:
    browser.get(HERE)
    assert browser.last.tree.xpath("//a[@download]/@href") == [f"{HERE}/mau"]
    assert browser.get(f"{HERE}/mau").status == 200
    assert browser.get(f"{FRONT}/mot-dia-chi-khac/mau").status == 410


def test_newcomer_brings_a_file_and_somebody_new(office: Office, browser: Browser) -> None:
    content = (examples_folder() / "dam_ha" / "organisation.yaml").read_bytes()
    browser.get(HERE)
    browser.submit(f"{HERE}/to-chuc", files={"tep": ("to-chuc.yaml", content)})
    unit = browser.last.tree.xpath("//select[@name='don-vi']/option/@value")[1]
    typed = {"ho-ten": "Nguyễn Thị Mới", "thu": "moi@damha.example", "don-vi": unit}
    browser.submit(f"{HERE}/quan-tri", **typed)
    assert account_of(office.database, person_of(office, "moi@damha.example")).is_administrator


def test_bad_file_is_refused_line_by_line_and_nothing_is_imported(office: Office, browser: Browser) -> None:
    bad = b"scheme: x\nname: X\nunits:\n  - code: A\n    name: A\n    kind: khong_co\n    parent: B\n"
    browser.get(HERE)
    seen = browser.submit(f"{HERE}/to-chuc", files={"tep": ("to chuc.yaml", bad)})
    assert seen.status == 422
    places = seen.tree.xpath("//div[@role='alert']//code/text()")
    assert places
    assert all(place.startswith("to chuc.yaml:") for place in places)
    assert missing(office.database).organisation
    browser.get(HERE)
    assert browser.submit(f"{HERE}/to-chuc").status == 422


def test_wrong_fields_are_named_and_what_was_typed_stays(office: Office, browser: Browser) -> None:
    browser.get(HERE)
    browser.submit(f"{HERE}/to-chuc", mau="vinh_bao")
    seen = browser.submit(f"{HERE}/quan-tri", **{"ho-ten": "Trần <b>An</b>", "thu": "khong-phai"})
    assert seen.status == 422
    assert seen.tree.xpath("//input[@name='ho-ten']/@value") == ["Trần <b>An</b>"]
    assert len(seen.tree.xpath("//*[@aria-invalid]")) == 2
    taken = {"ho-ten": "An", "thu": LEADER.upper(), "don-vi": "vinh_bao/PGDDT"}
    assert "đã có người dùng" in browser.submit(f"{HERE}/quan-tri", **taken).words
    assert browser.submit(f"{HERE}/quan-tri", **{"ho-ten": "", "thu": ""}).status == 422
    assert missing(office.database).administrator


def test_set_up_is_closed_to_a_guessed_address(office: Office, browser: Browser) -> None:
    assert browser.get(f"{FRONT}/doan").status == 410
    browser.get(FRONT)
    token = browser.last.forms("/ngon-ngu")[0].fields["form_token"]
    wrong = browser.post(f"{FRONT}/doan/to-chuc", data={"form_token": token, "mau": "vinh_bao"})
    assert wrong.status == 410
    assert missing(office.database).organisation


def test_office_without_the_set_up_has_no_such_address(sqlite_url: str, tmp_path: Path) -> None:
    with issued_office(sqlite_url, tmp_path) as office, Browser(office) as browser:
        for path in (FRONT, HERE, "/thu", "/thu/gio"):
            assert browser.get(path).status == 404
