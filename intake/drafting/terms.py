"""Terms on a line of their own: "Thời gian hoàn thành: trước ngày 05/4/2025." below the tasks that it holds for."""

import re
from typing import Final

_SEND: Final = r"(?:báo cáo|gửi|nộp)"
_LIMIT: Final = r"(?:trước|chậm nhất|muộn nhất|xong trước|đến hết)"
_WHO: Final = (
    r"(?:(?:đề nghị |yêu cầu )?(?:các |những )(?:đơn vị|trường|nhà trường|cơ quan|địa phương|xã|phường)[^.:;,]{0,40}? )"
)
_TERM: Final = re.compile(
    r"\W*(?:(?:thời gian|thời hạn|hạn|tiến độ)\s+(?:hoàn (?:thành|tất)|nộp|gửi|báo cáo|cuối|chót|trình|thực hiện xong)"
    rf"(?:(?!\b{_LIMIT}\b)[^.;:\d]){{0,60}}(?::|(?=\b{_LIMIT}\b))[^.;]{{4,80}}"
    rf"|{_WHO}?(?:thực hiện|hoàn thành|hoàn tất|xong)(?: xong| nội dung này| các nội dung trên"
    rf"| việc này)* {_LIMIT}\b[^.;]{{4,50}}"
    rf"|kết quả (?:thực hiện (?:đề nghị )?)?(?:đề nghị )?{_SEND} [^.;:]{{2,200}}\b{_LIMIT}\b[^.;]{{4,50}})[\s.;/*_)]*",
    re.IGNORECASE,
)
_LONGEST: Final = 300


def is_term(text: str) -> bool:
    """True for a line that only says by when the work above it has to be done."""
    return len(text) <= _LONGEST and _TERM.fullmatch(text) is not None
