"""Rendering: each message against its golden words (DONDOC_REWRITE_GOLDEN=1 writes them anew, to be read as a diff)."""

import os
import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateNotFound

from engine.outbox import NoticeItem, Outgoing
from notifications.mail import Rendered
from notifications.render import render
from notifications.wording import shortened
from tests.support.outbox import AT, create_item, create_outgoing

GOLDEN = Path(__file__).parents[2] / "golden" / "mail"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OVERDUE: dict[str, Any] = {
    "last_day": date(2023, 10, 25),
    "due_at": datetime(2023, 10, 25, 17, 0, tzinfo=UTC),
    "days_left": -2,
}
TODAY: dict[str, Any] = {"last_day": date(2023, 10, 27), "due_at": datetime(2023, 10, 27, 9, 30, tzinfo=UTC)}
SOON: dict[str, Any] = {
    "last_day": date(2023, 10, 31),
    "due_at": datetime(2023, 10, 31, 17, 0, tzinfo=UTC),
    "days_left": 2,
}
UNDATED: dict[str, Any] = {"last_day": None, "due_at": None, "days_left": None, "status": "assigned"}
NUMBERED: dict[str, Any] = {
    "directive_number": "396/KH-GD&ĐT",
    "directive_on": "2023-10-05",
    "issuer_name": "Phòng GDĐT huyện Krông Pa",
    "directive_title": "Kế hoạch nâng cao chất lượng tổ chức hoạt động giáo dục",
    "task_text": "Rà soát đồ dùng, thiết bị tối thiểu & lập dự toán bổ sung",
}


def one(kind: str, **overrides: Any) -> Outgoing:
    thread = "<t123.7@dondoc.example>"
    return create_outgoing(kind=kind, items=(create_item(**overrides),), thread_id=thread)


MESSAGES = {
    "digest": create_outgoing(
        items=(
            create_item(),
            create_item(obligation_id=5, **OVERDUE, **NUMBERED, merged=("before_3", "before_1")),
            create_item(obligation_id=6, **TODAY, note="vacant_officer"),
            create_item(obligation_id=7, **SOON, note="delegated", note_values={"person_name": "Trần Văn B"}),
            create_item(obligation_id=8, **UNDATED, **NUMBERED),
            create_item(obligation_id=9, **SOON, audience="coordinator"),
            create_item(obligation_id=10, **OVERDUE, audience="monitor", unit_name="Trường Mầm non Tân Liên"),
            create_item(obligation_id=11, **OVERDUE, audience="monitor", status="submitted"),
            create_item(obligation_id=12, **OVERDUE, audience="urging_draft", unit_name="Trường Mầm non Tân Liên"),
        )
    ),
    "digest_of_one": create_outgoing(),
    "urgent": replace(one("urgent", **TODAY, **NUMBERED), is_urgent=True),
    "returned": one("returned", **OVERDUE, status="returned", note_values={"reason": "Thiếu biểu số 2."}),
    "extension_asked": one(
        "extension_asked",
        **SOON,
        audience="monitor",
        note_values={"until": "10/11/2023", "reason": "Trường sửa chữa sau bão."},
    ),
    "extension_granted": one(
        "extension_decided",
        last_day=date(2023, 11, 10),
        due_at=datetime(2023, 11, 10, 17, 0, tzinfo=UTC),
        days_left=10,
        note_values={"decision": "granted", "until": "10/11/2023"},
    ),
    "extension_refused": one(
        "extension_decided", **SOON, note_values={"decision": "refused", "reason": "Số liệu cần cho kỳ họp."}
    ),
    "submitted": one("submitted", **SOON, audience="monitor", status="submitted"),
    "urging_draft": one("urging_draft", **OVERDUE, audience="parent_leader", note="vacant_leader"),
}


