"""Where the people sit to whom messages go."""

from dataclasses import dataclass

from engine.store import sampling as store
from engine.store.database import Database, reading


@dataclass(frozen=True)
class Place:
    """The unit and the role of somebody's first post."""

    unit_id: int
    unit_name: str
    role: str


def places_of_readers(database: Database) -> dict[tuple[str, str], Place]:
    """Where everybody sits, by name and address."""
    with reading(database) as connection:
        found = store.places_of_readers(connection)
    return {reader: Place(*place) for reader, place in found.items()}
