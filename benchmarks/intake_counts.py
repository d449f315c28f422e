"""Counts of the evaluation of intake: hits, pairs of sets, misses; they add up over documents."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Pairs:
    """How many of ``gold`` and of ``found`` are in both. With one number for both it is a plain share."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def __add__(self, other: "Pairs") -> "Pairs":
        return Pairs(self.right + other.right, self.gold + other.gold, self.found + other.found)

    @property
    def recall(self) -> float | None:
        """Share of the gold that was found; None where there is none."""
        return self.right / self.gold if self.gold else None

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; None where nothing was."""
        return self.right / self.found if self.found else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None where there is neither gold nor a finding."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else None


def one(is_right: bool) -> Pairs:
    """A single comparison."""
    return Pairs(int(is_right), 1, 1)


def of_sets(gold: frozenset[Any], found: frozenset[Any]) -> Pairs:
    """Two sets."""
    return Pairs(len(gold & found), len(gold), len(found))


@dataclass(frozen=True)
class Miss:
    """One disagreement: in what (task, owner, due …), where, what the gold says and what was read."""

    what: str
    where: str
    gold: str
    got: str
    text: str = ""
    is_grave: bool = False


@dataclass
class Score:
    """The figures of one document, or the sum of several."""

    name: str
    pairs: dict[str, Pairs] = field(default_factory=dict)
    false_dues: int = 0
    false_deadlines: int = 0
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, figure: str, pairs: Pairs) -> None:
        """Count ``pairs`` under the name of a figure."""
        self.pairs[figure] = self.pairs.get(figure, Pairs()) + pairs

    def note(self, miss: Miss) -> None:
        """Keep a disagreement."""
        self.misses.append(miss)

    def take_in(self, other: "Score") -> None:
        """Add the figures of a document to this sum; ``seconds`` is the slowest."""
        for figure, pairs in other.pairs.items():
            self.add(figure, pairs)
        self.false_dues += other.false_dues
        self.false_deadlines += other.false_deadlines
        self.kinds += other.kinds
        self.seconds = max(self.seconds, other.seconds)


def total(scores: list[Score]) -> Score:
    """All documents together, every task and field weighing the same."""
    made = Score("all")
    for score in scores:
        made.take_in(score)
    return made
