"""Budgets: how long a module and a function may be, and how many arguments go by position."""

import ast
from collections.abc import Iterable

from tests.support.source import Function, Source, listed, planted, rooms

MODULE_LINES = 400
FUNCTION_LINES = 40
BY_POSITION = 2
# Methods whose signature another library dictates.
DICTATED = {"handle_DATA", "handle_MAIL", "handle_RCPT", "handle_exception", "include_object", "formatmessage"}


def long_modules(sources: Iterable[Source]) -> list[str]:
    """Modules over the budget. Migrations list columns and may be long."""
    own = (source for source in sources if not source.is_in("engine/migrations"))
    lines = [(source, len(source.text.splitlines())) for source in own]
    return [f"{source.path} has {count} lines" for source, count in lines if count > MODULE_LINES]


def long_functions(sources: Iterable[Source]) -> list[str]:
    """Functions over the budget, counted from ``def`` to the last line. Migrations list columns and may be long."""
    return [
        source.at(function, f"{function.name} has {lines} lines")
        for source in sources
        if not source.is_in("engine/migrations")
        for function, _ in source.functions()
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ]


def crowded_signatures(sources: Iterable[Source]) -> list[str]:
    """Functions that take more than two arguments by position. Typer reads positions itself, so commands may."""
    return [
        source.at(function, f"{function.name} takes {', '.join(names)} by position")
        for source in sources
        for function, owner in source.functions()
        if not (is_dictated(function) or (source.room == "cli" and is_command(function)))
        if len(names := by_position(function, owner)) > BY_POSITION
    ]


def is_dictated(function: Function) -> bool:
    """True where Python or a library chose the arguments."""
    names = [argument.arg for argument in function.args.args]
    if names[-3:] == ["scope", "receive", "send"]:  # ASGI
        return True
    is_special = function.name.startswith("__") and function.name not in {"__init__", "__new__", "__call__"}
    return is_special or function.name in DICTATED


def is_command(function: Function) -> bool:
    """True for what Typer calls: it is decorated, or takes the context first."""
    first = function.args.args[0].annotation if function.args.args else None
    return bool(function.decorator_list) or (first is not None and ast.unparse(first) == "typer.Context")


def by_position(function: Function, owner: ast.ClassDef | None) -> list[str]:
    """Names of the arguments that can go by position, without self and cls."""
    names = [argument.arg for argument in [*function.args.posonlyargs, *function.args.args]]
    return names[1:] if owner and names[:1] in (["self"], ["cls"]) else names


def test_modules_stay_within_budget() -> None:
    assert listed(long_modules(rooms())) == ""


def test_functions_stay_within_budget() -> None:
    assert listed(long_functions(rooms())) == ""


def test_arguments_beyond_two_are_keyword_only() -> None:
    assert listed(crowded_signatures(rooms())) == ""


def test_long_modules_are_found() -> None:
    assert long_modules([planted("x = 1\n" * 401), planted("x = 1\n" * 400)]) == ["engine/planted.py has 401 lines"]


def test_long_functions_are_found() -> None:
    text = "class A:\n    async def long(self):\n" + "        x = 1\n" * 40 + "def short():\n" + "    x = 1\n" * 39
    assert long_functions([planted(text)]) == ["engine/planted.py:2 long has 41 lines"]


def test_crowded_signatures_are_found() -> None:
    source = planted(
        """
        class A:
            def fine(self, a, b, *, c): ...
            def crowded(self, a, b, c=1): ...
            def __exit__(self, a, b, c): ...
        def fine(a, b, *rest, c, **more): ...
        def crowded(a, /, b, c): ...
        """
    )
    assert crowded_signatures([source]) == [
        "engine/planted.py:7 crowded takes a, b, c by position",
        "engine/planted.py:4 crowded takes a, b, c by position",
    ]


def test_commands_may_take_arguments_by_position() -> None:
    source = planted("@app.command()\ndef issue(a, b, c): ...\ndef inner(a, b, c): ...\n", path="cli/issue.py")
    assert crowded_signatures([source]) == ["cli/issue.py:3 inner takes a, b, c by position"]
