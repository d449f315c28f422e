"""``dondoc directives``: what was issued."""

from dataclasses import asdict

import typer

from cli.arguments import Json, session_of
from cli.output import Column, say, say_json, table


def directives(ctx: typer.Context, *, is_json: Json = False) -> None:
    """List the issued directives."""
    from engine.service.views import list_directives

    session = session_of(ctx)
    found = list_directives(session.database)
    if is_json:
        say_json([asdict(line) for line in found])
        return
    if not found:
        say(session.say("cli.directives.none"))
        return
    columns = [
        Column(session.say("cli.directives.id"), is_number=True),
        Column(session.say("cli.directives.document"), width=16),
        Column(session.say("cli.directives.issued"), width=10),
        Column(session.say("cli.directives.issuer"), share=2),
        Column(session.say("cli.directives.title"), share=3),
    ]
    rows = [(str(d.id), d.document, session.printed_date(d.issued_text), d.issuer_name, d.title) for d in found]
    table(columns, rows)
