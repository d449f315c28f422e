"""A full or read-only disk, a lost connection, a newer or foreign database: a clear error, and nothing half written."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text

from engine.errors import DatabaseMissing, DatabaseNewer, StorageFailed
from engine.rules import By
from engine.states import Verb
from engine.store.database import Connection, head_version, migrate, open_database, reading, require_current, writing
from tests.support.builders import ISSUED_AT, create_directive, create_task
from tests.support.cast import Office

LATER = ISSUED_AT + timedelta(days=40)


def fill_up(office: Office) -> None:
    """Let the database grow no further, as on a full disk."""

    def limit(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    event.listen(office.database, "begin", limit)


def test_issuing_on_a_full_disk_leaves_nothing_behind(sqlite_cast: Office) -> None:
    before = sqlite_cast.dump()
    fill_up(sqlite_cast)
    tasks = [create_task(f"T{number}", By(date(2023, 10, 30)), text="việc " * 2000) for number in range(20)]
    with pytest.raises(StorageFailed, match="full"):
        sqlite_cast.issue(create_directive(*tasks))
    assert sqlite_cast.dump() == before


def test_sweep_on_a_full_disk_sets_no_row_aside_and_goes_on_later(sqlite_cast: Office) -> None:
    for number in range(30):
        sqlite_cast.issue(create_directive(number=f"{number}/KH"))
    before = sqlite_cast.dump()
    url = sqlite_cast.database.url
    full = Office(open_database(url.render_as_string()))
    fill_up(full)
    with pytest.raises(StorageFailed, match="full"):
        full.sweep(LATER)
    full.database.dispose()
    assert sqlite_cast.dump() == before
    swept = sqlite_cast.sweep(LATER)
    assert (swept.obligations, swept.set_aside) == (90, [])


def read_only(office: Office) -> Office:
    path = office.database.url.database
    return Office(open_database(f"sqlite:///file:{path}?mode=ro&uri=true"))


def test_writing_to_a_read_only_disk_is_refused_and_reading_goes_on(sqlite_cast: Office) -> None:
    sqlite_cast.issue(create_directive())
    before = sqlite_cast.dump()
    office = read_only(sqlite_cast)
    for deed in (
        lambda: office.issue(create_directive(number="2")),
        lambda: office.sweep(LATER),
        lambda: office.act(1, Verb.START, at=ISSUED_AT),
    ):
        with pytest.raises(StorageFailed):
            deed()
    assert office.ids() == [1, 2, 3]
    office.database.dispose()
    assert sqlite_cast.dump() == before


def test_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    path.write_text("Kế hoạch số 396\n" * 100, encoding="utf-8")
    database = open_database(f"sqlite:///{path}")
    with pytest.raises(StorageFailed, match="not a database"), reading(database):
        pass
    with pytest.raises(StorageFailed, match="not a database"), writing(database):
        pass
    database.dispose()


def test_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'nowhere' / 'dondoc.db'}")
    with pytest.raises(StorageFailed, match="unable to open"):
        migrate(database)
    with pytest.raises(DatabaseMissing):
        require_current(database)
    database.dispose()


def test_server_that_does_not_answer_is_a_storage_failure() -> None:
    database = open_database("postgresql+psycopg://nobody@127.0.0.1:1/dondoc?connect_timeout=2")
    with pytest.raises(StorageFailed, match="refused"):
        require_current(database)
    database.dispose()


def test_connection_lost_in_the_middle_leaves_nothing_behind(postgres_cast: Office) -> None:
    before = postgres_cast.dump()

    def cut(connection: Connection, *_rest: object) -> None:
        backend = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        with other.connect() as outside:
            outside.execute(text("SELECT pg_terminate_backend(:backend)"), {"backend": backend})

    other = open_database(postgres_cast.database.url.render_as_string())
    event.listen(postgres_cast.database, "commit", cut)
    with pytest.raises(StorageFailed):
        postgres_cast.issue(create_directive())
    event.remove(postgres_cast.database, "commit", cut)
    other.dispose()
    assert postgres_cast.dump() == before
    assert postgres_cast.issue(create_directive()).obligations == 3


def test_database_of_a_newer_version_is_refused_untouched(office: Office) -> None:
    office.run("UPDATE alembic_version SET version_num = '9999'")
    before = office.dump()
    for deed in (require_current, migrate):
        with pytest.raises(DatabaseNewer) as refused:
            deed(office.database)
        assert refused.value.values == {"found": "9999", "known": head_version()}
    assert office.dump() == before


def test_database_without_tables_is_missing(database_url: str) -> None:
    database = open_database(database_url)
    with pytest.raises(DatabaseMissing):
        require_current(database)
    database.dispose()
