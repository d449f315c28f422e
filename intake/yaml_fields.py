"""Typed reading of one mapping of a YAML file: each getter notes what is wrong and goes on."""

import difflib
import re
import unicodedata
from collections.abc import Collection
from datetime import date
from typing import Final, overload

from intake.yaml_places import Findings, ListNode, MapNode, Node, TextNode

EARLIEST_YEAR: Final = 1945
LATEST_YEAR: Final = 2099
_SURELY_MEANT: Final = 0.85
_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_NUMBER: Final = re.compile(r"[-+]?(\d[\d_]*(\.\d*)?|\.\d+)([eE][-+]?\d+)?|0x[0-9a-fA-F]+|0o[0-7]+", re.ASCII)
_SWITCH: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class Fields:
    """The keys of one mapping. ``where`` names it in findings ("T03.deadlines[1]"; "" for the whole file)."""

    def __init__(self, node: MapNode, findings: Findings, *, where: str = "", own_line: int = 0) -> None:
        self.node = node
        self.findings = findings
        self.where = where
        self._own_line = own_line or node.line

    def path(self, key: str) -> str:
        """How ``key`` is named in findings."""
        return f"{self.where}.{key}" if self.where else key

    def line(self, key: str = "") -> int:
        """The line of ``key``, or of the mapping itself where the key is missing."""
        return self.node.lines.get(key, self._own_line)

    def error(self, code: str, key: str, /, **values: object) -> None:
        """Note an error about ``key``."""
        self.findings.error(code, self.line(key), where=self.path(key), **values)

    def warning(self, code: str, key: str, /, **values: object) -> None:
        """Note a warning about ``key``."""
        self.findings.warning(code, self.line(key), where=self.path(key), **values)

    def has(self, key: str) -> bool:
        """True if ``key`` is there and not null."""
        node = self.node.entries.get(key)
        return node is not None and not (isinstance(node, TextNode) and node.is_null)

    def given(self, keys: Collection[str]) -> list[str]:
        """Those of ``keys`` that are there and not null."""
        return [key for key in keys if self.has(key)]

    def check_keys(self, known: Collection[str], *, is_slip_fatal: bool) -> None:
        """Note unknown keys. One that is surely a slip of a known key loses what it holds, so a plan refuses it."""
        for key in self.node.entries:
            if key in known or key.startswith("x_"):
                continue
            likely = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
            if not likely:
                self.warning("unknown_key", key)
            elif is_slip_fatal and difflib.SequenceMatcher(None, key, likely[0]).ratio() >= _SURELY_MEANT:
                self.error("misspelt_key", key, suggestion=likely[0])
            else:
                self.warning("misspelt_key", key, suggestion=likely[0])

    def require(self, key: str) -> bool:
        """Note a missing or empty ``key``; True if it is there."""
        if key not in self.node.entries:
            self.error("missing_key", key)
        elif not self.has(key):
            self.error("empty_value", key)
        return self.has(key)

    def label(self, key: str) -> str | None:
        """A name or number as it is written; None if missing or null."""
        return self._scalar(key) if self.has(key) else None

    @overload
    def text(self, key: str) -> str | None: ...
    @overload
    def text(self, key: str, default: str) -> str: ...
    def text(self, key: str, default: str | None = None) -> str | None:
        """A text; ``default`` if missing, null or wrong. A bare number or true/false is no text."""
        if not self.has(key):
            return default
        return as_text(self.node.entries[key], self.findings, where=self.path(key), line=self.line(key)) or default

    def required_text(self, key: str) -> str:
        """A text that must be there; "" if it is not (and noted)."""
        if not self.require(key):
            return ""
        node = self.node.entries[key]
        if isinstance(node, TextNode) and not node.text.strip():
            self.error("empty_value", key)
        return self.text(key, "")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or a single text; empty if missing or null."""
        return tuple(text for text, _ in self.texts_with_lines(key))

    def texts_with_lines(self, key: str) -> list[tuple[str, int]]:
        """The texts of a list, or a single text, each with its line."""
        if not self.has(key):
            return []
        node = self.node.entries[key]
        if not isinstance(node, ListNode):
            text = self.text(key)
            return [(text, self.line(key))] if text else []
        found = [(item, as_text(item, self.findings, where=self.path(key), line=item.line)) for item in node.items]
        return [(text, item.line) for item, text in found if text]

    def flag(self, key: str, *, default: bool = False) -> bool:
        """true or false; ``default`` if missing or null."""
        if not self.has(key):
            return default
        node = self.node.entries[key]
        if isinstance(node, TextNode) and node.is_plain and node.text in _SWITCH:
            return _SWITCH[node.text]
        self.error("not_true_false", key)
        return default

    def whole_number(self, key: str, *, least: int, most: int) -> int | None:
        """A whole number from ``least`` to ``most``; None if missing, null or wrong."""
        text = self._scalar(key) if self.has(key) else None
        if text is None:
            return None
        if re.fullmatch(r"-?\d{1,9}", text, re.ASCII) and least <= int(text) <= most:
            return int(text)
        self.error("not_whole_number", key, least=least, most=most, text=text)
        return None

    def day(self, key: str, *, earliest: int = EARLIEST_YEAR) -> date | None:
        """A date written YYYY-MM-DD, quoted or not, in a believable year; None if missing, null or wrong."""
        text = self._scalar(key) if self.has(key) else None
        if text is None:
            return None
        found = date_from(text)
        if found is None:
            self.error("bad_date", key, text=text)
        elif not earliest <= found.year <= LATEST_YEAR:
            self.error("date_unbelievable", key, text=text, earliest=earliest, latest=LATEST_YEAR)
            return None
        return found

    def days_in_order(self, first: str, last: str) -> tuple[date | None, date | None]:
        """Two dates of which ``last`` may not lie before ``first``; both None if they are reversed."""
        start, end = self.day(first), self.day(last)
        if start is not None and end is not None and end < start:
            self.error("dates_reversed", last, start=printed(start), end=printed(end))
            return None, None
        return start, end

    def mapping(self, key: str) -> "Fields | None":
        """The mapping under ``key``; None if missing, null or no mapping."""
        if not self.has(key):
            return None
        node = self.node.entries[key]
        if isinstance(node, MapNode):
            return Fields(node, self.findings, where=self.path(key), own_line=self.line(key))
        self.error("not_mapping", key)
        return None

    def items(self, key: str) -> list[Node]:
        """The items of the list under ``key``; empty if missing, null or no list."""
        if not self.has(key):
            return []
        node = self.node.entries[key]
        if isinstance(node, ListNode):
            return node.items
        self.error("not_list", key)
        return []

    def rows(self, key: str) -> list["Fields"]:
        """The mappings of the list under ``key``, named ``key[1]``, ``key[2]``…"""
        found = []
        for number, item in enumerate(self.items(key), start=1):
            where = f"{self.path(key)}[{number}]"
            if isinstance(item, MapNode):
                found.append(Fields(item, self.findings, where=where))
            else:
                self.findings.error("not_mapping", item.line, where=where)
        return found

    def _scalar(self, key: str) -> str | None:
        node = self.node.entries[key]
        if isinstance(node, TextNode) and node.text.strip():
            return node.text.strip()
        self.error("empty_value" if isinstance(node, TextNode) else "not_text", key)
        return None


def as_text(node: Node, findings: Findings, *, where: str, line: int) -> str | None:
    """The text of a node without blanks at its ends; None, and noted, for a number, true/false, null or a structure."""
    if not isinstance(node, TextNode) or node.is_null or (node.is_plain and is_bare_value(node.text)):
        findings.error("not_text", line, where=where)
        return None
    return node.text.strip()


def is_bare_value(text: str) -> bool:
    """True for what YAML reads as a number or true/false where it stands without quotes."""
    return text in _SWITCH or _NUMBER.fullmatch(text) is not None


def date_from(text: str) -> date | None:
    """The date in YYYY-MM-DD; None if there is no such day."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def printed(on: date) -> str:
    """A date as Vietnamese documents print it, dd/mm/yyyy."""
    return f"{on.day:02}/{on.month:02}/{on.year:04}"


def slug(text: str) -> str:
    """``text`` in ASCII letters, digits and underscores, 64 at most: "Ba Bể" gives "ba_be"."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:64]
