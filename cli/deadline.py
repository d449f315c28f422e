"""``dondoc deadline``: a phrase read aloud, with its date and how it came about. Needs no database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import Json, session_of
from cli.output import say, say_json
from cli.session import Session

if TYPE_CHECKING:
    from engine.deadlines import DueContext, Occurrence, Resolved, Step
    from engine.school_year import SchoolFrame
    from engine.workdays import WorkCalendar
    from intake.phrases import PhraseReading

SHOWN = 5
YEARS_AHEAD = 25
Day = Annotated[str | None, typer.Option(metavar="DATE")]


def deadline(
    ctx: typer.Context,
    *,
    phrase: Annotated[str, typer.Argument(metavar="PHRASE")],
    issued: Annotated[str, typer.Option("--issued", metavar="DATE")],
    received: Day = None,
    event: Day = None,
    is_inclusive: Annotated[bool, typer.Option("--inclusive")] = False,
    is_rolled: Annotated[bool, typer.Option("--roll")] = False,
    zone: Annotated[str, typer.Option("--zone", metavar="ZONE")] = "Asia/Ho_Chi_Minh",
    is_json: Json = False,
) -> None:
    """Read a deadline phrase and print its date."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from engine.deadlines import DueContext
    from intake.phrases import read_phrase

    session = session_of(ctx)
    issued_on = session.day(issued)
    reading = read_phrase(phrase, issued_on=issued_on)
    calendar, frame = _book(session, issued_on.year)
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise session.fail("cli.usage.zone", zone=zone) from error
    anchors = {"issued": issued_on, "received": session.day(received) if received else issued_on}
    anchors |= _event(reading, session.day(event) if event else None)
    context = DueContext(calendar, frame, place, anchors, is_before_inclusive=is_inclusive, is_fixed_rolled=is_rolled)
    found, series = _dates(reading, context, issued_on=issued_on)
    if is_json:
        say_json(_as_json(session, reading, found=found, series=series, context=context))
    else:
        _tell(session, reading, found=found, series=series, context=context)


def _book(session: Session, year: int) -> tuple[WorkCalendar, SchoolFrame]:
    """The calendar of the database, if there is one; else what a new database would be given."""
    settings = session.settings
    if settings.database_url or (settings.data_dir / "dondoc.db").exists():
        # Without the office: neither policies nor channels are needed, and reading them takes longer than the answer.
        from engine.service.book import read_book
        from engine.store.database import open_database, require_current

        database = open_database(settings.database)
        require_current(database)
        book = read_book(database)
        database.dispose()
        return book.calendar, book.frame
    from config.calendar_seed import default_frame, seed_calendar
    from engine.workdays import WorkCalendar

    return WorkCalendar(*seed_calendar(year - 1, year + YEARS_AHEAD)), default_frame()


def _event(reading: PhraseReading, on: date | None) -> dict[str, date]:
    anchor = getattr(reading.rule, "anchor", "")
    return {anchor: on} if on is not None and anchor.startswith("event:") else {}


def _dates(reading: PhraseReading, context: DueContext, *, issued_on: date) -> tuple[Resolved, list[Occurrence]]:
    """The dates of a rule; of a recurrence those of its next occurrence, and the ones after it."""
    from engine.deadlines import Linked, Recurring, Resolved, Step, occurrences, resolve
    from engine.errors import AnchorMissing

    rule = reading.rule
    if isinstance(rule, Recurring):
        series = occurrences(rule, context, start=issued_on, until=None, limit=SHOWN)
        return series[0].resolved, series
    if isinstance(rule, Linked) and not rule.task:
        return Resolved(None, None, None, (Step("link_unresolved", {"phrase": reading.quote}),)), []
    try:
        return resolve(rule, context), []
    except AnchorMissing as error:
        return Resolved(None, None, None, (Step("anchor_missing", {"anchor": str(error.values["anchor"])}),)), []


def _as_json(
    session: Session, reading: PhraseReading, *, found: Resolved, series: Iterable[Occurrence], context: DueContext
) -> dict[str, Any]:
    from engine.deadlines import rule_to_dict

    return {
        "phrase": reading.quote,
        "rule": rule_to_dict(reading.rule),
        "certainty": reading.certainty,
        **_json_dates(found, context),
        "occurrences": [{"index": one.index, **_json_dates(one.resolved, context)} for one in series],
        "derivation": _sentences(session, found.steps),
        "notes": [session.words.note(note) for note in reading.notes],
    }


def _json_dates(found: Resolved, context: DueContext) -> dict[str, Any]:
    return {
        "last_day": found.last_day,
        "due_at": found.due_at.astimezone(context.zone).isoformat() if found.due_at else None,
        "opens_on": found.opens_on,
    }


def _sentences(session: Session, steps: Iterable[Step]) -> list[str]:
    return [session.words.step(step) for step in steps]


def _tell(
    session: Session, reading: PhraseReading, *, found: Resolved, series: list[Occurrence], context: DueContext
) -> None:
    say(session.say("cli.deadline.phrase", phrase=reading.quote))
    if found.due_at is None:
        say(session.say("cli.deadline.none"))
    else:
        local = found.due_at.astimezone(context.zone).replace(tzinfo=None)
        key = "cli.deadline.last_hour" if local.hour or local.minute else "cli.deadline.last_day"
        say(session.say(key, day=found.last_day, due=local))
    if found.opens_on is not None:
        say(session.say("cli.deadline.opens_on", day=found.opens_on))
    say(session.say("cli.deadline.derivation"))
    for sentence in _sentences(session, found.steps):
        say(f"- {sentence}", indent=2)
    if series:
        say(
            session.say("cli.deadline.next", days=", ".join(session.words.day(one.resolved.last_day) for one in series))
        )
    if reading.certainty != "sure":
        notes = "; ".join(session.words.note(note) for note in reading.notes)
        say(session.say(f"cli.deadline.{reading.certainty}", notes=notes))
