"""Which kind of work a task is, and whether it points to a form."""

import re
from typing import Final

from intake.drafting.draft import Reading
from intake.drafting.verbs import first_kinds

_FORM: Final = re.compile(
    r"\b(?:theo|đúng|vào|có|sử dụng|cùng|điền)\s+(?:các\s+|những\s+|nội dung\s+|một số\s+)?(?:(?:biểu\s+)?mẫu|phụ lục|đề cương|biểu|bảng|tiêu chí đánh giá|phiếu|danh mục)\b"
    r"|\b(?:biểu mẫu|mẫu|phụ lục|đề cương|tiêu chí|phiếu|danh sách|biểu)\b[^.;]{0,60}?\b(?:đính kèm|gửi kèm|kèm theo|kèm|số \d+|gợi ý|quy định)"
    r"|\b(?:đính kèm|gửi kèm|kèm theo)\b[^.;]{0,30}\b(?:biểu mẫu|mẫu|phụ lục|đề cương|tiêu chí|phiếu|biểu)\b"
    r"|\bmẫu (?:số )?\d{1,2}\b|\bphụ lục (?:số )?(?:\d{1,2}|[IVX]{1,4})\b",
    re.IGNORECASE,
)
_EMPTY: Final = re.compile(
    r"\W*(?:tiếp tục |chủ động |tăng cường |đẩy mạnh |nghiêm túc )*(?:thực hiện|triển khai|tổ chức triển khai|phối hợp|chủ trì)\b",
    re.IGNORECASE,
)
_NEAR: Final = 70
_FAR: Final = 160


def kind_of(text: str) -> Reading[str]:
    """The kind of work by its first main action; work of no special kind is "do"."""
    found = first_kinds(text)
    limit = _FAR if _EMPTY.match(text) else _NEAR
    near = [(at, kind) for at, kind in found if at <= limit]
    if not near:
        return Reading("do", "no_special_action", "likely")
    at, kind = near[0]
    return Reading(kind, "first_action", "sure" if at < 15 else "likely")


def points_to_form(text: str) -> bool:
    """True if the clause points to an attached form, annex or criteria sheet."""
    return _FORM.search(text) is not None
