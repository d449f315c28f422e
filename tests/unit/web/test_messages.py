"""The record of messages in words: what an address asks for, reasons, steps in their order, health."""

from datetime import UTC, datetime, timedelta

import pytest

from config.channel_health import ChannelHealth, LoopHealth, OfficeHealth
from engine.service.correspondence import Attempt, Leg, Listed, Seen, Shown, Subject
from engine.service.message_log import Entry, Opened
from engine.service.paging import Page
from engine.service.resending import Resent
from web.i18n import speech
from web.presenters.messages import asked_for, health_view, message_view, present, reason, resent, written_at

AT = datetime(2023, 10, 19, 1, tzinfo=UTC)
VI, EN = speech("vi"), speech("en")
SUBJECTS = tuple(
    Subject(n, "assigned", "396/GDĐT", f"T0{n}", "Báo cáo. Kèm số liệu", "Trường <Hoa>") for n in range(1, 5)
)


def listed(state: str = "pending", outcome: str | None = None, detail: str = "") -> Listed:
    return Listed(
        id=7,
        kind="digest",
        channel="zalo_phone",
        person_name="Văn thư",
        address="84****123",
        state=state,
        created_at=AT,
        settled_at=None,
        next_at=None,
        outcome=outcome,
        detail=detail,
        provider_id=None,
        receipt=None,
        receipt_at=None,
    )


def test_address_asks_for_what_it_knows_and_leaves_the_rest_out() -> None:
    asked = asked_for({"tinh-trang": "loi", "kenh": "pigeon", "nguoi": " a ", "cua-toi": "1", "ngay": "2023-10-19"})
    assert asked.states == ("failed_permanent", "failed_exhausted", "unknown")
    assert asked.channels == ()
    assert (asked.person, asked.is_own) == ("a", True)
    assert asked_for({"tinh-trang": "x"}).states == ()
    assert asked_for({"tinh-trang": "khong-den"}).is_dead


def test_link_of_an_address_asks_for_the_same() -> None:
    asked = asked_for({"tinh-trang": "da-gui", "kenh": "email", "nguoi": "Ân & Bình"})
    assert asked.link(sau="x") == "/nhac-viec?tinh-trang=da-gui&kenh=email&nguoi=%C3%82n+%26+B%C3%ACnh&sau=x"


def test_line_names_two_pieces_of_work_and_counts_the_others() -> None:
    view = present(
        Page((Entry(listed(), SUBJECTS, 3, is_dead=False),)), asked=asked_for({}), problem="", is_first=True, speech=VI
    )
    (line,) = view.lines
    assert [one.title for one in line.abouts] == ["T01: Báo cáo. Kèm số liệu", "T02: Báo cáo. Kèm số liệu"]
    assert (line.more, line.unseen) == (2, 3)
    assert line.way == "tin mẫu Zalo theo số điện thoại: 84****123"
    assert view.more == ""


@pytest.mark.parametrize(
    ("outcome", "detail", "said"),
    [
        (None, "", ""),
        ("recipient", "", "địa chỉ nhận bị từ chối"),
        ("recipient", "550 no", "địa chỉ nhận bị từ chối: 550 no"),
        ("ambiguous", "interrupted", "không rõ đã gửi được hay chưa: đang gửi thì chương trình bị ngắt"),
        ("odd", "", "odd"),
    ],
)
def test_reason_is_told_in_words_with_those_of_the_provider(outcome: str | None, detail: str, said: str) -> None:
    assert reason(outcome, detail, speech=VI) == said


def opened(**changes: object) -> Opened:
    attempt = Attempt(AT + timedelta(minutes=1), None, "ok", "", "p-1")
    receipt = Seen("failed", None, AT + timedelta(minutes=2), "no such user")
    leg = Leg(
        7, "email", "a@b.example", "failed_permanent", AT, None, None, None, "bounced", "", (attempt,), (receipt,)
    )
    shown = Shown(listed("failed_permanent"), is_dead=True, subjects=SUBJECTS, legs=(leg,))
    values = {"seen": frozenset({1}), "unseen": 2, "text": None, "is_own": False, "moves_on_at": None, **changes}
    return Opened(shown, **values)  # type: ignore[arg-type]


def test_way_of_a_message_is_told_in_order() -> None:
    view = message_view(opened(), rendered=None, speech=VI)
    (leg,) = view.legs
    assert [step.what for step in leg.steps] == [
        "soạn",
        "gửi: nhà cung cấp đã nhận",
        "báo nhận: bị trả về: no such user",
    ]
    assert view.is_dead
    assert not view.has_text


def test_work_that_may_not_be_opened_has_no_link() -> None:
    view = message_view(opened(), rendered=None, speech=VI)
    assert [one.link for one in view.abouts] == ["/viec/1", "", "", ""]


def test_text_belongs_to_the_last_attempt() -> None:
    assert written_at(opened()) == AT + timedelta(minutes=1)


def test_doubtful_sending_again_says_that_it_may_come_twice() -> None:
    done = Resent(9, "email", "a@b.example", "Văn thư", AT, is_doubtful=True)
    assert "hai lần" in resent(done, speech=VI)
    assert "twice" in resent(done, speech=EN)
    assert "08:00 19/10/2023" in resent(done, speech=VI)


def health(*, stands: bool = False, beat: datetime | None = AT, stopped: datetime | None = None) -> OfficeHealth:
    email = ChannelHealth("email", True, 1, 1, stopped, "535 no" if stopped else "", AT if stopped else None, AT, 3)
    bot = ChannelHealth("zalo_bot", False, None, None, None, "", None, None, 0)
    return OfficeHealth((email, bot), LoopHealth(beat, None, None, stands))


def test_only_channels_in_use_are_shown_and_why_one_stopped_is_not_for_all() -> None:
    view = health_view(health(stopped=AT), is_told_why=True, speech=VI)
    (channel,) = view.channels
    assert (channel.state, channel.tone) == ("đang dừng", "bad")
    assert "lý do: 535 no" in channel.facts
    (channel,) = health_view(health(stopped=AT), is_told_why=False, speech=VI).channels
    assert not any("535" in fact for fact in channel.facts)


@pytest.mark.parametrize(
    ("found", "tone"),
    [
        (health(), "good"),
        (health(beat=None), "quiet"),
        (health(stands=True), "bad"),
        (health(beat=None, stands=True), "bad"),
    ],
)
def test_loop_that_stands_still_is_told(found: OfficeHealth, tone: str) -> None:
    assert health_view(found, is_told_why=False, speech=VI).loop_tone == tone
