"""``dondoc calendar``: the working calendar, shown and edited."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import Json, session_of
from cli.output import Column, say, say_json, table
from cli.session import Session
from cli.spoken import SpokenCommand, group

if TYPE_CHECKING:
    from datetime import date

    from engine.service.working_calendar import Reprojected
    from engine.workdays import DayException

app = group("calendar")
Year = Annotated[int, typer.Argument(metavar="YEAR")]
Day = Annotated[str, typer.Argument(metavar="DATE")]
Trial = Annotated[bool, typer.Option("--trial")]


@app.command("show", cls=SpokenCommand)
def show(ctx: typer.Context, *, year: Year, is_json: Json = False) -> None:
    """Show the days off and worked weekends of a year."""
    from engine.service.working_calendar import read_calendar

    session = session_of(ctx)
    calendar = read_calendar(session.database)
    status = calendar.status(year)
    days = [day for day in calendar.exceptions if day.on.year == year]
    if is_json:
        say_json({"year": year, "status": status, "days": [asdict(day) for day in days]})
        return
    say(session.say("cli.calendar.head", year=year, status=session.say(f"cli.calendar.{status}")))
    columns = [
        Column(session.say("cli.calendar.on"), width=10),
        Column(session.say("cli.calendar.weekday"), width=9),
        Column(session.say("cli.calendar.kind"), width=8),
        Column(session.say("cli.calendar.name"), share=3),
        Column(session.say("cli.calendar.source"), share=2),
        Column(session.say("cli.calendar.status"), width=10),
    ]
    table(columns, [_row(session, day) for day in days])


def _row(session: Session, day: DayException) -> tuple[str, ...]:
    return (
        session.words.day(day.on),
        session.say(f"weekdays.{day.on.weekday()}"),
        session.say(f"cli.calendar.{day.kind}"),
        day.name,
        day.source,
        session.say(f"cli.calendar.{day.status}"),
    )


@app.command("set", cls=SpokenCommand)
def set_day(
    ctx: typer.Context,
    *,
    on_text: Day,
    name: Annotated[str, typer.Option("--name", metavar="TEXT")],
    source: Annotated[str, typer.Option("--source", metavar="TEXT")],
    is_off: Annotated[bool, typer.Option("--off")] = False,
    is_work: Annotated[bool, typer.Option("--work")] = False,
    is_expected: Annotated[bool, typer.Option("--expected")] = False,
    is_trial: Trial = False,
) -> None:
    """Make a day a day off, or a working day; open deadlines follow."""
    from engine.workdays import DayException

    session = session_of(ctx)
    if is_off is is_work:
        raise session.fail("cli.usage.off_or_work")
    kind = "off" if is_off else "work"
    day = DayException(
        session.day(on_text), "off" if is_off else "work", name, source, "expected" if is_expected else "official"
    )
    _change(session, days=[day], is_trial=is_trial, reason=f"{name} ({source})")
    said = {"on": day.on, "kind": session.say(f"cli.calendar.{kind}"), "name": name}
    say(session.say("cli.calendar.trial" if is_trial else "cli.calendar.set", **said))


@app.command("unset", cls=SpokenCommand)
def unset(ctx: typer.Context, *, on_text: Day, is_trial: Trial = False) -> None:
    """Make a day what its weekday says; open deadlines follow."""
    session = session_of(ctx)
    on = session.day(on_text)
    _change(session, removed=[on], is_trial=is_trial, reason=session.say("cli.calendar.unset_reason", on=on))
    say(session.say("cli.calendar.trial_unset" if is_trial else "cli.calendar.unset", on=on))


def _change(
    session: Session,
    *,
    reason: str,
    is_trial: bool,
    days: list[DayException] | None = None,
    removed: list[date] | None = None,
) -> None:
    from engine.service.outlook import moved_dates
    from engine.service.working_calendar import change_calendar

    now = session.clock.now()
    done: Reprojected = change_calendar(
        session.database,
        days=days or (),
        removed=removed or (),
        reason=reason,
        actor=session.actor(None, at=now),
        at=now,
        policies=session.policies,
        is_trial=is_trial,
    )
    for one in moved_dates(session.database, done):
        values = {"from_day": session.words.day(one.from_day), "to_day": session.words.day(one.to_day)}
        where = {"document": one.document or "–", "task": one.task_key, "count": one.obligations}
        say(session.say("cli.calendar.moved", **values, **where))


@app.command("confirm", cls=SpokenCommand)
def confirm(ctx: typer.Context, *, year: Year) -> None:
    """Mark a year as official."""
    from engine.service.working_calendar import confirm_year, read_calendar

    session = session_of(ctx)
    read_calendar(session.database).status(year)
    confirm_year(session.database, year)
    say(session.say("cli.calendar.confirmed", year=year))


@app.command("check", cls=SpokenCommand)
def check(ctx: typer.Context, *, is_json: Json = False) -> None:
    """List years that are not official and have open work."""
    from engine.service.oversight import open_work_by_year
    from engine.service.working_calendar import read_calendar

    session = session_of(ctx)
    calendar = read_calendar(session.database)
    open_work = open_work_by_year(session.database)
    found = {y: n for y, n in sorted(open_work.items()) if not calendar.covers(y) or calendar.status(y) == "expected"}
    if is_json:
        say_json([{"year": year, "obligations": count} for year, count in found.items()])
        return
    for year, count in found.items():
        say(session.say("cli.calendar.unconfirmed", year=year, count=count))
    if not found:
        say(session.say("cli.calendar.all_confirmed"))
