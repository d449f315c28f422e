"""The official table, the list of a unit: the figures of a page as a file."""

from starlette.responses import Response

from engine.errors import NotFound
from engine.service.agenda import Piece
from engine.service.papers import Letterhead, letterhead, reported_at
from engine.service.register import find_seen_directive, obligations_of_unit
from reports.official_table import OfficialTable
from reports.paper import PaperHead, UnitLine
from reports.pdf import table_pdf
from reports.spreadsheet import table_xlsx, unit_list_xlsx
from reports.word import table_docx
from reports.wording import ZONE
from web.desk import Desk, number_in
from web.downloads import MEDIA_TYPES, download
from web.guards import Pages
from web.pages.directive import asked_of_directive, table_of
from web.pages.overview import asked_here, figures_of, unit_in
from web.presenters.asked import Asked
from web.presenters.overview import as_table
from web.presenters.papers import counted_at, paper_head, unit_lines
from web.presenters.register import document_name

pages = Pages()
AT_ONCE = 200


@pages.get("/tong-hop/{unit}/bang.{kind}")
async def overview_table(desk: Desk) -> Response:
    """The table of a unit over all directives."""
    unit_id, asked, kind = unit_in(desk), asked_here(desk), kind_in(desk)
    found = await desk.run(figures_of, desk, unit_id=unit_id, asked=asked)
    table = as_table(found, asked=asked, speech=desk.speech)
    head = await desk.run(letterhead, desk.office.database, unit_id)
    name = desk.say("Tổng hợp %(name)s", name=found.unit.name)
    return await _file(desk, table, head=head, asked=asked, name=name, kind=kind)


@pages.get("/van-ban/{id}/bang.{kind}")
async def directive_table(desk: Desk) -> Response:
    """The table of a directive at a unit."""
    kind, asked, database = kind_in(desk), asked_of_directive(desk), desk.office.database
    page = await desk.run(find_seen_directive, database, desk.viewer, directive_id=desk.number("id"))
    table = await desk.run(table_of, desk, unit_id=_asked_unit(desk), asked=asked)
    unit_id = table.roll_up.unit_id or page.head.issuer_id
    same = page.head.id if unit_id == page.head.issuer_id else None
    head = await desk.run(letterhead, database, unit_id, directive_id=same)
    name = desk.say("Tổng hợp %(name)s", name=document_name(page.head, speech=desk.speech))
    return await _file(desk, table, head=head, asked=asked, name=name, kind=kind)


@pages.get("/van-ban/{id}/don-vi/{unit}/danh-sach.xlsx")
async def unit_list(desk: Desk) -> Response:
    """What a unit owes in a directive, as a list."""
    database, number, unit_id = desk.office.database, desk.number("id"), unit_in(desk)
    lines = await desk.run(_lines, desk, number=number, unit_id=unit_id)
    head = await desk.run(letterhead, database, unit_id)
    content = await desk.run(unit_list_xlsx, lines, subject=head.agency, words=desk.speech.words, at=desk.at)
    return download(content, name=desk.say("Danh sách %(name)s", name=head.agency), kind="xlsx")


def kind_in(desk: Desk) -> str:
    """The ending in the address. Raises NotFound for a kind of file that is not made."""
    kind = str(desk.request.path_params["kind"])
    if kind not in MEDIA_TYPES:
        raise NotFound(what="page", key=kind[:20])
    return kind


def _asked_unit(desk: Desk) -> int | None:
    given = desk.asked("don-vi")
    return number_in(given, what="unit") if given else None


def _lines(desk: Desk, *, number: int, unit_id: int) -> tuple[UnitLine, ...]:
    with desk.snapshot():
        pieces = _all_pieces(desk, number=number, unit_id=unit_id)
        return unit_lines(pieces, reported_at(desk.office.database, [piece.id for piece in pieces]))


def _all_pieces(desk: Desk, *, number: int, unit_id: int) -> list[Piece]:
    found: list[Piece] = []
    cursor: str | None = None
    while True:
        page = obligations_of_unit(
            desk.office.database,
            desk.viewer,
            directive_id=number,
            unit_id=unit_id,
            at=desk.at,
            cursor=cursor,
            limit=AT_ONCE,
        )
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


async def _file(desk: Desk, table: OfficialTable, *, head: Letterhead, asked: Asked, name: str, kind: str) -> Response:
    paper = paper_head(head, on=desk.at.astimezone(ZONE).date())
    content = await desk.run(_made, desk, table, paper=paper, asked=asked, kind=kind)
    return download(content, name=name, kind=kind)


def _made(desk: Desk, table: OfficialTable, *, paper: PaperHead, asked: Asked, kind: str) -> bytes:
    words, at = desk.speech.words, counted_at(asked.as_of, at=desk.at)
    if kind == "xlsx":
        return table_xlsx(table, words=words, at=at)
    return (table_docx if kind == "docx" else table_pdf)(table, head=paper, words=words, at=at)
