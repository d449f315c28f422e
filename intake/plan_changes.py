"""Corrections of a plan file: each takes the text of a plan and gives the text with one thing changed.

``remark`` is the comment put behind what was changed, in the place of the one that said how it was read. A task is
named by its id; NotFound if there is none of that id.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ruamel.yaml.comments import CommentedMap

from engine.errors import NotFound
from engine.names import fold
from engine.plans import ALL_ADDRESSEES
from intake.plan_round_trip import clean, dump, load, node_of, put, remark_of, set_remark, task_in, tasks_in
from intake.yaml_fields import slug

HEAD: Final = ("number", "number_suffix", "issued_on", "issuer", "place", "doc_type", "title", "urgency", "ladder")
HEAD_LISTS: Final = ("addressees", "recipients")
TASK_TEXTS: Final = ("text", "section", "kind", "report_to", "lead", "ladder")
TASK_LISTS: Final = ("owner", "coordinators", "informed")
DOUBTFUL: Final = "?"
NO_TASK: Final = "not_a_task"
_FIGURE: Final = ("key", "label", "type", "aggregate", "required", "weight", "denominator")


def set_head(plan: str, values: Mapping[str, str | Sequence[str]], *, remark: str = "") -> str:
    """Set fields of the head: a text for each of HEAD ("" for none), texts for each of HEAD_LISTS."""
    root = load(plan)
    for key, value in values.items():
        _set(root, key, value=value, remark=remark)
    return dump(root)


def set_task(plan: str, task: str, *, values: Mapping[str, str | Sequence[str]], remark: str = "") -> str:
    """Set fields of a task: a text for each of TASK_TEXTS ("" for none), texts for each of TASK_LISTS."""
    root = load(plan)
    node = task_in(root, task)
    for key, value in values.items():
        _set(node, key, value=value, remark=remark)
    return dump(root)


def _set(node: CommentedMap, key: str, *, value: str | Sequence[str], remark: str) -> None:
    """Set one field; one that is the same already keeps its comment."""
    wanted = _wanted(key, value)
    if key not in node and not wanted:
        return
    if key not in node or node[key] != wanted:
        put(node, key, value=wanted, remark=remark)


def _wanted(key: str, value: str | Sequence[str]) -> str | list[str] | None:
    if isinstance(value, str):
        return clean(value) or None
    texts = list(dict.fromkeys(text for text in map(clean, value) if text))
    if key != "owner":
        return texts
    return texts if len(texts) > 1 else texts[0] if texts else None


def set_deadlines(plan: str, task: str, *, phrases: Sequence[str], remark: str = "") -> str:
    """Give a task the times of ``phrases``, in the order of those that it has: one that reads as before stays, an empty
    one goes, a new one is added. The words of the document stay beside a phrase that is put in their place."""
    root = load(plan)
    node = task_in(root, task)
    before: Sequence[Any] = node.get("deadlines") or []
    wanted = [clean(phrase) for phrase in phrases]
    if wanted == [shown_phrase(entry) for entry in before]:
        return plan
    after = [
        _deadline(before[number] if number < len(before) else None, phrase, remark=remark)
        for number, phrase in enumerate(wanted)
        if phrase
    ]
    put(node, "deadlines", value=[])
    if after:
        node["deadlines"] = node_of([])
        node["deadlines"].fa.set_block_style()
        node["deadlines"].extend(after)
    return dump(root)


def shown_phrase(entry: Mapping[str, Any]) -> str:
    """The phrase of a deadline as an official sees it: the one that was put in, else the document's."""
    return clean(str(entry.get("phrase") or entry.get("quote") or ""))


def _deadline(before: Mapping[str, Any] | None, phrase: str, *, remark: str) -> Any:
    if before is not None and shown_phrase(before) == phrase:
        return before
    made = node_of({"quote": clean(str((before or {}).get("quote") or phrase)), "phrase": phrase})
    set_remark(made, "phrase", text=remark)
    return made


def set_figures(plan: str, task: str, *, figures: Sequence[Mapping[str, Any]]) -> str:
    """Ask for these figures with the report: each has a ``label``, and as needed key, type, aggregate, required,
    weight, denominator. One without a label is left out; one without a key gets one made of its label."""
    root = load(plan)
    node = task_in(root, task)
    found: dict[str, dict[str, Any]] = {}
    for figure in figures:
        label = clean(str(figure.get("label") or ""))
        if label:
            key = _free(clean(str(figure.get("key") or "")) or _key_of(label), found)
            row = {**figure, "key": key, "label": label}
            found[key] = {name: row[name] for name in _FIGURE if row.get(name) not in (None, "")}
    if not found:
        node.pop("fields", None)
    elif node.get("fields") != list(found.values()):
        put(node, "fields", value=list(found.values()))
    return dump(root)


