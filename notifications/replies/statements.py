"""What a reply says of the task: received, done, refused, not received; or that it asks for the list of tasks."""

from typing import Final

from notifications.replies.readings import Doubt
from notifications.replies.words import Saying, clauses, spoken

_ITEM: Final = (
    r"(?:thông tin|thông báo|nhiệm vụ|công việc|việc|đầu việc|văn bản|công văn|tin nhắn|tin|email|mail|thư|nội dung"
    r"|chỉ đạo|yêu cầu|kế hoạch|nhắc nhở|lời nhắc|nhắc việc|quyết định|chỉ thị|giấy mời|hướng dẫn|task|này|trên"
    r"|cv-?\d+|#\d+|\d+)"
)
_FRILL: Final = r"(?:<already>|<soft>|<who>|dạ|vâng|thưa|ok|oke|rõ|<got>|xin|(?:cảm|cám) ơn|thanks|tks|trân trọng)"
_OPENING: Final = (
    rf"(?:(?:<who>|{_ITEM}|dạ|vâng|dạ vâng|o+k+(?:e|ie|ay|i|la)?|thưa|xin|xin báo|xác nhận|báo cáo|báo|hiện|cũng|mới"
    r"|vừa|rồi|alo|kính gửi|kính|(?:trường|phòng|sở|ubnd|xã|tổ|ban|trung tâm)(?: [^\W\d_]+){1,6}?)[ ,:]{1,2}){0,6}"
)
# Said in so many words: whatever follows is about the thing received.
_RECEIVED: Final = spoken(
    rf"{_OPENING}(?:đã (?:tiếp |ghi )?nhận(?: <got>| đủ| rõ)?|đã (?:nắm|rõ|hiểu|xem|đọc|biết|tiếp thu)(?: <got>| rõ)?"
    rf"|(?:tiếp |ghi )?nhận (?:<got> |{_ITEM} ){{0,3}}<already>|(?:biết|hiểu|rõ|nắm|xem|đọc)(?: <got>| rõ)? <already>"
    rf"|đã <got> nhận|received|noted)\b"
    r"(?! (?:xét|định|thức|lời|ra|thấy|lỗi|diện|lương|tiền|nhầm|biết|dạng))(?: .*)?"
)
# One word of assent, with nothing but politeness or a promise around it.
_ASSENT: Final = spoken(
    rf"{_OPENING}(?:o+k+(?:e|ie|ay|i|la|iela)*|okela|vâng|dạ|rõ|roger|got it|ừ|ừm|uh|(?:tiếp |ghi )?nhận)\b"
    rf"(?: {_ITEM}){{0,3}}(?: {_FRILL}){{0,6}}(?: (?:và )?(?:sẽ|đang) .*)?"
)
_HARMLESS: Final = spoken(
    r"<neg> (?:có )?(?:ý kiến|vấn đề|vướng mắc|khó khăn|thắc mắc)(?: gì)?(?: thêm| khác)?(?: cả)?"
    r"|(?:cảm|cám) ơn[^.,;!?\n]{0,40}"
)
_ASKS: Final = spoken(r"\?|\b(?:gì|sao|nào|đâu|ai|mấy giờ|bao giờ|khi nào|bao nhiêu|hay chưa|cho hỏi|hỏi)\b|<neg>")
_DONE: Final = spoken(
    r"\b(?:xong|hoàn thành|hoàn tất|(?:đã|vừa|mới) (?:\w+ ){0,2}(?:nộp|gửi|báo cáo|làm|thực hiện|triển khai"
    r"|trả lời|up|upload)|(?:nộp|gửi|báo cáo|làm) (?:\w+ ){0,3}(?:<already>)|đính kèm|done|finish(?:ed)?|completed?)\b"
)
_NOT_YET: Final = spoken(
    r"<neg>|\b(?:sẽ|sắp|cố gắng|cố|phấn đấu|kịp|dự kiến|đang|hứa|trước khi|khi nào|để)\b(?! (?:xong|gửi rồi|nộp rồi))"
)
_NOT_RECEIVED: Final = spoken(
    r"<neg>(?: (?:thể|hề|<got>|có|thấy|tìm)){0,3} ?(?:nhận|thấy|mở|tải|xem|đọc|có (?:file|văn bản|công văn))\b"
    r"|\b(?:nhận|mở|tải|xem|đọc) (?:\w+ ){0,3}<neg> (?:<got>|thấy|ra|nổi)|\bthiếu (?:file|tệp|phụ lục|trang|biểu|mẫu"
    r"|văn bản|đính kèm|công văn)|\b(?:bị )?lỗi (?:file|tệp|link)"
    r"|\b(?:file|tệp|link) (?:\w+ ){0,3}lỗi\b"
)
_REFUSED: Final = spoken(
    r"\b(?:từ chối|nhận nhầm|gửi nhầm|nhầm (?:người|số|đơn vị|địa chỉ))\b|<neg> (?:phải (?:là )?|thuộc )(?:\w+ ){0,2}"
    r"(?:việc|nhiệm vụ|trách nhiệm|thẩm quyền|chức năng|của|người|đơn vị)"
    r"|<neg> (?:\w+ ){0,2}(?:phụ trách|thực hiện được|làm được)|<neg> nhận (?:việc|nhiệm vụ|công việc|làm)\b"
)
_STOP: Final = spoken(
    r"(?:xin |đề nghị |hãy |please )?(?:stop|dừng|ngừng|ngưng|huỷ|huỷ đăng ký|unsubscribe|đừng|không)"
    r"(?: (?:nhắn|gửi|nhắc|nhận|tin|tin nhắn|thông báo|nữa|đăng ký|cho|việc|lại|muốn|<who>|<soft>)){0,8}"
)
_BARE_NO: Final = spoken(r"(?:đừng|không)(?: (?!nhắn|gửi|nhắc|muốn)\w+)*")
_MINE: Final = spoken(
    r"(?:/ ?)?(?:(?:<who>|dạ|vâng|cho|xin|xem|hiện|liệt kê|gửi|tra cứu|tra|kiểm tra|danh sách|ds|các|những|lại) ){0,6}"
    r"(?:(?:công việc|việc|nhiệm vụ|đầu việc)(?: cần làm| phải làm| đang làm| còn lại| được giao| đến hạn)?"
    r" (?:của|cho|giao) <who>|(?:danh sách|ds|các|xem) (?:công việc|việc|nhiệm vụ|đầu việc)"
    r"|(?:<who> )?(?:còn|có|đang có|phải làm|cần làm)"
    r"(?: những)? (?:công việc|việc|nhiệm vụ)(?: gì| nào)|/(?:việc|viec|viec_?cua_?toi)|việc|my ?(?:work|tasks))"
    r"(?: (?:<soft>|<who>|là gì|gồm những gì|hôm nay|tuần này|tháng này|hiện tại|đang có)){0,4}"
)


