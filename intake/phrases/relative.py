"""Counted terms: "trong 05 ngày làm việc kể từ ngày ký", "sau 10 ngày kể từ ngày nhận được"."""

import re
from typing import Final

from engine.deadlines import Within
from engine.rules import Unit
from intake.phrases.moments import DAY, read_day
from intake.phrases.text import Certainty, Found, Phrase

_UNITS: Final[dict[str, Unit]] = {
    "ngày làm việc": "working_day",
    "ngày": "day",
    "tuần": "week",
    "tháng": "month",
    "năm": "year",
    "giờ": "hour",
    "tiếng": "hour",
}
_INTRODUCTION: Final = r"(?:trong|sau|vòng|thời hạn|hạn|không quá|chậm nhất|tối đa|muộn nhất|thời gian)"
_TERM: Final = re.compile(
    rf"(?:\b(?P<lead>{_INTRODUCTION})[ :]+)?(?<![\d/.,-])(?<!ngày )(?<!tháng )(?P<count>\d{{1,5}})"
    r" (?P<unit>ngày làm việc|ngày|tuần|tháng|năm|giờ|tiếng)\b"
    r"(?!,? (?:làm việc|\d|đầu|cuối|trước|của|ngày|sáng|chiều|tối))"
    r"(?:,? (?:kể từ|tính từ|từ|sau khi|sau|khi)(?P<anchor> [^.;]{1,200})?)?"
)
_DOCUMENT: Final = r"(?:công văn|văn bản|kế hoạch|hướng dẫn|thông báo|quyết định|chỉ thị|công điện|yêu cầu)(?: này)?"
_POINT: Final = r"(?:ngày |khi |lúc |thời điểm ){0,2}"
_RECEIVED: Final = re.compile(rf"{_POINT}(?:nhận được|tiếp nhận|nhận)(?: {_DOCUMENT})?")
_ISSUED: Final = re.compile(
    rf"{_POINT}(?:{_DOCUMENT} )?(?:được )?(?:ký ban hành|ký|ban hành|phát hành)(?: {_DOCUMENT})?(?: này)?"
)
_DATED: Final = re.compile(rf"(?:ngày )?({DAY})")


def read_within(phrase: Phrase) -> Found | None:
    """A term counted from the document, its receipt, a day or a named event.

    A bare number of days needs a word like "trong" or "kể từ": "6 tháng" alone is a frequency, not a term.
    """
    match = _TERM.search(phrase.folded)
    while match is not None and not (match["lead"] or match["anchor"]):
        match = _TERM.search(phrase.folded, match.end())
    if match is None:
        return None
    anchor, certainty, notes = _anchor(match, phrase)
    return Found(Within(int(match["count"]), _UNITS[match["unit"]], anchor), match.span(), certainty, notes)


def _anchor(match: re.Match[str], phrase: Phrase) -> tuple[str, Certainty, tuple[str, ...]]:
    if not match["anchor"]:
        return "issued", "likely", ("anchor_assumed",)
    text = match["anchor"].strip(" ,")
    dated = _DATED.fullmatch(text)
    if dated:
        return f"event:{read_day(dated[1], phrase).isoformat()}", "sure", ()
    if _ISSUED.fullmatch(text):
        return "issued", "sure", ()
    if _RECEIVED.fullmatch(text):
        return "received", "sure", ()
    start, end = match.span("anchor")
    return f"event:{phrase.shown[start:end].strip(' ,')}", "sure", ()
