"""Documentation: every setting, command, status and check that exists is written about."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from cli.main import app
from config.doctor import CHECKS
from config.settings import Settings
from engine.states import Status
from tests.support.source import ROOT, listed


def documentation() -> str:
    """README.md and all pages of docs/."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def unwritten(words: Iterable[str], text: str) -> list[str]:
    """The words that ``text`` does not contain as wholes."""
    return [word for word in words if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)]


def commands(app: typer.Typer) -> list[str]:
    """The full name of every command that is shown in the help."""
    return list(named(typer.main.get_command(app), path="dondoc"))


def named(command: Any, *, path: str) -> Iterator[str]:
    """The commands below ``command``, each with the path that leads to it."""
    if not isinstance(command, TyperGroup):
        yield path
        return
    context = typer.Context(command)
    children = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
    for name, child in children:
        if child and not child.hidden:
            yield from named(child, path=f"{path} {name}")


def test_settings_are_written_about() -> None:
    assert listed(unwritten((f"DONDOC_{name.upper()}" for name in Settings.model_fields), documentation())) == ""


def test_commands_are_written_about() -> None:
    assert listed(unwritten(commands(app), documentation())) == ""


def test_statuses_are_written_about() -> None:
    assert listed(unwritten((status.value for status in Status), documentation())) == ""


def test_checks_of_the_doctor_are_written_about() -> None:
    assert listed(unwritten((str(check.id) for check in CHECKS), documentation())) == ""


def test_unwritten_words_are_found() -> None:
    text = "`dondoc issue` and DONDOC_URLS and in_progress."
    assert unwritten(["dondoc issue", "DONDOC_URL", "progress", "in_progress"], text) == ["DONDOC_URL", "progress"]


def test_commands_are_listed_by_their_full_name() -> None:
    outer, inner = typer.Typer(), typer.Typer()
    outer.command("why")(documentation)
    inner.command("move")(documentation)
    inner.command("secret", hidden=True)(documentation)
    outer.add_typer(inner, name="unit")
    assert sorted(commands(outer)) == ["dondoc unit move", "dondoc why"]
