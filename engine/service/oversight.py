"""What an operator looks at: messages, years with open work, vacancies, the journal, the last thing recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.ladders import Audience, Policies
from engine.store import messages as message_store
from engine.store import oversight as store
from engine.store import people as people_store
from engine.store.database import Database, reading

_SHOWN = ("id", "kind", "channel", "person_name", "address", "state", "created_at", "settled_at", "next_at", "detail")


def list_messages(database: Database, *, states: Sequence[str] = (), limit: int) -> list[dict[str, Any]]:
    """Messages in some states (or all), newest first, under the names of their columns."""
    with reading(database) as connection:
        rows = message_store.listed(connection, states=states, limit=limit)
    return [{name: getattr(row, name) for name in _SHOWN} for row in rows]


def open_work_by_year(database: Database) -> dict[int, int]:
    """How many open obligations have their last day in each year."""
    with reading(database) as connection:
        return store.open_work_by_year(connection)


@dataclass(frozen=True)
class Staffing:
    """Units with open dated work in which somebody is missing: names of units."""

    unreachable: tuple[str, ...]
    without_leader: tuple[str, ...]
    without_officer: tuple[str, ...]


def staffing(database: Database, *, on: date, policies: Policies) -> Staffing:
    """Which units with open dated work have nobody who can be reached, no leader, no officer on a day."""
    with reading(database) as connection:
        units = store.units_with_open_work(connection)
        roster = people_store.roster(connection, units, channels=policies.channels_used, on=on)
    held = {unit: roster.holders.get(unit, ()) for unit in units}

    def without(audience: Audience) -> tuple[str, ...]:
        return tuple(
            units[u] for u, found in held.items() if not any(h.role in policies.roles[audience] for h in found)
        )

    unreachable = [units[u] for u, found in held.items() if not any(h.person_id in roster.reachable for h in found)]
    return Staffing(tuple(unreachable), without(Audience.LEADER), without(Audience.OFFICER))


def last_recorded_at(database: Database) -> datetime | None:
    """When the newest history entry was written; None before the first."""
    with reading(database) as connection:
        return store.last_recorded_at(connection)


def journal_mode(database: Database) -> str:
    """How the database keeps its journal: SQLite's mode, or the name of a server."""
    with reading(database) as connection:
        return store.journal_mode(connection)
