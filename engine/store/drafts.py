"""Reports and plans that are still being written, and the text that a directive was issued from."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engine.store.database import is_postgresql
from engine.store.tables import DIRECTIVE_TEXT, PERSON, PLAN_DRAFT, REPORT_DRAFT, UNIT


def insert_plan_draft(connection: Connection, values: Mapping[str, Any]) -> int:
    """Keep a new draft; gives its id."""
    key = connection.execute(insert(PLAN_DRAFT).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def plan_draft(connection: Connection, draft_id: int) -> Row[Any] | None:
    """A draft with its unit and whoever dropped the document, whether it can still be changed or not."""
    query = (
        select(PLAN_DRAFT, UNIT.c.name.label("unit_name"), UNIT.c.scheme, PERSON.c.name.label("person_name"))
        .join(UNIT, UNIT.c.id == PLAN_DRAFT.c.unit_id)
        .join(PERSON, PERSON.c.id == PLAN_DRAFT.c.person_id)
    )
    return connection.execute(query.where(PLAN_DRAFT.c.id == draft_id)).one_or_none()


_LINE = ("id", "unit_id", "file_name", "title", "version", "made_at", "saved_at", "issued_as")


def plan_drafts(connection: Connection, *, units: Iterable[int], limit: int) -> Sequence[Row[Any]]:
    """The drafts of some units without their texts, the last saved first; dropped ones are left out."""
    query = (
        select(*(PLAN_DRAFT.c[name] for name in _LINE), UNIT.c.name.label("unit_name"), PERSON.c.name)
        .join(UNIT, UNIT.c.id == PLAN_DRAFT.c.unit_id)
        .join(PERSON, PERSON.c.id == PLAN_DRAFT.c.person_id)
        .where(PLAN_DRAFT.c.unit_id.in_(sorted(set(units))) & PLAN_DRAFT.c.dropped_at.is_(None))
    )
    return connection.execute(query.order_by(PLAN_DRAFT.c.saved_at.desc(), PLAN_DRAFT.c.id.desc()).limit(limit)).all()


def change_plan_draft(connection: Connection, draft_id: int, *, version: int, values: Mapping[str, Any]) -> bool:
    """Change a draft as somebody saw it; False if it was changed, issued or dropped meanwhile."""
    same = (
        (PLAN_DRAFT.c.id == draft_id)
        & (PLAN_DRAFT.c.version == version)
        & PLAN_DRAFT.c.issued_as.is_(None)
        & PLAN_DRAFT.c.dropped_at.is_(None)
    )
    changed = update(PLAN_DRAFT).where(same).values(version=version + 1, **values)
    return connection.execute(changed).rowcount == 1


def insert_directive_text(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep the text that a directive was issued from."""
    connection.execute(insert(DIRECTIVE_TEXT).values(**values))


def directive_text(connection: Connection, directive_id: int) -> Row[Any] | None:
    """The text that a directive was issued from."""
    return connection.execute(select(DIRECTIVE_TEXT).where(DIRECTIVE_TEXT.c.directive_id == directive_id)).one_or_none()


def _report(obligation_id: int, person_id: int) -> ColumnElement[bool]:
    return (REPORT_DRAFT.c.obligation_id == obligation_id) & (REPORT_DRAFT.c.person_id == person_id)


def report_draft(connection: Connection, obligation_id: int, *, person_id: int) -> Row[Any] | None:
    """The report that a person is writing."""
    return connection.execute(select(REPORT_DRAFT).where(_report(obligation_id, person_id))).one_or_none()


def save_report_draft(connection: Connection, obligation_id: int, *, person_id: int, values: Mapping[str, Any]) -> None:
    """Keep what a person has written so far, in the place of what was there; files only if they are among the
    values."""
    key = {"obligation_id": obligation_id, "person_id": person_id}
    make = insert_postgresql if is_postgresql(connection) else insert_sqlite
    made = make(REPORT_DRAFT).values(**key, **{"files": [], **values})
    connection.execute(made.on_conflict_do_update(index_elements=list(key), set_=dict(values)))


def drop_report_draft(connection: Connection, obligation_id: int, *, person_id: int) -> None:
    """Forget what a person has written."""
    connection.execute(delete(REPORT_DRAFT).where(_report(obligation_id, person_id)))


def drop_report_drafts(connection: Connection, obligation_id: int, *, at: datetime) -> None:
    """Forget what was saved for an obligation up to an instant."""
    saved = (REPORT_DRAFT.c.obligation_id == obligation_id) & (REPORT_DRAFT.c.saved_at <= at)
    connection.execute(delete(REPORT_DRAFT).where(saved))
