"""The figures of a unit as a page: the counts of the overview, links that keep what was asked, a trend in words."""

from dataclasses import replace
from datetime import UTC, date, datetime

from engine.service.overview import Overview, Series, Trend, UnitCounts, UnitHead
from engine.tallies import Counts
from web.i18n import speech
from web.presenters.asked import Asked
from web.presenters.overview import MOST_AT_ONCE, OverviewView, present, rolled_up, trend_numbers

VI = speech("vi")
AT = datetime(2023, 11, 15, 2, tzinfo=UTC)
OFFICE, SEN, MAI = (UnitHead(n, f"U{n}", name, "truong") for n, name in ((3, "Phòng"), (4, "Sen"), (5, "Mai")))
SEN_NOW, MAI_NOW, OWN = Counts(done_on_time=1), Counts(open_overdue=2, done_late=1), Counts(undated_open=1)
TOTAL = SEN_NOW + MAI_NOW + OWN
FOUND = Overview(
    (UnitHead(2, "H", "Huyện", "ubnd"), OFFICE),
    OFFICE,
    TOTAL,
    OWN,
    (UnitCounts(MAI, MAI_NOW), UnitCounts(SEN, SEN_NOW)),
    None,
)
MOVED = Trend(
    (date(2023, 11, 12), date(2023, 11, 15)),
    Series(OFFICE, (Counts(open_within=5), TOTAL)),
    (Series(MAI, (Counts(open_within=3), MAI_NOW)), Series(SEN, (Counts(open_within=1), SEN_NOW))),
)


def view(**wishes: object) -> OverviewView:
    asked = Asked(**wishes)  # type: ignore[arg-type]
    return present(FOUND, MOVED, asked=asked, late=None, tops=(OFFICE, SEN), years=(), at=AT, speech=VI)


def test_value_of_the_table_adds_up_and_stands_in_the_order_of_the_tree() -> None:
    found = rolled_up(FOUND)
    assert [(line.name, line.is_own) for line in found.lines] == [("Phòng", True), ("Sen", False), ("Mai", False)]
    assert sum((line.counts for line in found.lines), Counts()) == found.total == TOTAL


def test_worst_unit_stands_first_unless_the_tree_is_asked_for() -> None:
    assert [line.name for line in view().table.lines] == ["Mai", "Phòng", "Sen"]
    assert [line.name for line in view(order="theo-cay").table.lines] == ["Phòng", "Sen", "Mai"]


def test_links_keep_what_was_asked() -> None:
    found = view(as_of=date(2023, 11, 1), denominator="duoc-giao")
    query = "?mau-so=duoc-giao&ngay=2023-11-01"
    assert found.table.lines[0].link == f"/tong-hop/5{query}"
    assert found.path[0].link == f"/tong-hop/2{query}"
    assert next(file.link for file in found.files) == f"/tong-hop/3/bang.xlsx{query}"
    assert found.trend.source == f"/tong-hop/3/dien-bien{query}"
    assert [place.name for place in found.others] == ["Sen"]


def test_trend_says_the_same_in_words_in_a_table_and_as_numbers() -> None:
    found = view().trend
    assert found.summary.endswith("2 quá hạn, 1 đang thực hiện, 1 xong trễ hạn, 1 xong đúng hạn hoặc không hạn")
    assert [(week.day, week.numbers) for week in found.weeks] == [
        (date(2023, 11, 15), ("2", "1", "1", "1")),
        (date(2023, 11, 12), ("0", "5", "0", "0")),
    ]
    sent = trend_numbers(MOVED, speech=VI)
    assert [one["numbers"] for one in sent["series"]] == [[0, 2], [5, 1], [0, 1], [0, 1]]
    assert [one["name"] for one in sent["series"]] == [heading.key for heading in found.headings]
    assert sent["days"] == [1699722000, 1699981200]


def test_small_charts_share_one_scale_the_worst_first() -> None:
    found = view().map.charts
    assert [one.name for one in found] == ["Mai", "Sen"]
    assert {(one.chart.box, one.chart.heights) for one in found} == {(found[0].chart.box, found[0].chart.heights)}
    assert found[0].standing.words == "1/3 xong, 2 quá hạn"


def test_map_of_many_units_comes_after_the_page() -> None:
    many = replace(FOUND, lines=(UnitCounts(MAI, MAI_NOW),) * (MOST_AT_ONCE + 1))
    asked = Asked(denominator="duoc-giao")
    found = present(many, MOVED, asked=asked, late=None, tops=(), years=(), at=AT, speech=VI).map
    assert (found.charts, found.source) == ((), "/tong-hop/3/ban-do?mau-so=duoc-giao")


def test_day_before_everything_is_noticed() -> None:
    nothing = Overview((OFFICE,), OFFICE, Counts(), Counts(), (), date(2023, 1, 1))
    asked = Asked(as_of=date(2023, 1, 1))
    still = Trend(MOVED.days, Series(OFFICE, (Counts(), Counts())), ())
    found = present(nothing, still, asked=asked, late=None, tops=(), years=(), at=AT, speech=VI)
    assert found.is_empty_then
    assert "chưa giao phần việc nào" in found.trend.summary
