"""Migrations: from empty they give what the models say, and a second time nothing."""

from datetime import timedelta
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from engine.models import metadata
from engine.service.tallies import audit
from engine.store.database import Connection, Database, migrate, open_database, reading, require_current, writing
from tests.support.builders import ISSUED_AT, create_directive
from tests.support.cast import Office
from tests.support.source import ROOT


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def layout(connection: Connection) -> dict[str, Any]:
    """Every index with its columns, uniqueness and condition, every column with type and nullability."""
    found: dict[str, Any] = {}
    looker = inspect(connection)
    for table in sorted(set(looker.get_table_names()) - {"alembic_version"}):
        found[table] = (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in looker.get_columns(table)),
            sorted((str(i["name"]), i["column_names"], i["unique"], _condition(i)) for i in looker.get_indexes(table)),
            sorted(tuple(u["column_names"]) for u in looker.get_unique_constraints(table)),
            looker.get_pk_constraint(table)["constrained_columns"],
            sorted(tuple(f["constrained_columns"]) for f in looker.get_foreign_keys(table)),
        )
    return found


def _condition(index: Any) -> list[tuple[str, str]]:
    return sorted((name, str(value)) for name, value in index["dialect_options"].items())


def made_by_models(url: str) -> dict[str, Any]:
    database = open_database(url)
    with database.begin() as connection:
        metadata.create_all(connection)
        made = layout(connection)
        metadata.drop_all(connection)
    database.dispose()
    return made


def test_migrations_from_empty_give_what_the_models_say(database_url: str) -> None:
    wanted = made_by_models(database_url)
    database = open_database(database_url)
    migrate(database)
    with database.connect() as connection:
        assert differences(connection) == []
        assert layout(connection) == wanted
    database.dispose()


def test_partial_indexes_and_tables_without_row_ids_survive_the_migration(database_url: str) -> None:
    database = open_database(database_url)
    migrate(database)
    with reading(database) as connection:
        partial = _partial_indexes(connection)
        assert {"ix_obligation_next_at", "ix_series_next_at", "ix_notice_waiting", "ix_message_next_at"} <= partial
        if connection.dialect.name == "sqlite":
            query = "SELECT count(*) FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'"
            wanted = sum(table.dialect_options["sqlite"]["with_rowid"] is False for table in metadata.tables.values())
            assert connection.execute(text(query)).scalar() == wanted > 0
    database.dispose()


def _partial_indexes(connection: Connection) -> set[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'"
        if connection.dialect.name == "sqlite"
        else "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%WHERE%'"
    )
    return set(connection.execute(text(query)).scalars())


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    database = open_database(database_url)
    migrate(database)
    before = _schema(database)
    migrate(database)
    require_current(database)
    assert _schema(database) == before
    database.dispose()


def _schema(database: Database) -> dict[str, Any]:
    with reading(database) as connection:
        return layout(connection)


def test_directives_of_before_the_page_get_their_search_key_and_their_days(office: Office) -> None:
    office.issue(create_directive())
    office.sweep(ISSUED_AT + timedelta(days=30))
    wanted = office.rows("directive")
    with writing(office.database) as connection:
        config = Config()
        config.set_main_option("script_location", str(ROOT / "engine" / "migrations"))
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
    migrate(office.database)
    office.fold()
    assert [row["search_key"] for row in office.rows("directive")] == [row["search_key"] for row in wanted]
    assert {str(row["changed_on"]) for row in office.rows("tally_day")} == {"2023-10-10", "2023-10-31"}
    assert audit(office.database).mismatches == ()
