"""``dondoc audit``: prove the counters and the histories."""

from dataclasses import asdict
from typing import Annotated

import typer

from cli.arguments import Json, session_of
from cli.failures import MISMATCH
from cli.output import say, say_json
from cli.spoken import SpokenCommand, group

app = group("audit")


@app.command("tallies", cls=SpokenCommand)
def tallies(ctx: typer.Context, *, is_json: Json = False) -> None:
    """Compare every counter with a full count."""
    from engine.service.tallies import audit

    session = session_of(ctx)
    found = audit(session.database)
    if is_json:
        say_json(asdict(found))
    else:
        for one in found.mismatches:
            ids = {"directive": one.directive_id, "task": one.task_id, "unit": one.unit_id}
            say(session.say("cli.audit.mismatch_of_days" if one.is_of_days else "cli.audit.mismatch", **ids))
        values = {"directives": found.directives, "nodes": found.nodes, "obligations": found.obligations}
        say(session.say("cli.audit.tallies", mismatches=len(found.mismatches), **values))
    if found.mismatches:
        raise typer.Exit(MISMATCH)


@app.command("history", cls=SpokenCommand)
def history(
    ctx: typer.Context,
    *,
    directive: Annotated[str | None, typer.Argument(metavar="DIRECTIVE")] = None,
    is_json: Json = False,
) -> None:
    """Follow the hash chain of every history."""
    from engine.service.system import check_chains

    session = session_of(ctx)
    checked = check_chains(session.database, session.directive(directive))
    if is_json:
        say_json({"checked": checked, "is_intact": True})
    else:
        say(session.say("cli.audit.history", checked=checked))
