"""What a heading is about: parts that ask for nothing (purpose, funding, background) are told from those that do."""

import re
from functools import lru_cache
from typing import Final

from intake.drafting.head.folding import folded

_LEAD: Final = r"\W*(?:ve\s+|cac\s+|mot\s+so\s+|nhung\s+)?"
_WORK: Final = re.compile(
    r"nhiệm vụ|nội dung|giải pháp|công việc|công tác|tổ chức thực hiện|triển khai|biện pháp|phân công|trách nhiệm",
    re.IGNORECASE,
)
_TOPICS: Final = (
    ("purpose", r"mục đích|mục tiêu|quan điểm|ý nghĩa|phương châm|định hướng"),
    ("requirement", r"yêu cầu(?!\s+(?:các|phòng|sở|ủy|uỷ|ubnd|hiệu|đơn vị|thủ|đối với|mỗi|tất))|nguyên tắc|chỉ tiêu"),
    (
        "background",
        (
            r"căn cứ|cơ sở (?:pháp|xây|thực|lý|chính)|(?:đặc điểm )?tình hình|thực trạng|kết quả|tồn tại|hạn chế"
            r"|nguyên nhân|thuận lợi|khó khăn"
            r"|ưu điểm|khuyết điểm|nhược điểm|đánh giá (?:chung|tình|kết|thực)|bối cảnh|sự cần thiết|bài học|đặc điểm"
            r"|những (?:kết|mặt|tồn|khó)"
        ),
    ),
    ("funding", r"(?:nguồn )?kinh phí|nguồn vốn|nguồn lực tài chính|dự toán kinh phí|chế độ chi"),
    (
        "period",
        (
            r"thời gian|thời hạn|thời điểm|địa điểm|thành phần|đối tượng|phạm vi|số lượng|hình thức|quy mô"
            r"|lộ trình và thời"
        ),
    ),
    (
        "reference",
        (
            r"nội dung báo cáo|đề cương|phụ lục|tiêu chí|biểu mẫu|thể lệ|giải thích|định nghĩa|khen thưởng|hồ sơ gồm"
            r"|tài liệu|phần (?:lễ|hội|nghi lễ|nghi thức)\b(?! hội)|kịch bản|trình tự (?:buổi lễ|hội nghị)"
            r"|chương trình (?:buổi lễ|lễ|hội nghị|ngày hội|buổi họp)"
        ),
    ),
    ("contents", r"mục lục|danh mục từ viết tắt|từ viết tắt"),
)
# Marks are the first thing that a scan loses in capitals, so headings are read without them.
_TOPIC_PATTERNS: Final = tuple((why, re.compile(rf"{_LEAD}(?:{folded(words)})\b")) for why, words in _TOPICS)
_LONGEST: Final = 110
_AGREES: Final = re.compile(r"\W*(?:nhằm|để|với mục đích|góp phần)\b", re.IGNORECASE)
# What for stands first, then who is asked for what.
_ASKED: Final = re.compile(
    r",\s+(?:[^,.;]{0,160}\s)?(?:đề nghị|yêu cầu|giao)\s+(?!của|này|trên|tại|theo|về|đặt|đổi|đó|phát)\w", re.IGNORECASE
)
_PERIOD_ITEM: Final = re.compile(
    r"\W*(?:thời gian|thời hạn|thời điểm|địa điểm|thành phần|đối tượng|số lượng|hình thức|phương thức|phạm vi|quy mô"
    r"|kinh phí|danh nghĩa tổ chức|(?:cơ quan|đơn vị) (?:chỉ đạo|bảo trợ|tài trợ|đồng hành|đồng tổ chức)"
    r"|chủ (?:toạ|tọa|đề)|khẩu hiệu|giải thưởng|cơ cấu giải|trang phục|điện thoại|email|nguồn)\b[^:.;]{0,40}:",
    re.IGNORECASE,
)
_SENDS: Final = re.compile(r"\b(?:trường|đơn vị|cơ sở|xã|huyện)\b[^.;]{0,60}\bcử \d", re.IGNORECASE)
_REMARK: Final = re.compile(r"\W*(?:ghi chú|chú thích|chú ý)\s*:", re.IGNORECASE)
_REFERENCE_ITEM: Final = re.compile(
    r"\W*(?:(?:có |xem |theo |chi tiết (?:theo |tại |xem )?)?(?:các )?(?:phụ lục|biểu mẫu|mẫu|danh sách|bảng"
    r"|đề cương|lịch|file|tài liệu|văn bản|công văn|kế hoạch)"
    r"|chi tiết|đính kèm|kèm theo|gửi kèm)\b[^;]{0,60}(?:kèm|đính|dưới đây|phụ lục|này|sau)\W*",
    re.IGNORECASE,
)
_EFFECT: Final = re.compile(
    r"có hiệu lực|hết hiệu lực|bãi bỏ|thay thế (?:cho )?(?:quyết định|văn bản|công văn|kế hoạch|thông tư|nghị)"
    r"|(?:chịu trách nhiệm |để )thi hành|căn cứ quyết định thi hành"
    r"|ban hành kèm theo (?:quyết định|văn bản|công văn|thông báo|kế hoạch) này",
    re.IGNORECASE,
)
_GOAL: Final = re.compile(
    r"\W*(?:phấn đấu|đạt|tỷ lệ|tỉ lệ|(?:trên |ít nhất |tối thiểu |có )?\d+(?:[.,]\d+)?\s?%|100%|\d+/\d+)", re.IGNORECASE
)
_FUNDS: Final = re.compile(r"\W*(?:nguồn )?kinh phí\b", re.IGNORECASE)
_NUMERAL: Final = re.compile(r"^\W*(?:[IVX]+|\d[\d.]*|[a-zđ])\s?[.)/:-]\s+")


@lru_cache(maxsize=64)
def why_silent(heading: str) -> str | None:
    """Why the clauses under a heading ask for nothing, or None if they may."""
    title = _NUMERAL.sub("", heading, count=1).split(":")[0]
    if len(title) > _LONGEST:
        return None
    why = next((why for why, pattern in _TOPIC_PATTERNS if pattern.match(folded(title))), None)
    return None if why in ("purpose", "requirement", "period") and _WORK.search(title) else why


def why_no_task(text: str) -> str | None:
    """Why a clause by itself is no task, or None if it may be one."""
    if _REMARK.match(text):
        return "reference"
    if _AGREES.match(text) and not _ASKED.search(text):
        return "purpose"
    if _PERIOD_ITEM.match(text) and not _SENDS.search(text):
        return "period"
    if len(text) < 140 and _REFERENCE_ITEM.fullmatch(text):
        return "reference"
    if _EFFECT.search(text):
        return "closing"
    return "funding" if _FUNDS.match(text) else None


def is_goal(text: str) -> bool:
    """True for a target figure: "Phấn đấu 95% …", "Tỷ lệ trẻ …"."""
    return _GOAL.match(text) is not None
