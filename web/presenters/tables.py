"""The official table as a page shows it: every cell in words, every unit a link, a bar for the eye."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.tallies import Counts
from reports.official_table import (
    RATE_HEADINGS,
    OfficialTable,
    TableRow,
    count,
    coverage,
    figure_value,
    percent,
    used_counts,
)
from web.i18n import Speech, number
from web.presenters.charts import Segment, bar

FIGURE = "table.figure"


@dataclass(frozen=True)
class Standing:
    """How much is done, at a glance: a bar, and the same in words. ``tone`` is one of the tags of the style."""

    segments: tuple[Segment, ...]
    words: str
    tone: str


def standing(counts: Counts, *, speech: Speech) -> Standing:
    """Counts as a bar with words."""
    if not counts.assigned:
        return Standing((), speech.say("chưa giao phần việc nào"), "plain")
    done = speech.say("%(done)s/%(all)s xong", done=number(counts.completed), all=number(counts.assigned))
    said, tone = [done], "calm"
    if counts.completed + counts.excused == counts.assigned:
        tone = "good"
    if counts.open_overdue:
        said.append(speech.say("%(late)s quá hạn", late=number(counts.open_overdue)))
        tone = "bad"
    if counts.excused:
        said.append(speech.say("%(count)s được miễn", count=number(counts.excused)))
    return Standing(bar(counts), ", ".join(said), tone)


@dataclass(frozen=True)
class Cell:
    """What stands below a heading."""

    heading: str
    text: str

    @property
    def is_nil(self) -> bool:
        """True for what a small screen can leave out."""
        return self.text in ("0", "0%", "–")


@dataclass(frozen=True)
class TableLine:
    """One unit. ``link`` "" where there is nothing to go down to."""

    number: str
    name: str
    link: str
    note: str
    cells: tuple[Cell, ...]
    standing: Standing


@dataclass(frozen=True)
class TableView:
    """The table. ``basis`` says what the rates are shares of; ``figures``: the figures of reports with their
    coverage."""

    headings: tuple[str, ...]
    lines: tuple[TableLine, ...]
    total: TableLine
    basis: str
    figures: tuple[str, ...]


def table_view(table: OfficialTable, *, link: Callable[[int], str], speech: Speech) -> TableView:
    """A table for a page; ``link`` gives the address of a unit below."""
    words = speech.words
    shown = used_counts(table)
    headings = [words.say(f"table.counts.{name}") for name in shown]
    headings += [words.say(f"table.rates.{name}") for name in RATE_HEADINGS]
    below = {line.code: link(line.unit_id) for line in table.roll_up.lines if not line.is_own}
    whole = table.total.rates[RATE_HEADINGS[0]].whole
    return TableView(
        headings=tuple(headings),
        lines=tuple(
            _line(row, headings=headings, shown=shown, link="" if row.note else below.get(row.code, ""), speech=speech)
            for row in table.rows
        ),
        total=_line(table.total, headings=headings, shown=shown, link="", speech=speech),
        basis=words.say(f"table.denominator.{table.denominator}", whole=number(whole)),
        figures=tuple(
            words.say(
                FIGURE,
                label=figure.label,
                kind=words.say(f"table.kinds.{figure.aggregate}"),
                value=figure_value(figure),
                coverage=coverage(figure, words=words),
            )
            for figure in table.roll_up.figures
        ),
    )


def _line(row: TableRow, *, headings: Sequence[str], shown: Sequence[str], link: str, speech: Speech) -> TableLine:
    texts = [number(count(row.counts, name)) for name in shown]
    texts += [percent(row.rates[name]) for name in RATE_HEADINGS]
    return TableLine(
        number="" if row.number is None else str(row.number),
        name=row.name,
        link=link,
        note=row.note,
        cells=tuple(Cell(heading, text) for heading, text in zip(headings, texts, strict=True)),
        standing=standing(row.counts, speech=speech),
    )
