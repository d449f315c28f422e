"""Codes in a reply: the task it names, the code that links a chat, and what a button sends."""

import re
from typing import Final, Literal

from notifications.replies.words import saying, spoken

_MORE: Final = (
    r"(?:\s{0,2}(?:,|;|và|với|&)\s{0,2}(?:#|cv-|việc |mã )?\d{1,9}(?![\w/%]|[.,-]\d| ?(?:ngày|tuần|tháng|giờ))){0,20}"
)
_NAMED: Final = spoken(
    r"(?:\[\s?cv[ -]?|(?<![\w/])cv-|(?<![\w&/])#\s?|(?<!\w)(?:việc|nhiệm vụ|mã|mã việc|mã số|task)(?: số| mã)?[ :]{1,3}"
    r"(?:cv-|#)?)(\d{1,9})(?![\w/%]|[.-]\d|\s?(?:ngày|tuần|tháng|giờ|trường|lớp|lần|đợt|bộ|người|trẻ|năm)\b)"
    rf"({_MORE})"
)
_NUMBER: Final = re.compile(r"\d{1,9}")
_DASH: Final = r"[ \-–—_]"
_LINK: Final = re.compile(rf"(?<!\w)LK{_DASH}?([A-Z0-9]{{4}}){_DASH}?([A-Z0-9]{{4}})(?!\w)", re.IGNORECASE | re.ASCII)
_BUTTON: Final = re.compile(r"\s*#?dondoc:(ack|more|mine)(?::(\d{1,9}))?\s*", re.ASCII)

Press = Literal["ack", "more", "mine"]


def button(press: Press, number: int | None = None) -> str:
    """What a button of a message sends when it is pressed: acknowledge, ask for more time, list my work."""
    return f"dondoc:{press}" + (f":{number}" if number else "")


def pressed(text: str) -> tuple[str, int | None] | None:
    """Which button sent ``text``, and for which task; None where none did."""
    match = _BUTTON.fullmatch(text)
    return (match[1], int(match[2] or 0) or None) if match else None


def numbers_named(text: str) -> tuple[int, ...]:
    """Numbers of the tasks that ``text`` (a reply, a subject) names as "[CV-123]", "#123", "việc 123", each once."""
    named = " ".join(match[1] + match[2] for match in _NAMED.finditer(saying(text).heard))
    return tuple(dict.fromkeys(number for found in _NUMBER.findall(named) if (number := int(found))))


def link_code(text: str) -> str:
    """The one code such as "LK-7F3K-29QD" in ``text``, however its dashes were typed; "" without, or with two."""
    codes = {f"LK-{match[1]}-{match[2]}".upper() for match in _LINK.finditer(text) if _is_code(match)}
    return codes.pop() if len(codes) == 1 else ""


def _is_code(match: re.Match[str]) -> bool:
    """Letters alone and without dashes are words ("lk mail zalo"), not a code."""
    return match[0].count("-") == 2 or any(letter.isdigit() for letter in match[0])
