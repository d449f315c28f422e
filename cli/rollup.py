"""``dondoc rollup``: the official table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import Json, Unit, session_of
from cli.output import Column, say, say_json, table
from cli.session import Session

if TYPE_CHECKING:
    from reports.official_table import OfficialTable, TableRow


def rollup(
    ctx: typer.Context,
    *,
    directive: Annotated[str, typer.Argument(metavar="DIRECTIVE")],
    unit: Unit = None,
    task: Annotated[str | None, typer.Option("--task", metavar="TASK")] = None,
    by: Annotated[str, typer.Option("--by", metavar="due|assigned|completed")] = "due",
    is_worst_first: Annotated[bool, typer.Option("--worst-first")] = False,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY")] = None,
    is_json: Json = False,
) -> None:
    """Print the official table of a directive, or of one of its tasks."""
    from engine.service.tallies import roll_up
    from engine.service.views import find_directive
    from engine.tallies import Denominator
    from reports.official_table import as_json, official_table

    session = session_of(ctx)
    if by not in set(Denominator):
        raise session.fail("cli.usage.denominator", text=by)
    day = None if as_of is None else session.day(as_of)
    directive_id = find_directive(session.database, directive)
    found = roll_up(session.database, directive_id, unit=unit, task=task, as_of=day)
    made = official_table(found, words=session.words, denominator=Denominator(by), is_worst_first=is_worst_first)
    if is_json:
        say_json(as_json(made))
        return
    tell_roll_up(session, made)


def tell_roll_up(session: Session, made: OfficialTable) -> None:
    """Print a table with its head and its figures."""
    _tell_head(session, made)
    _tell_table(session, made)
    _tell_figures(session, made)


def _tell_head(session: Session, made: OfficialTable) -> None:
    found = made.roll_up
    issued = session.printed_date(found.issued_text)
    say(session.say("table.title", document=found.document or "–", issued=issued, issuer=found.issuer_name))
    say(found.title)
    if found.task_key is not None:
        say(session.say("table.task", key=found.task_key, text=found.task_text))
    say(session.say("table.node", unit=found.unit_name))
    say(session.say(f"table.denominator.{made.denominator}", whole=_whole(made)))


def _whole(made: OfficialTable) -> int:
    return made.total.rates["done_on_time"].whole


def _tell_table(session: Session, made: OfficialTable) -> None:
    from reports.official_table import RATE_HEADINGS, used_counts

    counts = used_counts(made)
    width = max(5, len(str(made.total.counts.assigned)))
    columns = [Column(session.say("table.number"), is_number=True), Column(session.say("table.unit"), share=1)]
    columns += [Column(session.say(f"table.counts.{name}"), is_number=True, width=width) for name in counts]
    columns += [Column(session.say(f"table.rates.{name}"), is_number=True, width=7) for name in RATE_HEADINGS]
    cells = [_cells(row, counts) for row in made.rows]
    table(columns, cells, footer=_cells(made.total, counts), is_heading_wrapped=True, gap=1)
    if any(row.note for row in made.rows):
        for row in made.rows:
            if row.note:
                say(session.say("table.note", number=row.number, note=row.note))


def _cells(row: TableRow, counts: tuple[str, ...]) -> tuple[str, ...]:
    from reports.official_table import RATE_HEADINGS, count, percent

    return (
        "" if row.number is None else str(row.number),
        row.name,
        *(str(count(row.counts, name)) for name in counts),
        *(percent(row.rates[name]) for name in RATE_HEADINGS),
    )


def _tell_figures(session: Session, made: OfficialTable) -> None:
    from reports.official_table import coverage, figure_value

    if made.roll_up.figures:
        say()
        say(session.say("table.figures"))
    for figure in made.roll_up.figures:
        shown = {
            "label": figure.label,
            "value": figure_value(figure),
            "kind": session.say(f"table.kinds.{figure.aggregate}"),
        }
        say(session.say("table.figure", coverage=coverage(figure, words=session.words), **shown), indent=2)
