"""``dondoc policies``: the ladders in force, and copying them for editing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cli.arguments import Json, session_of
from cli.output import say, say_json
from cli.session import Session
from cli.spoken import SpokenCommand, group

if TYPE_CHECKING:
    from reports.ladders import LadderLines

app = group("policies", is_command=True)


@app.callback()
def policies(ctx: typer.Context, *, is_json: Json = False) -> None:
    """Print the ladders and where their files are."""
    if ctx.invoked_subcommand is not None:
        return
    from config.bootstrap import policy_folders
    from reports.ladders import ladder_lines

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
    for ladder in ladder_lines(found, session.words):
        _tell(session, ladder)


def _tell(session: Session, ladder: LadderLines) -> None:
    say()
    say(session.say("cli.policies.ladder", name=ladder.name, urgencies=", ".join(ladder.urgencies) or "–"))
    for rung in ladder.rungs:
        said = session.say("cli.policies.rung", rung=rung.when, key=rung.key)
        say(f"- {said}: {'; '.join((rung.audience, *rung.remarks))}", indent=2)


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
