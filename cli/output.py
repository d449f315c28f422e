"""What a command prints: sentences, tables that fit a terminal, JSON with stable keys."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100


@dataclass(frozen=True)
class Column:
    """A column: its heading, its least width, whether it is a number, and whether it may be cut."""

    heading: str
    width: int | None = None
    is_number: bool = False
    share: int | None = None


@cache
def console() -> Console:
    """The terminal, or a page of WIDTH columns where there is none."""
    from rich.console import Console

    class Page(Console):
        """A console that leaves a reader who went away to cli.main."""

        def on_broken_pipe(self) -> None:
            raise  # noqa: PLE0704 - the error that rich is handling

    found = Page(highlight=False, markup=False, emoji=False, soft_wrap=False)
    if not found.is_terminal or found.width > WIDTH:
        found.width = WIDTH
    return found


def say(text: str = "", *, indent: int = 0) -> None:
    """Print a text, wrapped to the width of the page, each line behind ``indent`` blanks."""
    from rich.padding import Padding
    from rich.text import Text

    if sys.stdout.isatty() or indent:
        console().print(Padding(Text(text), (0, 0, 0, indent), expand=False))
    else:
        console().print(Text(text), soft_wrap=True)


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    footer: Sequence[str] = (),
    is_heading_wrapped: bool = False,
    is_wrapped: bool = False,
    is_headed: bool = True,
    gap: int = 2,
) -> None:
    """Print a table; what is too long for its column ends in "…", or goes on below with ``is_wrapped``."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        show_footer=bool(footer),
        show_header=is_headed,
        pad_edge=False,
        padding=(0, gap - 1, 0, 0),
        header_style="bold",
    )
    for number, column in enumerate(columns):
        made.add_column(
            column.heading,
            justify="right" if column.is_number else "left",
            width=column.width,
            ratio=column.share,
            no_wrap=not (is_heading_wrapped or is_wrapped),
            overflow="fold" if is_wrapped else "ellipsis",
            footer=Text(footer[number], no_wrap=True, overflow="ellipsis") if footer else "",
        )
    if any(column.share for column in columns):
        made.expand = True
    for row in rows:
        made.add_row(*(Text(cell) if is_wrapped else Text(cell, no_wrap=True, overflow="ellipsis") for cell in row))
    console().print(made)


def day_printed(text: str) -> str:
    """An ISO day, instant or month as documents print it: 04/12/2024, 16:00 04/12/2024, 02/2025."""
    day, _, clock = text.replace(" ", "T").partition("T")
    return f"{clock[:5]} {'/'.join(reversed(day.split('-')))}".strip()


def say_json(value: Any) -> None:
    """Print JSON, days in ISO form and instants with the offset of the office's zone."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    from engine.deadlines import OFFICE_ZONE

    if isinstance(value, datetime):
        return value.astimezone(OFFICE_ZONE).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