def _key_of(label: str) -> str:
    made = slug(label)[:48]
    return made if made[:1].isalpha() else f"so_{made}".rstrip("_")


def _free(key: str, taken: Mapping[str, Any]) -> str:
    names = (key, *(f"{key}_{number}" for number in range(2, len(taken) + 2)))
    return next(name for name in names if name not in taken)


def confirm(plan: str, task: str, *, remark: str = "") -> str:
    """Put ``remark`` in the place of every doubt about a task (or, for "", about the head): an official has looked."""
    root = load(plan)
    node = task_in(root, task) if task else root
    for part in (node, *(node.get("deadlines") or ())):
        for key in part:
            if remark_of(part, key).startswith(DOUBTFUL):
                set_remark(part, key, text=remark)
    return dump(root)


# --- which tasks there are ------------------------------------------------------------------------


def remove_task(plan: str, task: str) -> str:
    """Take a task out."""
    root = load(plan)
    tasks_in(root).remove(task_in(root, task))
    return dump(root)


def skip_task(plan: str, task: str) -> str:
    """Say that a clause gives nobody anything to do: it goes to those that were left out."""
    root = load(plan)
    node = task_in(root, task)
    tasks_in(root).remove(node)
    if not root.get("skipped"):
        put(root, "skipped", value=[{}])
        root["skipped"].clear()
    root["skipped"].append(node_of({"line": node.get("line"), "text": node.get("text"), "why": NO_TASK}))
    return dump(root)


def restore_skipped(plan: str, number: int, *, remark: str = "") -> str:
    """Make a task, for all addressees, of the clause that was left out as number ``number`` (from 0)."""
    root = load(plan)
    skipped: Sequence[Any] = root.get("skipped") or []
    if not 0 <= number < len(skipped):
        raise NotFound(what="task", key=number)
    entry = root["skipped"].pop(number)
    if not root["skipped"]:
        put(root, "skipped", value=[])
    _add(root, text=str(entry.get("text") or ""), line=entry.get("line"), owner=ALL_ADDRESSEES, remark=remark)
    return dump(root)


def add_task(plan: str, text: str, *, owner: str, line: int | None = None, remark: str = "") -> str:
    """Add a task that the document gives; it stands where its line is, at the end if it has none."""
    root = load(plan)
    _add(root, text=text, line=line, owner=owner, remark=remark)
    return dump(root)


def _add(root: CommentedMap, *, text: str, line: int | None, owner: str, remark: str) -> None:
    tasks = tasks_in(root)
    made = node_of(
        {
            "id": _next_id(tasks),
            "line": line,
            "text": clean(text),
            "section": None,
            "owner": clean(owner) or None,
            "owner_explicit": False,
            "coordinators": [],
            "kind": "do",
            "deadlines": [],
            "report_to": None,
            "form": False,
        }
    )
    set_remark(made, "id", text=remark)
    later = (place for place, task in enumerate(tasks) if line is not None and (task.get("line") or 0) > line)
    tasks.insert(next(later, len(tasks)), made)
    tasks.fa.set_block_style()


def _next_id(tasks: Sequence[Mapping[str, Any]]) -> str:
    taken = {str(task.get("id")) for task in tasks}
    number = len(taken) + 1
    while f"T{number:02}" in taken:
        number += 1
    return f"T{number:02}"


def merge_tasks(plan: str, task: str, *, other: str, remark: str = "") -> str:
    """Make ``other`` part of ``task``: texts one behind the other, coordinators, times and figures of both. The lead is
    that of ``task``; the owner of ``other``, if it is another, coordinates."""
    root = load(plan)
    node, added = task_in(root, task), task_in(root, other)
    if node is added:
        return plan
    put(node, "text", value=clean(f"{node.get('text') or ''} {added.get('text') or ''}"), remark=remark)
    owners = [name for name in _names(added.get("owner")) if name not in _names(node.get("owner"))]
    joined = [*_names(node.get("coordinators")), *owners, *_names(added.get("coordinators"))]
    put(node, "coordinators", value=[name for name in dict.fromkeys(joined) if fold(name) != fold(ALL_ADDRESSEES)])
    for key in ("deadlines", "fields"):
        if added.get(key):
            if not node.get(key):
                node[key] = node_of([])
                node[key].fa.set_block_style()
            node[key].extend(item for item in added[key] if item not in node[key])
    tasks_in(root).remove(added)
    return dump(root)


def _names(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(name) for name in value] if isinstance(value, Sequence) and not isinstance(value, str) else [str(value)]
