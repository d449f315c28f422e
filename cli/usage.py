"""Usage errors in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from typer.exceptions import TyperException

if TYPE_CHECKING:
    from cli.session import Session
    from reports.wording import Words


_LEAST = re.compile(r"Input should be greater than or equal to (\d+)")
_NO_COMMAND = re.compile(r"No such command '(.+?)'")


def usage_sentence(error: TyperException, session: Session) -> str:
    """What was wrong with the command line, and where its help is."""
    from reports.wording import words

    spoken = words("en" if session.language == "en" else "vi")
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "dondoc"
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.format_message()
    return f"{_sentence(error, spoken)}\n{spoken.say('cli.usage.see_help', command=path)}"


def _value(message: str, spoken: Words) -> str:
    """What is wrong with a value; the parser's own words where it says something else than these."""
    if message.startswith("Input should be a valid integer"):
        return spoken.say("cli.usage.whole_number")
    if least := _LEAST.match(message):
        return spoken.say("cli.usage.least", least=least[1])
    return message


def _sentence(error: Any, spoken: Words) -> str:
    kind = type(error).__name__
    if kind == "MissingParameter":
        return spoken.say("cli.usage.missing", name=_name(error))
    if kind == "NoSuchOption":
        return spoken.say("cli.usage.no_such_option", name=error.option_name)
    if kind == "BadParameter" and error.param is not None:
        return spoken.say("cli.usage.bad_value", name=_name(error), said=_value(error.message, spoken))
    if kind == "BadParameter":
        return str(error.message)
    if unknown := _NO_COMMAND.match(error.message):
        return spoken.say("cli.usage.no_such_command", name=unknown[1])
    if error.message == "Missing command.":
        return spoken.say("cli.usage.missing_command")
    return spoken.say("cli.usage.other", said=error.format_message())


def _name(error: Any) -> str:
    """The parameter as the help names it."""
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "")
    return "/".join(parameter.opts) if parameter.param_type_name != "argument" else str(parameter.metavar)
