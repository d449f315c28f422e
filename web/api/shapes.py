"""What every answer and every question is made of: instants in UTC, days, keys, pages, counts."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Generic, TypeVar

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from engine.service.paging import MOST

Item = TypeVar("Item")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST, _LAST = date(1990, 1, 1), date(2199, 12, 31)


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _iso_day(given: Any) -> Any:
    """ISO 8601 only: pydantic would also read numbers as seconds."""
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    if not isinstance(given, str) or not _DAY.fullmatch(given):
        raise ValueError("no day")
    return given


def _in_reach(on: date) -> date:
    if not _FIRST <= on <= _LAST:
        raise ValueError("out of reach")
    return on


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("NUL")
    return text


Instant = Annotated[datetime, AfterValidator(_utc)]
"""An instant: RFC 3339, UTC."""
Day = Annotated[date, BeforeValidator(_iso_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day of an answer."""
AskedDay = Annotated[
    Day, AfterValidator(_in_reach), Field(description="ISO 8601, 1990 to 2199", examples=["2025-06-30"])
]
"""A day of a question."""
Text = Annotated[str, AfterValidator(_storable)]
ObligationId = Annotated[int, Path(alias="id", ge=1, le=2**53)]
SmallId = Annotated[int, Path(alias="id", ge=1, le=2**31 - 1)]
AskedId = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
Cursor = Annotated[str | None, Query(max_length=400, description="next_cursor of the page before")]
Limit = Annotated[int, Query(ge=1, le=MOST)]


class Asked(BaseModel):
    """A body: a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Shape(BaseModel):
    """An answer, made of a value of the engine."""

    model_config = ConfigDict(from_attributes=True)


class PageOf(Shape, Generic[Item]):
    """A part of a list. `next_cursor` is null at the end."""

    items: list[Item]
    next_cursor: str | None = None


class CountsShape(Shape):
    """Pieces of work by where they stand. `due` = done_on_time + done_late + open_overdue; `assigned` is their sum."""

    assigned: int
    completed: int
    due: int
    done_on_time: int
    done_late: int
    open_within: int
    open_overdue: int
    undated_done: int
    undated_open: int
    excused: int


class UnitShape(Shape):
    """A unit by what it is called."""

    unit_id: int
    code: str
    name: str
    kind: str


class UnitCountsShape(Shape):
    """A unit with its counts."""

    unit: UnitShape
    counts: CountsShape


class PieceShape(Shape):
    """An obligation in a list. `days_left`: working days, negative once late, null without a
    date and for closed work, counted from the day it was handed in while it waits for an answer."""

    id: int
    directive_id: int
    task_id: int
    unit_id: int
    document: str
    title: str
    issuer_name: str
    task_key: str
    task_text: str
    unit_name: str
    occurrence: int
    status: str
    bucket: str
    due_at: Instant | None
    last_day: Day | None
    days_left: int | None


class FileShape(Shape):
    """A file that was uploaded."""

    name: str
    size: int
    sha256: str
