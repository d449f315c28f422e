"""Notices about acts: a report came in, was returned, more time was asked for or decided. Same outbox, same record."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.audience import Scene, recipients
from engine.ladders import Audience, next_digest_at, release_at
from engine.service.decisions import OFFICE, with_names
from engine.store import people as people_store

if TYPE_CHECKING:
    from engine.service.obligations import Case

_READERS: dict[str, tuple[Audience, ...]] = {
    "submitted": (Audience.MONITOR,),
    "returned": (Audience.OFFICER, Audience.LEADER),
    "extension_asked": (Audience.MONITOR,),
    "extension_decided": (Audience.OFFICER, Audience.LEADER),
}
EVENTS = frozenset(_READERS)
_IN_DIGEST = frozenset({"submitted"})


def event_notices(case: "Case", *, kind: str, said: Mapping[str, str]) -> list[dict[str, Any]]:
    """One notice for each reader of an act; its key carries the number of the history entry, so it is made once.
    ``said``: what the message tells of the act (reason, until, decision, summary)."""
    scene = Scene(case.row.unit_id, case.task.issuer_id)
    on = case.at.astimezone(OFFICE).date()
    units = {case.row.unit_id, case.task.issuer_id}
    roster = people_store.roster(case.connection, units, channels=case.policies.channels_used, on=on)
    is_bundled = kind in _IN_DIGEST
    release_of = next_digest_at if is_bundled else release_at
    release = release_of(case.policies, case.book.calendar, at=case.at, zone=OFFICE)
    is_held = release > case.at and not is_bundled
    rows: dict[int, dict[str, Any]] = {}
    for audience in _READERS[kind]:
        for reader in recipients(audience, scene, roster=roster, policies=case.policies, on=on):
            is_reachable = reader.person_id in roster.reachable
            details = {"note": reader.note, "note_values": {**reader.note_values, **said}}
            row = {
                "obligation_id": case.row.id,
                "deadline_version": case.row.deadline_version,
                "rung": f"{kind}#{case.chain.length}",
                "person_id": reader.person_id,
                "audience": audience.value,
                "kind": "digest" if is_bundled else kind,
                "rung_at": case.at,
                "decided_at": case.at,
                "decision": ("held" if is_held else "bundled") if is_reachable else "no_address",
                "reason": ("quiet_hours" if is_held else "") if is_reachable else "no_contact",
                "details": details,
                "release_at": release if is_reachable else None,
            }
            rows.setdefault(reader.person_id, row)
    return with_names(case.connection, list(rows.values()))
