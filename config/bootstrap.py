"""The composition root: the only place that wires settings, policies, database and channels together."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from config.calendar_seed import seed_calendar
from config.channels import Channels
from config.policies_file import read_policies
from config.sealing import Seal, seal_of
from config.settings import Settings, read_settings
from engine.channels import ChannelKind
from engine.clock import Clock, SystemClock
from engine.ladders import Policies
from engine.service.outbox import DatabaseOutbox
from engine.service.system import has_calendar
from engine.service.system import seed_calendar as store_calendar
from engine.store.database import Database, migrate, open_database, require_current
from notifications.delivery import Letterhead, Route

ROOM = Path(__file__).resolve().parent
FIRST_YEAR, LAST_YEAR = 2010, 2075
CHANNEL = ChannelKind.EMAIL


@dataclass
class Office:
    """Everything a command, a job or a page needs. ``clock`` is the only source of the present."""

    settings: Settings
    policies: Policies
    clock: Clock

    @cached_property
    def database(self) -> Database:
        """The database, opened once and brought up to date; DatabaseMissing before ``init``."""
        database = open_database(self.settings.database)
        require_current(database)
        return database

    @cached_property
    def outbox(self) -> DatabaseOutbox:
        """The outbox on the database."""
        return DatabaseOutbox(self.database, policies=self.policies)

    @property
    def letterhead(self) -> Letterhead:
        """What every message says of its sender."""
        return Letterhead(office=self.settings.office_name, base_url=self.settings.base_url)

    @property
    def mail_folder(self) -> Path:
        """Where .eml files go while no mail server is set."""
        return self.settings.data_dir / "mail"

    @cached_property
    def seal(self) -> Seal:
        """What opens the secrets that lie in the database; its key is made with the first use."""
        return seal_of(self.settings.data_dir, key_file=self.settings.secret_key_file)

    @cached_property
    def channels(self) -> Channels:
        """Everything that speaks to a provider."""
        return Channels(self.settings, seal=lambda: self.seal, database=lambda: self.database, clock=self.clock)

    def routes(self) -> list[Route]:
        """The channels in use."""
        return self.channels.routes()


def policy_folders(settings: Settings) -> list[Path]:
    """The policies that came with the program, and those of this office above them."""
    own = settings.policies_dir or settings.data_dir / "policies"
    return [ROOM / "policies", *([own] if own.is_dir() else [])]


def open_office(*, clock: Clock | None = None, settings: Settings | None = None) -> Office:
    """Read settings and policies. Opens no database yet."""
    settings = settings or read_settings()
    policies = served(read_policies(*policy_folders(settings)), channels=settings.channels_set_up)
    return Office(settings, policies, clock or SystemClock())


def served(policies: Policies, *, channels: Collection[str]) -> Policies:
    """The policies with only those channels that are set up; email where the office's order names none of them."""
    kept = [tuple(one for one in order if one in channels) for order in (policies.channels, policies.urgent_channels)]
    plain, urgent = (order or (CHANNEL,) for order in kept)
    return replace(policies, channels=plain, urgent_channels=urgent)


def init_office(office: Office) -> bool:
    """Make the data folder and the database, bring it up to date, seed the calendar. False if a calendar was there."""
    if office.settings.database.startswith("sqlite"):
        office.settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = open_database(office.settings.database)
    migrate(database)
    is_new = not has_calendar(database)
    if is_new:
        days, years = seed_calendar(FIRST_YEAR, LAST_YEAR)
        store_calendar(database, days, years=dict(years))
    database.dispose()
    return is_new


def examples_folder() -> Path:
    """The five sample directives: beside the rooms in a checkout, inside config/ in an installed wheel."""
    packaged = ROOM / "examples"
    return packaged if packaged.is_dir() else ROOM.parent / "examples"
