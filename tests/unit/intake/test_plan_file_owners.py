"""Owners of a plan against an organisation: who is known, who is only named, who is misspelt."""

from pathlib import Path

import pytest

from engine.errors import Problem
from intake.org_file import read_organisation
from intake.plan_file import check_owners, read_plan
from tests.support.marked_files import ORGANISATION, PLAN, changed, written

EXAMPLES = Path(__file__).parents[3] / "examples"


def checked(path: Path, plan: str, organisation: str = ORGANISATION) -> tuple[Problem, ...]:
    """What is found about the owners of a plan."""
    spec, _ = read_plan(written(path / "plan.yaml", plan))
    return check_owners(spec, read_organisation(written(path / "org.yaml", organisation)))


@pytest.mark.parametrize("name", ["krong_pa", "vinh_bao", "my_tu", "dam_ha", "khanh_hoa"])
def test_example_owners_are_known(name: str) -> None:
    spec, _ = read_plan(EXAMPLES / name / "plan.yaml")
    problems = check_owners(spec, read_organisation(EXAMPLES / name / "organisation.yaml"))
    assert {problem.code for problem in problems} <= {"coordinator_untracked"}
    assert all(problem.is_warning for problem in problems)


@pytest.mark.parametrize(
    "owner",
    [
        *("Phòng GDĐT", "phòng  gdđt", "PGDDT", "MN A", "trường mầm non a", "Ban chỉ đạo", "Ban chỉ đạo huyện", "BCD"),
        *("{unit: MN_A}", "{units: [MN_A, PGDDT]}", "{kind: phong, under: UBND huyện Thử}", "{external: Ai đó}"),
        *("[MN A, {kinds: [phong]}]",),
    ],
)
def test_owner_is_known(tmp_path: Path, owner: str) -> None:
    assert checked(tmp_path, changed(PLAN, "owner: Phòng GDĐT", f"owner: {owner}")) == ()


@pytest.mark.parametrize(
    ("owner", "code", "values"),
    [
        ("Công an xã", "owner_unknown", {"task": "T02", "name": "Công an xã"}),
        (
            "Trường Mầm nom A",
            "owner_unknown_similar",
            {"task": "T02", "name": "Trường Mầm nom A", "suggestion": "Trường Mầm non A"},
        ),
        ("cơ sở GDMM", "owner_unknown_similar", {"task": "T02", "name": "cơ sở GDMM", "suggestion": "cơ sở GDMN"}),
        ("{units: [MN_A, XYZ]}", "owner_unknown", {"task": "T02", "name": "XYZ"}),
        ("{kind: truong_tieu_hoc}", "owner_kind_unknown", {"task": "T02", "name": "truong_tieu_hoc"}),
        ("{kind: phong, under: Tỉnh X}", "owner_unknown", {"task": "T02", "name": "Tỉnh X"}),
        ("all addressees", "owner_addressees_unknown", {"task": "T02"}),
        ("[MN A, Hội Z]", "owner_unknown", {"task": "T02", "name": "Hội Z"}),
    ],
)
def test_owner_is_unknown(tmp_path: Path, owner: str, code: str, values: dict[str, str]) -> None:
    problems = checked(tmp_path, changed(PLAN, "owner: Phòng GDĐT", f"owner: {owner}"))
    assert problems == (Problem(f"{tmp_path / 'plan.yaml'}:34", code, values),)


def test_addressees_are_known_by_name_or_by_phrase(tmp_path: Path) -> None:
    plan = changed(PLAN, "owner: Phòng GDĐT", "owner: các đơn vị")
    assert checked(tmp_path, changed(plan, "addressees: []", "addressees: [Trường Mầm non A]")) == ()
    phrase = changed(ORGANISATION, "  Ban chỉ đạo:\n", "  all addressees: {units: [MN_A]}\n  Ban chỉ đạo:\n")
    assert checked(tmp_path, plan, phrase) == ()


def test_phrase_of_the_plan_is_followed_and_never_in_a_circle(tmp_path: Path) -> None:
    plan = changed(PLAN, "owner: Phòng GDĐT", "owner: trường điểm")
    good = changed(plan, "place: Thử\n", "selectors:\n  trường điểm: [MN A]\n")
    assert checked(tmp_path, good) == ()
    circle = changed(plan, "place: Thử\n", "selectors:\n  trường điểm: nơi khác\n  nơi khác: trường điểm\n")
    assert [problem.code for problem in checked(tmp_path, circle)] == ["owner_unknown"]


def test_lead_that_stands_for_several_units_is_an_error(tmp_path: Path) -> None:
    plan = changed(PLAN, "    coordinators: []\n", "    lead: cơ sở GDMN\n")
    assert [problem.code for problem in checked(tmp_path, plan)] == ["lead_is_group"]
    assert checked(tmp_path, changed(PLAN, "    coordinators: []\n", "    lead: Phòng GDĐT\n")) == ()


def test_coordinators_outside_the_organisation_are_only_told(tmp_path: Path) -> None:
    plan = changed(
        PLAN, "    coordinators: []\n", "    coordinators: [MN A, phụ huynh]\n    informed: [Sở Y tế, BCD]\n"
    )
    problems = checked(tmp_path, plan)
    assert [(problem.code, problem.values["name"]) for problem in problems] == [
        ("coordinator_untracked", "phụ huynh"),
        ("informed_untracked", "Sở Y tế"),
    ]
    assert all(problem.is_warning and problem.place == f"{tmp_path / 'plan.yaml'}:21" for problem in problems)
