"""Finders of times that a document cannot turn into dates: counted terms, "sau khi …", summers, demands."""

import re
from collections.abc import Iterator
from typing import Final

from intake.drafting.draft import DraftDeadline
from intake.drafting.times.reading import Candidate, unresolved
from intake.drafting.times.surroundings import Clause, is_aside, is_past

_COUNTED: Final = re.compile(
    r"(?<!\w)(?:\b(?P<lead>trong(?: vòng| thời hạn| thời gian)?|chậm nhất|muộn nhất|không quá|tối đa|thời hạn|sau|trước"
    r"|ít nhất|tối thiểu)(?: (?:là|sau|trước|vòng|thời hạn|không quá|chậm nhất))*[ :]+)?"
    r"(?<![\d/.,])(?P<count>\d{1,3}) (?P<unit>ngày làm việc|ngày|tuần|tháng|giờ làm việc|giờ|phút)\b(?! ?\d)"
    r"(?P<anchor>,? (?:kể từ|tính từ|từ khi|từ ngày|từ lúc|sau khi|sau ngày|sau|trước khi|trước ngày|so với|khi)"
    r"\b(?! ?\d)(?: [^\s.;,()]{1,30}){1,14})?"
)
_FIRM: Final = re.compile(r"vòng|thời hạn|chậm nhất|muộn nhất|không quá")
_AFTER: Final = re.compile(
    r"(?<!\w)(?<!trong và )(?<!trong, )(?:ngay )?sau khi (?:đã |được )?"
    r"(?:tiếp thu|nhận|có|kết thúc|hoàn thành|ban hành|tập huấn|phê duyệt|tổ chức|thi|họp|hội nghị|triển khai"
    r"|ký|dự|tham gia|thống nhất|công bố|bế mạc)\b"
    r"(?: [^\s.;,:()]{1,30}){0,16}"
)
# Again and again, whatever else in the sentence has a day of its own.
_AFTER_EACH: Final = re.compile(
    r"(?<!\w)(?:ngay )?sau (?:khi (?:kết thúc|hoàn thành|tổ chức) )?(?:mỗi|từng) (?:đợt|lần|cuộc|buổi|vòng"
    r"|hội thi|hội nghị)(?: (?!và\b|báo\b|gửi\b|nộp\b|về\b|trước\b)[^\s.;,:()]{1,30}){0,4}"
)
_AFTER_THING: Final = re.compile(r"\b(?:trẻ|học sinh|người học|sản phẩm|công trình|trường|đơn vị|cơ sở|em|tay) $")
_BEFORE: Final = re.compile(
    r"\b(?:xong )?trước (?:khi |ngày |thềm |lễ |ngày lễ )?(?:khai giảng|bước vào|vào|kết thúc|nghỉ (?:hè|tết)"
    r"|tựu trường|diễn ra|tết|mùa mưa|mùa bão|năm học mới|kỳ nghỉ"
    r"|khai mạc|(?<=ngày )(?:tổ chức|thi|họp))\b(?: [^\s.;,:()]{1,30}){0,6}"
)
_AFTER_EVENT: Final = re.compile(
    r"(?:^[\W\d_]{0,8}(?:[a-zđ]\) )?|[.;:] )"
    r"(?P<time>(?:ngay )?sau (?!khi|đó|đây|cùng|này|ngày \d|\d)(?:[^\s.;,:()]{1,20} ?){1,6})(?=,)"
)
_DURING: Final = re.compile(
    r"\bsau (?:mỗi|từng) (?:đợt|buổi|cuộc|giai đoạn|vòng|chuyên đề)\b"
    r"|\btrong (?:(?:những ngày|các ngày|suốt thời gian|thời gian) (?:diễn ra|nghỉ hè)(?: [^\s.;,:()]{1,30}){1,8}"
    r"|(?:tuần|tháng) (?:này|tới|sau)\b|ngày hôm nay\b)"
)
_SUMMER: Final = re.compile(
    r"\b(?:trong|vào)(?: (?:dịp|thời gian|kỳ|các tháng|đợt))*(?: nghỉ)? hè(?: (?:năm )?20\d\d(?![\d-]))?\b"
    r"(?: và trong năm học)?"
)
# Until something that nobody can date: "cho đến khi có chỉ đạo mới".
_UNTIL: Final = re.compile(
    r"\b(?:cho (?:đến|tới)|đến|tới) khi (?:có|được|kết thúc|hết|hoàn thành|nhận)\b(?: [^\s.;,:()]{1,30}){1,12}"
)
_DAILY: Final = re.compile(r"\bh[aằ]ng ngày\b")
_DEMAND: Final = re.compile(r"\b(?:khi có|khi được|nếu có|khi) yêu cầu\b")
_REPORT: Final = re.compile(r"\b(?:báo cáo|gửi|nộp|cung cấp|giải trình)\b(?:(?!đột xuất)[^.;]){0,60}$")
_SIMPLE: Final = ((_BEFORE, "before_event"), (_SUMMER, "summer"), (_DURING, "during_event"), (_UNTIL, "until_event"))
_START_OF_YEAR: Final = re.compile(
    r"(?<!\w)(?:ngay )?(?:từ|vào|trong|trước|sau|(?:ngay |sau )?khi)? ?(?:đầu|cuối|kết thúc|giữa) năm học\b"
    r"(?: này| mới)?(?! 20)\b"
)
_EACH_YEAR: Final = re.compile(r"vào đầu năm học|(?:vào|khi|sau khi) kết thúc năm học")
_CONTENT: Final = re.compile(
    r"\b(?:họp|khảo sát|báo cáo|tổng kết|thi|hội nghị|kế hoạch|chất lượng|đánh giá|kiểm tra|thống kê|số liệu"
    r"|biểu mẫu) $"
)


