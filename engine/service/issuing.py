"""Issuing a directive: who owes what by when is frozen, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from engine import access
from engine.access import Viewer
from engine.clock import require_aware
from engine.errors import AlreadyIssued, Ambiguous, NotFound
from engine.history import canonical, digest
from engine.ladders import Policies
from engine.names import bare, fold
from engine.plans import DirectiveSpec
from engine.rules import rule_to_dict
from engine.service.assignments import Assignment, prepare
from engine.service.book import Book, open_book
from engine.service.occurrences import place
from engine.service.schedule import TaskSchedule
from engine.service.tallies import set_table_node
from engine.store import directives as store
from engine.store import organisation as organisation_store
from engine.store import tallies as tally_store
from engine.store import tally_days
from engine.store.database import Connection, Database, IntegrityError, Row, reading, writing


@dataclass(frozen=True)
class Issued:
    """What issuing made."""

    directive_id: int
    tasks: int
    obligations: int
    undated: int
    recurring: int
    external: tuple[tuple[str, str], ...]


def issue(
    database: Database,
    spec: DirectiveSpec,
    *,
    policies: Policies,
    at: datetime,
    actor: str,
    scheme: str | None = None,
) -> Issued:
    """Freeze the obligations of a plan: task × unit × first occurrence.

    Raises InputRefused with every task that reaches nobody or has no readable deadline, AlreadyIssued for a second
    issue of
    the same document (agency, year, number, notation), NotFound or Ambiguous for the issuer. Nothing is left half made.
    """
    at = require_aware(at)
    try:
        with writing(database) as connection:
            return issue_within(connection, spec, policies=policies, at=at, actor=actor, scheme=scheme)
    except IntegrityError:
        refused_twice(database, spec, scheme=scheme, at=at)
        raise


def issue_for(
    database: Database, viewer: Viewer, *, unit_id: int, spec: DirectiveSpec, policies: Policies, at: datetime
) -> Issued:
    """``issue`` by a viewer for a unit in which the viewer holds a post. Raises NotFound for another unit, and for a
    plan that names another issuer."""
    at = require_aware(at)
    if not access.may_issue(viewer, unit_id):
        raise NotFound(what="unit", key=unit_id)
    with reading(database) as connection:
        scheme = organisation_store.unit(connection, unit_id).scheme
        if find_issuer(connection, spec, scheme=scheme).id != unit_id:
            raise NotFound(what="issuer", key=spec.issuer)
    return issue(database, spec, policies=policies, at=at, actor=viewer.name, scheme=scheme)


def refused_twice(database: Database, spec: DirectiveSpec, *, scheme: str | None, at: datetime) -> None:
    """Raise AlreadyIssued if the same document has become a directive meanwhile."""
    with reading(database) as connection:
        issuer = find_issuer(connection, spec, scheme=scheme)
        refuse_second(connection, spec, issuer=issuer, at=at)


def issue_within(
    connection: Connection, spec: DirectiveSpec, *, policies: Policies, at: datetime, actor: str, scheme: str | None
) -> Issued:
    """``issue`` within a transaction that is open already."""
    issuer = find_issuer(connection, spec, scheme=scheme)
    refuse_second(connection, spec, issuer=issuer, at=at)
    book = open_book(connection)
    head = head_row(spec, issuer, at=at, actor=actor)
    prepared = prepare(connection, spec, issuer=issuer, head=head, book=book, policies=policies)
    prepared.refuse_if_errors()
    assignments, schedules = prepared.assignments, prepared.schedules
    directive_id = store.insert_directive(connection, head)
    task_ids = store.insert_tasks(
        connection, [_task_row(directive_id, n, assignment=a) for n, a in enumerate(assignments)]
    )
    store.insert_parties(connection, _parties(assignments, task_ids))
    made = _place_all(
        connection,
        assignments,
        schedules=schedules,
        head={**head, "id": directive_id},
        task_ids=task_ids,
        book=book,
        policies=policies,
    )
    tally_store.sum_tasks(connection, directive_id, on=tally_days.day_of(at))
    set_table_node(connection, directive_id, issuer_id=issuer.id)
    store.set_seal(connection, directive_id, seal=_seal(head, assignments, schedules=schedules))
    undated = sum(len(a.leads) for a in assignments if schedules[a.spec.key].dated[0].resolved.due_at is None)
    return Issued(
        directive_id=directive_id,
        tasks=len(assignments),
        obligations=made,
        undated=undated,
        recurring=sum(s.series is not None for s in schedules.values()),
        external=tuple((a.spec.key, name) for a in assignments for name in a.external),
    )


def find_issuer(connection: Connection, spec: DirectiveSpec, *, scheme: str | None) -> Row[Any]:
    """The issuing unit by name or alias; NotFound, or Ambiguous when several organisations have one of that name."""
    found = organisation_store.units_named(connection, spec.issuer, scheme=scheme)
    if not found:
        raise NotFound(what="issuer", key=spec.issuer)
    if len(found) > 1:
        raise Ambiguous(what="issuer", key=spec.issuer, choices=", ".join(f"{row.scheme}:{row.code}" for row in found))
    return found[0]


def document_key(spec: DirectiveSpec, *, issuer_id: int, at: datetime) -> str:
    """Agency, year, number and notation (NĐ 30/2020 Điều 15). Where the number was left blank, the subject stands
    for it."""
    year = spec.issued_on.year if spec.issued_on else int((spec.issued_text or f"{at.year}")[:4])
    number = (
        fold(spec.number).replace(" ", "") if spec.number else f"{fold(spec.number_suffix or '')}|{fold(spec.title)}"
    )
    return f"{issuer_id}|{year}|{number}"


def refuse_second(connection: Connection, spec: DirectiveSpec, *, issuer: Row[Any], at: datetime) -> None:
    """Raise AlreadyIssued if the same document is a directive already."""
    found = store.find_by_key(connection, document_key(spec, issuer_id=issuer.id, at=at))
    if found is not None:
        document = spec.number or spec.number_suffix or spec.title
        raise AlreadyIssued(document=document, issuer=issuer.name, id=found)


def head_row(spec: DirectiveSpec, issuer: Row[Any], *, at: datetime, actor: str) -> dict[str, Any]:
    """The row of a directive."""
    return {
        "document_key": document_key(spec, issuer_id=issuer.id, at=at),
        "scheme": issuer.scheme,
        "issuer_id": issuer.id,
        "issuer_name": issuer.name,
        "number": spec.number,
        "number_suffix": spec.number_suffix,
        "year": spec.issued_on.year if spec.issued_on else int((spec.issued_text or f"{at.year}")[:4]),
        "issued_on": spec.issued_on,
        "issued_text": spec.issued_text,
        "issued_at": at,
        "doc_type": spec.doc_type,
        "title": spec.title,
        "urgency": spec.urgency,
        "place": spec.place,
        "period_start_on": spec.period_start,
        "period_end_on": spec.period_end,
        "ladder": spec.ladder,
        "policy": asdict(spec.policy),
        "head": spec.head,
        "source": spec.doc,
        "seal": "",
        "issued_by": actor,
        "search_key": bare(" ".join(filter(None, (spec.number or spec.number_suffix, spec.title, issuer.name)))),
    }


def _task_row(directive_id: int, ordinal: int, *, assignment: Assignment) -> dict[str, Any]:
    task = assignment.spec
    return {
        "directive_id": directive_id,
        "key": task.key,
        "ordinal": ordinal,
        "text": task.text,
        "section": task.section,
        "line": task.line,
        "kind": task.kind,
        "owner_label": task.owner_label,
        "external": list(assignment.external),
        "coordinators": list(task.coordinators),
        "informed": list(task.informed),
        "report_to": task.report_to,
        "is_form": task.is_form,
        "ladder": task.ladder,
        "rules": [
            {"quote": d.quote, "rule": rule_to_dict(d.rule), "is_inherited": d.is_inherited} for d in task.deadlines
        ],
        "fields": [asdict(field) for field in task.fields],
    }


def _parties(assignments: Sequence[Assignment], task_ids: Mapping[str, int]) -> list[tuple[int, int, str]]:
    return [
        (task_ids[a.spec.key], unit, role)
        for a in assignments
        for role, units in (("coordinator", a.coordinators), ("informed", a.informed))
        for unit in units
    ]


def _place_all(
    connection: Connection,
    assignments: Sequence[Assignment],
    *,
    schedules: Mapping[str, TaskSchedule],
    head: Mapping[str, Any],
    task_ids: Mapping[str, int],
    book: Book,
    policies: Policies,
) -> int:
    sets = {units: number for number, units in enumerate(dict.fromkeys(a.leads for a in assignments))}
    store.stage_targets(connection, list(sets))
    zones = {number: store.staged_zones(connection, number) for number in sets.values()}
    made = 0
    for assignment in assignments:
        task_id, set_no = task_ids[assignment.spec.key], sets[assignment.leads]
        schedule = schedules[assignment.spec.key]
        ladder = policies.ladder(name=assignment.spec.ladder or head["ladder"], urgency=head["urgency"])
        for occurrence, dated in enumerate(schedule.dated):
            for zone in zones[set_no]:
                made += place(
                    connection,
                    dated,
                    directive=SimpleNamespace(**head),
                    task_id=task_id,
                    occurrence=occurrence,
                    set_no=set_no,
                    zone=zone,
                    at=head["issued_at"],
                    book=book,
                    ladder=ladder,
                )
        if schedule.series is not None:
            first_due_at = schedule.dated[0].resolved.due_at
            store.insert_series(connection, series_row(schedule, task_id=task_id, next_at=first_due_at))
    return made


def series_row(schedule: TaskSchedule, *, task_id: int, next_at: datetime | None) -> dict[str, Any]:
    """The series behind a recurring task; the next occurrence is made when the first one is due."""
    series = schedule.series
    if series is None:
        return {}
    return {
        "task_id": task_id,
        "quote": series.quote,
        "rule": rule_to_dict(series.rule),
        "starts_on": series.starts_on,
        "until_on": series.until_on,
        "last_index": series.first_index,
        "last_occurrence": 0,
        "next_at": next_at,
    }


def _seal(head: Mapping[str, Any], assignments: Sequence[Assignment], *, schedules: Mapping[str, TaskSchedule]) -> str:
    """One hash over the document, and over who was given what by when: the genesis of every chain hangs on it."""
    frozen = digest(canonical({name: str(head[name]) for name in ("document_key", "issued_at", "title", "issued_by")}))
    for assignment in assignments:
        dated = schedules[assignment.spec.key].dated
        frozen = digest(
            frozen,
            canonical(
                {
                    "task": assignment.spec.key,
                    "text": assignment.spec.text,
                    "units": list(assignment.leads),
                    "due": [str(d.resolved.due_at) for d in dated],
                }
            ),
        )
    return frozen
