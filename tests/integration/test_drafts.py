"""Drafts of plans and reports: kept for a unit, guarded by a version, closed by issuing and by handing in."""

from datetime import timedelta

import pytest

from engine.access import HeldPost, Viewer
from engine.errors import AlreadyIssued, DraftRefused, InputRefused, NotFound
from engine.plans import ByName
from engine.service.drafts import (
    DraftSource,
    change_plan_draft,
    directive_text,
    drop_plan_draft,
    drop_report_draft,
    issue_plan_draft,
    keep_plan_draft,
    list_plan_drafts,
    plan_draft,
    report_draft,
    save_report_draft,
)
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import Office

PHONG, HOASEN = 3, 4
LEADER = Viewer(2, "Trưởng phòng", (HeldPost(PHONG, "Phòng GDĐT", "lanh_dao", ""),))
OFFICIAL = Viewer(3, "Chuyên viên", (HeldPost(PHONG, "Phòng GDĐT", "chuyen_vien", ""),))
OWNER = Viewer(4, "Hiệu trưởng Sen", (HeldPost(HOASEN, "Trường Hoa Sen", "hieu_truong", ""),))
CLERK = Viewer(5, "Văn thư Sen", (HeldPost(HOASEN, "Trường Hoa Sen", "van_thu", ""),))
SOURCE = DraftSource("cv.docx", "ab", "Dòng một\nDòng hai", "doc: cv.docx\n", "Về việc báo cáo")
LATER_AT = ISSUED_AT + timedelta(hours=1)


def keep(office: Office, viewer: Viewer = OFFICIAL) -> int:
    return keep_plan_draft(office.database, viewer, unit_id=PHONG, source=SOURCE, at=ISSUED_AT)


def change(office: Office, draft_id: int, *, version: int, plan: str = "x: 1\n", viewer: Viewer = OFFICIAL) -> int:
    return change_plan_draft(
        office.database, viewer, draft_id=draft_id, version=version, plan=plan, title="Mới", at=LATER_AT
    )


def issue(office: Office, draft_id: int, *, version: int = 1, viewer: Viewer = OFFICIAL, **spec: object) -> int:
    made = issue_plan_draft(
        office.database,
        viewer,
        draft_id=draft_id,
        version=version,
        spec=create_directive(**spec),
        policies=office.policies,
        at=LATER_AT,
    )
    return made.directive_id


def test_draft_is_kept_as_it_was_dropped(office: Office) -> None:
    found = plan_draft(office.database, OFFICIAL, draft_id=keep(office))
    assert (found.file_name, found.sha256, found.text, found.plan, found.title) == (
        *("cv.docx", "ab", "Dòng một\nDòng hai"),
        *("doc: cv.docx\n", "Về việc báo cáo"),
    )
    assert (found.unit_name, found.scheme, found.author, found.version, found.issued_as) == (
        *("Phòng GDĐT", "huyen", "Chuyên viên"),
        *(1, None),
    )


def test_draft_is_seen_by_every_post_of_its_unit_and_by_nobody_else(office: Office) -> None:
    draft_id = keep(office)
    assert [line.id for line in list_plan_drafts(office.database, LEADER)] == [draft_id]
    assert plan_draft(office.database, LEADER, draft_id=draft_id).author == "Chuyên viên"
    assert list_plan_drafts(office.database, OWNER) == []
    with pytest.raises(NotFound):
        plan_draft(office.database, OWNER, draft_id=draft_id)
    with pytest.raises(NotFound):
        change(office, draft_id, version=1, viewer=OWNER)
    with pytest.raises(NotFound):
        keep(office, OWNER)


def test_stale_form_is_refused_and_changes_nothing(office: Office) -> None:
    draft_id = keep(office)
    assert change(office, draft_id, version=1, plan="a: 1\n", viewer=LEADER) == 2
    with pytest.raises(DraftRefused) as refused:
        change(office, draft_id, version=1, plan="b: 1\n")
    assert refused.value.values == {"id": draft_id, "why": "stale"}
    found = plan_draft(office.database, OFFICIAL, draft_id=draft_id)
    assert (found.plan, found.title, found.version, found.saved_at) == ("a: 1\n", "Mới", 2, LATER_AT)


