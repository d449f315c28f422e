"""Paragraphs out of printed lines: wrapped lines and sentences cut by a page break are joined, nothing is changed."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.drafting.letters import LOWER, UPPER
from intake.drafting.markers import marker_of
from intake.reading.document import Line

_TERMINAL: Final = re.compile(r"[.;:!?…]['\"”’)*_\]]*\s*$|/\s*$")
_CONTINUES: Final = re.compile(rf"[*_(\"“]*[{LOWER},;.)…]|\d{{4}}\s*[;,.)]|\d{{1,2}}/\d")
# Words after which no clause ends: what follows them is the same sentence even where it begins with a capital.
_DANGLING: Final = re.compile(
    r"(?:\b(?:và|hoặc|của|cho|các|những|với|về|tại|trong|để|nhằm|theo|từ|đến|do|bởi|là|được|như|gồm|cùng|giữa|trên|mỗi"
    r"|một|chỉ đạo|hướng dẫn|nâng cao|đối với|thuộc|bằng|số|ngày|tháng|năm|giao|phối hợp|kể|qua)|[,\-–(&])\s*$",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W_]")
_INLINE_BULLET: Final = re.compile(rf"(?<=[.;:])\s+(?=[-–+]\s+[{UPPER}])")
_CONTENTS_LINE: Final = re.compile(r"(?:\.\s?){5,}\s*\d{1,3}\s*$|…{2,}\s*\d{1,3}\s*$")
_LONGEST_PAGE_MARK: Final = 60
_NARROWEST: Final = 40
_WIDEST: Final = 140


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its lines joined by one blank. ``starts`` has for each printed line its offset and its number."""

    text: str
    starts: tuple[tuple[int, int], ...]
    row: Line | None = None
    is_continued: bool = False

    def line_at(self, offset: int) -> int:
        """The number of the printed line at an offset of the text."""
        return self.starts[max(0, bisect_right(self.starts, offset, key=lambda start: start[0]) - 1)][1]

    def printed_from(self, offset: int) -> str:
        """The text from an offset to the end of its printed line."""
        after = bisect_right(self.starts, offset, key=lambda start: start[0])
        return self.text[offset : self.starts[after][0] - 1 if after < len(self.starts) else len(self.text)]


def blocks_of(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The paragraphs and table rows of some lines, in order, without lines that hold no word or are of a table of contents."""
    width = _wrap_width(lines)
    return tuple(piece for block in _joined(lines, width) for piece in _unchained(block))


def _wrap_width(lines: Sequence[Line]) -> int:
    """The width at which a text is wrapped, or 0 where each line is a paragraph."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if line.text.strip() and not line.cells)
    if len(lengths) < 6:
        return 0
    width = lengths[int(len(lengths) * 0.95)]
    near = sum(length >= width * 0.8 for length in lengths)
    is_wrapped = _NARROWEST <= width <= _WIDEST and near >= len(lengths) * 0.25
    return width if is_wrapped else 0


def _joined(lines: Sequence[Line], width: int) -> Iterator[Block]:
    held: list[Line] = []
    is_apart = False
    for line in lines:
        if _WORD.search(line.text) is None or _CONTENTS_LINE.search(line.text.rstrip()[-_LONGEST_PAGE_MARK:]):
            is_apart = True
            continue
        if held and not (line.cells or held[-1].cells) and _goes_on(held, line, is_apart=is_apart, width=width):
            held.append(line)
        else:
            yield from _block(held)
            held = [line]
        is_apart = False
    yield from _block(held)


def _goes_on(held: Sequence[Line], line: Line, *, is_apart: bool, width: int) -> bool:
    """True if ``line`` continues the paragraph of the lines before it."""
    before, text = held[-1].text.rstrip(), line.text.lstrip()
    if marker_of(text) is not None or _TERMINAL.search(before):
        return _is_full(before, width) and not is_apart and marker_of(text) is None and not before.endswith((";", ":"))
    if _CONTINUES.match(text):
        return True
    is_long = len(before) > 50 or sum(len(part.text) for part in held[:51]) > 50
    if is_long and not _is_shouted(before) and _DANGLING.search(before):
        return True
    return not is_apart and _is_full(before, width)


def _is_full(text: str, width: int) -> bool:
    return width > 0 and len(text) >= width * 0.8


def _is_shouted(text: str) -> bool:
    return text.upper() == text


def _block(held: Iterable[Line]) -> Iterator[Block]:
    parts: list[str] = []
    starts: list[tuple[int, int]] = []
    offset = 0
    row: Line | None = None
    for line in held:
        text = line.text.strip()
        starts.append((offset, line.number))
        parts.append(text)
        offset += len(text) + 1
        row = line if line.cells else None
    if parts:
        yield Block(" ".join(parts), tuple(starts), row)


def _unchained(block: Block) -> Iterator[Block]:
    """A bullet printed inside the line of another begins a paragraph of its own."""
    cuts = [match.end() for match in _INLINE_BULLET.finditer(block.text)] if block.row is None else []
    for start, end in zip([0, *cuts], [*cuts, len(block.text)], strict=True):
        text = block.text[start:end].rstrip()
        starts = [(max(0, offset - start), number) for offset, number in block.starts if start < offset < end]
        yield Block(text, ((0, block.line_at(start)), *starts), block.row)
