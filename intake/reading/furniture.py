"""What every page carries and no clause needs: page numbers, and heads and feet that repeat."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from intake.reading.columns import folded

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
_HEAD_LINES: Final = 15
_FEWEST_WORDS: Final = 2
_DASH: Final = re.compile(r"\s+[-–—|]\s+")
_WORD: Final = re.compile(r"\w+")
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
        match = _PAGE_NUMBER.fullmatch(text) if 0 < len(text.strip()) <= _LONGEST_NUMBER else None
        if match is None:
            written += len(text)
            continue
        number = int(match["number"] or 0)
        is_next = expected <= number <= expected + 1 and written >= _SHORTEST_PAGE
        if is_next or index in edges or _SURE.fullmatch(text):
            found.add(index)
            expected, written = max(number + 1, expected), 0
    return found


def running_heads(texts: Sequence[str], numbers: Collection[int]) -> set[int]:
    """Indices of the lines beside page numbers (``numbers``) that a page carries and no clause is: those that stand
    beside more of them, and those that repeat the issuer in capitals, a dash and words of the title from the head.

    An issuer or a title alone may open what is issued with the document, and stays.
    """
    filled = [index for index, text in enumerate(texts) if text.strip()]
    place = {index: at for at, index in enumerate(filled)}
    head = _words(" ".join(texts[index] for index in filled[:_HEAD_LINES]))
    found: set[int] = set()
    for step in (-1, 1):
        beside = [filled[at] for number in numbers if 0 <= (at := place[number] + step) < len(filled)]
        near = [index for index in beside if index not in numbers and place[index] >= _HEAD_LINES]
        common = repeated([texts[index] for index in near])
        same = Counter(texts[index].strip() for index in near)
        often = {index for index in near if same[texts[index].strip()] > 1 and masked(texts[index]) in common}
        found |= often | {index for index in near if _is_of_head(texts[index], head)}
    return found


def _is_of_head(text: str, head: str) -> bool:
    parts = _DASH.split(text.strip())
    if len(parts) < 2 or not parts[0].isupper() or len(text) > _LONGEST_HEAD or _ITEM.match(text):
        return False
    words = [_words(part) for part in parts]
    return all(word in head and word.count(" ") > _FEWEST_WORDS for word in words)


def _words(text: str) -> str:
    """The words of a text without diacritics, each between blanks."""
    return f" {' '.join(_WORD.findall(folded(text)))} "


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
