"""What is being written: plans of documents that were dropped, reports, and the text a directive was issued from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine import access
from engine.access import Viewer
from engine.clock import require_aware
from engine.errors import DraftRefused, NotFound
from engine.ladders import Policies
from engine.plans import DirectiveSpec
from engine.service.issuing import Issued, find_issuer, issue_within, refused_twice
from engine.service.sight import reach_obligation
from engine.store import drafts as store
from engine.store.database import Connection, Database, IntegrityError, Row, reading, storable, writing

MOST_LISTED = 100


@dataclass(frozen=True)
class DraftSource:
    """A document as it was dropped: its lines, one a line of ``text``, and the plan file that was drafted of it."""

    file_name: str
    sha256: str
    text: str
    plan: str
    title: str


@dataclass(frozen=True)
class PlanDraft:
    """A plan as far as it is corrected. ``version`` is what a form must bring back to change it."""

    id: int
    unit_id: int
    unit_name: str
    scheme: str
    author: str
    file_name: str
    sha256: str
    text: str
    plan: str
    title: str
    version: int
    saved_at: datetime
    issued_as: int | None


@dataclass(frozen=True)
class PlanDraftLine:
    """A draft in a list."""

    id: int
    unit_id: int
    unit_name: str
    author: str
    file_name: str
    title: str
    version: int
    made_at: datetime
    saved_at: datetime
    issued_as: int | None


def keep_plan_draft(database: Database, viewer: Viewer, *, unit_id: int, source: DraftSource, at: datetime) -> int:
    """Keep the plan of a document for a unit of the viewer; gives its id. NotFound for a unit without a post in it."""
    if not access.may_issue(viewer, unit_id):
        raise NotFound(what="unit", key=unit_id)
    at = require_aware(at)
    values = {
        "unit_id": unit_id,
        "person_id": viewer.person_id,
        "file_name": storable(source.file_name),
        "sha256": source.sha256,
        "text": storable(source.text),
        "plan": source.plan,
        "title": storable(source.title),
        "version": 1,
        "made_at": at,
        "saved_at": at,
    }
    with writing(database) as connection:
        return store.insert_plan_draft(connection, values)


def list_plan_drafts(database: Database, viewer: Viewer, *, limit: int = MOST_LISTED) -> list[PlanDraftLine]:
    """The drafts of the viewer's units, the last saved first."""
    with reading(database) as connection:
        rows = store.plan_drafts(connection, units=viewer.unit_ids, limit=limit)
    return [
        PlanDraftLine(
            row.id,
            row.unit_id,
            row.unit_name,
            row.name,
            row.file_name,
            row.title,
            row.version,
            row.made_at,
            row.saved_at,
            row.issued_as,
        )
        for row in rows
    ]


def plan_draft(database: Database, viewer: Viewer, *, draft_id: int) -> PlanDraft:
    """A draft of one of the viewer's units, issued or not; NotFound for any other and for a dropped one."""
    with reading(database) as connection:
        row = _reached(connection, viewer, draft_id=draft_id)
    return PlanDraft(
        id=row.id,
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        scheme=row.scheme,
        author=row.person_name,
        file_name=row.file_name,
        sha256=row.sha256,
        text=row.text,
        plan=row.plan,
        title=row.title,
        version=row.version,
        saved_at=row.saved_at,
        issued_as=row.issued_as,
    )


def change_plan_draft(
    database: Database, viewer: Viewer, *, draft_id: int, version: int, plan: str, title: str, at: datetime
) -> int:
    """Put a corrected plan in the place of version ``version``; gives the new version. DraftRefused: "stale" if
    somebody changed it meanwhile, "issued" once it is a directive."""
    values = {"plan": plan, "title": storable(title), "saved_at": require_aware(at)}
    with writing(database) as connection:
        _change(connection, viewer, draft_id=draft_id, version=version, values=values)
    return version + 1


def drop_plan_draft(database: Database, viewer: Viewer, *, draft_id: int, version: int, at: datetime) -> None:
    """Take a draft off the list; it stays in the database. DraftRefused like ``change_plan_draft``."""
    with writing(database) as connection:
        _change(connection, viewer, draft_id=draft_id, version=version, values={"dropped_at": require_aware(at)})


