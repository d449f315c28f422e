"""Finders of single days, lists and ranges of days."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from intake.drafting.draft import DraftDeadline
from intake.drafting.times.grammar import (
    ALSO,
    ALSO_FOR,
    BARE,
    BLANK,
    CLOCK,
    DUE,
    FULL_DAY,
    LABELLED,
    LIST,
    RANGE,
    SAME_DAY,
    SINCE,
    UNDATED,
)
from intake.drafting.times.reading import (
    Candidate,
    is_long_past,
    last_day,
    less_sure,
    on_one_day,
    read_time_phrase,
    unresolved,
)
from intake.drafting.times.surroundings import (
    Clause,
    begins_event,
    deed_in,
    deed_of,
    has_own_label,
    is_cited,
    is_condition,
    is_cut_off,
    is_done,
    is_goal,
    is_often,
    is_past,
)

_SHORT: Final = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}(?![\d/])")
_FULL: Final = re.compile(FULL_DAY)
_CLOCK: Final = re.compile(CLOCK)
_YEARLY: Final = re.compile(r"\b(?:hằng|mỗi|từng) năm\b(?! học)|\bđịnh kỳ\b|\bchế độ báo cáo\b")
_FINISHING: Final = re.compile(
    r"\b(?:hoàn thành|hoàn tất|xong|nộp|gửi|báo cáo|nhận|đăng ký|kết thúc|kéo dài|thời gian|hạn|từ nay)\b"
)
_REPORTED: Final = re.compile(
    r"\b(?:kết quả|số liệu|báo cáo|thống kê|tổng hợp)\b(?:(?!\b(?:gửi|nộp|về|tại)\b)[^.;]){0,80}$"
)
_BLANKS: Final = re.compile(r"…|\.{2}|/ ?/|ngày ?/|/$|ngày tháng|tháng năm|tháng$")
_OF_SOMETHING: Final = re.compile(r" ?(?:của|do|về việc|v/v)\b")
_LABEL: Final = re.compile(r"^[^.;:]{1,60}: ?$")
_HAPPENED: Final = re.compile(
    r"[^.;]{0,80}\b(?:đã (?:có|ban hành|tổ chức|gửi|triển khai|được|ký|họp|yêu cầu)\b"
    r"|(?:ban hành|phát hành|có) [^\W\d_]+(?: [^\W\d_]+){1,3}:? ?\d{1,5}/)"
)
# What runs out on a day: "có giấy chứng nhận hết hạn trước ngày …".
_PAPER: Final = re.compile(
    r"\b(?:chứng nhận|chứng chỉ|giấy|giấy phép|hợp đồng|thẻ|văn bằng|bảo hiểm)(?: [^\W\d_]+){0,4} $"
)
_NEAR: Final = 90


def find_due(clause: Clause) -> Iterator[Candidate]:
    """Days that a word makes a deadline ("trước ngày", "chậm nhất"), with the further days of the same phrase."""
    for match in DUE.finditer(clause.text):
        first = _due(clause, match)
        yield Candidate(*match.span(), first)
        yield from _further(clause, match, first=first)
    for match in SAME_DAY.finditer(clause.text):
        yield from _same_day(clause, match)


def find_ranges(clause: Clause) -> Iterator[Candidate]:
    """Ranges ("từ ngày 15/8 đến ngày 30/8/2024", "01-15/9/2024") and lists of days of one month."""
    for match in RANGE.finditer(clause.text):
        if _is_range(match):
            yield Candidate(*match.span(), _range(clause, match))
    for match in LIST.finditer(clause.text):
        yield Candidate(*match.span(), _listed(clause, match))


def find_open(clause: Clause) -> Iterator[Candidate]:
    """Days from which on something is done, without an end: "từ ngày 01/9/2024"."""
    for match in SINCE.finditer(clause.text):
        start = match.start()
        is_own = not (is_cited(clause, start) or _is_told(clause, start) or is_often(clause, start))
        deadline = read_time_phrase(f"từ ngày {match['day']}", clause.context, how="since_day") if is_own else None
        yield Candidate(*match.span(), deadline and less_sure(deadline, "likely"), is_weak="khi" not in match.group())


def find_blanks(clause: Clause) -> Iterator[Candidate]:
    """Days left blank: "trước ngày …/…/2024"."""
    deadline = unresolved("blank_date", certainty="doubtful", notes=("blank_date",))
    for match in BLANK.finditer(clause.text):
        gap = match["gap"].rstrip(" .") if "…" in match["gap"] else match["gap"].rstrip()
        is_word_next = clause.text[match.start("gap") + len(gap) :].lstrip()[:1].isalpha() and gap.endswith("tháng")
        if _BLANKS.search(gap) and not is_word_next and not _FULL.search(gap) and re.search(r"ngày|/", gap):
            own = None if is_condition(clause, match.start()) else deadline
            yield Candidate(match.start(), match.start("gap") + len(gap), own)
    for match in UNDATED.finditer(clause.text):
        is_own = not is_cited(clause, match.start()) and deed_of(clause, match.start(), end=match.end()) is not None
        yield Candidate(*match.span(), deadline if is_own else None, is_weak=True)


def find_bare(clause: Clause) -> Iterator[Candidate]:
    """Days that nothing makes a deadline but the deed they belong to."""
    for match in BARE.finditer(clause.text):
        if clause.is_cell or _is_date(match["moment"]):
            yield Candidate(*match.span(), _in_cell(clause, match) if clause.is_cell else _bare(clause, match))


def _is_date(moment: str) -> bool:
    """dd/mm without a year is a date only with "ngày" or a time of day beside it."""
    return bool(_FULL.search(moment)) or "ngày" in moment or bool(_CLOCK.search(moment))


def _is_told(clause: Clause, start: int) -> bool:
    """True if the date at ``start`` tells of figures, of a law, or of what has happened."""
    return is_cut_off(clause, start) or is_past(clause, start)


def _due(clause: Clause, match: re.Match[str]) -> DraftDeadline | None:
    if is_condition(clause, match.start()) or _is_undone(clause, match):
        return None
    moment = _with_year(clause, match, text=match["moment"])
    if not _FULL.search(moment) and _YEARLY.search(clause.sentence(match.start())):
        return DraftDeadline("", recurrence={"freq": "yearly", "details": match.group()}, how="repeated")
    deadline = _led(clause, moment, is_before=_is_before(match))
    if deadline is None or (
        "before_issue" in deadline.notes and deed_of(clause, match.start("moment"), end=match.end()) != "send"
    ):
        return None
    if "phấn đấu" in clause.before(match.start()):
        return less_sure(deadline, "doubtful", "goal_year")
    return less_sure(deadline, "likely") if match["until"] else deadline


def _is_before(match: re.Match[str]) -> bool:
    """True for "trước ngày X", which ends the day before."""
    return bool(match["before"]) or "trước" in match["joint"]


def _led(clause: Clause, moment: str, *, is_before: bool) -> DraftDeadline | None:
    lead, how = ("trước", "day_before") if is_before else ("chậm nhất", "day_by")
    deadline = read_time_phrase(f"{lead} {moment}", clause.context, how=how)
    return None if deadline is None or is_long_past(deadline, clause.context) else deadline


def _is_undone(clause: Clause, match: re.Match[str]) -> bool:
    """True if the date tells what has been done, shall be reached, or up to when figures go."""
    before, said = clause.before(match.start()), match.group()
    is_expiry = said.startswith("hết hạn") and _PAPER.search(before) is not None
    if is_expiry or is_done(clause, match.start()) or " đã " in said or before.endswith("phấn đấu "):
        return True
    if (match["until"] or "hết" in said) and _is_told(clause, match.start()):
        return True
    if not match["until"]:
        return said.startswith("đến hết") and is_goal(clause, match.start(), end=match.end())
    is_finishing = _FINISHING.search(before) or said.startswith("từ nay") or clause.is_cell
    return not is_finishing or is_goal(clause, match.start(), end=match.end())


def _further(clause: Clause, match: re.Match[str], *, first: DraftDeadline | None) -> Iterator[Candidate]:
    """The days that a list adds to the first; they share its "trước" or "chậm nhất"."""
    also = _next_of_list(clause, match.end())
    while also is not None and not begins_event(clause.text[also.end() : also.end() + _NEAR]):
        name = "moment" if also["moment"] else "last"
        label = LABELLED.match(also[name])
        start = also.start(name) + (label.end() if label else 0)
        said = clause.text[start : also.end(name)]
        deadline = None
        if first is not None and first.recurrence is not None:
            deadline = replace(first, recurrence={"freq": "yearly", "details": said})
        elif first is not None:
            moment = _with_year(clause, also, text=said)
            deadline = _led(clause, moment, is_before=_is_before(match))
        yield Candidate(start, also.end(name), deadline)
        also = _next_of_list(clause, also.end())


def _next_of_list(clause: Clause, at: int) -> re.Match[str] | None:
    return ALSO.match(clause.text, at) or ALSO_FOR.match(clause.text, at)


def _same_day(clause: Clause, match: re.Match[str]) -> Iterator[Candidate]:
    """A time of "cùng ngày": the day named last before it."""
    days = list(_FULL.finditer(clause.text, 0, match.start()))
    if days:
        moment = f"{match['clock']} ngày {days[-1].group()}"
        yield Candidate(*match.span(), _led(clause, moment, is_before=match["lead"] == "trước"))


def _with_year(clause: Clause, match: re.Match[str], *, text: str) -> str:
    """``text`` with the year of the next day in the same phrase, if it has none itself: "15/01 và 15/7/2025"."""
    short = _SHORT.search(text)
    if short is None or _FULL.search(text):
        return text
    nearby = _FULL.search(clause.text, match.end(), match.end() + _NEAR)
    between = clause.text[match.end() : nearby.start()] if nearby else ""
    if nearby is None or re.search(r"[.;](?! đợt)", between) or "số" in between or "/" in between:
        return text
    return f"{text[: short.end()]}/{nearby.group().rsplit('/', 1)[1]}{text[short.end() :]}"


def _is_range(match: re.Match[str]) -> bool:
    """Two numbers with a stroke are a range of days only if a full date, "từ" or "ngày" says so."""
    first, last = match["first"], match["last"]
    if match["lead"] or "ngày" in match.group():
        return True
    return bool(_FULL.search(last)) and ("/" in first or int(first) < int(last.split("/")[0]))


def _range(clause: Clause, match: re.Match[str]) -> DraftDeadline | None:
    first, last, start = match["first"], match["last"], match.start()
    is_anniversary = first.split("/")[:2] == last.split("/")[:2]
    if is_anniversary or is_condition(clause, start) or _is_told(clause, start) or _is_of_figures(clause, match):
        return None
    deadline = read_time_phrase(f"từ {first} đến {last}", clause.context, how="day_range")
    if deadline is None or is_long_past(deadline, clause.context):
        return None
    if match["short"] and deadline.window and deadline.window[1]:
        return replace(deadline, window=(deadline.window[0], deadline.window[1] - timedelta(days=1)))
    return deadline


def _is_of_figures(clause: Clause, match: re.Match[str]) -> bool:
    """True for the days that a report is about: it is handed in later, or they are over when the letter is issued."""
    reported = _REPORTED.search(clause.before(match.start()))
    if reported is None:
        return False
    is_due_later = DUE.search(clause.after(match.end())) is not None
    return is_due_later or reported.group().startswith(("kết quả", "số liệu"))


def _listed(clause: Clause, match: re.Match[str]) -> DraftDeadline | None:
    """Days of one month as the window from the first to the last."""
    if is_cited(clause, match.start()) or _is_told(clause, match.start()):
        return None
    first = re.match(r"\d+", match["days"])
    return read_time_phrase(
        f"từ {first.group() if first else ''} đến {match['last']}", clause.context, how="day_range", certainty="likely"
    )


def _bare(clause: Clause, match: re.Match[str]) -> DraftDeadline | None:
    start, end = match.span()
    if is_cited(clause, start) or _is_told(clause, start) or _is_of_something(clause, start, end=end):
        return None
    if (match["lead"] or "").startswith("ngay trong"):
        return _led(clause, _with_year(clause, match, text=match["moment"]), is_before=False)
    deed = deed_of(clause, start, end=end) or ("hold" if _stands_apart(clause, match) else None)
    deadline = _led(clause, _with_year(clause, match, text=match["moment"]), is_before=False) if deed else None
    if deadline is None:
        return None
    if deed == "hold" or has_own_label(clause, start):
        return on_one_day(deadline, "event_day")
    deadline = replace(deadline, how="day_bare")
    return less_sure(deadline, "likely" if match["lead"] else "doubtful", "bare_date")


def _is_of_something(clause: Clause, start: int, *, end: int) -> bool:
    """True for the day of a document, of a condition, or of what the sentence says has happened."""
    is_past = _HAPPENED.match(clause.after(end)) is not None
    return is_past or clause.before(start).endswith("sau ") or _OF_SOMETHING.match(clause.text, end) is not None


def _stands_apart(clause: Clause, match: re.Match[str]) -> bool:
    """True for a day after a short label ("Cấp huyện: ngày 11/01/2020") or with a time of day."""
    is_last = not clause.after(match.end()).strip(" .;,)")
    has_label = bool(_LABEL.match(clause.before(match.start()))) and is_last
    return has_label or bool(_CLOCK.search(match["moment"]))


def _in_cell(clause: Clause, match: re.Match[str]) -> DraftDeadline | None:
    """In a column for times a bare day is the last one still on time, unless the row is about an event."""
    phrase = f"chậm nhất {_with_year(clause, match, text=match['moment'])}"
    deadline = read_time_phrase(phrase, clause.context, how="day_in_column", certainty="likely")
    is_event = deed_in(clause.context.task) == "hold"
    return on_one_day(deadline, "event_day") if deadline and is_event else deadline


def is_over(candidate: Candidate, clause: Clause) -> bool:
    """True for days that were over when the document was issued, or of which the clause says so: background."""
    deadline, issued = candidate.deadline, clause.context.issued_on
    if deadline is None or deadline.how not in ("day_range", "event_day") or clause.is_cell:
        return False
    if "year_assumed" in deadline.notes:
        return False
    last = last_day(deadline)
    # A range that ends on the very day of the letter is over as well; an event of that day is not.
    is_past_day = last is not None and issued is not None and (last, deadline.how) < (issued, "event_day")
    return is_past_day or _HAPPENED.match(clause.after(candidate.end)) is not None
