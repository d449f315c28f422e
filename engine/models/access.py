"""Tables of how people come in: accounts, sessions, links, tokens for programs, addresses of calendars."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.models.columns import small_id


class Account(SQLModel, table=True):
    """How a person signs in; no row: by a link in a mail only. ``totp_sealed``: the secret of one-time codes, sealed;
    ``totp_step``: the newest step that was used; ``totp_set_at`` None: not confirmed yet, so not asked for.
    ``failures`` and ``code_failures`` count wrong passwords and wrong codes since the last right one."""

    __tablename__ = "account"
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    password_hash: str | None = None
    password_set_at: datetime | None = None
    totp_sealed: str | None = None
    totp_step: int = 0
    totp_set_at: datetime | None = None
    is_administrator: bool = False
    failures: int = 0
    locked_until_at: datetime | None = None
    code_failures: int = 0
    code_locked_until_at: datetime | None = None
    language: str | None = None


class RecoveryCode(SQLModel, table=True):
    """A code that stands in for a one-time code once, for who has lost the device; only its hash is kept."""

    __tablename__ = "recovery_code"
    code_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    made_at: datetime
    used_at: datetime | None = None


class WebSession(SQLModel, table=True):
    """A signed-in browser. Only the hash of its token is kept; ``means``: link, password, oidc, demo."""

    __tablename__ = "web_session"
    __table_args__ = (Index("ix_web_session_person", "person_id"),)
    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    means: str
    made_at: datetime
    seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    device: str = ""


class AccessLink(SQLModel, table=True):
    """A link with one purpose (sign_in, acknowledge, …) for one person; only its hash is kept. GET shows, POST uses."""

    __tablename__ = "access_link"
    __table_args__ = (Index("ix_access_link_person", "person_id", "made_at"),)
    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    purpose: str
    target: str = ""
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class OutsideIdentity(SQLModel, table=True):
    """Who a person is for an OpenID Connect provider."""

    __tablename__ = "outside_identity"
    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    linked_at: datetime


class ApiToken(SQLModel, table=True):
    """A key with which a program acts for a person, within ``scopes``; only its hash is kept."""

    __tablename__ = "api_token"
    __table_args__ = (Index("ix_api_token_person", "person_id"),)
    id: int | None = small_id()
    token_hash: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id")
    name: str
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    made_at: datetime
    expires_at: datetime | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class CalendarFeed(SQLModel, table=True):
    """The secret address of a person's calendar; only its hash is kept."""

    __tablename__ = "calendar_feed"
    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    made_at: datetime
    revoked_at: datetime | None = None


class KeptAnswer(SQLModel, table=True):
    """What was answered to a request with an idempotency key, so that a repeated one gets the same."""

    __tablename__ = "kept_answer"
    owner: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    request_hash: str
    made_at: datetime
    status: int | None = None
    body: bytes | None = Field(default=None, sa_column=Column("body", LargeBinary))


class Attempt(SQLModel, table=True):
    """How often something was tried within a window (sign-in by address, mails asked for): the rate limits. ``who`` is
    a hash: what people type into a field for addresses may be anything."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_window", "window_at"),)
    what: str = Field(primary_key=True)
    who: str = Field(primary_key=True)
    window_at: datetime = Field(primary_key=True)
    count: int = 0


class Subscription(SQLModel, table=True):
    """A server that wants to hear of events at and below a unit. ``secret_sealed`` signs what it is told."""

    __tablename__ = "subscription"
    id: int | None = small_id()
    person_id: int = Field(foreign_key="person.id")
    unit_id: int = Field(foreign_key="unit.id")
    url: str
    kinds: list[str] = Field(sa_column=Column(JSON, nullable=False))
    secret_sealed: str
    made_at: datetime
    seen_at: datetime
    seen_id: int = 0
    stopped_at: datetime | None = None
    stopped_reason: str = ""


class Call(SQLModel, table=True):
    """One event to be told to a subscriber. ``next_at`` None: told, or given up."""

    __tablename__ = "call"
    __table_args__ = (UniqueConstraint("subscription_id", "event_key"), Index("ix_call_next_at", "next_at"))
    id: int | None = small_id()
    subscription_id: int = Field(foreign_key="subscription.id")
    event_key: str
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    made_at: datetime
    attempts: int = 0
    next_at: datetime | None = None
    told_at: datetime | None = None
    detail: str = ""
