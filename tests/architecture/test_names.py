"""Names: what things must be called, and what must have words beside it."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

import pytest

from tests.support.source import ROOMS, Source, listed, planted, read, rooms

# A drawer for everything, or a name that hides the standard library's.
NO_MODULE = {"calendar", "utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
# Columns whose name is the field's term.
NAMED_OTHERWISE = {"valid_from", "valid_to"}


def unnamed_modules(sources: Iterable[Source]) -> list[str]:
    """Modules with a name that says nothing."""
    return [source.path for source in sources if NO_MODULE & set(PurePosixPath(source.path.removesuffix(".py")).parts)]


def names_of_rooms(sources: Iterable[Source]) -> list[str]:
    """Variables and parameters called like a room."""
    return [
        source.at(node, f"calls something {name}")
        for source in sources
        for node, name in bound(source)
        if name in ROOMS
    ]


def bound(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Every name that is bound by assignment, as a parameter or by ``as``."""
    for node in source.nodes():
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node, node.id
        elif isinstance(node, ast.arg):
            yield node, node.arg
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((node, alias.asname) for alias in node.names if alias.asname)


def headless_modules(sources: Iterable[Source]) -> list[str]:
    """Modules without a line at their head."""
    return [source.path for source in sources if not ast.get_docstring(source.tree)]


def undescribed(sources: Iterable[Source]) -> list[str]:
    """Public classes, functions and methods without a docstring; a stub of a protocol needs none."""
    return [
        source.at(node, f"{node.name} has no docstring")
        for source in sources
        if not source.is_in("engine/migrations")
        for body in [source.tree.body, *(node.body for node in source.tree.body if isinstance(node, ast.ClassDef))]
        for node in body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if not node.name.startswith("_") and not ast.get_docstring(node) and not is_stub(node)
    ]


def is_stub(node: ast.AST) -> bool:
    """True for ``def f(self) -> T: ...``."""
    match node:
        case (
            ast.FunctionDef(body=[ast.Expr(ast.Constant(value))])
            | ast.AsyncFunctionDef(body=[ast.Expr(ast.Constant(value))])
        ):
            return value is ...
    return False


def misnamed_columns(sources: Iterable[Source]) -> list[str]:
    """Columns that hold an instant but do not end in _at, or a date but not in _on, and the other way round."""
    return [
        source.at(field, f"{field.target.id}: {annotation}")
        for source in sources
        for table in source.nodes()
        if isinstance(table, ast.ClassDef)
        for field in table.body
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if field.target.id not in NAMED_OTHERWISE
        if is_misnamed(field.target.id, annotation=(annotation := ast.unparse(field.annotation)))
    ]


def is_misnamed(name: str, *, annotation: str) -> bool:
    """True if the ending of ``name`` and the type disagree."""
    kinds = {part.strip() for part in annotation.replace("[", "|").replace("]", "|").split("|")}
    return ("datetime" in kinds) != name.endswith("_at") or ("date" in kinds) != name.endswith("_on")


def tables() -> list[Source]:
    """The modules that declare tables."""
    return [source for source in rooms() if source.is_in("engine/models")]


def test_modules_are_named_by_a_noun_that_says_something() -> None:
    assert listed(unnamed_modules([*rooms(), *read("tests/support")])) == ""


def test_nothing_is_called_like_a_room() -> None:
    assert listed(names_of_rooms(rooms())) == ""


def test_modules_say_what_corner_they_are() -> None:
    assert listed(headless_modules(rooms())) == ""


def test_public_names_of_engine_are_described() -> None:
    assert listed(undescribed(read("engine"))) == ""


def test_columns_are_named_by_what_they_hold() -> None:
    assert listed(misnamed_columns(tables())) == ""


@pytest.mark.parametrize("path", ["engine/calendar.py", "reports/utils/rows.py", "intake/common.py"])
def test_unnamed_modules_are_found(path: str) -> None:
    assert unnamed_modules([planted("", path=path)]) == [path]


@pytest.mark.parametrize(
    "text",
    [
        "engine = create()",
        "def f(*, config): ...",
        "for reports in x: ...",
        "with a as (web, _): ...",
        "from x import y as cli",
        "class A:\n    flows: int",
        "if (intake := 1): ...",
    ],
)
def test_names_of_rooms_are_found(text: str) -> None:
    assert len(names_of_rooms([planted(text)])) == 1


def test_headless_modules_are_found() -> None:
    assert headless_modules([planted("x = 1"), planted('"""Fine."""')]) == ["engine/planted.py"]


def test_undescribed_names_are_found() -> None:
    source = planted(
        """
        def bare(): return 1
        def _private(): return 1
        class Bare:
            def stub(self): ...
            def bare_method(self): return 1
            def described(self):
                "Gives one."
                return 1
        """
    )
    found = undescribed([source])
    assert [line.split()[1] for line in found] == ["bare", "Bare", "bare_method"]


def test_misnamed_columns_are_found() -> None:
    source = planted(
        """
        class Row(SQLModel, table=True):
            due_at: datetime | None = None
            valid_from: date
            issued_on: Optional[date] = None
            due: datetime
            issued_at: date
            counted_on: int
        """
    )
    assert [line.split(" ", 1)[1] for line in misnamed_columns([source])] == [
        "due: datetime",
        "issued_at: date",
        "counted_on: int",
    ]
