"""Whether anything was written since one looked last, by whichever process."""

from engine.errors import StorageFailed
from engine.store.database import Database

# Both change with every commit, also of other connections: two equal snapshots show the same rows.
_QUESTIONS = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_snapshot()::text"}


class ChangeWatch:
    """A connection of its own, outside of any transaction, that asks for the mark of the newest change. Not for several
    threads at once."""

    def __init__(self, database: Database) -> None:
        self._kept = database.raw_connection()
        self._question = _QUESTIONS[database.dialect.name]
        driver = self._kept.driver_connection
        if driver is None:
            raise StorageFailed(reason="no connection")
        if database.dialect.name == "postgresql":
            driver.autocommit = True
        self._cursor = driver.cursor()
        self._error: type[Exception] = database.dialect.loaded_dbapi.Error

    def mark(self) -> str:
        """A text that is the same only as long as nothing was written. Raises StorageFailed."""
        try:
            self._cursor.execute(self._question)
            return str(self._cursor.fetchone()[0])
        except self._error as error:
            raise StorageFailed(reason=str(error).strip().partition("\n")[0]) from error

    def close(self) -> None:
        """Let go of the connection."""
        self._cursor.close()
        self._kept.invalidate()
