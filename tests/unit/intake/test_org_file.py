"""Organisation files: what is read, each finding with its line, and that damage never surprises."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputRefused
from engine.plans import Addressees, ByCode, ByKind, External, Several
from intake.org_file import examine_organisation, read_organisation
from intake.org_units import cycles
from tests.support.damage import damaged
from tests.support.marked_files import ORGANISATION, changed, found, marked_line, written

EXAMPLES = Path(__file__).parents[3] / "examples"
SIZES = {
    "krong_pa": (20, 41),
    "vinh_bao": (22, 45),
    "my_tu": (16, 32),
    "dam_ha": (16, 33),
    "khanh_hoa": (43, 78),
}
ZALO = "    zalo_user_id: '0000000000000000001'\n"
EMAIL = "email: ht.a@thu.example"
PHRASE = "    kinds:\n      - truong_mam_non\n"

ERRORS = [
    ("scheme_bad", "scheme: thu", "scheme: Thử nghiệm #!"),
    ("code_twice", "code: MN_A", "code: PGDDT #!"),
    ("parent_unknown", "parent: UBNDH", "parent: SGDDT #!"),
    ("unit_cycle", "parent: null", "parent: MN_A #!"),
    ("missing_key", "  - code: MN_A\n    name: Trường Mầm non A\n", "  - code: MN_A #!\n"),
    ("empty_value", "name: Trường Mầm non A", "name: null #!"),
    ("not_text", "name: Trường Mầm non A", "name: 12 #!"),
    ("not_text", "kind: phong", "kind: [phong] #!"),
    ("not_mapping", "people:\n", "people:\n  - Nguyễn Văn A #!\n"),
    ("not_list", "external_parties:\n", "external_parties: none #!\nx_parties:\n"),
    ("dates_reversed", "kind: phong", "kind: phong\n    valid_from: 2025-07-01\n    valid_to: 2025-06-30 #!"),
    ("bad_date", "kind: phong", "kind: phong\n    valid_from: 01/7/2025 #!"),
    ("zone_unknown", "kind: phong", "kind: phong\n    zone: Asia #!"),
    ("unit_unknown", "    unit: MN_A", "    unit: MN_B #!"),
    ("missing_key", "  - name: Hiệu trưởng MN A\n", "  - title: Bà #!\n"),
    ("dates_reversed", "role: hieu_truong", "role: x\n    valid_from: '2025-07-01'\n    valid_to: '2024-07-01' #!"),
    ("email_bad", EMAIL, "email: ht.a #!"),
    ("email_bad", EMAIL, "email: ht..a@thu.example #!"),
    ("email_bad", EMAIL, "email: ht.a@thử.example #!"),
    ("email_bad", EMAIL, "email: 'A <a@thu.example>' #!"),
    ("email_local_not_ascii", EMAIL, "email: hiệu.trưởng@thu.example #!"),
    ("digits_not_quoted", ZALO, "    zalo_user_id: 0000000000000000001 #!\n"),
    ("digits_not_quoted", ZALO, "    phone: 0912345678 #!\n"),
    ("digits_bad", ZALO, "    zalo_user_id: 'abc' #!\n"),
    ("digits_bad", ZALO, "    phone: '12' #!\n"),
    ("external_code_twice", "code: BCD", "code: MN_A #!"),
    ("unit_unknown", "contact_unit: UBNDH", "contact_unit: X #!"),
    ("unit_unknown", "      - PGDDT\n", "      - X #!\n"),
    ("kind_unknown", "      - truong_mam_non\n", "      - truong_tieu_hoc #!\n"),
    ("unit_unknown", PHRASE, PHRASE + "    under: X #!\n"),
    ("external_unknown", "      - BCD\n", "      - BCH #!\n"),
    ("owner_phrase_empty", "  Ban chỉ đạo:\n    external:\n      - BCD\n", "  Ban chỉ đạo: {note: x} #!\n"),
    ("not_mapping", "  Ban chỉ đạo:\n    external:\n      - BCD\n", "  Ban chỉ đạo: BCD #!\n"),
    ("yaml_key_twice", "place: Thử", "scheme: thu #!"),
]


@pytest.mark.parametrize(("code", "old", "new"), ERRORS)
def test_organisation_is_refused_with_the_line(tmp_path: Path, code: str, old: str, new: str) -> None:
    text = changed(ORGANISATION, old, new)
    with pytest.raises(InputRefused) as refused:
        read_organisation(written(tmp_path / "org.yaml", text))
    assert (code, marked_line(text)) in found(refused.value.problems)


@pytest.mark.parametrize("units", ["units: [] #!\n", "units: #!\n"])
def test_organisation_without_units_is_refused(tmp_path: Path, units: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_organisation(written(tmp_path / "org.yaml", "scheme: thu\n" + units))
    assert found(refused.value.problems) in ([("units_empty", 2)], [("empty_value", 2)])


def test_organisation_prints_the_cycle_of_parents(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        read_organisation(written(tmp_path / "org.yaml", changed(ORGANISATION, "parent: null", "parent: MN_A")))
    assert [problem.values["path"] for problem in refused.value.problems] == ["UBNDH → MN_A → PGDDT → UBNDH"]


WARNINGS = [
    ("misspelt_key", "place: Thử", "place: Thử\npeopel: [] #!"),
    ("unknown_key", "    kind: phong", "    kind: phong\n    quyển: 3 #!"),
    ("name_ambiguous", "name: Trường Mầm non A", "name: phòng  gdđt #!"),
    ("name_ambiguous", "  Ban chỉ đạo:\n", "  phòng gdđt: {units: [MN_A]} #!\n  Ban chỉ đạo:\n"),
]


@pytest.mark.parametrize(("code", "old", "new"), WARNINGS)
def test_organisation_is_read_with_a_warning_on_its_line(tmp_path: Path, code: str, old: str, new: str) -> None:
    text = changed(ORGANISATION, old, new)
    _, warnings = examine_organisation(written(tmp_path / "org.yaml", text))
    assert found(warnings) == [(code, marked_line(text))]


def test_warnings_are_shown_with_the_errors(tmp_path: Path) -> None:
    text = changed(changed(ORGANISATION, "place: Thử", "place: Thử\npeopel: []"), EMAIL, "email: x")
    with pytest.raises(InputRefused) as refused:
        read_organisation(written(tmp_path / "org.yaml", text))
    assert [(problem.code, problem.is_warning) for problem in refused.value.problems] == [
        ("misspelt_key", True),
        ("email_bad", False),
    ]


def test_successor_may_carry_on_a_name(tmp_path: Path) -> None:
    text = changed(
        ORGANISATION,
        "  - code: MN_A\n",
        "  - {code: MN_OLD, name: MN A, kind: x, valid_to: 2025-06-30}\n  - code: MN_A\n    valid_from: 2025-07-01\n",
    )
    _, warnings = examine_organisation(written(tmp_path / "org.yaml", text))
    assert warnings == ()


@pytest.mark.parametrize("name", SIZES)
def test_example_is_read(name: str) -> None:
    organisation, warnings = examine_organisation(EXAMPLES / name / "organisation.yaml")
    assert warnings == ()
    assert (len(organisation.units), len(organisation.people)) == SIZES[name]
    assert organisation.scheme == name
    assert all(set(person.contacts) == {"email", "zalo_user_id"} for person in organisation.people)
    assert all(len(person.contacts["zalo_user_id"]) == 19 for person in organisation.people)


@pytest.mark.parametrize("name", SIZES)
def test_scheme_is_made_from_the_place_when_it_is_missing(tmp_path: Path, name: str) -> None:
    text = (EXAMPLES / name / "organisation.yaml").read_text(encoding="utf-8")
    bare = changed(text, f"scheme: {name}\n", "")
    assert read_organisation(written(tmp_path / "x.org.yaml", bare)).scheme == name


@pytest.mark.parametrize(
    ("head", "scheme"),
    [
        ("doc: 01_vinh_bao_so_ket.txt\n", "vinh_bao_so_ket"),
        ("place: Đắk Lắk\n", "dak_lak"),
        ("place: 東京\n", "dia_phuong"),
    ],
)
def test_scheme_falls_back(tmp_path: Path, head: str, scheme: str) -> None:
    text = head + "units:\n  - {code: A, name: A, kind: x}\n"
    assert read_organisation(written(tmp_path / "dia_phuong.org.yaml", text)).scheme == scheme


def test_owner_phrases_become_selectors(tmp_path: Path) -> None:
    text = changed(
        ORGANISATION, "  Ban chỉ đạo:\n", "  mọi nơi:\n    units: [MN_A]\n    addressees: true\n  Ban chỉ đạo:\n"
    )
    text = changed(text, PHRASE, PHRASE + "    under: UBNDH\n")
    assert read_organisation(written(tmp_path / "org.yaml", text)).owner_phrases == {
        "cơ sở GDMN": ByKind(("truong_mam_non",), "UBNDH"),
        "Phòng GDĐT": ByCode(("PGDDT",)),
        "mọi nơi": Several((ByCode(("MN_A",)), Addressees())),
        "Ban chỉ đạo": External(("Ban chỉ đạo huyện",)),
    }


def test_people_and_units_keep_what_the_file_says(tmp_path: Path) -> None:
    text = changed(
        ORGANISATION, "role: hieu_truong", "role: hieu_truong\n    phone: '+84 912.345-678'\n    valid_from: 2024-08-01"
    )
    path = written(tmp_path / "org.yaml", changed(text, "kind: phong", "kind: phong\n    zone: Asia/Ho_Chi_Minh"))
    organisation = read_organisation(path)
    person = organisation.people[0]
    assert person.contacts == {
        "email": "ht.a@thu.example",
        "zalo_user_id": "0000000000000000001",
        "phone": "+84 912.345-678",
    }
    assert person.valid_from == date(2024, 8, 1)
    assert person.place == f"{path}:20"
    assert organisation.units[1].zone == "Asia/Ho_Chi_Minh"
    assert organisation.units[2].aliases == ("MN A",)


@given(
    st.dictionaries(st.integers(0, 8), st.integers(0, 8)).map(lambda links: {str(a): str(b) for a, b in links.items()})
)
def test_cycles_are_exactly_the_nodes_that_come_back_to_themselves_for_any_graph(links: dict[str, str]) -> None:
    def comes_back(start: str) -> bool:
        at = links.get(start)
        for _ in links:
            if at is None or at == start:
                break
            at = links.get(at)
        return at == start

    found_in = [node for cycle in cycles(links) for node in cycle[:-1]]
    assert sorted(found_in) == sorted(node for node in links if comes_back(node))


@given(damaged((EXAMPLES / "dam_ha" / "organisation.yaml").read_bytes()))
def test_organisation_is_read_or_refused_for_any_damage(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.org.yaml"
    path.write_bytes(data)
    assert outcome(path) in {"read", "refused"}


def outcome(path: Path) -> str:
    """How reading ends; anything but a refusal with an error is let through."""
    try:
        organisation = read_organisation(path)
    except InputRefused as refused:
        return "refused" if any(not problem.is_warning for problem in refused.problems) else "refused for nothing"
    return "read" if organisation.units else "read nothing"
