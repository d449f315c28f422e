"""Reviewing: one report, several at once, requests for more time; two reviewers at the same moment."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from config.bootstrap import Office
from engine.clock import SetClock
from engine.service.deadlines import ask_extension
from engine.service.record import Actor
from engine.service.views import Shown, show_obligation
from engine.states import Status, Verb
from engine.store.database import writing
from engine.store.tables import PERSON, TASK, UNIT
from tests.support.offices import issued_office
from tests.support.pages import Browser, obligation_of
from tests.support.web import ISSUER, OTHER_SCHOOL, OWNER, SCHOOL, SIBLING, change, counted, hand_in, unit_of

SECOND_ISSUER = "tp.pgddt@vinhbao.example"
NASTY = "<img src=x onerror=alert(1)> thiếu & sai"
SEVERAL = "/cho-xac-nhan/bao-cao"


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with issued_office(sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
def browser(office: Office) -> Iterator[Browser]:
    with Browser(office) as made:
        yield made.sign_in(ISSUER)


@pytest.fixture
def waiting(office: Office) -> list[int]:
    """Two reports of the same task, the school's own first."""
    found = [obligation_of(office, task="T03", unit=unit) for unit in (SCHOOL, OTHER_SCHOOL)]
    for one in found:
        hand_in(office, one, text=f"Báo cáo {NASTY}")
        pass_time(office)
    return found


def pass_time(office: Office, **by: float) -> None:
    assert isinstance(office.clock, SetClock)
    office.clock.set(office.clock.now() + timedelta(**(by or {"minutes": 1})))


def shown(office: Office, obligation_id: int) -> Shown:
    return show_obligation(office.database, obligation_id, at=office.clock.now(), policies=office.policies)


def states(office: Office, ids: Sequence[int]) -> list[Status]:
    return [shown(office, one).obligation.status for one in ids]


def ask(office: Office, obligation_id: int, *, until: date = date(2023, 11, 20), reason: str = "bão") -> None:
    actor = Actor("Hiệu trưởng", "hieu_truong", unit_id=unit_of(office, obligation_id))
    said = {"until": until, "reason": reason, "actor": actor, "at": office.clock.now(), "policies": office.policies}
    ask_extension(office.database, obligation_id, **said)  # type: ignore[arg-type]


def choices(browser: Browser) -> list[str]:
    return [str(value) for value in browser.last.tree.xpath("//input[@name='chon']/@value")]


# --- one by one -----------------------------------------------------------------------------------


def test_waiting_reports_are_listed_oldest_first_with_what_was_handed_in(
    office: Office, browser: Browser, waiting: list[int]
) -> None:
    seen = browser.get("/cho-xac-nhan")
    assert choices(browser) == [f"{one}-1" for one in waiting]
    assert f"Báo cáo {NASTY}" in seen.words
    assert "<img src=x" not in seen.text
    assert "đúng hạn" in seen.words
    assert "Báo cáo (2)" in seen.words


def test_names_with_markup_are_read_not_run(office: Office, browser: Browser, waiting: list[int]) -> None:
    with writing(office.database) as connection:
        for table in (UNIT, PERSON):
            connection.execute(table.update().values(name=NASTY))
        connection.execute(TASK.update().values(text=f"{NASTY} về cơ sở vật chất"))
    for path in ("/cho-xac-nhan", f"/viec/{waiting[0]}"):
        seen = browser.get(path)
        assert (seen.status, NASTY in seen.words) == (200, True)
        assert not seen.tree.xpath("//img | //script[not(@src)]")


def test_list_is_empty_for_those_who_assigned_nothing(browser: Browser, waiting: list[int]) -> None:
    seen = browser.sign_in(OWNER).get("/cho-xac-nhan")
    assert "Không có báo cáo hay đề nghị nào đang chờ" in seen.words


def test_report_is_accepted_from_the_list(office: Office, browser: Browser, waiting: list[int]) -> None:
    browser.get("/cho-xac-nhan")
    seen = browser.submit(f"/viec/{waiting[0]}/xac-nhan", button="lam=xac-nhan")
    assert (seen.url.endswith("/cho-xac-nhan"), "Đã xác nhận hoàn thành." in seen.words) == (True, True)
    assert states(office, waiting) == [Status.COMPLETED, Status.SUBMITTED]


def test_report_is_returned_with_a_reason(office: Office, browser: Browser, waiting: list[int]) -> None:
    browser.get("/cho-xac-nhan")
    refused = browser.submit(f"/viec/{waiting[0]}/xac-nhan", button="lam=tra-lai", ly_do=" ")
    assert (refused.status, "Hãy nêu lý do trả lại" in refused.words) == (422, True)
    done = browser.submit(f"/viec/{waiting[0]}/xac-nhan", button="lam=tra-lai", ly_do=NASTY)
    assert "Đã trả lại báo cáo" in done.words
    assert shown(office, waiting[0]).handed_in[0].review_reason == NASTY
    assert NASTY in browser.get(f"/viec/{waiting[0]}").words


