"""Who is meant by a rung's audience: posts, vacancies, absences. Resolved when the decision is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.ladders import Audience, Policies

_CHAIN_LIMIT = 5


@dataclass(frozen=True)
class Holder:
    """Somebody in a post on the day asked about."""

    person_id: int
    role: str


@dataclass(frozen=True)
class Away:
    """An absence: first and last day, and who stands in (None: nobody named)."""

    starts_on: date
    ends_on: date
    delegate_id: int | None


@dataclass(frozen=True)
class Roster:
    """Posts and parents of the units in question, absences of their people, and who has a working address."""

    holders: Mapping[int, tuple[Holder, ...]]
    parents: Mapping[int, int]
    absences: Mapping[int, tuple[Away, ...]] = field(default_factory=dict)
    reachable: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Recipient:
    """One reader. ``note``: "" or vacant_post, delegated, absent, with the values for its sentence."""

    person_id: int
    note: str = ""
    note_values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """The units around an obligation: its lead, its issuer, its coordinators."""

    unit_id: int
    issuer_id: int
    coordinator_ids: tuple[int, ...] = ()


def _in_role(roster: Roster, unit_id: int, *, roles: tuple[str, ...]) -> tuple[int, ...]:
    """Holders of the first role in ``roles`` that anyone holds."""
    holders = roster.holders.get(unit_id, ())
    for role in roles:
        found = tuple(holder.person_id for holder in holders if holder.role == role)
        if found:
            return found
    return ()


def _leaders(roster: Roster, unit_id: int, *, policies: Policies, note: str = "") -> tuple[Recipient, ...]:
    """Leaders of a unit; a vacant post goes to the next unit up and says so."""
    at: int | None = unit_id
    for _ in range(len(roster.parents) + 1):
        if at is None:
            break
        found = _in_role(roster, at, roles=policies.roles[Audience.LEADER])
        if found:
            said = note or ("" if at == unit_id else "vacant_leader")
            return tuple(Recipient(person, said) for person in found)
        at = roster.parents.get(at)
    return ()


def _officers(roster: Roster, unit_id: int, *, policies: Policies) -> tuple[Recipient, ...]:
    found = _in_role(roster, unit_id, roles=policies.roles[Audience.OFFICER])
    if found:
        return tuple(Recipient(person) for person in found)
    return _leaders(roster, unit_id, policies=policies, note="vacant_officer")


def _away(roster: Roster, person_id: int, *, on: date) -> Away | None:
    return next((a for a in roster.absences.get(person_id, ()) if a.starts_on <= on <= a.ends_on), None)


def _stand_in(roster: Roster, recipient: Recipient, *, on: date) -> Recipient:
    """Follow delegations, at most a few and never in a circle; without one the absent person stays, and it is said."""
    person, seen = recipient.person_id, {recipient.person_id}
    for _ in range(_CHAIN_LIMIT):
        away = _away(roster, person, on=on)
        if away is None:
            break
        if away.delegate_id is None or away.delegate_id in seen:
            return Recipient(person, "absent", {})
        person = away.delegate_id
        seen.add(person)
    if person == recipient.person_id:
        return recipient
    return Recipient(person, "delegated", {"for_person": str(recipient.person_id)})


def recipients(
    audience: Audience, scene: Scene, *, roster: Roster, policies: Policies, on: date
) -> tuple[Recipient, ...]:
    """The readers of a rung on a day, each once; empty if the post and all above it are vacant."""
    if audience is Audience.OFFICER:
        found = _officers(roster, scene.unit_id, policies=policies)
    elif audience is Audience.LEADER:
        found = _leaders(roster, scene.unit_id, policies=policies)
    elif audience is Audience.MONITOR:
        found = _officers(roster, scene.issuer_id, policies=policies)
    elif audience is Audience.ASSIGNER_LEADER:
        found = _leaders(roster, scene.issuer_id, policies=policies)
    elif audience is Audience.COORDINATOR:
        found = tuple(r for unit in scene.coordinator_ids for r in _officers(roster, unit, policies=policies))
    else:
        parent = roster.parents.get(scene.unit_id)
        found = _leaders(roster, scene.unit_id if parent is None else parent, policies=policies)
    unique: dict[int, Recipient] = {}
    for recipient in found:
        stand_in = _stand_in(roster, recipient, on=on)
        unique.setdefault(stand_in.person_id, stand_in)
    return tuple(unique.values())
