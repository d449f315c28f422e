"""From a document to a directive: dropped, drafted, corrected, issued; the five directives go all the way."""

from datetime import timedelta
from pathlib import Path

import pytest

from config.assigning import (
    DraftView,
    correct_draft,
    derive_in_draft,
    draft_document,
    file_name,
    issue_draft,
    look_at_draft,
)
from config.bootstrap import Office
from config.preview import preview_issue
from engine.access import Viewer
from engine.errors import DocumentRefused, DraftRefused, InputRefused, NotFound, SecretDocument
from engine.service.drafts import directive_text, plan_draft
from engine.service.organisation import owners_offered
from intake.plan_changes import set_deadlines, set_head, set_task
from intake.reading import LARGEST_UPLOAD_BYTES
from tests.support.seeds import SEEDS, document, issuer_of, seed_office

# Tasks, obligations and units that each text gives without a correction.
FOUND = {
    "krong_pa": (34, 170, 17),
    "vinh_bao": (18, 182, 19),
    "my_tu": (60, 490, 13),
    "dam_ha": (9, 97, 13),
    "khanh_hoa": (26, 47, 12),
}


def drop(office: Office, name: str = "vinh_bao", *, data: bytes | None = None) -> tuple[Viewer, int]:
    unit_id, viewer = issuer_of(office, name)
    given = document(name) if data is None else data
    return viewer, draft_document(office, viewer, unit_id=unit_id, name="document.txt", data=given)


def look(office: Office, viewer: Viewer, draft_id: int) -> DraftView:
    return look_at_draft(office, viewer, draft_id=draft_id, at=office.clock.now())


@pytest.mark.parametrize("name", SEEDS)
def test_example_goes_from_its_text_to_a_directive(name: str, database_url: str, tmp_path: Path) -> None:
    with seed_office(name, database_url, tmp_path) as office:
        viewer, draft_id = drop(office, name)
        view = look(office, viewer, draft_id)
        assert (len(view.reading.tasks), view.outline.obligations, view.outline.units) == FOUND[name]
        assert (view.problems, view.may_be_issued) == ((), True)
        assert all(task.leads.count or task.leads.external for task in view.outline.tasks.values())
        made = issue_draft(office, viewer, draft_id=draft_id, version=1)
        assert (made.tasks, made.obligations) == FOUND[name][:2]
        assert made.undated == view.outline.undated
        kept = directive_text(office.database, made.directive_id)
        assert kept is not None
        assert [line.strip() for line in kept.lines] == [
            line.strip() for line in document(name).decode().removesuffix("\n").split("\n")
        ]
        assert look(office, viewer, draft_id).draft.issued_as == made.directive_id


def test_corrections_change_what_is_issued(database_url: str, tmp_path: Path) -> None:
    with seed_office("vinh_bao", database_url, tmp_path) as office:
        viewer, draft_id = drop(office)

        def correct(plan: str) -> str:
            plan = set_head(plan, {"number": "613/GDĐT-MN", "issued_on": "2023-10-12"})
            plan = set_task(plan, "T03", values={"owner": ["Trường MN Trung Lập"], "coordinators": ["Phòng GDĐT"]})
            return set_deadlines(plan, "T03", phrases=["trong 5 ngày làm việc kể từ ngày ký"])

        assert correct_draft(office, viewer, draft_id=draft_id, version=1, change=correct) == 2
        view = look(office, viewer, draft_id)
        task = view.outline.tasks["T03"]
        assert task.schedule is not None
        assert (task.leads.count, task.coordinators.count) == (1, 1)
        assert f"{task.schedule.dated[0].resolved.last_day}" == "2023-10-19"
        assert correct_draft(office, viewer, draft_id=draft_id, version=2, change=correct) == 2
        with pytest.raises(DraftRefused):
            correct_draft(office, viewer, draft_id=draft_id, version=1, change=lambda p: set_head(p, {"title": "Khác"}))
        assert issue_draft(office, viewer, draft_id=draft_id, version=2).tasks == 18


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Office:
    with seed_office("vinh_bao", sqlite_url, tmp_path) as made:
        yield made


def test_correction_that_breaks_the_plan_is_refused_and_changes_nothing(office: Office) -> None:
    viewer, draft_id = drop(office)
    for change in (
        lambda plan: set_deadlines(plan, "T03", phrases=["ngày 30/02/2024"]),
        lambda plan: set_head(plan, {"issued_on": "hôm qua"}),
        lambda plan: set_task(plan, "T01", values={"text": ""}),
    ):
        with pytest.raises(InputRefused) as refused:
            correct_draft(office, viewer, draft_id=draft_id, version=1, change=change)
        assert len(refused.value.problems) == 1
    assert plan_draft(office.database, viewer, draft_id=draft_id).version == 1


