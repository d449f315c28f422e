"""Short ways to say things: a first sentence, days left, a size, a figure."""

import re
from typing import Any

from web.i18n import Speech, number

_LONGEST = 180
# A sentence of some length: "TP. Hải Phòng" and "1. Nội dung" end none.
_SENTENCE = re.compile(r"^.{40,}?[.!?;](?=\s+[^a-zà-ỹđ])", re.DOTALL)


def first_sentence(text: str, *, longest: int = _LONGEST) -> str:
    """The first sentence of a clause, cut at a word with "…" where it is long."""
    folded = " ".join(text.split())
    found = _SENTENCE.match(folded)
    said = (found.group(0) if found else folded).rstrip(" ;,")
    if len(said) <= longest:
        return said
    return f"{said[:longest].rpartition(' ')[0] or said[:longest]}…"


def days_left(days: int | None, *, speech: Speech) -> str:
    """How far away a last day is, in words; "" without one."""
    if days is None:
        return ""
    if days == 0:
        return speech.say("hết hạn hôm nay")
    if days > 0:
        return speech.count("còn %(n)s ngày làm việc", "còn %(n)s ngày làm việc", n=days)
    return speech.count("quá %(n)s ngày làm việc", "quá %(n)s ngày làm việc", n=-days)


def size(count: int) -> str:
    """A size in bytes as people read it: 1,2 MB."""
    if count < 1_000_000:
        return f"{number(-(-count // 1000))} kB"
    return f"{number(round(count / 1_000_000, 1)).removesuffix(',0')} MB"


def figure(value: Any, *, speech: Speech) -> str:
    """A figure as documents print it; yes and no in words."""
    if isinstance(value, bool):
        return speech.say("Có") if value else speech.say("Không")
    return number(value) if isinstance(value, int | float) else str(value)
