"""What the demo shows of its clock and of the people one may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.pace import State
from engine.access import Viewer
from engine.deadlines import OFFICE_ZONE
from web.i18n import Speech

SPEEDS = {"phut": 60.0, "gio": 3_600.0, "buoi": 21_600.0, "ngay": 86_400.0}
"""Seconds of the demo to one of ours."""
LEAPS = {"ngay": timedelta(days=1), "tuan": timedelta(days=7), "thang": timedelta(days=30)}


@dataclass(frozen=True)
class Role:
    """Somebody one may be: a word for the role, and the mail address of who has it."""

    key: str
    address: str


@dataclass(frozen=True)
class Clock:
    """The demo's time. ``note`` says what it does just now; ``is_busy`` while it leaps."""

    text: str
    note: str
    is_busy: bool


@dataclass(frozen=True)
class Choice:
    """A button with its value."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Bar:
    """The bar above every page of the demo."""

    clock: Clock
    is_paused: bool
    speeds: Sequence[Choice]
    leaps: Sequence[Choice]


@dataclass(frozen=True)
class Person:
    """A role as it is offered: what one can see and do as that person."""

    key: str
    role: str
    name: str
    hint: str
    is_here: bool


def clock_view(state: State, *, starts_at: datetime, speech: Speech) -> Clock:
    """The clock as the bar shows it."""
    _, local = speech.say, state.at.astimezone(OFFICE_ZONE)
    days = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"))
    text = f"{days[local.weekday()]} {local:%d/%m/%Y %H:%M}"
    if state.at < starts_at:
        return Clock(text, _("đang dựng lại quá khứ, đến %(day)s …", day=starts_at), is_busy=True)
    if state.goal is not None:
        return Clock(text, _("đang chạy đến %(day)s …", day=state.goal), is_busy=True)
    return Clock(text, _("đang dừng") if state.is_paused else "", is_busy=False)


def bar_view(state: State, *, starts_at: datetime, speech: Speech) -> Bar:
    """The bar."""
    _ = speech.say
    speeds = {
        "phut": _("1 phút mỗi giây"),
        "gio": _("1 giờ mỗi giây"),
        "buoi": _("6 giờ mỗi giây"),
        "ngay": _("1 ngày mỗi giây"),
    }
    leaps = {"ngay": _("+1 ngày"), "tuan": _("+1 tuần"), "thang": _("+1 tháng")}
    return Bar(
        clock_view(state, starts_at=starts_at, speech=speech),
        state.is_paused,
        [Choice(key, label, is_chosen=SPEEDS[key] == state.speed) for key, label in speeds.items()],
        [Choice(key, label) for key, label in leaps.items()],
    )


def person_view(role: Role, viewer: Viewer, *, here: int | None, speech: Speech) -> Person:
    """One of the people."""
    _ = speech.say
    roles = {
        "leader": _("Lãnh đạo phòng"),
        "officer": _("Chuyên viên theo dõi"),
        "principal": _("Hiệu trưởng"),
        "province": _("Cấp tỉnh"),
        "administrator": _("Quản trị viên"),
    }
    hints = {
        "leader": _("Ban hành văn bản, xem đơn vị nào chậm, việc gì, từ bao giờ."),
        "officer": _("Xác nhận hoặc trả lại báo cáo, quyết định gia hạn, tổng hợp gửi lên."),
        "principal": _("Xem việc phải làm, báo cáo, xin gia hạn. Trường này chờ bạn: không ai trả lời thay."),
        "province": _("Xem bảng tổng hợp của các đơn vị bên dưới."),
        "administrator": _("Đơn vị, cán bộ, lịch làm việc, thang nhắc, kênh gửi."),
    }
    return Person(role.key, roles[role.key], viewer.name, hints[role.key], is_here=viewer.person_id == here)
