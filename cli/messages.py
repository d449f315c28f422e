"""``dondoc messages``: the outbox."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.arguments import Json, Limit, session_of
from cli.output import Column, say, say_json, table
from cli.spoken import SpokenCommand, group

app = group("messages", is_command=True)


@app.callback()
def messages(
    ctx: typer.Context,
    *,
    state: Annotated[list[str] | None, typer.Option("--state", metavar="STATE")] = None,
    limit: Limit = 50,
    is_json: Json = False,
) -> None:
    """List messages, newest first."""
    if ctx.invoked_subcommand is not None:
        return
    from engine.outbox import MessageState
    from engine.service.oversight import list_messages

    session = session_of(ctx)
    unknown = next((one for one in state or () if one not in set(MessageState)), None)
    if unknown is not None:
        raise session.fail("cli.usage.state", text=unknown, known=", ".join(MessageState))
    found = list_messages(session.database, states=state or (), limit=limit)
    if is_json:
        say_json(found)
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
        Column(session.say("cli.messages.state"), share=3),
    ]
    table(columns, [_row(session, one) for one in found])


def _row(session: Any, one: dict[str, Any]) -> tuple[str, ...]:
    words = session.words
    state = words.say(f"messages.{one['state']}")
    return (
        str(one["id"]),
        str(words.shown(one["created_at"])),
        words.say(f"message_kinds.{one['kind']}"),
        one["person_name"],
        one["address"],
        f"{state}: {one['detail']}" if one["detail"] and one["state"] not in ("accepted", "delivered") else state,
    )


@app.command("resume", cls=SpokenCommand)
def resume(ctx: typer.Context, *, channel: Annotated[str, typer.Argument(metavar="CHANNEL")]) -> None:
    """Let a stopped channel go on."""
    from engine.service.system import resume_channel

    session = session_of(ctx)
    key = "cli.messages.resumed" if resume_channel(session.database, channel) else "cli.messages.not_stopped"
    say(session.say(key, channel=channel))