def asks_for_tasks(said: Saying) -> bool:
    """True for "việc của tôi" and its like, with nothing else said."""
    return any(_MINE.fullmatch(clause) for heard in said.hearings for clause in [" ".join(clauses(heard))])


def is_acknowledgement(said: Saying) -> bool:
    """True if a clause says "received" and no other denies, asks or goes beyond; a thumb alone says so too."""
    if not said.shown:
        return said.has_thumb
    return _doubt(said) is None and any(
        _RECEIVED.fullmatch(clause) or _ASSENT.fullmatch(clause) for heard in said.hearings for clause in clauses(heard)
    )


def doubt_of(said: Saying) -> Doubt:
    """Why a reply that asks for nothing is no acknowledgement."""
    return Doubt.EMPTY if not said.shown else _doubt(said) or Doubt.UNKNOWN


def _doubt(said: Saying) -> Doubt | None:
    hearings = [_HARMLESS.sub(" ", heard) for heard in said.hearings]
    for doubt, pattern in ((Doubt.REFUSED, _REFUSED), (Doubt.NOT_RECEIVED, _NOT_RECEIVED)):
        if any(pattern.search(heard) for heard in hearings):
            return doubt
    if any(_is_stop(heard) for heard in hearings):
        return Doubt.STOP
    if any(_is_done(clause) for heard in hearings for clause in clauses(heard)):
        return Doubt.DONE
    return Doubt.UNKNOWN if any(_ASKS.search(heard) for heard in hearings) else None


def _is_done(clause: str) -> bool:
    return any(not _NOT_YET.search(clause, 0, match.start()) for match in _DONE.finditer(clause))


def _is_stop(heard: str) -> bool:
    whole = " ".join(clauses(heard))
    return _STOP.fullmatch(whole) is not None and _BARE_NO.fullmatch(whole) is None