def find_counted(clause: Clause) -> Iterator[Candidate]:
    """ "trong vòng 10 ngày kể từ ngày nhận được văn bản này", "05 ngày làm việc trước khi tổ chức"."""
    for match in _COUNTED.finditer(clause.text):
        if _is_term(match) and not is_past(clause, match.start()):
            yield Candidate(*match.span(), unresolved("counted"))


def find_related(clause: Clause) -> Iterator[Candidate]:
    """Times by an event, a season or a demand; they count only where the clause has no firmer one."""
    for match in _AFTER_EACH.finditer(clause.text):
        is_own = _REPORT.search(clause.before(match.start())) is not None and not is_past(clause, match.start())
        yield Candidate(*match.span(), unresolved("after_event", certainty="likely") if is_own else None)
    for match in _AFTER.finditer(clause.text):
        is_own = not (_AFTER_THING.search(clause.before(match.start())) or is_past(clause, match.start()))
        yield Candidate(*match.span(), unresolved("after_event", certainty="likely") if is_own else None, is_weak=True)
    for pattern, how in _SIMPLE:
        for match in pattern.finditer(clause.text):
            is_own = not (is_aside(clause, match.start()) or _DAILY.search(clause.before(match.start())))
            yield Candidate(*match.span(), unresolved(how, certainty="likely") if is_own else None, is_weak=True)
    for match in _AFTER_EVENT.finditer(clause.text):
        yield Candidate(*match.span("time"), unresolved("after_event", certainty="doubtful"), is_weak=True)
    for match in _DEMAND.finditer(clause.text):
        is_own = clause.is_cell or _REPORT.search(clause.before(match.start())) is not None
        yield Candidate(*match.span(), unresolved("on_demand", certainty="likely") if is_own else None, is_weak=True)
    for match in _START_OF_YEAR.finditer(clause.text):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        is_led = not match.group().strip().startswith(("đầu", "cuối", "giữa"))
        is_own = clause.is_cell or (is_led and not _CONTENT.search(clause.before(start)))
        yield Candidate(start, match.end(), _of_school_year(match) if is_own else None, is_weak=True)


def _of_school_year(match: re.Match[str]) -> DraftDeadline:
    """A point of each school year ("vào đầu năm học", "khi kết thúc năm học"), or of one that is not said."""
    said = match.group().strip()
    if _EACH_YEAR.fullmatch(said):
        return DraftDeadline(
            "", recurrence={"freq": "school_year", "details": said}, how="repeated", certainty="likely"
        )
    return unresolved("part_of_school_year", certainty="likely")


def _is_term(match: re.Match[str]) -> bool:
    """A number of days is a term only with a word like "trong vòng" or an anchor; without, it says how long."""
    lead, anchor, unit = match["lead"] or "", match["anchor"], match["unit"]
    if anchor and (lead or "kể từ" in anchor or "tính từ" in anchor or "làm việc" in unit):
        return True
    if unit.startswith(("giờ", "phút")) or unit == "tháng":
        return "vòng" in lead
    return bool(_FIRM.search(lead)) or (bool(lead) and "làm việc" in unit)
