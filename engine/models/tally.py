"""Tables of the counters and of the changes not folded yet."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from engine.models.columns import big_id


class Tally(SQLModel, table=True):
    """Counts by bucket at one node for one directive and task (task 0: the whole directive)."""

    __tablename__ = "tally"
    __table_args__ = (Index("ix_tally_unit", "unit_id", "task_id", "directive_id"), {"sqlite_with_rowid": False})
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
    id: int | None = big_id()
    directive_id: int
    task_id: int
    unit_id: int
    source: str | None = None
    target: str | None = None
    happened_at: datetime


class TallyDay(SQLModel, table=True):
    """By how much a node's tallies of a directive (all tasks) changed on one day, dated by when it became true. The sum
    of all days is the tally; a table as of a day is the tally less what came after it."""

    __tablename__ = "tally_day"
    __table_args__ = ({"sqlite_with_rowid": False},)
    unit_id: int = Field(primary_key=True)
    changed_on: date = Field(primary_key=True)
    directive_id: int = Field(primary_key=True)
    done_on_time: int = 0
    done_late: int = 0
    open_within: int = 0
    open_overdue: int = 0
    undated_done: int = 0
    undated_open: int = 0
    excused: int = 0
