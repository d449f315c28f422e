"""The figures of a unit over all directives as their page shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from engine.service.agenda import Late, Piece
from engine.service.overview import Overview, SchoolYearSpan, Series, Trend, UnitHead
from engine.service.tallies import Line, RollUp
from engine.tallies import Counts
from reports.official_table import OfficialTable, official_table
from reports.wording import ZONE
from web.i18n import Speech, number
from web.presenters.asked import DENOMINATORS, TREE_ORDER, WEEKS, WORST_FIRST, Asked, address
from web.presenters.charts import LAYERS, Box, Stacked, parts, stacked
from web.presenters.phrases import days_left, first_sentence
from web.presenters.tables import Standing, TableView, standing, table_view

SMALL = Box(width=160.0, height=64.0, left=0.0, below=2.0, above=2.0)
MOST_CHARTS = 60
MOST_AT_ONCE = 20
"""With more units below, the small charts come after the page."""


@dataclass(frozen=True)
class Place:
    """Somewhere to go."""

    name: str
    link: str


@dataclass(frozen=True)
class Option:
    """A choice in a form or a row of links."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Heading:
    """A layer of the charts: its class and its name."""

    key: str
    name: str


@dataclass(frozen=True)
class Week:
    """One line of the trend as a table: the day, then a number for each heading."""

    day: date
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class TrendView:
    """The trend of a unit: a chart, what it says in one sentence, the same as a table, and where its numbers are."""

    chart: Stacked
    summary: str
    headings: tuple[Heading, ...]
    weeks: tuple[Week, ...]
    source: str


@dataclass(frozen=True)
class SmallChart:
    """One unit of the map of small charts."""

    name: str
    link: str
    chart: Stacked
    standing: Standing


@dataclass(frozen=True)
class LateLine:
    """One overdue obligation: whose, what, by which document, since when."""

    link: str
    unit: str
    text: str
    document: str
    last_day: date | None
    days: str


@dataclass(frozen=True)
class LateView:
    """What is overdue, the longest first. ``more``: the address of the next ones, "" at the end."""

    lines: tuple[LateLine, ...] = ()
    count: str = ""
    more: str = ""


@dataclass(frozen=True)
class MapView:
    """The map of small charts; ``source``: where it is had where it takes too long for the page itself."""

    charts: tuple[SmallChart, ...] = ()
    charts_left: int = 0
    source: str = ""


@dataclass(frozen=True)
class OverviewView:
    """Everything the page of a unit says. ``is_empty``: nothing was ever given, with nothing narrowing the figures;
    ``is_empty_then``: nothing yet by the day that was asked for."""

    unit_id: int
    name: str
    path: tuple[Place, ...]
    others: tuple[Place, ...]
    standing: Standing
    as_of: date
    is_empty: bool
    is_empty_then: bool
    table: TableView
    denominators: tuple[Option, ...]
    orders: tuple[Option, ...]
    years: tuple[Option, ...]
    spans: tuple[Option, ...]
    trend: TrendView
    map: MapView
    late: LateView
    files: tuple[Place, ...]
    asked: Asked


def rolled_up(found: Overview) -> RollUp:
    """The figures of a unit over many directives as the value of the official table, units in the order of the tree."""
    below = sorted(found.lines, key=lambda line: line.unit.unit_id)
    lines = [Line(one.unit.unit_id, one.unit.code, one.unit.name, one.unit.kind, one.counts) for one in below]
    head = found.unit
    own = [Line(head.unit_id, head.code, head.name, head.kind, found.own, is_own=True)] if found.own.assigned else []
    return RollUp(
        directive_id=0,
        document="",
        issued_text="",
        issuer_name="",
        title="",
        unit_name=head.name,
        task_key=None,
        task_text=None,
        lines=(*own, *lines),
        total=found.total,
        figures=(),
        as_of=found.as_of,
        unit_id=head.unit_id,
    )


def as_table(found: Overview, *, asked: Asked, speech: Speech) -> OfficialTable:
    """The official table of a unit over many directives."""
    return official_table(
        rolled_up(found), words=speech.words, denominator=asked.share_of, is_worst_first=asked.is_worst_first
    )


def present(
    found: Overview,
    moved: Trend,
    *,
    late: Late | None,
    asked: Asked,
    tops: Iterable[UnitHead],
    years: Iterable[SchoolYearSpan],
    at: datetime,
    speech: Speech,
) -> OverviewView:
    """The view of a unit's figures; ``late``: the longest overdue, None where figures of the past are asked for."""
    query, unit = asked.query(), found.unit

    def link(unit_id: int) -> str:
        return address(f"/tong-hop/{unit_id}", query)

    return OverviewView(
        unit_id=unit.unit_id,
        name=unit.name,
        path=tuple(Place(head.name, link(head.unit_id)) for head in found.path[:-1]),
        others=tuple(Place(head.name, link(head.unit_id)) for head in tops if head.unit_id != unit.unit_id),
        standing=standing(found.total, speech=speech),
        as_of=found.as_of or at.astimezone(ZONE).date(),
        is_empty=asked.as_of is None and asked.year is None and not found.total.assigned,
        is_empty_then=found.as_of is not None and not found.total.assigned,
        table=table_view(as_table(found, asked=asked, speech=speech), link=link, speech=speech),
        denominators=denominator_options(asked, speech=speech),
        orders=order_options(asked, speech=speech),
        years=_years(years, asked=asked, speech=speech),
        spans=_spans(asked, speech=speech),
        trend=_trend(moved, source=address(f"/tong-hop/{unit.unit_id}/dien-bien", query), speech=speech),
        map=map_of(moved, query=query, speech=speech)
        if len(found.lines) <= MOST_AT_ONCE
        else MapView(source=address(f"/tong-hop/{unit.unit_id}/ban-do", query)),
        late=_late(late, here=f"/tong-hop/{unit.unit_id}", query=query, speech=speech),
        files=file_links(f"/tong-hop/{unit.unit_id}/bang", query=query),
        asked=asked,
    )


