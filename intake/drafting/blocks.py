"""Paragraphs out of printed lines: wrapped lines and sentences cut by a page break are joined, nothing is changed."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from intake.drafting.letters import LOWER, UPPER
from intake.drafting.markers import marker_of
from intake.drafting.sentences import sentences
from intake.drafting.verbs import is_imperative
from intake.reading.document import Line

_TERMINAL: Final = re.compile(r"[.;:!?…]['\"”’)*_\]]*\s*$|/\s*$")
_CONTINUES: Final = re.compile(rf"[*_(\"“]*[{LOWER},;.)…]|\d{{4}}\s*[;,.)]|\d{{1,2}}/\d")
# Words after which no clause ends: what follows them is the same sentence even where it begins with a capital.
_DANGLING: Final = re.compile(
    r"(?:\b(?:và|hoặc|của|cho|các|những|với|về|tại|trong|để|nhằm|theo|từ|đến|do|bởi|là|được|như|gồm|cùng|giữa|trên|mỗi"
    r"|một|chỉ đạo|hướng dẫn|nâng cao|đối với|thuộc|bằng|số|ngày|tháng|năm|giao|phối hợp|kể|qua)|[,\-–(&])\s*$",
    re.IGNORECASE,
)
_INLINE_BULLET: Final = re.compile(rf"(?<=[.;:])\s+(?=[-–+]\s+[{UPPER}])")
# Items counted on within a line: "sau: (1) Rà soát …; (2) Báo cáo …", "… thực hiện;3. Thường xuyên …".
_INLINE_NUMBER: Final = re.compile(rf"(?<=[.;:])\s*(?=\((?P<number>[1-9])\)\s*[{UPPER}])")
_INLINE_ITEM: Final = re.compile(rf"(?<=;)\s?(?=[2-9]\.\s?[{UPPER}][{LOWER}])")
_CONTENTS_LINE: Final = re.compile(r"(?:\.\s?){5,}\s*\d{1,3}\s*$|…{2,}\s*\d{1,3}\s*$")
# What begins so is no wrapped end of a sentence, though no list of a directive counts so far.
_COUNTED: Final = re.compile(rf"\d{{3,5}}[.)] [{UPPER}]")
_LONGEST_PAGE_MARK: Final = 60
# No clause is longer: such a paragraph is taken apart at its sentences, and a longer sentence is not read to its end.
_LONGEST: Final = 4_000
_NAME_AFTER_DASH: Final = re.compile(
    rf"\s*[-–—] (?!(?:Các|Sở|Phòng|Ban|Trường|Công|Đoàn|Hội)\b)[{UPPER}][{LOWER}]+ [{UPPER}]"
)
_NAME_BEFORE_DASH: Final = re.compile(rf"(?<!\w)[{UPPER}][{LOWER}]+ [{UPPER}][{LOWER}]+$")
_NEAR: Final = 12
_NARROWEST: Final = 40
_WIDEST: Final = 140


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its lines joined by one blank. ``starts`` has for each printed line its offset and its number.

    ``is_cut``: it is too long for a paragraph, and only its beginning is here.
    """

    text: str
    starts: tuple[tuple[int, int], ...]
    row: Line | None = None
    is_cut: bool = False

    def line_at(self, offset: int) -> int:
        """The number of the printed line at an offset of the text."""
        return self.starts[max(0, bisect_right(self.starts, offset, key=lambda start: start[0]) - 1)][1]

    def printed_from(self, offset: int) -> str:
        """The text from an offset to the end of its printed line."""
        after = bisect_right(self.starts, offset, key=lambda start: start[0])
        return self.text[offset : self.starts[after][0] - 1 if after < len(self.starts) else len(self.text)]


