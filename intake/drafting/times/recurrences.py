"""Finders of repeated times: "hằng tháng, quý", "02 lần/năm", "trước ngày 15/12 hằng năm", "cuối mỗi học kỳ"."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from intake.drafting.draft import DraftDeadline
from intake.drafting.times.grammar import ANY_DAY, CLOCK, WEEKDAY
from intake.drafting.times.reading import Candidate, less_sure, unresolved
from intake.drafting.times.surroundings import Clause, is_goal, is_of_figures

_UNIT: Final = r"(?:năm học|học kỳ|tháng|quý|năm|tuần|(?:0?6|0?3|0?9) tháng)"
_EVERY: Final = r"(?:(?:định kỳ|theo định kỳ|theo) )?(?:hằng|mỗi|từng)"
_NOT_DATED: Final = r"(?! ?[:/]? ?\d|/\d| học 20| (?:đầu|cuối) năm| trước(?! ngày| \d))\b"
_SHORT: Final = r"\d{1,2}(?:/\d{1,2})?(?![\d/])"
_ON_DAYS: Final = (
    rf"(?:(?:chậm nhất|muộn nhất|trễ nhất|trước|vào|hạn cuối|không quá|đến|từ)[ :,]*(?:là |vào |hết |{CLOCK},? )*)?"
    r"(?:(?:các )?(?:ngày )?(?:mồng |mùng )|(?:các )?ngày |(?<=trước )|(?<=nhất ))"
    rf"{_SHORT}(?: ?(?:,|và|-|đến) ?(?:trước )?(?:ngày )?{_SHORT}){{0,6}}"
)
_OF_QUARTER: Final = r"(?:,? (?:của )?tháng (?:cuối|đầu|thứ \d)(?: cùng)?(?: của)?(?: (?:mỗi|hằng|các))? quý(?: sau)?)"
_IN_MONTHS: Final = (
    r"(?:(?:vào|trong|trước|hết|đến hết|cuối) )?(?:tháng|quý) \d{1,2}(?![\d/])"
    r"(?: ?(?:,|và) ?(?:(?:tháng|quý) )?\d{1,2}(?![\d/])){0,6}"
)
_BEFORE_DAYS: Final = (
    rf"(?:{_ON_DAYS} ?,?(?: ?của)? ?|{_IN_MONTHS},?(?: của)? "
    rf"|(?:{WEEKDAY}|cuối|đầu|giữa|kết thúc|sau|vào cuối|vào đầu) )"
)
_LAST_DAY: Final = (
    r"(?:vào |trước |chậm nhất )?(?:là )?ngày (?:làm việc )?cuối(?: cùng)?(?: của)?"
    r"(?: (?:mỗi|hằng|từng))? (?:tháng|quý|năm)"
)
_AFTER_DAYS: Final = (
    rf"(?: ?,? ?\(?(?:gửi |nộp |báo cáo )?(?:{_LAST_DAY}"
    rf"|{_ON_DAYS}(?:{_OF_QUARTER}|,? (?:của )?tháng (?:sau|kế tiếp|đó|liền kề))?)\)?)"
)
_SINCE: Final = r"(?:,? \(?(?:bắt đầu |kể |tính )?từ (?:ngày|tháng|năm|quý) [^.;,()]{1,25}\)?)?"
_LISTED: Final = (
    rf"(?: ?(?:,|và|;|/|hoặc) ?(?:hằng |mỗi |định kỳ |từng |báo cáo )?"
    rf"(?:năm học|học kỳ|quý|tháng|năm|0?[69] tháng){_NOT_DATED}(?! lần))"
)
_PIECES: Final = r"kỳ|số|buổi|cuộc|đợt|bài|lượt|tin|chuyên đề|bản tin|tin bài"
_TIMES: Final = re.compile(
    r"(?<!\w)(?:\b(?:ít nhất|tối thiểu|tối đa|không quá|định kỳ|mỗi) )*(?<![\d/])(?P<count>\d{1,2}) lần"
    r" ?(?:/|trong một|trong 1|trong|mỗi|trên|hằng|một|1)? ?(?:0?1 )?(?P<unit>năm học|học kỳ|kỳ|tháng|quý|năm|tuần)"
    rf"\b(?! \d)(?:{_AFTER_DAYS})?{_SINCE}"
)
_PER: Final = re.compile(
    r"\b(?:ít nhất |tối thiểu )?(?<![\d/,.])(?P<count>\d{1,2})"
    rf" (?:{_PIECES})"
    rf" ?/ ?(?P<unit>năm học|học kỳ|tháng|quý|năm)\b(?! \d){_SINCE}"
)
_DAILY: Final = re.compile(rf"(?:\b(?:trước|lúc|vào|vào lúc) )?{CLOCK},? (?:hằng|mỗi) ngày(?: trong[^.;,]{{1,60}})?")
_TIMES_AFTER: Final = re.compile(
    rf"\b(?:mỗi|hằng|từng|0?1|trong) (?P<unit>năm học|học kỳ|tháng|quý|năm|tuần),?"
    r" (?:tổ chức |thực hiện |báo cáo )?(?:ít nhất |tối thiểu |tối đa |không quá )?"
    rf"(?P<count>\d{{1,2}}) (?:lần|{_PIECES})\b"
    rf"(?:{_AFTER_DAYS})?{_SINCE}"
)
_EVERY_MONTHS: Final = re.compile(
    r"(?:\bđịnh kỳ )?(?<![\d/])(?P<count>\d{1,2}) tháng ?(?:/|một|0?1) ?lần"
    r"|\bđịnh kỳ(?: (?:hằng|mỗi|theo))? (?P<every>0?[234]|12) tháng\b(?! (?:đầu|cuối))"
)
_REPEATED: Final = re.compile(
    rf"(?<!\w)(?:\b{_BEFORE_DAYS})?\b{_EVERY} (?P<unit>{_UNIT}){_NOT_DATED}(?P<rest>{_LISTED}{{0,6}})"
    rf"(?P<after>{_AFTER_DAYS}|{_OF_QUARTER})?(?P<frame> trong năm học(?! 20))?"
    rf"{_SINCE}"
    r"(?P<same> ?\(? ?cùng (?:thời điểm|thời gian|kỳ|đợt|dịp)[^().;]{3,80}\)?)?"
)
_PERIODIC: Final = re.compile(
    rf"\b(?:định kỳ|báo cáo định kỳ|báo cáo)(?: (?:báo cáo|theo|vào))? \(?(?P<unit>tháng|quý|năm(?! học)|0?6 tháng)"
    rf"{_NOT_DATED}(?! lần)(?P<rest>{_LISTED}{{0,6}})(?P<after>{_AFTER_DAYS}|{_OF_QUARTER})?"
)
_QUARTERLY: Final = re.compile(rf"\b{_ON_DAYS}{_OF_QUARTER}|\btháng cuối(?: của)?(?: mỗi| hằng)? quý\b")
_SAME_TIME: Final = re.compile(
    r"\b(?:theo )?cùng (?:với )?(?:thời điểm|thời gian|thời hạn|kỳ|dịp|đợt)(?: (?:nộp|gửi|với|của))*"
    r" (?=báo cáo|kế hoạch|hồ sơ|tổng kết|sơ kết|việc)[^().;,]{3,80}"
)
_DAY_OF_MONTH: Final = re.compile(
    r"\b(?:trước|chậm nhất|vào)(?: là| vào)?,? (?:ngày|mồng|mùng) \d{1,2}(?![\d/])"
    r"(?: (?:của )?tháng(?: sau| kế tiếp| liền kề)?(?! ?(?:\d|đầu|cuối|thứ)))?(?! (?:tháng|hằng|mỗi|của))"
)
_MONTHLY: Final = re.compile(r"\b(?:hằng|mỗi|báo cáo|theo) tháng\b")
_WEEKLY: Final = re.compile(
    rf"(?<!\w)(?:(?:trước|chậm nhất|vào)? ?(?:{CLOCK},? )?{WEEKDAY} )?\b(?:hằng|mỗi) tuần\b"
    rf"(?: \(?(?:trước|vào|chậm nhất) (?:{CLOCK},? )?(?:ngày )?{WEEKDAY}\)?)?"
)
_SO_MANY_YEARS: Final = re.compile(r"\d năm(?: và|,) $")
_ALLOWANCE: Final = re.compile(
    r"\b(?:trợ cấp|phụ cấp|tiền lương|lương|học phí|mức thu|mức đóng|mức hưởng|thu nhập)"
    r"(?: (?!theo|định)[^\W\d_]+){0,2} $"
)
_LONG_TERM: Final = re.compile(r" ?(?:và|,|hoặc) (?:dài hạn|trung hạn|(?:từng |cả |theo )?giai đoạn|[35] năm)\b")
# "Căn cứ …, văn bản hướng dẫn của Bộ theo từng năm học, xây dựng …": how often the documents come on which it rests.
_GROUND: Final = re.compile(
    r"^[\W\d_]*(?:[a-zđ]\) )?(?:căn cứ|trên cơ sở|theo|thực hiện)\b[^;.:]*"
    r"\b(?:văn bản|hướng dẫn|kế hoạch|chương trình|chỉ đạo|quy định)\b[^,;.:]{0,60} $"
)
_GROWTH: Final = re.compile(r"\b(?:tăng|giảm|bình quân)\b[^.;]{0,40}$")
_REPORT: Final = re.compile(r"\b(?:báo cáo|gửi|nộp|cập nhật|giao ban|tổng hợp)\b")
_ALL: Final = re.compile(rf"0?[69] tháng|{_UNIT}")
_FREQUENCIES: Final[Mapping[str, str]] = {
    "tháng": "monthly",
    "quý": "quarterly",
    "năm": "yearly",
    "năm học": "school_year",
}
_PER_YEAR: Final[Mapping[str, int]] = {"học kỳ": 2, "kỳ": 2, "năm": 1, "năm học": 1}
_NAMED: Final[Mapping[int, str]] = {1: "yearly", 4: "quarterly", 12: "monthly"}
_DAY: Final = re.compile(ANY_DAY)


def find_recurrences(clause: Clause) -> Iterator[Candidate]:
    """All repeated times; a list of periods ("hằng tháng, quý") gives one each."""
    for pattern, find in _FINDERS:
        for match in pattern.finditer(clause.text):
            yield from find(clause, match)


def _recurrence(freq: str, *, number: int | None = None, details: str = "", how: str = "repeated") -> DraftDeadline:
    recurrence: dict[str, str | int] = {"freq": freq}
    if number is not None:
        recurrence["n"] = number
    if details.strip(" (),"):
        recurrence["details"] = details.strip(" (),")
    return DraftDeadline("", recurrence=recurrence, how=how)


def _times(count: int, unit: str, *, match: re.Match[str]) -> DraftDeadline | None:
    if unit == "tuần":
        return unresolved("weekly", notes=("weekly",))
    if count == 1 and unit in _FREQUENCIES:
        return _recurrence(_FREQUENCIES[unit], details=_days_in(match.group()))
    if count and unit in ("tháng", "quý"):
        several = _recurrence(_FREQUENCIES[unit], details=match.group())
        return less_sure(several, "likely", "several_in_period")
    number = count * _PER_YEAR[unit]
    if number in _NAMED and match.re is _EVERY_MONTHS:
        return _recurrence(_NAMED[number], details=_days_in(match.group()))
    return _recurrence("n_per_year", number=number, details=match.group()) if number else None


def _days_in(text: str) -> str:
    match = re.search(rf"{_ON_DAYS}{_OF_QUARTER}?|{_LAST_DAY}", text)
    return match.group() if match else ""


def _counted(_clause: Clause, match: re.Match[str]) -> Iterator[Candidate]:
    yield Candidate(*match.span(), _times(int(match["count"]), match["unit"], match=match))


def _every_months(_clause: Clause, match: re.Match[str]) -> Iterator[Candidate]:
    count = int(match["count"] or match["every"])
    if count and 12 % count == 0:
        yield Candidate(*match.span(), _times(12 // count, "năm", match=match))


def _weekly(clause: Clause, match: re.Match[str]) -> Iterator[Candidate]:
    """A week has no frequency in a plan file; only a weekday or a report makes it more than a habit."""
    is_dated = re.search(WEEKDAY, match.group()) or _REPORT.search(clause.before(match.start()))
    yield Candidate(*match.span(), unresolved("weekly", notes=("weekly",)) if is_dated else None)


def _quarterly(clause: Clause, match: re.Match[str]) -> Iterator[Candidate]:
    is_own = not is_of_figures(clause, match.start())
    yield Candidate(*match.span(), _recurrence("quarterly", details=match.group()) if is_own else None)


def _daily(_clause: Clause, match: re.Match[str]) -> Iterator[Candidate]:
    """A day is no frequency of a plan file and "hằng ngày" no deadline; with a time of day it is a time, unresolved."""
    yield Candidate(*match.span(), unresolved("daily", notes=("daily",)))


def _monthly(clause: Clause, match: re.Match[str]) -> Iterator[Candidate]:
    """ "Hằng tháng, các trường gửi báo cáo trước ngày 25"."""
    if _MONTHLY.search(clause.sentence(match.start())):
        yield Candidate(*match.span(), _recurrence("monthly", details=match.group()))


def _repeated(clause: Clause, match: re.Match[str]) -> Iterator[Candidate]:
    """One candidate for each period of the list; the first holds what stands before, the last what stands after."""
    if _is_other(clause, match):
        yield Candidate(*match.span())
        return
    is_bare = match.re is _PERIODIC and not match["after"] and match.group().startswith("báo cáo")
    marks = _without_year(list(_ALL.finditer(clause.text, match.start("unit"), match.end("rest"))))
    for index, mark in enumerate(marks):
        is_whole = index == 0 and "(" not in clause.text[match.start() : mark.start()]
        start = match.start() if is_whole else mark.start()
        end = match.end() if index == len(marks) - 1 else mark.end()
        yield Candidate(start, end, _of_unit(mark.group(), text=clause.text[start:end]), is_weak=is_bare)


def _without_year(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """Half a year and the year together are two times a year, which half a year says already."""
    halves = [mark for mark in marks if mark.group().endswith("6 tháng")]
    return [mark for mark in marks if not (halves and mark.group() == "năm")]


def _is_other(clause: Clause, match: re.Match[str]) -> bool:
    """True where the period is an attribute: of money, of a goal, or of "theo từng năm và cho cả giai đoạn"."""
    before, after = clause.before(match.start()), clause.after(match.end())
    if "từng năm" in match.group() and match["unit"] == "năm" and after.startswith((" và", ",")):
        return True
    if is_of_figures(clause, match.start()) or _SO_MANY_YEARS.search(before) or _ALLOWANCE.search(before):
        return True
    if _LONG_TERM.match(after) or (_GROUND.search(before) and "," in after):
        return True
    return bool(_GROWTH.search(before)) and is_goal(clause, match.start(), end=match.end())


def _of_unit(unit: str, *, text: str) -> DraftDeadline | None:
    details = _details(text)
    if unit == "tuần":
        return unresolved("weekly", notes=("weekly",))
    months = re.match(r"0?([369]) tháng", unit)
    if months:
        return _recurrence("n_per_year", number=round(12 / int(months[1])), details=text) if months[1] != "9" else None
    if unit == "học kỳ":
        return _recurrence("n_per_year", number=2, details=text)
    days = len(_DAY.findall(_days_in(text))) or len(re.findall(r"\d{1,2}", _months_in(text)))
    if unit == "năm" and days > 1:
        return _recurrence("n_per_year", number=days, details=_days_in(text) or _months_in(text))
    return _recurrence(_FREQUENCIES[unit], details=details)


def _months_in(text: str) -> str:
    match = re.search(_IN_MONTHS, text)
    return match.group() if match else ""


def _details(text: str) -> str:
    """What the phrase says more than how often."""
    same = re.search(r"cùng (?:thời|kỳ|đợt|dịp)[^()]*", text)
    frame = re.search(r"trong năm học", text)
    point = re.search(r"\b(?:cuối|đầu|giữa|kết thúc|sau)(?= )", text)
    return (
        same.group()
        if same
        else _days_in(text) or _months_in(text) or (frame.group() if frame else text if point else "")
    )


def _same_time(_clause: Clause, match: re.Match[str]) -> Iterator[Candidate]:
    text = match.group().strip()
    end = match.start() + len(match.group().rstrip())
    if re.search(r"\bnăm học\b(?! 20)", text):
        yield Candidate(match.start(), end, _recurrence("school_year", details=text, how="same_time"))
    else:
        yield Candidate(match.start(), end, unresolved("same_time", notes=("linked",)))


_FINDERS: Final[tuple[tuple[re.Pattern[str], Callable[[Clause, re.Match[str]], Iterator[Candidate]]], ...]] = (
    (_DAILY, _daily),
    (_WEEKLY, _weekly),
    (_QUARTERLY, _quarterly),
    (_PER, _counted),
    (_TIMES_AFTER, _counted),
    (_TIMES, _counted),
    (_EVERY_MONTHS, _every_months),
    (_PERIODIC, _repeated),
    (_REPEATED, _repeated),
    (_DAY_OF_MONTH, _monthly),
    (_SAME_TIME, _same_time),
)
