"""Tables of obligations, their history, reports and extensions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from engine.models.columns import BigId, big_id, small_id


class Obligation(SQLModel, table=True):
    """Task × unit × occurrence: the thing that is tracked. ``next_at``: when it next needs attention."""

    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("task_id", "unit_id", "occurrence"),
        Index(
            "ix_obligation_next_at",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index("ix_obligation_unit", "unit_id", "status"),
        Index("ix_obligation_directive", "directive_id", "bucket", "unit_id"),
        Index(
            "ix_obligation_submitted",
            "directive_id",
            "last_submitted_at",
            sqlite_where=text("status = 'submitted'"),
            postgresql_where=text("status = 'submitted'"),
        ),
        Index(
            "ix_obligation_overdue",
            "due_at",
            "id",
            sqlite_where=text("bucket = 'open_overdue'"),
            postgresql_where=text("bucket = 'open_overdue'"),
        ),
        Index(
            "ix_obligation_unit_overdue",
            "unit_id",
            "due_at",
            sqlite_where=text("bucket = 'open_overdue'"),
            postgresql_where=text("bucket = 'open_overdue'"),
        ),
        Index(
            "ix_obligation_directive_overdue",
            "directive_id",
            "due_at",
            "id",
            sqlite_where=text("bucket = 'open_overdue'"),
            postgresql_where=text("bucket = 'open_overdue'"),
        ),
        Index("ix_obligation_deadline", "deadline_id"),
    )
    id: int | None = big_id()
    directive_id: int
    task_id: int
    unit_id: int
    occurrence: int
    status: str
    bucket: str
    deadline_id: int = Field(sa_column=Column("deadline_id", BigId, nullable=False))
    deadline_version: int
    due_at: datetime | None = None
    assigned_at: datetime
    running_from_at: datetime
    settled_at: datetime
    next_at: datetime | None = None
    first_submitted_at: datetime | None = None
    last_submitted_at: datetime | None = None
    judged_due_at: datetime | None = None
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    history_length: int = 0
    history_head: str | None = None
    set_aside_at: datetime | None = None
    set_aside_reason: str | None = None


class History(SQLModel, table=True):
    """Append-only, hash-chained per obligation. ``at`` is when it became true, ``recorded_at`` when it was written."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_recorded_at", "recorded_at"),)
    obligation_id: int = Field(sa_column=Column("obligation_id", BigId, primary_key=True, autoincrement=False))
    seq: int = Field(primary_key=True)
    kind: str
    happened_at: datetime
    actor: str
    post: str
    reason: str
    payload: str
    hash: str
    recorded_at: datetime


class DailySeal(SQLModel, table=True):
    """One hash a day over the chain heads of a directive."""

    __tablename__ = "daily_seal"
    directive_id: int = Field(primary_key=True, foreign_key="directive.id")
    sealed_on: date = Field(primary_key=True)
    hash: str
    obligations: int


class Report(SQLModel, table=True):
    """What a unit handed in, and the issuer's answer (review None: waiting)."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("obligation_id", "number"),)
    id: int | None = big_id()
    obligation_id: int = Field(sa_column=Column("obligation_id", BigId, nullable=False))
    number: int
    submitted_at: datetime
    submitted_by: str
    text: str
    figures: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    files: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    judged_due_at: datetime | None = None
    review: str | None = None
    reviewed_at: datetime | None = None
    reviewed_by: str | None = None
    review_reason: str = ""


class FigureValue(SQLModel, table=True):
    """One number of an accepted report; yes is 1, no is 0."""

    __tablename__ = "figure_value"
    __table_args__ = (Index("ix_figure_value_task", "task_id", "unit_id"),)
    obligation_id: int = Field(sa_column=Column("obligation_id", BigId, primary_key=True, autoincrement=False))
    field: str = Field(primary_key=True)
    task_id: int
    unit_id: int
    value: float


class Extension(SQLModel, table=True):
    """A request for more time and its decision (decision None: open)."""

    __tablename__ = "extension"
    __table_args__ = (
        Index(
            "ix_extension_open",
            "obligation_id",
            sqlite_where=text("decision IS NULL"),
            postgresql_where=text("decision IS NULL"),
        ),
    )
    id: int | None = small_id()
    obligation_id: int = Field(sa_column=Column("obligation_id", BigId, nullable=False, index=True))
    asked_at: datetime
    asked_by: str
    until_on: date
    reason: str
    decision: str | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    decision_reason: str = ""
    granted_until_on: date | None = None
