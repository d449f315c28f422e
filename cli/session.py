"""What a run of the command carries: language, data folder, clock; opened only as far as a command needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from config.bootstrap import Office
    from config.settings import Settings
    from engine.clock import Clock
    from engine.ladders import Policies
    from engine.service.record import Actor
    from engine.store.database import Database
    from reports.wording import Words


@dataclass
class Session:
    """One run. Everything heavy is imported when it is first asked for."""

    language: str | None = None
    data_dir: Path | None = None

    @cached_property
    def words(self) -> Words:
        """The words of the language asked for, else of the settings."""
        from config.language import spoken_language
        from reports.wording import words

        return words("en" if (self.language or spoken_language()) == "en" else "vi")

    def say(self, key: str, /, **values: Any) -> str:
        """A sentence of reports/locales."""
        return self.words.say(key, **values)

    @cached_property
    def settings(self) -> Settings:
        """The operator's settings, with what the command line says."""
        from config.settings import read_settings

        return read_settings(data_dir=self.data_dir, language=self.language)

    @cached_property
    def clock(self) -> Clock:
        """The machine's clock."""
        from engine.clock import SystemClock

        return SystemClock()

    @cached_property
    def office(self) -> Office:
        """The office: settings, policies, database."""
        from config.bootstrap import open_office

        return open_office(clock=self.clock, settings=self.settings)

    @property
    def database(self) -> Database:
        """The office's database."""
        return self.office.database

    @property
    def policies(self) -> Policies:
        """The policies in force."""
        return self.office.policies

    def close(self) -> None:
        """Let go of the database, if it was opened."""
        office = self.__dict__.get("office")
        if office is not None and "database" in office.__dict__:
            office.database.dispose()

    def fail(self, key: str, /, **values: Any) -> typer.BadParameter:
        """A usage error in words."""
        return typer.BadParameter(self.say(key, **values))

    def instant(self, text: str | None, *, is_past: bool = True) -> datetime:
        """An instant as typed ("2026-01-08 14:30", "08/01/2026 14:30", with or without a zone); now if nothing is.

        Without a zone it is local time; a day alone is its first minute. ``is_past``: one in the future is refused.
        """
        now = self.clock.now()
        if text is None:
            return now
        from engine.clock import require_aware
        from engine.deadlines import OFFICE_ZONE

        found = _parsed(text)
        if found is None:
            raise self.fail("cli.usage.bad_instant", text=text)
        found = require_aware(found if found.tzinfo else found.replace(tzinfo=OFFICE_ZONE))
        if is_past and found > now:
            raise self.fail("cli.usage.future", at=found)
        return found

    def day(self, text: str) -> date:
        """A day as typed, "2026-01-08" or "08/01/2026"."""
        found = _parsed(text.strip()) if len(text.strip()) <= len("08/01/2026") else None
        if found is None:
            raise self.fail("cli.usage.bad_day", text=text)
        return found.date()

    def actor(self, address: str | None, *, at: datetime, obligation_id: int | None = None) -> Actor:
        """Who acts: a person through a post, or the operator of this machine, who keeps the register for others."""
        from engine.service.record import Actor

        if address is None:
            return Actor(_operator(), "operator", is_operator=True)
        from engine.deadlines import OFFICE_ZONE
        from engine.service.people import actor_by_address

        on = at.astimezone(OFFICE_ZONE).date()
        return actor_by_address(self.database, address, on=on, obligation_id=obligation_id)

    def printed_date(self, text: str) -> str:
        """The date of a document as printed on it: a day, or a month where the day was left blank."""
        return "/".join(reversed(text.split("-")))

    def directive(self, key: str | None) -> int | None:
        """The id of a directive given by id, number or suffix."""
        if key is None:
            return None
        from engine.service.views import find_directive

        return find_directive(self.database, key)


def _operator() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError, ImportError):  # no such user on this machine, as in some containers
        return "operator"


def _parsed(text: str) -> datetime | None:
    """ISO 8601, or day first as Vietnamese people write it; None for anything else."""
    day, _, clock = text.strip().partition(" ")
    if "/" in day:
        parts = day.split("/")
        day = "-".join(reversed(parts)) if len(parts) == 3 and len(parts[2]) == 4 else ""
        day = "-".join(part.zfill(2) for part in day.split("-"))
    try:
        return datetime.fromisoformat(f"{day} {clock}".strip())
    except ValueError:
        return None