def blocks_of(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The paragraphs and table rows of some lines, in order, without blank lines and lines of a table of contents."""
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
    size = 0
    is_apart = False
    for line in lines:
        if not line.text.strip() or _CONTENTS_LINE.search(line.text.rstrip()[-_LONGEST_PAGE_MARK:]):
            is_apart = True
            continue
        is_prose = bool(held) and size < _LONGEST and not (line.cells or held[-1].cells)
        if is_prose and _goes_on(held, line, is_apart=is_apart, width=width):
            held.append(line)
            size += len(line.text)
        else:
            yield from _block(held)
            held, size = [line], len(line.text)
        is_apart = False
    yield from _block(held)


def _goes_on(held: Sequence[Line], line: Line, *, is_apart: bool, width: int) -> bool:
    """True if ``line`` continues the paragraph of the lines before it."""
    before, text = held[-1].text.rstrip(), line.text.lstrip()
    if width and not is_apart and text[:1].islower() and marker_of(text) is None and not before.endswith(":"):
        return True
    if _TERMINAL.search(before) and _COUNTED.match(text):
        return False
    if _is_half_name(held, line) and not is_apart and _is_full(before, width):
        return True
    if marker_of(text) is not None or _TERMINAL.search(before):
        is_over = (
            marker_of(text) is not None
            or before.endswith((";", ":"))
            or _had_room(before, text, width=width)
            or _is_next_duty(held, text)
        )
        return _is_full(before, width) and not is_apart and not is_over
    if _CONTINUES.match(text):
        return True
    is_long = len(before) > 50 or sum(len(part.text) for part in held[:51]) > 50
    if is_long and not _is_shouted(before) and _DANGLING.search(before):
        return True
    return not is_apart and _is_full(before, width)


def _is_half_name(held: Sequence[Line], line: Line) -> bool:
    """True where the dash that begins a line stands within a name or a quotation ("Thăng Long" / "– Hà Nội")."""
    before, text = held[-1].text.rstrip(), line.text
    if _NAME_AFTER_DASH.match(text) is None or _TERMINAL.search(before) or before.endswith((",", ")")):
        return False
    words = "".join(part.text for part in held[-_NEAR:])
    is_outdented = text[:1].strip() != "" and held[0].text[:1] == " "
    return words.count("“") > words.count("”") or (_NAME_BEFORE_DASH.search(before) is not None and is_outdented)


def _is_next_duty(held: Sequence[Line], text: str) -> bool:
    """True where a paragraph without a mark begins with its verb and the next line does so too: duties in a row."""
    first = held[0].text.lstrip()
    is_verb = all(words[:1].isupper() and is_imperative(words) for words in (first, text))
    return is_verb and marker_of(first) is None


def _had_room(before: str, text: str, *, width: int) -> bool:
    """True where the next line's first word would have stood on the line before, had the paragraph gone on."""
    return len(before) + 1 + len(text.split(maxsplit=1)[0]) <= width


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
    if block.row is not None:
        yield _with_short_cells(block, block.row)
        return
    cuts = sorted({match.end() for form in (_INLINE_BULLET, _INLINE_ITEM) for match in form.finditer(block.text)})
    cuts = sorted({*cuts, *_counted(block.text)})
    for first, last in zip([0, *cuts], [*cuts, len(block.text)], strict=True):
        for start, end in _portions(block.text, first, end=last):
            yield _part(block, start, end=end)


def _counted(text: str) -> list[int]:
    """Where the items of a list begin that is printed in one line, if it counts from one on."""
    cuts: list[int] = []
    for match in _INLINE_NUMBER.finditer(text):
        if int(match["number"]) == len(cuts) + 1:
            cuts.append(match.end())
    return cuts if len(cuts) > 1 else []


def _portions(text: str, start: int, *, end: int) -> Iterator[tuple[int, int]]:
    """A stretch that is too long for a paragraph in portions of whole sentences."""
    if end - start > _LONGEST:
        for (_, before), (_, after) in pairwise(sentences(text[:end], start)):
            if after - start > _LONGEST:
                yield start, before
                start = before
    yield start, end


def _part(block: Block, start: int, *, end: int) -> Block:
    """A stretch of a paragraph as one of its own, the beginning of it where it is still too long."""
    is_cut = end - start > _LONGEST
    text = block.text[start : min(end, start + _LONGEST)]
    text = (text.rpartition(" ")[0] or text) if is_cut else text
    first, last = (bisect_right(block.starts, at, key=lambda begun: begun[0]) for at in (start, end - 1))
    starts = [(offset - start, number) for offset, number in block.starts[first:last]]
    return Block(text.rstrip(), ((0, block.line_at(start)), *starts), is_cut=is_cut)


def _with_short_cells(block: Block, row: Line) -> Block:
    if all(len(cell) <= _LONGEST for cell in row.cells):
        return block
    return replace(block, row=replace(row, cells=tuple(cell[:_LONGEST] for cell in row.cells)), is_cut=True)
