"""Tables of heartbeats and lock rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class Heartbeat(SQLModel, table=True):
    """When a job last ran to its end, and what it said."""

    __tablename__ = "heartbeat"
    name: str = Field(primary_key=True)
    beat_at: datetime
    detail: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Lease(SQLModel, table=True):
    """A lock row: one holder at a time, until it expires."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True)
    holder: str
    expires_at: datetime
