"""Organisation files: units, people, external parties and owner phrases, checked as a whole."""

import re
from pathlib import Path
from typing import Final

from engine.errors import Problem
from engine.names import fold
from engine.organisation import ExternalSpec, OrganisationSpec, UnitSpec
from engine.plans import Addressees, ByCode, ByKind, External, Selector, Several
from intake.org_people import email_from, read_people
from intake.org_units import read_units
from intake.yaml_fields import Fields, slug
from intake.yaml_places import MapNode, read_yaml

_KEYS: Final = (
    *("scheme", "name", "doc", "sample_data", "place", "province"),
    *("units", "people", "external_parties", "owner_map", "note", "notes"),
)
_EXTERNAL_KEYS: Final = ("code", "name", "note", "contact_unit", "email")
_PHRASE_KEYS: Final = ("units", "kinds", "under", "external", "addressees", "note")
_SCHEME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}", re.ASCII)
_DOC_PREFIX: Final = re.compile(r"^\d+_")


def read_organisation(path: Path) -> OrganisationSpec:
    """The organisation of a file. Raise InputRefused with every finding if one of them is an error."""
    organisation, _ = examine_organisation(path)
    return organisation


def examine_organisation(path: Path) -> tuple[OrganisationSpec, tuple[Problem, ...]]:
    """The organisation of a file and the warnings about it; raise like read_organisation."""
    root, findings = read_yaml(path)
    top = Fields(root, findings)
    top.check_keys(_KEYS, is_slip_fatal=False)
    units = read_units(top)
    codes = {unit.code for unit in units}
    external = _external(top, codes=codes)
    scheme = _scheme(top, path)
    organisation = OrganisationSpec(
        scheme=scheme,
        name=top.text("name") or top.text("place") or scheme,
        units=units,
        people=read_people(top, codes=codes),
        external=external,
        owner_phrases=_owner_phrases(top, units=units, external=external),
    )
    findings.refuse_if_errors()
    return organisation, findings.in_order()


def _scheme(top: Fields, path: Path) -> str:
    given = top.label("scheme")
    if given is not None:
        if _SCHEME.fullmatch(given) is None:
            top.error("scheme_bad", "scheme", text=given, suggestion=slug(given) or slug(path.stem))
        return given
    doc = _DOC_PREFIX.sub("", Path(top.label("doc") or "").stem)
    return slug(top.text("place", "")) or slug(doc) or slug(path.name.partition(".")[0]) or "to_chuc"


def _external(top: Fields, *, codes: set[str]) -> tuple[ExternalSpec, ...]:
    found: dict[str, ExternalSpec] = {}
    for row in top.rows("external_parties"):
        row.check_keys(_EXTERNAL_KEYS, is_slip_fatal=False)
        row.require("code")
        code = row.label("code") or ""
        if code in found or code in codes:
            row.error("external_code_twice", "code", text=code)
        contact = row.label("contact_unit")
        if contact is not None and contact not in codes:
            row.error("unit_unknown", "contact_unit", text=contact)
        found[code] = ExternalSpec(
            code=code,
            name=row.required_text("name"),
            note=row.text("note", ""),
            contact_unit=contact,
            email=email_from(row),
        )
    return tuple(found.values())


def _owner_phrases(
    top: Fields, *, units: tuple[UnitSpec, ...], external: tuple[ExternalSpec, ...]
) -> dict[str, Selector]:
    phrases = top.mapping("owner_map")
    if phrases is None:
        return {}
    found: dict[str, Selector] = {}
    seen: dict[str, str] = {}
    for phrase, node in phrases.node.entries.items():
        if fold(phrase) in seen:
            phrases.warning("name_ambiguous", phrase, name=phrase, other=seen[fold(phrase)])
        seen[fold(phrase)] = phrase
        if not isinstance(node, MapNode):
            phrases.error("not_mapping", phrase)
            continue
        row = Fields(node, top.findings, where=phrases.path(phrase), own_line=phrases.line(phrase))
        selector = _selector(row, units=units, external=external)
        if selector is not None:
            found[phrase] = selector
    return found


def _selector(row: Fields, *, units: tuple[UnitSpec, ...], external: tuple[ExternalSpec, ...]) -> Selector | None:
    row.check_keys(_PHRASE_KEYS, is_slip_fatal=False)
    parts: list[Selector] = []
    if codes := _known(row, "units", known={unit.code: unit.code for unit in units}, problem="unit_unknown"):
        parts.append(ByCode(codes))
    if kinds := _known(row, "kinds", known={unit.kind: unit.kind for unit in units}, problem="kind_unknown"):
        parts.append(ByKind(kinds, _under(row, units)))
    names = {party.name: party.name for party in external} | {party.code: party.name for party in external}
    if parties := _known(row, "external", known=names, problem="external_unknown"):
        parts.append(External(parties))
    if row.flag("addressees"):
        parts.append(Addressees())
    if not row.given(("units", "kinds", "external", "addressees")):
        row.findings.error("owner_phrase_empty", row.line(), where=row.where)
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Several(tuple(parts))


def _under(row: Fields, units: tuple[UnitSpec, ...]) -> str | None:
    under = row.label("under")
    if under is not None and fold(under) not in {fold(name) for unit in units for name in (unit.code, unit.name)}:
        row.error("unit_unknown", "under", text=under)
    return under


def _known(row: Fields, key: str, *, known: dict[str, str], problem: str) -> tuple[str, ...]:
    found = []
    for text, line in row.texts_with_lines(key):
        if text in known:
            found.append(known[text])
        else:
            row.findings.error(problem, line, where=row.path(key), text=text)
    return tuple(dict.fromkeys(found))
