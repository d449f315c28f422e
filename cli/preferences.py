"""``dondoc contacts prefer``: the order of channels, channels switched off, quiet hours of a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import session_of
from cli.legs import channel_name, known_channel
from cli.output import say
from cli.session import Session

if TYPE_CHECKING:
    from engine.channels import Preference

Channels = str | None


def prefer(
    ctx: typer.Context,
    *,
    address: Annotated[str, typer.Argument(metavar="ADDRESS")],
    order: Annotated[Channels, typer.Option("--order", metavar="CHANNEL,…")] = None,
    urgent_order: Annotated[Channels, typer.Option("--urgent-order", metavar="CHANNEL,…")] = None,
    off: Annotated[list[str] | None, typer.Option("--off", metavar="CHANNEL")] = None,
    on: Annotated[list[str] | None, typer.Option("--on", metavar="CHANNEL")] = None,
    quiet: Annotated[str | None, typer.Option("--quiet", metavar="HH:MM-HH:MM")] = None,
    is_never_quiet: Annotated[bool, typer.Option("--no-quiet")] = False,
) -> None:
    """Change what a person chose; what is not named stays."""
    from engine.service.contacts import person_of, reach_of
    from engine.service.contacts import prefer as keep

    session = session_of(ctx)
    changes: dict[str, Any] = _orders(session, order=order, urgent_order=urgent_order)
    changes |= _hours(session, quiet, is_never_quiet=is_never_quiet)
    closed, opened = ({known_channel(session, one) for one in named or ()} for named in (off, on))
    if closed & opened:
        raise session.fail("cli.usage.off_and_on", channel=min(closed & opened))
    if not (changes or closed or opened):
        raise session.fail("cli.usage.nothing_chosen")
    person_id = person_of(session.database, address)
    chosen = reach_of(session.database, person_id).preference
    chosen = replace(chosen, **changes, off=(chosen.off | closed) - opened)
    keep(session.database, person_id, preference=chosen, at=session.clock.now())
    tell_preference(session, chosen)


def _orders(session: Session, *, order: Channels, urgent_order: Channels) -> dict[str, tuple[str, ...]]:
    """The orders that were typed; an empty one leaves it to the office."""
    typed = {"order": order, "urgent_order": urgent_order}
    return {name: _channels(session, text) for name, text in typed.items() if text is not None}


def _channels(session: Session, text: str) -> tuple[str, ...]:
    named = [one.strip() for one in text.split(",") if one.strip()]
    return tuple(dict.fromkeys(known_channel(session, one) for one in named))


def _hours(session: Session, text: str | None, *, is_never_quiet: bool) -> dict[str, time | None]:
    if text is not None and is_never_quiet:
        raise session.fail("cli.usage.quiet_or_not")
    if is_never_quiet:
        return {"quiet_from": None, "quiet_until": None}
    if text is None:
        return {}
    start, _, end = text.replace("–", "-").partition("-")
    hours = _clock(start), _clock(end)
    if None in hours or hours[0] == hours[1]:
        raise session.fail("cli.usage.quiet_hours", text=text)
    return {"quiet_from": hours[0], "quiet_until": hours[1]}


def _clock(text: str) -> time | None:
    hour, mark, minute = text.strip().partition(":")
    if not (mark and hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit() and len(minute) == 2):
        return None
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


def tell_preference(session: Session, chosen: Preference) -> None:
    """Print what a person chose."""
    for name in ("order", "urgent_order"):
        names = ", ".join(channel_name(session, one) for one in getattr(chosen, name))
        say(session.say(f"cli.contacts.{name}", names=names or session.say("cli.contacts.as_office")))
    if chosen.off:
        say(session.say("cli.contacts.off", names=", ".join(channel_name(session, one) for one in sorted(chosen.off))))
    if chosen.quiet_from is not None and chosen.quiet_until is not None:
        hours = {"start": f"{chosen.quiet_from:%H:%M}", "end": f"{chosen.quiet_until:%H:%M}"}
        say(session.say("cli.contacts.quiet", **hours))


def preference_as_json(chosen: Preference) -> dict[str, Any]:
    """What a person chose, for a program."""
    quiet = {name: getattr(chosen, name) for name in ("quiet_from", "quiet_until")}
    return {
        "order": list(chosen.order),
        "urgent_order": list(chosen.urgent_order),
        "off": sorted(chosen.off),
        **{name: None if one is None else f"{one:%H:%M}" for name, one in quiet.items()},
    }
