"""The tree of clauses: list items under their headings, running text under the heading it follows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from intake.drafting.blocks import Block
from intake.drafting.markers import BULLET_RANK, Marker, marker_of

_PROSE_RANK: Final = 80
_ROOT_RANK: Final = -1


@dataclass(eq=False, slots=True)
class Clause:
    """A list item, a heading or a paragraph; ``start`` is where its text begins after the mark."""

    block: Block
    marker: Marker | None = None
    start: int = 0
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
    def rank(self) -> int:
        """How deep its mark stands in the usual order; running text stands above bullets only."""
        return self.marker.rank if self.marker else _PROSE_RANK

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


def tree_of(blocks: Iterable[Block]) -> Clause:
    """The root of the clauses of some paragraphs."""
    root = Clause(Block("", ((0, 0),)))
    path = [root]
    for block in blocks:
        marker = None if block.row else marker_of(block.text)
        clause = Clause(block, marker, marker.end if marker else 0)
        _climb(path, clause)
        clause.parent = path[-1]
        path[-1].children.append(clause)
        if clause.marker is not None or _opens_list(clause):
            path.append(clause)
    return root


def _climb(path: list[Clause], clause: Clause) -> None:
    """Leave the clauses that cannot hold the new one."""
    if clause.marker is None:
        while path[-1].parent is not None and (path[-1].rank >= _PROSE_RANK):
            path.pop()
        return
    styles = [step.marker.style if step.marker else None for step in path]
    if clause.marker.style in styles:
        del path[styles.index(clause.marker.style) :]
        return
    while path[-1].parent is not None and not _holds(path[-1], clause):
        path.pop()


def _holds(step: Clause, clause: Clause) -> bool:
    if clause.rank == BULLET_RANK:
        return True
    return step.rank < clause.rank


def _opens_list(clause: Clause) -> bool:
    """True for running text that ends with a colon: what follows it are its items."""
    return clause.block.row is None and clause.block.text.rstrip(" *_").endswith(":")
