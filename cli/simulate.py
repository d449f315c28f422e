"""``dondoc simulate``: what will be sent, to whom, if nobody does anything."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import Json, session_of
from cli.output import Column, say, say_json, table
from cli.session import Session

if TYPE_CHECKING:
    from config.simulation import Outlook, Told


def simulate(
    ctx: typer.Context,
    *,
    until: Annotated[str, typer.Option("--until", metavar="INSTANT")],
    holiday: Annotated[list[str] | None, typer.Option("--holiday", metavar="DATE")] = None,
    is_json: Json = False,
) -> None:
    """Let time pass on a copy of the database; nothing is sent."""
    from config.simulation import simulate as play_ahead

    session = session_of(ctx)
    ends_at = session.instant(until, is_past=False)
    if ends_at <= session.clock.now():
        raise session.fail("cli.usage.past", at=ends_at)
    days = [session.day(one) for one in holiday or ()]
    found = play_ahead(session.office, until=ends_at, holidays=days, name=session.say("cli.simulate.holiday"))
    if is_json:
        say_json(asdict(found))
        return
    say(session.say("cli.simulate.head", begins_at=found.begins_at, until=found.until))
    _tell_moved(session, found)
    _tell_missed(session, found)
    _tell_messages(session, found)


def _tell_moved(session: Session, found: Outlook) -> None:
    for one in found.moved:
        values = {"from_day": session.words.day(one.from_day), "to_day": session.words.day(one.to_day)}
        where = {"document": one.document or "–", "task": one.task_key, "count": one.obligations}
        say(session.say("cli.calendar.moved", **values, **where))


def _tell_missed(session: Session, found: Outlook) -> None:
    say()
    say(session.say("cli.simulate.missed", count=len(found.missed)))
    if found.missed:
        headings = ("at", "id", "document", "task", "unit")
        widths = (16, 6, 14, 6, None)
        columns = [
            Column(session.say(f"cli.simulate.{name}"), width=width, share=None if width else 1)
            for name, width in zip(headings, widths, strict=True)
        ]
        rows = [
            (str(session.words.shown(f.at)), str(f.obligation_id), f.document, f.task_key, f.unit_name)
            for f in found.missed
        ]
        table(columns, rows)


def _tell_messages(session: Session, found: Outlook) -> None:
    say()
    say(session.say("cli.simulate.messages", count=len(found.messages)))
    if not found.messages:
        return
    columns = [
        Column(session.say("cli.simulate.at"), width=16),
        Column(session.say("cli.simulate.person"), share=3),
        Column(session.say("cli.simulate.kind"), share=2),
        Column(session.say("cli.simulate.items"), share=3),
    ]
    table(columns, [_row(session, one) for one in found.messages])


def _row(session: Session, one: Told) -> tuple[str, ...]:
    items = ", ".join(f"{item.obligation_id} ({item.task_key})" for item in one.items)
    kind = session.say(f"message_kinds.{one.kind}")
    return (str(session.words.shown(one.at)), f"{one.person} <{one.address}>", kind, f"{len(one.items)}: {items}")
