"""Floors of the evaluation of intake: they rise, never fall, and tell what is below them."""

from pathlib import Path

from benchmarks.intake_counts import Pairs, Score
from benchmarks.intake_floors import figures, raise_floors, read_floors, shortfalls


def score(right: int, *, false_dues: int = 0) -> Score:
    """A score with ``right`` of ten tasks."""
    return Score("all", pairs={"tasks": Pairs(right, 10, 10), "kind": Pairs(right, 10, 10)}, false_dues=false_dues)


def test_floor_is_told_when_a_figure_is_below_it() -> None:
    found = figures(score(8, false_dues=1))
    assert shortfalls(found, {"kind": 0.8, "tasks.recall": 0.7, "false_dues": 1}) == []
    assert shortfalls(found, {"kind": 0.9, "false_dues": 0, "tempo": 1.0}) == [
        "kind: 0.8, at least 0.9 was reached",
        "false_dues: 1, at most 0 was reached",
        "tempo: no such figure, the floor is 1.0",
    ]


def test_floors_rise_and_never_fall(tmp_path: Path) -> None:
    path = tmp_path / "floors.yaml"
    assert read_floors(path) == {}
    raise_floors(path, "seeds", found=figures(score(8, false_dues=2)))
    first = read_floors(path)["seeds"]
    assert raise_floors(path, "seeds", found=figures(score(7, false_dues=3))) == []
    assert read_floors(path)["seeds"] == first
    raise_floors(path, "seeds", found=figures(score(9, false_dues=0)))
    raise_floors(path, "directives", found=figures(score(5)))
    floors = read_floors(path)
    assert (floors["seeds"]["kind"], floors["seeds"]["false_dues"], floors["directives"]["kind"]) == (0.9, 0.0, 0.5)


def test_figure_without_anything_to_find_is_full() -> None:
    assert figures(Score("all", pairs={"deadline.due": Pairs()}))["deadline.due.f1"] == 1.0
