"""The whole way from a document to its draft plan."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, groupby, islice
from typing import Final

from engine.errors import DocumentRefused, Problem
from intake.drafting.attributes import circumstances_of, is_event_of_labels
from intake.drafting.blocks import blocks_of
from intake.drafting.clauses import Clause, tree_of
from intake.drafting.draft import Draft, DraftDeadline, DraftTask, Head, Reading, Skipped
from intake.drafting.head import head_first, read_head
from intake.drafting.kinds import kind_of, points_to_form
from intake.drafting.leaves import Leaf, Sifted, sift
from intake.drafting.ownership import (
    Setting,
    asked_in,
    helpers_of,
    is_for_schools,
    lead_of,
    owner_of,
    receiver_name,
)
from intake.drafting.parties import Directory, normal_name
from intake.drafting.requests import is_conditional
from intake.drafting.shapes import has_topics
from intake.drafting.splitting import Part, split
from intake.drafting.tables import Row, rows_of
from intake.drafting.times import TimeContext, find_times
from intake.drafting.timing import deadlines_of
from intake.reading.document import Document

# Columns laid with blanks: which words and dates belong together cannot be told.
_GAPS: Final = re.compile(r"\S {4,}\S.*\S {4,}\S|\S {4,}\S.*\d$")
_OPENING: Final = " *_(;,-–+"
_MOST_WORDS: Final = 20
_HEADINGS_ABOVE: Final = 2
_LONGEST_HEADING: Final = 1_000
MOST_TASKS: Final = 12_000
_EVENTS: Final = frozenset({"organise_event", "train"})
_PLACE: Final = re.compile(r"\s+(huyện|quận|thị xã|thành phố|TP\.?|tỉnh|xã|phường|đặc khu|thị trấn)\s.*$")
_HANDS_IN: Final = re.compile(r"\b(?:gửi|nộp)\b|^\W*báo cáo\b", re.IGNORECASE)
_OFFICES: Final = re.compile(r"(?:Phòng|Sở|Bộ|Trường|Mầm non|Mẫu giáo)\s")


@dataclass(frozen=True, slots=True)
class _Source:
    """A task before it is read: its words, where they stand, and the words of the columns beside it."""

    clause: Clause
    text: str
    line: int
    printed: str
    times: tuple[DraftDeadline, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    heading: str | None = None
    before: str = ""
    after: str = ""


def draft_of(document: Document, directory: Directory | None = None) -> Draft:
    """The draft plan of a directive; names are matched against ``directory`` where there is one.

    The same document gives the same draft. Raise SecretDocument for a document marked secret, DocumentRefused for one
    with more tasks than any directive has.
    """
    lines = head_first(document.lines)
    reading = read_head(lines)
    roots = [tree_of(blocks_of(lines[start:end])) for start, end in reading.zones.parts]
    context = _time_context(reading.head)
    first, last = reading.zones.preamble
    lead_in = " ".join(line.text for line in lines[first:last])
    setting = _setting(reading.head, roots, lead_in=lead_in, directory=directory)
    sifted = [sift(root) for root in roots]
    found = (_sources(root, part.leaves, context=context) for root, part in zip(roots, sifted, strict=True))
    sources = sorted(islice(chain.from_iterable(found), MOST_TASKS + 1), key=lambda source: source.line)
    if len(sources) > MOST_TASKS:
        raise DocumentRefused(path=document.name, reason="text_too_long")
    tasks = tuple(
        _task(source, number=number, setting=setting, context=context) for number, source in enumerate(sources, start=1)
    )
    warnings = (*document.warnings, *_warnings(document, roots, tasks=tasks))
    return Draft(document.name, reading.head, tasks, _skipped(sifted), warnings)


def _time_context(head: Head) -> TimeContext:
    text = head.issued_on.value or ""
    issued_on = date.fromisoformat(text) if len(text) == 10 else None
    month = (int(text[:4]), int(text[5:7])) if len(text) == 7 else None
    covered = head.period.value
    period = (covered.start, covered.end) if covered.start and covered.end else None
    return TimeContext(issued_on=issued_on, issued_month=month, period=period)


def _setting(head: Head, roots: Sequence[Clause], *, lead_in: str, directory: Directory | None) -> Setting:
    placed = normal_name(head.issuer.value) if head.issuer.value else None
    issuer = _without_place(placed) if placed else None
    addressees = head.addressees.value
    setting = Setting(issuer, bool(addressees), is_for_schools(addressees), directory=directory, placed_issuer=placed)
    if addressees:
        return setting
    lead = asked_in(lead_in, setting) or next((names for root in roots if (names := lead_of(root, setting))), ())
    return replace(setting, lead=lead)


def _without_place(issuer: str) -> str:
    """An issuer without its place; a committee or another body of a place keeps its level: "UBND tỉnh", "UBND xã"."""
    return _PLACE.sub("" if _OFFICES.match(issuer) else r" \1", issuer)


def _sources(root: Clause, leaves: Sequence[Leaf], *, context: TimeContext) -> Iterator[_Source]:
    for leaf in leaves:
        for part in split(leaf, context):
            yield _from_leaf(part, leaf)
    rows = [clause for clause in root.walk() if clause.block.row is not None]
    tables = groupby(rows, key=lambda clause: clause.block.row.table if clause.block.row else None)
    for row in rows_of(list(table) for _, table in tables):
        yield _from_row(row, tuple(time.deadline for time in find_times(row.text, context)))


def _from_leaf(part: Part, whole: Leaf) -> _Source:
    leaf, block = part.leaf, part.leaf.clause.block
    words = block.text[leaf.start : leaf.end]
    start = leaf.start + len(words) - len(words.lstrip(_OPENING))
    printed = block.printed_from(start)[: leaf.end - start]
    line = block.line_at(start)
    times = () if _GAPS.search(words) else part.times
    before, after = block.text[whole.start : leaf.start], block.text[leaf.end : whole.end]
    return _Source(leaf.clause, leaf.text, line, printed, times, before=before, after=after)


def _from_row(row: Row, times: tuple[DraftDeadline, ...]) -> _Source:
    return _Source(row.clause, row.text, row.clause.line, row.text, times, row.columns, row.heading)


def _task(source: _Source, *, number: int, setting: Setting, context: TimeContext) -> DraftTask:
    columns = source.columns or circumstances_of(source.clause)
    is_event = not source.columns and is_event_of_labels(source.clause)
    kind = Reading("organise_event", "named_event", "likely") if is_event else kind_of(source.text)
    owner, is_explicit = owner_of(
        source.text, source.clause, setting=setting, column=columns.get("owner"), before=source.before
    )
    return DraftTask(
        id=f"T{number:02d}",
        line=source.line,
        text=_beginning(source.printed),
        section=source.heading or _section(source.clause),
        owner=owner,
        is_owner_explicit=is_explicit,
        coordinators=helpers_of(
            source.text,
            owner.value,
            setting=setting,
            column=columns.get("coordinators"),
            clause=source.clause,
            is_from_heading=owner.how == "owner_heading",
        ),
        kind=kind,
        deadlines=deadlines_of(
            source.times,
            source.clause,
            context=context,
            column=columns.get("time"),
            is_event=kind.value in _EVENTS or "place" in columns,
        ),
        report_to=_receiver(source, setting, owners=owner.value, is_report=kind.value == "report"),
        has_form=points_to_form(_with_sheets(source)),
        notes=("conditional",) if is_conditional(source.text) else (),
    )


def _receiver(source: _Source, setting: Setting, *, owners: tuple[str, ...], is_report: bool) -> str | None:
    """Who receives what the task delivers; a report that is due by a day, in a letter that names nobody, its issuer."""
    named = receiver_name(source.text, setting=setting, others=_beside(source) if is_report else ())
    is_due = is_report and any(time.due for time in source.times) and _HANDS_IN.search(source.text) is not None
    if named or not is_due or not setting.has_addressees or setting.issuer in owners:
        return named
    return setting.issuer


def _beside(source: _Source) -> tuple[str, ...]:
    """Where a report's receiver may stand besides its own words: what follows it, the headings above it."""
    return (source.after, source.before, *(step.text for step in islice(source.clause.ancestors(), _HEADINGS_ABOVE)))