def test_newer_report_than_the_one_seen_is_not_reviewed_unseen(
    office: Office, browser: Browser, waiting: list[int]
) -> None:
    one = waiting[0]
    browser.get("/cho-xac-nhan")
    change(office, one, Verb.RETURN, reason="thiếu")
    hand_in(office, one, text="Bản hai")
    seen = browser.submit(f"/viec/{one}/xac-nhan", button="lam=tra-lai", ly_do=NASTY)
    assert (seen.status, "phần việc đã báo cáo kết quả" in seen.words) == (409, True)
    assert dict(seen.forms(f"/viec/{one}/xac-nhan")[0].form_values())["ly_do"] == NASTY
    assert "Bản hai" in seen.words
    assert states(office, [one]) == [Status.SUBMITTED]
    assert "Đã trả lại" in browser.submit(f"/viec/{one}/xac-nhan", button="lam=tra-lai").words


@pytest.mark.parametrize(
    ("verb", "said"), [(Verb.ACCEPT, "được xác nhận hoàn thành"), (Verb.CANCEL, "hủy"), (Verb.RETURN, "bị trả lại")]
)
def test_what_somebody_else_did_meanwhile_is_said(
    office: Office, browser: Browser, waiting: list[int], verb: Verb, said: str
) -> None:
    browser.get(f"/viec/{waiting[0]}")
    change(office, waiting[0], verb, reason="văn bản mới")
    seen = browser.submit(f"/viec/{waiting[0]}/xac-nhan", button="lam=xac-nhan")
    assert (seen.status, f"phần việc đã {said} (Chuyên viên" in seen.words) == (409, True)
    assert not seen.tree.xpath("//button[@name='lam']")


def test_only_the_assigner_reviews(office: Office, browser: Browser, waiting: list[int]) -> None:
    one = waiting[0]
    for address in (OWNER, SIBLING, "pct.ubndh@vinhbao.example"):
        browser.sign_in(address).get("/viec")
        data = {**dict(browser.last.forms("/ngon-ngu")[0].form_values()), "lam": "xac-nhan", "bao_cao": "1"}
        assert browser.post(f"/viec/{one}/xac-nhan", data=data).status == 404
        assert browser.post(SEVERAL, data={**data, "chon": f"{one}-1"}).status == 404
        assert browser.post(f"/viec/{one}/gia-han/tra-loi", data={**data, "lam": "tu-choi"}).status == 404
    assert states(office, [one]) == [Status.SUBMITTED]


# --- several at once ------------------------------------------------------------------------------


def several(browser: Browser, chosen: Sequence[str], *, do: str = "xac-nhan", reason: str = "") -> Any:
    return browser.submit(SEVERAL, chon=list(chosen), button=f"lam={do}", ly_do=reason)


def test_several_reports_are_accepted_at_once(office: Office, browser: Browser, waiting: list[int]) -> None:
    browser.get("/cho-xac-nhan")
    seen = several(browser, choices(browser))
    assert "Đã xác nhận 2 báo cáo." in seen.words
    assert states(office, waiting) == [Status.COMPLETED] * 2


def test_several_reports_are_returned_for_one_reason(office: Office, browser: Browser, waiting: list[int]) -> None:
    browser.get("/cho-xac-nhan")
    chosen = choices(browser)
    refused = several(browser, chosen[:1], do="tra-lai")
    assert (refused.status, "Hãy nêu lý do trả lại" in refused.words) == (422, True)
    assert refused.tree.xpath("//input[@name='chon'][@checked]/@value") == chosen[:1]
    assert "Đã trả lại 2 báo cáo." in several(browser, chosen, do="tra-lai", reason=NASTY).words
    assert [shown(office, one).handed_in[0].review_reason for one in waiting] == [NASTY] * 2


def test_nothing_chosen_is_said(browser: Browser, waiting: list[int]) -> None:
    browser.get("/cho-xac-nhan")
    for chosen in ([], ["x"], ["1-x"]):
        seen = several(browser, chosen)
        assert (seen.status, "Hãy chọn ít nhất một báo cáo." in seen.words) == (422, True)


def test_all_on_the_page_are_chosen_by_a_link(browser: Browser, waiting: list[int]) -> None:
    browser.get("/cho-xac-nhan")
    (link,) = browser.last.links("/cho-xac-nhan?chon")
    browser.get(link)
    assert len(browser.last.tree.xpath("//input[@name='chon'][@checked]")) == 2


def test_what_cannot_go_is_named_and_the_rest_goes(office: Office, browser: Browser, waiting: list[int]) -> None:
    third = obligation_of(office, task="T05", unit=SCHOOL)
    hand_in(office, third)
    browser.get("/cho-xac-nhan")
    chosen = choices(browser)
    change(office, waiting[0], Verb.CANCEL, reason="văn bản mới")
    change(office, third, Verb.ACCEPT)
    seen = several(browser, chosen)
    assert seen.status == 409
    assert "Đã ghi nhận 1 báo cáo." in seen.words
    assert "2 báo cáo chưa ghi nhận được:" in seen.words
    assert "phần việc đã hủy (Chuyên viên, chuyên viên): văn bản mới" in seen.words
    assert "phần việc đã được xác nhận hoàn thành (Chuyên viên" in seen.words
    assert states(office, [*waiting, third]) == [Status.CANCELLED, Status.COMPLETED, Status.COMPLETED]


