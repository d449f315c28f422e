"""``dondoc plan``: what is wrong with a plan file before it is issued, and what was changed in a draft."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import File, Json, session_of
from cli.failures import MISMATCH
from cli.output import say, say_json
from cli.session import Session
from cli.spoken import SpokenCommand, group

if TYPE_CHECKING:
    from engine.errors import Problem
    from engine.plans import DirectiveSpec
    from intake.plan_diff import Change, PlanDiff, TaskLabel

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


@app.command("diff", cls=SpokenCommand)
def diff(
    ctx: typer.Context,
    *,
    draft: Annotated[Path, typer.Argument(metavar="DRAFT")],
    corrected: Annotated[Path, typer.Argument(metavar="CORRECTED")],
    is_json: Json = False,
) -> None:
    """Say what was changed in a draft; ends with MISMATCH if anything was."""
    from intake.plan_diff import diff_plans

    session = session_of(ctx)
    found = diff_plans(draft, corrected)
    if is_json:
        say_json({"is_same": found.is_same, **asdict(found)})
    else:
        _tell_diff(session, found)
    if not found.is_same:
        raise typer.Exit(MISMATCH)


def _tell_diff(session: Session, found: "PlanDiff") -> None:
    if found.is_same:
        say(session.say("cli.plan.same", tasks=found.same_tasks))
        return
    counts = {key: len(getattr(found, key)) for key in ("head", "added", "removed", "changed")}
    say(session.say("cli.plan.differ", same=found.same_tasks, **counts))
    for change in found.head:
        _tell_change(session, change)
    for mark, labels in (("-", found.removed), ("+", found.added)):
        for label in labels:
            say(f"{mark} {_task_said(session, label)}")
    for task in found.changed:
        renamed = f" → {task.id_after}" if task.id_after != task.task.id else ""
        say(f"~ {_task_said(session, task.task)}{renamed}")
        for change in task.changes:
            _tell_change(session, change)


def _task_said(session: Session, label: "TaskLabel") -> str:
    return session.say("cli.plan.task", id=label.id or "–", line=label.line or "–", text=label.text)


def _tell_change(session: Session, change: "Change") -> None:
    before, after = (_value_said(value) for value in (change.before, change.after))
    say(session.say("cli.plan.change", field=change.field, before=before, after=after), indent=4)


def _value_said(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value_said(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, list):
        return "; ".join(map(_value_said, value))
    return "–" if value is None else str(value)
