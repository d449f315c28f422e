"""Workbooks of units and people: what is read, every error with its cell, what is refused before it is opened."""

import io
import random
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from engine.errors import InputRefused, Problem
from engine.organisation import ROLES, UNIT_KINDS, OrganisationSpec
from intake.org_sheet import examine_tables, organisation_name
from intake.workbook import column_letters, read_tables, tables_of
from intake.yaml_fields import slug
from reports.wording import words

UNIT_HEAD = ("Mã", "Tên đơn vị", "Loại", "Trực thuộc (mã)", "Tên gọi khác", "Từ ngày", "Đến ngày")
PERSON_HEAD = ("Họ tên", "Đơn vị (mã)", "Chức vụ/vai trò", "Chức danh", "Thư điện tử", "Điện thoại")
OFFICE = ("PHONG", "Phòng GDĐT", "phòng")
SCHOOL = ("MN", "Trường Mầm non Hoa Sen", "Trường mầm non", "PHONG", "MN Hoa Sen; Hoa Sen", "01/07/2025", "")
HEAD = ("Trần Thị B", "MN", "hiệu trưởng", "Bà", "b@truong.example", "0912345678")


def workbook(**sheets: Any) -> bytes:
    """An .xlsx file: sheets by name, each a list of rows; a cell may be a date, a number or a formula."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name.replace("_", " "))
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    book.close()
    return stream.getvalue()


def usual(units: Any = (OFFICE, SCHOOL), people: Any = (HEAD,)) -> bytes:
    """A file as the template has it."""
    return workbook(Đơn_vị=[UNIT_HEAD, *units], Cán_bộ=[PERSON_HEAD, *people])


def examined(data: bytes, name: str = "to_chuc.xlsx", **options: Any) -> tuple[OrganisationSpec, tuple[Problem, ...]]:
    return examine_tables(name, tables_of(name, data), **{"scheme": "x", **options})


def refused(data: bytes, name: str = "to_chuc.xlsx", **options: Any) -> list[tuple[str, str]]:
    with pytest.raises(InputRefused) as caught:
        examined(data, name, **options)
    for problem in caught.value.problems:
        assert words("vi").problem(problem)
        assert words("en").problem(problem)
    return [(problem.code, problem.place) for problem in caught.value.problems]


def test_units_and_people_are_read() -> None:
    spec, warnings = examined(usual())
    assert warnings == ()
    office, school = spec.units
    assert (office.code, office.kind, office.parent) == ("PHONG", "phong", None)
    assert (school.kind, school.parent, school.aliases) == ("truong_mam_non", "PHONG", ("MN Hoa Sen", "Hoa Sen"))
    assert school.valid_from == date(2025, 7, 1)
    (head,) = spec.people
    assert (head.name, head.unit, head.role, head.title) == ("Trần Thị B", "MN", "hieu_truong", "Bà")
    assert head.contacts == {"email": "b@truong.example", "phone": "0912345678"}
    assert not spec.has_phrases


def test_headings_are_found_in_any_order_below_a_title_and_blank_rows_are_skipped() -> None:
    data = workbook(
        DON_VI=[
            ("DANH SÁCH ĐƠN VỊ",),
            (),
            ("  LOẠI ", "ten don vi", "", "MÃ *"),
            ("phòng", "Phòng GDĐT", "", "PHONG"),
            (),
            ("sở", "Sở GDĐT", "", 12),
        ]
    )
    spec, warnings = examined(data)
    assert [(unit.code, unit.name, unit.kind) for unit in spec.units] == [
        ("PHONG", "Phòng GDĐT", "phong"),
        ("12", "Sở GDĐT", "so"),
    ]
    assert warnings == ()


def test_dates_are_date_cells_or_typed() -> None:
    unit = ("A", "A", "phòng", "", "", datetime(2025, 7, 1), "30-6-2026")
    (found,) = examined(usual([unit], []))[0].units
    assert (found.valid_from, found.valid_to) == (date(2025, 7, 1), date(2026, 6, 30))


def test_phone_typed_as_a_number_gets_its_zero_back() -> None:
    (person,) = examined(usual(people=[("A", "MN", "văn thư", "", "", 912345678)]))[0].people
    assert person.contacts == {"phone": "0912345678"}


def test_all_errors_are_told_at_once_each_with_its_cell() -> None:
    units = [
        ("A", "", "phòng"),
        ("B", "B", "trường đời", "KHONG"),
        ("C", "C", "phòng", "D", "", "31/02/2025", ""),
        ("D", "D", "phòng", "C", "", "01/07/2025", "30/06/2025"),
        ("A", "A2", "phòng", "", "", "01/07/1025", ""),
        ("", "E", "phòng"),
    ]
    people = [
        ("", "A", "văn thư"),
        ("P", "Z", "vua", "", "p@@x", "12"),
        ("Q", "A", "văn thư", "", "hiệu@x.example"),
        ("Q", "A", "lãnh đạo"),
    ]
    assert sorted(refused(usual(units, people))) == sorted(
        [
            ("cell_empty", "Đơn vị!B2"),
            ("cell_kind_unknown", "Đơn vị!C3"),
            ("cell_parent_unknown", "Đơn vị!D3"),
            ("cell_date_bad", "Đơn vị!F4"),
            ("cell_unit_cycle", "Đơn vị!D4"),
            ("cell_dates_reversed", "Đơn vị!G5"),
            ("cell_date_unbelievable", "Đơn vị!F6"),
            ("cell_code_twice", "Đơn vị!A6"),
            ("cell_empty", "Đơn vị!A7"),
            ("cell_empty", "Cán bộ!A2"),
            ("cell_unit_unknown", "Cán bộ!B3"),
            ("cell_role_unknown", "Cán bộ!C3"),
            ("cell_email_bad", "Cán bộ!E3"),
            ("cell_phone_bad", "Cán bộ!F3"),
            ("cell_email_not_ascii", "Cán bộ!E4"),
            ("cell_person_twice", "Cán bộ!A5"),
        ]
    )


def test_failed_formula_is_an_error_and_not_an_empty_cell() -> None:
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Đơn vị")
    sheet.write_row(0, 0, UNIT_HEAD)
    sheet.write_row(1, 0, OFFICE)
    sheet.write_row(2, 0, SCHOOL[:3])
    sheet.write_formula(2, 3, "=VLOOKUP(1,A1:B2,2)", None, "#N/A")
    book.close()
    assert refused(stream.getvalue()) == [("cell_formula", "Đơn vị!D3")]


def test_date_where_a_code_belongs_is_an_error() -> None:
    assert refused(usual([(datetime(2025, 1, 2), "A", "phòng")], [])) == [("cell_is_date", "Đơn vị!A2")]


def test_standing_units_may_be_referred_to() -> None:
    data = usual([("MN2", "Trường Mầm non 2", "trường mầm non", "PHONG")], [("A", "MN", "văn thư")])
    assert [code for code, _ in refused(data)] == ["cell_parent_unknown", "cell_unit_unknown"]
    spec, _ = examined(data, standing={"PHONG": None, "MN": "PHONG"})
    assert (len(spec.units), len(spec.people)) == (1, 1)
    assert refused(usual([("PHONG", "P", "phòng", "MN")], []), standing={"PHONG": None, "MN": "PHONG"}) == [
        ("cell_unit_cycle", "Đơn vị!D2")
    ]


def test_own_roles_of_the_office_may_be_used() -> None:
    data = usual(people=[("A", "MN", "Kế toán trưởng")])
    assert refused(data) == [("cell_role_unknown", "Cán bộ!C2")]
    assert examined(data, roles={"ke_toan_truong"})[0].people[0].role == "ke_toan_truong"


@pytest.mark.parametrize(
    ("sheets", "found"),
    [
        ({"Trang_1": [("a", "b")], "Trang_2": []}, [("sheet_none", "to_chuc.xlsx")]),
        ({"Đơn_vị": [UNIT_HEAD], "Cán_bộ": [PERSON_HEAD]}, [("sheet_empty", "to_chuc.xlsx")]),
        ({"Đơn_vị": [("Mã", "Tên đơn vị")]}, [("heading_missing", "Đơn vị!C1")]),
        ({"Đơn_vị": [(*UNIT_HEAD, "Mã"), OFFICE]}, [("heading_twice", "Đơn vị!H1")]),
    ],
)
def test_sheets_and_headings_are_missed_by_name(sheets: Any, found: list[tuple[str, str]]) -> None:
    assert refused(workbook(**sheets)) == found


def test_strange_columns_shared_names_and_mailboxes_are_warned_of() -> None:
    data = workbook(
        Đơn_vị=[(*UNIT_HEAD, "Diện tích"), OFFICE, ("P2", "phòng  GDĐT", "phòng")],
        Cán_bộ=[
            PERSON_HEAD,
            ("A", "P2", "văn thư", "", "a@x.example"),
            ("A", "PHONG", "văn thư", "", "a@x.example"),
        ],
    )
    assert [(problem.code, problem.place) for problem in examined(data)[1]] == [
        ("heading_unknown", "Đơn vị!H1"),
        ("cell_name_ambiguous", "Đơn vị!B3"),
        ("cell_email_shared", "Cán bộ!E3"),
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_told_apart_by_its_headings(mark: str) -> None:
    units = "\ufeff" + mark.join(UNIT_HEAD[:3]) + "\r\n" + mark.join(OFFICE) + "\r\n"
    assert examined(units.encode(), "phong.csv")[0].units[0].name == "Phòng GDĐT"
    people = mark.join(PERSON_HEAD[:3]) + "\n" + mark.join(("A", "PHONG", "văn thư")) + "\n"
    assert examined(people.encode(), "nguoi.csv", standing={"PHONG": None})[0].people[0].place == "nguoi!A2"


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def rewritten(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with something else in one part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    return zipped(**parts)


SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "file_empty"),
        ("a.xlsx", b"Ma,Ten", "workbook_not"),
        ("a.xlsx", zipped(**{"word/document.xml": b"<a/>"}), "workbook_not"),
        ("a.xlsx", b"PK\x03\x04abc", "workbook_damaged"),
        ("a.xlsx", usual()[:900], "workbook_damaged"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "workbook_old"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "workbook_password"),
        ("a.xlsx", rewritten(usual(), SHEET, b'r="A2"', b'r="A1048576"'), "sheet_too_long"),
        ("a.xlsx", rewritten(usual(), SHEET, b'r="C2"', b'r="XFD2"'), "sheet_too_wide"),
        ("a.xlsx", rewritten(usual(), SHEET, b'r="A2"', b""), "workbook_damaged"),
        ("a.csv", "Mã;Tên".encode("utf-16"), "file_not_utf8"),
        ("a.csv", "Mã;Tên".encode("cp1258", "replace"), "file_not_utf8"),
        ("a.csv", b"a\0b", "file_binary"),
        ("a.csv", b"a\n" * 200_001, "sheet_too_long"),
    ],
)
def test_what_is_no_usable_file_is_refused_by_name(name: str, data: bytes, code: str) -> None:
    with pytest.raises(InputRefused) as caught:
        tables_of(name, data)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert all(words(language).problem(problem) for language in ("vi", "en") for problem in caught.value.problems)


def test_bombs_are_refused_by_their_size() -> None:
    for data, code in (
        (bytes(33 * 1024 * 1024), "file_too_large"),
        (zipped(**{"xl/workbook.xml": bytes(257 * 1024 * 1024)}), "workbook_too_large"),
    ):
        with pytest.raises(InputRefused) as caught:
            tables_of("a.xlsx", data)
        assert [problem.code for problem in caught.value.problems] == [code]


def test_many_cells_that_share_a_long_text_are_refused() -> None:
    rows = [["x" * 30_000] + ["y"] * 200 for _ in range(400)]
    with pytest.raises(InputRefused) as caught:
        tables_of("a.xlsx", workbook(A=rows))
    assert [problem.code for problem in caught.value.problems] == ["workbook_too_large"]


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as caught:
        read_tables(tmp_path / "a.xlsx")
    assert [problem.code for problem in caught.value.problems] == ["file_missing"]


def test_formats_far_below_the_last_row_do_no_harm(tmp_path: Path) -> None:
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Đơn vị")
    sheet.write_row(0, 0, UNIT_HEAD)
    sheet.write_row(1, 0, OFFICE)
    sheet.write_blank(1_000_000, 5, None, book.add_format({"bold": True}))
    book.close()
    path = tmp_path / "a.xlsx"
    path.write_bytes(stream.getvalue())
    assert len(examine_tables("a", read_tables(path), scheme="x")[0].units) == 1


def test_name_of_the_organisation_stands_in_the_guide() -> None:
    rows = [("Tên cơ cấu tổ chức", "Giáo dục  Đầm Hà")]
    assert organisation_name(tables_of("a.xlsx", workbook(Hướng_dẫn=rows))) == "Giáo dục Đầm Hà"
    assert organisation_name(tables_of("a.xlsx", usual())) == ""


def test_codes_of_kinds_and_roles_are_their_words() -> None:
    vietnamese = words("vi")
    assert [slug(vietnamese.say(f"unit_kinds.{code}")) for code in UNIT_KINDS] == list(UNIT_KINDS)
    assert [slug(vietnamese.role(code)) for code in ROLES] == list(ROLES)


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_are_named_as_excel_names_them(number: int, letters: str) -> None:
    assert column_letters(number) == letters


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), cuts=st.integers(1, 6))
def test_damage_is_refused_or_read_for_any_change_of_bytes(seed: int, cuts: int) -> None:
    rng, data = random.Random(seed), bytearray(usual())
    for _ in range(cuts):
        data[rng.randrange(len(data))] = rng.randrange(256)
    with suppress(InputRefused):
        examined(bytes(data))


_PIECES = (b"<", b">", b'"', b"/", b" r=", b"99999999", b't="s"', b't="d"', b't="e"', b"<v>", b"\xff", b"-1", b"ZZZ1")


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_damaged_parts_are_refused_or_read_for_any_change_inside(seed: int) -> None:
    rng = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(usual())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice([one for one in parts if "sheet" in one or "Strings" in one or "workbook" in one])
    for _ in range(rng.randint(1, 4)):
        start = rng.randrange(len(parts[name]))
        end = start + rng.choice((0, 1, 3, 20))
        parts[name] = parts[name][:start] + rng.choice(_PIECES) + parts[name][end:]
    with suppress(InputRefused):
        examined(zipped(**parts))
