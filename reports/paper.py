"""The values of paper: the head of a document, the list of a unit, an urging letter, a document ready for print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.deadlines import Timeliness
from engine.states import Status
from engine.tallies import Rate


@dataclass(frozen=True)
class PaperHead:
    """Who writes, where and when. ``agency_above`` "" for none; ``symbol``: the letters of the agency in a document's
    symbol ("PGDĐT"), "" leaves them blank; ``signer``: the title of who will sign; ``recipients``: further lines of
    "Nơi nhận", without dash and stop."""

    agency_above: str
    agency: str
    place: str
    day: date
    signer: str
    symbol: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class CitedDocument:
    """A document as another one names it. ``issued_text`` is a day (2023-10-05) or a month (2023-10)."""

    number: str
    issued_text: str
    issuer: str


@dataclass(frozen=True)
class UnitLine:
    """One obligation in the list of a unit. ``last_day`` is the last day on time; ``reported_on`` the day of the report
    that stands."""

    document: str
    task: str
    unit: str
    last_day: date | None
    status: Status
    timeliness: Timeliness
    reported_on: date | None
    note: str = ""


@dataclass(frozen=True)
class LateWork:
    """What a unit still owes after its time, and since how many days."""

    document: CitedDocument
    task: str
    unit: str
    last_day: date
    days_late: int


@dataclass(frozen=True)
class UrgingLetter:
    """The draft of a công văn đôn đốc: the late work, and the day by which the units are asked to report."""

    works: tuple[LateWork, ...]
    report_by: date


class Kind(StrEnum):
    """What stands in a column, and so how it is aligned and printed."""

    NUMBER = "number"
    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    DAY = "day"


Cell = str | int | date | Rate | None


@dataclass(frozen=True)
class Column:
    """A column: its head, the head above it that it shares with its neighbours ("" for none), its width in mm."""

    head: str
    kind: Kind
    width: int
    group: str = ""


@dataclass(frozen=True)
class Grid:
    """A table as every file prints it. ``rows`` may be read once only; ``total`` is the last row."""

    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
    total: tuple[Cell, ...] | None = None

    @property
    def has_groups(self) -> bool:
        """True if the head has two rows."""
        return any(column.group for column in self.columns)


@dataclass(frozen=True)
class Paper:
    """A document whose every word is fixed, in the order of print; Word and PDF only lay it out.

    ``about`` is the line "V/v …" of a letter; ``title`` and ``subject`` belong to a named kind of document. One of the
    two is "".
    """

    nation: str
    motto: str
    agency_above: str
    agency: str
    number: str
    about: str
    place_and_day: str
    title: str
    subject: str
    addressed: str
    addressees: tuple[str, ...]
    before: tuple[str, ...]
    grid: Grid
    after: tuple[str, ...]
    recipients_head: str
    recipients: tuple[str, ...]
    signer: str
    is_wide: bool
