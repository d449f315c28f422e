"""The units of an organisation file: codes, parents without a cycle, dates, names that mean one unit only."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import available_timezones

from engine.names import fold
from engine.organisation import UnitSpec
from intake.yaml_fields import Fields

_KEYS: Final = ("code", "name", "kind", "parent", "aliases", "valid_from", "valid_to", "zone", "note")


def read_units(top: Fields) -> tuple[UnitSpec, ...]:
    """The units of the file in its order; everything wrong is noted."""
    rows = top.rows("units")
    if top.require("units") and not rows:
        top.error("units_empty", "units")
    units: dict[str, UnitSpec] = {}
    places: dict[str, Fields] = {}
    for row in rows:
        unit = _unit(row)
        if unit.code in units:
            row.error("code_twice", "code", text=unit.code, first_line=places[unit.code].line("code"))
        elif unit.code:
            units[unit.code], places[unit.code] = unit, row
    _check_parents(units, places)
    _check_names(units, places)
    return tuple(units.values())


def cycles(parents: Mapping[str, str]) -> list[list[str]]:
    """Every cycle of a graph whose nodes have one arrow at most, each once, its first node repeated at the end."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = parents.get(at)
        if at is not None and at in path:
            nodes = list(path)
            found.append([*nodes[nodes.index(at) :], at])
        done.update(path)
    return found


def _unit(row: Fields) -> UnitSpec:
    row.check_keys(_KEYS, is_slip_fatal=False)
    row.require("code")
    code = row.label("code") or ""
    start, end = row.days_in_order("valid_from", "valid_to")
    return UnitSpec(
        code=code,
        name=row.required_text("name"),
        kind=row.required_text("kind"),
        parent=row.label("parent"),
        aliases=row.texts("aliases"),
        valid_from=start,
        valid_to=end,
        zone=_zone(row),
        place=f"{row.findings.path}:{row.line()}",
    )


def _zone(row: Fields) -> str | None:
    zone = row.text("zone")
    if zone is not None and zone not in available_timezones():
        row.error("zone_unknown", "zone", zone=zone)
    return zone


def _check_parents(units: dict[str, UnitSpec], places: dict[str, Fields]) -> None:
    parents: dict[str, str] = {}
    for unit in units.values():
        if unit.parent is None:
            continue
        if unit.parent in units:
            parents[unit.code] = unit.parent
        else:
            places[unit.code].error("parent_unknown", "parent", text=unit.code, parent=unit.parent)
    for cycle in cycles(parents):
        places[cycle[0]].error("unit_cycle", "parent", path=" → ".join(cycle))


def _check_names(units: dict[str, UnitSpec], places: dict[str, Fields]) -> None:
    owners: dict[str, UnitSpec] = {}
    for unit in units.values():
        for name in dict.fromkeys(fold(name) for name in (unit.name, *unit.aliases) if name):
            first = owners.setdefault(name, unit)
            if first is not unit and _overlap(first, unit):
                places[unit.code].warning("name_ambiguous", "name", name=name, other=first.code)


def _overlap(first: UnitSpec, second: UnitSpec) -> bool:
    """True if both units exist on some day: a successor may carry on the name of the unit before it."""
    return not (
        (first.valid_to is not None and second.valid_from is not None and first.valid_to < second.valid_from)
        or (second.valid_to is not None and first.valid_from is not None and second.valid_to < first.valid_from)
    )
