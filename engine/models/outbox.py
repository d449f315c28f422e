"""Tables of notices and of the outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from engine.models.columns import BigId, big_id


class Notice(SQLModel, table=True):
    """The decision about one rung for one person (0: nobody could be found)."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("obligation_id", "deadline_version", "rung", "person_id"),
        Index(
            "ix_notice_waiting",
            "person_id",
            "release_at",
            sqlite_where=text("message_id IS NULL AND release_at IS NOT NULL"),
            postgresql_where=text("message_id IS NULL AND release_at IS NOT NULL"),
        ),
        Index(
            "ix_notice_release_at",
            "release_at",
            sqlite_where=text("message_id IS NULL AND release_at IS NOT NULL"),
            postgresql_where=text("message_id IS NULL AND release_at IS NOT NULL"),
        ),
        Index("ix_notice_message", "message_id"),
    )
    id: int | None = big_id()
    obligation_id: int = Field(sa_column=Column("obligation_id", BigId, nullable=False))
    deadline_version: int
    rung: str
    person_id: int
    audience: str
    kind: str
    rung_at: datetime
    decided_at: datetime
    decision: str
    reason: str = ""
    values: dict[str, Any] = Field(sa_column=Column("details", JSON, nullable=False))
    release_at: datetime | None = None
    message_id: int | None = Field(default=None, sa_column=Column("message_id", BigId))


class Message(SQLModel, table=True):
    """An outbox row: one person, one channel, one address. ``previous_id`` is the message on another channel that did
    not reach the person; ``fall_back_at`` is when the next channel takes over from this one. ``is_any_hour``: quiet
    hours do not hold it."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_person", "person_id", "created_at"),
        Index(
            "ix_message_next_at",
            "channel",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index(
            "ix_message_fall_back_at",
            "fall_back_at",
            sqlite_where=text("fall_back_at IS NOT NULL"),
            postgresql_where=text("fall_back_at IS NOT NULL"),
        ),
        Index("ix_message_rfc", "rfc_message_id"),
        Index(
            "ix_message_previous_id",
            "previous_id",
            sqlite_where=text("previous_id IS NOT NULL"),
            postgresql_where=text("previous_id IS NOT NULL"),
        ),
    )
    id: int | None = big_id()
    key: str = Field(unique=True)
    kind: str
    channel: str
    address: str
    person_id: int
    person_name: str
    is_urgent: bool = False
    state: str
    attempts: int = 0
    deliveries: int = 0
    next_at: datetime | None = None
    claimed_by: str | None = None
    rfc_message_id: str
    thread_id: str | None = None
    created_at: datetime
    dated_at: datetime
    settled_at: datetime | None = None
    outcome: str | None = None
    detail: str = ""
    is_any_hour: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    fall_back_at: datetime | None = None
    previous_id: int | None = Field(default=None, sa_column=Column("previous_id", BigId))
    delivered_at: datetime | None = None


class Delivery(SQLModel, table=True):
    """One attempt to send a message."""

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_provider_id", "provider_id"),)
    message_id: int = Field(sa_column=Column("message_id", BigId, primary_key=True, autoincrement=False))
    attempt: int = Field(primary_key=True)
    worker: str
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str | None = None
    detail: str = ""
    provider_id: str | None = None


class ChannelStop(SQLModel, table=True):
    """A channel that waits, and why: for an operator, or for the probe that is let through at ``probe_at``."""

    __tablename__ = "channel_stop"
    channel: str = Field(primary_key=True)
    stopped_at: datetime
    reason: str
    outcome: str = Field(default="", sa_column_kwargs={"server_default": ""})
    probe_at: datetime | None = None
    probes: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class Receipt(SQLModel, table=True):
    """What a provider told about a message afterwards, once for each event. ``message_id`` None: not ours."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("channel", "event", "provider_id"), Index("ix_receipt_message", "message_id"))
    id: int | None = big_id()
    channel: str
    event: str
    provider_id: str
    happened_at: datetime | None = None
    received_at: datetime
    message_id: int | None = Field(default=None, sa_column=Column("message_id", BigId))
    detail: str = ""


class Incoming(SQLModel, table=True):
    """A message that somebody wrote to the office, once for each, and what was made of it (outcome "" before).

    ``clues`` is JSON: what it answers (message_id where that is proven, rfc_ids); ``said`` what was drafted of it.
    """

    __tablename__ = "incoming"
    __table_args__ = (UniqueConstraint("channel", "provider_id"), Index("ix_incoming_handled_at", "handled_at"))
    id: int | None = big_id()
    channel: str
    provider_id: str
    sender: str
    received_at: datetime
    text: str
    person_id: int | None = None
    obligation_id: int | None = Field(default=None, sa_column=Column("obligation_id", BigId))
    clues: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    said: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    outcome: str = ""
    handled_at: datetime | None = None
    answer: str = ""
