"""The period that a directive itself covers: its section on time, its title, its lead-in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.drafting.draft import Covered, Reading
from intake.drafting.head.folding import figured, folded, squeezed
from intake.drafting.head.issuers import SELF
from intake.drafting.head.spans import FORMS, ONCE, PLAIN_DATE, SCHEME_FORMS, Form

_SECTION: Final = re.compile(
    r"^[#*_\s]{0,6}(?:(?:[ivxl]{1,5}|\d{1,2}(?:\.\d){0,3})\s?[.)/]\s?)?(?:pham vi va |quy mo va )?thoi gian"
    r"(?:(?: va|,) (?:dia diem|doi tuong|pham vi|quy mo|thanh phan)){0,2}"
    r"(?: trien khai| thuc hien| to chuc| ap dung){0,2}"
    r"(?: thuc hien| ke hoach| chuyen de| de an| chuong trinh| kiem tra)?\s?(?:[:.]\W{0,6}(.*)|\W{0,4})$"
)
_QUOTED: Final = re.compile(r'"[^"]{0,400}"')
_SCHEME: Final = re.compile(
    r"(?:de an|chuong trinh|chien luoc|du an|chuyen de|phong trao|cuoc van dong|cuoc thi|hoi thi|quy hoach)\b"
    r"[^;.:]{0,160}$"
)
_LOOKED_AT: Final = re.compile(
    r"\b(?:(?<!che do )bao cao|so ket|tong ket|khai giang|tuu truong|chuan bi|hoc ky)\b(?! dinh)"
)
_HELD: Final = re.compile(r"\b(?:khai giang|tuu truong|be giang|so ket|tong ket|hoc ky (?:i{1,3}|[123]))\s{1,3}$")
_HELD_ONCE: Final = re.compile(r"\b(?:tuyen sinh|hoi thi|ngay hoi|thi tuyen|xet tuyen|cuoc thi|hoi nghi|ky thi)\b")
_PREPARED: Final = re.compile(
    r"(?:chuan bi|tien toi|huong toi|don|chao mung|cuoi|dau|het|sau|truoc)(?: cho)?\s{0,2}$|\bngay\s\d{1,2}\s$"
    r"|\blan thu \w{1,4},?\s{0,2}$"
)
_SUMMER: Final = re.compile(r"\bnghi he\s{0,2}$")
_CITED: Final = re.compile(r"\bso\s?:?\s?\d[^;:]{0,400}$")
# The days in a letter's title are those of the event that it is about.
_DAYS: Final = frozenset(("days", "part_days", "day_list"))
_SENTENCE: Final = re.compile(r"[.;]\s")
_LONGEST: Final = 300
_LONGEST_EVENT: Final = 14


@dataclass(frozen=True, slots=True)
class Covering:
    """What may state the period: the title, the lead-in sentence, the lines of the body with their indices."""

    title: str | None
    is_plan: bool
    lead: str
    body: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A period that the text states: where, in which form, and its dates."""

    start: int
    form: str
    covered: Covered


def read_period(covering: Covering) -> Reading[Covered]:
    """The period stated in a section on time, else in the title, else in the lead-in."""
    section = _of_section(covering.body)
    is_event = bool(_HELD_ONCE.search(folded(covering.title or "")))
    if section is not None and not ((is_event or not covering.is_plan) and _is_short(section.value)):
        return section
    title = _last(covering.title or "", is_scheme_counted=covering.is_plan)
    if title and not _is_about_another(covering, title.start) and (covering.is_plan or title.form not in _DAYS):
        return Reading(title.covered, "period_title", "likely")
    start = _own_words(covering.lead)
    asked = _last(covering.lead, start, is_scheme_counted=False) if start else None
    if asked and not _is_held(asked, title, before=folded(covering.lead)[start : asked.start]):
        return Reading(asked.covered, "period_lead", "likely")
    return Reading(Covered(), "not_found", "likely")


def _of_section(body: Sequence[tuple[int, str]]) -> Reading[Covered] | None:
    """The period of the one section on time; where several items have such a line, it is theirs and no period."""
    matches = ((at, _SECTION.match(folded(text[:_LONGEST]))) for at, (_, text) in enumerate(body))
    rows = [(at, found) for at, found in matches if found]
    if len(rows) != 1:
        return None
    at, found = rows[0]
    line, text = body[at]
    start = found.start(1)
    if start < 0 or not found[1].strip():
        below = next((row for row in body[at + 1 : at + 4] if row[1].strip()), None)
        if below is None:
            return None
        line, text, start = *below, 0
    said = _last(_sentence(text[:_LONGEST], start), start, is_scheme_counted=True)
    # A month or a quarter is a task's time, not the directive's.
    return Reading(said.covered, "period_section", "sure", line) if said and said.form not in ONCE else None


def _is_short(covered: Covered) -> bool:
    """True for the days of an event."""
    days = (covered.end - covered.start).days if covered.start and covered.end else 0
    return days < _LONGEST_EVENT


def _sentence(text: str, start: int) -> str:
    """``text`` up to the end of the sentence at ``start``."""
    end = _SENTENCE.search(text, start)
    return text[: end.start()] if end else text


def _own_words(lead: str) -> int:
    """Where the lead-in's own request begins: after the office that speaks of itself; 0 where none does."""
    found = list(SELF.finditer(folded(lead)))
    return found[-1].end("office") if found else 0


def _last(text: str, start: int = 0, *, is_scheme_counted: bool) -> _Said | None:
    """The last period stated from ``start`` on, outside quotation marks."""
    flat = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), figured(folded(text)))
    best: _Said | None = None
    for form, found in _stated(flat, start):
        before = flat[start : found.start()]
        if _SUMMER.search(before) or _PREPARED.search(before) or _CITED.search(before):
            continue
        if not is_scheme_counted and form.name in SCHEME_FORMS and _SCHEME.search(before):
            continue
        dates = form.dates([part.upper() for part in found.groups()])
        if dates and (dates[1] is None or dates[0] <= dates[1]) and (best is None or found.start() > best.start):
            phrase = squeezed(text[found.start() : found.end()])
            best = _Said(found.start(), form.name, Covered(phrase, *dates))
    return best


def _stated(flat: str, start: int) -> Iterator[tuple[Form, re.Match[str]]]:
    """Every period in the text; a form that was read is not read again as a part of another."""
    taken: list[tuple[int, int]] = []
    for form in FORMS:
        for found in form.pattern.finditer(flat, start):
            if not any(found.start() < end and begin < found.end() for begin, end in taken):
                taken.append(found.span())
                if form is not PLAIN_DATE:
                    yield form, found


def _is_held(asked: _Said, title: _Said | None, *, before: str) -> bool:
    """True for the year of an opening in a lead-in, or of a contest whose year the title gives otherwise."""
    is_otherwise = title is not None and (title.covered.start, title.covered.end) != (
        asked.covered.start,
        asked.covered.end,
    )
    return bool(_HELD.search(before)) or (is_otherwise and bool(_HELD_ONCE.search(before)))


def _is_about_another(covering: Covering, start: int) -> bool:
    """True for the year of a report, a review, an enrolment: what the letter is about, not the time it covers."""
    before = folded(covering.title or "")[:start]
    if "nhiem vu" in before:
        return False
    return bool(_LOOKED_AT.search(before)) or (not covering.is_plan and bool(_HELD_ONCE.search(before)))
