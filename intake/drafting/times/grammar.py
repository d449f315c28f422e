"""The pieces that times are written with, on text in one spelling, and the words that introduce them."""

import re
from typing import Final

# "ngày" before it makes dd/mm a date; alone it may be a fraction.
FULL_DAY: Final = r"(?<![\d/.,-])\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])"
SHORT_DAY: Final = r"(?<![\d/.,-])\d{1,2}/\d{1,2}(?![\d/%]|\.\d)"
ANY_DAY: Final = rf"(?:{FULL_DAY}|{SHORT_DAY})"
CLOCK: Final = (
    r"(?<![\d/])\d{1,2} ?(?:giờ\b|[hg](?![^\W\d_])|:(?=\d\d)) ?(?:\d{1,2}(?![\d/]))?(?: ?(?:phút|ph|p)\b)?"
    r"(?:,? ?\(?(?:buổi )?(?:sáng|chiều|tối)\)?)?"
)
WEEKDAY: Final = r"\(?(?:thứ (?:[2-7]|hai|ba|tư|năm|sáu|bảy)|chủ nhật)\)?"
_DAY_WORDS: Final = rf"(?:(?:{WEEKDAY}|ngày|buổi \w+|cùng ngày)[ :,(]*){{0,3}}"
_CLOCK_AFTER: Final = rf"(?: ?,? ?\(?(?:vào )?(?:lúc|hồi|trước) {CLOCK}\)?)?"
WEEKDAY_AFTER: Final = rf"(?: ?,? ?\((?:{WEEKDAY}|nhằm {WEEKDAY}|tức {WEEKDAY})\)?)?"
MOMENT: Final = (
    rf"(?:(?:lúc |hồi )?{CLOCK}(?:,| của| trong| vào)*[ ]?)?"
    rf"{_DAY_WORDS}{ANY_DAY}{WEEKDAY_AFTER}{_CLOCK_AFTER}(?:(?<=\d)\))?"
)
# A second day of the same phrase: "trước ngày 15/01 và ngày 15/7/2025".
ALSO: Final = re.compile(
    r" ?(?:\((?:đợt|lần|kỳ|học kỳ|giai đoạn) ?\w{0,6}[^()/]{0,20}\))?(?: ?(?:,|;|và|hoặc|hay|&))+ ?"
    rf"(?P<moment>(?:(?:đợt|lần) \d{{1,2}}:? ?)?{_DAY_WORDS}{ANY_DAY}{WEEKDAY_AFTER})(?! ?(?:đến|-))"
)
# Whom each day of a list is for: "trước ngày 30/9 đối với cấp tiểu học, ngày 15/10 đối với cấp trung học cơ sở".
_FOR_WHOM: Final = r"\(?(?:đối với|dành cho|cho) [^,;.:\d()]{2,80}\)?"
ALSO_FOR: Final = re.compile(
    rf" ?{_FOR_WHOM} ?(?:, và|,|;|và) ?(?P<moment>{_DAY_WORDS}{ANY_DAY}{WEEKDAY_AFTER})(?= ?{_FOR_WHOM})"
    rf"| ?(?:, và|,|;|và) ?(?:riêng )?(?:đối với|dành cho) [^,;.:\d()]{{2,80}}:? "
    rf"(?P<last>{_DAY_WORDS}{ANY_DAY}{WEEKDAY_AFTER})(?! ?(?:đến|-))"
)
LABELLED: Final = re.compile(r"^(?:đợt|lần) \d{1,2}:? ?")

MONTH: Final = r"(?:tháng \d{1,2}(?:/\d{4})?(?![\d/]))"
DATED_MONTH: Final = r"(?:tháng \d{1,2}/\d{4}(?![\d/])|(?<![\d/.,-])\d{1,2}/\d{4}(?![\d/]))"
YEAR: Final = r"(?:năm (?:19|20|21)\d\d(?![\d/-]))"
SCHOOL_YEAR: Final = r"(?:năm học:? (?:20)\d\d-(?:20)\d\d(?![\d/-]))"

