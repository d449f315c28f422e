"""Which kind of work a task is, and whether it points to a form."""

import re
from typing import Final

from intake.drafting.draft import Reading
from intake.drafting.parties import subject_of
from intake.drafting.verbs import first_kinds

_SHEET: Final = (
    r"(?:(?:biểu\s+)?mẫu(?!\s+(?:giáo|mực|hình))|phụ lục|đề cương|biểu(?!\s+(?:hiện|diễn|dương|đồ|quyết))|bảng"
    r"|phiếu)"
)
_FORM: Final = re.compile(
    rf"\b(?:theo|đúng|vào|sử dụng|cùng|điền|kèm)\s+(?:các\s+|những\s+|nội dung\s+|một số\s+)?(?:{_SHEET}|tiêu chí "
    rf"đánh giá)\b"
    rf"|\b(?:{_SHEET}|tiêu chí|danh sách)\b[^.;]{{0,60}}?\b(?:đính kèm|gửi kèm|kèm theo|kèm|gợi ý)"
    rf"|\b(?:đính kèm|gửi kèm|kèm theo)\b[^.;]{{0,30}}\b(?:{_SHEET}|tiêu chí)\b"
    r"|\b(?:biểu mẫu|mẫu|biểu) (?:số )?\d{1,2}\b|\bphụ lục (?:số )?(?:\d{1,2}|[IVX]{1,4})\b",
    re.IGNORECASE,
)
# What is carried out stands behind these: the clause is of the kind of that work.
_EMPTY: Final = re.compile(
    r"\W*(?:(?:tiếp tục|chủ động|tăng cường|đẩy mạnh|nghiêm túc|tích cực|kịp thời|thường xuyên|định kỳ|hằng tháng"
    r"|hằng năm|hàng năm|phối hợp|chủ trì"
    r"|cần|phải|sẽ|tiến hành|có trách nhiệm|làm tốt|thực hiện(?: tốt| nghiêm túc| có hiệu quả)?"
    r"|triển khai(?: thực hiện)?(?: có hiệu quả)?"
    r"|tổ chức(?: triển khai| thực hiện| tốt)?|các|một số|những|công tác|hoạt động|việc|nâng cao hiệu quả(?: của)?"
    r"|nâng cao chất lượng|nâng cao|đổi mới"
    r"|tham gia|khẩn trương|đồng thời|và|thành phần|trực tiếp|quan tâm|chú trọng)\b[\s,]*){0,8}",
    re.IGNORECASE,
)
_HELPING: Final = re.compile(r"\W*(?:phối hợp|cùng) (?:chặt chẽ )?(?:với )?", re.IGNORECASE)
_PREFIX: Final = re.compile(
    r"\W*(?:căn cứ|trên cơ sở|thực hiện theo|theo)\b[^,;]{3,160},\s*"
    r"|[^,;.]{0,60}?:\s+",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(r".{0,140}?\bnếu có\b[^;]{0,80}?,\s*", re.IGNORECASE)
_EVENT_NAME: Final = re.compile(
    r"\W*(?:chỉ đạo [^“\"]{0,40})?tổ chức(?: thành công)?\s*[“\"]|.{0,40}[“\"](?:hội thi"
    r"|ngày hội|hội)\b|\btổ chức (?:vui|tết|đón|chuyên đề)",
    re.IGNORECASE,
)
_NEAR: Final = 24


def kind_of(text: str) -> Reading[str]:
    """The kind of work by its first main action; work of no special kind is "do"."""
    core = _core(text)
    if _EVENT_NAME.match(core):
        return Reading("organise_event", "named_event", "likely")
    empty = _EMPTY.match(core)
    reach = (empty.end() if empty else 0) + _NEAR
    near = [(at, kind) for at, kind in first_kinds(core) if at <= reach]
    if not near:
        return Reading("do", "no_special_action", "likely")
    at, kind = near[0]
    return Reading(kind, "first_action", "sure" if at <= (empty.end() if empty else 0) + 2 else "likely")


def _core(text: str) -> str:
    """The clause from its main action on: without its ground, its condition and its subject."""
    condition = _CONDITION.match(text)
    rest = text[condition.end() :] if condition else text
    prefix = _PREFIX.match(rest)
    if prefix:
        rest = rest[prefix.end() :]
    subjects = [party for party in subject_of(rest) if party.start < 90]
    if subjects:
        rest = rest[subjects[-1].end :]
    helping = _HELPING.match(rest)
    return rest if helping is None else rest[helping.end() :]


def points_to_form(text: str) -> bool:
    """True if the clause points to an attached form, annex or criteria sheet."""
    return _FORM.search(text) is not None
