"""The record of messages as its pages show it: each line in words, each step of a message's way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from config.channel_health import ChannelHealth, OfficeHealth
from engine.outbox import MessageState
from engine.service.correspondence import Attempt, Leg, Listed, Seen, Subject
from engine.service.message_log import Entry, Opened
from engine.service.paging import Page
from engine.service.resending import Resent
from notifications.mail import Rendered
from web.i18n import Speech
from web.presenters.asked import address
from web.presenters.phrases import first_sentence

PLACE = "/nhac-viec"
_LONGEST = 200
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "": (),
    "cho-gui": (MessageState.PENDING, MessageState.CLAIMED, MessageState.SENDING, MessageState.DEFERRED),
    "da-gui": (MessageState.ACCEPTED, MessageState.DELIVERED),
    "khong-den": (),
    "khong-can": (MessageState.SUPPRESSED, MessageState.CANCELLED, MessageState.SUPERSEDED),
    "loi": (MessageState.FAILED_PERMANENT, MessageState.FAILED_EXHAUSTED, MessageState.UNKNOWN),
}
DEAD = "khong-den"
_CHANNELS = ("email", "zalo_bot", "zalo_uid", "zalo_phone", "zalo_oa")
_TONES: Mapping[str, str] = {
    MessageState.ACCEPTED: "calm",
    MessageState.DELIVERED: "good",
    MessageState.FAILED_PERMANENT: "bad",
    MessageState.FAILED_EXHAUSTED: "bad",
    MessageState.UNKNOWN: "near",
    MessageState.DEFERRED: "near",
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a group of states, a channel, a name, a day as typed, only my own."""

    group: str = ""
    channel: str = ""
    person: str = ""
    day: str = ""
    is_own: bool = False

    @property
    def states(self) -> tuple[str, ...]:
        """The states of the group."""
        return _GROUPS[self.group]

    @property
    def is_dead(self) -> bool:
        """True for what reached nobody."""
        return self.group == DEAD

    @property
    def channels(self) -> tuple[str, ...]:
        """The channel, if there is one."""
        return (self.channel,) if self.channel else ()

    def link(self, **more: str) -> str:
        """The address that asks for this."""
        values = {"tinh-trang": self.group, "kenh": self.channel, "nguoi": self.person, "ngay": self.day}
        values |= {"cua-toi": "1" if self.is_own else "", **more}
        return address(PLACE, {name: value for name, value in values.items() if value})


def asked_for(query: Mapping[str, str]) -> Asked:
    """What an address asks for; what it does not know is left out."""
    group, channel = query.get("tinh-trang", ""), query.get("kenh", "")
    return Asked(
        group=group if group in _GROUPS else "",
        channel=channel if channel in _CHANNELS else "",
        person=query.get("nguoi", "").strip()[:_LONGEST],
        day=query.get("ngay", "").strip()[:20],
        is_own=query.get("cua-toi") == "1",
    )


