"""The words around a date that say what it is: a deadline, the day of an event, or no time of this task at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from intake.drafting.times.context import TimeContext
from intake.drafting.times.spelling import Spelling

Deed = Literal["send", "hold"]

_SENTENCE_END: Final = re.compile(r"; |[.!?] (?=\D)|[.;]$")
_REACH: Final = 160
_CLOSE: Final = 40
# A name that is not closed again ends with its sentence.
_NAME: Final = re.compile(r"“[^”;]{1,300}(?:”|;|$)|«[^»;]{1,300}(?:»|;|$)|\"[^\"]{1,300}\"")


@dataclass(frozen=True)
class Clause:
    """A clause in one spelling and its context."""

    spelling: Spelling
    context: TimeContext

    @property
    def is_cell(self) -> bool:
        """True for a cell of a column for times, where every date is the deadline."""
        return self.context.where == "column"

    @property
    def text(self) -> str:
        """The clause in one spelling."""
        return self.spelling.text

    def before(self, position: int) -> str:
        """What stands before ``position`` in the same sentence, 160 letters at most; asked again and again, so kept."""
        if position not in self._before:
            stretch = self.text[max(0, position - _REACH) : position]
            ends = [match.end() for match in _SENTENCE_END.finditer(stretch)]
            self._before[position] = stretch[ends[-1] :] if ends else stretch
        return self._before[position]

    def after(self, position: int) -> str:
        """What stands after ``position`` in the same sentence, 160 letters at most."""
        stretch = self.text[position : position + _REACH]
        match = _SENTENCE_END.search(stretch)
        return stretch[: match.start()] if match else stretch

    def quoted(self, position: int) -> str | None:
        """What of a quoted name stands before ``position``, with 60 letters before the name; None outside quotes."""
        for start, end in self._names:
            if start < position < end:
                return self.text[max(0, start - 60) : position]
        return None

    @cached_property
    def _before(self) -> dict[int, str]:
        return {}

    @cached_property
    def sentence_ends(self) -> list[int]:
        """Where a new sentence, or the next part after a semicolon, begins."""
        return [match.end() for match in _SENTENCE_END.finditer(self.text)]

    @cached_property
    def _names(self) -> tuple[tuple[int, int], ...]:
        return tuple(match.span() for match in _NAME.finditer(self.text))

    def sentence(self, position: int) -> str:
        """The sentence around ``position``, as far as it is looked at."""
        return self.before(position) + self.after(position)


def _endings(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?:{pattern})[ :,(]*$") for pattern in patterns)


_WORD: Final = r"[^\W\d_]+"
_DOCUMENT: Final = (
    r"(?:công văn|văn bản|kế hoạch|hướng dẫn|thông báo|quyết định|chỉ thị|công điện|nghị quyết|nghị định|thông tư|luật"
    r"|tờ trình|kết luận|biên bản|quy chế|báo cáo|giấy mời|giấy phép|hợp đồng|đề án|chương trình|điện|thư)"
)
# Before a day: it is the date of something cited or past, of figures, of a birth, of a law's effect.
CITED: Final = _endings(
    r"(?:^|[ (])(?:số ?:? ?)?\d{0,5} ?/ ?[^\s,;()]*[^\W\d_][^\s,;()]*(?: ?- ?[^\s,;()]{1,20}){0,3} ?,? ?"
    r"(?:được |đã )?(?:ban hành|ký|ra|đề|lập)? ?(?:ngày)?",
    rf"\b(?:theo|thực hiện|căn cứ|tại|triển khai|kèm|đính kèm|của|nội dung) {_DOCUMENT}"
    rf"(?: (?!trước|chậm|muộn|đến|gửi|nộp|về|vào){_WORD}){{0,8}}(?: ngày)?",
    r"\b(?:ban hành|ký|ký ban hành|phát hành|thông qua|cấp|sửa đổi|bổ sung|thành lập|công bố|sinh|sinh ngày|mất"
    r"|bổ nhiệm|tuyển dụng|phê duyệt|được giao|thu hồi|công nhận)(?: (?:ngày|từ|từ ngày|vào|vào ngày|trước"
    r"|trước ngày|sau ngày))?",
    rf"\b(?:tại|theo|của|sau|từ) (?:các )?(?:cuộc |buổi )?(?:họp|phiên họp|hội nghị|giao ban|làm việc)"
    rf"(?: (?!trước|chậm|muộn|vào|gửi|nộp){_WORD}){{0,8}}",
)
_DIRECTION: Final = r"(?: (?:đến|tới|hết|cho đến|tính|thời điểm|mốc|từ|kể từ|ngày|là|được))"
FIGURES: Final = _endings(r"\b(?:chốt|lấy|tính) số liệu\b(?:(?!\b(?:gửi|nộp)\b)[^.;]){0,60}")
CUT_OFF: Final = (
    *FIGURES,
    *_endings(
        rf"\b(?:tính|chốt|lấy|kể|số liệu|dữ liệu|thời điểm|mốc)(?: (?:số liệu|dữ liệu|thời gian|báo cáo|trong)"
        rf"|{_DIRECTION})*",
        rf"\b(?:cập nhật|thống kê|đếm|tổng hợp|có|kết quả|danh sách|đối với trẻ){_DIRECTION}+",
        r"\b(?:số liệu|dữ liệu|kết quả|kỳ báo cáo|thời điểm (?:báo cáo|thống kê|chốt|lấy số liệu)"
        rf"|thời gian (?:chốt|lấy|tính))(?: (?!trước|chậm|muộn|gửi|nộp){_WORD}){{0,6}}(?: ?:)? ?"
        r"(?:\(? ?(?:từ|từ ngày|đến|đến ngày|đến hết|đến hết ngày|ngày|tính đến|tính đến ngày|tính từ))",
    ),
)
_TOWARDS: Final = re.compile(r"(?:kể từ|từ|cho đến hết|cho đến|đến hết|đến|tới|hết)\b")
EFFECT: Final = _endings(
    r"\b(?:hiệu lực|hiệu lực thi hành|thi hành|hưởng|lương|bãi bỏ|thay thế|hết hiệu lực|hết hạn)"
    r"(?: (?:thi hành|kể|từ|kể từ|từ ngày|kể từ ngày|đến|đến hết|đến ngày|ngày|vào|hết|áp dụng|trước))*",
    r"\b(?:sinh|sinh ra|nghỉ lễ|nghỉ tết|nghỉ hè|nghỉ hưu)"
    r"(?: (?:trong|vào|từ|kể từ|ngày|từ ngày|trước|trước ngày|sau|đến))*",
)
CONDITION: Final = _endings(
    r"\b(?:trẻ(?: em)?|học sinh|người|giáo viên|cán bộ|cơ sở|trường|nhà giáo|công trình|dự án|trường hợp|đối tượng"
    r"|văn bản|hồ sơ|sản phẩm|văn bằng|chứng chỉ|hợp đồng|công chức|viên chức|nhân viên|vụ việc|khoản|tài sản|đơn thư"
    r"|lớp)(?: (?:được|đã|có|đang|sinh|thành lập|tuyển dụng|hoạt động|ban hành|cấp|ký|ký kết|công nhận|cấp phép"
    r"|tốt nghiệp|vào|hợp đồng|phát sinh|tiếp nhận|nghỉ hưu|tham gia|đầu tư|khởi công|bổ nhiệm|xảy ra|vi phạm)){1,4}"
)
COMMEMORATED: Final = re.compile(
    r"\b(?:kỷ niệm|chào mừng|mừng|hưởng ứng|nhân ngày|nhân dịp|thi đua|truyền thống|ngày quốc tế|ngày nhà giáo"
    r"|ngày thành lập|ngày phụ nữ|ngày giải phóng|quốc khánh|lễ giỗ|ngày pháp luật|ngày sách|ngày thế giới"
    r"|ngày môi trường|ngày gia đình|tháng hành động|ngày sinh|ngày thương binh|ngày doanh nhân|ngày toàn dân"
    r"|ngày chuyển đổi số|ngày vi chất|ngày hội quốc phòng)\b[^.;]{0,60}$"
)
PAST: Final = re.compile(r"\b(?:đã|vừa qua|trước đây)\b[^.,;:]{0,60}$")
_DONE: Final = re.compile(r"\bđã(?: (?!trước|chậm|muộn)[^\W\d_]+){1,3} $")
# What somebody was told to do: "Sở đã yêu cầu các trường nộp trước ngày …"; "nhiệm vụ đã giao" is no telling.
_ORDERED: Final = re.compile(
    r"\bđã (?:có (?:công văn|văn bản|công điện|thông báo|chỉ đạo|ý kiến)[^.;]{0,80}?(?:yêu cầu|đề nghị|giao|chỉ đạo)"
    r"|(?:yêu cầu|đề nghị|giao|chỉ đạo|phân công|đôn đốc|thông báo)) (?:cho |đến |tới )?(?:các|những|bộ|sở|ubnd|ủy"
    r"|uỷ|phòng|trường|hiệu"
    r"|thủ|chủ|đơn|ban|giám|cục|vụ|văn phòng|tất cả|toàn|một số)\b(?:(?!\b(?:đề nghị|yêu cầu)\b)[^.;]){0,160}$"
)
# What the rules of another document say: "Thông tư số … quy định …, trong đó quy định … trước ngày …".
_RULED: Final = re.compile(
    rf"\b{_DOCUMENT}(?: liên tịch)? (?:số )?:? ?\d[^;]{{0,300}}\btrong đó,? (?:có )?(?:quy định|yêu cầu|giao|nêu)\b"
    r"(?:(?!\b(?:đề nghị|yêu cầu) (?:các|những|hiệu|thủ|ubnd|sở|phòng)\b)[^.;]){0,200}$"
)
# Before the main clause: what for, or on which ground; its times are those of something else.
_PREFACE: Final = re.compile(
    r"^[\W\d_]*(?:để|nhằm|căn cứ|theo(?! dõi)|thực hiện|tiếp theo|trên cơ sở|đến thời điểm|sau khi xem xét)\b"
)
_REQUEST: Final = re.compile(
    r"\b(?:đề nghị|yêu cầu|thông báo|hướng dẫn|giao) (?:(?:đến|tới|cho) )?(?:các|những|hiệu|thủ|ubnd|ủy|uỷ|phòng"
    r"|bộ|sở|trường|đơn|ông|ban|toàn"
    r"|một số|thực hiện|triển khai)\b"
)
_OFTEN: Final = re.compile(r"\bcứ\b[^.;]{0,60}$")
_CASE: Final = re.compile(r"\b(?:nếu|trường hợp|nơi nào|đơn vị nào|trường nào|lớp nào|khi)\b[^.;]{0,120}$")
_GOAL: Final = re.compile(
    r"\b(?:phấn đấu|mục tiêu|chỉ tiêu|tầm nhìn|định hướng|phổ cập|tỷ lệ|tỉ lệ)\b"
    r"|\b(?:đạt|có|ít nhất|trên|tối thiểu|khoảng|bảo đảm|đảm bảo) (?:trên |ít nhất )?\d[\d.,]* ?%|\bđạt \d"
)
_ESPECIALLY: Final = re.compile(r"\b(?:đặc biệt|nhất là|nếu|kể cả)\b[^,.;]{0,60}$")
_SEND: Final = (
    r"gửi|nộp|báo cáo(?! viên)|đăng ký|trình|hoàn thành|hoàn tất|xong|phản hồi|cung cấp|bàn giao|nhập|cập nhật|góp ý"
    r"|thời hạn|hạn"
)
_HOLD: Final = (
    r"(?<!ban )tổ chức|khai mạc|bế mạc|diễn ra|thi|họp|tập huấn|tham dự|dự|tham gia|khai giảng|hội nghị|hội thảo"
    r"|hội thi|lễ"
    r"|ngày hội|bồi dưỡng|phát động|giao lưu|làm việc|khảo sát|kiểm tra|trực|chấm|tổng duyệt|chung khảo|sơ khảo"
    r"|vòng \w+|liên hoan|chuyên đề|tổng kết|sơ kết|có mặt|tập trung|đón|khám|tiêm|thời gian|triển khai|thực hiện"
    r"|tiến hành|ra quân|sinh hoạt|tuyển sinh|xét duyệt|thẩm định|đánh giá ngoài|trao|tuyên dương|tựu trường"
    r"|mời|bốc thăm|thao giảng|tổng vệ sinh|niêm yết|công khai|đăng tải"
)
_EVENT_FOLLOWS: Final = re.compile(rf"[ ,:]*(?:[^\W\d_]+ ){{0,2}}(?:{_HOLD})\b")
_DEED: Final = re.compile(rf"\b(?:(?P<send>{_SEND})|(?P<hold>{_HOLD}))\b")
# What is handed in may be named after an event: "nộp hồ sơ dự thi về Phòng vào ngày …".
_HANDED: Final = re.compile(
    r"\b(?:nộp|gửi) (?:bài|hồ sơ|phiếu|đơn|danh sách|sản phẩm|báo cáo|kế hoạch|biên bản|bản|kết quả|file"
    r"|đề)\b[^,;.:]{0,100}$"
    r"|\bhạn (?:nộp|gửi|đăng ký)\b[^,;.]{0,120}$"
)
_OWN_TIME: Final = re.compile(
    r"\b(?:thời gian|thời điểm)(?: (?:tổ chức|thực hiện|thi|tập huấn|họp|khai mạc|bắt đầu|diễn ra|triển khai|dự kiến"
    r"|hội nghị|khảo sát|kiểm tra|tiến hành)){0,3} ?(?::|là|vào|từ|dự kiến)? ?$"
)


def is_after(patterns: Sequence[re.Pattern[str]], before: str) -> bool:
    """True if ``before`` ends in one of ``patterns``."""
    return any(pattern.search(before) for pattern in patterns)


def is_cited(clause: Clause, start: int) -> bool:
    """True if the bare date at ``start`` is that of a document, a meeting, a birth, or a memorial day."""
    before = clause.before(start)
    return is_after((*CITED, *EFFECT), before) or COMMEMORATED.search(before) is not None


def is_cut_off(clause: Clause, start: int) -> bool:
    """True if figures go up to the date at ``start``, or a law holds from it."""
    towards = _TOWARDS.match(clause.text, start)
    before = clause.before(start) + (f"{towards.group()} " if towards else "")
    return is_after((*CUT_OFF, *EFFECT), before)


def is_of_figures(clause: Clause, start: int) -> bool:
    """True for the day on which figures are closed: "chốt số liệu … ngày 14 hằng tháng"."""
    return is_after(FIGURES, clause.before(start))


def is_condition(clause: Clause, start: int) -> bool:
    """True if the date says which children, people or schools are meant."""
    return is_after(CONDITION, clause.before(start))


def is_goal(clause: Clause, start: int, *, end: int) -> bool:
    """True if the sentence around says what shall be reached, not what shall be done."""
    return bool(_GOAL.search(clause.before(start)) or _GOAL.search(clause.after(end)))


def is_past(clause: Clause, start: int) -> bool:
    """True if the words before tell what has happened."""
    return PAST.search(clause.before(start)) is not None


def is_done(clause: Clause, start: int) -> bool:
    """True if what the deadline at ``start`` is of has been done: "đã nộp trước ngày …"."""
    before = clause.before(start)
    is_ruled = _RULED.search(clause.text[max(0, start - 2 * _REACH) : start]) is not None
    return is_ruled or _DONE.search(before) is not None or _ORDERED.search(before) is not None


def is_preface(clause: Clause, start: int, *, end: int) -> bool:
    """True in the opening of a sentence that says what for or why, before somebody is asked for something."""
    before = clause.before(start)
    is_set_off = before.rstrip().endswith((",", ";"))
    return bool(not is_set_off and _PREFACE.match(before) and _REQUEST.search(clause.after(end)))


def is_often(clause: Clause, start: int) -> bool:
    """True where the day only says from when something is done again and again: "cứ 01 giờ … kể từ ngày …"."""
    return _OFTEN.search(clause.before(start)) is not None


def is_case(clause: Clause, start: int, *, end: int) -> bool:
    """True in a condition: "nơi nào có 02 ca mắc trong vòng 07 ngày thì …"."""
    return bool(_CASE.search(clause.before(start)) and re.match(r"[^.;,]{0,60}\bthì\b", clause.after(end)))


def is_aside(clause: Clause, start: int) -> bool:
    """True for a part of the time only: "đặc biệt trong dịp hè", "nếu … trong hè"."""
    return _ESPECIALLY.search(clause.before(start)) is not None


def has_own_label(clause: Clause, start: int) -> bool:
    """True after "Thời gian:" and the like."""
    return _OWN_TIME.search(clause.before(start)) is not None


def begins_event(after: str) -> bool:
    """True if what follows a day says what is held on it: "…, ngày 20/10/2024 tổ chức chấm"."""
    return _EVENT_FOLLOWS.match(after) is not None


def deed_in(task: str) -> Deed | None:
    """Whether ``task``, a text of its own, is about sending or finishing something or about holding an event."""
    match = _DEED.search(task.lower())
    return None if match is None else "send" if match["send"] else "hold"


def deed_of(clause: Clause, start: int, *, end: int) -> Deed | None:
    """Whether the date at ``start`` belongs to sending or finishing something or to holding an event.

    The nearest such word before it in the sentence decides; after a comma rather the one that follows.
    """
    before, after = clause.before(start), clause.after(end)
    opens_phrase = not before.strip() or before.rstrip().endswith((",", ":"))
    following = _DEED.search(after[:_CLOSE]) if opens_phrase else None
    found = list(_DEED.finditer(before))
    match = following or (found[-1] if found else _DEED.search(after))
    if match is None:
        return None
    if following is None and _HANDED.search(before):
        return "send"
    return "send" if match["send"] else "hold"
