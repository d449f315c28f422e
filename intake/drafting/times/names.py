"""Periods that belong to a name or a content ("Đề án … giai đoạn 2021-2025", "kế hoạch năm học …"), not to the deed."""

import re
from typing import Final

from intake.drafting.draft import DraftDeadline
from intake.drafting.times.reading import is_long_past
from intake.drafting.times.surroundings import Clause

# What a period says more about than when.
_CONTENT: Final = re.compile(
    r"\b(?:nhiệm vụ|kế hoạch|hướng dẫn|báo cáo|kết quả|số liệu|công tác|phương hướng|chỉ tiêu|dự toán|tuyển sinh"
    r"|chương trình|ngân sách|kinh phí|quyết toán|đánh giá|xếp loại|thi đua|khen thưởng|danh sách|biên chế|chính trị"
    r"|hè|đề án|phong trào|cuộc vận động|kỷ niệm|lịch|nghị quyết|chiến lược|tình hình|thống kê|hồ sơ"
    r"|chính sách|khung thời gian|luật|bộ luật|pháp lệnh|nghị định|thông tư|quyết định|chế độ|lương|chào mừng|chủ đề"
    r"|sơ kết|tổng kết)(?: [^\W\d_]+){0,5} $"
)
_EVENT: Final = re.compile(
    r"\b(?:tổ chức|hội thi|hội thảo|hội nghị|tập huấn|bồi dưỡng|tổng kết|sơ kết|liên hoan|ngày hội|giao lưu|cuộc thi"
    r"|hội giảng|khai giảng|khảo sát|kiểm tra|hoàn thành|hội khỏe|đăng cai)\b"
)
_NAMED_EVENT: Final = re.compile(
    r"\b(?:tổ chức|đăng cai|phát động|tiến hành|mở)(?: [^\W\d_]+){0,3} [“\"«] ?"
    r"(?:hội (?:thi|thảo|nghị|khỏe|khoẻ|giảng|chợ|trại)|cuộc thi|liên hoan|ngày hội|giao lưu|lễ|giải)[^”\"»]{0,150}$"
)
# The year in the name of an event that is counted, where something else than the event itself is done.
_COUNTED_EVENT: Final = re.compile(r"\blần thứ (?:\d{1,3}|[ivxl]{1,6}|\w{2,6}),? $")
_FOR_EVENT: Final = re.compile(
    r"\b(?:kế hoạch|đề án|phương án|kịch bản|truyền hình|phát sóng|tiếp sóng|ghi hình|đưa tin|tuyên truyền|truyền thông"
    r"|phục vụ|tham gia|tham dự|trước, trong và sau|chào mừng|hưởng ứng|khai mạc|bế mạc)\b[^.;]{0,120}$"
)
_AT_START: Final = re.compile(r"^[\W\d_]*(?:[a-zđ]\) )?$")


def is_at_start(clause: Clause, start: int) -> bool:
    """True if nothing but a bullet or a number stands before ``start``."""
    return _AT_START.match(clause.text[max(0, start - 20) : start]) is not None and start < 20


def is_named(clause: Clause, start: int) -> bool:
    """True inside a name of something that is no event to be held: a quoted one, or that of an event by its number."""
    name = clause.quoted(start)
    if name is not None:
        return _NAMED_EVENT.search(name) is None
    before = clause.before(start)
    return _COUNTED_EVENT.search(before) is not None and _FOR_EVENT.search(before) is not None


def is_named_event(clause: Clause, start: int) -> bool:
    """True inside the quoted name of an event that is to be held."""
    return _NAMED_EVENT.search(clause.quoted(start) or "") is not None


def is_content(clause: Clause, start: int) -> bool:
    """True after a word for what the period is about: a plan, a report, a budget."""
    return not clause.is_cell and _CONTENT.search(clause.before(start)) is not None


def is_of_event(clause: Clause, start: int) -> bool:
    """True if the words before tell of an event."""
    return clause.is_cell or _EVENT.search(clause.before(start)) is not None


def is_repeated(clause: Clause, deadline: DraftDeadline | None) -> bool:
    """True if the window only repeats the period that the directive itself covers."""
    period = clause.context.covered
    return not clause.is_cell and deadline is not None and period is not None and deadline.window == period


def is_useless(clause: Clause, deadline: DraftDeadline | None) -> bool:
    """True for a window that is none, lies long before the document, or repeats its period."""
    return deadline is None or is_long_past(deadline, clause.context) or is_repeated(clause, deadline)
