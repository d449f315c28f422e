"""The pages of the record of messages through HTTP: the list with its filters, one message, sending again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.bootstrap import Office
from engine.access import Viewer
from engine.outbox import MessageState
from engine.service.accounts import grant
from engine.service.correspondence import list_messages
from engine.service.message_log import Sought, read_log
from engine.store.database import writing
from engine.store.messages import save, stop_channel
from tests.support.offices import DIGESTS, MORNING_AT, office_with_mail
from tests.support.pages import Browser, person_of
from tests.support.statements import counted

KEEPER, HEAD = "cvmn.pgddt@vinhbao.example", "ht.mnvinhquang@vinhbao.example"
CLERK = "vt.mnvinhquang@vinhbao.example"
OUTSIDER = "gd.sgddt@vinhbao.example"


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with office_with_mail(sqlite_url, tmp_path) as made:
        grant(made.database, person_of(made, KEEPER))
        made.clock.set(MORNING_AT)  # type: ignore[attr-defined]
        yield made


@pytest.fixture
def keeper(office: Office) -> Iterator[Browser]:
    with Browser(office) as browser:
        yield browser.sign_in(KEEPER)


def number_of(office: Office, name: str) -> int:
    return list_messages(office.database, person=name, limit=1)[0].id


def lose(office: Office, number: int) -> None:
    """The message could not be sent, and nothing is tried any more."""
    values = {"state": MessageState.FAILED_PERMANENT.value, "outcome": "recipient", "detail": "550 <b>no</b>"}
    with writing(office.database) as connection:
        save(connection, number, values={**values, "next_at": None, "fall_back_at": None})


def test_record_says_who_is_told_of_what(keeper: Browser) -> None:
    page = keeper.get("/nhac-viec")
    assert page.status == 200
    assert len(page.links("/nhac-viec/")) == DIGESTS
    for said in ("chờ gửi", "thư tổng hợp", "thư điện tử", "T0"):
        assert said in page.words


def test_record_is_narrowed_and_the_typed_stays(keeper: Browser, office: Office) -> None:
    page = keeper.get("/nhac-viec?nguoi=vt.mnvinhquang@vinhbao.example&tinh-trang=cho-gui&kenh=email&ngay=2023-10-19")
    assert page.links("/nhac-viec/") == [f"/nhac-viec/{number_of(office, CLERK)}"]
    assert page.tree.xpath("//input[@name='nguoi']/@value") == [CLERK]
    assert "Không có thư nào như vậy" in keeper.get("/nhac-viec?tinh-trang=da-gui").words
    assert keeper.get("/nhac-viec?tinh-trang=%3Cb%3E&kenh=x").status == 200


@pytest.mark.parametrize(("day", "said"), [("hôm qua", "không phải ngày"), ("1823-10-19", "Năm 1823 không hợp lý")])
def test_wrong_day_gets_a_sentence_at_its_field(keeper: Browser, day: str, said: str) -> None:
    page = keeper.get(f"/nhac-viec?ngay={day}")
    assert page.status == 422
    assert said in page.words
    assert page.tree.xpath("//input[@name='ngay']/@value") == [day]


def test_broken_cursor_is_not_there(keeper: Browser) -> None:
    assert keeper.get("/nhac-viec?sau=x").status == 404
    assert keeper.get("/nhac-viec/999999").status == 404
    assert keeper.get("/nhac-viec/abc").status == 404


def test_head_finds_what_the_school_was_told_and_nothing_else(office: Office) -> None:
    with Browser(office) as browser:
        browser.sign_in(HEAD)
        found = browser.get("/nhac-viec").links("/nhac-viec/")
        assert found == [f"/nhac-viec/{number_of(office, CLERK)}"]
        page = browser.get(found[0])
        assert "Nội dung thư" in page.words
        assert "MN Vinh Quang" in page.words
        assert browser.get(f"/nhac-viec/{number_of(office, 'trung lập')}").status == 404
        assert not page.forms("/nhac-viec")


def test_outsider_sees_nothing(office: Office) -> None:
    with Browser(office) as browser:
        browser.sign_in(OUTSIDER)
        assert browser.get("/nhac-viec").links("/nhac-viec/") == []
        assert browser.get(f"/nhac-viec/{number_of(office, CLERK)}").status == 404


def test_dead_message_is_sent_again(keeper: Browser, office: Office) -> None:
    number = number_of(office, CLERK)
    lose(office, number)
    page = keeper.get("/nhac-viec?tinh-trang=khong-den")
    assert page.links("/nhac-viec/") == [f"/nhac-viec/{number}"]
    assert "550 <b>no</b>" in page.words
    assert "<b>no" not in page.text
    keeper.get(f"/nhac-viec/{number}")
    done = keeper.submit(f"/nhac-viec/{number}/gui-lai")
    assert done.status == 200
    assert "Sẽ gửi lại" in done.words
    assert number_of(office, CLERK) > number


def test_message_that_goes_on_is_not_sent_again(keeper: Browser, office: Office) -> None:
    number = number_of(office, CLERK)
    lose(office, number)
    keeper.get(f"/nhac-viec/{number}")
    token = keeper.last.forms("/nhac-viec")[0].form_values()
    keeper.submit(f"/nhac-viec/{number}/gui-lai")
    page = keeper.post(f"/nhac-viec/{number}/gui-lai", data=dict(token))
    assert page.status == 409
    assert "Không gửi lại được thư" in page.words


def test_stopped_channel_is_told_with_its_reason_to_the_administrator_only(keeper: Browser, office: Office) -> None:
    with writing(office.database) as connection:
        stop_channel(connection, "email", at=MORNING_AT, reason="535 bad password", outcome="auth")
    assert "535 bad password" in keeper.get("/nhac-viec").words
    with Browser(office) as other:
        said = other.sign_in(HEAD).get("/nhac-viec").words
        assert "đang dừng" in said
        assert "535" not in said


def test_record_asks_as_often_for_many_as_for_few(office: Office) -> None:
    viewer = Viewer(0, "", (), is_administrator=True)
    asked = []
    for limit in (1, DIGESTS):
        with counted(office.database) as sent:
            read_log(office.database, viewer, sought=Sought(), limit=limit)
        asked.append(len(sent))
    assert asked[0] == asked[1]
