"""Giao việc: a document is dropped, looked at beside its text, corrected, previewed and issued, without JavaScript."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.bootstrap import Office
from engine.access import Viewer
from engine.service.drafts import change_plan_draft, list_plan_drafts, plan_draft
from engine.service.sessions import open_session
from intake.plan_changes import set_head
from tests.support.pages import Browser
from tests.support.seeds import document, issuer_of, seed_office
from tests.support.word_files import paragraph, run, word_bytes
from web.cookies import SESSION

FIRST_VIEW_BYTES = 50_000


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with seed_office("vinh_bao", sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
def viewer(office: Office) -> Viewer:
    return issuer_of(office, "vinh_bao")[1]


@pytest.fixture
def browser(office: Office, viewer: Viewer) -> Iterator[Browser]:
    with Browser(office) as made:
        made.client.cookies.set(SESSION, session_of(office, viewer.person_id))
        yield made


def session_of(office: Office, person_id: int) -> str:
    return open_session(office.database, person_id, means="link", at=office.clock.now())


def drop(browser: Browser, *, name: str = "cong_van.txt", data: bytes | None = None, **fields: Any) -> str:
    """Drop the letter of Vĩnh Bảo; gives the address of its draft."""
    browser.get("/giao-viec")
    given = document("vinh_bao") if data is None else data
    return browser.submit("/giao-viec", files={"file": (name, given)}, **fields).url.removeprefix(
        "http://127.0.0.1:8080"
    )


def test_dropped_document_becomes_a_plan_beside_its_text(browser: Browser) -> None:
    base = drop(browser)
    seen = browser.last
    assert (seen.status, seen.heading[:35]) == (200, "Hướng dẫn sơ kết thực hiện Đề án “C")
    assert "Đã đọc văn bản" in seen.words
    (line,) = seen.tree.xpath("//p[@id='dong-27']")
    assert (line.get("class"), line.xpath("a/@href")) == ("task", ["#T03"])
    (task,) = seen.tree.xpath("//article[@id='T03']")
    words = " ".join(task.text_content().split())
    assert "“trước ngày 30/10/2023”: hết ngày 29/10/2023" in words
    assert "18 đơn vị: " in words
    assert [a.get("id") for a in seen.tree.xpath("//article[@class='doubtful']")] == ["T01", "T02", "T06"]
    assert browser.get("/giao-viec").links(base) == [base]


def test_first_view_of_a_long_document_is_small(tmp_path: Path, sqlite_url: str) -> None:
    with seed_office("my_tu", sqlite_url, tmp_path) as office, Browser(office) as browser:
        browser.client.cookies.set(SESSION, session_of(office, issuer_of(office, "my_tu")[1].person_id))
        base = drop(browser, data=document("my_tu"))
        packed = browser.client.get(base, headers={"accept-encoding": "gzip"})
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.num_bytes_downloaded < FIRST_VIEW_BYTES


@pytest.mark.parametrize(
    "data", [document("vinh_bao"), word_bytes(paragraph(run("- Các trường gửi báo cáo trước ngày 30/10/2023.")))]
)
def test_text_and_word_files_are_read(browser: Browser, data: bytes) -> None:
    drop(browser, name="văn bản <b>.bin", data=data)
    assert browser.last.status == 200
    assert browser.last.tree.xpath("//article[starts-with(@id, 'T')]")
    assert not browser.last.tree.xpath("//b")


def test_pasted_text_is_read(browser: Browser) -> None:
    browser.get("/giao-viec")
    seen = browser.submit("/giao-viec", text=document("vinh_bao").decode())
    assert (seen.status, len(seen.tree.xpath("//article[starts-with(@id, 'T')]"))) == (200, 18)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0", "đây là tệp ảnh"),
        (b"\0" * (20 * 1024 * 1024 + 1), "tệp lớn hơn 20 MB"),
        ("TỐI MẬT\nSố: 1/KH".encode(), "mật"),
    ],
)
def test_file_that_is_refused_is_said_so_and_the_typed_text_stays(
    browser: Browser, office: Office, viewer: Viewer, data: bytes, sentence: str
) -> None:
    browser.get("/giao-viec")
    seen = browser.submit("/giao-viec", files={"file": ("a.bin", data)}, text="Đang gõ")
    assert (seen.status, sentence in seen.words.lower() or sentence in seen.words) == (422, True)
    assert seen.tree.xpath("//textarea[@name='text']")[0].text == "Đang gõ"
    assert list_plan_drafts(office.database, viewer) == []


def test_nothing_dropped_is_said_so(browser: Browser) -> None:
    browser.get("/giao-viec")
    seen = browser.submit("/giao-viec")
    assert (seen.status, "tệp không có nội dung" in seen.words) == (422, True)


def test_task_is_corrected_and_shown_with_its_new_date(browser: Browser) -> None:
    base = drop(browser)
    browser.get(f"{base}/viec/T03")
    seen = browser.submit(f"{base}/viec/T03", owner_0="Trường MN Trung Lập", phrase_0="chậm nhất ngày 31/10/2023")
    assert (seen.status, "Đã lưu việc T03" in seen.words) == (200, True)
    words = " ".join(seen.tree.xpath("//article[@id='T03']")[0].text_content().split())
    assert "hết ngày 31/10/2023" in words
    assert "1 đơn vị: Trường Mầm non Trung Lập" in words
    assert "đã sửa trên trang" in words


def test_form_that_is_sent_as_it_stands_changes_nothing(browser: Browser, office: Office, viewer: Viewer) -> None:
    base = drop(browser)
    draft_id = int(base.rpartition("/")[2])
    before = plan_draft(office.database, viewer, draft_id=draft_id)
    for path in ("/viec/T03", "/viec/T04", "/viec/T01", "/dau-van-ban"):
        browser.get(base + path)
        assert browser.submit(base + path).status == 200
    assert plan_draft(office.database, viewer, draft_id=draft_id) == before


@pytest.mark.parametrize(
    ("path", "fields", "sentence"),
    [
        (
            "/viec/T03",
            {"phrase_0": "ngày 30/02/2024", "text": "Chữ của tôi"},
            "T03, thời hạn 1”: không có ngày",
        ),
        ("/viec/T03", {"text": "", "report_to": "Nơi của tôi"}, "T03, nội dung"),
        ("/dau-van-ban", {"issued_on": "hôm qua", "title": "Chữ của tôi"}, "hôm qua"),
        ("/viec-moi", {"text": "Chữ của tôi", "owner": "", "line": "x"}, "giao cho"),
    ],
)
def test_correction_that_cannot_be_read_stays_in_the_form(
    browser: Browser, path: str, fields: dict[str, str], sentence: str
) -> None:
    base = drop(browser)
    browser.get(base + path)
    seen = browser.submit(base + path, **fields)
    assert seen.status == 422
    assert sentence in " ".join(seen.tree.xpath("//*[@role='alert']")[0].text_content().split())
    values = dict(seen.forms(base + path)[0].form_values())
    assert {name: values.get(name, "") for name in fields} == fields


def test_stale_form_keeps_what_was_typed_and_can_be_sent_again(
    browser: Browser, office: Office, viewer: Viewer
) -> None:
    base = drop(browser)
    browser.get(f"{base}/viec/T03")
    stale = browser.last
    change_plan_draft(
        office.database,
        viewer,
        draft_id=int(base.rpartition("/")[2]),
        version=1,
        plan=set_head(plan_draft(office.database, viewer, draft_id=1).plan, {"title": "Khác"}),
        title="Khác",
        at=office.clock.now(),
    )
    browser.last = stale
    seen = browser.submit(f"{base}/viec/T03", text="Chữ của tôi")
    assert (seen.status, "người khác vừa sửa bản nháp này" in seen.words) == (409, True)
    again = browser.submit(f"{base}/viec/T03")
    assert (again.status, again.heading) == (200, "Khác")
    assert "Chữ của tôi" in again.tree.xpath("//article[@id='T03']")[0].text_content()


def test_phrase_is_derived_while_it_is_typed_and_nothing_is_saved(
    browser: Browser, office: Office, viewer: Viewer
) -> None:
    base = drop(browser)
    before = plan_draft(office.database, viewer, draft_id=1)
    seen = browser.client.get(
        f"{base}/cach-tinh", params={"phrase_0": "trước ngày 05/11/2033"}, headers={"HX-Request": "true"}
    )
    assert "hết ngày 04/11/2033" in seen.text
    assert "<html" not in seen.text
    assert "mười năm" not in seen.text
    wrong = browser.get(f"{base}/cach-tinh?cum=trước ngày 05/11/2043")
    assert (wrong.heading, "quá mười năm" in wrong.words) == ("Cách tính thời hạn", True)
    assert browser.get(f"{base}/cach-tinh?cum=xin chào").tree.xpath("//p[@class='error']")
    browser.get(f"{base}/viec/T03")
    tried = browser.submit(
        f"{base}/viec/T03", button="do=derive", phrase_0="trong 5 ngày làm việc kể từ ngày ký", text="Gõ dở"
    )
    assert (tried.status, "làm việc" in tried.tree.get_element_by_id("cach-tinh-0").text_content()) == (200, True)
    assert tried.tree.xpath("//textarea[@name='text']")[0].text == "Gõ dở"
    assert plan_draft(office.database, viewer, draft_id=1) == before


def test_head_is_corrected_in_the_way_documents_print_dates(browser: Browser) -> None:
    base = drop(browser)
    browser.get(f"{base}/dau-van-ban")
    seen = browser.submit(f"{base}/dau-van-ban", number="613/GDĐT-MN", issued_on="12/10/2023", urgency="khan")
    assert "613/GDĐT-MN" in seen.words
    assert "12/10/2023" in seen.words
    assert "Độ khẩnkhẩn" in seen.words


def test_tasks_are_left_out_taken_back_merged_and_added(browser: Browser) -> None:
    base = drop(browser)
    assert "Không giao (5 đoạn)" in browser.submit(f"{base}/viec/T18/khong-phai-viec").words
    assert not browser.last.tree.xpath("//article[@id='T18']")
    form = next(f for f in browser.last.forms(f"{base}/giao-lai") if dict(f.form_values())["number"] == "4")
    back = browser.client.post(f"{base}/giao-lai", data=dict(form.form_values()))
    assert "Đã đưa vào kế hoạch" in back.text
    browser.get(f"{base}/viec/T07")
    merged = browser.submit(f"{base}/viec/T07/gop", into="T03")
    assert "Đã gộp T07 vào T03" in merged.words
    assert not merged.tree.xpath("//article[@id='T07']")
    browser.get(f"{base}/viec-moi")
    added = browser.submit(f"{base}/viec-moi", text="Nộp ảnh & phim", owner="cơ sở GDMN", line="28")
    assert "Nộp ảnh & phim" in added.words
    confirmed = browser.submit(f"{base}/viec/T01/da-xem")
    assert confirmed.tree.xpath("//article[@id='T01']/@class") == []


def test_figures_are_asked_for(browser: Browser) -> None:
    base = drop(browser)
    browser.get(f"{base}/viec/T07")
    seen = browser.submit(f"{base}/viec/T07", figure_label_0="Số trẻ", figure_label_1="Đã họp", figure_type_1="yes_no")
    assert "Số liệu phải nộpSố trẻ, Đã họp" in seen.words


def test_preview_says_what_will_be_sent_and_sends_nothing(browser: Browser, office: Office, viewer: Viewer) -> None:
    base = drop(browser)
    seen = browser.get(f"{base}/xem-truoc")
    assert (seen.status, seen.heading) == (200, "Tin sẽ gửi")
    assert "19/10/202318" in seen.words
    assert "hiệu trưởng, Trường Mầm non Trung Lập" in seen.words
    assert plan_draft(office.database, viewer, draft_id=1).issued_as is None


def test_draft_is_issued_after_a_confirmation_and_only_once(browser: Browser, office: Office, viewer: Viewer) -> None:
    base = drop(browser)
    asked = browser.get(f"{base}/giao")
    assert "182" in asked.words
    assert "Còn 3 việc đọc chưa chắc" in asked.words
    done = browser.submit(f"{base}/giao")
    assert done.url.endswith("/van-ban/1")
    assert plan_draft(office.database, viewer, draft_id=1).issued_as == 1
    browser.last = asked
    again = browser.submit(f"{base}/giao")
    assert (again.status, "bản nháp đã được ban hành" in again.words) == (409, True)
    assert "Bản nháp này đã được giao" in browser.get(base).words
    assert not browser.last.forms(f"{base}/")


def test_plan_that_reaches_nobody_is_not_issued(browser: Browser, office: Office, viewer: Viewer) -> None:
    base = drop(browser)
    browser.get(f"{base}/viec/T03")
    seen = browser.submit(f"{base}/viec/T03", owner_0="Trường không có")
    assert "chưa đến đơn vị nào" in seen.tree.xpath("//article[@id='T03']")[0].text_content()
    for path in ("/giao", "/xem-truoc"):
        page = browser.get(base + path)
        assert "Chưa giao được" in page.words
        assert not page.forms(f"{base}/giao")
    data = {**dict(browser.get("/giao-viec").forms("/ngon-ngu")[0].form_values()), "version": "2"}
    assert browser.post(f"{base}/giao", data=data).status == 422
    assert plan_draft(office.database, viewer, draft_id=1).issued_as is None


def test_dropped_draft_is_off_the_list(browser: Browser) -> None:
    base = drop(browser)
    assert "Đã bỏ bản nháp" in browser.submit(f"{base}/xoa").words
    assert browser.get(base).status == 404


@pytest.mark.parametrize(
    "path",
    ["", "/dau-van-ban", "/viec/T03", "/viec-moi", "/cach-tinh?cum=ngày mai", "/xem-truoc", "/giao", "/viec/T99"],
)
def test_draft_of_another_unit_is_not_there(browser: Browser, office: Office, path: str) -> None:
    base = drop(browser)
    with Browser(office) as other:
        other.sign_in("ht.mntrunglap@vinhbao.example")
        assert other.get(base + path).status == 404
    if path == "/viec/T99":
        assert browser.get(base + path).status == 404


@pytest.mark.parametrize("unit", ["1", "999999999999", "x", ""])
def test_document_is_not_dropped_for_a_unit_of_others(browser: Browser, unit: str) -> None:
    browser.get("/giao-viec")
    assert browser.submit("/giao-viec", text="Các trường báo cáo", unit=unit).status == 404


def test_pages_speak_english(browser: Browser) -> None:
    base = drop(browser)
    browser.submit("/ngon-ngu", button="language=en")
    for path in (base, f"{base}/viec/T03", f"{base}/dau-van-ban", f"{base}/giao", f"{base}/xem-truoc", "/giao-viec"):
        assert browser.get(path).status == 200
    assert browser.last.heading == "Assign work"


ACTS = ("/dau-van-ban", "/dau-van-ban/da-xem", "/viec/T03", "/viec/T03/da-xem", "/viec/T03/khong-phai-viec")
ACTS += ("/viec/T03/gop", "/viec-moi", "/giao-lai", "/giao", "/xoa")


@pytest.mark.parametrize("path", ACTS)
def test_draft_of_another_unit_cannot_be_changed(browser: Browser, office: Office, viewer: Viewer, path: str) -> None:
    base = drop(browser)
    before = plan_draft(office.database, viewer, draft_id=1)
    with Browser(office) as other:
        other.sign_in("ht.mntrunglap@vinhbao.example")
        data = dict(other.get("/giao-viec").forms("/ngon-ngu")[0].form_values())
        said = {"version": "1", "text": "Chữ", "into": "T01", "number": "0", "title": "Chữ"}
        assert other.post(base + path, data={**data, **said}).status == 404
    assert plan_draft(office.database, viewer, draft_id=1) == before


@pytest.mark.parametrize("path", [act for act in ACTS if act not in ("/dau-van-ban", "/viec/T03", "/giao", "/xoa")])
@pytest.mark.parametrize("version", ["7", "x", "99999999999999"])
def test_stale_button_says_so_and_changes_nothing(
    browser: Browser, office: Office, viewer: Viewer, path: str, version: str
) -> None:
    base = drop(browser)
    before = plan_draft(office.database, viewer, draft_id=1)
    data = dict(browser.last.forms("/ngon-ngu")[0].form_values())
    said = {"version": version, "text": "Chữ", "into": "T01", "number": "0"}
    seen = browser.post(base + path, data={**data, **said})
    assert "người khác vừa sửa bản nháp này" in seen.words
    assert "Chữ" in seen.text or path != "/viec-moi"
    assert plan_draft(office.database, viewer, draft_id=1) == before
