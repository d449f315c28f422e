"""Chat and card: what they name, and that they keep within what a provider takes, for any message."""

import json
import os
import unicodedata
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.card import LIMITS
from notifications.chat import LONGEST, MOST_TASKS, fitted
from notifications.mail import Rendered
from notifications.replies import Acknowledged, ExtensionAsked, read_reply
from tests.support.outbox import AT, create_item, create_outgoing
from tests.unit.notifications.test_render import MESSAGES, OVERDUE, SOON, TODAY, UNDATED, ZONE, one, rendered

CARDS = Path(__file__).parents[2] / "golden" / "cards.json"
KINDS = ["digest", "urgent", "returned", "extension_asked", "extension_decided", "submitted", "urging_draft"]
texts = st.text(max_size=900)


def digest_of(count: int, **overrides: Any) -> Rendered:
    return rendered(create_outgoing(items=tuple(create_item(obligation_id=n + 1, **overrides) for n in range(count))))


def units(text: str) -> int:
    """Letters as a provider may count them."""
    return len(text.encode("utf-16-le", "replace")) // 2


@pytest.mark.parametrize("name", MESSAGES)
def test_chat_names_document_office_task_time_and_link(name: str) -> None:
    chat = rendered(MESSAGES[name]).chat
    for said in ("GDĐT", "2023", "Phòng GDĐT huyện Vĩnh Bảo", "CV-", "https://dondoc.example/viec/"):
        assert said in chat
    assert chat == unicodedata.normalize("NFC", chat)
    assert not [line for line in chat.split("\n") if line != line.rstrip()]


@pytest.mark.parametrize("name", MESSAGES)
def test_chat_has_no_link_when_no_address_is_known(name: str) -> None:
    message = rendered(MESSAGES[name], base_url=None)
    assert "http" not in message.chat
    assert (message.card["link"], message.card["path"]) == ("", "")


def test_chat_counts_the_tasks_that_it_leaves_out() -> None:
    chat = digest_of(50, **SOON).chat
    shown = chat.count("https://dondoc.example/viec/")
    assert 3 <= shown <= MOST_TASKS
    assert f"và {50 - shown} việc khác" in chat


def test_chat_leaves_out_nothing_that_fits() -> None:
    chat = digest_of(3, **SOON).chat
    assert chat.count("https://dondoc.example/viec/") == 3
    assert "việc khác" not in chat


def test_chat_shows_no_more_tasks_than_can_be_read() -> None:
    chat = digest_of(MOST_TASKS + 2, task_text="Báo cáo", directive_number="1", unit_name="A", issuer_name="B").chat
    assert chat.count("https://dondoc.example/viec/") == MOST_TASKS
    assert "và 2 việc khác" in chat


def test_chat_shows_what_is_most_urgent_first() -> None:
    items = [create_item(obligation_id=n, **SOON) for n in range(1, 30)] + [create_item(obligation_id=99, **OVERDUE)]
    chat = rendered(create_outgoing(items=tuple(items))).chat
    assert 0 < chat.index("QUÁ HẠN (1)\nCV-99") < chat.index("SẮP ĐẾN HẠN (29)")


def test_chat_teaches_replies_that_are_understood() -> None:
    chat = rendered(one("urgent", **TODAY)).chat
    today = AT.astimezone(ZONE).date()
    assert "“đã nhận CV-123”" in chat
    assert "“xin gia hạn CV-123 đến ngày/tháng vì …”" in chat
    assert read_reply("đã nhận CV-123", today=today) == Acknowledged(123)
    asked = read_reply("xin gia hạn CV-123 đến 20/11 vì chờ số liệu", today=today)
    assert isinstance(asked, ExtensionAsked)
    assert (asked.number, asked.reason) == (123, "chờ số liệu")


def test_chat_asks_no_acknowledgement_of_those_who_only_watch() -> None:
    for audience in ("monitor", "informed", "coordinator"):
        assert "trả lời" not in rendered(one("urgent", **OVERDUE, audience=audience)).chat


def test_chat_says_where_a_draft_is_that_does_not_fit() -> None:
    items = tuple(create_item(obligation_id=n, **OVERDUE, audience="urging_draft") for n in range(1, 9))
    chat = rendered(create_outgoing(kind="urging_draft", items=items)).chat
    assert "dài hơn một tin nhắn" in chat
    assert "DỰ THẢO -----" not in chat


def test_cards_read_as_their_golden_file() -> None:
    cards = {name: dict(rendered(outgoing).card) for name, outgoing in MESSAGES.items()}
    content = json.dumps(cards, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("DONDOC_REWRITE_GOLDEN"):
        CARDS.write_text(content, encoding="utf-8")
    assert content == CARDS.read_text(encoding="utf-8")


def test_card_values_are_cut_at_a_word() -> None:
    issuer = "Phòng Giáo dục và Đào tạo huyện Vĩnh Bảo, thành phố Hải Phòng"
    assert rendered(one("urgent", **TODAY, issuer_name=issuer)).card["issuer"] == "Phòng Giáo dục và Đào tạo…"


def test_card_counts_letters_as_they_are_composed() -> None:
    issuer = unicodedata.normalize("NFD", "Phòng Giáo dục và Đào tạo xã A")
    assert rendered(one("urgent", **TODAY, issuer_name=issuer)).card["issuer"] == "Phòng Giáo dục và Đào tạo xã A"


def test_card_has_no_half_a_link() -> None:
    card = rendered(one("urgent", **TODAY), base_url="https://" + "x" * 200 + ".example").card
    assert card["link"] == ""
    assert card["path"] == "viec/123"


@given(
    kind=st.sampled_from(KINDS),
    values=st.fixed_dictionaries(
        dict.fromkeys(("unit_name", "directive_number", "issuer_name", "directive_title", "task_text"), texts)
        | {"audience": st.sampled_from(["officer", "monitor", "informed", "urging_draft"]), "status": texts}
    ),
    when=st.sampled_from([OVERDUE, TODAY, SOON, UNDATED]),
    count=st.integers(1, 14),
    person=texts,
    reason=texts,
)
def test_chat_and_card_keep_within_their_limits_for_any_message(
    *, kind: str, values: dict[str, Any], when: dict[str, Any], count: int, person: str, reason: str
) -> None:
    item = create_item(**(when | values), note_values={"reason": reason, "summary": reason, "person_name": reason})
    items = tuple(replace(item, obligation_id=n) for n in range(1, count + 1))
    message = rendered(create_outgoing(kind=kind, items=items, person_name=person), sender_office=reason)
    assert 0 < units(message.chat) <= LONGEST
    assert message.card.keys() == LIMITS.keys()
    assert [key for key, value in message.card.items() if len(value) > LIMITS[key] or "\n" in value] == []


@given(st.text(max_size=4500), st.integers(1, 4))
def test_fitted_text_is_a_beginning_of_it_for_any_text(text: str, times: int) -> None:
    whole = fitted(text * times)
    assert units(whole) <= LONGEST
    assert whole == unicodedata.normalize("NFC", whole)


def test_card_says_how_late_it_is() -> None:
    late = rendered(one("urgent", **(OVERDUE | {"days_left": -300}))).card
    assert (late["status"], late["days"], late["due"]) == (
        "quá hạn 300 ngày làm việc",
        "quá 300 ngày làm việc",
        "25/10/2023",
    )
    hour = rendered(one("urgent", **TODAY), at=AT - timedelta(minutes=5)).card
    assert (hour["status"], hour["days"], hour["due"]) == ("đến hạn hôm nay", "còn 0 ngày làm việc", "16:30 27/10/2023")
