"""Answering: text, figures and files; drafts; whatever goes wrong is said where one is, and nothing typed is lost."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from config.bootstrap import Office
from engine.clock import SetClock
from engine.service.drafts import report_draft
from engine.service.views import Shown, show_obligation
from engine.states import Status, Verb
from tests.support.offices import issued_office
from tests.support.pages import Browser, obligation_of
from tests.support.web import CLERK, ISSUER, OWNER, PDF, SCHOOL, SIBLING, change, hand_in, viewer_of
from web.pages.answering import REPORT_BYTES

FIGURES = {
    "so-so_tre": "120",
    "so-so_phu_huynh_tham_gia": "96",
    "so-so_buoi_truyen_thong": "4",
    "so-co_mo_hinh_diem": "co",
}
NASTY = "<script>alert('Đã họp')</script> & \"xong\""


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
    """Work that asks for a text only."""
    return obligation_of(office, task="T03", unit=SCHOOL)


@pytest.fixture
def counting(office: Office) -> int:
    """Work that asks for figures."""
    return obligation_of(office, task="T07", unit=SCHOOL)


def shown(office: Office, obligation_id: int) -> Shown:
    return show_obligation(office.database, obligation_id, at=office.clock.now(), policies=office.policies)


def draft_of(office: Office, obligation_id: int, address: str = OWNER) -> Any:
    return report_draft(office.database, viewer_of(office, address), obligation_id=obligation_id)


def send(browser: Browser, obligation_id: int, *, files: Any = None, **typed: Any) -> Any:
    browser.get(f"/viec/{obligation_id}/bao-cao")
    return browser.submit(f"/viec/{obligation_id}/bao-cao", files=files, **typed)


def typed_in(browser: Browser) -> Mapping[str, str]:
    """What stands in the fields of the form."""
    form = next(form for form in browser.last.forms() if (form.get("action") or "").endswith("/bao-cao"))
    return dict(form.form_values())


# --- three touches --------------------------------------------------------------------------------


def test_work_is_answered_in_three_touches(office: Office, browser: Browser, one: int) -> None:
    browser.get("/viec")
    browser.submit(f"/viec/{one}/da-nhan")
    assert f"/viec/{one}/bao-cao" in browser.last.links()
    browser.get(f"/viec/{one}/bao-cao")
    seen = browser.submit(f"/viec/{one}/bao-cao", noi_dung="Đã họp phụ huynh")
    assert (seen.status, seen.url.endswith(f"/viec/{one}")) == (200, True)
    assert "Đã gửi báo cáo" in seen.words
    assert "Đã họp phụ huynh" in seen.words
    found = shown(office, one)
    assert found.obligation.status is Status.SUBMITTED
    assert found.handed_in[0].submitted_by == viewer_of(office, OWNER).name


def test_figures_are_taken_in_their_types(office: Office, browser: Browser, counting: int) -> None:
    seen = send(browser, counting, **FIGURES, **{"so-diem_tu_danh_gia": "8,5", "so-kho_khan": NASTY})
    assert shown(office, counting).handed_in[0].figures == {
        "so_tre": 120,
        "so_phu_huynh_tham_gia": 96,
        "so_buoi_truyen_thong": 4,
        "diem_tu_danh_gia": 8.5,
        "co_mo_hinh_diem": True,
        "kho_khan": NASTY,
    }
    assert "8,5" in seen.words
    assert NASTY in seen.words
    assert "<script>alert" not in seen.text


def test_wrong_figures_are_told_at_their_fields_and_all_that_was_typed_stays(
    office: Office, browser: Browser, counting: int
) -> None:
    typed = {**FIGURES, "so-so_tre": "1.000", "so-so_buoi_truyen_thong": "bốn", "so-co_mo_hinh_diem": ""}
    seen = send(browser, counting, noi_dung=NASTY, **typed)
    assert seen.status == 422
    assert "Tổng số trẻ đến trường: không rõ là dấu phần nghìn hay dấu thập phân" in seen.words
    (described,) = seen.tree.xpath("//input[@id='so-so_buoi_truyen_thong']/@aria-describedby")
    assert described.split() == ["so-so_buoi_truyen_thong-ghi", "so-so_buoi_truyen_thong-loi"]
    assert "phải là số" in seen.tree.xpath("string(//*[@id='so-so_buoi_truyen_thong-loi'])")
    assert {"#so-so_tre", "#so-so_buoi_truyen_thong", "#so-co_mo_hinh_diem"} <= set(seen.links("#so-"))
    kept = typed_in(browser)
    assert (kept["noi_dung"].strip(), kept["so-so_tre"], kept["so-so_buoi_truyen_thong"]) == (NASTY, "1.000", "bốn")
    assert shown(office, counting).handed_in == ()
    assert draft_of(office, counting).text == NASTY
    done = browser.submit(f"/viec/{counting}/bao-cao", **FIGURES)
    assert "Đã gửi báo cáo" in done.words


def test_empty_and_endless_reports_are_not_sent(browser: Browser, one: int) -> None:
    assert "Báo cáo chưa có gì" in send(browser, one).words
    long = send(browser, one, noi_dung="x" * 20_001)
    assert (long.status, "dài hơn 20000 ký tự" in long.words) == (422, True)


# --- drafts ---------------------------------------------------------------------------------------


def test_draft_is_kept_for_the_person_and_goes_with_the_report(office: Office, browser: Browser, counting: int) -> None:
    browser.get(f"/viec/{counting}/bao-cao")
    typed = {"noi_dung": "Dòng một\nDòng hai", "so-so_tre": "12,"}
    seen = browser.submit_to(f"/viec/{counting}/bao-cao", "/nhap", **typed)
    assert "Đã lưu nháp" in seen.words
    kept = typed_in(browser)
    assert (kept["noi_dung"].strip(), kept["so-so_tre"]) == ("Dòng một\nDòng hai", "12,")
    with Browser(office) as other:
        other.sign_in(CLERK).get(f"/viec/{counting}/bao-cao")
        assert typed_in(other)["noi_dung"].strip() == ""
    browser.submit(f"/viec/{counting}/bao-cao", **FIGURES)
    assert draft_of(office, counting) is None


def test_draft_saved_by_itself_leaves_the_files_alone(office: Office, browser: Browser, one: int) -> None:
    browser.get(f"/viec/{one}/bao-cao")
    browser.submit_to(f"/viec/{one}/bao-cao", "/nhap", files={"tep": ("a.pdf", PDF)})
    data = {**typed_in(browser), "noi_dung": "tự lưu"}
    answer = browser.post(f"/viec/{one}/bao-cao/nhap", data=data, **{"HX-Request": "true"})
    assert (answer.status, answer.text) == (200, "Đã lưu nháp lúc 08:00 10/10/2023.")
    found = draft_of(office, one)
    assert (found.text, [file["name"] for file in found.files]) == ("tự lưu", ["a.pdf"])


def test_draft_is_dropped_by_its_button(office: Office, browser: Browser, one: int) -> None:
    browser.get(f"/viec/{one}/bao-cao")
    browser.submit_to(f"/viec/{one}/bao-cao", "/nhap", noi_dung="Đang viết")
    assert "Đã bỏ bản nháp" in browser.submit_to(f"/viec/{one}/bao-cao", "/bo-nhap").words
    assert draft_of(office, one) is None


def test_what_is_typed_survives_a_lost_session(office: Office, browser: Browser, one: int) -> None:
    browser.client.cookies.clear()
    browser.get("/dang-nhap")
    browser.sign_in(OWNER)
    browser.get(f"/viec/{one}/bao-cao")
    del browser.client.cookies["dondoc_session"]
    waiting = browser.submit(f"/viec/{one}/bao-cao", noi_dung=NASTY * 3, files={"tep": ("a.pdf", PDF)})
    assert waiting.status == 401
    assert "Tệp phải chọn lại: a.pdf" in waiting.words
    browser.sign_in(OWNER)
    done = browser.submit(f"/viec/{one}/bao-cao")
    assert "Đã gửi báo cáo" in done.words
    assert shown(office, one).handed_in[0].text == NASTY * 3


# --- files ----------------------------------------------------------------------------------------


def test_files_are_handed_in_and_fetched_under_their_names(office: Office, browser: Browser, one: int) -> None:
    name = "Biên bản “họp”\r\n.pdf"
    seen = send(browser, one, noi_dung="Kèm biên bản", files=[("tep", (name, PDF)), ("tep", ("b.pdf", PDF + b"2"))])
    (path, _) = seen.links("/tep/")
    file = browser.get(path)
    assert file.text.encode() == PDF
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''Bi%C3%AAn%20b%E1%BA%A3n" in file.headers["content-disposition"]
    assert "sandbox" in file.headers["content-security-policy"]
    assert file.headers["x-content-type-options"] == "nosniff"
    with Browser(office) as other:
        for address, status in ((ISSUER, 200), (CLERK, 200), (SIBLING, 404)):
            assert other.sign_in(address).get(path).status == status


def test_files_of_a_draft_are_for_their_writer_only(office: Office, browser: Browser, one: int) -> None:
    browser.get(f"/viec/{one}/bao-cao")
    seen = browser.submit_to(f"/viec/{one}/bao-cao", "/nhap", files={"tep": ("a.pdf", PDF)})
    (path,) = seen.links("/tep/")
    assert browser.get(path).status == 200
    with Browser(office) as other:
        assert other.sign_in(CLERK).get(path).status == 404
    other_work = obligation_of(office, task="T05", unit=SCHOOL)
    assert browser.get(path.replace(f"/{one}/", f"/{other_work}/")).status == 404
    assert browser.get(f"/tep/{one}/{'0' * 64}").status == 404


def test_file_stays_with_the_draft_until_it_is_taken_out(office: Office, browser: Browser, one: int) -> None:
    browser.get(f"/viec/{one}/bao-cao")
    browser.submit_to(f"/viec/{one}/bao-cao", "/nhap", files={"tep": ("a.pdf", PDF)})
    browser.submit_to(f"/viec/{one}/bao-cao", "/nhap", files={"tep": ("b.pdf", PDF + b"2")})
    assert [file["name"] for file in draft_of(office, one).files] == ["a.pdf", "b.pdf"]
    digest = draft_of(office, one).files[0]["sha256"]
    browser.submit_to(f"/viec/{one}/bao-cao", "/nhap", bo_tep=digest)
    browser.submit(f"/viec/{one}/bao-cao")
    assert [file["name"] for file in shown(office, one).handed_in[0].files] == ["b.pdf"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("báo cáo.pdf", b"<html><script>alert(1)</script>"), "tệp “báo cáo.pdf”: nội dung không phải"),
        (("a.exe", b"MZ\x90\0" * 9), "tệp “a.exe”: nội dung không phải"),
        (("rong.pdf", b" "), "tệp “rong.pdf”: tệp không có nội dung"),
        (("to.pdf", PDF + b"\0" * 20_000_000), "tệp “to.pdf”: tệp lớn hơn 20 MB"),
    ],
    ids=["markup", "program", "empty", "large"],
)
def test_wrong_file_is_refused_and_the_rest_stays(
    office: Office, browser: Browser, one: int, file: tuple[str, bytes], said: str
) -> None:
    files = [("tep", ("tốt.pdf", PDF)), ("tep", file)]
    seen = send(browser, one, noi_dung="Đã họp", files=files)
    assert (seen.status, said in seen.words) == (422, True)
    assert typed_in(browser)["noi_dung"].strip() == "Đã họp"
    assert [kept["name"] for kept in draft_of(office, one).files] == ["tốt.pdf"]
    assert shown(office, one).handed_in == ()
    assert "Đã gửi báo cáo" in browser.submit(f"/viec/{one}/bao-cao").words


def test_more_files_than_a_report_takes_are_refused(browser: Browser, one: int) -> None:
    browser.get(f"/viec/{one}/bao-cao")
    several = [("tep", (f"{n}.pdf", PDF + bytes([n]))) for n in range(1, 16)]
    browser.submit_to(f"/viec/{one}/bao-cao", "/nhap", files=several)
    more = [("tep", (f"{n}.pdf", PDF + bytes([n]))) for n in range(16, 26)]
    seen = browser.submit_to(f"/viec/{one}/bao-cao", "/nhap", files=more)
    assert (seen.status, "nhiều nhất 20 tệp" in seen.words) == (422, True)


def test_hundred_megabytes_are_refused_unread(office: Office, browser: Browser, one: int) -> None:
    browser.get(f"/viec/{one}/bao-cao")
    browser.submit_to(f"/viec/{one}/bao-cao", "/nhap", noi_dung="Đang viết")
    pieces = iter([b"x" * 1000])
    headers = {"content-length": "100000000", "content-type": "multipart/form-data; boundary=x"}
    refused = browser.client.post(f"/viec/{one}/bao-cao", content=pieces, headers=headers)
    assert refused.status_code == 413
    assert f"vượt quá {REPORT_BYTES // 1_000_000} MB" in refused.text
    assert draft_of(office, one).text == "Đang viết"


# --- what others did meanwhile --------------------------------------------------------------------


def test_report_after_cancellation_says_so_and_keeps_the_text(office: Office, browser: Browser, one: int) -> None:
    browser.get(f"/viec/{one}/bao-cao")
    change(office, one, Verb.CANCEL, reason="Văn bản đã được thay thế")
    seen = browser.submit(f"/viec/{one}/bao-cao", noi_dung=NASTY)
    assert seen.status == 409
    assert "hủy – Chuyên viên" in seen.words
    assert "Văn bản đã được thay thế" in seen.words
    assert "Phần việc hiện “đã hủy” nên không gửi được báo cáo" in seen.words
    assert typed_in(browser)["noi_dung"].strip() == NASTY
    assert draft_of(office, one).text == NASTY


def test_colleague_who_was_faster_is_named_and_the_text_is_kept(office: Office, browser: Browser, one: int) -> None:
    browser.get(f"/viec/{one}/bao-cao")
    hand_in(office, one, text="Văn thư đã gửi")
    change(office, one, Verb.RETURN, reason="thiếu danh sách")
    seen = browser.submit(f"/viec/{one}/bao-cao", noi_dung="Bản của tôi")
    assert seen.status == 409
    assert "báo cáo kết quả – Hiệu trưởng" in seen.words
    assert "bị trả lại" in seen.words
    assert typed_in(browser)["noi_dung"].strip() == "Bản của tôi"
    done = browser.submit(f"/viec/{one}/bao-cao")
    assert "Đã gửi báo cáo" in done.words
    assert shown(office, one).handed_in[-1].text == "Bản của tôi"


def test_step_of_a_colleague_does_not_hold_a_report_up(office: Office, browser: Browser, one: int) -> None:
    browser.get(f"/viec/{one}/bao-cao")
    with Browser(office) as other:
        other.sign_in(CLERK).get(f"/viec/{one}")
        other.submit(f"/viec/{one}/da-nhan")
    assert "Đã gửi báo cáo" in browser.submit(f"/viec/{one}/bao-cao", noi_dung="Đã họp").words


def test_report_that_came_back_is_written_on_from_what_was_sent(
    office: Office, browser: Browser, counting: int
) -> None:
    send(browser, counting, noi_dung="Bản một", files={"tep": ("a.pdf", PDF)}, **FIGURES)
    change(office, counting, Verb.RETURN, reason="thiếu danh sách")
    seen = browser.get(f"/viec/{counting}/bao-cao")
    assert "Báo cáo trước bị trả lại: thiếu danh sách" in seen.words
    kept = typed_in(browser)
    assert (kept["noi_dung"].strip(), kept["so-so_tre"], kept["so-co_mo_hinh_diem"]) == ("Bản một", "120", "co")
    browser.submit(f"/viec/{counting}/bao-cao", noi_dung="Bản hai")
    last = shown(office, counting).handed_in[-1]
    assert (last.number, last.text, [file["name"] for file in last.files]) == (2, "Bản hai", ["a.pdf"])


def test_form_is_for_those_who_answer(office: Office, browser: Browser, one: int) -> None:
    for address in (ISSUER, SIBLING, "pct.ubndh@vinhbao.example"):
        assert browser.sign_in(address).get(f"/viec/{one}/bao-cao").status == 404


# --- more time ------------------------------------------------------------------------------------


def ask(browser: Browser, obligation_id: int, **typed: str) -> Any:
    browser.get(f"/viec/{obligation_id}")
    return browser.submit(f"/viec/{obligation_id}/gia-han", **typed)


@pytest.mark.parametrize("day", ["2023-11-20", "20/11/2023", "20-11-2023"])
def test_more_time_is_asked_for(browser: Browser, one: int, day: str) -> None:
    seen = ask(browser, one, den_ngay=day, ly_do=NASTY)
    assert "Đã gửi đề nghị gia hạn đến ngày 20/11/2023." in seen.words
    assert f"xin đến ngày 20/11/2023: {NASTY}" in seen.words
    assert "chưa trả lời" in seen.words
    assert not seen.forms(f"/viec/{one}/gia-han")


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"den_ngay": "1923-11-20", "ly_do": "bão"}, "den_ngay", "Năm 1923 không hợp lý"),
        ({"den_ngay": "2123-11-20", "ly_do": "bão"}, "den_ngay", "Năm 2123 không hợp lý"),
        ({"den_ngay": "31/2/2024", "ly_do": "bão"}, "den_ngay", "không phải ngày"),
        ({"den_ngay": "", "ly_do": "bão"}, "den_ngay", "Hãy chọn ngày."),
        ({"den_ngay": "2023-11-20", "ly_do": " "}, "ly_do", "Hãy nêu lý do xin gia hạn."),
        ({"den_ngay": "2023-10-20", "ly_do": "bão"}, "den_ngay", "Ngày mới phải sau thời hạn hiện tại."),
        ({"den_ngay": "2023-10-01", "ly_do": "bão"}, "den_ngay", "Ngày mới đã qua rồi."),
    ],
)
def test_wrong_request_is_told_at_its_field(
    browser: Browser, one: int, typed: dict[str, str], field: str, said: str
) -> None:
    seen = ask(browser, one, **typed)
    assert seen.status == 422
    assert said in seen.tree.xpath(f"string(//*[@id='gia-han-{field}-loi'])")
    assert seen.links(f"#gia-han-{field}")
    form = seen.forms(f"/viec/{one}/gia-han")[0]
    assert dict(form.form_values())["ly_do"].strip() == typed["ly_do"].strip()


def test_second_request_says_that_one_waits(office: Office, browser: Browser, one: int) -> None:
    browser.get(f"/viec/{one}")
    with Browser(office) as other:
        ask(other.sign_in(CLERK), one, den_ngay="2023-11-20", ly_do="bão")
    seen = browser.submit(f"/viec/{one}/gia-han", den_ngay="2023-11-25", ly_do="lụt")
    assert (seen.status, "còn một đề nghị gia hạn chưa được trả lời" in seen.words) == (409, True)
    assert "đề nghị gia hạn – " in seen.words
    assert "lụt" in seen.text


# --- what the page says of an obligation ----------------------------------------------------------


def test_page_shows_the_clause_where_it_stands_and_why_the_date_is_what_it_is(browser: Browser, one: int) -> None:
    seen = browser.get(f"/viec/{one}")
    assert "Trích mục II. NỘI DUNG TRỌNG TÂM, dòng 27, tệp document.txt" in seen.words
    assert "Văn bản ghi: “trước ngày 30/10/2023”" in seen.words
    assert "hết 24:00 ngày 29/10/2023" in seen.words
    assert "trước hạn 7 ngày làm việc – người phụ trách" in seen.words


def test_history_carries_its_chain(office: Office, browser: Browser, one: int) -> None:
    browser.get(f"/viec/{one}")
    seen = browser.submit(f"/viec/{one}/da-nhan")
    (link,) = seen.tree.xpath("//code/text()")
    assert link == f"1·{shown(office, one).chain[0][:10]}"


def test_english_page_says_the_same(office: Office, browser: Browser, counting: int) -> None:
    assert isinstance(office.clock, SetClock)
    office.clock.set(office.clock.now() + timedelta(minutes=1))
    browser.get(f"/viec/{counting}/bao-cao")
    browser.submit("/ngon-ngu", button="language=en")
    seen = send(browser, counting, **{"so-so_tre": "x"})
    assert "This was not recorded:" in seen.words
    assert "Text of the report" in seen.words