def test_drafts_are_listed_last_saved_first_and_without_the_dropped(office: Office) -> None:
    first, second, third = keep(office), keep(office), keep(office)
    change(office, first, version=1)
    drop_plan_draft(office.database, OFFICIAL, draft_id=second, version=1, at=LATER_AT)
    assert [line.id for line in list_plan_drafts(office.database, OFFICIAL)] == [first, third]
    with pytest.raises(NotFound):
        plan_draft(office.database, OFFICIAL, draft_id=second)


def test_issuing_a_draft_keeps_its_text_and_closes_it(office: Office) -> None:
    draft_id = keep(office)
    directive_id = issue(office, draft_id)
    kept = directive_text(office.database, directive_id)
    assert kept is not None
    assert (kept.file_name, kept.lines) == ("cv.docx", ("Dòng một", "Dòng hai"))
    assert plan_draft(office.database, OFFICIAL, draft_id=draft_id).issued_as == directive_id
    for refused in (lambda: change(office, draft_id, version=2), lambda: issue(office, draft_id, version=2)):
        with pytest.raises(DraftRefused) as error:
            refused()
        assert error.value.values["why"] == "issued"
    assert directive_text(office.database, directive_id + 1) is None


@pytest.mark.parametrize(
    ("spec", "version", "kind"),
    [
        ({}, 2, DraftRefused),
        ({"issuer": "Trường Hoa Sen"}, 1, DraftRefused),
        ({"issuer": "Nơi không có"}, 1, NotFound),
        ({"tasks": (create_task(owner=ByName("Không ai")),)}, 1, InputRefused),
    ],
)
def test_refused_issue_leaves_nothing_behind(office: Office, spec: dict[str, object], version: int, kind: type) -> None:
    draft_id = keep(office)
    before = office.dump()
    with pytest.raises(kind):
        issue(office, draft_id, version=version, **spec)
    assert office.dump() == before


def test_second_draft_of_an_issued_document_is_refused(office: Office) -> None:
    first, second = keep(office), keep(office)
    issue(office, first)
    with pytest.raises(AlreadyIssued):
        issue(office, second)
    assert plan_draft(office.database, OFFICIAL, draft_id=second).issued_as is None


def write(office: Office, obligation_id: int, *, text: str, viewer: Viewer = OWNER) -> None:
    save_report_draft(
        office.database, viewer, obligation_id=obligation_id, text=text, figures={"so_tre": "12,"}, at=LATER_AT
    )


def text_of(office: Office, obligation_id: int, *, viewer: Viewer = OWNER) -> str | None:
    found = report_draft(office.database, viewer, obligation_id=obligation_id)
    return None if found is None else found.text


def test_report_draft_is_kept_for_each_person(office: Office) -> None:
    office.issue(create_directive())
    one = office.one()
    assert text_of(office, one) is None
    write(office, one, text="Đang viết")
    write(office, one, text="Đang viết tiếp")
    write(office, one, text="Văn thư viết", viewer=CLERK)
    found = report_draft(office.database, OWNER, obligation_id=one)
    assert found is not None
    assert (found.text, found.figures, found.saved_at) == ("Đang viết tiếp", {"so_tre": "12,"}, LATER_AT)
    drop_report_draft(office.database, OWNER, obligation_id=one)
    assert (text_of(office, one), text_of(office, one, viewer=CLERK)) == (None, "Văn thư viết")


def test_report_draft_of_somebody_who_may_not_answer_is_refused(office: Office) -> None:
    office.issue(create_directive())
    with pytest.raises(NotFound):
        write(office, office.one(), text="không được", viewer=OFFICIAL)
    with pytest.raises(NotFound):
        write(office, office.one(unit="HOAMAI"), text="không thấy")


def test_report_draft_goes_with_the_report(office: Office) -> None:
    office.issue(create_directive())
    one, other = office.one(), office.one(unit="HOAMAI")
    write(office, one, text="Đang viết")
    office.report(other, at=LATER_AT)
    assert text_of(office, one) == "Đang viết"
    office.report(one, at=LATER_AT + timedelta(minutes=1))
    assert text_of(office, one) is None
