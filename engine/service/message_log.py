"""The record of messages for a viewer: who was told of what, when and how; and one message in full."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from engine.access import Viewer, may_read_record
from engine.clock import require_aware
from engine.errors import NotFound
from engine.outbox import Outgoing
from engine.service.book import open_book
from engine.service.correspondence import Listed, Shown, Subject, listed_in, show_message, subjects_in
from engine.service.decisions import OFFICE
from engine.service.outbox import outgoing_of
from engine.service.paging import Page, from_cursor, to_cursor, within
from engine.store import message_log as store
from engine.store import messages as message_store
from engine.store import notices as notice_store
from engine.store import personnel as personnel_store
from engine.store.correspondence import DEAD_STATES
from engine.store.database import Connection, Database, reading

MOST_PEOPLE = 50
"""So many people of the name that is looked for are taken."""


@dataclass(frozen=True)
class Entry:
    """A message in the record: what it is about as far as the viewer may know, and how much more that is."""

    message: Listed
    subjects: tuple[Subject, ...]
    unseen: int
    is_dead: bool


@dataclass(frozen=True)
class Opened:
    """A message in full. ``seen``: the obligations that the viewer may open; ``unseen``: how many it speaks of that are
    left out. ``text``: what there is to put into words again; None for who may not read it. ``moves_on_at``: when the
    next channel takes over, unless the message is known to have arrived."""

    shown: Shown
    unseen: int
    seen: frozenset[int]
    text: Outgoing | None
    is_own: bool
    moves_on_at: datetime | None


@dataclass(frozen=True)
class Sought:
    """What a reader of the record looks for; empty and None: everything. ``states``: of engine.outbox.MessageState;
    ``is_dead``: reached nobody, and nothing is tried any more; ``on``: the day on which it was made."""

    states: tuple[str, ...] = ()
    is_dead: bool = False
    channels: tuple[str, ...] = ()
    person: str = ""
    is_own: bool = False
    on: date | None = None


def read_log(
    database: Database, viewer: Viewer, *, sought: Sought, cursor: str | None = None, limit: int = 30
) -> Page[Entry]:
    """The messages that a viewer may know of (engine.access.may_read_record: all; otherwise those to the viewer and
    those about work that the viewer may see), newest first. A page may be short, even empty, where the search goes on
    with the next one. Raises NotFound for a broken cursor."""
    after, limit = from_cursor(cursor, int), within(limit)
    with reading(database) as connection:
        people = _people(connection, viewer, sought=sought)
        since, until = _bounds(sought.on)
        wanted = store.Wanted(
            sought.states, sought.is_dead, sought.channels, people, since, until, after[0] if after else None
        )
        is_whole = may_read_record(viewer)
        rows, low = store.listed(
            connection,
            wanted,
            person_id=None if is_whole else viewer.person_id,
            units=viewer.unit_ids,
            limit=limit,
        )
        found = listed_in(connection, rows)
        subjects = subjects_in(connection, [one.id for one in found])
        seen = _seen(connection, viewer, subjects=subjects.values())
    entries = []
    for row, one in zip(rows, found, strict=True):
        about = subjects.get(one.id, ())
        is_open = is_whole or row.person_id == viewer.person_id
        known = about if is_open else tuple(subject for subject in about if subject.obligation_id in seen)
        is_dead = row.state in DEAD_STATES and row.fall_back_at is None and bool(about)
        entries.append(Entry(one, known, len(about) - len(known), is_dead))
    return Page(tuple(entries), None if low is None else to_cursor(low))


def open_message(database: Database, viewer: Viewer, *, message_id: int, at: datetime) -> Opened:
    """A message in full. Its text is for its reader, and for who may see all the work that it speaks of; the record
    alone is for who keeps the record. Raises NotFound also for what the viewer may not know of."""
    require_aware(at)
    shown = show_message(database, message_id)
    with reading(database) as connection:
        rows = message_store.by_id(connection, [message_id, shown.legs[-1].id])
        is_own = rows[message_id].person_id == viewer.person_id
        seen = _seen(connection, viewer, subjects=[shown.subjects])
        is_whole = may_read_record(viewer)
        if not (is_whole or is_own or seen):
            raise NotFound(what="message", key=message_id)
        may_read = is_own or len(seen) == len({one.obligation_id for one in shown.subjects})
        last = rows[shown.legs[-1].id]
        notices = notice_store.of_message(connection, last.id) if may_read else []
        text = None
        if notices:
            calendar = open_book(connection).calendar
            text = outgoing_of(last, notices, address=shown.message.address, calendar=calendar, at=at)
    known = shown.subjects if is_whole or is_own else tuple(s for s in shown.subjects if s.obligation_id in seen)
    return Opened(
        replace(shown, subjects=known), len(shown.subjects) - len(known), seen, text, is_own, last.fall_back_at
    )


def _seen(connection: Connection, viewer: Viewer, *, subjects: Iterable[tuple[Subject, ...]]) -> frozenset[int]:
    ids = {one.obligation_id for about in subjects for one in about}
    return store.seen_among(connection, ids, units=viewer.unit_ids)


def _people(connection: Connection, viewer: Viewer, *, sought: Sought) -> tuple[int, ...] | None:
    if sought.is_own:
        return (viewer.person_id,)
    if not sought.person.strip():
        return None
    found = personnel_store.find_people(connection, text=sought.person, unit_id=None, after=0, limit=MOST_PEOPLE)
    return tuple(row.id for row in found)


def _bounds(on: date | None) -> tuple[datetime | None, datetime | None]:
    if on is None:
        return None, None
    start = datetime.combine(on, time.min, OFFICE)
    return start, start + timedelta(days=1)
