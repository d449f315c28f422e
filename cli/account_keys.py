"""``dondoc account token``: keys with which programs act for a person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import Json, session_of
from cli.output import say, say_json
from cli.session import Session

if TYPE_CHECKING:
    from engine.access import Scope
    from engine.service.accounts import Known


def token(
    ctx: typer.Context,
    *,
    email: Annotated[str, typer.Argument(metavar="EMAIL")],
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT")] = None,
    scope: Annotated[list[str] | None, typer.Option("--scope", metavar="SCOPE")] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=365)] = 90,
    revoked: Annotated[int | None, typer.Option("--revoke", metavar="ID")] = None,
    is_json: Json = False,
) -> None:
    """Make a key for a program, end one, or list them."""
    from engine.service.accounts import find_known
    from engine.service.api_tokens import make_token, revoke_token

    session = session_of(ctx)
    found, now = find_known(session.database, email), session.clock.now()
    if revoked is not None:
        revoke_token(session.database, found.person_id, token_id=revoked, at=now)
        say(session.say("cli.account.key_ended", id=revoked))
        return
    if name is None:
        _tell(session, found, is_json=is_json)
        return
    ends_at = now + timedelta(days=days)
    scopes = [_scope(session, one) for one in scope or ()]
    made = make_token(session.database, found.person_id, name=name, scopes=scopes, expires_at=ends_at, at=now)
    if is_json:
        say_json({"person_id": found.person_id, "name": name, "token": made, "expires_at": ends_at})
        return
    say(session.say("cli.account.key", name=found.name, until=ends_at))
    print(made)


def _tell(session: Session, found: Known, *, is_json: bool) -> None:
    from engine.service.api_tokens import tokens_of

    keys = tokens_of(session.database, found.person_id)
    if is_json:
        names = ("id", "name", "made_at", "expires_at", "used_at")
        say_json([{**{n: getattr(key, n) for n in names}, "scopes": sorted(key.scopes)} for key in keys])
        return
    for key in keys:
        values = {"id": key.id, "name": key.name, "scopes": ", ".join(sorted(key.scopes)), "until": key.expires_at}
        say(session.say("cli.account.key_line", **values))
    if not keys:
        say(session.say("cli.account.no_key", name=found.name))


def _scope(session: Session, text: str) -> Scope:
    from engine.access import Scope

    try:
        return Scope(text)
    except ValueError:
        raise session.fail("cli.account.bad_scope", scope=text, known=", ".join(Scope)) from None
