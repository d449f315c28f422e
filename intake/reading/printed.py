"""What the readers share: a line before it is counted, and signs that stand in a file but not on paper."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.reading.charsets import repaired
from intake.reading.document import Line

# Zero-width signs and the soft hyphen; a byte-order mark inside a text comes from files that were put together.
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Bullets of the fonts Symbol and Wingdings, which Word stores as private signs.
_PRIVATE: Final = re.compile("[\uf020-\uf0ff]")
_PRIVATE_SIGNS: Final = {"\uf02d": "-", "\uf0a7": "▪", "\uf0fe": "☑", "\uf06f": "☐", "\uf0a8": "☐", "\uf020": " "}
_BULLET: Final = "•"


@dataclass(slots=True)
class Printed:
    """A line that still lacks its number; see Line."""

    text: str
    page: int | None = None
    table: int | None = None
    cells: tuple[str, ...] = ()


def shown(text: str) -> str:
    """The text as people see it: NFC, without unseen signs, bullets as signs that every font has."""
    seen = _CONTROLS.sub("", _UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    return _PRIVATE.sub(lambda found: _PRIVATE_SIGNS.get(found.group(), _BULLET), seen)


def row(cells: Iterable[str], *, table: int, page: int | None = None) -> Printed:
    """A row of a table: its text is the cells that hold something, joined by " | "."""
    kept = tuple(" ".join(cell.split()) for cell in cells)
    return Printed(" | ".join(cell for cell in kept if cell), page=page, table=table, cells=kept)


def repair(lines: Sequence[Printed]) -> str | None:
    """Put right what was typed for an old font, in place, and make all texts as people see them.

    Give the name of the code page, None if nothing had to be converted.
    """
    texts = [text for line in lines for text in (line.text, *line.cells)]
    result = repaired("\n".join(texts))
    told = iter(result.text.split("\n") if result.charset else texts)
    for line in lines:
        line.text = shown(next(told))
        line.cells = tuple(shown(next(told)) for _ in line.cells)
    return result.charset


def counted(lines: Iterable[Printed]) -> Iterator[Line]:
    """The lines with numbers from 1."""
    for number, line in enumerate(lines, start=1):
        yield Line(number, line.text, page=line.page, table=line.table, cells=line.cells)
