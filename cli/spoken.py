"""Help in the reader's language: a command is declared without texts, and its help is looked up when it is printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from reports.wording import Words


def help_key(path: str) -> str:
    """The part of a command's path below the program, as a key: "dondoc calendar set" → "calendar_set"."""
    return "_".join(path.split()[1:]).replace("-", "_") or "dondoc"


def explain(command: Any, path: str, *, words: Words) -> None:
    """Put the help of a command and its parameters into words. A parameter of one command only has a key of its own."""
    name = help_key(path)
    command.help = words.say(f"help.{name}")
    for parameter in command.params:
        if parameter.name == "help":
            parameter.help = words.say("options.help")
            continue
        own, common = f"options.{name}__{parameter.name}", f"options.{parameter.name}"
        parameter.help = words.say(own if own in words else common)


def _prepare(command: Any, ctx: Any) -> None:
    from cli.session import Session

    root = ctx.find_root()
    session = root.obj if isinstance(root.obj, Session) else Session(root.params.get("lang"))
    explain(command, ctx.command_path, words=session.words)
    for name, child in _children(command):
        explain(child, f"{ctx.command_path} {name}", words=session.words)


def _children(command: Any) -> Iterable[tuple[str, Any]]:
    return getattr(command, "commands", {}).items()


class SpokenCommand(TyperCommand):
    """A command whose help is in reports/locales."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _prepare(self, ctx)
        super().format_help(ctx, formatter)


class SpokenGroup(TyperGroup):
    """A group of commands whose help is in reports/locales."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _prepare(self, ctx)
        super().format_help(ctx, formatter)


def group(name: str | None = None) -> typer.Typer:
    """A new group without texts."""
    return typer.Typer(
        name=name, cls=SpokenGroup, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
