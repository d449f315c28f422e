"""Short ways to say things: a first sentence, days left, a size, a figure."""

import re
from datetime import date
from typing import Any, Protocol

from engine.deadlines import Timeliness
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


class Dated(Protocol):
    """What is asked of work with a last day: engine.service.agenda.Piece, engine.service.views.Listed."""

    @property
    def timeliness(self) -> Timeliness: ...
    @property
    def last_day(self) -> date | None: ...
    @property
    def days_left(self) -> int | None: ...
    @property
    def looked_on(self) -> date: ...


def days_left(one: Dated, *, speech: Speech) -> str:
    """How far away a last day is, in words; "" without one. Whether it has passed is not counted here: the engine says
    what is overdue, and nothing else is called so."""
    if one.days_left is None or one.last_day is None:
        return ""
    if one.timeliness is Timeliness.OVERDUE:
        if one.days_left >= 0:  # the hour of its last day has passed, or only days off since then
            return speech.say("vừa quá hạn")
        return speech.count("quá %(n)s ngày làm việc", "quá %(n)s ngày làm việc", n=-one.days_left)
    if one.days_left > 0:
        return speech.count("còn %(n)s ngày làm việc", "còn %(n)s ngày làm việc", n=one.days_left)
    if one.looked_on < one.last_day:
        return speech.say("không còn ngày làm việc nào")
    return speech.say("hết hạn hôm nay")


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
