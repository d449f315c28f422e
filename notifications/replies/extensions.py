"""A request for more time: whether there is one, which words ask, and which give the reason."""

import re
from dataclasses import dataclass
from typing import Final

from notifications.replies.words import Saying, spoken

_SPAN: Final = (
    r"(?:(?:\d{1,3} ?(?:-|đến|,) ?)?\d{1,3}|(?:[^\W\d_]+ ){0,2}(?:một|hai|ba|bốn|năm|sáu|bảy|mười|vài|mấy|ít|nửa))"
)
_ASKING: Final = spoken(
    r"\b(?:(?:gia|giãn|dãn|lùi|dời|rời|hoãn|khất|đẩy lùi|kéo dài|chuyển|đổi|điều chỉnh|thêm)(?: lại| thêm)?"
    r" (?:thời )?hạn(?! chế)|(?:lùi|dời|hoãn|khất|kéo dài)(?: lại| thêm)?"
    r" (?:thời gian|ngày|việc|nộp|gửi|báo cáo|lịch|lại|sang|đến|tới|thêm|qua)"
    rf"|(?:thêm|lùi|dời|hoãn|khất|trễ|chậm|muộn)(?: khoảng)? {_SPAN} ?(?:ngày|tuần|hôm|bữa|tháng)|thêm thời gian"
    rf"|(?:xin|cho(?: <who>)?)(?: xin| phép)? {_SPAN} ?(?:ngày|tuần|hôm|bữa|tháng)|xin (?:đến|tới) (?=hết|ngày|thứ|\d)"
    r"|(?:xin|cho(?: phép)?(?: <who>)?|đề nghị|mong)(?: được| phép| <who>){0,3}"
    r" (?:(?:nộp|gửi|báo cáo|trả lời)(?: \w+){0,3} )?(?:chậm|muộn|trễ|khất|hoãn)|extension|extend)\b"
)
_STATED: Final = spoken(r"\b(?:đã|được|đã được|mới được|vừa được|bị|đồng ý|chấp thuận|duyệt|từ chối)(?: \w+)? $")
_ASKED_FOR: Final = spoken(r"\b(?:xin|cho|đề nghị|mong|nhờ|kính)\b")
_DECLINED: Final = spoken(r"<neg>(?: (?:cần|xin|phải|muốn|đề nghị|dám|có nhu cầu|có|được)){0,2}(?: \w+)? $")
_WHY: Final = spoken(
    r"(?<!đơn )(?<!thay )(?<!bởi )\b(?:vì lý do|vì|do|bởi vì|bởi|tại vì|lý do(?: là)?|lí do(?: là)?"
    r"|nguyên nhân(?: là)?|nhằm"
    r"|để(?! (?:nghị|em|tôi|mình)))\b[ :]{0,2}"
)
# Waiting is a reason; without its mark the word is "for".
_WAITING: Final = re.compile(r"\b(?:chờ|đợi)\b", re.IGNORECASE)
# Where a reason that comes first ends and the request begins.
_SO: Final = spoken(
    r"[,;.\n]? ?\b(?:<who> )?(?:nên|cho nên|vậy|kính đề nghị|đề nghị|xin phép|xin|cho phép|cho (?=<who>\b)|mong)\b"
)
_LAST_WORDS: Final = spoken(
    r"(?:[ ,.;!\n]+(?:(?:<who>|xin|kính|chân thành|rất|mong|được) ){0,6}(?:<soft>|trân trọng|(?:cảm|cám) ơn(?: <who>)?"
    r"|thanks|tks|thông cảm|xem xét|chấp thuận|tạo điều kiện|quan tâm|giúp đỡ|đồng ý|phê duyệt|(?:có )?được không"
    r"|không))+[ ,.;!?\n]*$"
)


@dataclass(frozen=True)
class Request:
    """The parts of a request for more time: ``asking`` words with the day in them, ``reason`` heard and as typed."""

    asking: str
    reason_heard: str
    reason: str


def request_in(said: Saying) -> Request | None:
    """The request for more time in a reply; None if it asks for none, declines it or says that it was granted."""
    for heard in said.hearings:
        asking = _asking_at(heard)
        if asking is not None:
            return _parts(said, heard=heard, asking_at=asking)
    return None


def _asking_at(heard: str) -> int | None:
    for match in _ASKING.finditer(heard):
        before = heard[max(0, match.start() - 60) : match.start()]
        before = re.split(r"[.,;!?\n]", before)[-1]
        is_stated = _STATED.search(before) and not _ASKED_FOR.search(before)
        if not is_stated and not _DECLINED.search(before):
            return match.start()
    return None


def _parts(said: Saying, *, heard: str, asking_at: int) -> Request:
    start, end = _reason_span(heard, asking_at)
    closing = _LAST_WORDS.search(heard, start, end)
    reason = (start, closing.start()) if closing else (start, end)
    return Request(heard[:start] + "\n" + heard[end:], heard[start:end], said.typed(heard, reason))


def _reason_span(heard: str, asking_at: int) -> tuple[int, int]:
    """From and to where the reason stands: behind the request to its end, or before it to where the request begins."""
    after = _WHY.search(heard, asking_at) or _WAITING.search(heard, asking_at)
    if after:
        return (after.end() if after.re is _WHY else after.start()), len(heard)
    before = _WHY.search(heard, 0, asking_at) or _WAITING.search(heard, 0, asking_at)
    if before is None:
        return len(heard), len(heard)
    start = before.end() if before.re is _WHY else before.start()
    so = _SO.search(heard, start, asking_at)
    return start, max(start, so.start() if so else asking_at)
