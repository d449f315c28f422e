"""The national case: a ministry, its provinces, communes and schools, and a directive to every school."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from config.bootstrap import Office, init_office, open_office
from config.settings import Settings
from engine.clock import SetClock
from engine.organisation import OrganisationSpec, PersonSpec, UnitSpec
from engine.plans import ByKind, DeadlineSpec, DirectiveSpec, TaskSpec
from engine.rules import By

PROVINCES, COMMUNES, SCHOOLS = 34, 3_321, 50_000
TASKS = 20
SCHEME, ROOT = "quoc-gia", "BO"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ISSUED_AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
"""Monday 08:00 in Vietnam."""
FIRST_DUE = date(2026, 3, 5)
"""A Thursday after Tết; one task falls due every second Thursday, so the rungs of two tasks never meet its deadline."""
STEP = timedelta(days=14)
_LEADER = {"bo": "lanh_dao", "tinh": "lanh_dao", "xa": "lanh_dao", "truong": "hieu_truong"}


@dataclass(frozen=True)
class Size:
    """How many units of each kind there are below the root."""

    provinces: int
    communes: int
    schools: int

    @property
    def units(self) -> int:
        """All units but the root."""
        return self.provinces + self.communes + self.schools


def size(scale: float) -> Size:
    """The country at ``scale``, at least one unit of each kind."""
    provinces, communes, schools = (max(1, round(number * scale)) for number in (PROVINCES, COMMUNES, SCHOOLS))
    return Size(provinces, communes, schools)


def organisation(country: Size) -> OrganisationSpec:
    """The tree, with an officer and a leader in every unit. Ids are spread so that no parent is much larger."""
    units = [UnitSpec(ROOT, "Bộ Giáo dục và Đào tạo", "bo")]
    units += [UnitSpec(f"T{n:02}", f"Tỉnh {n:02}", "tinh", ROOT) for n in range(country.provinces)]
    units += [UnitSpec(f"X{n:04}", f"Xã {n:04}", "xa", f"T{n % country.provinces:02}") for n in range(country.communes)]
    units += [
        UnitSpec(f"S{n:05}", f"Trường {n:05}", "truong", f"X{n % country.communes:04}") for n in range(country.schools)
    ]
    people = [
        PersonSpec(
            f"{title} {unit.code}", unit.code, role, contacts={"email": f"{role}.{unit.code}@example.vn".lower()}
        )
        for unit in units
        for title, role in (("Chuyên viên", "chuyen_vien"), ("Thủ trưởng", _LEADER[unit.kind]))
    ]
    return OrganisationSpec(SCHEME, "Cả nước", tuple(units), tuple(people))


def directive(*, tasks: int = TASKS, number: str = "1234/BGDĐT-VP", step: timedelta = STEP) -> DirectiveSpec:
    """``tasks`` tasks to every school, the first due on FIRST_DUE, each ``step`` after the one before."""
    return DirectiveSpec(
        doc="national",
        issuer=ROOT,
        title="Về việc triển khai nhiệm vụ năm học",
        doc_type="Công văn",
        issued_text="2026-01-05",
        issued_on=date(2026, 1, 5),
        number=number,
        tasks=tuple(_task(n, due_on=FIRST_DUE + n * step) for n in range(tasks)),
    )


def _task(number: int, *, due_on: date) -> TaskSpec:
    phrase = f"chậm nhất ngày {due_on:%d/%m/%Y}"
    return TaskSpec(
        key=f"T{number + 1:02}",
        text=f"Các cơ sở giáo dục báo cáo kết quả nội dung {number + 1} về Bộ {phrase}.",
        owner=ByKind(("truong",)),
        owner_label="các cơ sở giáo dục",
        deadlines=(DeadlineSpec(phrase, By(due_on)),),
    )


def office(url: str, folder: Path) -> Office:
    """An office on the database at ``url``, wired as the program wires it."""
    settings = Settings(data_dir=folder, database_url=url, email_from="don-doc@example.vn")
    return open_office(clock=SetClock(ISSUED_AT), settings=settings)


def founded(url: str, folder: Path) -> Office:
    """The same with the tables made and the working calendar seeded."""
    made = office(url, folder)
    init_office(made)
    return made
