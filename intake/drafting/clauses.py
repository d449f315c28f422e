"""The tree of clauses: list items under their headings, running text under the heading it follows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.drafting.blocks import Block
from intake.drafting.markers import BULLET_RANK, Marker, marker_of
from intake.drafting.terms import is_term

_PROSE_RANK: Final = 80
_SHOUTED_RANK: Final = 27
_LONGEST_HEADING: Final = 140
_LONGEST_LEAD: Final = 60
_LONGEST_END: Final = 4
_ENDS_OPEN: Final = re.compile(r"[:：]\W{0,3}$")
_ENDS_SENTENCE: Final = re.compile(r"[.;,!?…]\W{0,3}$|/\W{0,2}$")
_TIME: Final = re.compile(r"(?:từ )?(?:ngày|tháng|tuần|đợt|quý|buổi|giai đoạn|học kỳ|năm)\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+")
# The words to all that end a chapter stand below its last item, but are not of it.
_CONCLUDES: Final = re.compile(
    r"[\W_]*(?:trong (?:suốt )?quá trình (?:tổ chức|triển khai|thực hiện)|nhận được|trên đây là)\b", re.IGNORECASE
)
# Directives nest six or seven deep; what seems to go on for ever is no list.
_DEEPEST: Final = 40
_HASHES: Final = re.compile(r"\s*(#{1,6})\s+")


@dataclass(eq=False, slots=True)
class Clause:
    """A list item, a heading or a paragraph; ``start`` is where its text begins after the mark.

    ``rank`` says how deep it stands in the usual order; running text stands above bullets only. ``depth`` is the level
    of a Markdown heading, 0 for anything else.
    """

    block: Block
    marker: Marker | None = None
    start: int = 0
    rank: int = _PROSE_RANK
    is_heading: bool = False
    depth: int = 0
    parent: "Clause | None" = None
    children: list["Clause"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The clause without its mark, verbatim."""
        return self.block.text[self.start :].strip()

    @property
    def line(self) -> int:
        """The printed line on which the text begins."""
        return self.block.line_at(self.start)

    @property
    def printed(self) -> str:
        """The clause with its mark, as it stands in the document."""
        return self.block.text.strip()

    @property
    def is_bullet(self) -> bool:
        """True for an item with a dash or another sign without a number."""
        return self.marker is not None and self.marker.is_bullet

    @property
    def is_open(self) -> bool:
        """True if it ends with a colon."""
        return is_open(self.block.text)

    def ancestors(self) -> Iterator["Clause"]:
        """The clauses above it, the nearest first, without the root."""
        node = self.parent
        while node is not None and node.parent is not None:
            yield node
            node = node.parent

    def walk(self) -> Iterator["Clause"]:
        """The clauses below it in the order of the text."""
        waiting = list(reversed(self.children))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def is_open(text: str) -> bool:
    """True for a text that ends with a colon, whatever emphasis closes it."""
    return _ENDS_OPEN.search(text[-_LONGEST_END:]) is not None


def tree_of(blocks: Sequence[Block]) -> Clause:
    """The root of the clauses of some paragraphs; strokes that only divide are none."""
    root = Clause(Block("", ((0, 0),)), rank=-1)
    path = [root]
    blocks = [block for block in blocks if any(map(str.isalnum, block.text))]
    for index, block in enumerate(blocks):
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        clause = _clause(block, after)
        if _is_aside(clause):
            _attach(clause, _enclosing(path))
            continue
        if clause.marker is None and path[-1].is_bullet and is_term(clause.text):
            _attach(clause, next(step for step in reversed(path) if not step.is_bullet))
            continue
        _climb(path, clause)
        _attach(clause, path[-1])
        if clause.marker is not None or clause.is_heading or (block.row is None and clause.is_open):
            path.append(clause)
        del path[_DEEPEST:]
    return root


def _attach(clause: Clause, parent: Clause) -> None:
    clause.parent = parent
    parent.children.append(clause)


