"""What the doctor examines: settings, policies, database and what is asked of them, each opened when first needed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from config.bootstrap import Office, policy_folders
from config.policies_file import read_policies
from config.settings import Settings, read_settings
from engine.clock import Clock
from engine.deadlines import OFFICE_ZONE
from engine.ladders import Policies
from engine.service.oversight import Staffing, staffing
from engine.service.system import Health, health
from engine.service.working_calendar import read_calendar
from engine.store.database import Database
from engine.workdays import WorkCalendar

Level = Literal["ok", "warning", "error"]
Found = tuple[Level, str, dict[str, Any]]
"""Level, code of the sentence, its values."""


@dataclass
class Patient:
    """What is examined, opened piece by piece: each piece raises a DondocError where it cannot be had. ``time_source``
    tells the time by another clock, ``resolver`` is a name server to ask (an IP address, with a port behind a #), if
    there is one."""

    data_dir: Path | None
    language: str | None
    clock: Clock
    time_source: Callable[[], datetime] | None = None
    resolver: str = ""

    @cached_property
    def settings(self) -> Settings:
        """The settings."""
        return read_settings(data_dir=self.data_dir, language=self.language)

    @cached_property
    def policies(self) -> Policies:
        """The policies."""
        return read_policies(*policy_folders(self.settings))

    @cached_property
    def database(self) -> Database:
        """The database, at its newest version."""
        return Office(self.settings, self.policies, self.clock).database

    @cached_property
    def health(self) -> Health:
        """How the loop stands."""
        return health(self.database, at=self.now)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working calendar."""
        return read_calendar(self.database)

    @cached_property
    def staffing(self) -> Staffing:
        """Where somebody is missing."""
        return staffing(self.database, on=self.today, policies=self.policies)

    @cached_property
    def now(self) -> datetime:
        """The instant of the examination."""
        return self.clock.now()

    @property
    def today(self) -> date:
        """Its day in Việt Nam."""
        return self.now.astimezone(OFFICE_ZONE).date()
