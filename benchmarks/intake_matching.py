"""Which task of a draft is which task of the gold: by line or by the start of the text; the same leaf is enough."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.intake_likeness import Row, opening, shared_opening


@dataclass
class Matching:
    """Pairs of (gold, got), gold tasks nobody found, and findings that no gold task knows.

    ``ignored``: findings on what may be a task or not.
    """

    pairs: list[tuple[Row, Row]] = field(default_factory=list)
    missed: list[Row] = field(default_factory=list)
    extra: list[Row] = field(default_factory=list)
    ignored: list[Row] = field(default_factory=list)


def matching(gold: Row, got: Row) -> Matching:
    """Match the tasks of two plans: texts on one line, then texts anywhere, then what is left of a line in order."""
    wanted, found = list(gold.get("tasks") or ()), list(got.get("tasks") or ())
    either_way = [row for row in gold.get("skipped") or () if row.get("either_way")]
    partner = _by_text(wanted, found, is_on_line=True)
    free = [row for row in found if id(row) not in {id(other) for other in partner.values()}]
    doubtful = _by_text(either_way, free, is_on_line=True)
    doubtful_ids = {id(row) for row in doubtful.values()}
    # A line that is one leaf: what is left of it matches in order, also what began in its middle.
    _fill_by_line(wanted, [row for row in free if id(row) not in doubtful_ids], into=partner)
    _fill_by_line(wanted, free, into=partner)
    taken = {id(other) for other in partner.values()}
    left = [row for row in found if id(row) not in taken]
    partner |= _by_text([row for row in wanted if id(row) not in partner], left, is_on_line=False)
    return _result(wanted, found, either_way=either_way, partner=partner)


def _result(
    wanted: Sequence[Row], found: Sequence[Row], *, either_way: Sequence[Row], partner: dict[int, Row]
) -> Matching:
    taken = {id(other) for other in partner.values()}
    made = Matching(
        pairs=[(row, partner[id(row)]) for row in wanted if id(row) in partner],
        missed=[row for row in wanted if id(row) not in partner],
    )
    for row in found:
        if id(row) not in taken:
            (made.ignored if any(_is_same(entry, row) for entry in either_way) else made.extra).append(row)
    return made


def _is_same(one: Row, other: Row) -> bool:
    return _is_on_line(one, other) or bool(shared_opening(opening(one.get("text")), opening(other.get("text"))))


def _is_on_line(one: Row, other: Row) -> bool:
    return one.get("line") is not None and one.get("line") == other.get("line")


def _by_text(wanted: Sequence[Row], found: Sequence[Row], *, is_on_line: bool) -> dict[int, Row]:
    """Partners by the start of the text, the longest common start and the nearest line first."""
    mine = [opening(row.get("text")) for row in wanted]
    theirs = [opening(row.get("text")) for row in found]
    likely = [
        (-shared, _distance(row, other), at, to)
        for at, row in enumerate(wanted)
        for to, other in enumerate(found)
        if (not is_on_line or _is_on_line(row, other)) and (shared := shared_opening(mine[at], theirs[to]))
    ]
    partner: dict[int, Row] = {}
    taken: set[int] = set()
    for _, _, at, to in sorted(likely):
        if id(wanted[at]) not in partner and to not in taken:
            partner[id(wanted[at])] = found[to]
            taken.add(to)
    return partner


def _distance(one: Row, other: Row) -> int:
    if one.get("line") is None or other.get("line") is None:
        return 0
    return abs(int(one["line"]) - int(other["line"]))


def _fill_by_line(wanted: Sequence[Row], found: Sequence[Row], *, into: dict[int, Row]) -> None:
    taken = {id(row) for row in into.values()}
    left = [row for row in found if id(row) not in taken]
    for row in wanted:
        other = next((other for other in left if _is_on_line(row, other)), None)
        if id(row) not in into and other is not None:
            into[id(row)] = other
            left.remove(other)
