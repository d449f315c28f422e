"""Whether a sentence asks somebody for something, and the formulas that close a letter."""

import re
from typing import Final

from intake.drafting.parties import subject_of

_ASKS: Final = re.compile(
    r"\b(?:đề nghị|yêu cầu|giao|phân công|ủy quyền|uỷ quyền)\s+(?!của|này|trên|tại|theo|về|đặt ra|đổi mới|đó"
    r"|phát triển)\w"
    r"|\b(?:việc|công tác|chế độ) báo cáo\b.{0,60}\b(?:được )?thực hiện\b"
    r"|\bbáo cáo\b.{0,80}\b(?:gửi|nộp)?\s*về\b"
    r"|\b(?:phòng|sở|bộ|ubnd|ủy ban nhân dân)\b.{0,60}\bsẽ (?:tổ chức|thành lập|kiểm tra|tổng kết|sơ kết|tiến hành"
    r"|phúc tra|thông báo)"
    r"|\b(?:gửi|nộp)\b.{0,80}\bvề\b"
    r"|(?<!việc )\b(?:gia hạn|lùi|điều chỉnh) (?:thời (?:gian|hạn)|hạn) (?:nộp|gửi|báo cáo|đăng ký|hoàn thành)\b"
    r"|\b(?:số liệu|hồ sơ|danh sách|kế hoạch)\b.{0,40}\b(?:gửi|nộp)\b.{0,40}\btrước\b",
    re.IGNORECASE,
)
# What another document asked before: "Tại Công văn số …, … đã giao …".
_TELLS: Final = re.compile(
    r"\W*(?:tại (?:công văn|văn bản|thông báo|công điện|quyết định|kế hoạch|chỉ thị)\s+(?:số\s*)?\d|ngày\s+\d)"
    r"[^.;]{2,300}?"
    r"\bđã (?:giao|chỉ đạo|yêu cầu|đề nghị|ban hành|có|gửi|thông báo)\b"
    r"|\W*ngày\s+\d[^.;]{2,160}?\b(?:ban hành|phát hành|có) (?:thông tư|nghị định|nghị quyết|quyết định|chỉ thị"
    r"|công văn|văn bản|công điện|kế hoạch|hướng dẫn|thông báo)\b"
    r"(?![^.]{0,900}[,;:] (?:[^,;:]{0,120} )?(?:đề nghị|yêu cầu)\b)",
    re.IGNORECASE,
)
# What was asked for in a document of the past, and how far it has come.
_TOLD: Final = re.compile(
    r"\W*(?:[^.]{0,400}?\bđã (?:có (?:công văn|văn bản|công điện|thông báo|ý kiến)|(?:giao|yêu cầu|đề nghị|chỉ đạo)"
    r" (?:cho )?(?:các|những|bộ|sở|ubnd|ủy ban|uỷ ban|phòng|trường|đơn vị|hiệu trưởng|thủ trưởng|ban|văn phòng)\b)"
    r"(?![^.]{0,600}[,;] [^,;]{0,120}\b(?:đề nghị|yêu cầu)\b)"
    r"|(?:tuy nhiên|song|nhưng)?,?\s*(?:cho )?(?:đến|tới) (?:nay|(?:thời điểm )?(?:này|hiện tại"
    r"|(?:ngày )?\d[\d/ ]{3,11}))\b[^.;]{0,200}\b(?:chưa|còn)\b"
    r"(?![^.]{0,600}\b(?:đề nghị|yêu cầu)\b))",
    re.IGNORECASE,
)
_NOW: Final = re.compile(r"\b(?:nay|tuy nhiên|do đó|vì vậy)\b", re.IGNORECASE)
_OPENS: Final = re.compile(
    r"\W*(?:trên đây là|trân trọng|mọi (?:chi tiết|thông tin|vướng mắc)|nơi nhận|xin (?:trân trọng|chân thành)"
    r"|rất mong|đây là)\b",
    re.IGNORECASE,
)
_INFORMS: Final = re.compile(
    r"\bthông báo (?:để|đến|tới|cho)\b[^.;]{2,160}\bbiết\b[,\s]*(?:và |để )?(?:(?:\w+ \w+ )?thực hiện)?\W*$",
    re.IGNORECASE,
)
_GENERIC_DEED: Final = re.compile(
    r"\b(?:(?:nghiêm túc|tích cực|chủ động|khẩn trương|kịp thời|phối hợp|quan tâm|lưu ý|nghiên cứu|quán triệt|và|,"
    r"|tổ chức|chỉ đạo|nội dung)\s*){0,6}"
    r"(?:triển khai(?: thực hiện)?|tổ chức thực hiện|thực hiện|phối hợp thực hiện|biết và thực hiện|chấp hành)"
    r"(?:[\s,]+(?:nghiêm túc|nghiêm|được giao|trong"
    r"|tốt|hiệu quả|có hiệu quả|đầy đủ|đúng|kịp thời|theo đúng|các|những|nội dung|nhiệm vụ"
    r"|yêu cầu|công văn|văn bản|kế hoạch|hướng dẫn|thông báo"
    r"|chỉ thị|quyết định|công điện|chương trình|nghị quyết|đề án|phương án|quy chế|này|trên|nêu trên|của|theo|và|,"
    r"|tinh thần|chỉ đạo|nêu|phù hợp|với|tình hình|thực tế|điều kiện|đơn vị|địa phương|tại|mình"
    r"|cơ quan))*\s*[./;,\s*]*$",
    re.IGNORECASE,
)
_CONTACT: Final = re.compile(
    r"\bliên hệ\b[^.;]{0,60}(?:\bđiện thoại\b|\bđt\b|\bsđt\b|\bemail\b|\bông\b|\bbà\b|\bđ/c\b|\bđồng chí\b|\bphòng\b"
    r"|\bsở\b|\bqua\b|\d{6,})",
    re.IGNORECASE,
)
_DELIVERS: Final = re.compile(
    r"\b(?:xây dựng|lập|ban hành) (?:kế hoạch|văn bản|phương án|dự toán)\b|\brà soát\b|\bphân công\b|\btham mưu\b"
    r"|\bkiểm tra\b|\bthông báo\b"
    r"|\bbáo cáo\b|\bgửi\b|\bnộp\b|\bđăng ký\b|\btrước\b|\bchậm nhất\b|\bphản ánh\b",
    re.IGNORECASE,
)
_CALLS: Final = re.compile(
    r"\b(?:đề nghị|yêu cầu)\s+(?=các|những|hiệu|thủ|ubnd|ủy|phòng|sở|đơn|toàn|mỗi|ban|giám"
    r"|lãnh|chủ)",
    re.IGNORECASE,
)
# Watching over the whole document is somebody's job, not a formula.
_ASSIGNS: Final = re.compile(
    r"\W*giao (?!các |cho các |hiệu trưởng |thủ trưởng )[^.;]{3,120}?\b(?:theo dõi|đôn đốc|kiểm tra"
    r"|giám sát)\b",
    re.IGNORECASE,
)
_LIMIT: Final = re.compile(r"\btrước\b|\bchậm nhất\b", re.IGNORECASE)
_CONDITIONAL: Final = re.compile(
    r"\b(?:nếu|khi) (?:có|gặp|phát sinh)\b.{0,40}\b(?:khó khăn|vướng mắc|vấn đề|phát sinh)", re.IGNORECASE
)


