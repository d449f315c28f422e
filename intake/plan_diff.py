"""What an official changed in a draft: the head, tasks added and left out, tasks changed field by field.

Remarks (``notes``, ``note``), what was ``skipped`` and the numbering of tasks are not compared; a key that is missing,
null or empty says the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from engine.names import fold
from intake.yaml_fields import Fields
from intake.yaml_places import ListNode, MapNode, Node, TextNode, read_yaml

_NO_CONTENT: Final = frozenset({"tasks", "skipped", "note", "notes"})
_NO_FIELD: Final = frozenset({"id", "note", "notes"})

Value = str | list[Any] | dict[str, Any] | None
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One field, such as "signer.name" or "deadlines[1].due", with what it was and what it is."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class TaskLabel:
    """A task as it is named to people."""

    id: str
    line: str | None
    text: str


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A task of the draft, its id in the corrected plan, and what changed in it."""

    task: TaskLabel
    id_after: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Everything that differs between a draft and its corrected plan; ``same_tasks`` counts the tasks left as read."""

    head: tuple[Change, ...]
    added: tuple[TaskLabel, ...]
    removed: tuple[TaskLabel, ...]
    changed: tuple[TaskChange, ...]
    same_tasks: int

    @property
    def is_same(self) -> bool:
        """True if nothing was changed."""
        return not (self.head or self.added or self.removed or self.changed)


def diff_plans(draft: Path, corrected: Path) -> PlanDiff:
    """Compare two plan files; neither has to be a plan that can be issued yet.

    Raise InputRefused if one of them is no YAML mapping or its tasks are no list of mappings.
    """
    return diff_rows(_read(draft), _read(corrected))


def diff_rows(draft: Row, corrected: Row) -> PlanDiff:
    """Compare two plans given as mappings of texts, lists and mappings."""
    before, after = list(draft.get("tasks") or ()), list(corrected.get("tasks") or ())
    partner = _partners(before, after)
    pairs = [(row, after[partner[at]]) for at, row in enumerate(before) if at in partner]
    found = [TaskChange(_label(old), _label(new).id, _changes(old, new, without=_NO_FIELD)) for old, new in pairs]
    taken = set(partner.values())
    return PlanDiff(
        head=_changes(draft, corrected, without=_NO_CONTENT),
        added=tuple(_label(row) for at, row in enumerate(after) if at not in taken),
        removed=tuple(_label(row) for at, row in enumerate(before) if at not in partner),
        changed=tuple(change for change in found if change.changes),
        same_tasks=sum(not change.changes for change in found),
    )


def _read(path: Path) -> Row:
    root, findings = read_yaml(path)
    Fields(root, findings).rows("tasks")
    findings.refuse_if_errors()
    plain = _plain(root)
    return plain if isinstance(plain, dict) else {}


def _plain(node: Node) -> Value:
    if isinstance(node, MapNode):
        return {key: _plain(item) for key, item in node.entries.items()}
    if isinstance(node, ListNode):
        return [_plain(item) for item in node.items]
    return None if node.is_null else _text(node)


def _text(node: TextNode) -> str:
    return node.text.strip()


# --- which task is which --------------------------------------------------------------------------


def _partners(before: Sequence[Row], after: Sequence[Row]) -> dict[int, int]:
    """The number of each task of the draft in the corrected plan: what is most alike first, each time in order."""
    keys: tuple[Callable[[Row], object], ...] = (
        lambda row: (row.get("line"), _start(row)),
        _start,
        lambda row: row.get("line"),
        lambda row: row.get("id"),
    )
    partner: dict[int, int] = {}
    for key in keys:
        taken = set(partner.values())
        waiting: dict[object, list[int]] = {}
        for to, row in enumerate(after):
            if to not in taken and key(row):
                waiting.setdefault(key(row), []).append(to)
        for at, row in enumerate(before):
            if at not in partner and waiting.get(key(row)):
                partner[at] = waiting[key(row)].pop(0)
    return partner


def _start(row: Row) -> str:
    return fold(str(row.get("text") or ""))


def _label(row: Row) -> TaskLabel:
    line = row.get("line")
    return TaskLabel(str(row.get("id") or ""), None if line is None else str(line), str(row.get("text") or ""))


# --- what changed ---------------------------------------------------------------------------------


def _changes(before: Row, after: Row, *, without: frozenset[str]) -> tuple[Change, ...]:
    keys = [key for key in dict.fromkeys((*before, *after)) if key not in without]
    return tuple(change for key in keys for change in _between(key, before.get(key), after=after.get(key)))


def _between(field: str, before: Value, *, after: Value) -> Iterator[Change]:
    if _is_same(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            yield from _between(f"{field}.{key}", before.get(key), after=after.get(key))
    elif _is_table(before) and _is_table(after):
        rows = zip_longest(_items(before), _items(after))
        for number, (old, new) in enumerate(rows, start=1):
            yield from _between(f"{field}[{number}]", old, after=new)
    else:
        yield Change(field, before or None, after or None)


def _is_table(value: Value) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(item, dict) for item in value))


def _items(value: Value) -> list[Any]:
    """A value as a list: one name and a list of this name are the same."""
    return value if isinstance(value, list) else [value] if value else []


def _is_same(one: Value, other: Value) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return all(_is_same(one.get(key), other.get(key)) for key in {*one, *other})
    if isinstance(one, dict) or isinstance(other, dict):
        return not one and not other
    mine, theirs = _items(one), _items(other)
    if not (isinstance(one, list) or isinstance(other, list)):
        return mine == theirs
    return len(mine) == len(theirs) and all(_is_same(a, b) for a, b in zip(mine, theirs, strict=True))
