"""Rooms: who may import whom, and which tool lives where."""

import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.support.source import ROOMS, ROOT, Source, imports, listed, planted, rooms, rules

# Where a tool may be imported, if that is less than a room; whole rooms are held by import-linter (pyproject.toml).
TOOLS = {
    "aiosmtplib": ("notifications/channels",),
    "httpx": ("notifications/channels",),
    "aiosmtpd": ("cli/demo",),
    "sqlmodel": ("engine/models", "engine/store", "engine/migrations"),
    "sqlalchemy": ("engine/models", "engine/store", "engine/migrations"),
    "alembic": ("engine/store", "engine/migrations"),
    "psycopg": ("engine/store",),
    "pydantic_settings": ("config/settings",),
    "platformdirs": ("config",),
    "ruamel": ("intake", "config", "reports"),
    "lxml": ("intake/reading",),
    "pypdfium2": ("intake/reading",),
    "rapidfuzz": ("intake/drafting/parties",),
    "fastapi": ("web",),
    "starlette": ("web",),
    "uvicorn": ("web", "flows"),
    "babel": ("web",),
    "authlib": ("web/oidc",),
    "httpx2": ("web/oidc",),
    "joserfc": ("web/oidc",),
    "segno": ("web",),
    "jinja2": ("notifications", "reports", "web"),
    "pwdlib": ("config/passwords",),
    "pyotp": ("config/one_time_codes",),
    "docx": ("reports",),
    "xlsxwriter": ("reports",),
    "typst": ("reports",),
    "icalendar": ("reports", "notifications"),
    "python_calamine": ("intake",),
}
RULES_MAY_IMPORT = frozenset(sys.stdlib_module_names) | {"dateutil"}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the project in ``folder``."""
    command = [str(Path(sysconfig.get_path("scripts")) / "lint-imports"), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)


def misplaced_tools(sources: Iterable[Source]) -> list[str]:
    """Imports of a tool outside its place."""
    return [
        source.at(node, f"imports {name}")
        for source in sources
        for node, name in imports(source)
        if (tool := name.split(".")[0]) in TOOLS and not source.is_in(*TOOLS[tool])
    ]


def worldly_rules(sources: Iterable[Source]) -> list[str]:
    """Imports in a rule module of anything but the standard library, dateutil and other rules."""
    sources = list(sources)
    known = {source.module for source in sources} | {"engine"}
    return [
        source.at(node, f"imports {name}")
        for source in sources
        for node, name in imports(source)
        if name.split(".")[0] not in RULES_MAY_IMPORT and name not in known
    ]


def test_rooms_keep_their_contracts() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_contracts_are_broken_by_a_planted_import(tmp_path: Path) -> None:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    for room in configured["root_packages"]:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text('"""A room."""\n')
    (tmp_path / "engine/clock.py").write_text("import prefect\nfrom engine import service\n")
    (tmp_path / "engine/errors.py").write_text("")
    (tmp_path / "engine/service.py").write_text("")
    (tmp_path / "engine/attic.py").write_text("")
    (tmp_path / "intake/head.py").write_text("import reports\n")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    printed = lint_imports(tmp_path).stdout
    assert "engine.clock -> prefect" in printed
    assert "engine.clock -> engine.service" in printed
    assert "- engine.attic" in printed
    assert "intake.head -> reports" in printed


def test_tools_stay_in_their_place() -> None:
    assert listed(misplaced_tools(rooms())) == ""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("notifications/retry.py", "import httpx"),
        ("engine/service/issuing.py", "from sqlalchemy import insert"),
        ("cli/run.py", "from aiosmtpd.controller import Controller"),
        ("intake/drafting/reader.py", "import lxml"),
    ],
)
def test_misplaced_tools_are_found(path: str, line: str) -> None:
    assert misplaced_tools([planted(line, path=path)]) == [f"{path}:1 imports {line.split()[1]}"]


def test_rules_import_only_the_standard_library_and_dateutil() -> None:
    assert listed(worldly_rules(rules())) == ""


def test_worldly_rules_are_found() -> None:
    source = planted("import json\nimport dateutil.rrule\nimport yaml\nfrom engine.store import claim\n")
    assert worldly_rules([source]) == ["engine/planted.py:3 imports yaml", "engine/planted.py:4 imports engine.store"]


@pytest.mark.parametrize("room", ROOMS)
def test_room_belongs_to_this_distribution_only(room: str) -> None:
    assert set(packages_distributions().get(room, ["dondoc"])) == {"dondoc"}
