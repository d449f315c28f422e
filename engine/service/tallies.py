"""Roll-up: folding, the official table of a node, figures with their coverage, and the audit against a full count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.errors import NotFound, NotKeptByDay
from engine.service.book import document_of
from engine.store import directives as directive_store
from engine.store import organisation as organisation_store
from engine.store import tallies as store
from engine.store import tally_days
from engine.store.database import Connection, Database, Row, reading, writing
from engine.store.totals import Choice, totals
from engine.tallies import Counts, Figure, aggregate

FOLD_AT_ONCE = 5_000


def fold(database: Database, *, limit: int = FOLD_AT_ONCE) -> int:
    """Fold all deltas that wait, one transaction for each ``limit`` of them; gives how many."""
    folded = 0
    while True:
        with writing(database) as connection:
            done = store.fold(connection, limit=limit)
        folded += done
        if done < limit:
            return folded


@dataclass(frozen=True)
class Line:
    """One row of the table: a unit with everything below it. ``is_own``: only what the node itself owes."""

    unit_id: int
    code: str
    name: str
    kind: str
    counts: Counts
    is_own: bool = False


@dataclass(frozen=True)
class RollUp:
    """The table of one node for a directive, or for one of its tasks. The lines add up to ``total``."""

    directive_id: int
    document: str
    issued_text: str
    issuer_name: str
    title: str
    unit_name: str
    task_key: str | None
    task_text: str | None
    lines: tuple[Line, ...]
    total: Counts
    figures: tuple[Figure, ...]
    as_of: date | None = None
    unit_id: int | None = None


def roll_up(
    database: Database,
    directive_id: int,
    *,
    unit: str | None = None,
    unit_id: int | None = None,
    task: str | None = None,
    as_of: date | None = None,
) -> RollUp:
    """The official table: children of a node, and the node's own work. Without ``unit`` (a name, alias or code) or
    ``unit_id`` the node is the issuer, or the lowest unit that has everything below it. ``as_of``: as it stood at the
    end of that day, without figures. Raises NotFound, and NotKeptByDay for a task as of a day."""
    if task is not None and as_of is not None:
        raise NotKeptByDay(task=task, on=as_of.isoformat())
    with reading(database) as connection:
        directive = directive_store.directive(connection, directive_id)
        if directive is None:
            raise NotFound(what="directive", key=directive_id)
        task_row = _task(connection, directive_id, key=task)
        node = _node(connection, directive, unit=unit, unit_id=unit_id)
        children = organisation_store.children(connection, node.id, on=as_of)
        nodes = [node.id, *(child.id for child in children)]
        counts = _counts(connection, nodes, directive_id=directive_id, task=task_row, as_of=as_of)
        return RollUp(
            directive_id=directive_id,
            document=document_of(directive),
            issued_text=directive.issued_text,
            issuer_name=directive.issuer_name,
            title=directive.title,
            unit_name=node.name,
            task_key=task,
            task_text=task_row.text if task_row is not None else None,
            lines=_lines(node, children, counts=counts),
            total=counts[node.id],
            figures=_figures(connection, task_row, unit_id=node.id, expected=counts[node.id].assigned),
            as_of=as_of,
            unit_id=node.id,
        )


def _counts(
    connection: Connection, nodes: list[int], *, directive_id: int, task: Row[Any] | None, as_of: date | None
) -> dict[int, Counts]:
    if task is None:
        return totals(connection, nodes, choice=Choice(directive_id), as_of=as_of)
    return store.read(connection, directive_id=directive_id, task_id=task.id, units=nodes)


def _task(connection: Connection, directive_id: int, *, key: str | None) -> Row[Any] | None:
    if key is None:
        return None
    found = next((row for row in directive_store.tasks_of(connection, directive_id) if row.key == key), None)
    if found is None:
        raise NotFound(what="task", key=key)
    return found


def _node(connection: Connection, directive: Row[Any], *, unit: str | None, unit_id: int | None) -> Row[Any]:
    if unit_id is not None:
        row = organisation_store.find_unit(connection, unit_id)
        if row is None:
            raise NotFound(what="unit", key=unit_id)
        return row
    if unit is not None:
        found = organisation_store.units_named(connection, unit, scheme=directive.scheme)
        if not found:
            raise NotFound(what="unit", key=unit)
        return found[0]
    return organisation_store.unit(connection, directive.node_id or directive.issuer_id)


def set_table_node(connection: Connection, directive_id: int, *, issuer_id: int) -> None:
    """Choose the unit whose table shows a directive whole: the issuer, or the lowest unit above all who owe something.
    Done when issuing, and again when the tree was changed: what is handed on later does not move it."""
    covering = store.covering_units(connection, directive_id)
    node_id = issuer_id if issuer_id in covering or not covering else covering[0]
    directive_store.set_node(connection, directive_id, node_id=node_id)


def _lines(node: Row[Any], children: Sequence[Row[Any]], *, counts: dict[int, Counts]) -> tuple[Line, ...]:
    below = [Line(c.id, c.code, c.name, c.kind, counts[c.id]) for c in children if counts[c.id].assigned]
    own = counts[node.id] - sum((line.counts for line in below), Counts())
    head = [Line(node.id, node.code, node.name, node.kind, own, is_own=True)] if own.assigned else []
    return (*head, *below)


def _figures(connection: Connection, task: Row[Any] | None, *, unit_id: int, expected: int) -> tuple[Figure, ...]:
    if task is None or not task.fields:
        return ()
    rows = store.figures(connection, task_id=task.id, unit_id=unit_id)
    return tuple(
        Figure(
            key=spec["key"],
            label=spec["label"],
            aggregate=spec["aggregate"],
            value=aggregate(spec["aggregate"], rows, key=spec["key"], other=spec["weight"] or spec["denominator"]),
            reported=sum(spec["key"] in row for row in rows),
            expected=expected,
        )
        for spec in task.fields
        if spec["type"] != "text" and spec["aggregate"] != "none"
    )


@dataclass(frozen=True)
class Mismatch:
    """A node whose tally is not what a full count gives (``task_id`` 0: the whole directive), or whose days do not add
    up to its tally (``is_of_days``)."""

    directive_id: int
    task_id: int
    unit_id: int
    stored: Counts
    counted: Counts
    is_of_days: bool = False


@dataclass(frozen=True)
class Audit:
    """What the audit looked at, and what it found."""

    directives: int
    nodes: int
    obligations: int
    mismatches: tuple[Mismatch, ...]


def audit(database: Database) -> Audit:
    """Prove every tally, with what is not folded yet added, against a full count, and that the days of each node add up
    to its tally: each directive from one snapshot, while others go on working."""
    nodes = obligations = 0
    mismatches: list[Mismatch] = []
    with reading(database) as connection:
        directives = directive_store.all_directives(connection)
    for directive in directives:
        with reading(database) as connection:
            stored = store.stored_counts(connection, directive.id)
            counted = store.full_count(connection, directive.id)
            mismatches += _days_amiss(connection, directive.id)
        nodes += len(stored)
        obligations += max((counts.assigned for (task, _), counts in counted.items() if task == 0), default=0)
        for key in sorted(stored.keys() | counted.keys()):
            found, right = stored.get(key, Counts()), counted.get(key, Counts())
            if found != right:
                mismatches.append(Mismatch(directive.id, key[0], key[1], found, right))
    return Audit(len(directives), nodes, obligations, tuple(mismatches))


def _days_amiss(connection: Connection, directive_id: int) -> list[Mismatch]:
    whole, days = store.whole_counts(connection, directive_id), tally_days.sums(connection, directive_id)
    return [
        Mismatch(directive_id, 0, unit, days.get(unit, Counts()), whole.get(unit, Counts()), is_of_days=True)
        for unit in sorted(whole.keys() | days.keys())
        if days.get(unit, Counts()) != whole.get(unit, Counts())
    ]


def settle(connection: Connection) -> None:
    """Fold what waits while the tree is as it was, and let nobody change a bucket until this transaction ends: a change
    belongs to the units that were above on its day."""
    store.keep_others_out(connection)
    while store.fold(connection, limit=FOLD_AT_ONCE) == FOLD_AT_ONCE:
        pass


def recount_scheme(connection: Connection, scheme: str, *, on: date) -> None:
    """Count the directives of a scheme anew, after its tree was changed on the day ``on``."""
    for directive in directive_store.all_directives(connection):
        if directive.scheme == scheme:
            store.rebuild(connection, directive.id, on=on)
            set_table_node(connection, directive.id, issuer_id=directive.issuer_id)
