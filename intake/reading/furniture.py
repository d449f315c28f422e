"""What every page carries and no clause needs: page numbers, and heads and feet that repeat."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

_PAGE_NUMBER: Final = re.compile(
    r"\s*(?:[-–—~]{0,2}\s*(?P<number>\d{1,3})\s*[-–—~]{0,2}"
    r"|(?:trang|page|tr\.)\s*\d{1,3}(?:\s*(?:/|trên|of)\s*\d{1,3})?"
    r"|\d{1,3}\s*/\s*\d{1,3})\s*",
    re.IGNORECASE,
)
_SURE: Final = re.compile(r"\s*(?:[-–—~]\s*\d{1,3}\s*[-–—~]|(?:trang|page)\s.*)\s*", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\d+")
# Bare numbers are page numbers if they count on, with at least this many characters between them.
_SHORTEST_PAGE: Final = 1000
_LONGEST_NUMBER: Final = 24
_LONG_HEAD: Final = 15
_LONGEST_HEAD: Final = 120
_ITEM: Final = re.compile(r"\s*(?:[-–+*•]\s|\(?\w{1,4}[.)]|\d{1,2}\.\d)")


def is_page_number(text: str) -> bool:
    """True for a line that can be nothing but the number of a page, at the edge of a page."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def numbered_pages(texts: Sequence[str], edges: frozenset[int] = frozenset()) -> set[int]:
    """Indices of the lines of a text without pages that are page numbers.

    "- 2 -" and "Trang 2/5" speak for themselves. A bare number counts at an edge of a page (``edges``: indices beside
    a form feed), or if it continues the count of pages: 2, 3, 4, …, with a page's worth of lines between them.
    """
    found: set[int] = set()
    expected, written = 1, 0
    for index, text in enumerate(texts):
        match = _PAGE_NUMBER.fullmatch(text) if 0 < len(text) <= _LONGEST_NUMBER else None
        if match is None:
            written += len(text)
            continue
        number = int(match["number"] or 0)
        is_next = expected <= number <= expected + 1 and written >= _SHORTEST_PAGE
        if is_next or index in edges or _SURE.fullmatch(text):
            found.add(index)
            expected, written = max(number + 1, expected), 0
    return found


def repeated(heads: Sequence[str]) -> set[str]:
    """The texts, with digits masked, that stand at the same edge of at least half of the pages: long ones twice,
    short ones three times. An item of a list is none of them.
    """
    fitting = (head for head in heads if 0 < len(head.strip()) <= _LONGEST_HEAD and not _ITEM.match(head))
    counts = Counter(masked(head) for head in fitting)
    often = {text: count for text, count in counts.items() if count * 2 >= len(heads)}
    return {text for text, count in often.items() if count > 2 or (count == 2 and len(text) >= _LONG_HEAD)}


def masked(text: str) -> str:
    """A text without what differs from page to page."""
    return _DIGITS.sub("#", " ".join(text.split())).casefold()
