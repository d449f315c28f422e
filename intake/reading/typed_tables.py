"""Tables in plain text: rows between upright strokes, as in Markdown, and cells parted by tabs, as copied from Word."""

import re
from collections.abc import Callable, Sequence
from typing import Final

_RULE: Final = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|){1,60}(?:\s*:?-{2,}:?\s*)?")
_EDGE: Final = re.compile(r"(?<!\\)\|")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LEAST_ROWS: Final = 2
_LEAST_CELLS: Final = 3

Typed = tuple[int, tuple[str, ...]]
"""The number of a table from 1, and the cells of one of its rows; no cells: a rule between rows."""


def typed_tables(texts: Sequence[str]) -> dict[int, Typed]:
    """The rows of all tables by the index of their line."""
    found: dict[int, Typed] = {}
    table, index = 0, 0
    while index < len(texts):
        end, split = _table_at(texts, index)
        if end > index:
            table += 1
            found.update((at, (table, split(texts[at]))) for at in range(index, end))
        index = max(end, index + 1)
    return found


def _table_at(texts: Sequence[str], start: int) -> tuple[int, Callable[[str], tuple[str, ...]]]:
    """The index behind the table that starts here (``start`` if none does) and how its rows are cut."""
    end = _end_of_piped(texts, start)
    return (end, _piped) if end > start else (_end_of_tabbed(texts, start), _tabbed)


def _end_of_piped(texts: Sequence[str], start: int) -> int:
    """The index behind a head above a rule and what follows, or behind lines between two strokes; else ``start``."""
    is_ruled = "|" in texts[start] and start + 1 < len(texts) and _RULE.fullmatch(texts[start + 1]) is not None
    end = start
    while end < len(texts) and (_is_boxed(texts[end]) or (is_ruled and "|" in texts[end])):
        end += 1
    return end if is_ruled or end - start >= _LEAST_ROWS else start


def _end_of_tabbed(texts: Sequence[str], start: int) -> int:
    """The index behind rows with tabs, of which the first has three cells or more; else ``start``."""
    if len([cell for cell in texts[start].split("\t") if cell.strip()]) < _LEAST_CELLS:
        return start
    end = start
    while end < len(texts) and "\t" in texts[end].strip():
        end += 1
    return end if end - start >= _LEAST_ROWS else start


def _is_boxed(text: str) -> bool:
    bare = text.strip()
    return len(bare) > 2 and bare[0] == bare[-1] == "|"


def _piped(text: str) -> tuple[str, ...]:
    if _RULE.fullmatch(text):
        return ()
    bare = text.strip().removeprefix("|")
    if bare.endswith("|") and not bare.endswith("\\|"):
        bare = bare[:-1]
    return tuple(_BREAK.sub(" ", cell).replace("\\|", "|") for cell in _EDGE.split(bare))


def _tabbed(text: str) -> tuple[str, ...]:
    return tuple(text.rstrip("\t\r ").split("\t"))
