"""The period that a directive itself covers: its section on time, its title, its lead-in."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from intake.drafting.draft import Covered, Reading
from intake.drafting.head.dates import day_of
from intake.drafting.head.folding import folded, squeezed
from intake.drafting.head.issuers import SELF

_YEAR: Final = r"(?:19|20)\d\d"
_SCHOOL_YEAR: Final = rf"nam hoc\s{{1,3}}({_YEAR})\s{{0,2}}[-/]\s{{0,2}}({_YEAR})"
_DAY: Final = rf"(\d{{1,2}})\s{{0,2}}[/.\-]\s{{0,2}}(\d{{1,2}})\s{{0,2}}[/.\-]\s{{0,2}}({_YEAR})"
_FORMS: Final = (
    ("school_years", re.compile(rf"(?:tu\s{{1,2}})?{_SCHOOL_YEAR}\s{{1,3}}den\s{{1,3}}(?:het\s)?{_SCHOOL_YEAR}")),
    ("days", re.compile(rf"(?:tu\s{{1,2}})?(?:ngay\s{{1,2}})?{_DAY}\s{{0,3}}(?:den|-)\s{{0,3}}(?:het\s{{1,2}})?(?:ngay\s{{1,2}})?{_DAY}")),
    ("school_year", re.compile(_SCHOOL_YEAR)),
    ("quarter", re.compile(rf"qu[yi]\s{{1,2}}(iv|i{{1,3}}|[1-4])\s{{0,2}}(?:/|nam|-)?\s{{0,2}}({_YEAR})")),
    ("day_list", re.compile(rf"(?:ngay\s{{1,2}})?(\d{{1,2}})(?:\s{{0,2}},\s{{0,2}}\d{{1,2}}){{0,6}}\s{{0,2}}(?:va|den|-|,)\s{{0,2}}(?:ngay\s)?(\d{{1,2}})(?:/|\sthang\s)(\d{{1,2}})(?:/|\snam\s)({_YEAR})")),
    ("date", re.compile(rf"(?:ngay\s{{1,2}})?{_DAY}|\d{{1,2}}\s{{1,2}}thang\s{{1,2}}\d{{1,2}}\s{{1,2}}nam\s{{1,2}}{_YEAR}")),
    ("months", re.compile(rf"thang\s{{1,2}}(\d{{1,2}})(?:\s{{0,2}},\s{{0,2}}(?:thang\s)?\d{{1,2}}){{0,4}}\s{{0,2}}(?:va|-|den|,)\s{{0,2}}(?:thang\s{{1,2}})?(\d{{1,2}})\s{{0,2}}(?:/|nam|-)\s{{0,2}}({_YEAR})")),
    ("month", re.compile(rf"(?<!\d )thang\s{{1,2}}(\d{{1,2}})\s{{0,2}}(?:/|nam|-)\s{{0,2}}({_YEAR})")),
    ("years", re.compile(rf"(?:tu\s{{1,2}}nam|giai doan|cac nam|trong cac nam|nam)\s{{1,3}}({_YEAR})\s{{0,2}}(?:-|den(?:\s{{1,2}}nam)?)\s{{0,2}}({_YEAR})")),
    ("year", re.compile(rf"nam\s{{1,3}}({_YEAR})(?!\s?[-/]\s?\d)")),
)
_SECTION: Final = re.compile(
    r"^[#*_\s]{0,6}(?:(?:[ivxl]{1,5}|\d{1,2}(?:\.\d){0,3})\s?[.)/]\s?)?(?:pham vi va |quy mo va )?thoi gian(?:(?: va|,) dia diem)?"
    r"(?: trien khai| thuc hien| to chuc| ap dung){0,2}(?: thuc hien| ke hoach| chuyen de| de an| chuong trinh| kiem tra)?"
    r"\s?(?:[:.]\W{0,6}(.*)|\W{0,4})$"
)
_QUOTED: Final = re.compile(r'"[^"]{0,400}"')
_SCHEME: Final = re.compile(r"(?:de an|chuong trinh|chien luoc|du an|chuyen de|phong trao|cuoc van dong|cuoc thi|hoi thi|quy hoach)\b[^;.:]{0,160}$")
_LOOKED_AT: Final = re.compile(r"\b(?:(?<!che do )bao cao|so ket|tong ket|khai giang|tuu truong|chuan bi|hoc ky)\b(?! dinh)")
_HELD_ONCE: Final = re.compile(r"\b(?:tuyen sinh|hoi thi|ngay hoi|thi tuyen|xet tuyen|cuoc thi|hoi nghi|ky thi)\b")
_PREPARED: Final = re.compile(r"(?:chuan bi|tien toi|huong toi|don|chao mung|cuoi|dau|het|sau|truoc)(?: cho)?\s{0,2}$|\bngay\s\d{1,2}\s$")
_CITED: Final = re.compile(r"(?:so\s?:?\s?\d[^;:]{0,400})$")


@dataclass(frozen=True, slots=True)
class Covering:
    """What may state the period: the title, the lead-in sentence, the lines of the body."""

    title: str | None
    is_plan: bool
    lead: str
    body: tuple[tuple[int, str], ...]


def read_period(covering: Covering) -> Reading[Covered]:
    """The period stated in a section on time, else in the title, else in the lead-in."""
    said = _of_section(covering.body)
    if said is not None:
        return said
    if covering.title:
        said = _last(covering.title, 0, is_scheme_name_out=not covering.is_plan)
        if said and not _is_about_another(covering, said[0].phrase or ""):
            return Reading(said[0], "period_title", "likely")
    asked = _last(covering.lead, _ask(covering.lead), is_scheme_name_out=True)
    if asked and _ask(covering.lead):
        return Reading(asked[0], "period_lead", "likely")
    return Reading(Covered(), "not_found", "likely")


def _of_section(body: Sequence[tuple[int, str]]) -> Reading[Covered] | None:
    """The period of the one section on time; where several items have such a line, it is theirs and no period."""
    rows = [(at, found) for at, found in enumerate(_SECTION.match(folded(text[:300])) for _, text in body) if found]
    if len(rows) != 1:
        return None
    at, found = rows[0]
    line, text = body[at]
    start = found.start(1)
    if start < 0 or not found[1].strip():
        below = next(((line, text) for line, text in body[at + 1 : at + 4] if text.strip()), None)
        if below is None:
            return None
        line, text, start = *below, 0
    said = _first(text[:300], start)
    return None if said is None else Reading(said, "period_section", "sure", line)


def _first(text: str, start: int) -> Covered | None:
    """The first period in a sentence; a month, a quarter or a single day is a task's time, not the directive's."""
    end = re.search(r"[.;]\s", text[start:])
    stop = start + end.start() if end else len(text)
    said = _last(text[:stop], start, is_scheme_name_out=False)
    return said[0] if said and said[1] not in ("month", "quarter", "months") else None


def _ask(lead: str) -> int:
    """Where the lead-in's own request begins: after the office that speaks of itself; 0 where none does."""
    found = list(SELF.finditer(folded(lead)))
    return found[-1].end("office") if found else 0


