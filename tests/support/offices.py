"""An office with real work in it: the letter of Vĩnh Bảo, issued, its first digests written and not yet sent."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config.bootstrap import Office, examples_folder, init_office, open_office
from config.settings import Settings
from engine.clock import SetClock
from engine.service.digest import compose
from engine.service.issuing import issue
from engine.service.organisation import import_organisation
from engine.store.database import reading
from engine.store.messages import counts
from intake.org_file import read_organisation
from intake.plan_file import read_plan

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ISSUED_AT = datetime(2023, 10, 10, 8, tzinfo=ZONE)
MORNING_AT = datetime(2023, 10, 19, 8, tzinfo=ZONE)
"""Seven working days before the first deadline: a digest for each of DIGESTS people."""
DIGESTS = 18


@contextmanager
def issued_office(url: str, folder: Path, **settings_: Any) -> Iterator[Office]:
    """The office with its directive issued; the clock stands at that instant."""
    settings = Settings(data_dir=folder, database_url=url, email_from="don-doc@vinhbao.example", **settings_)
    office = open_office(clock=SetClock(ISSUED_AT), settings=settings)
    init_office(office)
    organisation = read_organisation(examples_folder() / "vinh_bao" / "organisation.yaml")
    import_organisation(office.database, organisation, at=ISSUED_AT, on=date(2021, 1, 1))
    plan, _ = read_plan(examples_folder() / "vinh_bao" / "plan.yaml")
    issue(office.database, plan, policies=office.policies, at=ISSUED_AT, actor="test")
    try:
        yield office
    finally:
        office.database.dispose()


@contextmanager
def office_with_mail(url: str, folder: Path) -> Iterator[Office]:
    """The same on the morning of the first reminder, with the digests in the outbox."""
    with issued_office(url, folder) as office:
        domain = office.settings.message_domain
        composed = compose(office.database, at=MORNING_AT, policies=office.policies, mail_domain=domain)
        assert composed.messages == {"digest": DIGESTS}
        yield office


def states(office: Office) -> dict[str, int]:
    """How many messages of the outbox are in which state."""
    found: Counter[str] = Counter()
    with reading(office.database) as connection:
        for row in counts(connection):
            found[row.state] += row.messages
    return dict(found)


def environment(office: Office, *, smtp_port: int, **settings: str) -> dict[str, str]:
    """What a process must be told to work in this office and to send over loopback, as fast as it can."""
    values = {
        "data_dir": str(office.settings.data_dir),
        "database_url": office.settings.database,
        "email_channel": "smtp",
        "smtp_port": str(smtp_port),
        "email_per_minute": "0",
        "email_from": office.settings.email_from,
    }
    return {f"DONDOC_{name.upper()}": value for name, value in (values | settings).items()}
