"""Tables of units, their dated tree, people, posts and contacts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.models.columns import small_id


class Unit(SQLModel, table=True):
    """An office or school. ``code`` is opaque within ``scheme``; the place in the tree is dated (UnitParent)."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("scheme", "code"),)
    id: int | None = small_id()
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
    id: int | None = small_id()
    unit_id: int = Field(foreign_key="unit.id")
    name: str
    key: str = Field(index=True)
    valid_from: date | None = None
    valid_to: date | None = None


class UnitParent(SQLModel, table=True):
    """A dated link to the unit above. ``line``: administrative or professional (a school has two superiors)."""

    __tablename__ = "unit_parent"
    id: int | None = small_id()
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
    id: int | None = small_id()
    scheme: str
    name: str


class Post(SQLModel, table=True):
    """A person in a unit in a role, for a time."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("person_id", "unit_id", "role"),)
    id: int | None = small_id()
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
    id: int | None = small_id()
    person_id: int = Field(foreign_key="person.id")
    channel: str
    address: str
    verified_at: datetime | None = None
    disabled_at: datetime | None = None
    disabled_reason: str | None = None


class Absence(SQLModel, table=True):
    """Days on which a person is away, and who stands in."""

    __tablename__ = "absence"
    id: int | None = small_id()
    person_id: int = Field(foreign_key="person.id", index=True)
    starts_on: date
    ends_on: date
    delegate_id: int | None = Field(default=None, foreign_key="person.id")


class ExternalParty(SQLModel, table=True):
    """A body outside the tree, kept as text."""

    __tablename__ = "external_party"
    __table_args__ = (UniqueConstraint("scheme", "code"),)
    id: int | None = small_id()
    scheme: str
    code: str
    name: str
    note: str = ""


class OwnerPhrase(SQLModel, table=True):
    """What a phrase such as "cơ sở GDMN" means in one organisation; ``selector`` is JSON."""

    __tablename__ = "owner_phrase"
    __table_args__ = (UniqueConstraint("scheme", "key"),)
    id: int | None = small_id()
    scheme: str
    phrase: str
    key: str
    selector: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
