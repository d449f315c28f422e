"""Units one at a time, by an administrator: added, renamed, ended. What was stays: names, dates, finished work."""

import re
from datetime import date, datetime
from typing import Any

from engine.clock import require_aware
from engine.errors import ChangeRefused, NotFound
from engine.service.change import Change, required
from engine.service.record import Actor
from engine.store import personnel as store
from engine.store.database import Connection, Database, IntegrityError, Row, storable, writing

_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}", re.ASCII)


def add_unit(
    database: Database,
    *,
    scheme: str,
    code: str,
    name: str,
    kind: str,
    parent_id: int | None,
    actor: Actor,
    at: datetime,
    on: date | None = None,
) -> Change:
    """A new unit from ``on`` (None: it always was), below ``parent_id`` (None: a root of the scheme). Raises
    ChangeRefused, NotFound."""
    name, kind, code = required(storable(name), of=name), required(storable(kind), of=name), code.strip()
    if _CODE.fullmatch(code) is None:
        raise ChangeRefused(name=name, why="code_bad")
    values = {"scheme": scheme, "code": code, "name": name, "kind": kind, "valid_from": on}
    try:
        with writing(database) as connection:
            if parent_id is not None and working_unit(connection, parent_id).scheme != scheme:
                raise NotFound(what="unit", key=parent_id)
            if store.is_code_taken(connection, scheme, code=code):
                raise ChangeRefused(name=name, why="code_taken")
            unit_id = store.insert_unit(connection, values, parent_id=parent_id)
    except IntegrityError as error:  # another took the code between the look and the insert
        raise ChangeRefused(name=name, why="code_taken") from error
    after = {**values, "parent_id": parent_id, "valid_from": on.isoformat() if on else None}
    return Change("unit_added", unit_id, name, actor, require_aware(at), {}, after)


def rename_unit(database: Database, unit_id: int, *, name: str, actor: Actor, at: datetime) -> Change:
    """Another name from now on; documents that name it by the old one still find it. Raises ChangeRefused, NotFound."""
    name = required(storable(name), of=name)
    with writing(database) as connection:
        unit = working_unit(connection, unit_id)
        if unit.name == name:
            raise ChangeRefused(name=name, why="same_name")
        store.update_unit(connection, unit_id, values={"name": name})
        store.insert_name(connection, unit_id, name=name)
    return Change("unit_renamed", unit_id, name, actor, require_aware(at), {"name": unit.name}, {"name": name})


def end_unit(database: Database, unit_id: int, *, on: date, actor: Actor, at: datetime) -> Change:
    """``on`` is the last day of a unit. Raises ChangeRefused while units below it work or it owes something: their
    heirs come first."""
    with writing(database) as connection:
        unit = working_unit(connection, unit_id)
        if unit.valid_from is not None and on < unit.valid_from:
            raise ChangeRefused(name=unit.name, why="before_start")
        if store.has_units_below(connection, unit_id):
            raise ChangeRefused(name=unit.name, why="units_below")
        if store.has_open_work(connection, unit_id):
            raise ChangeRefused(name=unit.name, why="open_work")
        store.update_unit(connection, unit_id, values={"valid_to": on})
    return Change("unit_ended", unit_id, unit.name, actor, require_aware(at), {}, {"valid_to": on.isoformat()})


def working_unit(connection: Connection, unit_id: int) -> Row[Any]:
    """A unit that has not ended. Raises NotFound, ChangeRefused (unit_ended)."""
    unit = store.unit(connection, unit_id)
    if unit is None:
        raise NotFound(what="unit", key=unit_id)
    if unit.valid_to is not None:
        raise ChangeRefused(name=unit.name, why="unit_ended")
    return unit
