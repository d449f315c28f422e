"""``dondoc contacts``: how people are reached, linking an account, consent and its end, what somebody chose."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import Json, session_of
from cli.legs import address_kind, channel_name, known_channel
from cli.output import Column, say, say_json, table
from cli.preferences import prefer, preference_as_json, tell_preference
from cli.session import Session
from cli.spoken import SpokenCommand, group

if TYPE_CHECKING:
    from engine.service.contacts import Address, Reach

app = group("contacts")
app.command("prefer", cls=SpokenCommand)(prefer)
Person = Annotated[str, typer.Argument(metavar="ADDRESS")]
Channel = Annotated[str, typer.Argument(metavar="CHANNEL")]


@app.command("show", cls=SpokenCommand)
def show(ctx: typer.Context, *, address: Person, is_json: Json = False) -> None:
    """Show how a person is reached."""
    from engine.service.contacts import person_of, reach_of

    session = session_of(ctx)
    found = reach_of(session.database, person_of(session.database, address))
    if is_json:
        say_json(_as_json(found))
        return
    say(session.say("cli.contacts.head", name=found.name))
    for one in found.addresses:
        say(_address_line(session, one), indent=2)
    if not found.addresses:
        say(session.say("cli.contacts.no_address"), indent=2)
    tell_preference(session, found.preference)
    if found.consents:
        say(session.say("cli.contacts.consents"))
    for channel, given_at, ended_at, source in found.consents:
        key = "cli.contacts.consent" if ended_at is None else "cli.contacts.consent_ended"
        values = {"channel": channel_name(session, channel), "given": given_at, "ended": ended_at}
        say(session.say(key, source=_hushed(found, source), **values), indent=2)


def _address_line(session: Session, one: Address) -> str:
    from engine.channels import hushed, masked

    values = {"channel": channel_name(session, one.channel), "address": masked(one.channel, one.address)}
    if one.disabled_at is not None:
        why = _why_closed(session, hushed(one.disabled_reason, channel=one.channel, address=one.address))
        return session.say("cli.contacts.closed", at=one.disabled_at, why=why, **values)
    key = "cli.contacts.unverified" if one.verified_at is None else "cli.contacts.usable"
    return session.say(key, at=one.verified_at, **values)


def _why_closed(session: Session, reason: str) -> str:
    key = f"cli.contacts.reasons.{reason or 'unknown'}"
    return session.say(key) if key in session.words else reason


def _as_json(found: Reach) -> dict[str, Any]:
    from engine.channels import hushed, masked

    return {
        "person_id": found.person_id,
        "name": found.name,
        "addresses": [
            {
                **asdict(one),
                "address": masked(one.channel, one.address),
                "disabled_reason": hushed(one.disabled_reason, channel=one.channel, address=one.address),
                "is_usable": one.is_usable,
            }
            for one in found.addresses
        ],
        "preference": preference_as_json(found.preference),
        "consents": [
            {"channel": channel, "given_at": given_at, "revoked_at": ended_at, "source": _hushed(found, source)}
            for channel, given_at, ended_at, source in found.consents
        ],
    }


def _hushed(found: Reach, text: str) -> str:
    """Words that an operator typed, without the numbers and accounts of the person."""
    from engine.channels import hushed

    for one in found.addresses:
        text = hushed(text, channel=one.channel, address=one.address)
    return text


@app.command("link", cls=SpokenCommand)
def link(ctx: typer.Context, *, address: Person, channel: Channel, is_json: Json = False) -> None:
    """Draw the one-time code by which a person links an account."""
    from engine.channels import LINKED_BY_CODE
    from engine.service.contacts import CODE_LIFE, make_link_code, person_of, reach_of

    session = session_of(ctx)
    if known_channel(session, channel) not in LINKED_BY_CODE:
        raise session.fail("cli.usage.link_channel", channel=channel, known=", ".join(LINKED_BY_CODE))
    person_id = person_of(session.database, address)
    name = reach_of(session.database, person_id).name
    now = session.clock.now()
    code = make_link_code(session.database, person_id, channel=channel, at=now)
    values = {"code": code, "until": now + CODE_LIFE}
    sentence = session.say("cli.contacts.hand_over", channel=_written_to(session, channel), **values)
    if is_json:
        say_json({"person_id": person_id, "name": name, "channel": channel, **values, "sentence": sentence})
        return
    say(session.say("cli.contacts.code", name=name, code=code))
    say(sentence)


def _written_to(session: Session, channel: str) -> str:
    """What the owner of an account looks for in Zalo to send the code to."""
    return session.say("cli.contacts.the_bot" if channel == "zalo_bot" else "cli.contacts.the_account")


@app.command("consent", cls=SpokenCommand)
def consent(
    ctx: typer.Context,
    *,
    address: Person,
    channel: Channel,
    new_address: Annotated[str, typer.Argument(metavar="NEW_ADDRESS")],
    source: Annotated[str, typer.Option("--source", metavar="TEXT")],
) -> None:
    """Record an address to which a person agreed, and where that stands."""
    from engine.channels import masked, normal_address
    from engine.service.contacts import consent as record
    from engine.service.contacts import person_of

    session = session_of(ctx)
    found = normal_address(known_channel(session, channel), new_address)
    if found is None:
        raise session.fail(f"cli.usage.address.{address_kind(channel)}", text=masked(channel, new_address.strip()))
    if not source.strip():
        raise session.fail("cli.usage.source")
    person_id = person_of(session.database, address)
    now = session.clock.now()
    record(session.database, person_id, channel=channel, address=found, source=source.strip(), at=now)
    shown = masked(channel, found)
    say(session.say("cli.contacts.agreed", channel=channel_name(session, channel), address=shown))


@app.command("revoke", cls=SpokenCommand)
def revoke(ctx: typer.Context, *, address: Person, channel: Channel) -> None:
    """End a consent; the address is not used any more."""
    from engine.service.contacts import person_of, reach_of
    from engine.service.contacts import revoke as end

    session = session_of(ctx)
    known_channel(session, channel)
    now = session.clock.now()
    person_id = person_of(session.database, address)
    by = session.actor(None, at=now).name
    is_ended = end(session.database, person_id, channel=channel, by=by, at=now)
    name = channel_name(session, channel)
    say(session.say("cli.contacts.revoked" if is_ended else "cli.contacts.not_in_use", channel=name))
    found = reach_of(session.database, person_id)
    if not any(one.is_usable for one in found.addresses):
        say(session.say("cli.contacts.unreachable", name=found.name))


@app.command("failed", cls=SpokenCommand)
def failed(ctx: typer.Context, *, is_json: Json = False) -> None:
    """List addresses that stopped working, and why."""
    from engine.service.contacts import failed_addresses

    session = session_of(ctx)
    found = failed_addresses(session.database)
    if is_json:
        say_json(found)
        return
    if not found:
        say(session.say("cli.contacts.none_failed"))
        return
    columns = [
        Column(session.say("cli.contacts.since"), width=16),
        Column(session.say("cli.contacts.person"), share=3),
        Column(session.say("cli.contacts.address"), share=4),
        Column(session.say("cli.contacts.why"), share=4),
    ]
    rows = [
        (
            str(session.words.shown(one["disabled_at"])),
            one["person_name"],
            f"{channel_name(session, one['channel'])}: {one['address']}",
            _why_closed(session, one["disabled_reason"]),
        )
        for one in found
    ]
    table(columns, rows, is_wrapped=True)
