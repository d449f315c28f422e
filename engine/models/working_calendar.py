"""Tables of the working calendar and the school-year frame."""

from datetime import date

from sqlmodel import Field, SQLModel


class CalendarDay(SQLModel, table=True):
    """An exception of the working calendar: ``kind`` off or work, ``status`` official or expected."""

    __tablename__ = "calendar_day"
    day_on: date = Field(primary_key=True)
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


class CalendarRevision(SQLModel, table=True):
    """A mark that changes with every edit of calendar or frame, so that what was read may be kept until then."""

    __tablename__ = "calendar_revision"
    id: int = Field(primary_key=True)
    revision: str
