"""The pages of directives and figures: found without diacritics, drill-down that adds up, only what may be seen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from config.bootstrap import Office, examples_folder
from engine.service.issuing import issue
from intake.plan_file import read_plan
from tests.support.pages import Browser, Seen
from tests.support.statements import counted
from tests.support.stories import IN_TIME, LATE, lived_office, owing_units, unit_id

OFFICIAL = "cvmn.pgddt@vinhbao.example"
SUPERIOR = "pct.ubndh@vinhbao.example"
HEAD = "ht.mnvinhquang@vinhbao.example"
OUTSIDER = "gd.sgddt@vinhbao.example"
PIECES = 18
"""How many units owe T03."""


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with lived_office(sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
def browser(office: Office) -> Iterator[Browser]:
    with Browser(office) as made:
        yield made.sign_in(OFFICIAL)


def total(seen: Seen) -> dict[str, int]:
    """The counts of the last line of the official table."""
    return cells(seen.tree.xpath("//table[contains(@class, 'official')]/tfoot/tr")[0])


def cells(row: object) -> dict[str, int]:
    """The counts of a line of the official table by heading; shares are left out."""
    found = row.xpath("td[@data-label][not(contains(@class, 'order'))]")  # type: ignore[attr-defined]
    said = {cell.get("data-label"): cell.text_content().strip().replace(".", "") for cell in found}
    return {name: int(text) for name, text in said.items() if "Tỷ lệ" not in name}


def rows(seen: Seen) -> list[tuple[str, dict[str, int]]]:
    """The units of the official table: where they lead ("" for own work), and their counts."""
    found = seen.tree.xpath("//table[contains(@class, 'official')]/tbody/tr")
    return [("".join(row.xpath("th//a/@href")), cells(row)) for row in found]


def added(counts: list[dict[str, int]]) -> dict[str, int]:
    """The sum of lines, without what is nothing."""
    names = {name for one in counts for name in one}
    return {name: n for name in names if (n := sum(one.get(name, 0) for one in counts))}


def walk(browser: Browser, path: str) -> dict[str, int]:
    """Go down every link of a table: each page must say what the line above it said; gives the total of the page."""
    seen = browser.get(path)
    assert seen.status == 200
    lines, whole = rows(seen), added([total(seen)])
    assert added([counts for _, counts in lines]) == whole
    for link, counts in lines:
        if link:
            assert walk(browser, link) == added([counts])
    return whole


# --- the list -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["sơ kết đề án", "so ket de an", "SO KET", "gdđt-mn", "phong giao duc"])
def test_directive_is_found_with_and_without_diacritics(browser: Browser, text: str) -> None:
    assert browser.get(f"/van-ban?q={text}").links("/van-ban/1") == ["/van-ban/1"]


def test_search_that_finds_nothing_says_so_and_keeps_the_words(browser: Browser) -> None:
    seen = browser.get("/van-ban?q=<b>phòng chống lụt bão</b>")
    assert "Không có văn bản nào có “<b>phòng chống lụt bão</b>”." in seen.words
    assert seen.tree.xpath("//input[@name='q']/@value") == ["<b>phòng chống lụt bão</b>"]


def test_list_says_the_state_at_a_glance_and_is_narrowed_by_it(browser: Browser) -> None:
    assert f"{IN_TIME + LATE}/200 xong, 26 quá hạn" in browser.get("/van-ban").words
    assert browser.get("/van-ban?trang-thai=qua-han").links("/van-ban/1")
    assert "Chưa có văn bản nào ở đây." in browser.get("/van-ban?trang-thai=da-xong").words


def test_list_gives_a_part_of_itself_to_scripts_and_says_so_to_caches(browser: Browser) -> None:
    part = browser.get("/van-ban?q=so", **{"HX-Request": "true"})
    assert part.text.lstrip().startswith("<nav")
    assert "HX-Request" in part.headers["vary"]
    assert "<html" in browser.get("/van-ban?q=so").text


def test_broken_cursor_and_id_are_not_there(browser: Browser) -> None:
    for path in ("/van-ban?sau=xxx", "/van-ban/x", "/van-ban/99", "/van-ban/1/don-vi/x", "/tong-hop/-1"):
        assert browser.get(path).status == 404


def test_long_list_is_read_to_its_end_each_directive_once(office: Office, browser: Browser) -> None:
    plan, _ = read_plan(examples_folder() / "vinh_bao" / "plan.yaml")
    for number in range(2, 26):
        small = replace(plan, number=f"{number}/GDĐT-MN", number_suffix=None, tasks=plan.tasks[:1])
        at = office.clock.now() + timedelta(minutes=number)
        issue(office.database, small, policies=office.policies, at=at, actor="test")
    first = browser.get("/van-ban?q=so+ket")
    (more,) = first.links("/van-ban?q=so+ket&sau=")
    rest = browser.get(more, **{"HX-Request": "true"})
    assert rest.text.count("autofocus") == 1
    assert [len(directives(seen)) for seen in (first, rest)] == [20, 5]
    assert directives(first) + directives(rest) == [f"/van-ban/{number}" for number in range(25, 0, -1)]
    assert "Về đầu danh sách" in browser.get(more).words


def directives(seen: Seen) -> list[str]:
    """The directives of a list, or of a part of it."""
    return [str(link) for link in seen.tree.xpath("//a[@class='number-of']/@href")]


# --- one directive --------------------------------------------------------------------------------


def test_clauses_stand_beside_their_tasks(browser: Browser) -> None:
    seen = browser.get("/van-ban/1")
    beside = seen.tree.xpath("//div[contains(@class, 'beside')][.//div[@id='nv-T03']]")[0]
    assert "Tạo điểm nhân sơ kết Đề án" in beside.xpath(".//mark")[0].text_content()
    assert len(seen.tree.xpath("//div[@class='task']")) == 18
    assert f"{IN_TIME + LATE}/{PIECES} xong, 8 quá hạn" in " ".join(beside.text_content().split())


def test_days_and_what_happened_are_told(browser: Browser) -> None:
    seen = browser.get("/van-ban/1")
    assert "29/10/2023 đã qua 17 ngày" in seen.words
    assert seen.tree.xpath("count(//*[@class='today'])") == 1
    happened = [" ".join(line.text_content().split()) for line in seen.tree.xpath("//ol[@class='lines']/li")]
    assert happened[-1] == "10/10/2023 giao 182 phần việc"
    assert happened[0].startswith("03/11/2023")


def test_drill_down_of_a_directive_adds_up_to_the_page_above(browser: Browser) -> None:
    whole = walk(browser, "/van-ban/1/don-vi")
    assert whole["Tổng số"] == 200
    assert (whole["HT trong hạn"], whole["HT trễ hạn"]) == (IN_TIME, LATE)


def test_drill_down_of_a_task_adds_up_to_the_page_above(browser: Browser) -> None:
    assert walk(browser, "/van-ban/1/don-vi?nhiem-vu=T03")["Tổng số"] == PIECES


def test_drill_down_ends_at_the_obligations(office: Office, browser: Browser) -> None:
    obligation, unit = owing_units(office, task="T03")[-1]
    seen = browser.get(f"/van-ban/1/don-vi/{unit}")
    assert f"/viec/{obligation}" in seen.links("/viec/")
    assert len(seen.links("/viec/")) == total(seen)["Tổng số"]
    assert browser.get(f"/viec/{obligation}").status == 200


def test_units_are_narrowed_to_who_has_and_who_has_not(browser: Browser) -> None:
    def units(which: str) -> int:
        return len(browser.get(f"/van-ban/1/don-vi{which}").tree.xpath("//ul[@class='directives']/li[.//svg]"))

    assert units("") == PIECES + 1
    assert units("?loc=qua-han") == PIECES
    assert units("?loc=da-xong") == 0


def test_figures_of_a_task_are_not_kept_by_day_and_the_page_says_so(browser: Browser) -> None:
    seen = browser.get("/van-ban/1/don-vi?nhiem-vu=T03&ngay=2023-10-30")
    assert (seen.status, "chỉ có đến hôm nay" in seen.words) == (422, True)


# --- figures over all directives ------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?ngay=2023-11-01", "?mau-so=duoc-giao&thu-tu=theo-cay", "?nam-hoc=2023"])
def test_drill_down_of_the_overview_adds_up_to_the_page_above(office: Office, query: str) -> None:
    with Browser(office) as browser:
        browser.sign_in(SUPERIOR)
        assert walk(browser, f"/tong-hop{query}")["Tổng số"] in (182, 200)


def test_path_leads_up_to_my_highest_unit_and_never_above(office: Office) -> None:
    with Browser(office) as browser:
        browser.sign_in(SUPERIOR)
        school, mine = unit_id(office, "MN_VINHQUANG"), unit_id(office, "UBNDH")
        seen = browser.get(f"/tong-hop/{school}")
        assert seen.tree.xpath("//nav[@class='crumbs']//a/@href")[0] == f"/tong-hop/{mine}"
        assert browser.get(f"/tong-hop/{unit_id(office, 'TINH')}").status == 404


def test_worst_stands_first_in_the_table_and_in_the_small_charts(browser: Browser) -> None:
    seen = browser.get("/tong-hop")
    overdue = [counts["Chưa HT trễ hạn"] for link, counts in rows(seen) if link]
    assert overdue == sorted(overdue, reverse=True)
    charts = seen.tree.xpath("//ul[@class='multiples']/li/a/@href")
    assert charts == [link for link, _ in rows(seen) if link]


def test_past_day_shows_what_was_true_then(browser: Browser) -> None:
    assert total(browser.get("/tong-hop?ngay=2023-10-20"))["Chưa HT trễ hạn"] == 0
    assert total(browser.get("/tong-hop"))["Chưa HT trễ hạn"] == 26
    before = browser.get("/tong-hop?ngay=2023-10-01")
    assert (before.status, "chưa có phần việc nào được giao" in before.words) == (200, True)


@pytest.mark.parametrize(
    ("day", "said"),
    [("2023-11-16", "chưa tới"), ("2123-10-01", "gõ nhầm"), ("0203-10-01", "gõ nhầm"), ("31/02/2023", "Không có ngày")],
)
def test_day_that_cannot_be_taken_is_said_at_its_field(browser: Browser, day: str, said: str) -> None:
    seen = browser.get(f"/tong-hop?ngay={day}&thu-tu=theo-cay")
    field = seen.tree.xpath("//input[@name='ngay']")[0]
    assert (seen.status, field.get("value"), field.get("aria-invalid")) == (422, day, "true")
    assert said in seen.tree.get_element_by_id(field.get("aria-describedby")).text_content()
    assert seen.tree.xpath("//select[@name='thu-tu']/option[@selected]/@value") == ["theo-cay"]


def test_who_is_late_with_what_since_when_is_told_the_longest_first(office: Office, browser: Browser) -> None:
    seen = browser.get("/tong-hop")
    lines = [" ".join(one.text_content().split()) for one in seen.tree.xpath("//section[h2/@id='qua-han']/ol/li")]
    assert "Quá hạn lâu nhất (26 phần việc)" in seen.words
    assert lines[0].startswith("29/10/2023 quá 13 ngày làm việc Trường Mầm non")
    found = [*seen.links("/viec/")]
    while more := browser.last.tree.xpath("//a[contains(@href, 'qua-han=')]/@href"):
        found += browser.get(more[0]).links("/viec/")
    late = [one for one, _ in owing_units(office, task="T03")[IN_TIME + LATE :]]
    assert len(found) == len(set(found)) == 26
    assert [f"/viec/{one}" for one in late] == found[: len(late)]


def test_figures_of_the_past_do_not_tell_who_is_late_now(browser: Browser) -> None:
    assert browser.get("/tong-hop?ngay=2023-10-20").links("/viec/") == []


def test_map_of_small_charts_is_a_page_of_its_own(office: Office, browser: Browser) -> None:
    seen = browser.get(f"/tong-hop/{unit_id(office, 'PGDDT')}/ban-do?tuan=26")
    shown = seen.tree.xpath("//*[@id='tung-don-vi']//li/a/@href")
    whole = browser.get("/tong-hop?tuan=26").tree.xpath("//*[@id='tung-don-vi']//li/a/@href")
    assert shown == whole
    assert len(shown) == 18


def test_trend_is_numbers_for_the_script(office: Office, browser: Browser) -> None:
    answer = browser.client.get(f"/tong-hop/{unit_id(office, 'PGDDT')}/dien-bien?tuan=26")
    sent = answer.json()
    assert len(sent["days"]) == 26
    last = {one["name"]: one["numbers"][-1] for one in sent["series"]}
    assert last == {"overdue": 26, "open": 164, "late": LATE, "done": IN_TIME}


@pytest.mark.parametrize(
    "path", ["/tong-hop/{unit}", "/van-ban/1/don-vi/{unit}", "/van-ban/1/don-vi/{unit}?loc=qua-han"]
)
def test_page_asks_the_database_as_often_for_many_units_as_for_one(office: Office, path: str) -> None:
    with Browser(office) as browser:
        browser.sign_in(SUPERIOR)
        asked = []
        for code in ("PGDDT", "MN_VINHAN"):
            to = path.replace("{unit}", str(unit_id(office, code)))
            browser.get(to)
            with counted(office.database) as sent:
                assert browser.get(to).status == 200
            asked.append(len(sent))
    assert asked[0] == asked[1] <= 40


# --- who sees what --------------------------------------------------------------------------------


def test_unit_sees_its_own_part_and_no_more(office: Office) -> None:
    with Browser(office) as browser:
        browser.sign_in(HEAD)
        assert "phần của đơn vị tôi" in browser.get("/van-ban").words
        seen = browser.get("/van-ban/1")
        assert "Bạn xem phần việc và số liệu của đơn vị mình" in seen.words
        assert total(seen)["Tổng số"] == 12
        assert "T06" not in [node.get("id", "")[3:] for node in seen.tree.xpath("//div[@class='task']")]
        assert "Trung Lập" not in "".join(seen.tree.xpath("//table//text()"))


def test_outsider_sees_no_directive(office: Office) -> None:
    with Browser(office) as browser:
        browser.sign_in(OUTSIDER)
        assert browser.get("/van-ban").links("/van-ban/") == []
        assert browser.get("/van-ban/1").status == 404
