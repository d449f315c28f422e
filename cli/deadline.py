"""``dondoc deadline``: a phrase read aloud, with its date and how it came about. Needs no database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import Json, session_of
from cli.output import say, say_json
from cli.session import Session

if TYPE_CHECKING:
    from engine.deadlines import DueContext, Resolved, Step
    from engine.school_year import SchoolFrame
    from engine.workdays import WorkCalendar
    from intake.derivation import Derived

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
    from intake.derivation import derive

    session = session_of(ctx)
    issued_on = session.day(issued)
    calendar, frame = _book(session, issued_on.year)
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise session.fail("cli.usage.zone", zone=zone) from error
    anchors = {"issued": issued_on, "received": session.day(received) if received else issued_on}
    context = DueContext(calendar, frame, place, anchors, is_before_inclusive=is_inclusive, is_fixed_rolled=is_rolled)
    found = derive(phrase, context=context, event_on=session.day(event) if event else None)
    if is_json:
        say_json(_as_json(session, found, context=context))
    else:
        _tell(session, found, context=context)


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


def _as_json(session: Session, found: Derived, *, context: DueContext) -> dict[str, Any]:
    from engine.deadlines import rule_to_dict

    return {
        "phrase": found.phrase,
        "rule": rule_to_dict(found.rule),
        "certainty": found.certainty,
        **_json_dates(found.resolved, context),
        "occurrences": [{"index": one.index, **_json_dates(one.resolved, context)} for one in found.series],
        "derivation": _sentences(session, found.resolved.steps),
        "notes": [session.words.note(note) for note in found.notes],
    }


def _json_dates(found: Resolved, context: DueContext) -> dict[str, Any]:
    return {
        "last_day": found.last_day,
        "due_at": found.due_at.astimezone(context.zone).isoformat() if found.due_at else None,
        "opens_on": found.opens_on,
    }


def _sentences(session: Session, steps: Iterable[Step]) -> list[str]:
    return [session.words.step(step) for step in steps]


def _tell(session: Session, derived: Derived, *, context: DueContext) -> None:
    found = derived.resolved
    say(session.say("cli.deadline.phrase", phrase=derived.phrase))
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
    if derived.series:
        days = ", ".join(session.words.day(one.resolved.last_day) for one in derived.series)
        say(session.say("cli.deadline.next", days=days))
    if derived.certainty != "sure":
        notes = "; ".join(session.words.note(note) for note in derived.notes)
        say(session.say(f"cli.deadline.{derived.certainty}", notes=notes))