def rendered(outgoing: Outgoing, **overrides: Any) -> Rendered:
    values: dict[str, Any] = {
        "at": AT,
        "base_url": "https://dondoc.example/",
        "sender_office": "Phòng GDĐT huyện Vĩnh Bảo",
        "zone": ZONE,
    }
    return render(outgoing, **(values | overrides))


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize("part", ["subject", "text", "html", "chat"])
def test_message_reads_as_its_golden_file(name: str, part: str) -> None:
    path = GOLDEN / f"{name}.{ {'subject': 'subject.txt', 'text': 'txt', 'html': 'html', 'chat': 'chat.txt'}[part] }"
    content = getattr(rendered(MESSAGES[name]), part)
    if os.environ.get("DONDOC_REWRITE_GOLDEN"):
        path.write_bytes(content.encode())
    assert content.encode() == path.read_bytes()


@pytest.mark.parametrize("name", MESSAGES)
def test_calendar_file_reads_as_its_golden_file(name: str) -> None:
    path = GOLDEN / f"{name}.ics"
    content = rendered(MESSAGES[name]).calendar
    if os.environ.get("DONDOC_REWRITE_GOLDEN") and content:
        path.write_bytes(content)
    assert content == (path.read_bytes() if path.exists() else None)


def test_calendar_file_knows_the_same_work_again_when_its_day_has_moved() -> None:
    before, after = (
        (rendered(one("urgent", deadline_version=version, **days)).calendar or b"").decode()
        for version, days in ((1, TODAY), (2, SOON))
    )
    for name, first, second in (("SEQUENCE", "1", "2"), ("DTSTART;VALUE=DATE", "20231027", "20231031")):
        assert f"{name}:{first}\r\n" in before
        assert f"{name}:{second}\r\n" in after
    assert "UID:viec-123@dondoc.example\r\n" in before
    assert "UID:viec-123@dondoc.example\r\n" in after


@pytest.mark.parametrize("overrides", [OVERDUE, UNDATED, {"audience": "monitor"}, {"status": "submitted"}])
def test_calendar_file_is_left_out_when_nothing_is_to_come(overrides: dict[str, Any]) -> None:
    assert rendered(one("urgent", **overrides)).calendar is None


def test_golden_files_belong_to_a_message() -> None:
    past_the_outbox = {"sign_in"}
    assert {path.name.partition(".")[0] for path in GOLDEN.iterdir()} == set(MESSAGES) | past_the_outbox


@pytest.mark.parametrize("name", MESSAGES)
def test_message_names_the_document_and_warns_of_secrets(name: str) -> None:
    message = rendered(MESSAGES[name])
    for page in (message.text, message.html):
        assert "Phòng GDĐT huyện" in page
        assert "không thay thế văn bản đã ký" in page
        assert "không bao giờ hỏi mật khẩu" in page
        assert "Ông/bà nhận thư này vì" in page


@pytest.mark.parametrize("name", MESSAGES)
def test_message_has_no_link_when_no_address_is_known(name: str) -> None:
    message = rendered(MESSAGES[name], base_url=None)
    assert "http" not in message.text
    assert "href" not in message.html


@pytest.mark.parametrize("name", MESSAGES)
def test_html_escapes_whatever_comes_from_outside(name: str) -> None:
    outgoing = MESSAGES[name]
    items = tuple(hostile(item) for item in outgoing.items)
    evil = replace(outgoing, items=items, person_name="<img src=x>")
    html = rendered(evil, sender_office="<img src=x>").html
    assert "<img" not in html
    assert "&lt;img" in html


def hostile(item: NoticeItem) -> NoticeItem:
    """The item with a tag in each text that somebody outside could have written."""
    kept = {"rung", "audience", "note"}
    texts: dict[str, Any] = {
        f.name: "<img src=x>" for f in fields(item) if f.type in (str, "str") and f.name not in kept
    }
    values = {key: value if key == "decision" else "<img src=x>" for key, value in item.note_values.items()}
    return replace(item, note_values=values, **texts)


def test_html_loads_nothing_from_outside() -> None:
    html = rendered(MESSAGES["digest"]).html
    assert re.findall(r"<(?:img|script|link|iframe|form|input)\b|\bsrc=|url\(", html) == []
    assert set(re.findall(r"https?://[^/\"]+", html)) == {"https://dondoc.example"}


def test_subject_stays_the_same_for_all_messages_of_a_thread() -> None:
    names = ["returned", "extension_asked", "extension_granted", "submitted", "urging_draft"]
    assert len({rendered(MESSAGES[name]).subject for name in names}) == 1


