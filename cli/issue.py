"""``dondoc issue``: a plan becomes a directive with its obligations."""

from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import At, File, Json, Scheme, session_of
from cli.organisation import import_into
from cli.output import say, say_json
from cli.plan import tell_warnings
from cli.session import Session

if TYPE_CHECKING:
    from engine.service.issuing import Issued


def issue(
    ctx: typer.Context,
    *,
    file: File,
    org_file: Annotated[Path | None, typer.Option("--org-file", metavar="FILE")] = None,
    scheme: Scheme = None,
    at: At = None,
    is_trial: Annotated[bool, typer.Option("--dry-run")] = False,
    is_json: Json = False,
) -> None:
    """Issue a plan; with --dry-run only say what would be made."""
    from config.simulation import scratch_copy
    from engine.service.issuing import issue as engine_issue
    from intake.plan_file import read_plan

    session = session_of(ctx)
    plan, warnings = read_plan(file)
    instant = session.instant(at)
    with ExitStack() as stack:
        if is_trial:
            session.office = stack.enter_context(scratch_copy(session.office, clock=session.clock))
        if org_file is not None:
            imported = import_into(session, org_file, is_quiet=is_json)
            scheme = scheme or imported
        made = engine_issue(
            session.database,
            plan,
            policies=session.policies,
            at=instant,
            actor=session.actor(None, at=instant).name,
            scheme=scheme,
        )
    if is_json:
        say_json({**asdict(made), "is_trial": is_trial})
        return
    tell_warnings(session, warnings)
    _tell(session, made, is_trial=is_trial)


def _tell(session: Session, made: "Issued", *, is_trial: bool) -> None:
    say(session.say("cli.issue.trial" if is_trial else "cli.issue.made", id=made.directive_id))
    values = {
        "tasks": made.tasks,
        "obligations": made.obligations,
        "undated": made.undated,
        "recurring": made.recurring,
    }
    say(session.say("cli.issue.counts", **values))
    for task, party in made.external:
        say(session.say("cli.issue.external", task=task, party=party))
