"""Options that several commands share. Their texts are in reports/locales (``options``)."""

from pathlib import Path
from typing import Annotated

import typer

from cli.session import Session

Json = Annotated[bool, typer.Option("--json")]
At = Annotated[str | None, typer.Option("--at", metavar="INSTANT")]
As = Annotated[str | None, typer.Option("--as", metavar="EMAIL")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT")]
Ids = Annotated[list[int], typer.Argument(metavar="ID...")]
Id = Annotated[int, typer.Argument(metavar="ID")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000)]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT")]
File = Annotated[Path, typer.Argument(metavar="FILE")]
Scheme = Annotated[str | None, typer.Option("--scheme", metavar="SCHEME")]


def session_of(ctx: typer.Context) -> Session:
    """The session of this run."""
    session: Session = ctx.find_root().obj
    return session