# What stands between the introducing word and the day: "chậm nhất là vào ngày", "hạn cuối nộp báo cáo: trước".
JOINT: Final = (
    r"(?:[ :,]+(?:là|vào|vào lúc|đến|hết|lúc|hồi|trong|mốc|thời điểm|thời gian|thời hạn|hạn|cuối|cuối cùng|chót|trước"
    r"|nộp|gửi|nhận|báo cáo|đăng ký|hoàn thành|hoàn tất|xong)){0,6}[ :,]{0,3}"
)
BEFORE: Final = r"(?<!không )(?<!chưa )(?<!không được )\btrước(?! khi\b)"
# What a term is for: "thời hạn nộp hồ sơ về Phòng: …"; not "thời hạn nêu tại Kế hoạch ngày …".
_TERM_WORD: Final = (
    r"(?!(?:trước|chậm|muộn|từ|kể|tại|theo|của|quy|chế|mức|nêu|trên|công|thông|kế|đã|được|này|là|vào|đến|hết)\b)"
    r"[^\W\d_]+"
)
LATEST: Final = (
    r"(?:\b(?:(?:chậm|muộn|trễ) nhất|hạn (?:cuối|chót|cuối cùng)|đến hết|tới hết|cho đến hết"
    r"|không (?:quá|muộn hơn|chậm hơn|trễ hơn|sau|vượt quá)|deadline|hết(?= ngày| \d))"
    r"|\b(?<!gia )(?<!giới )(?:thời hạn|hạn|hết hạn|thời gian (?:hoàn thành|hoàn tất|nộp|gửi|báo cáo|nhận|đăng ký))"
    rf"(?:(?: {_TERM_WORD}){{0,2}}|(?: {_TERM_WORD}){{3,8}}(?= ?:| (?:là|vào|đến|hết)\b)))"
)
UNTIL: Final = r"\b(?:từ nay )?(?:cho )?(?:đến|tới)"
WITHIN_DAY: Final = r"\b(?:xong|hoàn thành|hoàn tất)?,? ?(?:ngay )?trong(?= ngày \d)"
DUE: Final = re.compile(
    rf"(?:(?P<before>{BEFORE})|(?P<latest>{LATEST})|(?P<until>{UNTIL}))(?P<joint>{JOINT})(?P<moment>{MOMENT})"
    r"(?! ?(?:đến|tới) (?:hết )?(?:ngày )?\d)"
)
RANGE: Final = re.compile(
    rf"(?<!\w)(?P<lead>\btừ )?(?:{CLOCK}(?:,| của| vào)* ?)?{_DAY_WORDS}(?P<first>{ANY_DAY}|(?<![\d/.,-])\d{{1,2}})"
    rf"{WEEKDAY_AFTER} ?[,;]? ?(?:cho đến|đến|tới|-|(?:và )?kết thúc(?: vào)?(?P<short> trước)?)"
    rf" ?(?:hết )?(?:{CLOCK}(?:,| của| vào)* ?)?{_DAY_WORDS}"
    rf"(?P<last>{ANY_DAY.replace('(?<![' + chr(92) + 'd/.,-])', '')}){WEEKDAY_AFTER}"
)
SINCE: Final = re.compile(
    rf"\b(?:bắt đầu |kể )?từ (?:{CLOCK},? )?(?:ngày )?(?P<day>{FULL_DAY})"
    r"(?! ?(?:đến|tới|-)(?! (?:khi|ngày)(?! \d)))"
    r"(?: ?,? (?:cho )?(?:đến|tới) (?:khi|ngày(?! \d))(?: (?!gồm|bao gồm|để|thì|phải|các)[^\s.;,:()]{1,30}){1,8})?"
)
# Days that share a month: "các ngày 02, 03 và 04/12/2019".
LIST: Final = re.compile(
    r"(?<![\w/])(?:(?:\bvào )?(?:\bcác )?\bngày |^|(?<=: )|(?<=\())"
    r"(?P<days>\d{1,2}(?: ?(?:,|và|-) ?\d{1,2}){0,6}) ?(?:,|và|-) ?"
    r"(?P<last>\d{1,2}/\d{1,2}(?:/\d{4})?)(?![\d/])"
)
SAME_DAY: Final = re.compile(rf"\b(?P<lead>trước|chậm nhất(?: là)?) (?P<clock>{CLOCK}),? cùng ngày\b")
BARE: Final = re.compile(rf"(?<!\w)(?P<lead>\b(?:ngay )?(?:vào|trong|vào lúc)[ :]+)?(?P<moment>{MOMENT})")
UNDATED: Final = re.compile(r"\bngày ?(?P<gap>[.…]* ?/ ?\d{1,2}/\d{4}|[.…]+ ?/ ?[.…]+ ?/ ?\d{4})(?!\d)")
# Looked at more closely by its finder: a day, month or year left blank ("trước ngày …/…/2024", "trước ngày /10/2024").
BLANK: Final = re.compile(
    rf"(?:{BEFORE}|{LATEST}|{UNTIL})(?:[ :]+(?:là|vào|đến|hết))*[ :]*"
    r"(?P<gap>(?:ngày)?[ ./…\d]{0,60}(?:tháng[ .…\d]{0,40}(?:năm[ .…\d]{0,40})?)?)"
)
