"""Deadlines as entries of a calendar."""

from collections.abc import Sequence

from engine.service.calendar_feeds import FeedDay
from engine.states import Status
from reports.calendar_feed import CalendarFeed, FeedEntry
from web.i18n import Speech


def feed_of(days: Sequence[FeedDay], *, speech: Speech, domain: str, address: str) -> CalendarFeed:
    """The calendar of some deadlines; each entry leads to its page below ``address``."""
    entries = tuple(_entry(day, address=address) for day in days)
    return CalendarFeed(speech.say("Đôn đốc: thời hạn"), domain, entries)


def _entry(day: FeedDay, *, address: str) -> FeedEntry:
    return FeedEntry(
        obligation_id=day.obligation_id,
        deadline_version=day.version,
        changed_at=day.changed_at,
        last_day=day.last_day,
        document=day.number or day.title,
        task=day.task_text,
        unit=day.unit_name,
        status=Status(day.status),
        timeliness=day.timeliness,
        url=f"{address}/viec/{day.obligation_id}",
    )
