"""Tables: columns and constraints, no rules. Instants are aware UTC (``_at``), days are dates (``_on``)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, UniqueConstraint, text
from sqlmodel import Field, SQLModel

metadata = SQLModel.metadata
BigId = BigInteger().with_variant(Integer(), "sqlite")


def _id() -> Any:
    return Field(default=None, primary_key=True)


def _big_id() -> Any:
    return Field(default=None, sa_column=Column("id", BigId, primary_key=True, autoincrement=True))


class Unit(SQLModel, table=True):
    """An office or school. ``code`` is opaque within ``scheme``; the place in the tree is dated (UnitParent)."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("scheme", "code"),)
    id: int | None = _id()
    scheme: str
    code: str
    name: str
    kind: str = Field(index=True)
    zone: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class UnitName(SQLModel, table=True):
    """A name or alias under which a unit is found; ``key`` is its folded form."""

    __tablename__ = "unit_name"
    __table_args__ = (UniqueConstraint("unit_id", "key"),)
    id: int | None = _id()
    unit_id: int = Field(foreign_key="unit.id")
    name: str
    key: str = Field(index=True)
    valid_from: date | None = None
    valid_to: date | None = None


class UnitParent(SQLModel, table=True):
    """A dated link to the unit above. ``line``: administrative or professional (a school has two superiors)."""

    __tablename__ = "unit_parent"
    id: int | None = _id()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    parent_id: int = Field(foreign_key="unit.id", index=True)
    line: str = "administrative"
    valid_from: date | None = None
    valid_to: date | None = None


class UnitClosure(SQLModel, table=True):
    """Every ancestor of every unit today, itself at depth 0: derived from UnitParent, rebuilt on import."""

    __tablename__ = "unit_closure"
    __table_args__ = (Index("ix_unit_closure_ancestor", "ancestor_id", "depth"), {"sqlite_with_rowid": False})
    descendant_id: int = Field(foreign_key="unit.id", primary_key=True)
    ancestor_id: int = Field(foreign_key="unit.id", primary_key=True)
    depth: int


class Person(SQLModel, table=True):
    """Somebody who holds posts."""

    __tablename__ = "person"
    id: int | None = _id()
    scheme: str
    name: str


class Post(SQLModel, table=True):
    """A person in a unit in a role, for a time."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("person_id", "unit_id", "role"),)
    id: int | None = _id()
    person_id: int = Field(foreign_key="person.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    role: str
    title: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class Contact(SQLModel, table=True):
    """An address of a person on one channel."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("person_id", "channel"),)
    id: int | None = _id()
    person_id: int = Field(foreign_key="person.id")
    channel: str
    address: str
    verified_at: datetime | None = None
    disabled_at: datetime | None = None
    disabled_reason: str | None = None


class Absence(SQLModel, table=True):
    """Days on which a person is away, and who stands in."""

    __tablename__ = "absence"
    id: int | None = _id()
    person_id: int = Field(foreign_key="person.id", index=True)
    starts_on: date
    ends_on: date
    delegate_id: int | None = Field(default=None, foreign_key="person.id")


class ExternalParty(SQLModel, table=True):
    """A body outside the tree, kept as text."""

    __tablename__ = "external_party"
    __table_args__ = (UniqueConstraint("scheme", "code"),)
    id: int | None = _id()
    scheme: str
    code: str
    name: str
    note: str = ""


class OwnerPhrase(SQLModel, table=True):
    """What a phrase such as "cơ sở GDMN" means in one organisation; ``selector`` is JSON."""

    __tablename__ = "owner_phrase"
    __table_args__ = (UniqueConstraint("scheme", "key"),)
    id: int | None = _id()
    scheme: str
    phrase: str
    key: str
    selector: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class CalendarDay(SQLModel, table=True):
    """An exception of the working calendar: ``kind`` off or work, ``status`` official or expected."""

    __tablename__ = "calendar_day"
    on_date: date = Field(primary_key=True)
    kind: str
    name: str
    source: str = ""
    status: str = "official"
    is_edited: bool = False


class CalendarYear(SQLModel, table=True):
    """A year that the calendar covers."""

    __tablename__ = "calendar_year"
    year: int = Field(primary_key=True)
    status: str


class SchoolYear(SQLModel, table=True):
    """The frame of one school year where it differs from the pattern."""

    __tablename__ = "school_year"
    start_year: int = Field(primary_key=True)
    opens_on: date
    semester_1_ends_on: date
    ends_on: date
    status: str = "official"


