"""Purity: who may ask the time, the environment and the database, who may swallow errors, and what tests may not do."""

import ast
from collections.abc import Iterable, Iterator

import pytest

from tests.support.source import ROOMS, Source, dotted, imports, listed, planted, read, rooms

ASKS_THE_TIME = {f"{owner}.{name}" for owner in ("datetime", "date") for name in ("now", "utcnow", "today")}
ASKS_THE_TIME |= {f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime")}
ASKS_THE_TIME |= {"func.now", "func.current_timestamp", "func.current_date"}
ASKS_THE_ENVIRONMENT = {"environ", "environb", "getenv", "putenv"}
# One bad row, message or job must not stop the others; each of these says why beside its ``except``.
MAY_CATCH_ALL = ("flows/runner", "notifications/delivery")
BROAD = {"Exception", "BaseException"}
REPLACES = {"setattr", "delattr", "setitem", "object", "multiple"}


def clocks(sources: Iterable[Source]) -> list[str]:
    """Places that ask the time themselves."""
    return [
        source.at(node, f"asks {'.'.join(dotted(node).split('.')[-2:])}")
        for source in sources
        if not source.is_in("engine/clock")
        for node in source.nodes()
        if isinstance(node, ast.Attribute) and ".".join(dotted(node).split(".")[-2:]) in ASKS_THE_TIME
    ]


def environments(sources: Iterable[Source]) -> list[str]:
    """Places outside config that read the environment."""
    return [
        source.at(node, f"reads os.{name}")
        for source in sources
        if not source.is_in("config")
        for node in source.nodes()
        for name in names_from("os", node)
        if name in ASKS_THE_ENVIRONMENT
    ]


def names_from(module: str, node: ast.AST) -> Iterator[str]:
    """What ``node`` takes from ``module``, as an attribute or by a from-import."""
    if isinstance(node, ast.Attribute) and dotted(node.value) == module:
        yield node.attr
    elif isinstance(node, ast.ImportFrom) and node.module == module:
        yield from (alias.name for alias in node.names)


def queries(sources: Iterable[Source]) -> list[str]:
    """Selects outside the store; migrations write their own."""
    return [
        source.at(node, "selects")
        for source in sources
        if not source.is_in("engine/store", "engine/migrations")
        for node in source.nodes()
        if is_query(node)
    ]


def is_query(node: ast.AST) -> bool:
    """True for select(…), sqlalchemy.select(…) and a string of SQL that selects."""
    if isinstance(node, ast.Call):
        return dotted(node.func) in {"select", "sa.select", "sqlalchemy.select", "sqlmodel.select"}
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        words = node.value.upper().split()
        return words[:1] == ["SELECT"] and "FROM" in words
    return False


def broad_excepts(sources: Iterable[Source]) -> list[str]:
    """Handlers that catch everything, outside the places that may."""
    return [
        source.at(node, "catches everything")
        for source in sources
        if not source.is_in(*MAY_CATCH_ALL)
        for node in source.nodes()
        if isinstance(node, ast.ExceptHandler)
        if node.type is None or any(dotted(kind) in BROAD for kind in kinds(node.type))
    ]


def kinds(node: ast.expr) -> list[ast.expr]:
    """The classes named after ``except``."""
    return node.elts if isinstance(node, ast.Tuple) else [node]


def late_imports(sources: Iterable[Source]) -> list[str]:
    """Imports inside functions; only cli may, to start quickly."""
    return [
        source.at(node, f"imports inside {function.name}")
        for source in sources
        if source.room != "cli"
        for function, _ in source.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def sleeps(sources: Iterable[Source]) -> list[str]:
    """Tests that wait for time to pass; ``asyncio.sleep(0)`` only lets others run."""
    return [
        source.at(node, "sleeps")
        for source in sources
        for node in source.nodes()
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] == "sleep"
        if not (node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value == 0)
    ]


def patches(sources: Iterable[Source]) -> list[str]:
    """Tests that replace a part of our own modules."""
    return [
        source.at(node, "patches our own code")
        for source in sources
        for ours in [{*ROOMS, *imported_from_rooms(source)}]
        for node in source.nodes()
        if isinstance(node, ast.Call) and is_replacement(dotted(node.func)) and node.args
        if first_word(node.args[0]) in ours
    ]


def is_replacement(called: str) -> bool:
    """True for monkeypatch.setattr, mock.patch, patch.object and their like; not for the built-in setattr."""
    *owner, name = called.split(".")
    return name == "patch" or (bool(owner) and name in REPLACES)


def imported_from_rooms(source: Source) -> Iterator[str]:
    """Names under which a file knows things of our rooms."""
    for node, module in imports(source):
        if module.split(".")[0] in ROOMS:
            yield from (alias.asname or alias.name.split(".")[0] for alias in node.names)


def first_word(node: ast.expr) -> str:
    """The first part of a dotted name or of a string that holds one."""
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else dotted(node)
    return text.split(".")[0]


def test_time_is_asked_by_the_clock_only() -> None:
    assert listed(clocks(rooms())) == ""


def test_environment_is_read_by_config_only() -> None:
    assert listed(environments(rooms())) == ""


def test_queries_stand_in_the_store_only() -> None:
    assert listed(queries(rooms())) == ""


def test_everything_is_caught_only_where_one_must_not_stop_the_others() -> None:
    assert listed(broad_excepts(rooms())) == ""


def test_imports_stand_at_the_head() -> None:
    assert listed(late_imports(rooms())) == ""


def test_tests_do_not_wait_for_time_to_pass() -> None:
    assert listed(sleeps([*read("tests/unit"), *read("tests/integration")])) == ""


def test_tests_do_not_patch_our_own_code() -> None:
    assert listed(patches(source for source in read("tests") if not source.is_in("tests/architecture"))) == ""


@pytest.mark.parametrize(
    "line", ["datetime.now(UTC)", "datetime.datetime.utcnow()", "date.today()", "f(datetime.now)", "time.time()"]
)
def test_second_clocks_are_found(line: str) -> None:
    assert len(clocks([planted(line)])) == 1
    assert clocks([planted(line, path="engine/clock.py")]) == []


def test_time_from_a_clock_is_no_second_clock() -> None:
    assert clocks([planted("clock.now()\nself.clock.now()\ndatetime.time(at)\n")]) == []


@pytest.mark.parametrize("line", ["os.environ['A']", "os.getenv('A')", "from os import environ"])
def test_environment_readers_are_found(line: str) -> None:
    assert len(environments([planted(line)])) == 1
    assert environments([planted(line, path="config/settings.py")]) == []


@pytest.mark.parametrize("line", ["select(Task)", "sa.select(Task)", "text('SELECT id FROM task')"])
def test_queries_elsewhere_are_found(line: str) -> None:
    assert len(queries([planted(line)])) == 1
    assert queries([planted(line, path="engine/store/tasks.py")]) == []


@pytest.mark.parametrize("caught", ["", " Exception", " (ValueError, BaseException)", " Exception as error"])
def test_broad_excepts_are_found(caught: str) -> None:
    text = f"try:\n    f()\nexcept{caught}:\n    g()\n"
    assert broad_excepts([planted(text)]) == ["engine/planted.py:3 catches everything"]
    assert broad_excepts([planted(text, path="flows/runner.py")]) == []


def test_late_imports_are_found() -> None:
    text = "import a\ndef f():\n    from b import c\n"
    assert late_imports([planted(text)]) == ["engine/planted.py:3 imports inside f"]
    assert late_imports([planted(text, path="cli/run.py")]) == []


def test_sleeps_are_found() -> None:
    text = "time.sleep(1)\nawait asyncio.sleep(0.1)\nawait asyncio.sleep(0)\n"
    assert sleeps([planted(text)]) == ["engine/planted.py:1 sleeps", "engine/planted.py:2 sleeps"]


@pytest.mark.parametrize(
    "line",
    [
        "monkeypatch.setattr('engine.clock.SystemClock', None)",
        "monkeypatch.setattr(store, 'claim', None)",
        "monkeypatch.setattr(config.settings, 'url', None)",
        "mock.patch('notifications.delivery.deliver')",
        "patch.object(store, 'claim')",
        "patch('reports.table.rows')",
    ],
)
def test_patches_of_our_own_code_are_found(line: str) -> None:
    assert len(patches([planted(f"from engine import store\n{line}\n")])) == 1


def test_patches_of_the_surroundings_are_allowed() -> None:
    assert patches([planted("monkeypatch.setattr('socket.socket', None)\nsetattr(row, 'a', 1)\n")]) == []
