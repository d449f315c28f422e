"""The order in which the readers look at a phrase, and how sure the answer is."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, cast

from engine.deadlines import Before, By, Linked, NoDeadline, OnDemand, Recurring, Rule, Window
from engine.errors import BadRule, PhraseNotUnderstood
from engine.rules import is_believable
from intake.phrases.fixed import read_fixed, read_range
from intake.phrases.periods import read_periods, read_school_years
from intake.phrases.recurring import read_recurring
from intake.phrases.relative import read_within
from intake.phrases.text import MOST_LETTERS, Certainty, Found, Phrase, plain_phrase

_LINKED: Final = re.compile(
    r"\bcùng (?:thời điểm|thời gian|thời hạn|kỳ|lúc|dịp|đợt|với)(?: (?:nộp|gửi|với|của))*"
    r" (?=báo cáo|kế hoạch|hồ sơ|nội dung|việc)"
)
_ON_DEMAND: Final = re.compile(
    r"\bđột xuất\b|\b(?:khi|nếu) (?:có|được|cần)(?: \w+){0,2} (?:yêu cầu|đề nghị|chỉ đạo)\b"
    r"|\btheo (?:yêu cầu|đề nghị)\b|\bkhi cần\b"
)
_UNRESOLVED: Final = re.compile(
    r"\b(?:sau|trước|ngay|đến|trong) khi\b|\bhè\b|\bdịp\b|\bsau (?:hội nghị|đợt|kỳ)\b|^khi\b"
)
_NO_DEADLINE: Final = re.compile(
    r"\bthường xuyên\b|\bkịp thời\b|\bngay\b|\btiếp tục\b|\bhằng ngày\b|\bliên tục\b|\bkhẩn trương\b|\bsớm\b"
    r"|\b(?:theo|đúng) (?:quy định|tiến độ|thời gian|thời hạn|kế hoạch)\b|\bthời gian tới\b|\blâu dài\b|\bsuốt\b"
)
_FILLER: Final = re.compile(
    r"\b(?:báo cáo|gửi|nộp|về|hoàn thành|xong|thực hiện|trước|sau|chậm nhất|muộn nhất|là|vào|lúc|từ|đến|hết|cùng"
    r"|thời điểm|thời hạn|hạn|cuối|chót|đầu|giữa|không|quá|muộn|hơn|hằng|mỗi|từng|theo|định kỳ|kỳ|lần|kể|tính|trong"
    r"|vòng|các|và|của|ngày|tháng|quý|năm|học|giai đoạn|tổ chức)\b"
)
_FULL_DATE: Final = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b")
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class PhraseReading:
    """A phrase as it was read: the rule, the phrase as given, how sure the reading is and remarks on it.

    ``notes`` are codes of reports/locales (``phrases``), "linked_to" followed by a colon and the named report.
    """

    rule: Rule
    quote: str
    certainty: Certainty
    notes: tuple[str, ...]


def read_phrase(text: str, *, issued_on: date | None = None, period: tuple[date, date] | None = None) -> PhraseReading:
    """The rule that a time phrase of a directive means.

    ``issued_on`` and ``period`` (first and last day) supply years that the phrase leaves out. Raise
    PhraseNotUnderstood, with a ``reason``, for what is not a deadline phrase or names a date that does not exist.
    """
    try:
        return _read(text, issued_on, period=period)
    except BadRule as error:
        raise PhraseNotUnderstood(phrase=text.strip()[:MOST_LETTERS], reason=error.values["reason"]) from error


def _is_missed(phrase: Phrase, rule: Rule) -> bool:
    """True where a reading passes over a printed date ("trước ngay 30/10/2023", a tone mark lost) or stands for another
    day of the school year than the one named."""
    is_undated = isinstance(rule, NoDeadline | OnDemand)
    return (is_undated and bool(_FULL_DATE.search(phrase.folded))) or "khai giảng" in phrase.folded


def _read(text: str, issued_on: date | None, *, period: tuple[date, date] | None) -> PhraseReading:
    if len(text) > MOST_LETTERS:
        raise BadRule(reason="too_long")
    if not all(is_believable(on) for on in (issued_on, *(period or ())) if on is not None):
        raise BadRule(reason="year_out_of_range")
    phrase = plain_phrase(text, issued_on=issued_on, period=period)
    if not phrase.folded:
        raise BadRule(reason="empty")
    found = next((found for reader in _READERS if (found := reader(phrase))), None)
    if found is None or _is_missed(phrase, found.rule):
        raise BadRule(reason="not_a_deadline")
    found = _weighed(found, phrase)
    return PhraseReading(found.rule, text.strip(), found.certainty, found.notes)


def _weighed(found: Found, phrase: Phrase) -> Found:
    """Less sure where the phrase says more than the reader used, or ends before the document was issued."""
    start, end = found.span
    rest = _FILLER.sub(" ", f"{phrase.folded[:start]} {phrase.folded[end:]}")
    if _LETTER.search(rest):
        certainty: Certainty = "likely" if found.certainty == "sure" else found.certainty
        found = replace(found, certainty=certainty, notes=(*found.notes, "other_words"))
    if phrase.issued_on is not None and _last_day(found.rule, phrase.issued_on) < phrase.issued_on:
        found = replace(found, certainty="doubtful", notes=(*found.notes, "before_issue"))
    return found


def _last_day(rule: Rule, default: date) -> date:
    if isinstance(rule, Before | By):
        return rule.on
    return (rule.end or default) if isinstance(rule, Window) else default


def _read_linked(phrase: Phrase) -> Found | None:
    match = _LINKED.search(phrase.folded)
    if match is None:
        return None
    recurring = read_recurring(replace(phrase, folded=phrase.folded[: match.start()]))
    if recurring is not None:
        return recurring
    named = phrase.shown[match.end() :].strip(" .;,")
    return Found(Linked(""), (match.start(), len(phrase.folded)), "sure", (f"linked_to:{named}",))


def _read_dated(phrase: Phrase) -> Found | None:
    """A day with its year outweighs a repetition, which then belongs to the thing that is asked for."""
    found = read_fixed(phrase, is_dated=True)
    if found is None or read_recurring(phrase) is None:
        return found
    return replace(found, certainty="likely", notes=(*found.notes, "other_words"))


def _read_range(phrase: Phrase) -> Found | None:
    found = read_range(phrase)
    recurring = None if found is None else read_recurring(phrase)
    if found is None or recurring is None:
        return found
    window, rule = cast("Window", found.rule), cast("Recurring", recurring.rule)
    return replace(recurring, rule=replace(rule, start=window.start, until=window.end))


def _read_on_demand(phrase: Phrase) -> Found | None:
    match = _ON_DEMAND.search(phrase.folded)
    return None if match is None else Found(OnDemand(), match.span())


def _read_unresolved(phrase: Phrase) -> Found | None:
    if _UNRESOLVED.search(phrase.folded) is None:
        return None
    return Found(Window(None, None), (0, len(phrase.folded)), "doubtful", ("unresolved",))


def _read_no_deadline(phrase: Phrase) -> Found | None:
    match = _NO_DEADLINE.search(phrase.folded)
    return None if match is None else Found(NoDeadline(), match.span())


_READERS: Final = (
    _read_linked,
    read_within,
    _read_range,
    _read_dated,
    read_recurring,
    read_fixed,
    _read_on_demand,
    _read_unresolved,
    read_school_years,
    read_periods,
    _read_no_deadline,
)
