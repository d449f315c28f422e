"""``dondoc plan check``: everything that is wrong with a plan file, before it is issued."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import File, Json, session_of
from cli.output import say, say_json
from cli.session import Session
from cli.spoken import SpokenCommand, group

if TYPE_CHECKING:
    from engine.errors import Problem
    from engine.plans import DirectiveSpec

app = group("plan")


@app.command("check", cls=SpokenCommand)
def check(
    ctx: typer.Context,
    *,
    file: File,
    org: Annotated[Path | None, typer.Option("--org", metavar="FILE")] = None,
    is_json: Json = False,
) -> None:
    """Check a plan file, and its owners against an organisation file."""
    from engine.errors import InputRefused
    from intake.org_file import read_organisation
    from intake.plan_file import check_owners, read_plan

    session = session_of(ctx)
    plan, findings = read_plan(file)
    if org is not None:
        findings = (*findings, *check_owners(plan, read_organisation(org)))
        if any(not finding.is_warning for finding in findings):
            raise InputRefused(str(file), findings)
    if is_json:
        warnings = [{"place": f.place, "code": f.code, "values": f.values} for f in findings]
        say_json({"file": str(file), **_summary(plan), "warnings": warnings})
        return
    tell_warnings(session, findings)
    say(session.say("cli.plan.fine", file=file, document=plan.number or plan.number_suffix or "–", issuer=plan.issuer))
    say(session.say("cli.plan.summary", **_summary(plan)))


def _summary(plan: "DirectiveSpec") -> dict[str, int]:
    from engine.deadlines import NoDeadline, OnDemand, Recurring

    rules = [[entry.rule for entry in task.deadlines] for task in plan.tasks]
    return {
        "tasks": len(plan.tasks),
        "dated": sum(any(not isinstance(rule, NoDeadline | OnDemand) for rule in found) for found in rules),
        "recurring": sum(any(isinstance(rule, Recurring) for rule in found) for found in rules),
        "owners": len({task.owner_label for task in plan.tasks}),
    }


def tell_warnings(session: Session, findings: Iterable["Problem"]) -> None:
    """Warnings with their places."""
    for finding in findings:
        say(f"{finding.place}: {session.say('cli.problem.warning')}: {session.words.problem(finding)}")