def test_reviewing_asks_the_database_as_often_for_one_as_for_many(
    office: Office, browser: Browser, waiting: list[int]
) -> None:
    browser.get("/viec/1")  # the bar above the page is made once a minute
    with counted(office) as many:
        browser.get("/cho-xac-nhan")
    change(office, waiting[0], Verb.ACCEPT)
    with counted(office) as few:
        browser.get("/cho-xac-nhan")
    assert many.count == few.count
    assert many.count <= 12


# --- more time ------------------------------------------------------------------------------------


@pytest.fixture
def asked(office: Office) -> int:
    one = obligation_of(office, task="T03", unit=SCHOOL)
    ask(office, one, reason=NASTY)
    pass_time(office)
    return one


def answer(browser: Browser, obligation_id: int, *, do: str, **typed: str) -> Any:
    browser.get("/cho-xac-nhan")
    return browser.submit(f"/viec/{obligation_id}/gia-han/tra-loi", button=f"lam={do}", **typed)


def test_request_is_granted_to_the_day_asked_for(office: Office, browser: Browser, asked: int) -> None:
    assert NASTY in browser.get("/cho-xac-nhan").words
    seen = answer(browser, asked, do="dong-y")
    assert "Đã gia hạn đến ngày 20/11/2023." in seen.words
    assert shown(office, asked).obligation.last_day == date(2023, 11, 20)


def test_request_is_granted_to_another_day(office: Office, browser: Browser, asked: int) -> None:
    assert "Đã gia hạn đến ngày 10/11/2023." in answer(browser, asked, do="dong-y", den_ngay="10/11/2023").words
    assert shown(office, asked).obligation.last_day == date(2023, 11, 10)


def test_request_is_refused_with_a_reason(office: Office, browser: Browser, asked: int) -> None:
    refused = answer(browser, asked, do="tu-choi")
    assert (refused.status, "Hãy nêu lý do không đồng ý." in refused.words) == (422, True)
    seen = browser.submit(f"/viec/{asked}/gia-han/tra-loi", button="lam=tu-choi", ly_do=NASTY)
    assert "Đã trả lời: không gia hạn." in seen.words
    assert shown(office, asked).extensions[0].decision_reason == NASTY


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2023-10-20", "Ngày mới phải sau thời hạn hiện tại."),
        ("1923-11-20", "Năm 1923 không hợp lý"),
        ("x", "không phải ngày"),
    ],
)
def test_wrong_day_is_told_at_its_field(browser: Browser, asked: int, day: str, said: str) -> None:
    seen = answer(browser, asked, do="dong-y", den_ngay=day, ly_do="được")
    assert seen.status == 422
    assert said in seen.tree.xpath("string(//*[@id='tra-loi-den_ngay-loi'])")
    assert dict(seen.forms(f"/viec/{asked}/gia-han/tra-loi")[0].form_values())["ly_do"] == "được"


def test_day_that_passed_while_the_request_lay_is_not_granted(office: Office, browser: Browser, asked: int) -> None:
    pass_time(office, days=60)
    browser.sign_in(ISSUER)
    seen = answer(browser, asked, do="dong-y")
    assert (seen.status, "Ngày mới đã qua rồi." in seen.words) == (422, True)


def test_request_that_a_colleague_decided_says_so(office: Office, browser: Browser, asked: int) -> None:
    browser.get(f"/viec/{asked}")
    with Browser(office) as other:
        answer(other.sign_in(SECOND_ISSUER), asked, do="tu-choi", ly_do="đã muộn")
    seen = browser.submit(f"/viec/{asked}/gia-han/tra-loi", button="lam=dong-y", ly_do="được")
    assert (seen.status, "không có đề nghị gia hạn nào đang chờ" in seen.words) == (409, True)
    assert "không được gia hạn – " in seen.words
    assert "đã muộn" in seen.words


# --- two reviewers at the same moment -------------------------------------------------------------


def test_one_of_two_reviewers_is_told_what_the_other_did(database_url: str, tmp_path: Path) -> None:
    with issued_office(database_url, tmp_path) as office:
        one = obligation_of(office, task="T03", unit=SCHOOL)
        hand_in(office, one)
        pass_time(office)
        start, told = Barrier(2), []

        def review(address: str, do: str) -> None:
            with Browser(office) as browser:
                browser.sign_in(address).get("/cho-xac-nhan")
                start.wait()
                seen = several(browser, [f"{one}-1"], do=do, reason="thiếu")
                told.append((seen.status, "phần việc đã" in seen.words))

        both = [Thread(target=review, args=by) for by in ((ISSUER, "xac-nhan"), (SECOND_ISSUER, "tra-lai"))]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        assert sorted(told) == [(200, False), (409, True)]
        kinds = [entry.kind for entry, _ in shown(office, one).history]
        assert len({"accepted", "returned"} & set(kinds)) == 1
