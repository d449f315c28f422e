"""``dondoc policies``: the ladders in force, and copying them for editing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cli.arguments import Json, session_of
from cli.output import say, say_json
from cli.session import Session
from cli.spoken import SpokenCommand, group

if TYPE_CHECKING:
    from engine.ladders import Ladder

app = group("policies", is_command=True)


@app.callback()
def policies(ctx: typer.Context, *, is_json: Json = False) -> None:
    """Print the ladders and where their files are."""
    if ctx.invoked_subcommand is not None:
        return
    from config.bootstrap import policy_folders

    session = session_of(ctx)
    found = session.policies
    folders = policy_folders(session.settings)
    if is_json:
        ladders = {name: [_json_rung(rung) for rung in ladder.rungs] for name, ladder in found.ladders.items()}
        say_json({"folders": folders, "urgencies": dict(found.urgencies), "ladders": ladders})
        return
    for folder in folders:
        say(session.say("cli.policies.folder", folder=folder))
    hours = {
        "digest": f"{found.digest_at:%H:%M}",
        "first": f"{found.send_from:%H:%M}",
        "last": f"{found.send_until:%H:%M}",
    }
    say(session.say("cli.policies.hours", **hours))
    say(session.say("cli.policies.limits", budget=found.budget, soon=found.soon_days))
    for ladder in found.ladders.values():
        _tell(session, ladder)


def _tell(session: Session, ladder: Ladder) -> None:
    used = [name for name, used in session.policies.urgencies.items() if used == ladder.name]
    urgencies = ", ".join(
        session.say(f"urgencies.{name}") if f"urgencies.{name}" in session.words else name for name in used
    )
    say()
    say(session.say("cli.policies.ladder", name=ladder.name, urgencies=urgencies or "–"))
    for rung in ladder.rungs:
        said = session.say("cli.policies.rung", rung=session.words.rung(rung.key, rung), key=rung.key)
        parts = [session.words.audience(rung.audience)]
        if rung.is_immediate:
            parts.append(session.say("cli.policies.immediate"))
        if rung.is_draft:
            parts.append(session.say("cli.policies.draft"))
        if rung.repeat_days:
            parts.append(session.say("cli.policies.repeat", days=rung.repeat_days))
        say(f"- {said}: {'; '.join(parts)}", indent=2)


def _json_rung(rung: object) -> dict[str, object]:
    from dataclasses import asdict

    from engine.ladders import Rung

    return {**asdict(rung), "at": f"{rung.at:%H:%M}"} if isinstance(rung, Rung) else {}


@app.command("copy", cls=SpokenCommand)
def copy(ctx: typer.Context) -> None:
    """Copy the shipped files to where an official may edit them; one that is there already stays."""
    from config.policies_copy import copy_policies

    session = session_of(ctx)
    folder, copied = copy_policies(session.settings)
    say(session.say("cli.policies.copied", folder=folder, count=len(copied)))
