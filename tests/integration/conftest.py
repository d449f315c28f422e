"""Offices with the cast in them: on SQLite, on PostgreSQL, or on both in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cast import Office, postgres_office, sqlite_office
from tests.support.postgres import Server


@pytest.fixture
def sqlite_cast(tmp_path: Path) -> Iterator[Office]:
    """An office on SQLite."""
    with sqlite_office(tmp_path) as office:
        yield office


@pytest.fixture
def postgres_cast(postgres: Server) -> Iterator[Office]:
    """An office on PostgreSQL."""
    with postgres_office(postgres) as office:
        yield office


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest) -> Office:
    """An office of this test's own: the test runs once on each database."""
    found: Office = request.getfixturevalue("sqlite_cast" if request.param == "sqlite" else "postgres_cast")
    return found
