"""What a directive gives to one unit and to those below it: the table, who has and who has not, what the unit owes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from engine.deadlines import Timeliness
from engine.service.agenda import Piece
from engine.service.overview import UnitCounts, UnitHead, badness
from engine.service.paging import Page
from engine.service.register import DirectiveHead
from engine.states import Status
from reports.official_table import OfficialTable
from web.i18n import Speech
from web.presenters.asked import Asked, address
from web.presenters.directive import HeadView, head_view
from web.presenters.obligation import days_left
from web.presenters.overview import Option, Place, denominator_options, file_links, order_options
from web.presenters.register import Choice
from web.presenters.tables import Standing, TableView, standing, table_view

WHICH: Mapping[str, str] = {"": "all", "chua-xong": "open", "qua-han": "overdue", "da-xong": "done"}
TONES = {"open_overdue": "bad", "done_late": "near", "done_on_time": "good", "undated_done": "good"}


@dataclass(frozen=True)
class UnitLine:
    """A unit that owes something itself."""

    name: str
    link: str
    standing: Standing


@dataclass(frozen=True)
class PieceLine:
    """One obligation of the unit."""

    id: int
    key: str
    text: str
    last_day: str
    days: str
    status: str
    state: str
    tone: str


@dataclass(frozen=True)
class UnitView:
    """Everything the page says of a unit in a directive."""

    head: HeadView
    unit_id: int
    name: str
    path: tuple[Place, ...]
    task_key: str
    task_text: str
    table: TableView
    is_table_shown: bool
    standing: Standing
    choices: tuple[Choice, ...]
    units: tuple[UnitLine, ...]
    more_units: str
    pieces: tuple[PieceLine, ...]
    more_pieces: str
    denominators: tuple[Option, ...]
    orders: tuple[Option, ...]
    files: tuple[Place, ...]
    list_file: str
    whole_link: str
    as_of: date | None
    is_empty_then: bool
    asked: Asked


@dataclass(frozen=True)
class Found:
    """What was read for the page: the way down to the unit, its table, who owes, what the unit owes itself."""

    head: DirectiveHead
    path: tuple[UnitHead, ...]
    table: OfficialTable
    units: Page[UnitCounts]
    pieces: Page[Piece]


def present(found: Found, *, asked: Asked, which: str, speech: Speech) -> UnitView:
    """The view of a unit in a directive."""
    roll_up, unit, base = found.table.roll_up, found.path[-1], f"/van-ban/{found.head.id}/don-vi"
    query = asked.query()

    def link(unit_id: int) -> str:
        return address(f"{base}/{unit_id}", query)

    here = f"{base}/{unit.unit_id}"
    narrowed = {**query, **({"loc": which} if which else {})}
    next_units, next_pieces = found.units.next_cursor, found.pieces.next_cursor
    return UnitView(
        head=head_view(found.head, speech=speech),
        unit_id=unit.unit_id,
        name=unit.name,
        path=tuple(Place(head.name, link(head.unit_id)) for head in found.path[:-1]),
        task_key=roll_up.task_key or "",
        task_text=roll_up.task_text or "",
        table=table_view(found.table, link=link, speech=speech),
        is_table_shown=any(not line.is_own for line in roll_up.lines),
        standing=standing(roll_up.total, speech=speech),
        choices=_choices(here, query=query, which=which, speech=speech),
        units=tuple(unit_lines(found.units.items, link=link, but=unit.unit_id, speech=speech)),
        more_units=address(here, {**narrowed, "sau": next_units}) if next_units else "",
        pieces=tuple(piece_line(piece, speech=speech) for piece in found.pieces.items if _is_asked(piece, asked)),
        more_pieces=address(here, {**narrowed, "viec": next_pieces}) if next_pieces else "",
        denominators=denominator_options(asked, speech=speech),
        orders=order_options(asked, speech=speech),
        files=file_links(f"/van-ban/{found.head.id}/bang", query={**query, "don-vi": str(unit.unit_id)}),
        list_file=f"{here}/danh-sach.xlsx",
        whole_link=address(here, replace(asked, task="").query()) if asked.task else "",
        as_of=asked.as_of,
        is_empty_then=asked.as_of is not None and not roll_up.total.assigned,
        asked=asked,
    )


def _is_asked(piece: Piece, asked: Asked) -> bool:
    return not asked.task or piece.task_key == asked.task


def _choices(here: str, *, query: Mapping[str, str], which: str, speech: Speech) -> tuple[Choice, ...]:
    names = {
        "": speech.say("Tất cả"),
        "chua-xong": speech.say("Chưa xong"),
        "qua-han": speech.say("Quá hạn"),
        "da-xong": speech.say("Đã xong"),
    }
    return tuple(
        Choice(name, address(here, {**query, **({"loc": one} if one else {})}) + "#don-vi", one == which)
        for one, name in names.items()
    )


def unit_lines(units: Iterable[UnitCounts], *, link: Callable[[int], str], but: int, speech: Speech) -> list[UnitLine]:
    """Units that owe something, the worst first; the unit whose page it is has no link to itself."""
    ordered = sorted(units, key=lambda one: badness(one.counts), reverse=True)
    return [
        UnitLine(
            one.unit.name,
            "" if one.unit.unit_id == but else link(one.unit.unit_id),
            standing(one.counts, speech=speech),
        )
        for one in ordered
    ]


def piece_line(piece: Piece, *, speech: Speech) -> PieceLine:
    """One obligation in the words of the official table."""
    words = speech.words
    is_counted = piece.status is not Status.SUBMITTED or piece.timeliness is Timeliness.OVERDUE
    return PieceLine(
        id=piece.id,
        key=piece.task_key,
        text=piece.task_text,
        last_day=words.day(piece.last_day),
        days=days_left(piece, speech=speech) if is_counted else "",
        status=words.status(piece.status.value),
        state=words.say(f"table.counts.{piece.bucket}"),
        tone=TONES.get(piece.bucket, "calm"),
    )
