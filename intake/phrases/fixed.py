"""Fixed days: "trước ngày 30/10/2023", "chậm nhất 16 giờ ngày 5/12", "từ ngày … đến ngày …"."""

import re
from datetime import timedelta
from typing import Final

from engine.deadlines import Before, By, Rule, Window
from engine.errors import BadRule
from intake.phrases.moments import DAY, TIME, lead_before, make_day, read_day, read_time
from intake.phrases.text import Certainty, Found, Phrase

_WEEKDAY: Final = r"(?:(?:thứ (?:\d|hai|ba|tư|năm|sáu|bảy)|chủ nhật),? ?)?"
_MOMENT: Final = re.compile(
    rf"(?:{TIME}(?:,| của| trong)? ?)?{_WEEKDAY}(?:ngày )?({DAY})(?:,? (?:lúc |vào lúc )?{TIME})?"
)
_END: Final = DAY.removeprefix(r"(?<![\d/.\-])")
RANGE: Final = re.compile(
    rf"(?:\btừ )?(?:\bngày )?(?:({DAY})|(?<![\d/.\-])(\d{{1,2}})) ?(?:đến|tới|-) ?(?:hết )?(?:ngày )?({_END})"
)
_BACKWARDS: Final = re.compile(r"\d (?:ngày(?: làm việc)?|tuần|tháng|giờ) trước\b")
_ALSO: Final = re.compile(rf" ?(?:,|;|và|hoặc|hay)(?: (?:và|hoặc))? ?(?:ngày )?{_END}")
_EARLIEST: Final = re.compile(r"\b(?:không|chưa) (?:được )?trước (?:ngày )?\d")


def read_range(phrase: Phrase) -> Found | None:
    """A window between two days; the first may lack its month or year and takes them from the second."""
    match = RANGE.search(phrase.folded)
    if match is None:
        return None
    end = read_day(match[3], phrase)
    if match[1]:
        is_dated = match[1].count("/") > 1
        start = read_day(match[1], phrase) if is_dated else read_day(match[1], phrase, like=end)
    else:
        start = make_day(end.year, end.month, day=int(match[2]))
    is_assumed = match[3].count("/") == 1
    return Found(Window(start, end), match.span(), *_assumed(is_assumed))


def read_fixed(phrase: Phrase, *, is_dated: bool = False) -> Found | None:
    """The one day that the phrase makes a deadline; several different ones are refused.

    ``is_dated``: look only at days with their year that "trước", "chậm nhất" and the like introduce.
    """
    if _BACKWARDS.search(phrase.folded):
        raise BadRule(reason="counted_backwards")
    if _EARLIEST.search(phrase.folded):
        raise BadRule(reason="not_before")
    matches = [match for match in _MOMENT.finditer(phrase.folded) if not is_dated or _is_dated(match, phrase)]
    found = [each for match in matches if (each := _fixed(match, phrase))]
    is_list = any(_ALSO.match(phrase.folded, each.span[1]) for each in found)
    if is_list or len({each.rule for each in found}) > 1:
        raise BadRule(reason="several_dates")
    return found[0] if found else None


def _is_dated(match: re.Match[str], phrase: Phrase) -> bool:
    return match[4].count("/") > 1 and lead_before(phrase.folded, match.start()) in ("before", "by")


def _fixed(match: re.Match[str], phrase: Phrase) -> Found | None:
    lead = lead_before(phrase.folded, match.start())
    # A day that nothing introduces is a deadline only if the phrase is nothing else: letters cite many days.
    if lead is None and match.group() != phrase.folded.rstrip(" .;,"):
        return None
    on = read_day(match[4], phrase)
    certainty, notes = _assumed(match[4].count("/") == 1)
    if lead in ("from", "after"):
        start = on + timedelta(days=lead == "after")
        return Found(Window(start, None), match.span(), certainty, notes)
    hour, minute = _clock(match)
    rule: Rule = Before(on, hour, minute) if lead == "before" else By(on, hour, minute)
    return Found(rule, match.span(), "likely" if lead is None else certainty, notes)


def _clock(match: re.Match[str]) -> tuple[int | None, int]:
    for first in (1, 5):
        if match[first]:
            return read_time(match[first], match[first + 1], half=match[first + 2])
    return None, 0


def _assumed(is_assumed: bool) -> tuple[Certainty, tuple[str, ...]]:
    return ("likely", ("year_assumed",)) if is_assumed else ("sure", ())
