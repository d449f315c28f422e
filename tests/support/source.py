"""The project's own source, parsed once, for the tests that hold the house rules."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("engine", "intake", "notifications", "reports", "config", "flows", "web", "cli")
# Modules of engine that are the database's; all others are rules.
DATABASE_SIDE = ("engine/models", "engine/store", "engine/service", "engine/migrations")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """A Python file: ``path`` from the project's root, with slashes, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text, filename=self.path)

    @property
    def room(self) -> str:
        """The top-level folder."""
        return self.path.split("/", 1)[0]

    @property
    def module(self) -> str:
        """The dotted name."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def is_in(self, *places: str) -> bool:
        """True if the file is one of these modules or lies below one of these packages ("cli/demo", "engine")."""
        stem = self.path.removesuffix(".py")
        return any(stem == place or stem.startswith(f"{place}/") for place in places)

    def nodes(self) -> Iterator[ast.AST]:
        """Every node of the tree."""
        return ast.walk(self.tree)

    def functions(self) -> Iterator[tuple[Function, ast.ClassDef | None]]:
        """Every function with the class it is a method of, if any."""
        for node in self.nodes():
            for child in ast.iter_child_nodes(node):
                if isinstance(child, Function):
                    yield child, node if isinstance(node, ast.ClassDef) else None

    def at(self, node: ast.AST, what: str) -> str:
        """One finding, as "path:line what"."""
        return f"{self.path}:{getattr(node, 'lineno', 1)} {what}"


def planted(text: str, *, path: str = "engine/planted.py") -> Source:
    """A file that does not exist: what a check must find in it proves that the check bites."""
    return Source(path, dedent(text))


@cache
def rooms() -> tuple[Source, ...]:
    """All files of all rooms."""
    return tuple(source for room in ROOMS for source in read(room))


@cache
def rules() -> tuple[Source, ...]:
    """The modules of engine that may know nothing but the standard library and dateutil."""
    return tuple(source for source in read("engine") if not source.is_in(*DATABASE_SIDE))


@cache
def read(folder: str) -> tuple[Source, ...]:
    """All Python files below ``folder``."""
    paths = sorted((ROOT / folder).rglob("*.py"))
    return tuple(Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths)


@cache
def shipped() -> tuple[Path, ...]:
    """All files that git tracks or would track; whoever owns the folder."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(path for name in sorted(filter(None, listed.split("\0"))) if (path := ROOT / name).is_file())


def dotted(node: ast.AST) -> str:
    """The name of an attribute chain ("datetime.datetime.now"); "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def imports(source: Source) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    """Every import with the module it names."""
    for node in source.nodes():
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, node.module or ""


def listed(findings: list[str]) -> str:
    """The findings one a line, so that a failing test shows all of them."""
    return "\n".join(findings)
