"""An administrator at the settings of an office with real work in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from config.bootstrap import Office
from engine.service.accounts import grant
from engine.store.database import reading
from engine.store.tables import UNIT
from tests.support.offices import issued_office
from tests.support.pages import Browser, person_of

KEEPER = "cvmn.pgddt@vinhbao.example"
HEAD = "ht.mnvinhquang@vinhbao.example"
SCHOOL = "MN_VINHQUANG"


@contextmanager
def keeper_at(url: str, folder: Path) -> Iterator[Browser]:
    """The browser of an administrator."""
    with issued_office(url, folder) as office:
        grant(office.database, person_of(office, KEEPER))
        with Browser(office) as browser:
            yield browser.sign_in(KEEPER)


def unit_of(office: Office, code: str) -> int:
    """The id of the unit with a code."""
    with reading(office.database) as connection:
        return int(connection.execute(select(UNIT.c.id).where(UNIT.c.code == code)).scalar_one())
