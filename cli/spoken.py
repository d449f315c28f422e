"""Help in the reader's language: a command is declared without texts, and its help is looked up when it is printed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from reports.wording import Words

WIDTH = 96
FIRST_COLUMN = 24


def help_key(path: str) -> str:
    """The part of a command's path below the program, as a key: "dondoc calendar set" → "calendar_set"."""
    return "_".join(path.split()[1:]).replace("-", "_") or "dondoc"


def option_key(path: str, name: str, *, words: Words) -> str:
    """The key of a parameter's text: one of its own command, else the one it shares with others of its name."""
    own = f"options.{help_key(path)}__{name}"
    return own if own in words else f"options.{name}"


def help_text(command: Any, ctx: Any, *, words: Words) -> str:
    """The whole help of a command: usage, what it does, arguments, options, commands below it."""
    path = ctx.command_path
    shown = [parameter for parameter in command.get_params(ctx) if not getattr(parameter, "hidden", False)]
    arguments = [p for p in shown if p.param_type_name == "argument"]
    options = [p for p in shown if p.param_type_name != "argument"]
    children = [(name, child) for name, child in getattr(command, "commands", {}).items() if not child.hidden]
    usage = [path, words.say("cli.help.options_mark"), *(p.metavar or p.name.upper() for p in arguments)]
    usage += [words.say("cli.help.command_mark")] if children else []
    parts = [f"{words.say('cli.help.usage')}: {' '.join(usage)}", _said(command, f"help.{help_key(path)}", words=words)]
    for key, rows in (
        ("arguments", [(p.metavar or p.name.upper(), _option(path, p, words=words)) for p in arguments]),
        ("options", [(_names(p), _option(path, p, words=words)) for p in options]),
        ("commands", [(n, _said(c, f"help.{help_key(f'{path} {n}')}", words=words)) for n, c in children]),
    ):
        if rows:
            parts.append("\n".join([f"{words.say(f'cli.help.{key}')}:", *_lines(rows)]))
    return "\n\n".join(parts) + "\n"


def _said(command: Any, key: str, *, words: Words) -> str:
    """The text of a command; one that brings its own text keeps it."""
    return words.say(key) if key in words else (command.help or "").strip()


def _option(path: str, parameter: Any, *, words: Words) -> str:
    key = option_key(path, parameter.name, words=words)
    return words.say(key) if key in words else (parameter.help or "")


def _names(parameter: Any) -> str:
    names = ", ".join(parameter.opts)
    return names if parameter.is_flag else f"{names} {parameter.metavar or parameter.name.upper()}"


def _lines(rows: Iterable[tuple[str, str]]) -> Iterable[str]:
    for name, said in rows:
        head = f"  {name}"
        if len(head) > FIRST_COLUMN - 2:
            yield head
            head = ""
        indent = " " * FIRST_COLUMN
        yield from textwrap.wrap(said, WIDTH, initial_indent=head.ljust(FIRST_COLUMN), subsequent_indent=indent)


def _write(command: Any, ctx: Any, *, formatter: Any) -> None:
    from cli.session import Session

    root = ctx.find_root()
    session = root.obj if isinstance(root.obj, Session) else Session()
    session.language = session.language or root.params.get("lang")
    formatter.write(help_text(command, ctx, words=session.words))


class SpokenCommand(TyperCommand):
    """A command whose help is in reports/locales."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help in the reader's language."""
        _write(self, ctx, formatter=formatter)


class SpokenGroup(TyperGroup):
    """A group of commands whose help is in reports/locales."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help in the reader's language."""
        _write(self, ctx, formatter=formatter)


def group(name: str | None = None, *, is_command: bool = False) -> typer.Typer:
    """A new group without texts; ``is_command``: it does something by itself too."""
    return typer.Typer(
        name=name,
        cls=SpokenGroup,
        no_args_is_help=not is_command,
        invoke_without_command=is_command,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