class Directive(SQLModel, table=True):
    """An issued directive. ``document_key`` is unique: agency, year, number, notation; ``seal`` covers the frozen list."""

    __tablename__ = "directive"
    id: int | None = _id()
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
    issued_by: str


class Task(SQLModel, table=True):
    """A clause of a directive. ``rules`` holds its deadline phrases and typed rules, ``fields`` the figures asked for."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("directive_id", "key"),)
    id: int | None = _id()
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


class Series(SQLModel, table=True):
    """A recurring task: the next occurrence to make, and when to make it."""

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
    rule: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    starts_on: date
    until_on: date | None = None
    first_index: int
    next_index: int
    next_occurrence: int
    next_at: datetime | None = None


class Deadline(SQLModel, table=True):
    """A version of a deadline. ``obligation_id`` None: shared by every obligation of this task and occurrence."""

    __tablename__ = "deadline"
    __table_args__ = (Index("ix_deadline_task", "task_id", "occurrence"),)
    id: int | None = Field(default=None, sa_column=Column("id", BigId, primary_key=True, autoincrement=True))
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
    )
    id: int | None = Field(default=None, sa_column=Column("id", BigId, primary_key=True, autoincrement=True))
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


class Party(SQLModel, table=True):
    """A unit beside the lead: ``role`` coordinator or informed, for a whole task."""

    __tablename__ = "party"
    __table_args__ = (Index("ix_party_unit", "unit_id"), {"sqlite_with_rowid": False})
    task_id: int = Field(primary_key=True, foreign_key="task.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    role: str = Field(primary_key=True)


class History(SQLModel, table=True):
    """Append-only, hash-chained per obligation. ``at`` is when it became true, ``recorded_at`` when it was written."""

    __tablename__ = "history"
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
    id: int | None = Field(default=None, sa_column=Column("id", BigId, primary_key=True, autoincrement=True))
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
    id: int | None = _id()
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
        Index("ix_notice_message", "message_id"),
    )
    id: int | None = Field(default=None, sa_column=Column("id", BigId, primary_key=True, autoincrement=True))
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
    """An outbox row: one person, one channel, one address."""

    __tablename__ = "message"
    __table_args__ = (
        Index(
            "ix_message_next_at",
            "channel",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, sa_column=Column("id", BigId, primary_key=True, autoincrement=True))
    key: str = Field(unique=True)
    kind: str
    channel: str
    address: str
    person_id: int
    person_name: str
    is_urgent: bool = False
    state: str
    attempts: int = 0
    next_at: datetime | None = None
    claimed_by: str | None = None
    rfc_message_id: str
    thread_id: str | None = None
    created_at: datetime
    dated_at: datetime
    settled_at: datetime | None = None
    outcome: str | None = None
    detail: str = ""


class Delivery(SQLModel, table=True):
    """One attempt to send a message."""

    __tablename__ = "delivery"
    message_id: int = Field(sa_column=Column("message_id", BigId, primary_key=True, autoincrement=False))
    attempt: int = Field(primary_key=True)
    worker: str
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str | None = None
    detail: str = ""
    provider_id: str | None = None


class ChannelStop(SQLModel, table=True):
    """A channel that waits for an operator, and why."""

    __tablename__ = "channel_stop"
    channel: str = Field(primary_key=True)
    stopped_at: datetime
    reason: str


class Tally(SQLModel, table=True):
    """Counts by bucket at one node for one directive and task (task 0: the whole directive)."""

    __tablename__ = "tally"
    __table_args__ = ({"sqlite_with_rowid": False},)
    directive_id: int = Field(primary_key=True)
    task_id: int = Field(primary_key=True)
    unit_id: int = Field(primary_key=True)
    done_on_time: int = 0
    done_late: int = 0
    open_within: int = 0
    open_overdue: int = 0
    undated_done: int = 0
    undated_open: int = 0
    excused: int = 0


class TallyDelta(SQLModel, table=True):
    """A change of one obligation's bucket that is not yet folded into the tallies. None: it was, or is, not counted."""

    __tablename__ = "tally_delta"
    __table_args__ = (Index("ix_tally_delta_directive", "directive_id"),)
    id: int | None = Field(default=None, sa_column=Column("id", BigId, primary_key=True, autoincrement=True))
    directive_id: int
    task_id: int
    unit_id: int
    source: str | None = None
    target: str | None = None
    happened_at: datetime


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
