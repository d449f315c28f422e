"""The databases that tests are given: real, empty and apart from each other."""

from pathlib import Path

from sqlalchemy import create_engine, text

from tests.support import postgres as postgresql
from tests.support.postgres import Server


def test_database_is_empty_and_takes_a_table(database_url: str) -> None:
    database = create_engine(database_url)
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE only_here (id INTEGER)"))
        assert connection.execute(text("SELECT count(*) FROM only_here")).scalar() == 0
    database.dispose()


def test_database_is_dropped_when_a_connection_is_left_open(postgres: Server) -> None:
    with postgres.database() as url:
        database = create_engine(url)
        connection = database.connect()
        connection.execute(text("SELECT 1"))
    connection.invalidate()
    database.dispose()


def test_database_copies_its_template(postgres: Server) -> None:
    with postgres.database() as template_url:
        database = create_engine(template_url)
        with database.begin() as connection:
            connection.execute(text("CREATE TABLE copied (id INTEGER)"))
        database.dispose()
        with postgres.database(template=database.url.database or "") as url:
            copy = create_engine(url)
            with copy.connect() as connection:
                assert connection.execute(text("SELECT count(*) FROM copied")).scalar() == 0
            copy.dispose()


def test_tear_down_removes_the_folder_when_no_server_was_started() -> None:
    folder: Path = postgresql.prepare()
    postgresql.tear_down(folder)
    assert not folder.exists()
