"""What a report and an urging letter say, in the order of Decree 30/2020/NĐ-CP (Điều 8, Phụ lục I)."""

from datetime import date, datetime

from engine.tallies import Counts
from reports.grid import cited, late_grid, moment, printable, table_grid, whole
from reports.official_table import (
    COUNT_HEADINGS,
    RATE_HEADINGS,
    OfficialTable,
    TableRow,
    count,
    coverage,
    figure_value,
    percent,
)
from reports.paper import CitedDocument, Grid, Paper, PaperHead, UrgingLetter
from reports.wording import Words

WORST_NAMED = 5
ADDRESSEES_NAMED = 12


def table_paper(table: OfficialTable, *, head: PaperHead, words: Words, at: datetime) -> Paper:
    """A report with the official table, across the page (Phụ lục I allows it for documents with tables)."""
    document = cited(documented(table), words=words)
    return _paper(
        head,
        words=words,
        number=words.say("paper.number_report", symbol=printable(head.symbol) or "…"),
        title=words.say("paper.report.title"),
        subject=words.say("paper.report.subject", document=document),
        before=(
            words.say(
                f"paper.report.opening{'' if table.roll_up.title else '_untitled'}",
                document=document,
                title=printable(table.roll_up.title),
                at=moment(at, words=words),
            ),
            *scope(table, words=words),
            *_totals(table, words=words),
            worst(table, words=words),
            words.say("paper.report.details"),
        ),
        grid=table_grid(table, words=words),
        after=(*notes(table, words=words), words.say("paper.report.closing", document=document)),
        recipients=(*_above(head, words=words), words.say("paper.report.to_units")),
        is_wide=True,
    )


def letter_paper(letter: UrgingLetter, *, head: PaperHead, words: Words, at: datetime) -> Paper:
    """A letter to the units that are late: what, by which document, until when it was due, by when to report."""
    documents = list(dict.fromkeys(work.document for work in letter.works))
    units = tuple(dict.fromkeys(printable(work.unit) for work in letter.works))
    named = cited(documents[0], words=words) if len(documents) == 1 else words.say("paper.letter.several")
    agency = printable(head.agency)
    opening = words.say(
        "paper.letter.opening",
        document=named,
        units=whole(len(units)),
        works=whole(len(letter.works)),
        at=moment(at, words=words),
    )
    demand = words.say("paper.letter.demand", agency=agency, day=letter.report_by)
    return _paper(
        head,
        words=words,
        number=words.say("paper.number_letter", symbol=printable(head.symbol) or "…"),
        about=words.say("paper.letter.about", document=named),
        addressees=units if len(units) <= ADDRESSEES_NAMED else (words.say("paper.letter.all", units=len(units)),),
        before=(opening,),
        grid=late_grid(letter.works, words=words, is_naming=len(documents) > 1),
        after=(demand, words.say("paper.letter.correction", agency=agency)),
        recipients=(words.say("paper.letter.as_above"),),
    )


def documented(table: OfficialTable) -> CitedDocument:
    """The document that a table is about."""
    found = table.roll_up
    return CitedDocument(found.document, found.issued_text, found.issuer_name)


def scope(table: OfficialTable, *, words: Words) -> list[str]:
    """Of which unit the table is, and of which task if of one only."""
    found = table.roll_up
    lines = [words.say("paper.scope", unit=printable(found.unit_name))]
    if found.task_key is not None:
        lines.append(words.say("table.task", key=found.task_key, text=printable(found.task_text or "")))
    return lines


def denominator_line(table: OfficialTable, *, words: Words) -> str:
    """What the rates are shares of."""
    base = table.total.rates[RATE_HEADINGS[0]].whole
    return words.say(f"table.denominator.{table.denominator}", whole=whole(base))


def notes(table: OfficialTable, *, words: Words) -> list[str]:
    """What stands below the table: what the rates are shares of, and the figures with their coverage."""
    lines = [denominator_line(table, words=words)]
    if table.roll_up.figures:
        lines.append(words.say("table.figures"))
    for figure in table.roll_up.figures:
        kind = words.say(f"table.kinds.{figure.aggregate}")
        covered, value = coverage(figure, words=words), figure_value(figure)
        lines.append(words.say("table.figure", label=printable(figure.label), kind=kind, value=value, coverage=covered))
    return lines


def worst(table: OfficialTable, *, words: Words) -> str:
    """The units with the most overdue work, at most WORST_NAMED of them."""
    overdue = [row for row in table.rows if row.counts.open_overdue]
    if not overdue:
        return words.say("paper.report.none_overdue")
    overdue.sort(key=lambda row: -row.counts.open_overdue)
    named = "; ".join(_named(row, words=words) for row in overdue[:WORST_NAMED])
    return words.say("paper.report.worst", units=named, count=whole(len(overdue)))


def _named(row: TableRow, *, words: Words) -> str:
    return words.say("paper.report.worst_unit", name=printable(row.name), count=whole(row.counts.open_overdue))


def _totals(table: OfficialTable, *, words: Words) -> list[str]:
    counts = table.total.counts
    if not counts.assigned:
        return [words.say("paper.report.nothing")]
    shares = {name: percent(table.total.rates[name]) for name in RATE_HEADINGS}
    lines = [words.say("paper.report.totals", **_numbers(counts))]
    if counts.undated_done or counts.undated_open or counts.excused:
        lines.append(words.say("paper.report.others", **_numbers(counts)))
    return [*lines, words.say(f"paper.report.rates.{table.denominator}", **shares)]


def _numbers(counts: Counts) -> dict[str, str]:
    return {name: whole(count(counts, name)) for name in COUNT_HEADINGS}


def _above(head: PaperHead, *, words: Words) -> list[str]:
    return [words.say("paper.report.to_above", agency=printable(head.agency_above))] if head.agency_above else []


def _paper(
    head: PaperHead,
    *,
    words: Words,
    number: str,
    before: tuple[str, ...],
    grid: Grid,
    after: tuple[str, ...],
    recipients: tuple[str, ...],
    about: str = "",
    title: str = "",
    subject: str = "",
    addressees: tuple[str, ...] = (),
    is_wide: bool = False,
) -> Paper:
    lines = (*recipients, *(printable(line) for line in head.recipients))
    return Paper(
        nation=words.say("paper.nation"),
        motto=words.say("paper.motto"),
        agency_above=printable(head.agency_above).upper(),
        agency=printable(head.agency).upper(),
        number=number,
        about=about,
        place_and_day=_place_and_day(head.place, head.day, words=words),
        title=title,
        subject=subject,
        addressed=words.say("paper.letter.to") if addressees else "",
        addressees=addressees,
        before=before,
        grid=grid,
        after=after,
        recipients_head=words.say("paper.recipients"),
        recipients=(*(f"- {line};" for line in lines), words.say("paper.filed")),
        signer=printable(head.signer).upper(),
        is_wide=is_wide,
    )


def _place_and_day(place: str, day: date, *, words: Words) -> str:
    """Days below 10 and the months 1 and 2 get a leading 0 (Phụ lục I, I.4)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return words.say("paper.place_and_day", place=printable(place), day=f"{day.day:02}", month=month, year=day.year)
