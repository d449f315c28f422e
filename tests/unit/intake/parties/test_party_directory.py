"""Units of an organisation, found by what a directive calls them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.organisation import ExternalSpec, OrganisationSpec, UnitSpec
from intake.drafting.parties import Directory, find_parties

UNITS = [
    ("Trường Mầm non Vinh Sơn", ("MN Vinh Sơn",)),
    ("Trường Mầm non Tiền Hải", ()),
    ("Trường Mầm non Hoa Sen", ()),
    ("Trường Mầm non Hoa Hồng", ()),
    ("Trường Mầm non Tân Đa", ()),
    ("Trường Mầm non Tam Đa", ()),
    ("Trường Mẫu giáo xã Ia Rsươm", ("MG Ia Rsươm",)),
    ("Trường Mẫu giáo xã Ia Rsai", ()),
    ("Trường Mầm non Phú Cường", ()),
    ("Trường Mầm non tư thục Ánh Dương", ()),
    ("Nhóm lớp mầm non độc lập Nắng Mai", ("NL Nắng Mai",)),
    ("Phòng Giáo dục và Đào tạo huyện Ia Pa", ("Phòng GDĐT huyện Ia Pa",)),
]
DIRECTORY = Directory(UNITS)


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("Trường Mầm non Vinh Sơn", "Trường Mầm non Vinh Sơn"),
        ("trường MN Vinh Sơn", "Trường Mầm non Vinh Sơn"),
        ("Mầm non Vinh Sơn", "Trường Mầm non Vinh Sơn"),
        ("Hiệu trưởng trường MN Vinh Sơn", "Trường Mầm non Vinh Sơn"),
        ("MN Vĩnh Sơn", "Trường Mầm non Vinh Sơn"),
        ("MN Vinh Son", "Trường Mầm non Vinh Sơn"),
        ("TRƯỜNG MẦM NON TIỀN HẢI", "Trường Mầm non Tiền Hải"),
        ("MN Phú Cườnng", "Trường Mầm non Phú Cường"),
        ("MN Phú Cuờg", "Trường Mầm non Phú Cường"),
        ("Trường Mẫu giáo Ia Rsươm", "Trường Mẫu giáo xã Ia Rsươm"),
        ("MN Ánh Dương", "Trường Mầm non tư thục Ánh Dương"),
        ("nhóm lớp Nắng Mai", "Nhóm lớp mầm non độc lập Nắng Mai"),
        ("Phòng GD&ĐT huyện Ia Pa", "Phòng Giáo dục và Đào tạo huyện Ia Pa"),
    ],
)
def test_directory_finds_a_unit_by_its_printed_name(printed: str, unit: str) -> None:
    assert DIRECTORY.match(printed)[0] == unit


@pytest.mark.parametrize(
    "printed",
    [
        "MN Hoa Ban",
        "MN Tiền Hà",
        "Trường MN Tam Sơn",
        "MN Phú Cương Thịnh",
        "Trường Mẫu giáo Ia Rmok",
        "MN",
        "",
        "các trường",
    ],
)
def test_directory_knows_no_unit_with_another_syllable(printed: str) -> None:
    assert DIRECTORY.look_up(printed).note == "unit_unknown"


def test_directory_tells_units_apart_that_differ_in_one_letter() -> None:
    assert DIRECTORY.match("MN Tân Đa")[0] == "Trường Mầm non Tân Đa"
    assert DIRECTORY.match("MN Tam Đa")[0] == "Trường Mầm non Tam Đa"


def test_directory_names_nobody_when_two_units_fit() -> None:
    twins = Directory([("Trường Mầm non Hoa Ban", ("MN Hoa Ban",)), ("Trường Mầm non Hoa Ban", ())])
    assert twins.match("MN Hoa Ban") == (None, twins.look_up("MN Hoa Ban").score)
    assert twins.look_up("MN Hoa Ban").note == "unit_ambiguous"


def test_directory_names_nobody_when_marks_are_lost_and_two_units_fit() -> None:
    alike = Directory([("Trường Mầm non Tân Hưng", ()), ("Trường Mầm non Tân Hùng", ())])
    assert alike.match("MN Tan Hung")[0] is None
    assert alike.match("MN Tân Hùng")[0] == "Trường Mầm non Tân Hùng"


def test_directory_of_an_organisation_knows_units_aliases_and_outside_parties() -> None:
    organisation = OrganisationSpec(
        scheme="x",
        name="X",
        units=(UnitSpec(code="A", name="Trường Mầm non Hoa Ban", kind="truong_mam_non", aliases=("MN Ban Trắng",)),),
        external=(ExternalSpec(code="BCD", name="Ban chỉ đạo huyện"),),
    )
    directory = Directory.of(organisation)
    assert directory.match("mn ban trắng")[0] == "Trường Mầm non Hoa Ban"
    assert directory.match("Ban Chỉ đạo huyện")[0] == "Ban chỉ đạo huyện"


def test_parties_get_the_name_of_their_unit_from_a_directory() -> None:
    parties = find_parties("Trường MN Vĩnh Sơn và các trường mầm non báo cáo Phòng GDĐT", DIRECTORY)
    assert [party.name for party in parties] == ["Trường Mầm non Vinh Sơn", "trường mầm non", "Phòng GDĐT"]


@given(st.sampled_from([name for name, _ in UNITS]))
def test_directory_law_own_name_is_found_for_any_unit(name: str) -> None:
    assert DIRECTORY.match(name) == (name, 100.0)


@given(st.text(max_size=40))
def test_directory_law_never_raises_for_any_text(text: str) -> None:
    unit, score = DIRECTORY.match(text)
    assert 0 <= score <= 100
    assert unit is None or unit in dict(UNITS)
