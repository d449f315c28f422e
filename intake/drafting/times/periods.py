"""Finders of months, quarters, halves of a year, weeks of a month and semesters."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from intake.drafting.draft import DraftDeadline
from intake.drafting.times.grammar import DATED_MONTH, MONTH
from intake.drafting.times.names import is_at_start, is_content, is_named, is_of_event, is_useless
from intake.drafting.times.reading import Candidate, less_sure, read_time_phrase, unresolved
from intake.drafting.times.surroundings import Clause, has_own_label, is_cut_off, is_goal, is_past

_POINT: Final = r"(?:(?P<point>đầu|giữa|cuối|nửa đầu|nửa cuối|trung tuần|thượng tuần|hạ tuần) )?"
_LEAD: Final = (
    r"(?:\b(?P<lead>trong|vào|trước|chậm nhất|muộn nhất|đến hết|hết|từ|kể từ|bắt đầu từ|cho đến hết|đến|tới)"
    r"(?: (?:trong|vào|là|hết|thời gian|khoảng|dịp|ngay))*[ :]+)?"
)
_QUARTER: Final = r"quý \d(?:/\d{4})?(?![\d/])"
_HALF: Final = r"[69] tháng (?:đầu|cuối)(?: của)? năm(?: học)?(?: (?:20)\d\d)?(?![\d-])"
_MONTH_RANGE: Final = re.compile(
    rf"(?<!\w)(?:\b(?P<lead>trong|từ) )?{_POINT}(?P<first>tháng \d{{1,2}}(?:/\d{{4}})?|(?<![\d/.,-])\d{{1,2}}/\d{{4}})"
    rf" ?(?P<joint>đến|tới|-|và|,) ?(?:hết )?(?:đầu |giữa |cuối )?"
    rf"(?P<last>{MONTH}|\d{{1,2}}/\d{{4}}(?![\d/])|(?<![đế][nớ] )\d{{1,2}}(?![\d/%]))(?! ngày)"
)
_QUARTER_RANGE: Final = re.compile(
    r"(?<!\w)(?:(?P<lead>trong|từ) )?(?P<first>quý \d(?:/\d{4})?)"
    r"(?: ?(?:đến|tới|-|và|,) ?(?:hết )?quý \d(?:/\d{4})?){0,3}"
    r" ?(?:đến|tới|-|và|,) ?(?:hết )?(?P<last>quý \d(?:/\d{4})?|\d(?:/\d{4})?(?=\W|$))"
)
_MONTH: Final = re.compile(rf"(?<!\w){_LEAD}{_POINT}(?P<body>{DATED_MONTH}|{MONTH})")
_SINGLE: Final = re.compile(rf"(?<!\w){_LEAD}{_POINT}(?P<body>{_QUARTER}|{_HALF})")
_WEEK: Final = re.compile(
    r"(?<!\w)(?:\b(?:trong|vào|từ) )?(?:các )?\btuần (?:lễ )?(?:thứ )?(?:\d|đầu|cuối|đầu tiên|cuối cùng)"
    rf"(?: ?(?:,|và|-) ?(?:tuần )?\d)?,?(?: của)? {MONTH}"
)
_SEMESTER: Final = re.compile(
    r"(?<!\w)(?P<regular>định kỳ )?"
    r"(?:(?:trong|vào|từ|ngay sau|sau khi|sau|trước khi|trước|hết|kết thúc|đến hết) ){0,2}"
    r"(?:(?:đầu|giữa|cuối|kết thúc|hết) )?\b(?:học kỳ|kỳ) \d(?!\d)"
    r"(?: ?(?:,|và|-) ?(?:(?:đầu|cuối|kết thúc|tổng kết|sơ kết) )?(?:học kỳ \d|kỳ \d|\d(?=\W|$)|năm học(?! 20))){0,4}"
    r"(?:,? ?(?:của )?năm học(?: 20\d\d-20\d\d)?)?"
)
_NUMBER: Final = re.compile(r"\d{1,2}")
_AFTERMATH: Final = ("đến hết", "hết", "cho đến")


def find_periods(clause: Clause) -> Iterator[Candidate]:
    """All periods within a year, the longer phrases first."""
    for pattern, find in _FINDERS:
        for match in pattern.finditer(clause.text):
            yield find(clause, match)


def _month_range(clause: Clause, match: re.Match[str]) -> Candidate:
    first, last = match["first"], match["last"]
    if match["joint"] in ("và", ",") and not _are_neighbours(first, last):
        return Candidate(0, 0)
    last = last if last.startswith("tháng") or "/" in last else f"tháng {last}"
    return _told(clause, match, text=f"từ {first} đến {last}", how="month_range")


def _are_neighbours(first: str, last: str) -> bool:
    """True if the second month follows the first: "tháng 9, 10/2024"."""
    month, following = (int(_NUMBER.findall(text)[0]) for text in (first, last))
    return following % 12 == (month + 1) % 12


def _quarter_range(clause: Clause, match: re.Match[str]) -> Candidate:
    last = match["last"] if match["last"].startswith("quý") else f"quý {match['last']}"
    return _told(clause, match, text=f"{match['first']} đến {last}", how="quarter_range")


def _told(clause: Clause, match: re.Match[str], *, text: str, how: str) -> Candidate:
    """The reading of ``text`` unless the words around make it something else."""
    start = match.start()
    if is_cut_off(clause, start) or is_past(clause, start) or is_named(clause, start):
        return Candidate(*match.span())
    is_led = match["lead"] is not None or has_own_label(clause, start) or is_at_start(clause, start)
    if not is_led and is_content(clause, start):
        return Candidate(*match.span())
    deadline = read_time_phrase(text, clause.context, how=how)
    return Candidate(*match.span(), None if is_useless(clause, deadline) else deadline)


def _single(clause: Clause, match: re.Match[str]) -> Candidate:
    """A month, quarter or half of a year: a window, a last day after "trước" or "hết", else none of its own."""
    if _is_aim(clause, match) or not (match["lead"] or _stands_apart(clause, match)):
        return Candidate(*match.span())
    if match["point"]:
        found = _told(clause, match, text=match["body"], how="part_of_period")
        return Candidate(*match.span(), found.deadline and _blurred(found.deadline))
    how = "quarter" if "quý" in match["body"] else "half_year" if " năm" in match["body"] else "month"
    return _told(clause, match, text=f"{match['lead'] or ''} {match['body']}", how=how)


def _is_aim(clause: Clause, match: re.Match[str]) -> bool:
    """True for "đến tháng 10 đạt 90 %": what shall be reached by then."""
    start, end, lead = *match.span(), match["lead"] or ""
    if lead in ("đến", "tới"):
        return is_goal(clause, start, end=end) or "hoàn thành" not in clause.before(start)
    return lead.startswith(_AFTERMATH) and is_goal(clause, start, end=end)


def _blurred(deadline: DraftDeadline) -> DraftDeadline:
    return less_sure(deadline, "doubtful", "point_of_period")


def _stands_apart(clause: Clause, match: re.Match[str]) -> bool:
    """True for a month that begins or ends the clause, stands in brackets, or follows an event."""
    start, before = match.start(), clause.before(match.start())
    if clause.is_cell or is_at_start(clause, start) or before.endswith(("(", ": ")) or has_own_label(clause, start):
        return True
    is_last = not clause.after(match.end()).strip(" .;,)")
    return is_last and not is_content(clause, start) and is_of_event(clause, start)


def _week(_clause: Clause, match: re.Match[str]) -> Candidate:
    return Candidate(*match.span(), unresolved("week_of_month", certainty="likely", notes=("week_of_month",)))


def _semester(clause: Clause, match: re.Match[str]) -> Candidate:
    start, said = match.start(), match.group()
    if match["regular"] and len(re.findall(r"\bkỳ \d|\bnăm học", said)) > 1:
        recurrence: dict[str, str | int] = {"freq": "n_per_year", "n": 2, "details": said.removeprefix("định kỳ ")}
        return Candidate(*match.span(), DraftDeadline("", recurrence=recurrence, how="repeated"))
    is_led = not said.startswith(("học kỳ", "kỳ"))
    if is_past(clause, start) or is_named(clause, start) or not (is_led or is_at_start(clause, start)):
        return Candidate(*match.span())
    return Candidate(*match.span(), unresolved("semester", certainty="likely"), is_weak=True)


_FINDERS: Final[tuple[tuple[re.Pattern[str], Callable[[Clause, re.Match[str]], Candidate]], ...]] = (
    (_SEMESTER, _semester),
    (_WEEK, _week),
    (_MONTH_RANGE, _month_range),
    (_QUARTER_RANGE, _quarter_range),
    (_SINGLE, _single),
    (_MONTH, _single),
)