@pytest.mark.parametrize(
    ("number", "issued", "expected"),
    [
        ("/GDĐT-MN", "2023-10", "Văn bản số: (để trống)/GDĐT-MN tháng 10/2023 của"),
        ("396/KH-GD&ĐT", "2023-10-05", "Văn bản số 396/KH-GD&ĐT ngày 05/10/2023 của"),
        ("", "", "Văn bản (chưa ghi số) của"),
        ("12/CV", "ngày không rõ", "Văn bản số 12/CV ngày ngày không rõ của"),
    ],
)
def test_document_is_named_as_it_is_printed(number: str, issued: str, expected: str) -> None:
    outgoing = create_outgoing(items=(create_item(directive_number=number, directive_on=issued),))
    assert expected in rendered(outgoing).text


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        (OVERDUE, "Hạn đến hết ngày 25/10/2023, thứ Tư; quá hạn từ ngày 26/10/2023 (2 ngày làm việc)."),
        (TODAY, "Hạn đến 16 giờ 30 ngày 27/10/2023, thứ Sáu; đến hạn hôm nay."),
        (
            TODAY | {"due_at": AT.replace(hour=0, minute=0)},
            "Hạn đến 7 giờ ngày 27/10/2023, thứ Sáu; quá hạn từ sau 07:00",
        ),
        (SOON, "Hạn đến hết ngày 31/10/2023, thứ Ba; còn 2 ngày làm việc."),
        ({}, "Hạn đến hết ngày 29/10/2023, Chủ nhật; không còn ngày làm việc nào trước hạn."),
        (UNDATED, "Không ghi thời hạn. Tình trạng: chưa tiếp nhận."),
    ],
)
def test_deadline_is_said_with_its_last_day(overrides: dict[str, Any], expected: str) -> None:
    assert expected in rendered(create_outgoing(items=(create_item(**overrides),))).text


def test_message_calls_nobody_late_who_waits_for_a_review() -> None:
    for audience in ("monitor", "officer"):
        item = create_item(**OVERDUE, status="submitted", audience=audience)
        assert "quá hạn" not in rendered(create_outgoing(items=(item,))).text.lower()


def test_message_has_a_draft_for_each_unit_to_be_urged() -> None:
    units = ("Trường A", "Trường A", "Trường B")
    items = tuple(create_item(**OVERDUE, unit_name=unit, audience="urging_draft") for unit in units)
    text = rendered(create_outgoing(items=items)).text
    assert re.findall(r"Kính gửi: (.*)", text) == ["Trường A", "Trường B"]
    assert text.count("Đến nay chưa nhận được báo cáo kết quả.") == 3


def test_render_refuses_a_kind_without_words() -> None:
    with pytest.raises(TemplateNotFound):
        rendered(create_outgoing(kind="no_such_kind"))


def test_shortened_text_is_cut_between_words() -> None:
    assert shortened("một hai ba, bốn năm", 13) == "một hai ba…"
    assert shortened("a" * 40, 10) == "a" * 9 + "…"


@given(st.text(max_size=400), st.integers(10, 120))
def test_shortened_text_keeps_within_its_length_for_any_text(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest
    assert short == " ".join(text.split()) or short.endswith("…")


@given(
    unit_name=st.text(min_size=1, max_size=80),
    task_text=st.text(max_size=600),
    hours=st.integers(-400, 400),
    days_left=st.integers(-30, 30),
)
def test_message_is_one_line_of_subject_and_a_page_for_any_item(
    *, unit_name: str, task_text: str, hours: int, days_left: int
) -> None:
    due_at = AT + timedelta(hours=hours)
    item = create_item(
        unit_name=unit_name,
        task_text=task_text,
        due_at=due_at,
        last_day=due_at.astimezone(ZONE).date(),
        days_left=days_left,
    )
    message = rendered(create_outgoing(items=(item,)))
    assert "\n" not in message.subject
    assert message.html.startswith("<!DOCTYPE html>")
    assert message.html.rstrip().endswith("</html>")