@dataclass(frozen=True)
class Option:
    """A choice, in a form or as a link."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class About:
    """One obligation that a message speaks of; ``link`` "" where the reader may not open it."""

    link: str
    document: str
    title: str
    unit: str
    status: str


@dataclass(frozen=True)
class LineView:
    """One message in the list. ``more``: obligations not named; ``unseen``: those that the reader may not know."""

    link: str
    at: datetime
    kind: str
    person: str
    way: str
    state: str
    tone: str
    why: str
    abouts: tuple[About, ...]
    more: int
    unseen: int
    is_dead: bool


@dataclass(frozen=True)
class LogView:
    """A page of the record. ``more``: where the search goes on ("" at the end)."""

    asked: Asked
    problem: str
    groups: tuple[Option, ...]
    channels: tuple[Option, ...]
    lines: tuple[LineView, ...]
    more: str
    is_first: bool


_NAMED = 2


def present(found: Page[Entry], *, asked: Asked, problem: str, is_first: bool, speech: Speech) -> LogView:
    """The view of a page of the record."""
    names = {
        "": speech.say("Tất cả"),
        "cho-gui": speech.say("Chờ gửi"),
        "da-gui": speech.say("Đã gửi"),
        DEAD: speech.say("Không đến được ai"),
        "loi": speech.say("Từng gửi hỏng"),
        "khong-can": speech.say("Không còn cần gửi"),
    }
    channels = {"": speech.say("Mọi kênh"), **{one: channel_name(one, speech=speech) for one in _CHANNELS}}
    return LogView(
        asked=asked,
        problem=problem,
        groups=tuple(Option(replace(asked, group=one).link(), name, one == asked.group) for one, name in names.items()),
        channels=tuple(Option(one, name, one == asked.channel) for one, name in channels.items()),
        lines=tuple(_line(entry, speech=speech) for entry in found.items),
        more=asked.link(sau=found.next_cursor) if found.next_cursor else "",
        is_first=is_first,
    )


def _line(entry: Entry, *, speech: Speech) -> LineView:
    one = entry.message
    return LineView(
        link=f"{PLACE}/{one.id}",
        at=one.created_at,
        kind=kind_name(one.kind, speech=speech),
        person=one.person_name,
        way=way(one.channel, one.address, speech=speech),
        state=speech.words.say(f"messages.{one.state}"),
        tone=_TONES.get(one.state, "quiet"),
        why=reason(one.outcome, one.detail, speech=speech) if one.state not in _GROUPS["da-gui"] else "",
        abouts=tuple(about(subject, is_seen=False, speech=speech) for subject in entry.subjects[:_NAMED]),
        more=max(0, len(entry.subjects) - _NAMED),
        unseen=entry.unseen,
        is_dead=entry.is_dead,
    )


def about(subject: Subject, *, is_seen: bool, speech: Speech) -> About:
    """One obligation of a message in words."""
    return About(
        link=f"/viec/{subject.obligation_id}" if is_seen else "",
        document=subject.document or speech.say("không số"),
        title=f"{subject.task_key}: {first_sentence(subject.task_text, longest=90)}",
        unit=subject.unit_name,
        status=speech.words.status(subject.status),
    )


def channel_name(channel: str, *, speech: Speech) -> str:
    """A channel as people call it."""
    key = f"channels.{channel}"
    return speech.words.say(key) if key in speech.words else channel


def kind_name(kind: str, *, speech: Speech) -> str:
    """The kind of a message as people call it."""
    key = f"message_kinds.{kind}"
    return speech.words.say(key) if key in speech.words else kind


def way(channel: str, to: str, *, speech: Speech) -> str:
    """A channel with the address on it."""
    return f"{channel_name(channel, speech=speech)}: {to}"


def reason(outcome: str | None, detail: str, *, speech: Speech) -> str:
    """How an attempt ended, with the provider's words; "" where nothing was tried."""
    if outcome is None and not detail:
        return ""
    key, told = f"outcomes.{outcome or 'under_way'}", f"cli.legs.details.{detail}"
    said = speech.words.say(key) if key in speech.words else str(outcome)
    if not detail:
        return said
    return f"{said}: {speech.words.say(told) if told in speech.words else detail}"


@dataclass(frozen=True)
class Step:
    """One step on the way of a message."""

    at: datetime
    what: str
    tone: str


@dataclass(frozen=True)
class LegView:
    """What was tried on one channel. ``next_at``: when it goes on here; None where nothing more happens."""

    link: str
    way: str
    state: str
    tone: str
    steps: tuple[Step, ...]
    next_at: datetime | None
    is_here: bool


@dataclass(frozen=True)
class MessageView:
    """A message in full. ``subject`` and ``text`` "" where the reader may not read them."""

    number: int
    kind: str
    person: str
    at: datetime
    state: str
    tone: str
    abouts: tuple[About, ...]
    unseen: int
    legs: tuple[LegView, ...]
    is_dead: bool
    moves_on_at: datetime | None
    subject: str
    text: str
    has_text: bool


def written_at(opened: Opened) -> datetime:
    """The instant to which the text of a message belongs: its last attempt, else when it was made."""
    tried = [one.started_at for leg in opened.shown.legs for one in leg.attempts]
    return max(tried, default=opened.shown.message.created_at)


def message_view(opened: Opened, *, rendered: Rendered | None, speech: Speech) -> MessageView:
    """The view of a message."""
    shown, one = opened.shown, opened.shown.message
    return MessageView(
        number=one.id,
        kind=kind_name(one.kind, speech=speech),
        person=one.person_name,
        at=one.created_at,
        state=speech.words.say(f"messages.{one.state}"),
        tone=_TONES.get(one.state, "quiet"),
        abouts=tuple(
            about(subject, is_seen=subject.obligation_id in opened.seen, speech=speech) for subject in shown.subjects
        ),
        unseen=opened.unseen,
        legs=tuple(_leg(leg, here=one, speech=speech) for leg in shown.legs),
        is_dead=shown.is_dead,
        moves_on_at=opened.moves_on_at,
        subject=rendered.subject if rendered else "",
        text=rendered.text if rendered else "",
        has_text=rendered is not None,
    )


