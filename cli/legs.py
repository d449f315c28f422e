"""How the way of a message is printed: each channel, each attempt, each receipt, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.output import say
from cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.service.correspondence import Attempt, Leg, Seen


def tell_legs(session: Session, legs: Iterable[Leg], *, indent: int = 2) -> None:
    """Print the messages that followed each other, with what became of each."""
    for leg in legs:
        channel = channel_name(session, leg.channel)
        state = session.say(f"messages.{leg.state}")
        say(session.say("cli.legs.leg", id=leg.id, channel=channel, address=leg.address, state=state), indent=indent)
        for line in [*(_attempt(session, one) for one in leg.attempts), *(_seen(session, one) for one in leg.receipts)]:
            say(f"- {line}", indent=indent + 2)


def channel_name(session: Session, channel: str) -> str:
    """A channel as people call it."""
    key = f"channels.{channel}"
    return session.say(key) if key in session.words else channel


def channel_codes() -> tuple[str, ...]:
    """The channels as they are typed."""
    from engine.channels import ChannelKind

    return tuple(ChannelKind)


def address_kind(channel: str) -> str:
    """Which sentence says what an address of this channel looks like."""
    return channel if channel in ("email", "zalo_phone") else "account"


def known_channel(session: Session, text: str) -> str:
    """A channel as typed; a usage error names the ones there are."""
    if text not in channel_codes():
        raise session.fail("cli.usage.channel", text=text, known=", ".join(channel_codes()))
    return text


def outcome_text(session: Session, outcome: str | None, *, detail: str) -> str:
    """How an attempt ended, with the provider's words where it says anything."""
    key = f"outcomes.{outcome or 'under_way'}"
    said = session.say(key) if key in session.words else str(outcome)
    words = f"cli.legs.details.{detail}"
    return f"{said}: {session.say(words) if words in session.words else detail}" if detail else said


def _attempt(session: Session, one: Attempt) -> str:
    return session.say(
        "cli.legs.attempt", at=one.started_at, outcome=outcome_text(session, one.outcome, detail=one.detail)
    )


def _seen(session: Session, one: Seen) -> str:
    event = session.say(f"receipts.{one.event}")
    key = "cli.legs.receipt_detail" if one.detail else "cli.legs.receipt"
    return session.say(key, at=one.happened_at or one.received_at, event=event, detail=one.detail)