def _clause(block: Block, after: Block | None) -> Clause:
    if block.row is not None:
        return Clause(block)
    marker = marker_of(block.text)
    hashes = _HASHES.match(block.text)
    depth = len(hashes[1]) if hashes else 0
    if marker is not None:
        return Clause(block, marker, marker.end, marker.rank, depth=depth)
    rank = _SHOUTED_RANK if hashes else _heading_rank(block.text, after)
    start = hashes.end() if hashes else 0
    return Clause(block, None, start, _PROSE_RANK if rank is None else rank, is_heading=rank is not None, depth=depth)


def _heading_rank(text: str, after: Block | None) -> int | None:
    """The rank of a heading without a number: capitals or bold print, or a short line above a list; None for text."""
    plain = text.strip(" *_#")
    is_numbered = any(map(str.isdigit, plain)) and _TIME.match(plain) is None
    is_long_lead = plain.endswith(":") and (len(plain) > _LONGEST_LEAD or is_numbered)
    if (
        is_long_lead
        or len(plain) > _LONGEST_HEADING
        or _ENDS_SENTENCE.search(plain)
        or not any(map(str.isalpha, plain))
    ):
        return None
    if plain.upper() == plain:
        return _SHOUTED_RANK
    below = None if after is None or after.row is not None else marker_of(after.text)
    if below is None:
        return _SHOUTED_RANK + 20 if text.strip().startswith("**") and text.strip(" :").endswith("**") else None
    if text[:1].islower():
        return None
    return min(below.rank - 1, _PROSE_RANK) if below.is_bullet or _ordinal(below) == 1 else None


def _is_aside(clause: Clause) -> bool:
    """True for a paragraph in brackets: a remark on the list, which goes on after it."""
    return clause.marker is None and clause.block.row is None and clause.block.text.lstrip(" *_").startswith("(")


def _enclosing(path: Sequence[Clause]) -> Clause:
    return next(step for step in reversed(path) if step.rank < _PROSE_RANK or step.parent is None)


def _climb(path: list[Clause], clause: Clause) -> None:
    """Leave the clauses that cannot hold the new one."""
    if clause.depth:
        while path[-1].parent is not None and (path[-1].depth == 0 or path[-1].depth >= clause.depth):
            path.pop()
        return
    if clause.marker is None:
        if not clause.is_heading and _CONCLUDES.match(clause.text):
            del path[2:]
        limit = clause.rank if clause.is_heading else _PROSE_RANK
        while path[-1].parent is not None and path[-1].rank >= limit and not path[-1].depth:
            path.pop()
        return
    brother = _brother(path, clause.marker)
    if brother is not None:
        del path[brother:]
        return
    while path[-1].parent is not None and not _holds(path[-1], clause):
        path.pop()


def _brother(path: Sequence[Clause], marker: Marker) -> int | None:
    """Where on the path stands the item that the new one follows; None if it opens a list of its own."""
    deepest = max((i for i, step in enumerate(path) if step.depth), default=-1)
    alike = [
        i
        for i, step in enumerate(path)
        if i > deepest and step.marker is not None and step.marker.style == marker.style
    ]
    if not alike:
        return None
    number = _ordinal(marker)
    if number is None:
        return alike[-1]
    before = [i for i in alike if _ordinal(path[i].marker) == number - 1]
    if number == 1 and ((path[-1].is_open and path[-1].rank > marker.rank) or path[-1].is_heading):
        return None
    return before[-1] if before else alike[-1]


def _ordinal(marker: Marker | None) -> int | None:
    """The last number of a decimal mark, the place in the alphabet of a letter; None for others."""
    if marker is None:
        return None
    if marker.style.startswith("decimal") or marker.style in ("article", "bracketed"):
        numbers = _NUMBER.findall(marker.label)
        return int(numbers[-1]) if numbers else None
    if marker.style == "letter":
        return "abcdđeghiklmnopqrstuvxy".find(marker.label[:1]) + 1 or None
    return None


def _holds(step: Clause, clause: Clause) -> bool:
    if clause.rank == BULLET_RANK or step.depth:
        return True
    return step.rank < clause.rank or (step.is_open and step.rank >= _PROSE_RANK and _ordinal(clause.marker) == 1)