def map_of(moved: Trend, *, query: Mapping[str, str], speech: Speech) -> MapView:
    """The small charts of the units right below, each leading to its page."""
    charts = tuple(
        _small(one, days=moved.days, link=address(f"/tong-hop/{one.unit.unit_id}", query), speech=speech)
        for one in moved.lines[:MOST_CHARTS]
    )
    return MapView(charts, max(0, len(moved.lines) - MOST_CHARTS))


def _late(late: Late | None, *, here: str, query: Mapping[str, str], speech: Speech) -> LateView:
    if late is None:
        return LateView()
    cursor = late.lines.next_cursor
    return LateView(
        lines=tuple(_late_line(piece, speech=speech) for piece in late.lines.items),
        count=number(late.count),
        more=address(here, {**query, "qua-han": cursor}) if cursor else "",
    )


def _late_line(piece: Piece, *, speech: Speech) -> LateLine:
    return LateLine(
        link=f"/viec/{piece.id}",
        unit=piece.unit_name,
        text=first_sentence(piece.task_text),
        document=piece.document or speech.say("Văn bản không số"),
        last_day=piece.last_day,
        days=days_left(piece, speech=speech),
    )


def file_links(stem: str, *, query: dict[str, str]) -> tuple[Place, ...]:
    """The files of a table."""
    kinds = (("Excel", "xlsx"), ("Word", "docx"), ("PDF", "pdf"))
    return tuple(Place(name, address(f"{stem}.{kind}", query)) for name, kind in kinds)


def denominator_options(asked: Asked, *, speech: Speech) -> tuple[Option, ...]:
    """What percentages may be shares of."""
    names = {
        "den-han": speech.say("số đến hạn"),
        "duoc-giao": speech.say("tổng số được giao"),
        "hoan-thanh": speech.say("số đã hoàn thành"),
    }
    return tuple(Option(value, names[value], value == asked.denominator) for value in DENOMINATORS)


def order_options(asked: Asked, *, speech: Speech) -> tuple[Option, ...]:
    """In which order units may stand."""
    names = {WORST_FIRST: speech.say("chậm nhất trước"), TREE_ORDER: speech.say("theo cây tổ chức")}
    return tuple(Option(value, name, value == asked.order) for value, name in names.items())


def _years(years: Iterable[SchoolYearSpan], *, asked: Asked, speech: Speech) -> tuple[Option, ...]:
    known = [Option(str(one.start_year), _year(one.start_year), one.start_year == asked.year) for one in years]
    is_any = not any(option.is_chosen for option in known)
    return (Option("", speech.say("mọi năm học"), is_any), *known) if known else ()


def _year(start: int) -> str:
    return f"{start}-{start + 1}"


def _spans(asked: Asked, *, speech: Speech) -> tuple[Option, ...]:
    return tuple(
        Option(
            address("", replace(asked, weeks=weeks).query()) or "?",
            speech.count("%(n)s tuần", "%(n)s tuần", n=weeks),
            weeks == asked.weeks,
        )
        for weeks in WEEKS
    )


def layer_names(speech: Speech) -> dict[str, str]:
    """What the layers of a chart are called."""
    return {
        "overdue": speech.say("quá hạn"),
        "open": speech.say("đang thực hiện"),
        "late": speech.say("xong trễ hạn"),
        "done": speech.say("xong đúng hạn hoặc không hạn"),
        "excused": speech.say("được miễn"),
    }


def _trend(moved: Trend, *, source: str, speech: Speech) -> TrendView:
    names, series = layer_names(speech), moved.node.counts
    last = parts(series[-1])
    used = [name for name in LAYERS if any(parts(counts)[name] for counts in series)]
    first_day, last_day = moved.days[0], moved.days[-1]
    summary = speech.say("Từ %(first)s đến %(last)s; ngày cuối: ", first=first_day, last=last_day)
    said = ", ".join(f"{number(last[name])} {names[name]}" for name in used)
    return TrendView(
        chart=stacked(moved.days, series, box=Box()),
        summary=summary + (said or speech.say("chưa giao phần việc nào")),
        headings=tuple(Heading(name, names[name]) for name in used),
        weeks=tuple(
            Week(day, tuple(number(parts(counts)[name]) for name in used))
            for day, counts in reversed(list(zip(moved.days, series, strict=True)))
        ),
        source=source,
    )


def _small(one: Series, *, days: tuple[date, ...], link: str, speech: Speech) -> SmallChart:
    chart = stacked(days, one.counts, box=SMALL, is_share=True)
    return SmallChart(one.unit.name, link, chart, standing(one.counts[-1], speech=speech))


def trend_numbers(moved: Trend, *, speech: Speech) -> dict[str, Any]:
    """The trend of a unit for the script that draws it: days as seconds, a row of numbers for each layer."""
    names = layer_names(speech)
    series: list[Counts] = list(moved.node.counts)
    rows = {name: [parts(counts)[name] for counts in series] for name in LAYERS}
    return {
        "days": [int(datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp()) for day in moved.days],
        "series": [{"name": name, "label": names[name], "numbers": row} for name, row in rows.items() if any(row)],
    }
