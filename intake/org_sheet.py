"""Organisations in workbooks: units and people as an officer types them, every error with its sheet and cell."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from engine.channels import email_problem, is_phone
from engine.errors import Problem
from engine.names import fold
from engine.organisation import ROLES, UNIT_KINDS, OrganisationSpec, PersonSpec, UnitSpec
from intake.org_units import cycles
from intake.sheet_rows import Cells, Columns, Notes, rows_below
from intake.workbook import Table
from intake.yaml_fields import slug

# The first name of a column is that of the template; diacritics, capitals and marks do not matter.
_UNIT_COLUMNS: Final = {
    "code": ("Mã", "Mã đơn vị", "Code"),
    "name": ("Tên đơn vị", "Tên", "Unit name"),
    "kind": ("Loại", "Loại đơn vị", "Kind"),
    "parent": ("Trực thuộc (mã)", "Trực thuộc", "Mã trực thuộc", "Mã đơn vị cấp trên", "Under (code)"),
    "aliases": ("Tên gọi khác", "Tên khác", "Other names"),
    "valid_from": ("Từ ngày", "From"),
    "valid_to": ("Đến ngày", "To"),
}
_PERSON_COLUMNS: Final = {
    "name": ("Họ tên", "Họ và tên", "Full name"),
    "unit": ("Đơn vị (mã)", "Mã đơn vị", "Đơn vị", "Unit (code)"),
    "role": ("Chức vụ/vai trò", "Chức vụ", "Vai trò", "Role"),
    "title": ("Chức danh", "Title"),
    "email": ("Thư điện tử", "Địa chỉ thư điện tử", "Email", "E-mail"),
    "phone": ("Điện thoại", "Số điện thoại", "Phone"),
}
_UNIT_NEEDED: Final = ("code", "name", "kind")
_PERSON_NEEDED: Final = ("name", "unit", "role")
_UNIT_SHEETS: Final = ("don_vi", "units")
_PERSON_SHEETS: Final = ("can_bo", "people")
_GUIDE_SHEETS: Final = ("huong_dan", "guide")
_NAME_LABELS: Final = ("ten_co_cau_to_chuc", "name_of_the_organisation")
_GUIDE_ROWS: Final = 20
# The code of the rows that the template shows as examples; they are left out if somebody leaves them in.
_EXAMPLE: Final = "vidu"


def organisation_name(tables: Sequence[Table]) -> str:
    """The name of the whole organisation that the guide of the template asks for; "" where it is not filled in."""
    for table in tables:
        for row in table.rows[:_GUIDE_ROWS] if slug(table.name) in _GUIDE_SHEETS else ():
            if len(row) > 1 and slug(str(row[0])) in _NAME_LABELS:
                return " ".join(str(row[1]).split())
    return ""


def examine_tables(
    path: str,
    tables: Sequence[Table],
    *,
    scheme: str,
    name: str = "",
    standing: Mapping[str, str | None] | None = None,
    kinds: Collection[str] = UNIT_KINDS,
    roles: Collection[str] = ROLES,
) -> tuple[OrganisationSpec, tuple[Problem, ...]]:
    """The organisation in the sheets of a file and the warnings about it.

    ``standing``: codes of the units that the scheme has already, with their parents; a file may refer to them.
    ``kinds`` and ``roles`` are the codes allowed, each the Vietnamese word without diacritics.
    Raise InputRefused with every finding at once if one of them is an error; its places are ``sheet!cell``.
    """
    notes = Notes(path)
    before = dict(standing or {})
    unit_columns = _columns(tables, _UNIT_SHEETS, wanted=_UNIT_COLUMNS, needed=_UNIT_NEEDED, notes=notes)
    person_columns = _columns(tables, _PERSON_SHEETS, wanted=_PERSON_COLUMNS, needed=_PERSON_NEEDED, notes=notes)
    if unit_columns is None and person_columns is None and not notes.has_errors:
        notes.error("sheet_none", path)
    units = _units(unit_columns, notes, kinds=kinds, before=before) if unit_columns else ()
    codes = {unit.code for unit in units} | before.keys()
    people = _people(person_columns, notes, roles=roles, codes=codes) if person_columns else ()
    if not (units or people or notes.has_errors):
        notes.error("sheet_empty", path)
    notes.refuse_if_errors()
    spec = OrganisationSpec(scheme, name or scheme, units=units, people=people, has_phrases=False)
    return spec, notes.problems


def _columns(
    tables: Sequence[Table],
    names: Sequence[str],
    *,
    wanted: Mapping[str, Sequence[str]],
    needed: Sequence[str],
    notes: Notes,
) -> Columns | None:
    """The columns of the sheet that has the name, or of the only table there is if it has the headings."""
    table = next((one for one in tables if slug(one.name) in names), None)
    if table is None and len(tables) == 1:
        only = Columns(tables[0], wanted)
        table = tables[0] if all(key in only.by_key for key in needed) else None
    if table is None:
        return None
    columns = Columns(table, wanted)
    for key in needed:
        if key not in columns.by_key:
            place = columns.place(max(columns.head, 1), len(columns.by_key) + 1)
            notes.error("heading_missing", place, heading=wanted[key][0], sheet=table.name)
    for column in columns.doubled:
        notes.error("heading_twice", columns.place(columns.head, column), heading=columns.text(column))
    for column in columns.unknown:
        notes.warning("heading_unknown", columns.place(columns.head, column), heading=columns.text(column))
    return columns if all(key in columns.by_key for key in needed) else None


def _units(
    columns: Columns, notes: Notes, *, kinds: Collection[str], before: Mapping[str, str | None]
) -> tuple[UnitSpec, ...]:
    units: dict[str, UnitSpec] = {}
    rows: dict[str, Cells] = {}
    for row in rows_below(columns, notes):
        if _is_example(row.text("code")):
            row.warning("example_left_out", "code")
            continue
        unit = _unit(row, kinds)
        if unit.code in units:
            row.error("cell_code_twice", "code", text=unit.code, first=rows[unit.code].place("code"))
        elif unit.code:
            units[unit.code], rows[unit.code] = unit, row
    _check_parents(units, rows, before=before)
    _check_names(units, rows)
    return tuple(units.values())


def _unit(row: Cells, kinds: Collection[str]) -> UnitSpec:
    row.check_formulas()
    start, end = row.days_in_order("valid_from", "valid_to")
    return UnitSpec(
        code=row.required("code"),
        name=row.required("name"),
        kind=_coded(row, "kind", allowed=kinds, problem="cell_kind_unknown"),
        parent=row.text("parent") or None,
        aliases=row.lines("aliases"),
        valid_from=start,
        valid_to=end,
        place=row.place("code"),
    )


def _coded(row: Cells, key: str, *, allowed: Collection[str], problem: str) -> str:
    """The code of a word: a code is its word without diacritics."""
    text = row.required(key)
    if text and slug(text) not in allowed:
        row.error(problem, key, text=text)
    return slug(text)


def _is_example(code: str) -> bool:
    return slug(code).startswith(_EXAMPLE)


def _check_parents(units: dict[str, UnitSpec], rows: dict[str, Cells], *, before: Mapping[str, str | None]) -> None:
    parents = {code: parent for code, parent in before.items() if parent is not None and code not in units}
    for unit in units.values():
        if unit.parent in units or unit.parent in before:
            parents[unit.code] = str(unit.parent)
        elif unit.parent is not None:
            rows[unit.code].error("cell_parent_unknown", "parent", text=unit.parent)
    for cycle in cycles(parents):
        named = next((code for code in cycle if code in rows), None)
        if named is not None:
            rows[named].error("cell_unit_cycle", "parent", path=" → ".join(cycle))


def _check_names(units: dict[str, UnitSpec], rows: dict[str, Cells]) -> None:
    owners: dict[str, str] = {}
    for unit in units.values():
        for name in dict.fromkeys(fold(one) for one in (unit.name, *unit.aliases)):
            first = owners.setdefault(name, unit.code)
            if name and first != unit.code:
                rows[unit.code].warning("cell_name_ambiguous", "name", text=unit.name, first=rows[first].place("name"))


def _people(
    columns: Columns, notes: Notes, *, roles: Collection[str], codes: Collection[str]
) -> tuple[PersonSpec, ...]:
    people: list[PersonSpec] = []
    posts: dict[tuple[str, str], Cells] = {}
    mailboxes: dict[str, Cells] = {}
    for row in rows_below(columns, notes):
        if _is_example(row.text("unit")):
            row.warning("example_left_out", "unit")
            continue
        person = _person(row, roles=roles, codes=codes)
        people.append(person)
        first = posts.setdefault((person.unit, fold(person.name)), row)
        if first is not row and person.name:
            row.error("cell_person_twice", "name", text=person.name, first=first.place("name"))
        email = person.contacts.get("email")
        earlier = mailboxes.setdefault(email or "", row)
        if email and earlier is not row:
            row.warning("cell_email_shared", "email", text=email, first=earlier.place("email"))
    return tuple(people)


def _person(row: Cells, *, roles: Collection[str], codes: Collection[str]) -> PersonSpec:
    row.check_formulas()
    unit = row.required("unit")
    if unit and unit not in codes:
        row.error("cell_unit_unknown", "unit", text=unit)
    contacts = {"email": _email(row), "phone": _phone(row)}
    return PersonSpec(
        name=row.required("name"),
        unit=unit,
        role=_coded(row, "role", allowed=roles, problem="cell_role_unknown"),
        title=row.text("title") or None,
        contacts={channel: address for channel, address in contacts.items() if address},
        place=row.place("name"),
    )


def _email(row: Cells) -> str:
    address = row.text("email")
    problem = email_problem(address) if address else None
    if problem is not None:
        row.error("cell_email_bad" if problem == "email_bad" else "cell_email_not_ascii", "email", text=address)
    return address


def _phone(row: Cells) -> str:
    number = row.phone("phone")
    if number and not is_phone(number):
        row.error("cell_phone_bad", "phone", text=number)
    return number
