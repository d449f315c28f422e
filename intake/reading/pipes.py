"""Tables that are typed with upright strokes, as Markdown does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_RULE: Final = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|){1,60}(?:\s*:?-{2,}:?\s*)?")
_EDGE: Final = re.compile(r"(?<!\\)\|")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LEAST_ROWS: Final = 2


@dataclass(frozen=True, slots=True)
class PipedRow:
    """A row of the table with this number; without cells it is only a rule between rows."""

    table: int
    cells: tuple[str, ...] = ()


def piped_tables(texts: Sequence[str]) -> dict[int, PipedRow]:
    """The rows of all tables by index: a head above a rule and what follows, or lines between two strokes."""
    found: dict[int, PipedRow] = {}
    table, index = 0, 0
    while index < len(texts):
        end = _end_of_table(texts, index)
        if end > index:
            table += 1
            found.update((at, _row(texts[at], table)) for at in range(index, end))
        index = max(end, index + 1)
    return found


def _end_of_table(texts: Sequence[str], start: int) -> int:
    """The index behind the table that starts here, or ``start`` if none does."""
    is_ruled = "|" in texts[start] and start + 1 < len(texts) and _RULE.fullmatch(texts[start + 1]) is not None
    end = start
    while end < len(texts) and (_is_boxed(texts[end]) or (is_ruled and "|" in texts[end])):
        end += 1
    return end if is_ruled or end - start >= _LEAST_ROWS else start


def _is_boxed(text: str) -> bool:
    bare = text.strip()
    return len(bare) > 2 and bare[0] == bare[-1] == "|"


def _row(text: str, table: int) -> PipedRow:
    if _RULE.fullmatch(text):
        return PipedRow(table)
    bare = text.strip().removeprefix("|")
    if bare.endswith("|") and not bare.endswith("\\|"):
        bare = bare[:-1]
    cells = (_BREAK.sub(" ", cell).replace("\\|", "|") for cell in _EDGE.split(bare))
    return PipedRow(table, tuple(cells))
