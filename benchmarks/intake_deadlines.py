"""Deadlines of the evaluation of intake: matched by kind and value; a due date the gold does not have is the worst."""

from collections.abc import Sequence
from typing import Any, Final

from benchmarks.intake_counts import Miss, Pairs, Score
from benchmarks.intake_likeness import Row, do_quotes_overlap

KINDS: Final = ("due", "recurrence", "window", "relative")


def kind_of(entry: Row) -> str:
    """due, recurrence, window, or relative for a window without any date."""
    if entry.get("due") is not None:
        return "due"
    if entry.get("recurrence") is not None:
        return "recurrence"
    return "window" if any(value_of(entry)) else "relative"


def value_of(entry: Row) -> tuple[Any, ...]:
    """What has to be equal: the due instant, the frequency and its number, the first and last day."""
    if entry.get("due") is not None:
        return (_instant(entry["due"]),)
    if entry.get("recurrence") is not None:
        rule = entry["recurrence"]
        return (str(rule.get("freq")), str(rule["n"]) if rule.get("n") is not None else None)
    frame = entry.get("window") or {}
    return tuple(str(frame[key]) if frame.get(key) is not None else None for key in ("start", "end"))


def _instant(value: object) -> str:
    text = str(value).replace(" ", "T")
    return text[:16] if "T" in text else text


def count_deadlines(score: Score, gold: Row | None, *, got: Row | None) -> None:
    """Count the deadlines of a pair of tasks, or of one that has no partner."""
    wanted, found = list((gold or {}).get("deadlines") or ()), list((got or {}).get("deadlines") or ())
    pairs = _partners(wanted, found)
    right = [found[to] for _, to in pairs]
    for kind in KINDS:
        count = Pairs(
            sum(kind_of(entry) == kind for entry in right),
            sum(kind_of(entry) == kind for entry in wanted),
            sum(kind_of(entry) == kind for entry in found),
        )
        score.add(f"deadline.{kind}", count)
    missed = [entry for at, entry in enumerate(wanted) if at not in {at for at, _ in pairs}]
    false = [entry for to, entry in enumerate(found) if to not in {to for _, to in pairs}]
    _note(score, missed, false=false, gold=gold, got=got)
    if false and not wanted:
        score.false_deadlines += 1


def _partners(wanted: Sequence[Row], found: Sequence[Row]) -> list[tuple[int, int]]:
    taken: set[int] = set()
    pairs = []
    for at, entry in enumerate(wanted):
        for to, other in enumerate(found):
            if to not in taken and _is_same(entry, other):
                taken.add(to)
                pairs.append((at, to))
                break
    return pairs


def _is_same(gold: Row, got: Row) -> bool:
    is_value_right = kind_of(gold) == kind_of(got) and value_of(gold) == value_of(got)
    return is_value_right and do_quotes_overlap(gold.get("quote"), got.get("quote"))


def _note(score: Score, missed: Sequence[Row], *, false: Sequence[Row], gold: Row | None, got: Row | None) -> None:
    task = gold or got or {}
    where, text = f"{task.get('id')} line {task.get('line')}", str(task.get("text"))
    for entry in missed:
        instead = [said(other) for other in false if do_quotes_overlap(entry.get("quote"), other.get("quote"))]
        score.note(Miss(kind_of(entry), where, said(entry), "; ".join(instead) or "–", text))
    for entry in false:
        is_due = kind_of(entry) == "due"
        score.false_dues += is_due
        what = "FALSE DUE" if is_due else f"false {kind_of(entry)}"
        others = "–" if gold is None else "; ".join(map(said, gold.get("deadlines") or ())) or "no deadline"
        is_grave = is_due or gold is None or not gold.get("deadlines")
        score.note(Miss(what, where if gold else f"{where} (no gold task)", others, said(entry), text, is_grave))


def said(entry: Row) -> str:
    """A deadline in a few words."""
    value = " … ".join(str(part) for part in value_of(entry) if part is not None)
    return f"{kind_of(entry)} {value} “{entry.get('quote')}”".replace("  ", " ")
