"""Tables of what is not handed in yet, and of the text that a directive was issued from."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from engine.models.columns import BigId, small_id


class ReportDraft(SQLModel, table=True):
    """A report that somebody is still writing."""

    __tablename__ = "report_draft"
    obligation_id: int = Field(sa_column=Column("obligation_id", BigId, primary_key=True, autoincrement=False))
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    text: str = ""
    figures: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    files: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    saved_at: datetime


class PlanDraft(SQLModel, table=True):
    """A document that was dropped, and its plan as far as it is corrected. ``version`` grows with each change."""

    __tablename__ = "plan_draft"
    __table_args__ = (Index("ix_plan_draft_unit", "unit_id", "saved_at"),)
    id: int | None = small_id()
    unit_id: int = Field(foreign_key="unit.id")
    person_id: int = Field(foreign_key="person.id")
    file_name: str
    sha256: str
    text: str
    plan: str
    title: str = ""
    version: int = 1
    made_at: datetime
    saved_at: datetime
    issued_as: int | None = None
    dropped_at: datetime | None = None


class DirectiveText(SQLModel, table=True):
    """The lines of the document that a directive was issued from."""

    __tablename__ = "directive_text"
    directive_id: int = Field(primary_key=True, foreign_key="directive.id")
    file_name: str
    sha256: str
    text: str
