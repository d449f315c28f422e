"""What came to pass between two instants, in words that mean the same in every copy of a database."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.service.book import document_of
from engine.service.working_calendar import Reprojected
from engine.store import directives as directive_store
from engine.store import listings
from engine.store.database import Connection, Database, reading


@dataclass(frozen=True)
class Happened:
    """A fact about an obligation, dated by when it became true."""

    at: datetime
    kind: str
    obligation_id: int
    unit_name: str
    document: str
    task_key: str


@dataclass(frozen=True)
class MovedDate:
    """A deadline that a calendar change moves, and how many obligations hang on it."""

    document: str
    task_key: str
    obligations: int
    from_day: date | None
    to_day: date | None


def facts_recorded(database: Database, *, after: datetime, kinds: tuple[str, ...] = ()) -> list[Happened]:
    """The facts recorded after an instant (of some kinds, or all), in order of time, then of obligation."""
    with reading(database) as connection:
        return [
            Happened(row.happened_at, row.kind, row.obligation_id, row.unit_name, document_of(row), row.task_key)
            for row in listings.facts_recorded(connection, after=after, kinds=kinds)
        ]


def moved_dates(database: Database, change: Reprojected) -> list[MovedDate]:
    """The moved deadlines of a calendar change with their document and task."""
    with reading(database) as connection:
        return [_moved(connection, moved.task_id, moved=moved) for moved in change.moved]


def _moved(connection: Connection, task_id: int, *, moved: Any) -> MovedDate:
    task = directive_store.tasks_by_id(connection, [task_id])[task_id]
    directive = directive_store.directive(connection, task.directive_id)
    document = document_of(directive) if directive is not None else ""
    return MovedDate(document, task.key, moved.obligations, moved.from_day, moved.to_day)
