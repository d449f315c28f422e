"""Days in a request for more time: which phrases there are, and which of them says until when."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from engine.errors import CalendarNotCovered
from notifications.replies import day_meanings as meanings
from notifications.replies.day_meanings import Bearings, Meaning
from notifications.replies.readings import Doubt
from notifications.replies.words import spoken

_Reader = Callable[[re.Match[str], Bearings], Meaning]
_Found = tuple[int, Meaning]

# Nobody asks for more than two years: the year was mistyped.
MOST_DAYS: Final = 731
_WEEKDAY: Final = r"(?:\bthứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])\b|\bchủ nhật\b|\bcn\b|\bt[2-7]\b)"
_LUNAR: Final = r"(?: năm \w+)? ?\(?\b(?:âm lịch|âm|al)\b"
_MONTH: Final = r"(?:một|hai|ba|tư|năm(?! \d)|sáu(?<!sau)|bảy|bẩy|tám|chín|mười(?: một| hai)?)"
# "sau" without its mark is "after"; as a number it is written "sáu".
_COUNT: Final = r"(?:\d{1,4}|(?:một|hai|ba|bốn|tư|năm|bảy|bẩy|tám|chín|mười)\b)"
_UNIT: Final = r"(?:ngày làm việc|ngày|hôm|bữa|tuần|tháng)\b"
_LEAD: Final = spoken(
    r"(?:.|\n)*(?:(?P<before>\btrước)|(?P<from>\btừ|\bcủa|\bthay vì|\bthay cho|\bhạn cũ(?: là)?|\bhạn là"
    r"|(?<!gia )(?<!lùi )(?<!dời )(?<!thêm )\bhạn|\btheo)"
    r"|(?P<until>\bđến|\btới|\bsang|\bhết|\bthành|\bvào|\bqua|\bchậm nhất(?: là)?|\bmuộn nhất(?: là)?|\bhẹn))"
    r"(?: (?:hết|cuối|trong|khoảng|ngày|hôm|sáng|chiều|trưa|tối|ngày mồng|lúc|\d{1,2} ?(?:h|giờ|:)\d{0,2})){0,4} ?$"
)
_OR: Final = spoken(r"\b(?:và|hoặc|hay|hoặc là|hay là) (?:ngày )?$")
_FORMS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = (
    (
        spoken(
            rf"(?:(?P<weekday>{_WEEKDAY})[ ,(]{{0,3}})?(?:\b(?:ngày|mồng|mùng|hôm) ?)?(?<![\d/.:-])(?P<day>\d{{1,2}})"
            rf"(?: ?/ ?|(?P<sign>[.-])| ?tháng ?)(?P<month>\d{{1,2}}|(?<=tháng ){_MONTH}\b)"
            r"(?:(?(sign)(?P=sign)|(?: ?/ ?|,? ?năm |-))(?P<year>\d{4}|\d{2}(?! ?(?:ngày|giờ|h)\b)))?"
            r"(?![\d%]|[/.:-]\w| ?(?:ngày|tuần|giờ|h)\b|/)(?:,? năm (?P<year_after>\d{4}))?"
            rf"(?P<lunar>{_LUNAR})?(?:[ ,(]{{1,3}}(?P<weekday_after>{_WEEKDAY}))?"
        ),
        meanings.day_and_month,
    ),
    (
        spoken(r"\b(?:rằm|(?:mồng|mùng) \d{1,2} (?:tết|âm|tháng giêng|tháng chạp)|tháng giêng|tháng chạp)\b"),
        meanings.lunar,
    ),
    (
        spoken(
            r"\b(?:đầu|giữa) (?:tuần|tháng|quý|quí|năm)\b(?: (?:sau|tới|này|nay|học|\d{1,2}))?(?:[/ ]\d{4})?"
            r"|\b(?:hết |cuối |sang )?(?:học kỳ|học kì|năm học)\b(?: (?:này|nay|i{1,2}|[12])\b)?"
            r"|\bsau (?:tết|lễ|khai giảng|khi|kỳ|kì|bão|lũ|đợt|hội)\b"
        ),
        meanings.vague,
    ),
    (spoken(r"\b(?:hết|cuối|trong) tuần(?: (?P<which>này|nay|sau|tới))?\b(?! \d)"), meanings.week_end),
    (
        spoken(
            r"\b(?:hết|cuối|trong)(?: cùng)?(?: của)? tháng(?: (?:(?P<month>\d{1,2})|(?P<which>này|nay|sau|tới)))?"
            r"(?:(?:/| năm |-)(?P<year>\d{4}))?\b"
        ),
        meanings.month_end,
    ),
    (
        spoken(r"\b(?:hết|cuối|trong) (?:quý|quí) (?P<quarter>i{1,3}|iv|[1-4])(?:(?:/| năm )(?P<year>\d{4}))?\b"),
        meanings.quarter_end,
    ),
    (spoken(r"\b(?:hết|cuối|trong) năm(?: (?:nay|này))?(?: (?P<year>\d{4}))?\b(?! \w)"), meanings.year_end),
    (
        spoken(
            rf"(?P<weekday>{_WEEKDAY})(?:[ ,]{{1,2}}(?:của )?"
            r"(?P<which>tuần này|tuần nay|tuần sau|tuần tới|này|tới|sau)\b)?"
        ),
        meanings.weekday,
    ),
    (
        spoken(
            r"(?<![\d/.,])\b(?:(?:vài|mấy|ít|dăm|một số|một ít|chục|mươi)(?: ba| bốn)?"
            rf"|{_COUNT} ?(?:-|,|đến|tới|hoặc) ?{_COUNT}) ?{_UNIT}"
        ),
        meanings.vague,
    ),
    (
        spoken(
            rf"(?:(?P<half>\bnửa tháng)\b|(?<![\d/.,])\b(?P<count>{_COUNT}|sáu(?<!sau)\b) ?(?P<unit>{_UNIT})(?! \d))"
            r"(?P<half_more> rưỡi\b)?(?P<more> nữa)?(?P<working> làm việc\b)?"
            r"(?P<from_today> (?:nữa )?(?:kể |tính )?từ (?:hôm nay|ngày hôm nay|nay)\b)?"
        ),
        meanings.counted,
    ),
    (
        spoken(r"\b(?:ngày|mồng|mùng) (?P<day>\d{1,2})\b(?![/.:-]\d)(?: (?P<which>tháng này|tháng sau|tháng tới)\b)?"),
        meanings.day_of_month,
    ),
    (
        spoken(r"\b(?:hôm|sáng|trưa|chiều|tối|ngày) (?P<day>nay|mai|kia|mốt)\b|(?:đến|tới|sang) (?P<alone>mai|mốt)\b"),
        meanings.near_day,
    ),
    (spoken(r"\b(?:tuần|tháng|quý|năm) (?:sau|tới)\b|\b(?:một|ít) (?:thời gian|chút)\b"), meanings.vague),
)


def day_asked(text: str, *, bearings: Bearings, is_led: bool = False) -> date | Doubt:
    """The last day of the time that ``text`` asks for; with ``is_led`` only a day behind "đến", "sang", "trước".

    Days that are said behind such a word count before others, those behind "từ" or "hạn cũ" not at all.
    """
    led = [(meaning, _lead(text, start)) for start, meaning in _days(text, bearings)]
    wanted = [(meaning, lead) for meaning, lead in led if lead in ("until", "before")]
    if not wanted and not is_led:
        wanted = [(meaning, lead) for meaning, lead in led if lead != "from"]
    said = {_by(meaning, lead=lead) for meaning, lead in wanted}
    if not said:
        return Doubt.NO_DATE
    return _later(said.pop(), bearings) if len(said) == 1 else Doubt.SEVERAL_DATES


def _days(text: str, bearings: Bearings) -> Iterator[_Found]:
    """Every day in ``text`` and where it begins; what one form took is hidden from those after it."""
    for pattern, read in _FORMS:
        taken = list(pattern.finditer(text))
        for match in taken:
            yield match.start(), _read(match, bearings, by=read)
        for start, end in (match.span() for match in taken):
            text = text[:start] + "\N{FULL BLOCK}" * (end - start) + text[end:]


def _read(match: re.Match[str], bearings: Bearings, *, by: _Reader) -> Meaning:
    try:
        return by(match, bearings)
    except (ValueError, OverflowError):
        return Doubt.IMPOSSIBLE
    except CalendarNotCovered:
        return Doubt.CALENDAR


def _lead(text: str, start: int) -> str:
    match = _LEAD.match(text, max(0, start - 40), start)
    if match is None and _OR.search(text, max(0, start - 12), start):
        return "until"
    return (match.lastgroup or "") if match else ""


def _by(meaning: Meaning, *, lead: str) -> Meaning:
    """ "trước ngày X" ends with the day before X, as in a directive."""
    if isinstance(meaning, date) and lead == "before":
        return meaning - timedelta(days=1) if meaning > date.min else Doubt.IMPOSSIBLE
    return meaning


def _later(meaning: Meaning, bearings: Bearings) -> Meaning:
    if isinstance(meaning, Doubt):
        return meaning
    if meaning < bearings.today:
        return Doubt.PAST
    if (meaning - bearings.base).days > MOST_DAYS:
        return Doubt.IMPOSSIBLE
    return Doubt.NOT_LATER if bearings.due and meaning <= bearings.due else meaning
