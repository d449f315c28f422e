"""``dondoc messages``: the outbox, what reached nobody, and sending it once more."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import Json, Limit, session_of
from cli.legs import channel_name, known_channel, outcome_text, tell_legs
from cli.output import Column, say, say_json, table
from cli.session import Session
from cli.spoken import SpokenCommand, group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.service.correspondence import Listed, Subject

app = group("messages", is_command=True)
SUBJECTS = 5
Person = Annotated[str, typer.Option("--person", metavar="TEXT")]
MessageId = Annotated[int, typer.Argument(metavar="ID")]


@app.callback()
def messages(
    ctx: typer.Context,
    *,
    state: Annotated[list[str] | None, typer.Option("--state", metavar="STATE")] = None,
    channel: Annotated[list[str] | None, typer.Option("--channel", metavar="CHANNEL")] = None,
    person: Person = "",
    limit: Limit = 50,
    is_json: Json = False,
) -> None:
    """List messages, newest first."""
    if ctx.invoked_subcommand is not None:
        return
    from engine.outbox import MessageState
    from engine.service.correspondence import list_messages

    session = session_of(ctx)
    unknown = next((one for one in state or () if one not in set(MessageState)), None)
    if unknown is not None:
        raise session.fail("cli.usage.state", text=unknown, known=", ".join(MessageState))
    channels = [known_channel(session, one) for one in channel or ()]
    found = list_messages(session.database, states=state or (), channels=channels, person=person, limit=limit)
    if is_json:
        say_json([asdict(one) for one in found])
        return
    if not found:
        say(session.say("cli.messages.none"))
        return
    columns = [
        Column(session.say("cli.messages.id"), is_number=True),
        Column(session.say("cli.messages.made"), width=16),
        Column(session.say("cli.messages.kind"), share=2),
        Column(session.say("cli.messages.person"), share=3),
        Column(session.say("cli.messages.address"), share=3),
        Column(session.say("cli.messages.state"), share=4),
    ]
    table(columns, [_row(session, one) for one in found], is_wrapped=True)


def _row(session: Session, one: Listed) -> tuple[str, ...]:
    words = session.words
    return (
        str(one.id),
        str(words.shown(one.created_at)),
        words.say(f"message_kinds.{one.kind}"),
        one.person_name,
        f"{channel_name(session, one.channel)}: {one.address}",
        "; ".join(_standing(session, one)),
    )


def _standing(session: Session, one: Listed) -> Iterable[str]:
    """State with the reason where it did not go, the provider's number, the last receipt."""
    state = session.say(f"messages.{one.state}")
    yield f"{state}: {one.detail}" if one.detail and one.state not in ("accepted", "delivered") else state
    if one.receipt is not None:
        yield session.say("cli.messages.receipt", at=one.receipt_at, event=session.say(f"receipts.{one.receipt}"))
    if one.provider_id is not None:
        yield session.say("cli.messages.provider_id", id=one.provider_id)


@app.command("dead", cls=SpokenCommand)
def dead(ctx: typer.Context, *, person: Person = "", limit: Limit = 50, is_json: Json = False) -> None:
    """List what reached nobody, with the reason."""
    from engine.service.correspondence import dead_messages

    session = session_of(ctx)
    found = dead_messages(session.database, person=person, limit=limit)
    if is_json:
        say_json([{**asdict(one.message), "subjects": [asdict(about) for about in one.subjects]} for one in found])
        return
    if not found:
        say(session.say("cli.messages.none_dead"))
        return
    for one in found:
        _tell_head(session, one.message)
        say(session.say("cli.messages.why", reason=_reason(session, one.message)), indent=2)
        _tell_subjects(session, one.subjects)
    say(session.say("cli.messages.next"))


def _tell_head(session: Session, one: Listed) -> None:
    say(
        session.say(
            "cli.messages.head",
            id=one.id,
            kind=session.say(f"message_kinds.{one.kind}"),
            person=one.person_name,
            channel=channel_name(session, one.channel),
            address=one.address,
            at=one.created_at,
        )
    )


def _reason(session: Session, one: Listed) -> str:
    state = session.say(f"messages.{one.state}")
    return f"{state} ({outcome_text(session, one.outcome, detail=one.detail)})" if one.outcome else state


def _tell_subjects(session: Session, subjects: tuple[Subject, ...]) -> None:
    for about in subjects[:SUBJECTS]:
        say(
            session.say(
                "cli.messages.about",
                id=about.obligation_id,
                document=about.document,
                task=about.task_key,
                text=about.task_text,
                unit=about.unit_name,
                status=session.words.status(about.status),
            ),
            indent=2,
        )
    if len(subjects) > SUBJECTS:
        say(session.say("cli.messages.more", more=len(subjects) - SUBJECTS), indent=2)


@app.command("show", cls=SpokenCommand)
def show(ctx: typer.Context, *, message_id: MessageId, is_json: Json = False) -> None:
    """Show a message with the chain of channels, attempts and receipts."""
    from engine.service.correspondence import show_message

    session = session_of(ctx)
    found = show_message(session.database, message_id)
    if is_json:
        legs = [asdict(one) for one in found.legs]
        subjects = [asdict(one) for one in found.subjects]
        say_json({**asdict(found.message), "is_dead": found.is_dead, "subjects": subjects, "messages": legs})
        return
    _tell_head(session, found.message)
    say(session.say("cli.messages.standing", state="; ".join(_standing(session, found.message))), indent=2)
    _tell_subjects(session, found.subjects)
    say(session.say("cli.messages.chain"))
    tell_legs(session, found.legs)
    if found.is_dead:
        say(session.say("cli.messages.next"))


@app.command("resend", cls=SpokenCommand)
def resend(ctx: typer.Context, *, message_id: MessageId, is_json: Json = False) -> None:
    """Send what reached nobody once more, on the channel of its reader that works best today."""
    from engine.service.resending import resend as send_again

    session = session_of(ctx)
    done = send_again(
        session.database,
        message_id,
        at=session.clock.now(),
        policies=session.policies,
        mail_domain=session.settings.message_domain,
    )
    if is_json:
        say_json(asdict(done))
        return
    channel = channel_name(session, done.channel)
    values = {"id": done.id, "person": done.person_name, "address": done.address, "at": done.next_at}
    say(session.say("cli.messages.resent", channel=channel, **values))
    if done.is_doubtful:
        say(session.say("cli.messages.doubtful"))


@app.command("resume", cls=SpokenCommand)
def resume(ctx: typer.Context, *, channel: Annotated[str, typer.Argument(metavar="CHANNEL")]) -> None:
    """Let a stopped channel go on."""
    from engine.service.system import resume_channel

    session = session_of(ctx)
    known_channel(session, channel)
    key = "cli.messages.resumed" if resume_channel(session.database, channel) else "cli.messages.not_stopped"
    say(session.say(key, channel=channel))
