"""A plan file as a tree that can be changed: what is not touched, comments too, is written again as it was."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString
from ruamel.yaml.tokens import CommentToken

from engine.errors import NotFound
from intake.yaml_text import scalar

_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_WIDEST: Final = 10**9


def load(plan: str) -> CommentedMap:
    """The tree of a plan file that ``examine_plan`` takes."""
    found: CommentedMap = _yaml().load(plan)
    return found


def dump(root: CommentedMap) -> str:
    """The plan file of a tree; unchanged, it is the text that was loaded."""
    stream = StringIO()
    _yaml().dump(root, stream)
    return stream.getvalue()


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDEST
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(type(None), _nothing)
    return yaml


def _nothing(representer: Any, _value: None) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


def clean(text: str) -> str:
    """What somebody typed as one line that a plan file keeps: NFC, runs of blanks and control characters made one."""
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", text.encode("utf-8", "replace").decode())).strip()


def node_of(value: object) -> Any:
    """A value as the plan's own writer would put it down."""
    if isinstance(value, str):
        written = scalar(value)
        quoted = {"'": SingleQuotedScalarString, '"': DoubleQuotedScalarString}.get(written[:1], str)
        return quoted(value)
    if isinstance(value, Mapping):
        return CommentedMap((key, node_of(item)) for key, item in value.items())
    if isinstance(value, Sequence):
        return _sequence([node_of(item) for item in value])
    return value


def _sequence(items: list[Any]) -> CommentedSeq:
    made = CommentedSeq(items)
    if not items:
        made.fa.set_flow_style()
    return made


def put(node: CommentedMap, key: str, *, value: object, remark: str | None = None) -> None:
    """Set a key. ``remark`` takes the place of the comment behind it ("" for none); None leaves the comment."""
    node[key] = node_of(value)
    if remark is not None:
        set_remark(node, key, text=remark)


def set_remark(node: CommentedMap, key: str, *, text: str) -> None:
    """Put a comment behind a key, in the place of what stood there."""
    node.ca.items.pop(key, None)
    if text:
        value = node[key]
        written = "" if isinstance(value, Mapping | Sequence) and not isinstance(value, str) else f" {scalar(value)}"
        column = (node.lc.col or 0) + len(f"{key}:{written}") + 2
        node.ca.items[key] = [None, None, CommentToken(f"# {clean(text)}\n", CommentMark(column), None), None]


def remark_of(node: CommentedMap, key: str) -> str:
    """The comment behind a key, "" if there is none."""
    token = (node.ca.items.get(key) or (None, None, None))[2]
    return "" if token is None else token.value.partition("\n")[0].lstrip("# ").strip()


def tasks_in(root: CommentedMap) -> Any:
    """The list of tasks."""
    if not isinstance(root.get("tasks"), list):
        root["tasks"] = CommentedSeq()
    return root["tasks"]


def task_in(root: CommentedMap, key: str) -> CommentedMap:
    """A task by its id; NotFound if there is none."""
    found = next((task for task in tasks_in(root) if str(task.get("id")) == key), None)
    if not isinstance(found, CommentedMap):
        raise NotFound(what="task", key=key)
    return found
