"""Tables: columns and constraints, no rules. Instants are aware UTC (``_at``), days are dates (``_on``)."""

from sqlmodel import SQLModel

from engine.models.directive import Deadline, Directive, Party, Series, Task
from engine.models.obligation import DailySeal, Extension, FigureValue, History, Obligation, Report
from engine.models.organisation import (
    Absence,
    Contact,
    ExternalParty,
    OwnerPhrase,
    Person,
    Post,
    Unit,
    UnitClosure,
    UnitName,
    UnitParent,
)
from engine.models.outbox import ChannelStop, Delivery, Incoming, Message, Notice, Receipt
from engine.models.reach import Consent, Credential, LinkCode, Preference
from engine.models.system import Heartbeat, Lease
from engine.models.tally import Tally, TallyDelta
from engine.models.working_calendar import CalendarDay, CalendarRevision, CalendarYear, SchoolYear

metadata = SQLModel.metadata

__all__ = [
    "Absence",
    "CalendarDay",
    "CalendarRevision",
    "CalendarYear",
    "ChannelStop",
    "Consent",
    "Contact",
    "Credential",
    "DailySeal",
    "Deadline",
    "Delivery",
    "Directive",
    "Extension",
    "ExternalParty",
    "FigureValue",
    "Heartbeat",
    "History",
    "Incoming",
    "Lease",
    "LinkCode",
    "Message",
    "Notice",
    "Obligation",
    "OwnerPhrase",
    "Party",
    "Person",
    "Post",
    "Preference",
    "Receipt",
    "Report",
    "SchoolYear",
    "Series",
    "Tally",
    "TallyDelta",
    "Task",
    "Unit",
    "UnitClosure",
    "UnitName",
    "UnitParent",
    "metadata",
]
