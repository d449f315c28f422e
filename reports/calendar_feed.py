"""The calendar of one person (iCalendar, RFC 5545 and 7986): a whole day for each deadline, read again and again."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vText

from engine.deadlines import Timeliness
from engine.states import CLOSED, HANDED_ON, Status
from reports.grid import printable
from reports.wording import Words

REFRESH = timedelta(hours=6)
_PRODUCT = "-//dondoc//Don doc//VI"
_GONE = HANDED_ON | {Status.CANCELLED}


@dataclass(frozen=True)
class FeedEntry:
    """One obligation with a deadline. ``last_day``: the last day on time; ``deadline_version`` grows when it moves;
    ``changed_at``: when anything of the entry last changed. ``url`` "" for none."""

    obligation_id: int
    deadline_version: int
    changed_at: datetime
    last_day: date
    document: str
    task: str
    unit: str
    status: Status
    timeliness: Timeliness
    url: str = ""


@dataclass(frozen=True)
class CalendarFeed:
    """What a person has to do. ``domain`` ends the ids of the entries: with the domain of the mails they are the same
    as in the calendar files of mails."""

    name: str
    domain: str
    entries: tuple[FeedEntry, ...]


def calendar_ics(feed: CalendarFeed, *, words: Words) -> bytes:
    """The file. It says nothing of the instant it is made at: as long as nothing changes its bytes stay the same.

    There are no alarms (reminding is the work of the reminders) and no METHOD (it is a calendar, not an invitation).
    """
    name = printable(feed.name)
    calendar = Calendar()
    for key, value in (("version", "2.0"), ("prodid", _PRODUCT), ("calscale", "GREGORIAN")):
        calendar.add(key, value)
    # The names before RFC 7986 gave some; Outlook and Google still read these.
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH // timedelta(hours=1)}H")
    for entry in feed.entries:
        calendar.add_component(_event(entry, domain=feed.domain, words=words))
    return bytes(calendar.to_ical())


def _event(entry: FeedEntry, *, domain: str, words: Words) -> Event:
    changed_at = entry.changed_at.astimezone(UTC)
    event = Event()
    event.add("uid", f"viec-{entry.obligation_id}@{domain}")
    event.add("sequence", entry.deadline_version)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("dtstart", entry.last_day)
    event.add("dtend", entry.last_day + timedelta(days=1))
    event.add("summary", _summary(entry, words=words))
    event.add("description", _description(entry, words=words))
    if entry.url:
        event.add("url", "".join(printable(entry.url).split()))
    event.add("status", "CANCELLED" if entry.status in _GONE else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _summary(entry: FeedEntry, *, words: Words) -> str:
    task = printable(entry.task)
    if entry.status in CLOSED or entry.status is Status.SUBMITTED:
        status = words.status(entry.status)
        return words.say("paper.calendar.summary_settled", status=status[:1].upper() + status[1:], task=task)
    return words.say("paper.calendar.summary", task=task)


def _description(entry: FeedEntry, *, words: Words) -> str:
    status, timeliness = words.status(entry.status), words.timeliness(entry.timeliness)
    return "\n".join(
        (
            words.say("paper.calendar.last_day", day=entry.last_day),
            words.say("paper.calendar.document", document=printable(entry.document)),
            words.say("paper.calendar.unit", unit=printable(entry.unit)),
            words.say("paper.calendar.standing", status=status, timeliness=timeliness),
        )
    )
