"""The figures that a task's report is asked for: their types, and how they are rolled up."""

import re
from typing import Final

from engine.plans import FieldSpec
from intake.yaml_fields import Fields

_KEYS: Final = ("key", "label", "type", "aggregate", "required", "weight", "denominator", "note")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}", re.ASCII)
# What each type can be rolled up to; the first is what is meant where the file says nothing.
_AGGREGATES: Final = {
    "number": ("sum", "mean", "ratio", "none"),
    "yes_no": ("count_yes", "none"),
    "text": ("none",),
}
_ALL_AGGREGATES: Final = tuple(dict.fromkeys(name for names in _AGGREGATES.values() for name in names))


def read_figures(task: Fields) -> tuple[FieldSpec, ...]:
    """The ``fields`` of a task; everything wrong is noted."""
    figures = [(row, _figure(row)) for row in task.rows("fields")]
    found: dict[str, FieldSpec] = {}
    for row, figure in figures:
        if figure.key in found:
            row.error("field_twice", "key", text=figure.key)
        found.setdefault(figure.key, figure)
    for row, figure in figures:
        _check_reference(row, "weight", name=figure.weight, others=_numbers(found, figure))
        _check_reference(row, "denominator", name=figure.denominator, others=_numbers(found, figure))
    return tuple(found.values())


def _figure(row: Fields) -> FieldSpec:
    row.check_keys(_KEYS, is_slip_fatal=True)
    key = row.required_text("key")
    if key and _NAME.fullmatch(key) is None:
        row.error("field_key", "key", text=key)
    field_type = _choice(row, "type", allowed=tuple(_AGGREGATES), problem="field_type")
    aggregate = _choice(row, "aggregate", allowed=_ALL_AGGREGATES, problem="field_aggregate")
    allowed = _AGGREGATES[field_type or "number"]
    if aggregate is not None and aggregate not in allowed:
        row.error("field_mismatch", "aggregate", type=field_type or "number", aggregate=aggregate)
    if aggregate == "ratio" and not row.has("denominator"):
        row.error("field_without_denominator", "aggregate")
    return FieldSpec(
        key=key,
        label=row.text("label", key),
        type=field_type or "number",
        aggregate=aggregate or allowed[0],
        is_required=row.flag("required", default=True),
        weight=row.text("weight"),
        denominator=row.text("denominator"),
    )


def _choice(row: Fields, key: str, *, allowed: tuple[str, ...], problem: str) -> str | None:
    text = row.text(key)
    if text is None or text in allowed:
        return text
    row.error(problem, key, text=text, allowed=", ".join(allowed))
    return None


def _numbers(figures: dict[str, FieldSpec], but: FieldSpec) -> set[str]:
    return {key for key, figure in figures.items() if figure.type == "number" and key != but.key}


def _check_reference(row: Fields, key: str, *, name: str | None, others: set[str]) -> None:
    if name is not None and name not in others:
        row.error("field_reference", key, text=name)
