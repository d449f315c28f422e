"""Tables of how people want to be reached, what they agreed to, and how an address is linked to them."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from engine.models.columns import small_id


class Preference(SQLModel, table=True):
    """What a person chose: ``choice`` is JSON (order, urgent_order, off); quiet hours are local times of the day."""

    __tablename__ = "preference"
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    choice: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    quiet_from: time | None = None
    quiet_until: time | None = None
    changed_at: datetime


class Consent(SQLModel, table=True):
    """That a person agreed to be told on a channel, how the office knows, and until when it held. Never deleted."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_person", "person_id", "channel"),)
    id: int | None = small_id()
    person_id: int = Field(foreign_key="person.id")
    channel: str
    address_hash: str
    given_at: datetime
    source: str
    revoked_at: datetime | None = None
    revoked_by: str = ""


class LinkCode(SQLModel, table=True):
    """A one-time code that links an account to a person; only its hash is kept."""

    __tablename__ = "link_code"
    code_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    channel: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class Credential(SQLModel, table=True):
    """A pair of tokens, sealed. ``version`` grows with each renewal; ``lost_at``: only a person can renew it now."""

    __tablename__ = "credential"
    name: str = Field(primary_key=True)
    sealed: str
    version: int
    renewed_at: datetime
    expires_at: datetime
    renewable_until_at: datetime | None = None
    lost_at: datetime | None = None
    lost_reason: str = ""
