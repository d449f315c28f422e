"""Which dates the deadlines of open work have by another calendar: asked by its change and by the preview of one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.deadlines import DueContext, Resolved, Step, link_order, resolve
from engine.rules import Linked, rule_from_dict
from engine.service.book import Book, due_context
from engine.store.database import Row


def moved_rows(
    rows: Sequence[Row[Any]], tasks: Mapping[int, Row[Any]], *, book: Book
) -> Iterator[tuple[Row[Any], Resolved]]:
    """Each deadline row that the calendar of ``book`` moves, with its new dates; a linked one after what it copies."""
    resolved: dict[tuple[int, str], Resolved] = {}
    for row in _linked_last(rows, tasks):
        task = tasks[row.task_id]
        new = _resolved_again(row, task, context=due_context(book, directive=task, zone=row.zone), resolved=resolved)
        if new is None:
            continue
        if row.obligation_id is None and row.occurrence == 0:
            resolved[task.directive_id, task.key] = new
        if new.due_at != row.due_at:
            yield row, new


def _linked_last(rows: Sequence[Row[Any]], tasks: Mapping[int, Row[Any]]) -> list[Row[Any]]:
    """Each deadline after the one whose date it copies."""
    rules = {row.id: rule_from_dict(row.rule) for row in rows}
    names = {row.id: f"{tasks[row.task_id].directive_id}|{tasks[row.task_id].key}" for row in rows}
    links = {
        names[row.id]: f"{tasks[row.task_id].directive_id}|{rule.task}"
        for row in rows
        if isinstance(rule := rules[row.id], Linked)
    }
    place = {name: number for number, name in enumerate(link_order(links))}
    return sorted(rows, key=lambda row: place[names[row.id]] if isinstance(rules[row.id], Linked) else -1)


def _resolved_again(
    row: Row[Any], task: Row[Any], *, context: DueContext, resolved: dict[tuple[int, str], Resolved]
) -> Resolved | None:
    """The dates by the calendar in force; None for what no calendar moves."""
    rule = rule_from_dict(row.rule)
    if row.due_at is None:
        return None
    if not isinstance(rule, Linked):
        return resolve(rule, context)
    linked = resolved.get((task.directive_id, rule.task))
    if linked is None:  # the work it copies is closed: its date stands
        return Resolved(
            row.due_at, row.last_day_on, row.opens_on, tuple(Step(s["code"], s["values"]) for s in row.derivation)
        )
    return resolve(rule, context, linked=linked)
