"""Sentences of running text as stretches of it; abbreviations and initials do not end one."""

import re
from typing import Final

from intake.drafting.letters import UPPER

_END: Final = re.compile(rf"[.!?…]['\"”’)*]{{0,8}}\s+(?=[\W_]{{0,8}}[{UPPER}])")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:TP|Tp|ThS|TS|PGS|GS|KT|TM|TL|TUQ|Đ/c|đ/c|Ths|BS|NXB|ĐT|St|Q|P|v\.v)|\b[A-ZĐ])\.\s*$"
)


def sentences(text: str, start: int = 0) -> list[tuple[int, int]]:
    """The sentences of a text from an offset on, as (start, end), in order and without a gap."""
    cuts = [
        match.end()
        for match in _END.finditer(text, start)
        if not _ABBREVIATION.search(text, max(0, match.start() - 12), match.start() + 1)
    ]
    edges = zip([start, *cuts], [*cuts, len(text)], strict=True)
    return [(first, last) for first, last in edges if text[first:last].strip()]
