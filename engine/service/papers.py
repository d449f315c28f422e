"""What a paper about directives says beside their figures: the head of an agency's letters, the way down to a unit, the
days on which reports came. Whether the reader may see the unit is for the caller to ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.errors import NotFound
from engine.service.overview import UnitHead
from engine.store import access as access_store
from engine.store import directives as directive_store
from engine.store import organisation as organisation_store
from engine.store import papers as store
from engine.store.database import Database, reading

_FOR_THE_HEAD = "KT."


@dataclass(frozen=True)
class Letterhead:
    """Who writes. What is not known is "": the clerk fills it in. ``signer``: the title of the head of the agency."""

    agency_above: str
    agency: str
    place: str
    signer: str


def letterhead(database: Database, unit_id: int, *, directive_id: int | None = None) -> Letterhead:
    """The head of the letters of a unit: place and signer as printed on one of its directives, or on the last one.
    Raises NotFound."""
    with reading(database) as connection:
        unit = organisation_store.find_unit(connection, unit_id)
        if unit is None:
            raise NotFound(what="unit", key=unit_id)
        above = store.unit_above(connection, unit_id)
        if directive_id is None:
            directive = store.newest_directive(connection, unit_id)
        else:
            directive = directive_store.directive(connection, directive_id)
    return Letterhead(
        agency_above=above.name if above is not None else "",
        agency=unit.name,
        place=(directive.place or "") if directive is not None else "",
        signer=_signer(directive.head.get("signer")) if directive is not None else "",
    )


def _signer(printed: Mapping[str, Any] | None) -> str:
    """The title of the head of the agency: a deputy signs for the one who is named above ("KT. TRƯỞNG PHÒNG")."""
    if not printed:
        return ""
    above = str(printed.get("on_behalf") or "")
    if above.startswith(_FOR_THE_HEAD):
        return above.removeprefix(_FOR_THE_HEAD).strip()
    return str(printed.get("title") or "")


def way_down(database: Database, unit_id: int, *, top_id: int) -> tuple[UnitHead, ...]:
    """The units from one that is above down to a unit, both named; the unit alone if the other is not above it."""
    with reading(database) as connection:
        rows = access_store.path_to(connection, unit_id, units=[top_id])
        rows = rows or organisation_store.units_by_id(connection, [unit_id])
    return tuple(UnitHead(row.id, row.code, row.name, row.kind) for row in rows)


def reported_at(database: Database, obligations: Iterable[int]) -> dict[int, datetime]:
    """When the last report on each obligation came; those without one are left out."""
    with reading(database) as connection:
        return store.last_submitted(connection, obligations)
