"""``dondoc account``: how people sign in: links, passwords, locks, sessions, administrators."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.account_keys import token
from cli.arguments import Json, session_of
from cli.output import Column, say, say_json, table
from cli.session import Session
from cli.spoken import SpokenCommand, group

if TYPE_CHECKING:
    from engine.service.accounts import Known

app = group("account")
app.command("token", cls=SpokenCommand)(token)
Person = Annotated[str, typer.Argument(metavar="EMAIL")]


@app.command("link", cls=SpokenCommand)
def link(ctx: typer.Context, *, email: Person, is_json: Json = False) -> None:
    """Print an address that signs a person in once."""
    from config.sign_in import LINK_LIFE, make_sign_in_link

    session = session_of(ctx)
    found, now = _found(session, email), session.clock.now()
    address = make_sign_in_link(session.office, found.person_id, at=now)
    until = now + LINK_LIFE
    if is_json:
        say_json({"person_id": found.person_id, "name": found.name, "link": address, "until": until})
        return
    say(session.say("cli.account.link", name=found.name, until=until))
    print(address)


@app.command("password", cls=SpokenCommand)
def password(ctx: typer.Context, *, email: Person, is_stdin: Annotated[bool, typer.Option("--stdin")] = False) -> None:
    """Give a person a password, asked for twice and not shown; their sessions end."""
    from config.sign_in import choose_password

    session = session_of(ctx)
    found = _found(session, email)
    typed = sys.stdin.readline().rstrip("\r\n") if is_stdin else _asked(session)
    choose_password(session.office, found.person_id, password=typed, address=found.address, at=session.clock.now())
    say(session.say("cli.account.password_set", name=found.name))


def _asked(session: Session) -> str:
    typed: str = typer.prompt(session.say("cli.account.ask_password"), hide_input=True)
    again: str = typer.prompt(session.say("cli.account.ask_again"), hide_input=True)
    if typed != again:
        raise session.fail("cli.account.unlike")
    return typed


@app.command("admin", cls=SpokenCommand)
def admin(ctx: typer.Context, *, email: Person, is_revoked: Annotated[bool, typer.Option("--revoke")] = False) -> None:
    """Make a person an administrator, or none any more."""
    from engine.service.accounts import grant, revoke

    session = session_of(ctx)
    found = _found(session, email)
    if not is_revoked:
        grant(session.database, found.person_id)
        say(session.say("cli.account.granted", name=found.name))
        return
    was_one = revoke(session.database, found.person_id)
    say(session.say("cli.account.revoked" if was_one else "cli.account.no_administrator", name=found.name))


@app.command("unlock", cls=SpokenCommand)
def unlock(
    ctx: typer.Context, *, email: Person, is_without_codes: Annotated[bool, typer.Option("--drop-codes")] = False
) -> None:
    """End the lock of an account; or ask for no codes any more, when a device is lost."""
    from engine.service.accounts import folded
    from engine.service.accounts import unlock as end
    from engine.service.attempts import forget_attempts
    from engine.service.one_time_codes import drop_codes

    session = session_of(ctx)
    found = _found(session, email)
    was_locked = end(session.database, found.person_id)
    for what in ("sign_in", "link_mail"):
        forget_attempts(session.database, what, who=folded(email))
    if is_without_codes:
        drop_codes(session.database, found.person_id, at=session.clock.now())
        say(session.say("cli.account.codes_dropped", name=found.name))
    say(session.say("cli.account.unlocked" if was_locked else "cli.account.not_locked", name=found.name))


@app.command("sessions", cls=SpokenCommand)
def sessions(
    ctx: typer.Context,
    *,
    email: Person,
    is_ended: Annotated[bool, typer.Option("--end")] = False,
    is_json: Json = False,
) -> None:
    """List where a person is signed in; or end all of it."""
    from engine.service.sessions import end_sessions, sessions_of

    session = session_of(ctx)
    found, now = _found(session, email), session.clock.now()
    if is_ended:
        count = end_sessions(session.database, found.person_id, at=now)
        say(session.say("cli.account.sessions_ended", name=found.name, count=count))
        return
    rows = sessions_of(session.database, found.person_id, at=now)
    if is_json:
        names = ("means", "made_at", "seen_at", "device")
        say_json([{name: getattr(row, name) for name in names} for row in rows])
    elif rows:
        shown = [(_said(session, row.made_at), _said(session, row.seen_at), row.means, row.device) for row in rows]
        table(_columns(session, since=16, seen=16, means=10, device=None), shown)
    else:
        say(session.say("cli.account.no_session", name=found.name))


@app.command("list", cls=SpokenCommand)
def list_(ctx: typer.Context, *, is_json: Json = False) -> None:
    """List who has an account or is signed in."""
    from dataclasses import asdict

    from engine.service.accounts import accounts

    session = session_of(ctx)
    found = accounts(session.database, at=session.clock.now())
    if is_json:
        say_json([asdict(one) for one in found])
        return
    if not found:
        say(session.say("cli.account.nobody"))
        return
    rows = [
        (
            session.say("cli.account.administrator", name=one.name) if one.is_administrator else one.name,
            one.address,
            _ways(session, has_password=one.has_password, has_code=one.has_code),
            _said(session, one.locked_until_at),
            str(one.sessions),
        )
        for one in found
    ]
    table(_columns(session, person=None, address=None, ways=14, locked=16, sessions=5), rows, is_wrapped=True)


def _ways(session: Session, *, has_password: bool, has_code: bool) -> str:
    ways = ["link", *(["password"] if has_password else []), *(["code"] if has_code else [])]
    return ", ".join(session.say(f"cli.account.ways_of.{way}") for way in ways)


def _columns(session: Session, **widths: int | None) -> list[Column]:
    shares: dict[str, Any] = {"person": 3, "address": 4, "device": 4}
    return [
        Column(session.say(f"cli.account.{name}"), width=width, share=None if width else shares[name])
        for name, width in widths.items()
    ]


def _said(session: Session, at: datetime | None) -> str:
    return "" if at is None else str(session.words.shown(at))


def _found(session: Session, email: str) -> Known:
    from engine.service.accounts import find_known

    return find_known(session.database, email)
