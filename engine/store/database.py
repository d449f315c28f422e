"""Opening a database (SQLite file or PostgreSQL), transactions, migrations."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Row, create_engine, event, inspect, make_url
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    StatementError,
)

from engine.errors import DatabaseMissing, DatabaseNewer, NotFound, StorageFailed

__all__ = [
    "REFUSED",
    "Connection",
    "Database",
    "IntegrityError",
    "Row",
    "ease_commit",
    "head_version",
    "is_postgresql",
    "is_storage_failure",
    "migrate",
    "one_snapshot",
    "open_database",
    "reading",
    "require_current",
    "storable",
    "writing",
]

Database = Engine
REFUSED = (DataError, IntegrityError, StatementError)
"""A statement that the database, or the type of a column, refuses: the rows are to blame, not the database."""
_FAILURES = (DatabaseError, InterfaceError, InternalError, OperationalError)
_SNAPSHOT: dict[str, dict[str, Any]] = {
    "sqlite": {"is_reading": True},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
_HELD: ContextVar[Connection | None] = ContextVar("held", default=None)
_BUSY_MS = 60_000
_MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def open_database(url: str, *, pool_size: int = 5) -> Database:
    """An engine for ``url``. SQLite: WAL, foreign keys, waits for other writers. Opens no connection yet."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_size=pool_size, pool_pre_ping=True)
    database = create_engine(url, connect_args={"check_same_thread": False, "timeout": _BUSY_MS / 1000})
    event.listen(database, "connect", _prepare_sqlite)
    event.listen(database, "begin", _begin_sqlite)
    return database


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours: see _begin_sqlite
    cursor = connection.cursor()
    pragmas = (
        f"busy_timeout={_BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-65536",
    )
    try:
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
    except sqlite3.Error as error:  # not SQLAlchemy's yet: the connection is just being made
        raise StorageFailed(reason=str(error)) from error
    finally:
        cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another wrote between; take the lock first.
    is_reading = connection.get_execution_options().get("is_reading", False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def _translated(error: DBAPIError) -> StorageFailed:
    return StorageFailed(reason=str(error.orig).strip().splitlines()[0])


@contextmanager
def writing(database: Database) -> Iterator[Connection]:
    """One transaction that may write: all of it or nothing. Raises StorageFailed if the database itself fails."""
    try:
        with database.begin() as connection:
            yield connection
    except DBAPIError as error:
        if not is_storage_failure(error):
            raise
        raise _translated(error) from error


@contextmanager
def reading(database: Database) -> Iterator[Connection]:
    """One transaction that only reads, from one snapshot; never waits for writers. Raises StorageFailed as ``writing``,
    and NotFound for what is sought by a key that no row can have: PostgreSQL refuses to look for it."""
    held = _HELD.get()
    if held is not None and held.engine.pool is database.pool:
        yield held
        return
    try:
        with database.execution_options(**_SNAPSHOT[database.dialect.name]).begin() as connection:
            yield connection
    except DataError as error:
        raise NotFound(what="page", key="") from error
    except DBAPIError as error:
        if not is_storage_failure(error):
            raise
        raise _translated(error) from error


@contextmanager
def one_snapshot(database: Database) -> Iterator[None]:
    """Whatever is read inside, by however many use cases, is of one instant: so that a total and its rows, asked for
    one after the other, agree. What is written meanwhile is not seen, not even if it is written inside."""
    with reading(database) as connection:
        token = _HELD.set(connection)
        try:
            yield
        finally:
            _HELD.reset(token)


def is_storage_failure(error: Exception) -> bool:
    """True if the database itself failed (full, gone, damaged), so that no row is to blame."""
    return isinstance(error, StorageFailed) or type(error) in _FAILURES


def storable(text: str) -> str:
    """A stranger's ``text`` without what one of the databases refuses: NUL, halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def is_postgresql(connection: Connection) -> bool:
    """True on PostgreSQL."""
    return connection.dialect.name == "postgresql"


def ease_commit(connection: Connection) -> None:
    """Let this transaction's commit not wait for the disk, as on SQLite with ``synchronous=NORMAL``: a killed program
    loses nothing; a machine that loses power may forget the last moments, for the outbox a mail sent twice with one
    Message-ID."""
    if is_postgresql(connection):
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")


def _config(connection: Connection) -> Config:
    alembic = Config()
    alembic.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    alembic.attributes["connection"] = connection
    return alembic


def head_version() -> str:
    """The newest migration this program knows."""
    alembic = Config()
    alembic.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return str(ScriptDirectory.from_config(alembic).get_current_head())


def migrate(database: Database) -> None:
    """Bring the database to the newest version, creating it if need be, in one transaction."""
    with writing(database) as connection:
        _refuse_newer(connection)
        command.upgrade(_config(connection), "head")


def _found_version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(connection: Connection) -> None:
    found = _found_version(connection)
    alembic = Config()
    alembic.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(alembic).walk_revisions()}
    if found is not None and found not in known:
        raise DatabaseNewer(found=found, known=head_version())


def require_current(database: Database) -> None:
    """Raise DatabaseMissing or DatabaseNewer unless the database is at a version this program can use."""
    url = make_url(database.url)
    path = url.database if url.get_backend_name() == "sqlite" else None
    if path and not Path(path).exists():
        raise DatabaseMissing(url=path)
    with reading(database) as connection:
        if not inspect(connection).has_table("alembic_version"):
            raise DatabaseMissing(url=url.render_as_string(hide_password=True))
        _refuse_newer(connection)
        if _found_version(connection) == head_version():
            return
    migrate(database)