def issue_plan_draft(
    database: Database,
    viewer: Viewer,
    *,
    draft_id: int,
    version: int,
    spec: DirectiveSpec,
    policies: Policies,
    at: datetime,
) -> Issued:
    """Issue the plan of a draft (``spec`` is its plan, read), keep its text with the directive and close the draft,
    all in one transaction.

    Raises DraftRefused ("stale", "issued", or "issuer" where the plan names another issuer than the draft's unit) and
    what ``issuing.issue`` raises.
    """
    at = require_aware(at)
    try:
        with writing(database) as connection:
            row = _reached(connection, viewer, draft_id=draft_id)
            _refuse_others(row, version=version)
            if find_issuer(connection, spec, scheme=row.scheme).id != row.unit_id:
                raise DraftRefused(id=draft_id, why="issuer")
            made = issue_within(connection, spec, policies=policies, at=at, actor=viewer.name, scheme=row.scheme)
            text = {"file_name": row.file_name, "sha256": row.sha256, "text": row.text}
            store.insert_directive_text(connection, {"directive_id": made.directive_id, **text})
            values = {"issued_as": made.directive_id, "saved_at": at}
            _change(connection, viewer, draft_id=draft_id, version=version, values=values)
            return made
    except IntegrityError:
        scheme = plan_draft(database, viewer, draft_id=draft_id).scheme
        refused_twice(database, spec, scheme=scheme, at=at)
        raise


def _change(connection: Connection, viewer: Viewer, *, draft_id: int, version: int, values: Mapping[str, Any]) -> None:
    row = _reached(connection, viewer, draft_id=draft_id)
    if not store.change_plan_draft(connection, draft_id, version=version, values=values):
        _refuse_others(row, version=version)
        raise DraftRefused(id=draft_id, why="stale")


def _reached(connection: Connection, viewer: Viewer, *, draft_id: int) -> Row[Any]:
    row = store.plan_draft(connection, draft_id)
    if row is None or row.dropped_at is not None or not access.may_issue(viewer, row.unit_id):
        raise NotFound(what="plan_draft", key=draft_id)
    return row


def _refuse_others(row: Row[Any], *, version: int) -> None:
    if row.issued_as is not None:
        raise DraftRefused(id=row.id, why="issued")
    if row.version != version:
        raise DraftRefused(id=row.id, why="stale")


# --- texts of directives --------------------------------------------------------------------------


@dataclass(frozen=True)
class SourceText:
    """The document that a directive was issued from; a task's ``line`` counts its lines from 1."""

    file_name: str
    lines: tuple[str, ...]


def directive_text(database: Database, directive_id: int) -> SourceText | None:
    """The text that a directive was issued from, if it was kept. Whether it may be seen is for the caller to ask."""
    with reading(database) as connection:
        row = store.directive_text(connection, directive_id)
    return None if row is None else SourceText(row.file_name, tuple(row.text.split("\n")))


# --- reports --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReportDraft:
    """A report as far as it is written; figures as they were typed."""

    text: str = ""
    figures: dict[str, Any] = field(default_factory=dict)
    files: tuple[dict[str, Any], ...] = ()
    saved_at: datetime | None = None


def save_report_draft(
    database: Database,
    viewer: Viewer,
    *,
    obligation_id: int,
    text: str,
    figures: Mapping[str, Any],
    files: Sequence[Mapping[str, Any]] | None = None,
    at: datetime,
) -> None:
    """Keep what a person has written so far; nothing of it is checked. ``files`` None leaves those that are there.
    NotFound unless the person may answer."""
    _require_answerer(database, viewer, obligation_id=obligation_id)
    values: dict[str, Any] = {
        "text": storable(text),
        "figures": {key: storable(str(value)) for key, value in figures.items()},
        "saved_at": require_aware(at),
    }
    if files is not None:
        values["files"] = [dict(file) for file in files]
    with writing(database) as connection:
        store.save_report_draft(connection, obligation_id, person_id=viewer.person_id, values=values)


def report_draft(database: Database, viewer: Viewer, *, obligation_id: int) -> ReportDraft | None:
    """What the viewer has written so far for an obligation."""
    with reading(database) as connection:
        row = store.report_draft(connection, obligation_id, person_id=viewer.person_id)
    return None if row is None else ReportDraft(row.text, dict(row.figures), tuple(row.files), row.saved_at)


def drop_report_draft(database: Database, viewer: Viewer, *, obligation_id: int) -> None:
    """Forget what the viewer has written; handing the report in does so by itself."""
    with writing(database) as connection:
        store.drop_report_draft(connection, obligation_id, person_id=viewer.person_id)


def _require_answerer(database: Database, viewer: Viewer, *, obligation_id: int) -> None:
    if not reach_obligation(database, viewer, obligation_id=obligation_id).may_answer:
        raise NotFound(what="obligation", key=obligation_id)
