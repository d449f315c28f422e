"""Owners in a plan file: every form that names units, and whether an organisation knows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.names import fold
from engine.plans import ALL_ADDRESSEES, Addressees, ByCode, ByKind, ByName, External, Selector, Several
from intake.yaml_fields import Fields, as_text
from intake.yaml_places import Findings, ListNode, MapNode, Node, TextNode

_FORMS: Final = ("unit", "units", "kind", "kinds", "addressees", "external")
_KEYS: Final = (*_FORMS, "under", "note")
_ALL: Final = frozenset(
    fold(phrase)
    for phrase in (
        *(ALL_ADDRESSEES, "addressees", "các đơn vị", "tất cả các đơn vị", "tất cả đơn vị"),
        *("tất cả đơn vị nhận", "tất cả các đơn vị nhận", "các đơn vị nhận"),
    )
)


@dataclass(frozen=True)
class Named:
    """A selector and the words of the file that it was read from."""

    selector: Selector
    label: str


def read_selector(row: Fields, key: str) -> Named | None:
    """Whom ``key`` names: a name, a mapping of one form, or a list of these; None, and noted, if it names nobody."""
    return _read(row.node.entries[key], row.findings, where=row.path(key))


def is_one_unit(selector: Selector) -> bool:
    """True if the selector can mean a single unit; a name that stands for several is found against an organisation."""
    return isinstance(selector, ByName) or (isinstance(selector, ByCode) and len(selector.codes) == 1)


def names_in(selector: Selector) -> Iterator[str]:
    """The names, codes and external parties that a selector mentions."""
    if isinstance(selector, ByName):
        yield selector.name
    elif isinstance(selector, ByCode):
        yield from selector.codes
    elif isinstance(selector, External):
        yield from selector.names
    elif isinstance(selector, Several):
        for part in selector.parts:
            yield from names_in(part)


def _read(node: Node, findings: Findings, *, where: str) -> Named | None:
    if isinstance(node, ListNode):
        return _union(node, findings, where=where)
    if isinstance(node, MapNode):
        return _form(Fields(node, findings, where=where))
    return _name(node, findings, where=where)


def _name(node: TextNode, findings: Findings, *, where: str) -> Named | None:
    text = as_text(node, findings, where=where, line=node.line)
    if text == "":
        findings.error("empty_value", node.line, where=where)
    if not text:
        return None
    return Named(Addressees() if fold(text) in _ALL else ByName(text), text)


def _union(node: ListNode, findings: Findings, *, where: str) -> Named | None:
    if not node.items:
        findings.error("empty_value", node.line, where=where)
    found = [_read(item, findings, where=where) for item in node.items]
    parts = list(dict.fromkeys(part for part in found if part is not None))
    if len(parts) < 2:
        return parts[0] if parts else None
    return Named(Several(tuple(part.selector for part in parts)), ", ".join(part.label for part in parts))


def _form(row: Fields) -> Named | None:
    row.check_keys(_KEYS, is_slip_fatal=True)
    given = row.given(_FORMS)
    form = given[0] if len(given) == 1 else ""
    if row.has("under") and form not in ("kind", "kinds"):
        row.error("owner_under", "under")
    if form == "addressees" and row.flag(form):
        return Named(Addressees(), ALL_ADDRESSEES)
    names = row.texts(form) if form not in ("", "addressees") else ()
    if not names:
        row.findings.error("owner_form", row.line(), where=row.where, forms=", ".join(_FORMS))
        return None
    return Named(_selector(row, form, names=names), ", ".join(names))


def _selector(row: Fields, form: str, *, names: tuple[str, ...]) -> Selector:
    if form == "unit":
        parts = tuple(ByName(name) for name in names)
        return parts[0] if len(parts) == 1 else Several(parts)
    if form == "units":
        return ByCode(names)
    if form == "external":
        return External(names)
    return ByKind(names, row.text("under"))