def asks(text: str) -> bool:
    """True if the text gives a named party a job or asks for something to be handed in."""
    return _ASKS.search(text) is not None or bool(subject_of(text))


def tells(text: str) -> bool:
    """True for a sentence about what was asked before, and how far it has come."""
    return (_TELLS.match(text) is not None and _NOW.search(text) is None) or _TOLD.match(text) is not None


def is_closing(text: str) -> bool:
    """True for a formula that closes a document: a summary, a contact, a general call to carry it out."""
    contact = _CONTACT.search(text)
    if is_conditional(text) and _DELIVERS.search(text[: contact.start()] if contact else text):
        return False
    if _INFORMS.search(text):
        return True
    if _ASSIGNS.match(text):
        return False
    asked = _asked(text)
    if _OPENS.match(text) and not _DELIVERS.search(asked):
        return True
    if _CONTACT.search(text) and not _LIMIT.search(text):
        return True
    return _GENERIC_DEED.search(asked) is not None and not _DELIVERS.search(asked)


def _asked(text: str) -> str:
    """What stands behind the last "đề nghị" or "yêu cầu"; the whole text where neither stands."""
    last = [match.end() for match in _CALLS.finditer(text)][-1:]
    return text[last[0] :] if last else text


def is_conditional(text: str) -> bool:
    """True for what is to be done only if difficulties arise."""
    return _CONDITIONAL.search(text) is not None
