"""From rungs that are due to one decision per rung and person, with its reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.audience import Recipient, Roster, Scene, recipients
from engine.channels import held_until
from engine.ladders import DueRung, Policies, digest_at, release_at
from engine.service.book import Book
from engine.states import Status
from engine.store import directives as directive_store
from engine.store import people as people_store
from engine.store.database import Connection, Row

OFFICE = ZoneInfo(directive_store.DEFAULT_ZONE)


@dataclass(frozen=True)
class Pending:
    """Rungs of one obligation to decide at one instant. ``closing``: why none of them is to be sent (None: they
    are)."""

    row: Row[Any]
    rungs: tuple[DueRung, ...]
    closing: str | None = None


def notice_rows(
    connection: Connection, pending: Iterable[Pending], *, book: Book, policies: Policies, at: datetime
) -> list[dict[str, Any]]:
    """One notice for each rung and person. Rungs missed meanwhile are merged into the last one for the same reader;
    somebody without an address, or a post that nobody holds, is a decision too."""
    todo = [p for p in pending if p.rungs]
    if not todo:
        return []
    tasks = directive_store.tasks_by_id(connection, {p.row.task_id for p in todo})
    coordinators = people_store.coordinators(connection, tasks)
    on = at.astimezone(OFFICE).date()
    units = {p.row.unit_id for p in todo} | {task.issuer_id for task in tasks.values()}
    units |= {unit for found in coordinators.values() for unit in found}
    roster = people_store.roster(connection, units, channels=policies.channels_used, on=on)
    rows: list[dict[str, Any]] = []
    for one in todo:
        task = tasks[one.row.task_id]
        scene = Scene(one.row.unit_id, task.issuer_id, coordinators.get(task.id, ()))
        found = [
            (due, recipients(due.rung.audience, scene, roster=roster, policies=policies, on=on)) for due in one.rungs
        ]
        rows += _decided(one, found, roster=roster, task=task, book=book, policies=policies, at=at)
    return with_names(connection, rows)


def with_names(connection: Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the name of the person stood in for beside their number, where a notice was delegated."""
    values = [row["details"]["note_values"] for row in rows if row["details"].get("note") == "delegated"]
    names = people_store.names(connection, (int(value["for_person"]) for value in values))
    for value in values:
        value["person_name"] = names.get(int(value["for_person"]), "")
    return rows


def _decided(
    one: Pending,
    found: list[tuple[DueRung, tuple[Recipient, ...]]],
    *,
    roster: Roster,
    task: Row[Any],
    book: Book,
    policies: Policies,
    at: datetime,
) -> list[dict[str, Any]]:
    last_for = {reader.person_id: due.key for due, readers in found for reader in readers}
    rows: list[dict[str, Any]] = []
    for due, readers in found:
        if not readers:
            rows.append(_row(one, due, reader=Recipient(0), at=at, decision="no_address", reason="no_post"))
        for reader in readers:
            row = _row(one, due, reader=reader, at=at, decision="bundled", reason="")
            earlier = [d.key for d, who in found if d.key != due.key and reader.person_id in {r.person_id for r in who}]
            if one.closing is not None:
                row.update(decision="suppressed", reason=one.closing)
            elif last_for[reader.person_id] != due.key:
                row.update(decision="merged", reason="merged")
                row["details"]["into"] = last_for[reader.person_id]
            elif reader.person_id not in roster.reachable:
                row.update(decision="no_address", reason="no_contact")
            else:
                row["details"].update({"merged": earlier} if earlier else {})
                row.update(_release(one, due, task=task, book=book, policies=policies, at=at))
                if task.urgency in policies.bypassing:
                    row["details"]["any_hour"] = True
            rows.append(row)
    return rows


def _release(
    one: Pending, due: DueRung, *, task: Row[Any], book: Book, policies: Policies, at: datetime
) -> Mapping[str, Any]:
    """When it may go out: an urgent one by itself within the hours, everything else with the morning digest."""
    if not due.rung.is_immediate:
        return {"kind": "digest", "release_at": digest_at(policies, book.calendar, at=due.at, zone=OFFICE)}
    if task.urgency in policies.bypassing:
        return {"kind": "urgent", "release_at": due.at}
    hours = release_at(policies, book.calendar, at=at, zone=OFFICE)
    release = held_until(at, until=hours, due_at=one.row.due_at)
    held = {"decision": "held", "reason": "quiet_hours"} if release > at else {}
    return {"kind": "urgent", "release_at": release, **held}


def _row(one: Pending, due: DueRung, *, reader: Recipient, at: datetime, decision: str, reason: str) -> dict[str, Any]:
    details: dict[str, Any] = {}
    if reader.note:
        details = {"note": reader.note, "note_values": dict(reader.note_values)}
    if due.rung.is_draft:
        details["is_draft"] = True
    return {
        "obligation_id": one.row.id,
        "deadline_version": one.row.deadline_version,
        "rung": due.key,
        "person_id": reader.person_id,
        "audience": due.rung.audience.value,
        "kind": "urgent" if due.rung.is_immediate else "digest",
        "rung_at": due.at,
        "decided_at": at,
        "decision": decision,
        "reason": reason,
        "details": details,
        "release_at": None,
    }


def closing_reason(status: Status) -> str:
    """Why rungs of work in this status are not sent."""
    return "awaiting_review" if status is Status.SUBMITTED else "done_meanwhile"
