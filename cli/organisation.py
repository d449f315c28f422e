"""``dondoc org``: import, template, show, note who is away."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.arguments import File, Json, Scheme, session_of
from cli.output import Column, say, say_json, table
from cli.session import Session
from cli.spoken import SpokenCommand, group

app = group("org")


@app.command("import", cls=SpokenCommand)
def import_file(ctx: typer.Context, *, file: File, scheme: Scheme = None) -> None:
    """Import an organisation file: YAML, or a workbook of units and people."""
    session = session_of(ctx)
    import_into(session, file, scheme=scheme)


def import_into(session: Session, file: Path, *, is_quiet: bool = False, scheme: str | None = None) -> str:
    """Import an organisation and say so; gives its scheme."""
    from cli.plan import tell_warnings
    from config.organisation_files import examine
    from engine.deadlines import OFFICE_ZONE
    from engine.service.organisation import import_organisation

    spec, warnings = examine(session.office, file, scheme=scheme)
    now = session.clock.now()
    done = import_organisation(session.database, spec, at=now, on=now.astimezone(OFFICE_ZONE).date())
    if is_quiet:
        return done.scheme
    tell_warnings(session, warnings)
    say(session.say("cli.org.imported", name=spec.name, scheme=done.scheme, units=done.units, people=done.people))
    return done.scheme


@app.command("template", cls=SpokenCommand)
def template(ctx: typer.Context, *, file: File, is_forced: Annotated[bool, typer.Option("--force")] = False) -> None:
    """Write the workbook into which an officer types units and people."""
    from reports.org_template import org_template

    session = session_of(ctx)
    if file.exists() and not is_forced:
        raise session.fail("cli.intake.there", path=file)
    file.write_bytes(org_template(session.words))
    say(session.say("cli.org.template", file=file))


@app.command("show", cls=SpokenCommand)
def show(
    ctx: typer.Context,
    *,
    scheme: Scheme = None,
    people: Annotated[bool, typer.Option("--people")] = False,
    is_json: Json = False,
) -> None:
    """Show the tree of units."""
    from engine.service.organisation import show_organisation

    session = session_of(ctx)
    trees = show_organisation(session.database, scheme=scheme)
    if is_json:
        say_json([{"scheme": name, "units": [_json_unit(unit) for unit in units]} for name, units in trees.items()])
        return
    if not trees:
        say(session.say("cli.org.none"))
    for name, units in trees.items():
        say(session.say("cli.org.head", scheme=name, units=len(units)))
        _tell_tree(session, units, is_with_people=people)


def _tell_tree(session: Session, units: Any, *, is_with_people: bool) -> None:
    rows = []
    for unit in units:
        indent = "  " * unit.depth
        rows.append((f"{indent}{unit.name}", unit.code, unit.kind, str(len(unit.members) or "")))
        if is_with_people:
            rows += [
                (f"{indent}  · {member.name}", "", session.words.role(member.role), member.email or "")
                for member in unit.members
            ]
    headings = [session.say(f"cli.org.{key}") for key in ("unit", "code", "kind")]
    last = session.say("cli.org.email") if is_with_people else session.say("cli.org.people")
    columns = [Column(headings[0], share=5), Column(headings[1], share=2), Column(headings[2], share=2)]
    table([*columns, Column(last, share=3 if is_with_people else 1)], rows)


def _json_unit(unit: Any) -> dict[str, Any]:
    members = [{"name": member.name, "role": member.role, "email": member.email} for member in unit.members]
    return {"code": unit.code, "name": unit.name, "kind": unit.kind, "depth": unit.depth, "people": members}


@app.command("absent", cls=SpokenCommand)
def absent(
    ctx: typer.Context,
    *,
    email: Annotated[str, typer.Argument(metavar="EMAIL")],
    first: Annotated[str, typer.Option("--from", metavar="DATE")],
    last: Annotated[str, typer.Option("--to", metavar="DATE")],
    delegate: Annotated[str | None, typer.Option("--delegate", metavar="EMAIL")] = None,
) -> None:
    """Note that somebody is away, and who stands in."""
    from engine.service.organisation import set_absence

    session = session_of(ctx)
    starts_on, ends_on = session.day(first), session.day(last)
    if ends_on < starts_on:
        raise session.fail("cli.usage.reversed", first=starts_on, last=ends_on)
    set_absence(session.database, email=email, starts_on=starts_on, ends_on=ends_on, delegate_email=delegate)
    key = "cli.org.absent_delegated" if delegate else "cli.org.absent"
    say(session.say(key, email=email, first=starts_on, last=ends_on, delegate=delegate))
