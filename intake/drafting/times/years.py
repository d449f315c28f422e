"""Finders of years, school years and phases of several years."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from intake.drafting.draft import DraftDeadline
from intake.drafting.times.grammar import DATED_MONTH, FULL_DAY, SCHOOL_YEAR, SHORT_DAY, YEAR
from intake.drafting.times.names import (
    is_at_start,
    is_content,
    is_named,
    is_named_event,
    is_of_event,
    is_repeated,
    is_useless,
)
from intake.drafting.times.reading import Candidate, last_day, less_sure, read_time_phrase, unresolved
from intake.drafting.times.surroundings import Clause, is_cut_off, is_goal, is_past
from intake.phrases.periods import is_school_period

_SCHOOL_YEARS: Final = re.compile(rf"\b(?:từ )?{SCHOOL_YEAR} ?(?:đến|tới|-) ?(?:hết )?(?:năm học )?20\d\d-20\d\d")
_SCHOOL_YEAR: Final = re.compile(
    r"(?<!\w)(?:\b(?P<lead>trong|từ|vào|kể từ|bắt đầu từ|trước(?: khi (?:bước )?vào)?|đến hết|hết)"
    r"(?: (?:đầu|cuối|ngay đầu))? )?"
    rf"(?:\b(?P<point>đầu|cuối|kết thúc) )?(?P<body>{SCHOOL_YEAR})"
)
_YEARS: Final = re.compile(
    r"\btừ (?:các )?năm (?P<first>20\d\d) (?:đến|tới) (?:hết )?(?:năm )?(?P<last>20\d\d)(?![\d/-])"
)
_PHASE: Final = re.compile(
    r"\bgiai đoạn \d{1,2} ?[:(,-]? ?\(?(?:từ )?(?:năm )?(?P<first>20\d\d) ?(?:-|đến|tới) ?(?:hết )?(?:năm )?"
    r"(?P<last>20\d\d)(?![\d/-])\)?"
)
_NAMED_YEARS: Final = re.compile(
    r"\b(?:giai đoạn|thời kỳ|nhiệm kỳ)(?: từ năm)? (?P<first>20\d\d)-(?P<last>20\d\d)(?![\d/])"
)
_BARE_YEARS: Final = re.compile(
    r"(?<!\w)(?:\b(?:các )?năm )?(?<![\d/])(?P<first>20\d\d) ?(?:-|và|,|đến) ?(?:năm )?(?P<last>20\d\d)(?![\d/])"
)
_YEAR: Final = re.compile(
    r"(?<!\w)(?:\b(?P<lead>vào|trong|từ|trước|đến hết|hết|đến|tới|chậm nhất|cho đến hết|sau)"
    rf"(?: (?:cuối|đầu|giữa|trong|hết|khoảng))? )?(?P<body>{YEAR})"
)
_MIXED: Final = re.compile(
    rf"(?<!\w)từ (?:ngày )?(?P<first>{FULL_DAY}|{SHORT_DAY}|{DATED_MONTH}|quý \d/\d{{4}})"
    rf" (?:đến|tới) (?:hết |cuối |ngày )*(?P<last>{SCHOOL_YEAR}|{YEAR}|{FULL_DAY}|{DATED_MONTH})"
)
# "năm 2025: 10 trường": what shall be reached, not what shall be done.
_AIM: Final = re.compile(r"[:,] ?\d")
_SHORT: Final = re.compile(SHORT_DAY)
_ONE_YEAR: Final = re.compile(r"năm (20\d\d)")
_FINISHING: Final = re.compile(r"\b(?:hoàn thành|hoàn tất|xong|kết thúc)\b")
_UNTIL: Final = ("đến", "đến hết", "hết", "cho đến hết", "trước", "chậm nhất")


def find_years(clause: Clause) -> Iterator[Candidate]:
    """All periods of a year and more, the longer phrases first."""
    for pattern, find in _FINDERS:
        for match in pattern.finditer(clause.text):
            yield find(clause, match)


def find_mixed(clause: Clause) -> Iterator[Candidate]:
    """From a day or month to the end of a year or school year: "từ tháng 9/2024 đến hết năm học 2024-2025"."""
    for match in _MIXED.finditer(clause.text):
        yield _mixed(clause, match)


def _school_years(clause: Clause, match: re.Match[str]) -> Candidate:
    return _told(clause, match, text=match.group(), how="school_years")


def _school_year(clause: Clause, match: re.Match[str]) -> Candidate:
    start, lead = match.start(), match["lead"] or ""
    if match["point"] or lead.startswith("trước") or lead in ("đến hết", "hết"):
        is_own = lead and not is_goal(clause, start, end=match.end())
        return Candidate(*match.span(), unresolved("part_of_school_year") if is_own else None, is_weak=True)
    if lead.endswith("từ"):
        deadline = read_time_phrase(f"từ {match['body']}", clause.context, how="school_year")
        return Candidate(*match.span(), None if is_named(clause, start) else deadline, is_weak=True)
    if not (lead or _leads(clause, match) or is_of_event(clause, start)):
        return Candidate(*match.span())
    return _told(clause, match, text=match["body"], how="school_year")


def _leads(clause: Clause, match: re.Match[str]) -> bool:
    """True at the head of the clause before a colon or comma: "Năm học 2023-2024: …"."""
    is_list_of_aims = _AIM.match(clause.after(match.end())) is not None
    return is_at_start(clause, match.start()) and clause.after(match.end())[:1] in (":", ",") and not is_list_of_aims


def _years(clause: Clause, match: re.Match[str]) -> Candidate:
    return _told(clause, match, text=f"từ năm {match['first']} đến năm {match['last']}", how="years")


def _phase(clause: Clause, match: re.Match[str]) -> Candidate:
    if is_named(clause, match.start()):
        return Candidate(*match.span())
    deadline = read_time_phrase(f"từ năm {match['first']} đến năm {match['last']}", clause.context, how="phase")
    return Candidate(*match.span(), deadline and less_sure(deadline, "likely"))


def _named_years(clause: Clause, match: re.Match[str]) -> Candidate:
    """The years of "giai đoạn 2021-2025" belong to a name, except at the head of the clause."""
    return _years(clause, match) if clause.is_cell or _leads(clause, match) else Candidate(*match.span())


def _told(clause: Clause, match: re.Match[str], *, text: str, how: str) -> Candidate:
    """The reading of ``text`` unless the words around make it something else."""
    start = match.start()
    if is_past(clause, start) or is_named(clause, start) or is_cut_off(clause, start):
        return Candidate(*match.span())
    deadline = read_time_phrase(text, clause.context, how=how)
    if _leads(clause, match):
        return Candidate(*match.span(), deadline)
    if is_content(clause, start) or is_goal(clause, start, end=match.end()) or is_repeated(clause, deadline):
        return Candidate(*match.span())
    return Candidate(*match.span(), deadline, is_weak=True)


def _mixed(clause: Clause, match: re.Match[str]) -> Candidate:
    start = match.start()
    if is_past(clause, start) or is_cut_off(clause, start) or is_named(clause, start):
        return Candidate(*match.span())
    texts = _with_year_of_last(match["first"], match["last"])
    if texts is None:
        return Candidate(0, 0)
    ends = [read_time_phrase(f"trong {text}", clause.context, how="month_range") for text in texts]
    first, last = (end.window if end is not None and end.window else _day_of(end) for end in ends)
    if first[0] is None or last[1] is None or first[0] > last[1]:
        return Candidate(*match.span())
    return Candidate(*match.span(), DraftDeadline("", window=(first[0], last[1]), how="month_range"))


def _with_year_of_last(first: str, last: str) -> tuple[str, str] | None:
    """Both ends; a first day without a year has that of the year at the end ("từ ngày 11/9 đến hết năm 2026")."""
    if _SHORT.fullmatch(first) is None:
        return first, last
    year = _ONE_YEAR.fullmatch(last)
    return (f"ngày {first}/{year[1]}", last) if year else None


def _day_of(deadline: DraftDeadline | None) -> tuple[date | None, date | None]:
    day = last_day(deadline) if deadline is not None else None
    return day, day


def _bare_years(clause: Clause, match: re.Match[str]) -> Candidate:
    """Two years in a cell: a school year where the directive covers school years, else calendar years."""
    if not clause.is_cell:
        return Candidate(0, 0)
    first, last = match["first"], match["last"]
    is_school = is_school_period(clause.context.covered) and int(last) == int(first) + 1
    text = f"năm học {first}-{last}" if is_school else f"từ năm {first} đến năm {last}"
    deadline = read_time_phrase(text, clause.context, how="years")
    return Candidate(*match.span(), deadline and less_sure(deadline, "doubtful", "bare_years"))


def _year(clause: Clause, match: re.Match[str]) -> Candidate:
    start, lead = match.start(), match["lead"] or ""
    is_told = is_past(clause, start) or is_cut_off(clause, start) or is_named(clause, start)
    if is_told or lead in ("từ", "sau", "tới") or is_goal(clause, start, end=match.end()):
        return Candidate(*match.span())
    if lead in _UNTIL:
        return _until_year(clause, match)
    deadline = read_time_phrase(match["body"], clause.context, how="year")
    if is_named_event(clause, start) or (lead == "vào" and is_of_event(clause, start)):
        return Candidate(*match.span(), deadline, is_weak=lead != "vào")
    is_own = lead == "trong" or _leads(clause, match) or (is_of_event(clause, start) and not is_content(clause, start))
    if not is_own or is_useless(clause, deadline):
        return Candidate(*match.span())
    return Candidate(*match.span(), deadline and less_sure(deadline, "likely"), is_weak=True)


def _until_year(clause: Clause, match: re.Match[str]) -> Candidate:
    text = f"{'trước' if match['lead'] == 'trước' else 'đến hết'} {match['body']}"
    is_finishing = _FINISHING.search(clause.before(match.start()))
    deadline = read_time_phrase(text, clause.context, how="until_year") if is_finishing else None
    return Candidate(*match.span(), deadline and less_sure(deadline, "doubtful", "goal_year"), is_weak=True)


_FINDERS: Final[tuple[tuple[re.Pattern[str], Callable[[Clause, re.Match[str]], Candidate]], ...]] = (
    (_SCHOOL_YEARS, _school_years),
    (_PHASE, _phase),
    (_YEARS, _years),
    (_NAMED_YEARS, _named_years),
    (_SCHOOL_YEAR, _school_year),
    (_BARE_YEARS, _bare_years),
    (_YEAR, _year),
)