def _with_sheets(source: _Source) -> str:
    """The words that may name a form: the task's own, its product's, and those of the topics listed below it."""
    listed = source.clause.children if has_topics(source.clause) else ()
    return " ".join((source.text, source.columns.get("product", ""), *(child.text for child in listed)))


def _beginning(printed: str) -> str:
    """The first words of a clause as printed, at most twenty and never across a line end."""
    words = printed.split()
    return " ".join(words[:_MOST_WORDS])


def _section(clause: Clause) -> str | None:
    """The nearest heading with its number, as printed; a bullet above others is none, nor is a page of text."""
    for step in clause.ancestors():
        is_title = step.is_heading or (step.marker is not None and not step.is_bullet)
        if is_title and len(step.text) <= _LONGEST_HEADING:
            return step.printed
    return None


def _skipped(sifted: Sequence[Sifted]) -> tuple[Skipped, ...]:
    entries = (entry for part in sifted for entry in part.skipped)
    return tuple(Skipped(entry.line, _beginning(entry.text), entry.why) for entry in entries)


def _warnings(document: Document, roots: Sequence[Clause], *, tasks: Sequence[DraftTask]) -> Iterator[Problem]:
    cut = [clause.line for root in roots for clause in root.walk() if clause.block.is_cut]
    if cut:
        yield Problem(f"{document.name}:{cut[0]}", "intake_paragraphs_cut", {"count": len(cut)}, is_warning=True)
    if not tasks:
        yield Problem(document.name, "intake_no_tasks", {}, is_warning=True)