def test_plan_that_is_broken_already_can_be_mended_piece_by_piece(office: Office) -> None:
    viewer, draft_id = drop(office, data="- Các trường mầm non gửi báo cáo trước ngày 30/10/2023.".encode())
    view = look(office, viewer, draft_id)
    assert view.reading.head["issuer"].text == viewer.posts[0].unit_name
    assert not view.may_be_issued
    broken = {problem.code for problem in view.problems if not problem.is_warning}
    assert broken
    with pytest.raises(InputRefused):
        issue_draft(office, viewer, draft_id=draft_id, version=1)
    correct_draft(
        office,
        viewer,
        draft_id=draft_id,
        version=1,
        change=lambda plan: set_head(plan, {"title": "Sơ kết", "doc_type": "cong_van", "addressees": ["Các trường"]}),
    )
    assert "empty_value" not in {problem.code for problem in look(office, viewer, draft_id).problems}


def test_owner_that_reaches_nobody_is_said_beside_its_task(office: Office) -> None:
    viewer, draft_id = drop(office)
    correct_draft(
        office,
        viewer,
        draft_id=draft_id,
        version=1,
        change=lambda plan: set_task(plan, "T03", values={"owner": ["Trường không có"], "ladder": "không có"}),
    )
    view = look(office, viewer, draft_id)
    assert view.outline.tasks["T03"].leads.count == 0
    assert {p.code for p in view.problems} == {"SelectorReachesNobody", "ladder_unknown"}
    with pytest.raises(InputRefused):
        issue_draft(office, viewer, draft_id=draft_id, version=2)


def test_plan_of_another_issuer_is_not_ones_own(office: Office) -> None:
    viewer, draft_id = drop(office)
    for issuer, code in (("UBND huyện Vĩnh Bảo", None), ("Cơ quan lạ", "NotFound")):
        version = plan_draft(office.database, viewer, draft_id=draft_id).version
        correct_draft(
            office,
            viewer,
            draft_id=draft_id,
            version=version,
            change=lambda plan, issuer=issuer: set_head(plan, {"issuer": issuer}),
        )
        view = look(office, viewer, draft_id)
        assert (view.outline.is_own, view.may_be_issued) == (False, False)
        assert [p.code for p in view.problems] == ([code] if code else [])
        with pytest.raises((DraftRefused, NotFound)):
            issue_draft(office, viewer, draft_id=draft_id, version=version + 1)


def test_same_document_dropped_again_is_said_to_be_issued_already(office: Office) -> None:
    viewer, draft_id = drop(office)
    issue_draft(office, viewer, draft_id=draft_id, version=1)
    _, second = drop(office)
    assert [problem.code for problem in look(office, viewer, second).problems] == ["AlreadyIssued"]


def test_phrase_is_derived_with_nothing_saved(office: Office) -> None:
    viewer, draft_id = drop(office)
    spec = look(office, viewer, draft_id).reading.spec
    before = plan_draft(office.database, viewer, draft_id=draft_id)
    found = derive_in_draft(office, "trước ngày 05/11/2023", spec=spec, at=office.clock.now())
    assert f"{found.resolved.last_day}" == "2023-11-04"
    assert plan_draft(office.database, viewer, draft_id=draft_id) == before


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "file_empty"),
        (b"x" * (LARGEST_UPLOAD_BYTES + 1), "upload_too_large"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "image"),
        (b"PK\x03\x04 damaged", "zip_damaged"),
        ("- Các trường gửi báo cáo về Phòng.\n".encode() * 3_000, "text_too_long"),
    ],
)
def test_file_that_cannot_be_read_is_refused_by_its_name(office: Office, data: bytes, reason: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        drop(office, data=data)
    assert refused.value.values == {"path": "document.txt", "reason": reason}


def test_secret_document_leaves_nothing_behind(office: Office) -> None:
    with pytest.raises(SecretDocument):
        drop(office, data=("TỐI MẬT\n" + document("vinh_bao").decode()).encode())


def test_document_is_dropped_by_a_post_of_the_unit_only(office: Office) -> None:
    unit_id, viewer = issuer_of(office, "vinh_bao")
    with pytest.raises(NotFound):
        draft_document(office, viewer, unit_id=unit_id + 1, name="a.txt", data=document("vinh_bao"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\a\\công văn.docx", "công văn.docx"),
        ("../../etc/passwd", "passwd"),
        ("<b>a</b>.txt", "b>.txt"),
        ("", "van_ban_dan.txt"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_file_name_is_only_a_label(given: str, kept: str) -> None:
    assert file_name(given) == kept


def test_owners_are_offered_by_phrase_and_by_name(office: Office) -> None:
    unit_id, _ = issuer_of(office, "vinh_bao")
    offered = owners_offered(office.database, unit_id=unit_id)
    assert {"cơ sở GDMN", "Phòng GDĐT", "Trường MN Trung Lập"} <= set(offered)


def test_preview_needs_a_plan_that_could_be_issued(office: Office) -> None:
    viewer, draft_id = drop(office)
    correct_draft(
        office, viewer, draft_id=draft_id, version=1, change=lambda p: set_task(p, "T03", values={"owner": ["Lạ"]})
    )
    view = look(office, viewer, draft_id)
    with pytest.raises(InputRefused):
        preview_issue(office, view.reading.spec, unit_id=view.draft.unit_id, at=office.clock.now() + timedelta(days=1))
