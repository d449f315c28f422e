"""An office that has lived for some weeks: some schools reported in time, some late, some not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select

from config.bootstrap import Office, examples_folder
from engine.clock import SetClock
from engine.service.obligations import ReportInput, act
from engine.service.record import Actor
from engine.service.sweep import sweep
from engine.service.tallies import fold
from engine.states import Verb
from engine.store.database import reading, writing
from engine.store.drafts import insert_directive_text
from engine.store.tables import OBLIGATION, TASK, UNIT
from tests.support.offices import ISSUED_AT, ZONE, issued_office

NOW = datetime(2023, 11, 15, 9, tzinfo=ZONE)
IN_TIME, LATE = 7, 3
"""How many units reported on T03 by its day, and how many after it."""


@contextmanager
def lived_office(url: str, folder: Path, **settings: Any) -> Iterator[Office]:
    """Vĩnh Bảo on the 15th of November: T03 was due on 29 October. The text of the document was kept."""
    with issued_office(url, folder, **settings) as office:
        owing = owing_units(office, task="T03")
        for number, (obligation, unit) in enumerate(owing[: IN_TIME + LATE]):
            day = timedelta(days=10 + number) if number < IN_TIME else timedelta(days=22 + number - IN_TIME)
            report(office, obligation, unit=unit, at=ISSUED_AT + day)
        sweep(office.database, at=NOW - timedelta(hours=2), policies=office.policies)
        fold(office.database)
        keep_text(office)
        assert isinstance(office.clock, SetClock)
        office.clock.set(NOW)
        yield office


def report(office: Office, obligation: int, *, unit: int, at: datetime) -> None:
    """A unit reports, and two hours later the Phòng accepts."""
    sweep(office.database, at=at, policies=office.policies)
    head, policies = Actor("Hiệu trưởng", unit_id=unit), office.policies
    said = ReportInput("Đã đăng ký")
    act(office.database, obligation, verb=Verb.REPORT, actor=head, at=at, policies=policies, report=said)
    official = Actor("Chuyên viên", unit_id=unit_id(office, "PGDDT"))
    later = at + timedelta(hours=2)
    act(office.database, obligation, verb=Verb.ACCEPT, actor=official, at=later, policies=office.policies)


def owing_units(office: Office, *, task: str) -> list[tuple[int, int]]:
    """The obligations of a task with their units, by id."""
    query = select(OBLIGATION.c.id, OBLIGATION.c.unit_id).join(TASK, TASK.c.id == OBLIGATION.c.task_id)
    with reading(office.database) as connection:
        rows = connection.execute(query.where(TASK.c.key == task).order_by(OBLIGATION.c.id))
        return [(row.id, row.unit_id) for row in rows]


def unit_id(office: Office, code: str) -> int:
    """The id of a unit by its code."""
    with reading(office.database) as connection:
        return int(connection.execute(select(UNIT.c.id).where(UNIT.c.code == code)).scalar_one())


def keep_text(office: Office) -> None:
    """Keep the document with the directive, as issuing a draft does."""
    text = (examples_folder() / "vinh_bao" / "document.txt").read_text(encoding="utf-8")
    values = {"file_name": "document.txt", "sha256": sha256(text.encode()).hexdigest(), "text": text}
    with writing(office.database) as connection:
        insert_directive_text(connection, {"directive_id": 1, **values})
