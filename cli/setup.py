"""``dondoc init``: make the data folder and the database."""

import typer

from cli.arguments import session_of
from cli.output import say


def init(ctx: typer.Context) -> None:
    """Make or upgrade the database and seed the calendar."""
    from config.bootstrap import init_office

    session = session_of(ctx)
    is_new = init_office(session.office)
    key = "cli.init.made" if is_new else "cli.init.there"
    say(session.say(key, folder=session.settings.data_dir.absolute()))
    if is_new:
        say(session.say("cli.init.next"))
