"""Places to keep databases for a run: files in a temporary folder, or a PostgreSQL server."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url


class Place(Protocol):
    """Makes databases of one kind, and copies of them that nobody is connected to."""

    kind: str

    def url(self, name: str) -> str:
        """The URL of a database that is there, or of one that opening will make."""
        ...

    def create(self, name: str) -> str:
        """Make an empty database; gives its URL."""
        ...

    def copy(self, source: str, name: str) -> str:
        """Make ``name`` a copy of ``source``, in place of what was there; gives its URL."""
        ...


class SqlitePlace:
    """Files in one folder."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, name: str) -> str:
        """``sqlite:///…/name.db``."""
        return f"sqlite:///{self._path(name)}"

    def create(self, name: str) -> str:
        """The file comes into being when it is opened."""
        return self.url(name)

    def copy(self, source: str, name: str) -> str:
        """Copy the file; its log was written back when the last connection closed."""
        for suffix in ("-wal", "-shm"):
            Path(f"{self._path(name)}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self._path(source), self._path(name))
        return self.url(name)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.db"


class PostgresPlace:
    """Databases on one server, under names of their own; dropped at the end."""

    kind = "postgresql"

    def __init__(self, url: str) -> None:
        self._server = make_url(url).set(drivername="postgresql")
        self._made: set[str] = set()

    def url(self, name: str) -> str:
        """``postgresql+psycopg://…/dondoc_bench_name``."""
        ours = self._server.set(drivername="postgresql+psycopg", database=_named(name))
        return ours.render_as_string(hide_password=False)

    def create(self, name: str) -> str:
        """CREATE DATABASE."""
        return self._create(name, template="template1")

    def copy(self, source: str, name: str) -> str:
        """CREATE DATABASE … TEMPLATE."""
        return self._create(name, template=_named(source))

    def drop_all(self) -> None:
        """Drop what was made."""
        for name in sorted(self._made):
            self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _create(self, name: str, *, template: str) -> str:
        made = _named(name)
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(made)))
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._run(copy.format(sql.Identifier(made), sql.Identifier(template)))
        self._made.add(made)
        return self.url(name)

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._server.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(statement)


def _named(name: str) -> str:
    return f"dondoc_bench_{name}"


@contextmanager
def opened(database: str) -> Iterator[tuple[Place, Path]]:
    """A place for ``database`` (sqlite, postgresql or the URL of a server) and a folder; both are gone at the end."""
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as name:
        folder = Path(name)
        if database == "sqlite":
            yield SqlitePlace(folder), folder
        elif database == "postgresql":
            with _server() as url:
                yield PostgresPlace(url), folder
        else:
            place = PostgresPlace(database)
            try:
                yield place, folder
            finally:
                place.drop_all()


@contextmanager
def _server() -> Iterator[str]:
    """The URL of a PostgreSQL of this run's own."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.postgres_server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip() if process.stdout else ""
        if not url:
            raise RuntimeError("PostgreSQL did not start")
        yield url
