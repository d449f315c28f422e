"""``dondoc extend``: more time asked for, granted or refused."""

from typing import Annotated

import typer

from cli.acts import tell_act, tell_date
from cli.arguments import As, At, Id, Json, Reason, session_of
from cli.output import say, say_json
from cli.spoken import SpokenCommand, group

app = group("extend")


@app.command("ask", cls=SpokenCommand)
def ask(
    ctx: typer.Context,
    *,
    obligation_id: Id,
    until: Annotated[str, typer.Option("--until", metavar="DATE")],
    reason: Reason = "",
    as_: As = None,
    at: At = None,
) -> None:
    """Ask for more time."""
    from engine.service.deadlines import ask_extension

    session = session_of(ctx)
    day, instant = session.day(until), session.instant(at)
    actor = session.actor(as_, at=instant, obligation_id=obligation_id)
    asked = ask_extension(
        session.database, obligation_id, until=day, reason=reason, actor=actor, at=instant, policies=session.policies
    )
    key = "cli.extend.asked_again" if asked.is_repeated else "cli.extend.asked"
    say(session.say(key, id=obligation_id, until=day, number=asked.number))


@app.command("drafts", cls=SpokenCommand)
def drafts(ctx: typer.Context, *, is_json: Json = False) -> None:
    """List the requests that people wrote by mail or chat and nobody has filed yet."""
    from engine.service.incoming import drafts as drafted

    session = session_of(ctx)
    found = drafted(session.database)
    if is_json:
        say_json(found)
        return
    if not found:
        say(session.say("cli.extend.no_drafts"))
    for one in found:
        reason = one["reason"] or "–"
        values = {"id": one["id"], "obligation": one["obligation_id"], "person": one["person_name"]}
        say(session.say("cli.extend.draft", **values, until=one["until"], reason=reason, at=one["received_at"]))


@app.command("file", cls=SpokenCommand)
def file(
    ctx: typer.Context,
    *,
    draft_id: Annotated[int, typer.Argument(metavar="DRAFT", min=1)],
    as_: As = None,
    at: At = None,
) -> None:
    """File a drafted request in its writer's name."""
    from engine.service.incoming import file_draft

    session = session_of(ctx)
    instant = session.instant(at)
    actor = session.actor(as_, at=instant) if as_ else None
    asked = file_draft(session.database, draft_id, at=instant, policies=session.policies, actor=actor)
    say(session.say("cli.extend.filed", id=draft_id, number=asked.number))


@app.command("grant", cls=SpokenCommand)
def grant(
    ctx: typer.Context,
    *,
    obligation_id: Id,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE")] = None,
    reason: Reason = "",
    as_: As = None,
    at: At = None,
) -> None:
    """Grant the day asked for, or another one."""
    _decide(ctx, obligation_id, is_granted=True, until=until, reason=reason, as_=as_, at=at)


@app.command("refuse", cls=SpokenCommand)
def refuse(ctx: typer.Context, *, obligation_id: Id, reason: Reason = "", as_: As = None, at: At = None) -> None:
    """Refuse."""
    _decide(ctx, obligation_id, is_granted=False, until=None, reason=reason, as_=as_, at=at)


def _decide(
    ctx: typer.Context,
    obligation_id: int,
    *,
    is_granted: bool,
    until: str | None,
    reason: str,
    as_: str | None,
    at: str | None,
) -> None:
    from engine.service.deadlines import decide_extension

    session = session_of(ctx)
    instant = session.instant(at)
    done = decide_extension(
        session.database,
        obligation_id,
        is_granted=is_granted,
        until=session.day(until) if until else None,
        reason=reason,
        actor=session.actor(as_, at=instant, obligation_id=obligation_id),
        at=instant,
        policies=session.policies,
    )
    say(session.say("cli.extend.granted" if is_granted else "cli.extend.refused", id=obligation_id))
    tell_act(session, done)
    tell_date(session, obligation_id)
