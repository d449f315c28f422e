"""YAML files read as texts, lists and mappings that know their line; nothing is guessed and no object is built."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, DocumentStartEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

from engine.errors import InputRefused, Problem

LARGEST_BYTES = 16 * 1024 * 1024
LARGEST_NODES = 2_000_000
DEEPEST = 24
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
STRING_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})
# Escapes can write what no parser takes as it is, and not every database keeps.
_UNKEEPABLE = re.compile("[\\0\\ud800-\\udfff]")
CONTAINER_TAGS = frozenset({"!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})


@dataclass(slots=True)
class TextNode:
    """A scalar as it is written, NFC. ``is_plain``: without quotes, so that it may mean a number, a date or nothing."""

    text: str
    line: int
    is_plain: bool

    @property
    def is_null(self) -> bool:
        """True for an empty value, ``~`` and ``null`` without quotes."""
        return self.is_plain and self.text in NULLS


@dataclass(slots=True)
class ListNode:
    """A sequence and the line on which it starts."""

    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class MapNode:
    """A mapping; ``lines`` holds the line of each key."""

    line: int
    entries: dict[str, "Node"] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Node = TextNode | ListNode | MapNode


class Findings:
    """The problems of one file, collected so that all of them can be shown at once."""

    def __init__(self, path: Path | str) -> None:
        self.path = str(path)
        self.problems: list[Problem] = []

    def error(self, code: str, line: int, /, **values: Any) -> None:
        """Note what makes the file unusable."""
        self.problems.append(Problem(f"{self.path}:{line}", code, values))

    def warning(self, code: str, line: int, /, **values: Any) -> None:
        """Note what its writer should look at."""
        self.problems.append(Problem(f"{self.path}:{line}", code, values, is_warning=True))

    @property
    def has_errors(self) -> bool:
        """True if at least one finding is more than a warning."""
        return any(not problem.is_warning for problem in self.problems)

    def refuse_if_errors(self) -> None:
        """Raise InputRefused with every finding, in the order of the lines, if one of them is an error."""
        if self.has_errors:
            raise InputRefused(self.path, self.in_order())

    def in_order(self) -> tuple[Problem, ...]:
        """The findings sorted by line."""
        return tuple(sorted(self.problems, key=lambda problem: int(problem.place.rpartition(":")[2])))

    def refuse(self, code: str, line: int, /, **values: Any) -> InputRefused:
        """The refusal of a file that cannot be read any further."""
        self.error(code, line, **values)
        return InputRefused(self.path, self.in_order())


def read_yaml(path: Path) -> tuple[MapNode, Findings]:
    """Read one YAML mapping; doubled keys are findings, an unreadable file raises InputRefused."""
    findings = Findings(path)
    return _mapping_of(_text_of(path, findings), findings)


def read_yaml_text(text: str, *, name: str) -> tuple[MapNode, Findings]:
    """``read_yaml`` for a text that is at hand; ``name`` is what findings call it."""
    findings = Findings(name)
    return _mapping_of(text, findings)


def _mapping_of(text: str, findings: Findings) -> tuple[MapNode, Findings]:
    root = _Composer(findings, text).document()
    if not isinstance(root, MapNode):
        is_empty = root is None or (isinstance(root, TextNode) and root.is_null)
        raise findings.refuse("file_empty" if is_empty else "file_not_mapping", 1)
    return root, findings


def _text_of(path: Path, findings: Findings) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        raise findings.refuse("file_missing", 1) from None
    except (OSError, ValueError) as error:
        raise findings.refuse("file_unreadable", 1, reason=getattr(error, "strerror", None) or str(error)) from error
    if len(data) > LARGEST_BYTES:
        raise findings.refuse("file_too_large", 1, limit_mb=LARGEST_BYTES // 1024 // 1024)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise findings.refuse("file_not_utf8", 1)
    if b"\0" in data:
        raise findings.refuse("file_binary", data.count(b"\n", 0, data.index(b"\0")) + 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise findings.refuse("file_not_utf8", data.count(b"\n", 0, error.start) + 1) from error


class _Composer:
    """Builds the nodes from parser events: its own bounds on depth, and aliases shared instead of copied."""

    def __init__(self, findings: Findings, text: str) -> None:
        self._findings = findings
        self._text = text
        self._events = self._parsed()
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._size = 0

    def document(self) -> Node | None:
        root: Node | None = None
        seen = 0
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                seen += 1
                if seen > 1:
                    raise self._findings.refuse("yaml_several_documents", _line(event))
            elif isinstance(event, AliasEvent | ScalarEvent | MappingStartEvent | SequenceStartEvent):
                root = self._node(event, 0)
        return root

    def _parsed(self) -> Iterator[Any]:
        try:
            yield from YAML(typ="safe").parse(self._text)
        except YAMLError as error:
            code, line, reason = _syntax_problem(error, self._text)
            raise self._findings.refuse(code, line, reason=reason) from error

    def _node(self, event: Any, depth: int) -> Node:
        if depth > DEEPEST:
            raise self._findings.refuse("yaml_too_deep", _line(event), limit=DEEPEST)
        if isinstance(event, AliasEvent):
            return self._shared(event)
        before = self._size
        self._grow(1, event)
        if isinstance(event, ScalarEvent):
            node: Node = self._scalar(event)
        elif isinstance(event, SequenceStartEvent):
            node = self._sequence(event, depth)
        else:
            node = self._mapping(event, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = node, self._size - before
        return node

    def _shared(self, event: Any) -> Node:
        if event.anchor not in self._anchors:
            raise self._findings.refuse("yaml_alias", _line(event), name=event.anchor)
        node, size = self._anchors[event.anchor]
        self._grow(size, event)
        return node

    def _grow(self, size: int, event: Any) -> None:
        self._size += size
        if self._size > LARGEST_NODES:
            raise self._findings.refuse("yaml_too_many_values", _line(event), limit=LARGEST_NODES)

    def _scalar(self, event: Any) -> TextNode:
        if event.tag is not None and event.tag not in STRING_TAGS:
            self._findings.error("yaml_tag", _line(event), tag=event.tag)
        odd = _UNKEEPABLE.search(event.value)
        if odd:
            self._findings.error("yaml_character", _line(event), reason=f"U+{ord(odd[0]):04X}")
        text = unicodedata.normalize("NFC", _UNKEEPABLE.sub("", event.value))
        return TextNode(text, _line(event), bool(event.implicit[0]))

    def _sequence(self, event: Any, depth: int) -> ListNode:
        self._check_container_tag(event)
        node = ListNode(_line(event))
        while type(item := next(self._events)).__name__ != "SequenceEndEvent":
            node.items.append(self._node(item, depth + 1))
        return node

    def _mapping(self, event: Any, depth: int) -> MapNode:
        self._check_container_tag(event)
        node = MapNode(_line(event))
        while type(item := next(self._events)).__name__ != "MappingEndEvent":
            key = self._node(item, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if isinstance(key, TextNode):
                self._enter(node, key=key, value=value)
            else:
                self._findings.error("yaml_key_not_text", _line(item))
        return node

    def _enter(self, node: MapNode, *, key: TextNode, value: Node) -> None:
        if key.text in node.entries:
            self._findings.error("yaml_key_twice", key.line, key=key.text, first_line=node.lines[key.text])
            return
        node.entries[key.text] = value
        node.lines[key.text] = key.line

    def _check_container_tag(self, event: Any) -> None:
        if event.tag is not None and event.tag not in CONTAINER_TAGS:
            self._findings.error("yaml_tag", _line(event), tag=event.tag)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _syntax_problem(error: YAMLError, text: str) -> tuple[str, int, str]:
    """Which code, line and parser's wording describe a file that is no YAML."""
    reason = str(getattr(error, "problem", None) or error).split("\n", 1)[0]
    mark = getattr(error, "problem_mark", None)
    start = getattr(error, "context_mark", None)
    if mark is None:
        return "yaml_character", _line_of_control_character(text), reason
    line = int(mark.line) + 1
    lines = text.splitlines()
    if line <= len(lines) and lines[line - 1].lstrip(" ").startswith("\t"):
        return "yaml_tab", line, reason
    if "quoted scalar" in str(getattr(error, "context", "")) and start is not None:
        return "yaml_quote", int(start.line) + 1, reason
    return "yaml_syntax", min(line, max(len(lines), 1)), reason


def _line_of_control_character(text: str) -> int:
    for number, line in enumerate(text.split("\n"), start=1):
        if any(unicodedata.category(character) in {"Cc", "Cn"} and character not in "\t\r\x85" for character in line):
            return number
    return 1
