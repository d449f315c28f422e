"""Columns that many tables share."""

from typing import Any

from sqlalchemy import BigInteger, Column, Integer
from sqlmodel import Field

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts rows only in a column of type INTEGER; PostgreSQL needs the eight bytes."""


def small_id() -> Any:
    """A key for tables that stay small."""
    return Field(default=None, primary_key=True)


def big_id() -> Any:
    """A key for tables that grow with the work."""
    return Field(default=None, sa_column=Column("id", BigId, primary_key=True, autoincrement=True))
