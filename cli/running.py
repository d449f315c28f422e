"""What runs by itself: one sweep, one delivery, the runner, the Prefect deployments."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import At, Json, session_of
from cli.output import say, say_json
from cli.session import Session
from cli.spoken import SpokenCommand, group

if TYPE_CHECKING:
    from contextlib import ExitStack

    from config.bootstrap import Office

app = group("flows")


def sweep(ctx: typer.Context, *, at: At = None, is_json: Json = False) -> None:
    """Let time act up to an instant. Writes facts and decides reminders; sends nothing."""
    from engine.service.sweep import sweep as let_time_act
    from engine.service.tallies import fold

    session = session_of(ctx)
    instant = session.instant(at)
    done = let_time_act(session.database, at=instant, policies=session.policies)
    fold(session.database)
    if is_json:
        say_json({"at": instant, **asdict(done)})
        return
    counts = {"facts": done.facts, "notices": done.notices, "occurrences": done.occurrences}
    say(session.say("cli.sweep.done", at=instant, obligations=done.obligations, **counts))
    for obligation_id, error in done.set_aside:
        say(session.say("cli.sweep.set_aside", id=obligation_id, error=error))


def deliver(ctx: typer.Context, *, is_json: Json = False) -> None:
    """Write the messages that are due now, and bring them out."""
    import asyncio

    from engine.service.digest import compose
    from engine.service.fallback import fall_back
    from flows.identity import PROCESS
    from notifications.delivery import deliver as bring_out

    session = session_of(ctx)
    office = session.office
    mail_domain = session.settings.message_domain
    at = office.clock.now()
    made = compose(office.database, at=at, policies=office.policies, mail_domain=mail_domain)
    fall_back(office.database, at=at, policies=office.policies, mail_domain=mail_domain)
    routes = office.routes()
    done = asyncio.run(
        bring_out(office.outbox, routes, clock=office.clock, worker=PROCESS, letterhead=office.letterhead)
    )
    counts = {state.value: count for state, count in done.counts.items()}
    if is_json:
        say_json({"composed": made.messages, "attempts": counts, "stopped": done.stopped, "paused": done.paused})
        return
    say(session.say("cli.deliver.composed", count=sum(made.messages.values())))
    for state, count in sorted(counts.items()):
        say(session.say("cli.deliver.state", state=session.say(f"messages.{state}"), count=count), indent=2)
    for channel in done.stopped:
        say(session.say("cli.deliver.stopped", channel=channel))
    if session.settings.email_channel == "folder":
        say(session.say("cli.deliver.folder", folder=office.mail_folder))


def up(
    ctx: typer.Context,
    *,
    is_once: Annotated[bool, typer.Option("--once")] = False,
    is_sandbox: Annotated[bool, typer.Option("--sandbox")] = False,
) -> None:
    """Run until stopped: the page, and sweep, digest, deliver each minute."""
    from contextlib import ExitStack

    from flows.runner import run_forever, run_once
    from flows.sandbox import on_sandbox, stdin_and_out

    session = session_of(ctx)
    office = session.office
    _make_what_is_missing(session)
    with ExitStack() as stack:
        if is_sandbox:
            office = stack.enter_context(on_sandbox(office, hint=session.say("cli.up.sandbox_hint"), **stdin_and_out()))
            say(session.say("cli.up.sandbox"))
        if is_once:
            run_once(office)
            return
        _open_doors(session, office, stack=stack)
        run_forever(office)


def _make_what_is_missing(session: Session) -> None:
    """A newcomer has no database yet; one that is there is brought up to date by opening it."""
    from config.bootstrap import init_office
    from engine.errors import DatabaseMissing

    try:
        _ = session.office.database
    except DatabaseMissing:
        init_office(session.office)
        say(session.say("cli.up.made", folder=session.settings.data_dir.absolute()))


def _open_doors(session: Session, office: Office, *, stack: ExitStack) -> None:
    """The page and, where it has a port of its own, the door for webhooks; both only for whoever has the lock."""
    from flows.lock import drop_lock, take_lock
    from flows.runner import log_to_stderr
    from web.app import app_to_begin_with
    from web.serving import listen, serving
    from web.webhooks import listening

    log_to_stderr()
    settings = office.settings
    take_lock(office)
    stack.callback(drop_lock, office)
    url = stack.enter_context(listening(office))
    if url:
        say(session.say("cli.up.webhooks", url=url))
    if settings.page_port:
        listener = listen(settings.page_host, settings.page_port)
        app, path = app_to_begin_with(office)
        stack.enter_context(serving(app, listener=listener, proxies=settings.proxies))
        say(session.say("cli.up.page", url=settings.page_address))
        if path:
            say(session.say("cli.up.set_up", url=f"{settings.page_address}{path}"))
    sys.stdout.flush()


@app.command("deploy", cls=SpokenCommand)
def deploy(ctx: typer.Context) -> None:
    """Register the flows with a Prefect server."""
    from flows.deployments import deploy as register

    session_of(ctx)
    register()


@app.command("serve", cls=SpokenCommand)
def serve(ctx: typer.Context) -> None:
    """Serve the flows for a Prefect server."""
    from flows.deployments import serve as serve_flows

    session_of(ctx)
    serve_flows()


@app.command("list", cls=SpokenCommand)
def list_(ctx: typer.Context, *, is_json: Json = False) -> None:
    """List what runs when."""
    from flows.schedule import SCHEDULE

    session_of(ctx)
    if is_json:
        say_json([{"name": job.name, "cron": job.cron} for job in SCHEDULE])
        return
    for job in SCHEDULE:
        say(f"{job.cron:<14} {job.name:<10} {session_of(ctx).say(f'jobs.{job.name}')}")