def _leg(leg: Leg, *, here: Listed, speech: Speech) -> LegView:
    steps = [Step(leg.created_at, speech.say("soạn"), "quiet")]
    steps += [_attempt(one, speech=speech) for one in leg.attempts]
    steps += [_receipt(one, speech=speech) for one in leg.receipts]
    return LegView(
        link=f"{PLACE}/{leg.id}",
        way=way(leg.channel, leg.address, speech=speech),
        state=speech.words.say(f"messages.{leg.state}"),
        tone=_TONES.get(leg.state, "quiet"),
        steps=tuple(sorted(steps, key=lambda step: step.at)),
        next_at=leg.next_at,
        is_here=leg.id == here.id,
    )


def _attempt(one: Attempt, *, speech: Speech) -> Step:
    ended = reason(one.outcome or "under_way", one.detail, speech=speech)
    return Step(
        one.started_at, speech.say("gửi: %(outcome)s", outcome=ended), "good" if one.outcome == "ok" else "near"
    )


def _receipt(one: Seen, *, speech: Speech) -> Step:
    said = speech.words.say(f"receipts.{one.event}")
    tone = "bad" if one.event == "failed" else "good"
    text = f"{said}: {one.detail}" if one.detail else said
    return Step(one.happened_at or one.received_at, speech.say("báo nhận: %(event)s", event=text), tone)


def resent(done: Resent, *, speech: Speech) -> str:
    """What sending again did."""
    values = {"person": done.person_name, "way": way(done.channel, done.address, speech=speech), "at": done.next_at}
    said = speech.say("Sẽ gửi lại cho %(person)s qua %(way)s lúc %(at)s.", **values)
    if not done.is_doubtful:
        return said
    doubt = speech.say("Thư trước có thể đã đến, nên người nhận có thể nhận hai lần.")
    return f"{said} {doubt}"


@dataclass(frozen=True)
class ChannelView:
    """How a channel stands, in words."""

    name: str
    state: str
    tone: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class HealthView:
    """The channels in use and the loop, in words."""

    channels: tuple[ChannelView, ...]
    loop: str
    loop_tone: str


def health_view(found: OfficeHealth, *, is_told_why: bool, speech: Speech) -> HealthView:
    """The view of the channels in use; why one stopped is for an administrator."""
    used = [one for one in found.channels if one.is_set_up]
    loop = found.loop
    values: dict[str, Any] = {"at": loop.beat_at}
    if loop.is_standing_still:
        said, tone = speech.say("đang dừng, có việc đến lúc mà chưa được xử lý"), "bad"
    elif loop.beat_at is None:
        said, tone = speech.say("chưa chạy lần nào"), "quiet"
    else:
        said, tone = speech.say("chạy lần cuối lúc %(at)s", **values), "good"
    return HealthView(tuple(channel_view(one, is_told_why=is_told_why, speech=speech) for one in used), said, tone)


def channel_view(one: ChannelHealth, *, is_told_why: bool, speech: Speech) -> ChannelView:
    """How a channel stands."""
    state, tone = speech.say("gửi được"), "good"
    if not one.is_set_up:
        state, tone = speech.say("chưa cài đặt"), "quiet"
    elif one.stopped_at is not None:
        state, tone = speech.say("đang dừng"), "bad"
    facts = tuple(_facts(one, is_told_why=is_told_why, speech=speech)) if one.is_set_up else ()
    return ChannelView(channel_name(one.channel, speech=speech), state, tone, facts)


def _facts(one: ChannelHealth, *, is_told_why: bool, speech: Speech) -> Iterable[str]:
    if one.stopped_at is not None:
        yield speech.say("dừng từ %(at)s", at=one.stopped_at)
        if is_told_why and one.reason:
            yield speech.say("lý do: %(reason)s", reason=one.reason)
        if one.probe_at is not None:
            yield speech.say("tự thử lại lúc %(at)s", at=one.probe_at)
    if one.last_ok_at is not None:
        yield speech.say("gửi được lần cuối lúc %(at)s", at=one.last_ok_at)
    if one.waiting:
        yield speech.count("%(n)s thư đến lúc gửi", "%(n)s thư đến lúc gửi", n=one.waiting)
