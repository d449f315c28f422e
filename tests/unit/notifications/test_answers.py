"""Answers: every reading and every doubt has its words, official and short (DONDOC_REWRITE_GOLDEN=1 writes anew)."""

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.answers import Answer, AnswerKind, render_answer
from notifications.chat import LONGEST
from notifications.mail import Rendered
from notifications.replies import Doubt, ExtensionAsked, Unclear, read_reply
from tests.support.outbox import AT, create_item
from tests.unit.notifications.test_render import OVERDUE, SOON, hostile

GOLDEN = Path(__file__).parents[2] / "golden" / "answers"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TASK = create_item(**SOON, status="acknowledged")
TASKS = (create_item(obligation_id=5, **OVERDUE), create_item(obligation_id=7, **SOON))
FULL: dict[AnswerKind, Answer] = {
    AnswerKind.ACKNOWLEDGED: Answer(AnswerKind.ACKNOWLEDGED, (TASK,)),
    AnswerKind.ALREADY_ACKNOWLEDGED: Answer(AnswerKind.ALREADY_ACKNOWLEDGED, (TASK,)),
    AnswerKind.EXTENSION_DRAFTED: Answer(
        AnswerKind.EXTENSION_DRAFTED, (TASK,), until=date(2023, 11, 10), reason="chờ số liệu"
    ),
    AnswerKind.MY_WORK: Answer(AnswerKind.MY_WORK, TASKS),
    AnswerKind.WHICH_TASK: Answer(AnswerKind.WHICH_TASK, TASKS),
    AnswerKind.NO_SUCH_TASK: Answer(AnswerKind.NO_SUCH_TASK, number=99),
    AnswerKind.CLOSED: Answer(AnswerKind.CLOSED, number=99),
}
ANSWERS = {kind.value: FULL.get(kind, Answer(kind)) for kind in AnswerKind} | {
    doubt.value: Answer(doubt, number=123) for doubt in Doubt
}


def rendered(answer: Answer, **overrides: Any) -> Rendered:
    values: dict[str, Any] = {
        "at": AT,
        "base_url": "https://dondoc.example/",
        "sender_office": "Phòng GDĐT huyện Vĩnh Bảo",
        "zone": ZONE,
    }
    return render_answer(answer, **(values | overrides))


def shown(name: str) -> str:
    message = rendered(ANSWERS[name])
    return f"# {name}\n{message.subject}\n\n{message.chat}\n"


def checked(path: Path, content: str) -> None:
    if os.environ.get("DONDOC_REWRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    assert content == path.read_text(encoding="utf-8")


def test_answers_read_as_their_golden_file() -> None:
    checked(GOLDEN / "chat.txt", "\n".join(shown(name) for name in ANSWERS))


@pytest.mark.parametrize(("part", "ending"), [("text", "txt"), ("html", "html")])
def test_answer_by_mail_reads_as_its_golden_file(part: str, ending: str) -> None:
    checked(GOLDEN / f"extension_drafted.{ending}", getattr(rendered(ANSWERS["extension_drafted"]), part))


@pytest.mark.parametrize("name", ANSWERS)
def test_answer_has_words_and_says_who_speaks(name: str) -> None:
    message = rendered(ANSWERS[name])
    sentences = message.chat.removesuffix("Phòng GDĐT huyện Vĩnh Bảo").strip()
    assert len(sentences) > 30
    assert message.chat != sentences
    for page in (message.text, message.html):
        assert "không bao giờ hỏi mật khẩu" in page


@pytest.mark.parametrize("doubt", list(Doubt))
def test_answer_to_a_doubt_notes_nothing(doubt: Doubt) -> None:
    message = rendered(Answer(doubt))
    assert message.subject == "[Đôn đốc] Tin của ông/bà chưa được ghi nhận"
    assert "Đã ghi nhận" not in message.chat


def test_answer_to_work_done_says_where_to_report() -> None:
    assert "báo cáo kết quả trên hệ thống: https://dondoc.example" in rendered(Answer(Doubt.DONE)).chat
    assert "http" not in rendered(Answer(Doubt.DONE), base_url=None).chat


def test_answer_teaches_a_form_that_is_understood() -> None:
    chat = rendered(Answer(Doubt.NO_DATE, number=31)).chat
    form = re.search(r"“(.*)”", chat)
    assert form is not None
    reply = read_reply(form[1].replace("ngày/tháng", "20/11").replace("…", "bão"), today=date(2023, 10, 27))
    assert reply == ExtensionAsked(date(2023, 11, 20), "bão", 31)


def test_answer_in_full_could_not_be_read_as_a_reply() -> None:
    for answer in ANSWERS.values():
        assert isinstance(read_reply(rendered(answer).chat, today=date(2023, 10, 27)), Unclear | ExtensionAsked)


def test_answer_escapes_whatever_comes_from_outside() -> None:
    answer = replace(ANSWERS["extension_drafted"], items=(hostile(TASK),), reason="<img src=x>")
    html = rendered(answer, sender_office="<img src=x>").html
    assert "<img" not in html
    assert "&lt;img" in html


def test_answer_counts_the_tasks_that_it_leaves_out() -> None:
    tasks = tuple(create_item(obligation_id=n, **SOON) for n in range(1, 31))
    chat = rendered(Answer(AnswerKind.MY_WORK, tasks)).chat
    listed = chat.count("https://dondoc.example/viec/")
    assert "đang có 30 việc" in chat
    assert f"và {30 - listed} việc khác." in chat


@given(
    kind=st.sampled_from([*AnswerKind, *Doubt]),
    texts=st.lists(st.text(max_size=900), min_size=4, max_size=4),
    count=st.integers(0, 14),
    number=st.none() | st.integers(1, 10**9),
)
def test_answer_fits_a_chat_for_any_words(
    *, kind: AnswerKind | Doubt, texts: list[str], count: int, number: int | None
) -> None:
    item = create_item(unit_name=texts[0], task_text=texts[1], issuer_name=texts[2])
    items = tuple(replace(item, obligation_id=n + 1) for n in range(count))
    answer = Answer(kind, items, number=number, until=date(2026, 1, 1), reason=texts[3])
    chat = rendered(answer, sender_office=texts[0]).chat
    assert 0 < len(chat.encode("utf-16-le", "replace")) // 2 <= LONGEST
