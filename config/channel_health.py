"""How the office's channels stand, as values for a page: set up or not, stopped since when and why, the last success;
and whether the loop itself stands still."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from config.bootstrap import Office
from engine.channels import ChannelKind
from engine.service.oversight import channel_figures, loop_figures, stopped_channels

STALE = timedelta(minutes=5)
"""The rounds of the loop come each minute: nothing for longer is a stop, if there was something to do."""


@dataclass(frozen=True)
class ChannelHealth:
    """One channel. ``place``: where it stands in the office's order (1 is tried first; None: not in it).

    ``stopped_at`` None: it goes. ``probe_at`` None while stopped: it waits for an operator. ``waiting``: messages due.
    ``last_ok_at``: when a provider last took one over, among the newest 20,000 messages.
    """

    channel: str
    is_set_up: bool
    place: int | None
    urgent_place: int | None
    stopped_at: datetime | None
    reason: str
    probe_at: datetime | None
    last_ok_at: datetime | None
    waiting: int

    @property
    def is_working(self) -> bool:
        """True if messages can leave on it."""
        return self.is_set_up and self.stopped_at is None


@dataclass(frozen=True)
class LoopHealth:
    """The loop: its last beat (None: there never was one), how long ago, what is due since, and the heart of the
    matter: ``is_standing_still`` if something waits and nobody has come for five minutes."""

    beat_at: datetime | None
    age: timedelta | None
    due_at: datetime | None
    is_standing_still: bool


@dataclass(frozen=True)
class OfficeHealth:
    """Channels in the order in which the office tries them, those not in use last; the loop."""

    channels: tuple[ChannelHealth, ...]
    loop: LoopHealth


def channel_health(office: Office, at: datetime) -> OfficeHealth:
    """How the channels and the loop of an office stand at ``at``."""
    stopped = {one.channel: one for one in stopped_channels(office.database)}
    figures = channel_figures(office.database, at=at)
    found = []
    for kind in ChannelKind:
        stop, figure = stopped.get(kind), figures.get(kind)
        found.append(
            ChannelHealth(
                channel=kind.value,
                is_set_up=kind in office.settings.channels_set_up,
                place=_place(office.policies.channels, kind),
                urgent_place=_place(office.policies.urgent_channels, kind),
                stopped_at=stop.stopped_at if stop else None,
                reason=stop.reason if stop else "",
                probe_at=stop.probe_at if stop else None,
                last_ok_at=figure.last_ok_at if figure else None,
                waiting=figure.waiting if figure else 0,
            )
        )
    found.sort(key=lambda one: (not one.is_set_up, one.place or len(ChannelKind) + 1))
    return OfficeHealth(tuple(found), loop_health(office, at))


def loop_health(office: Office, at: datetime) -> LoopHealth:
    """Whether the loop goes on; cheap enough for the banner of every page."""
    found = loop_figures(office.database)
    is_due = found.next_at is not None and found.next_at <= at - STALE
    is_late = found.beat_at is None or found.beat_at < at - STALE
    return LoopHealth(
        beat_at=found.beat_at,
        age=None if found.beat_at is None else at - found.beat_at,
        due_at=found.next_at if found.next_at is not None and found.next_at <= at else None,
        is_standing_still=is_due and is_late,
    )


def _place(order: tuple[str, ...], kind: str) -> int | None:
    return order.index(kind) + 1 if kind in order else None
