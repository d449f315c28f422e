"""What the address of a page of figures asks for: shares of what, in which order, as of which day, how far back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from engine.tallies import Denominator
from web.i18n import Speech

DENOMINATORS: Mapping[str, Denominator] = {
    "den-han": Denominator.DUE,
    "duoc-giao": Denominator.ASSIGNED,
    "hoan-thanh": Denominator.COMPLETED,
}
WORST_FIRST, TREE_ORDER = "cham-truoc", "theo-cay"
WEEKS = (12, 26, 52)
FIRST_YEAR = 2000
_LONGEST = 40
_ISO = re.compile(r"(\d{1,6})-(\d{1,2})-(\d{1,2})")
_PRINTED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{1,6})")


@dataclass(frozen=True)
class Asked:
    """The wishes that were understood. ``typed_day`` as it came; ``problem`` says why it is not taken ("" if it is)."""

    denominator: str = "den-han"
    order: str = WORST_FIRST
    typed_day: str = ""
    as_of: date | None = None
    problem: str = ""
    year: int | None = None
    weeks: int = WEEKS[0]
    task: str = ""

    @property
    def share_of(self) -> Denominator:
        """What percentages are shares of."""
        return DENOMINATORS[self.denominator]

    @property
    def is_worst_first(self) -> bool:
        """False for the order of the tree."""
        return self.order == WORST_FIRST

    def query(self) -> dict[str, str]:
        """The same wishes for the address of another page; what is usual is left out."""
        said = {
            "mau-so": "" if self.denominator == "den-han" else self.denominator,
            "thu-tu": "" if self.is_worst_first else self.order,
            "ngay": self.as_of.isoformat() if self.as_of else "",
            "nam-hoc": str(self.year) if self.year else "",
            "tuan": "" if self.weeks == WEEKS[0] else str(self.weeks),
            "nhiem-vu": self.task,
        }
        return {name: value for name, value in said.items() if value}


def asked_for(query: Mapping[str, str], *, today: date, speech: Speech) -> Asked:
    """The wishes in a query; what is no choice is as usual, a day that cannot be taken is said."""
    denominator, order = query.get("mau-so", ""), query.get("thu-tu", "")
    year, weeks = query.get("nam-hoc", ""), query.get("tuan", "")
    typed = query.get("ngay", "").strip()[:_LONGEST]
    as_of, problem = past_day(typed, today=today, speech=speech)
    return Asked(
        denominator=denominator if denominator in DENOMINATORS else "den-han",
        order=order if order == TREE_ORDER else WORST_FIRST,
        typed_day=typed,
        as_of=as_of,
        problem=problem,
        year=int(year) if re.fullmatch("[0-9]{4}", year) else None,
        weeks=int(weeks) if weeks in map(str, WEEKS) else WEEKS[0],
        task=query.get("nhiem-vu", "")[:_LONGEST],
    )


def past_day(typed: str, *, today: date, speech: Speech) -> tuple[date | None, str]:
    """A day up to today as browsers send it (2023-10-31) or people write it (31/10/2023), and why it is not taken."""
    if not typed:
        return None, ""
    day, problem = some_day(typed, today=today, speech=speech)
    if day is not None and day > today:
        return None, speech.say("Ngày %(day)s chưa tới. Hãy chọn một ngày từ hôm nay trở về trước.", day=day)
    return day, problem


def coming_day(typed: str, *, today: date, speech: Speech) -> tuple[date | None, str]:
    """A day from today on, and why it is not taken."""
    day, problem = some_day(typed, today=today, speech=speech)
    if day is not None and day < today:
        return None, speech.say("Ngày %(day)s đã qua. Hãy chọn một ngày từ hôm nay trở đi.", day=day)
    return day, problem


def some_day(typed: str, *, today: date, speech: Speech) -> tuple[date | None, str]:
    """A day of about our time, and why it is not taken."""
    numbers = _numbers(typed)
    if numbers is None:
        return None, speech.say("“%(text)s” không phải là ngày. Hãy viết như 31/10/2023.", text=typed)
    year, month, number = numbers
    if not FIRST_YEAR <= year <= today.year + 10:
        return None, speech.say("Năm %(year)s có lẽ gõ nhầm. Hãy viết đủ bốn chữ số, như 31/10/2023.", year=year)
    try:
        return date(year, month, number), ""
    except ValueError:
        return None, speech.say("Không có ngày %(text)s trong lịch.", text=typed)


def _numbers(typed: str) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(typed):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _PRINTED.fullmatch(typed):
        return int(found[3]), int(found[2]), int(found[1])
    return None


def address(path: str, query: Mapping[str, str]) -> str:
    """A path with its query, if there is one."""
    return f"{path}?{urlencode(query)}" if query else path
