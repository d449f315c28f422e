"""A reply without what stands around it: the quoted message, a telephone's footer, a signature below two dashes."""

import re
from typing import Final

_QUOTED: Final = re.compile(r"^[ \t]*(?:>|\|[ \t])")
# "Vào 08:12, Th 2, 20 thg 5, 2024 Phòng A <a@b> đã viết:", over two lines at times.
_ATTRIBUTION: Final = re.compile(
    r"^[ \t]*(?:Vào|On|Lúc|Ngày)\b[^\n]{0,200}(?:\n[^\n]{0,200})?(?:đã viết|wrote|viết)[ \t]*:[ \t]*$", re.I | re.M
)
_BELOW: Final = re.compile(
    r"^[ \t]*(?:-{2,} ?(?:Original Message|Thư gốc|Tin nhắn gốc|Forwarded message|Tin nhắn chuyển tiếp"
    r"|Thư đã chuyển tiếp)|_{8,}|-- ?$|(?:From|Từ|Người gửi):[^\n]{1,300}\n"
    r"[^\n]{0,300}?(?:Sent|Date|Đã gửi|Ngày|To|Đến|Tới)[ \t]*:"
    r"|(?:Sent from|Được gửi từ|Gửi từ (?:iPhone|iPad|điện thoại|Zalo|thiết bị)|Tải Outlook|Get Outlook)\b)",
    re.I | re.M,
)


def own_words(text: str) -> str:
    """``text`` as its writer typed it, without quotations above, between or below."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    attribution = _ATTRIBUTION.search(text)
    if attribution:
        rest = text[attribution.end() :]
        # Who answers below the quotation marks its lines with ">"; else all that follows is quoted.
        is_marked = any(_QUOTED.match(line) for line in rest.split("\n"))
        text = text[: attribution.start()] + (rest if is_marked else "")
    below = _BELOW.search(text)
    if below:
        text = text[: below.start()]
    return "\n".join(line for line in text.split("\n") if not _QUOTED.match(line)).strip()
