"""Tables of directives, their tasks, series and deadline versions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from engine.models.columns import BigId, big_id, small_id


class Directive(SQLModel, table=True):
    """An issued directive. ``document_key`` is unique: agency, year, number, notation; ``seal`` covers the frozen
    list; ``search_key`` is what a search without diacritics looks through."""

    __tablename__ = "directive"
    __table_args__ = (Index("ix_directive_issued", "issued_at", "id"),)
    id: int | None = small_id()
    document_key: str = Field(unique=True)
    scheme: str
    issuer_id: int = Field(foreign_key="unit.id", index=True)
    issuer_name: str
    number: str | None = None
    number_suffix: str | None = None
    year: int
    issued_on: date | None = None
    issued_text: str
    issued_at: datetime
    doc_type: str
    title: str
    urgency: str = "normal"
    place: str | None = None
    period_start_on: date | None = None
    period_end_on: date | None = None
    ladder: str | None = None
    policy: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    head: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    source: str
    seal: str
    node_id: int | None = None
    issued_by: str
    search_key: str = Field(default="", sa_column_kwargs={"server_default": ""})


class Task(SQLModel, table=True):
    """A clause of a directive. ``rules`` holds its deadline phrases and typed rules, ``fields`` the figures asked
    for."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("directive_id", "key"),)
    id: int | None = small_id()
    directive_id: int = Field(foreign_key="directive.id")
    key: str
    ordinal: int
    text: str
    section: str | None = None
    line: int | None = None
    kind: str
    owner_label: str
    external: list[str] = Field(sa_column=Column(JSON, nullable=False))
    coordinators: list[str] = Field(sa_column=Column(JSON, nullable=False))
    informed: list[str] = Field(sa_column=Column(JSON, nullable=False))
    report_to: str | None = None
    is_form: bool = False
    ladder: str | None = None
    rules: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    fields: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))


class Party(SQLModel, table=True):
    """A unit beside the lead: ``role`` coordinator or informed, for a whole task."""

    __tablename__ = "party"
    __table_args__ = (Index("ix_party_unit", "unit_id"), {"sqlite_with_rowid": False})
    task_id: int = Field(primary_key=True, foreign_key="task.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    role: str = Field(primary_key=True)


class Series(SQLModel, table=True):
    """A recurring task: its last occurrence that was made, and when to make the next."""

    __tablename__ = "series"
    __table_args__ = (
        Index(
            "ix_series_next_at",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )
    task_id: int = Field(primary_key=True, foreign_key="task.id")
    quote: str
    rule: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    starts_on: date
    until_on: date | None = None
    last_index: int
    last_occurrence: int
    next_at: datetime | None = None
    stopped_reason: str | None = None


class Deadline(SQLModel, table=True):
    """A version of a deadline. ``obligation_id`` None: shared by every obligation of this task and occurrence."""

    __tablename__ = "deadline"
    __table_args__ = (Index("ix_deadline_task", "task_id", "occurrence"),)
    id: int | None = big_id()
    task_id: int = Field(foreign_key="task.id")
    occurrence: int
    obligation_id: int | None = Field(default=None, sa_column=Column("obligation_id", BigId, index=True))
    version: int
    quote: str
    zone: str
    rule: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    due_at: datetime | None = None
    last_day_on: date | None = None
    opens_on: date | None = None
    derivation: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    supersedes_id: int | None = Field(default=None, sa_column=Column("supersedes_id", BigId))
    reason: str = ""
    set_by: str = ""
    set_at: datetime
