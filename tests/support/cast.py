"""A small office on a real database and its cast of four: an official who issues, an owner, a deputy, an outsider."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from psycopg import sql
from sqlalchemy import select, text

from engine.ladders import Policies
from engine.organisation import OrganisationSpec, PersonSpec, UnitSpec
from engine.plans import DirectiveSpec
from engine.rules import Rule
from engine.service.deadlines import ask_extension, correct_deadline, decide_extension
from engine.service.digest import Composed, compose
from engine.service.issuing import Issued, issue
from engine.service.obligations import Acted, ReportInput, act
from engine.service.organisation import import_organisation
from engine.service.record import Actor
from engine.service.sweep import Swept, sweep
from engine.service.system import retry_set_aside, seed_calendar
from engine.service.tallies import fold
from engine.service.working_calendar import Reprojected, change_calendar
from engine.states import Verb
from engine.store.database import Connection, Database, migrate, open_database, reading, writing
from engine.store.tables import OBLIGATION, TASK, UNIT
from engine.workdays import DayException
from tests.support.builders import ISSUED_AT, create_policies
from tests.support.calendars import CALENDAR
from tests.support.postgres import Server

OFFICIAL = Actor("Chuyên viên Phòng", "chuyen_vien", unit_id=3)
OWNER = Actor("Hiệu trưởng Hoa Sen", "hieu_truong", unit_id=4)
DEPUTY = Actor("Phó hiệu trưởng Hoa Sen", "pho_hieu_truong", unit_id=4)
OUTSIDER = Actor("Hiệu trưởng nơi khác", "hieu_truong", unit_id=7)
CLERK = Actor("Văn thư", "van_thu", is_operator=True)

DOMAIN = "dondoc.example"
SCHOOLS = ("HOASEN", "HOAMAI", "HOADAO")


def create_organisation(**overrides: Any) -> OrganisationSpec:
    """Province, district, district office (id 3), three kindergartens (4 to 6)."""
    values: dict[str, Any] = {
        "scheme": "huyen",
        "name": "Giáo dục huyện",
        "units": (
            UnitSpec("TINH", "UBND tỉnh", "ubnd_tinh"),
            UnitSpec("HUYEN", "UBND huyện", "ubnd_huyen", parent="TINH"),
            UnitSpec("PHONG", "Phòng GDĐT", "phong", parent="HUYEN"),
            UnitSpec("HOASEN", "Trường Hoa Sen", "truong_mam_non", parent="PHONG", aliases=("MN Hoa Sen",)),
            UnitSpec("HOAMAI", "Trường Hoa Mai", "truong_mam_non", parent="PHONG"),
            UnitSpec("HOADAO", "Trường Hoa Đào", "truong_mam_non", parent="PHONG"),
        ),
        "people": (
            person("Chủ tịch", "HUYEN", "lanh_dao"),
            person("Trưởng phòng", "PHONG", "lanh_dao"),
            person("Chuyên viên", "PHONG", "chuyen_vien"),
            person("Hiệu trưởng Sen", "HOASEN", "hieu_truong"),
            person("Văn thư Sen", "HOASEN", "van_thu"),
            person("Hiệu trưởng Mai", "HOAMAI", "hieu_truong"),
            person("Văn thư Mai", "HOAMAI", "van_thu"),
            person("Hiệu trưởng Đào", "HOADAO", "hieu_truong"),
            person("Văn thư Đào", "HOADAO", "van_thu"),
        ),
        **overrides,
    }
    return OrganisationSpec(**values)


def create_other_organisation() -> OrganisationSpec:
    """A district of its own with one school (id 7): outsiders."""
    return OrganisationSpec(
        scheme="khac",
        name="Nơi khác",
        units=(UnitSpec("TRUONG", "Trường nơi khác", "truong_mam_non"),),
        people=(person("Hiệu trưởng nơi khác", "TRUONG", "hieu_truong"),),
    )


def person(name: str, unit: str, role: str, **overrides: Any) -> PersonSpec:
    """Somebody in a post, with an address made of both."""
    address = f"{role}.{unit.lower()}@huyen.example"
    values: dict[str, Any] = {"contacts": {"email": address}, **overrides}
    return PersonSpec(name, unit, role, **values)


@dataclass
class Office:
    """A database with the cast in it, and every use case in one word."""

    database: Database
    policies: Policies = field(default_factory=create_policies)

    def issue(self, spec: DirectiveSpec, *, at: datetime = ISSUED_AT) -> Issued:
        return issue(self.database, spec, policies=self.policies, at=at, actor="Chuyên viên")

    def sweep(self, at: datetime, **options: Any) -> Swept:
        return sweep(self.database, at=at, policies=self.policies, **options)

    def compose(self, at: datetime) -> Composed:
        return compose(self.database, at=at, policies=self.policies, mail_domain=DOMAIN)

    def act(self, obligation_id: int, verb: Verb, *, at: datetime, actor: Actor = CLERK, **said: Any) -> Acted:
        return act(self.database, obligation_id, verb=verb, actor=actor, at=at, policies=self.policies, **said)

    def report(self, obligation_id: int, *, at: datetime, actor: Actor = CLERK, **figures: Any) -> Acted:
        said = ReportInput(text="Đã làm", figures=figures)
        return self.act(obligation_id, Verb.REPORT, at=at, actor=actor, report=said)

    def accept(self, obligation_id: int, *, at: datetime, actor: Actor = CLERK) -> Acted:
        return self.act(obligation_id, Verb.ACCEPT, at=at, actor=actor)

    def send_back(self, obligation_id: int, *, at: datetime, actor: Actor = CLERK) -> Acted:
        return self.act(obligation_id, Verb.RETURN, at=at, actor=actor, reason="thiếu số liệu")

    def ask(self, obligation_id: int, *, until: date, at: datetime, actor: Actor = CLERK, reason: str = "bão") -> Any:
        return ask_extension(
            self.database, obligation_id, until=until, reason=reason, actor=actor, at=at, policies=self.policies
        )

    def decide(self, obligation_id: int, *, is_granted: bool, at: datetime, actor: Actor = CLERK, **said: Any) -> Acted:
        said = {"reason": "đã xét", **said}
        return decide_extension(
            self.database, obligation_id, is_granted=is_granted, actor=actor, at=at, policies=self.policies, **said
        )

    def correct(
        self, obligation_id: int, rule: Rule, *, at: datetime, actor: Actor = CLERK, reason: str = "gõ nhầm"
    ) -> Acted:
        return correct_deadline(
            self.database, obligation_id, rule=rule, reason=reason, actor=actor, at=at, policies=self.policies
        )

    def change_calendar(self, *days: DayException, at: datetime, **options: Any) -> Reprojected:
        options = {"reason": "công văn đổi ngày nghỉ", **options}
        return change_calendar(self.database, days=days, actor=CLERK, at=at, policies=self.policies, **options)

    def fold(self) -> int:
        return fold(self.database)

    def retry(self, at: datetime) -> int:
        return retry_set_aside(self.database, at=at)

    def rows(self, table: str, order: str = "1") -> list[dict[str, Any]]:
        """Every row of a table as the database holds it."""
        with reading(self.database) as connection:
            return [dict(row._mapping) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY {order}"))]

    def row(self, obligation_id: int) -> Any:
        """One obligation with instants as values."""
        with reading(self.database) as connection:
            return connection.execute(select(OBLIGATION).where(OBLIGATION.c.id == obligation_id)).one()

    def ids(self, task: str | None = None, unit: str | None = None, *, occurrence: int | None = None) -> list[int]:
        """Ids of obligations by task key, unit code and occurrence."""
        query = (
            select(OBLIGATION.c.id)
            .join(TASK, TASK.c.id == OBLIGATION.c.task_id)
            .join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
        )
        for column, wanted in ((TASK.c.key, task), (UNIT.c.code, unit), (OBLIGATION.c.occurrence, occurrence)):
            query = query if wanted is None else query.where(column == wanted)
        with reading(self.database) as connection:
            return list(connection.execute(query.order_by(OBLIGATION.c.id)).scalars())

    def one(self, task: str = "T01", unit: str = "HOASEN", *, occurrence: int = 0) -> int:
        """The id of one obligation."""
        (found,) = self.ids(task, unit, occurrence=occurrence)
        return found

    def run(self, statement: str, **values: Any) -> None:
        """Change the database behind the program's back."""
        with writing(self.database) as connection:
            connection.execute(text(statement), values)

    def dump(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table, to show that a refusal left nothing behind."""
        with reading(self.database) as connection:
            return {name: _rows(connection, name) for name in sorted(_tables(connection))}


def _tables(connection: Connection) -> list[str]:
    from_where = (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        if connection.dialect.name == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    return list(connection.execute(text(from_where)).scalars())


def _rows(connection: Connection, table: str) -> list[dict[str, Any]]:
    return sorted((dict(row._mapping) for row in connection.execute(text(f"SELECT * FROM {table}"))), key=repr)


def fill(database: Database) -> None:
    """Migrate, seed the typed calendar of 2022 to 2025, import both organisations."""
    migrate(database)
    seed_calendar(database, CALENDAR.exceptions, years=CALENDAR.years)
    for organisation in (create_organisation(), create_other_organisation()):
        import_organisation(database, organisation, at=ISSUED_AT - timedelta(days=300), on=date(2023, 1, 1))


@cache
def _sqlite_template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="dondoc-cast-"))
    atexit.register(shutil.rmtree, folder)
    path = folder / "template.db"
    database = open_database(f"sqlite:///{path}")
    fill(database)
    database.dispose()
    return path


@contextmanager
def sqlite_office(folder: Path, **overrides: Any) -> Iterator[Office]:
    """An office of its own on SQLite, copied from a template that is made once."""
    path = folder / f"{uuid4().hex}.db"
    shutil.copyfile(_sqlite_template(), path)
    office = Office(open_database(f"sqlite:///{path}"), **overrides)
    try:
        yield office
    finally:
        office.database.dispose()


@cache
def _postgres_template(server: Server) -> str:
    name = f"cast_{uuid4().hex}"
    server.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    database = open_database(f"postgresql+psycopg://postgres@/{name}?host={quote(server.host, safe='/')}")
    fill(database)
    database.dispose()
    return name


@contextmanager
def postgres_office(server: Server, **overrides: Any) -> Iterator[Office]:
    """An office of its own on PostgreSQL, copied from a template that is made once in each process."""
    with server.database(template=_postgres_template(server)) as url:
        office = Office(open_database(url), **overrides)
        try:
            yield office
        finally:
            office.database.dispose()
