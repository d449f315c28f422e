"""Drafts as the reader of directives gives them, made by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

from engine.errors import Problem
from intake.drafting.draft import (
    Base,
    Covered,
    Draft,
    DraftDeadline,
    DraftTask,
    Head,
    Reading,
    Signer,
    Skipped,
)


def create_head(**changes: Any) -> Head:
    """The head of a letter whose number was left blank."""
    head = Head(
        number=Reading(None, "printed", "likely", 1),
        number_suffix=Reading("/PGDĐT-MN", "printed", "sure", 1),
        number_corrected=None,
        issued_on=Reading("2025-02", "printed", "likely", 2),
        issuer=Reading("Phòng GDĐT huyện An Phú", "printed", "sure", 1),
        place=Reading("An Phú", "printed", "sure", 2),
        doc_type=Reading("cong_van", "printed", "sure", 3),
        title=Reading("báo cáo: số liệu “đầu năm”", "printed", "sure", 3),
        addressees=Reading(("Các trường mầm non",), "printed", "sure", 4),
        recipients=Reading(("Như trên", "Lưu: VT"), "printed", "sure", 12),
        signer=Reading(Signer("Lê Văn A", "TRƯỞNG PHÒNG"), "printed", "sure", 15),
        based_on=Reading(
            (Base("12/SGDDĐT", date(2025, 1, 24), "Sở GDĐT", "preamble", "12/SGDĐT"),), "printed", "sure", 5
        ),
        period=Reading(Covered(), "not_found", "likely"),
        urgency=Reading("normal", "not_found", "sure"),
    )
    return replace(head, **changes)


def create_task(number: int, text: str = "Gửi báo cáo về Phòng", **changes: Any) -> DraftTask:
    """A task on line 6 and following."""
    task = DraftTask(
        id=f"T{number:02}",
        line=5 + number,
        text=text,
        section="1. Đối với các trường",
        owner=Reading(("all addressees",), "printed", "likely"),
        is_owner_explicit=False,
        coordinators=(),
        kind=Reading("do", "printed", "likely"),
        deadlines=(),
        report_to=None,
        has_form=False,
    )
    return replace(task, **changes)


def create_draft(*tasks: DraftTask, **changes: Any) -> Draft:
    """A draft with ``tasks``, else with one report that has a doubtful date."""
    due = DraftDeadline("trước 15/3", due="2025-03-14", certainty="doubtful")
    draft = Draft(
        doc="thu.txt",
        head=create_head(),
        tasks=tasks or (create_task(1, kind=Reading("report", "printed"), deadlines=(due,), report_to="Phòng GDĐT"),),
        skipped=(Skipped(11, "Nhận được công văn này, đề nghị các đơn vị thực hiện", "closing"),),
        warnings=(Problem("thu.txt:2", "number_blank", {"where": "number"}, is_warning=True),),
    )
    return replace(draft, **changes)
