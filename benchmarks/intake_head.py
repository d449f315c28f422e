"""The head of the evaluation of intake: field by field, corrected forms accepted."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from benchmarks.intake_counts import Miss, Pairs, Score, one
from benchmarks.intake_likeness import Row, acceptable, plain, plain_number, plain_title

SIGNER: Final = ("name", "title", "on_behalf")
PERIOD: Final = ("start", "end")


def count_head(score: Score, gold: Row, *, got: Row) -> None:
    """Count every field of the head."""
    for field, wanted, found, is_right in _fields(gold, got):
        score.add("head", one(is_right))
        score.add(f"head.{field}", one(is_right))
        if not is_right:
            score.note(Miss(f"head.{field}", "head", _said(wanted), _said(found)))
    pairs, wanted_left, found_left = bases(gold, got)
    score.add("based_on", pairs)
    is_exact = pairs.right == pairs.gold == pairs.found
    score.add("head", one(is_exact))
    score.add("head.based_on", one(is_exact))
    if not is_exact:
        missing, more = (_said([_base_said(row) for row in rows]) for rows in (wanted_left, found_left))
        score.note(Miss("head.based_on", "head", missing, more))


def _fields(gold: Row, got: Row) -> Iterable[tuple[str, Any, Any, bool]]:
    corrected = {key: gold[f"{key}_corrected"] for key in ("number", "number_suffix") if f"{key}_corrected" in gold}
    for key in ("number", "number_suffix"):
        if key == "number" or gold.get("number") is None:
            ways = {plain_number(gold.get(key)), plain_number(corrected.get(key, gold.get(key)))}
            yield key, gold.get(key), got.get(key), plain_number(got.get(key)) in ways
    yield (
        "issued_on",
        gold.get("issued_on"),
        got.get("issued_on"),
        _day(gold.get("issued_on")) == _day(got.get("issued_on")),
    )
    yield _plain_field("issuer", gold, got=got)
    places = {plain(gold.get("place")), plain(gold.get("place_printed", gold.get("place")))}
    yield "place", gold.get("place"), got.get("place"), plain(got.get("place")) in places
    types = {gold.get("doc_type"), *acceptable(gold.get("notes"))}
    yield "doc_type", gold.get("doc_type"), got.get("doc_type"), got.get("doc_type") in types
    if gold.get("urgency") or got.get("urgency"):
        yield _plain_field("urgency", gold, got=got)
    titles = [plain_title(plan.get("title")) for plan in (gold, got)]
    yield "title", gold.get("title"), got.get("title"), titles[0] == titles[1]
    for key in ("addressees", "recipients"):
        yield key, gold.get(key), got.get(key), _listed(gold.get(key)) == _listed(got.get(key))
    for group, keys in (("signer", SIGNER), ("period", PERIOD)):
        for key in keys:
            wanted, found = ((plan.get(group) or {}).get(key) for plan in (gold, got))
            yield f"{group}.{key}", wanted, found, plain(_day(wanted)) == plain(_day(found))


def _plain_field(key: str, gold: Row, *, got: Row) -> tuple[str, Any, Any, bool]:
    return key, gold.get(key), got.get(key), plain(gold.get(key)) == plain(got.get(key))


def _day(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def _listed(values: Any) -> list[str]:
    return [plain_title(value) for value in values or ()]


def bases(gold: Row, got: Row) -> tuple[Pairs, list[Row], list[Row]]:
    """The documents cited, as a set of number, date and issuer; what only one of the plans has comes along."""
    wanted, found = list(gold.get("based_on") or ()), list(got.get("based_on") or ())
    left, missing = list(found), []
    for row in wanted:
        same = next((other for other in left if _is_same_base(row, other)), None)
        if same is None:
            missing.append(row)
        else:
            left.remove(same)
    return Pairs(len(wanted) - len(missing), len(wanted), len(found)), missing, left


def _is_same_base(gold: Row, got: Row) -> bool:
    numbers = {plain_number(gold.get(key)) for key in ("number", "number_corrected") if gold.get(key)}
    found = {plain_number(got.get(key)) for key in ("number", "number_corrected") if got.get(key)}
    is_same_day = _day(gold.get("issued_on")) == _day(got.get("issued_on"))
    return bool(numbers & found) and is_same_day and plain(gold.get("issuer")) == plain(got.get("issuer"))


def _base_said(row: Row) -> str:
    return f"{row.get('number')} {_day(row.get('issued_on')) or '–'} {row.get('issuer')}"


def _said(value: object) -> str:
    if isinstance(value, list | tuple):
        return " | ".join(map(str, value)) or "–"
    return "–" if value is None else str(value)