def _last(text: str, start: int, *, is_scheme_name_out: bool) -> tuple[Covered, str] | None:
    flat = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), folded(text))
    best: tuple[int, Covered, str] | None = None
    taken: list[tuple[int, int]] = []
    for form, pattern in _FORMS:
        for found in pattern.finditer(flat, start):
            if any(found.start() < end and begin < found.end() for begin, end in taken):
                continue
            taken.append(found.span())
            if form == "date":
                continue
            if _is_anothers(flat, found) or (is_scheme_name_out and _is_of_scheme(flat, found, form)):
                continue
            covered = _covered(form, found, text)
            if covered and (best is None or found.start() > best[0]):
                best = (found.start(), covered, form)
    return None if best is None else (best[1], best[2])


def _is_about_another(covering: Covering, phrase: str) -> bool:
    """True for the year of a report, a review, an enrolment: what the letter is about, not the time it covers."""
    flat = folded(covering.title or "")
    before = flat[: flat.rfind(folded(phrase)[:12])]
    if "nhiem vu" in before:
        return False
    return bool(_LOOKED_AT.search(before)) or (not covering.is_plan and bool(_HELD_ONCE.search(before)))


def _is_anothers(flat: str, found: re.Match[str]) -> bool:
    before = flat[: found.start()]
    return bool(_PREPARED.search(before) or _CITED.search(before))


def _is_of_scheme(flat: str, found: re.Match[str], form: str) -> bool:
    before = flat[: found.start()]
    return form in ("years", "school_years") and bool(_SCHEME.search(before))


def _covered(form: str, found: re.Match[str], text: str) -> Covered | None:
    dates = _dates(form, [part.upper() for part in found.groups()])
    if dates is None or dates[0] > dates[1]:
        return None
    return Covered(squeezed(text[found.start() : found.end()]), *dates)


def _dates(form: str, parts: list[str]) -> tuple[date, date] | None:
    if form == "days":
        day1, month1, year1, day2, month2, year2 = map(int, parts)
        first, last = day_of(year1, month1, day1), day_of(year2, month2, day2)
        return None if first is None or last is None else (first, last)
    if form == "day_list":
        day1, day2, month, year = map(int, parts)
        first, last = day_of(year, month, day1), day_of(year, month, day2)
        return None if first is None or last is None else (first, last)
    if form == "quarter":
        quarter = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(parts[0]) or int(parts[0])
        year = int(parts[1])
        return date(year, 3 * quarter - 2, 1), date(year, 3 * quarter, calendar.monthrange(year, 3 * quarter)[1])
    if form == "months":
        first, last, year = map(int, parts)
        return _months(year, first, last)
    if form == "month":
        return _months(int(parts[1]), int(parts[0]), int(parts[0]))
    years = [int(part) for part in parts]
    if form.startswith("school"):
        return date(years[0], 9, 1), date(years[-1], 5, 31)
    return date(years[0], 1, 1), date(years[-1], 12, 31)


def _months(year: int, first: int, last: int) -> tuple[date, date] | None:
    if not 1 <= first <= last <= 12:
        return None
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
