"""Tables: columns and constraints, no rules. Instants are aware UTC (``_at``), days are dates (``_on``)."""

from sqlmodel import SQLModel

from engine.models.access import (
    AccessLink,
    Account,
    ApiToken,
    Attempt,
    CalendarFeed,
    Call,
    KeptAnswer,
    OutsideIdentity,
    RecoveryCode,
    Subscription,
    WebSession,
)
from engine.models.directive import Deadline, Directive, Party, Series, Task
from engine.models.drafts import DirectiveText, PlanDraft, ReportDraft
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
from engine.models.tally import Tally, TallyDay, TallyDelta
from engine.models.working_calendar import CalendarDay, CalendarRevision, CalendarYear, SchoolYear

metadata = SQLModel.metadata

__all__ = [
    "Absence",
    "AccessLink",
    "Account",
    "ApiToken",
    "Attempt",
    "CalendarDay",
    "CalendarFeed",
    "CalendarRevision",
    "CalendarYear",
    "Call",
    "ChannelStop",
    "Consent",
    "Contact",
    "Credential",
    "DailySeal",
    "Deadline",
    "Delivery",
    "Directive",
    "DirectiveText",
    "Extension",
    "ExternalParty",
    "FigureValue",
    "Heartbeat",
    "History",
    "Incoming",
    "KeptAnswer",
    "Lease",
    "LinkCode",
    "Message",
    "Notice",
    "Obligation",
    "OutsideIdentity",
    "OwnerPhrase",
    "Party",
    "Person",
    "PlanDraft",
    "Post",
    "Preference",
    "Receipt",
    "RecoveryCode",
    "Report",
    "ReportDraft",
    "SchoolYear",
    "Series",
    "Subscription",
    "Tally",
    "TallyDay",
    "TallyDelta",
    "Task",
    "Unit",
    "UnitClosure",
    "UnitName",
    "UnitParent",
    "WebSession",
    "metadata",
]
