"""``dondoc status``: what is late, what is coming, what waits, each with its id."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import At, Json, Limit, Unit, session_of
from cli.output import Column, say, say_json, table
from cli.session import Session

if TYPE_CHECKING:
    from engine.service.views import Listed

GROUPS = ("overdue", "due_soon", "waiting", "within_term", "no_deadline")


def status(
    ctx: typer.Context,
    *,
    unit: Unit = None,
    directive: Annotated[str | None, typer.Option("--directive", metavar="DIRECTIVE")] = None,
    task: Annotated[str | None, typer.Option("--task", metavar="TASK")] = None,
    is_overdue: Annotated[bool, typer.Option("--overdue")] = False,
    is_due_soon: Annotated[bool, typer.Option("--due-soon")] = False,
    is_waiting: Annotated[bool, typer.Option("--waiting")] = False,
    is_done: Annotated[bool, typer.Option("--done")] = False,
    is_all: Annotated[bool, typer.Option("--all")] = False,
    limit: Limit = 20,
    at: At = None,
    is_json: Json = False,
) -> None:
    """List obligations in groups, or one list."""
    from engine.service.views import count_obligations, list_obligations

    session = session_of(ctx)
    instant = session.instant(at, is_past=False)
    asked = {"overdue": is_overdue, "due_soon": is_due_soon, "waiting": is_waiting, "done": is_done, "all": is_all}
    groups = tuple(name for name, is_asked in asked.items() if is_asked) or GROUPS
    where: dict[str, Any] = {
        "at": instant,
        "policies": session.policies,
        "directive_id": session.directive(directive),
        "unit": unit,
        "task": task,
    }
    counts = count_obligations(session.database, (*groups, "open"), **where)
    lists = {name: list_obligations(session.database, which=name, limit=limit, **where) for name in groups}
    if is_json:
        shown = [{"group": name, "count": counts[name], "obligations": _json(lists[name])} for name in groups]
        say_json({"at": instant, "open": counts["open"], "groups": shown})
        return
    say(session.say("cli.status.head", at=instant, open=counts["open"]))
    for name in groups:
        _tell_group(session, name, count=counts[name], found=lists[name])


def _json(found: list[Listed]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]


def _tell_group(session: Session, name: str, *, count: int, found: list[Listed]) -> None:
    say()
    say(session.say(f"cli.status.{name}", count=count))
    if not found:
        return
    columns = [
        Column(session.say("cli.status.id"), is_number=True, width=max(4, len(str(max(one.id for one in found))))),
        Column(session.say("cli.status.document"), width=14),
        Column(session.say("cli.status.task"), share=3),
        Column(session.say("cli.status.unit"), share=2),
        Column(session.say("cli.status.last_day"), width=10),
        Column(session.say("cli.status.left"), width=13),
    ]
    table(columns, [_row(session, one, is_state_shown=name in ("all", "done")) for one in found])
    if count > len(found):
        say(session.say("cli.status.more", more=count - len(found)))


def _row(session: Session, one: Listed, *, is_state_shown: bool) -> tuple[str, ...]:
    what = session.words.timeliness(one.timeliness) if is_state_shown else left(session, one)
    return (
        str(one.id),
        one.document,
        f"{one.task_key}. {one.task_text}",
        one.unit_name,
        session.words.day(one.last_day),
        what,
    )


def left(session: Session, one: Listed) -> str:
    """How long is left, or since when it is late; what was handed in waits."""
    if one.status == "submitted":
        return session.say("cli.status.handed_in_late" if one.timeliness == "overdue" else "cli.status.handed_in")
    if one.days_left is None:
        return "–"
    if one.timeliness == "overdue":
        return (
            session.say("cli.status.late_by", days=max(-one.days_left, 0))
            if one.days_left
            else session.say("cli.status.just_late")
        )
    return session.say("cli.status.days_left", days=one.days_left) if one.days_left else session.say("cli.status.today")
