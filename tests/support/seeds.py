"""The five directives of the examples, each in an office of its own with nothing issued yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from config.bootstrap import Office, examples_folder, init_office, open_office
from config.settings import Settings
from engine.access import Viewer
from engine.clock import SetClock
from engine.service.organisation import import_organisation
from engine.service.sessions import viewer_of
from engine.store.database import reading
from engine.store.tables import PERSON, POST, UNIT
from intake.org_file import read_organisation

EXAMPLES: Final = examples_folder()
ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
# Code of the unit that issues, and the morning on which it does.
SEEDS: Final = {
    "krong_pa": ("PGDDT", datetime(2021, 8, 11, 8, tzinfo=ZONE)),
    "vinh_bao": ("PGDDT", datetime(2023, 10, 10, 8, tzinfo=ZONE)),
    "my_tu": ("PGDDT", datetime(2023, 9, 5, 8, tzinfo=ZONE)),
    "dam_ha": ("PGDDT", datetime(2025, 2, 20, 8, tzinfo=ZONE)),
    "khanh_hoa": ("TINH", datetime(2024, 8, 14, 8, tzinfo=ZONE)),
}


@contextmanager
def seed_office(name: str, url: str, folder: Path, **settings: Any) -> Iterator[Office]:
    """The office of a directive on the morning when it is issued."""
    _, at = SEEDS[name]
    given = Settings(data_dir=folder, database_url=url, email_from="don-doc@office.example", **settings)
    office = open_office(clock=SetClock(at), settings=given)
    init_office(office)
    organisation = read_organisation(EXAMPLES / name / "organisation.yaml")
    import_organisation(office.database, organisation, at=at, on=date(2021, 1, 1))
    try:
        yield office
    finally:
        office.database.dispose()


def issuer_of(office: Office, name: str) -> tuple[int, Viewer]:
    """The unit that issues a directive, and the first person in a post there."""
    code, at = SEEDS[name]
    with reading(office.database) as connection:
        unit_id = int(connection.execute(select(UNIT.c.id).where(UNIT.c.code == code)).scalar_one())
        posts = select(POST.c.person_id, PERSON.c.name).join(PERSON, PERSON.c.id == POST.c.person_id)
        person = connection.execute(posts.where(POST.c.unit_id == unit_id).order_by(POST.c.id)).first()
    assert person is not None
    return unit_id, viewer_of(office.database, person.person_id, name=person.name, at=at)


def document(name: str) -> bytes:
    """The text of a directive."""
    return (EXAMPLES / name / "document.txt").read_bytes()
