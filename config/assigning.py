"""From a document that somebody drops to a directive: the draft of its plan, corrections, a look at it, the issue."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePath
from typing import Final

from config.bootstrap import Office
from engine.access import Viewer
from engine.deadlines import OFFICE_ZONE, DueContext
from engine.errors import DocumentRefused, DraftRefused, InputRefused, NotFound, Problem
from engine.plans import DirectiveSpec
from engine.service.book import issued_day, read_book
from engine.service.drafts import (
    DraftSource,
    PlanDraft,
    change_plan_draft,
    issue_plan_draft,
    keep_plan_draft,
    plan_draft,
)
from engine.service.issuing import Issued
from engine.service.organisation import spoken_names
from engine.service.outline import Outline, outline
from intake.derivation import Derived, derive
from intake.draft_writer import plan_text
from intake.drafting import draft_of
from intake.drafting.parties import Directory
from intake.plan_changes import set_head
from intake.plan_dates import check_dates
from intake.plan_reading import PlanReading, TextLine, read_draft, text_lines
from intake.plan_round_trip import clean
from intake.reading import Document, read_upload
from reports.wording import words

PASTED: Final = "van_ban_dan.txt"
# Ten times the plan of the longest directive of the examples; each correction reads and writes all of it.
LONGEST_PLAN: Final = 600_000
_LONGEST_NAME: Final = 120


def draft_document(office: Office, viewer: Viewer, *, unit_id: int, name: str, data: bytes) -> int:
    """Read a document and keep the draft of its plan for a unit of the viewer; gives the id of the draft.

    Slow for a large file. Raises DocumentRefused with the reason for what cannot be read, NotFound for a unit without
    a post of the viewer.
    """
    post = viewer.post_in(unit_id)
    if post is None:
        raise NotFound(what="unit", key=unit_id)
    document = read_upload(file_name(name), data)
    directory = Directory(spoken_names(office.database, unit_id=unit_id))
    draft = draft_of(document, directory=directory)
    plan = plan_text(draft, words(office.settings.language))
    if len(plan) > LONGEST_PLAN:
        raise DocumentRefused(path=document.name, reason="text_too_long")
    if draft.head.issuer.value is None:
        plan = set_head(plan, {"issuer": post.unit_name})
    source = DraftSource(document.name, sha256(data).hexdigest(), _text_of(document), plan, _title(plan, document.name))
    return keep_plan_draft(office.database, viewer, unit_id=unit_id, source=source, at=office.clock.now())


def file_name(given: str) -> str:
    """The name of a file without the folders that a browser may put before it."""
    name = clean(PurePath(given.replace("\\", "/")).name)
    return name[-_LONGEST_NAME:] or PASTED


def _text_of(document: Document) -> str:
    """The lines of a document, each at its number; what stands side by side is one line here."""
    lines: list[str] = []
    for line in document.lines:
        lines.extend([""] * (line.number - len(lines)))
        lines[line.number - 1] = "  ".join(part for part in (lines[line.number - 1], line.text) if part)
    return "\n".join(lines)


def _title(plan: str, name: str) -> str:
    return read_draft(plan).head["title"].text or name


@dataclass(frozen=True)
class DraftView:
    """A draft as it is looked at: the plan, what issuing would do with it, the text beside it, and every finding."""

    draft: PlanDraft
    reading: PlanReading
    outline: Outline
    lines: tuple[TextLine, ...]
    problems: tuple[Problem, ...]

    @property
    def may_be_issued(self) -> bool:
        """True if nothing stands against issuing it."""
        return self.outline.is_own and not any(not problem.is_warning for problem in self.problems)


def look_at_draft(office: Office, viewer: Viewer, *, draft_id: int, at: datetime) -> DraftView:
    """A draft of the viewer's units with everything that an official needs to correct it. NotFound for others."""
    draft = plan_draft(office.database, viewer, draft_id=draft_id)
    reading = read_draft(draft.plan)
    found = outline(office.database, reading.spec, unit_id=draft.unit_id, policies=office.policies, at=at)
    problems = (*reading.all_problems, *found.problems, *check_dates(reading.spec, on=_day(at)))
    return DraftView(draft, reading, found, text_lines(draft.text, reading), _once(problems))


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Errors before warnings, each once."""
    seen = {(p.code, str(p.values)): p for p in sorted(problems, key=lambda p: p.is_warning)}
    return tuple(seen.values())


def correct_draft(office: Office, viewer: Viewer, *, draft_id: int, version: int, change: Callable[[str], str]) -> int:
    """Change a draft from version ``version``; gives its new version, the same if nothing was changed.

    Raises InputRefused with what ``change`` would break, DraftRefused for a stale version; the draft then stays.
    """
    draft = plan_draft(office.database, viewer, draft_id=draft_id)
    if draft.version != version or draft.issued_as is not None:
        raise DraftRefused(id=draft_id, why="stale" if draft.issued_as is None else "issued")
    plan = change(draft.plan)
    if plan == draft.plan:
        return version
    before, after = read_draft(draft.plan), read_draft(plan)
    known = {(p.code, str(p.values)) for p in before.all_problems}
    broken = [p for p in after.all_problems if not p.is_warning and (p.code, str(p.values)) not in known]
    if broken:
        raise InputRefused(draft.file_name, broken)
    title = after.head["title"].text or draft.file_name
    return change_plan_draft(
        office.database, viewer, draft_id=draft_id, version=version, plan=plan, title=title, at=office.clock.now()
    )


def derive_in_draft(office: Office, phrase: str, *, spec: DirectiveSpec, at: datetime) -> Derived:
    """What a phrase would mean in a draft, with nothing saved. Raises PhraseNotUnderstood and its like."""
    book = read_book(office.database)
    anchors = {"issued": issued_day(spec.issued_on, at), "received": _day(at)}
    policy = spec.policy
    context = DueContext(
        book.calendar,
        book.frame,
        OFFICE_ZONE,
        anchors,
        is_before_inclusive=policy.is_before_inclusive,
        is_fixed_rolled=policy.is_fixed_rolled,
    )
    period = None if spec.period_start is None or spec.period_end is None else (spec.period_start, spec.period_end)
    return derive(phrase, context=context, period=period)


def issue_draft(office: Office, viewer: Viewer, *, draft_id: int, version: int) -> Issued:
    """Issue a draft as it stands in version ``version``. Raises InputRefused with all that stands against it, and what
    ``drafts.issue_plan_draft`` raises."""
    draft = plan_draft(office.database, viewer, draft_id=draft_id)
    reading = read_draft(draft.plan)
    if reading.has_errors:
        raise InputRefused(draft.file_name, reading.all_problems)
    return issue_plan_draft(
        office.database,
        viewer,
        draft_id=draft_id,
        version=version,
        spec=reading.spec,
        policies=office.policies,
        at=office.clock.now(),
    )


def _day(at: datetime) -> date:
    return at.astimezone(OFFICE_ZONE).date()
