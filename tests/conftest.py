"""What every test may ask for: databases, and how hard Hypothesis searches."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support import postgres as postgresql

# A slow machine is no reason to fail a law; the build server repeats the same examples each time.
settings.register_profile("dev", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, max_examples=100, print_blob=True)
settings.register_profile("thorough", settings.get_profile("dev"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))

FOLDER = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """One folder for the server of this run: made by the process that leads, handed to the workers."""
    workerinput: dict[str, Any] | None = getattr(config, "workerinput", None)
    config.stash[FOLDER] = postgresql.prepare() if workerinput is None else Path(workerinput["postgres_folder"])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell an xdist worker where the server of this run lives."""
    node.workerinput["postgres_folder"] = str(node.config.stash[FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    """The leading process outlives its workers, so it stops the server."""
    if not hasattr(config, "workerinput"):
        postgresql.tear_down(config.stash[FOLDER])


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> postgresql.Server:
    """The PostgreSQL server of this run."""
    return postgresql.Server(pytestconfig.stash[FOLDER])


@pytest.fixture
def postgres_url(postgres: postgresql.Server) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of this test's own."""
    with postgres.database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'dondoc.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url
