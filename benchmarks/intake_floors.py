"""Floors of the evaluation of intake: what each set of documents has to reach; they only rise."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from benchmarks.intake_counts import Score

# Counts of which less is better; of all other figures more is.
CEILINGS: Final = ("false_dues", "false_deadlines")
HEAD_LINES: Final = """\
# What python -m benchmarks.intake has to reach on each set: shares as floors, false dates as ceilings.
# A floor is never lowered and a ceiling never raised; --raise-floors writes better ones only.
"""
Figures = dict[str, float]


def figures(score: Score) -> Figures:
    """Every figure by its name: shares from 0 to 1, and the counts of CEILINGS."""
    made: Figures = {}
    for name, pairs in sorted(score.pairs.items()):
        # With one comparison each, recall, precision and F1 are one share.
        if pairs.gold == pairs.found and _is_share(name):
            made[name] = _rounded(pairs.recall)
        else:
            made |= {f"{name}.{key}": _rounded(getattr(pairs, key)) for key in ("recall", "precision", "f1")}
    return {**made, "false_dues": score.false_dues, "false_deadlines": score.false_deadlines}


def _is_share(name: str) -> bool:
    return name.startswith(("head", "owner", "kind", "section")) or name.endswith(".same")


def _rounded(value: float | None) -> float:
    """Nothing to find and nothing found is as good as it gets."""
    return 1.0 if value is None else round(value, 4)


def shortfalls(found: Figures, floors: Mapping[str, float]) -> list[str]:
    """What is worse than its floor, one sentence each; a floor of a figure that is gone is one too."""
    made = []
    for name, floor in floors.items():
        if name not in found:
            made.append(f"{name}: no such figure, the floor is {floor}")
        elif _is_worse(name, found[name], than=floor):
            made.append(
                f"{name}: {found[name]:g}, {'at most' if name in CEILINGS else 'at least'} {floor:g} was reached"
            )
    return made


def _is_worse(name: str, value: float, *, than: float) -> bool:
    return value > than if name in CEILINGS else value < than


def read_floors(path: Path) -> dict[str, dict[str, float]]:
    """The floors of every set in the file; none if there is no file yet."""
    if not path.exists():
        return {}
    loaded: Any = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return {name: {key: float(value) for key, value in floors.items()} for name, floors in (loaded or {}).items()}


def raise_floors(path: Path, name: str, *, found: Figures) -> list[str]:
    """Write better figures as the new floors of a set; the names of those that rose."""
    floors = read_floors(path)
    mine = floors.setdefault(name, {})
    better = [key for key, value in found.items() if key not in mine or _is_worse(key, mine[key], than=value)]
    mine.update({key: found[key] for key in better})
    text = [HEAD_LINES]
    for section in sorted(floors):
        rows = [f"  {key}: {floors[section][key]:g}" for key in sorted(floors[section])]
        text.append("\n".join([f"{section}:", *rows]) + "\n")
    path.write_text("\n".join(text), encoding="utf-8")
    return better
