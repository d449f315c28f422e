"""Chat: a letter in at most 2,000 characters of plain text. What does not fit is counted, never cut silently."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, Final

from notifications.letter import Letter
from notifications.wording import environment

LONGEST: Final = 2_000
MOST_TASKS: Final = 10
# Groups whose tasks the reader has to answer for.
_OWED: Final = frozenset({"overdue", "today", "soon", "undated"})


def chat_of(letter: Letter, *, lead: str, action: str, drafts: Sequence[Mapping[str, Any]]) -> str:
    """The letter for a chat, at most LONGEST characters in NFC (UTF-16 units, as a provider may count them).

    A digest has at most MOST_TASKS tasks and says how many others there are.
    """
    words: Any = environment(is_html=False).get_template("chat.j2").module
    head, foot = words.opening(letter, lead), _foot(letter, action, words)
    shown, left = _tasks(letter, words, room=LONGEST - _size(head, foot, words.more(len(letter.entries), shown=True)))
    more = [words.more(left, shown=bool(shown))] if left else []
    written = [words.draft(draft) for draft in drafts]
    if _size(head, *shown, *more, *written, foot) > LONGEST:
        written = [words.draft_elsewhere(letter)]
    return fitted("\n\n".join(part for part in (head, *shown, *more, *written, foot) if part))


def fitted(text: str) -> str:
    """``text`` in NFC, without blanks at line ends; what is too long all the same is cut at a word, with "…"."""
    whole = unicodedata.normalize("NFC", text)
    whole = "\n".join(line.rstrip() for line in whole.split("\n")).strip()
    if _size(whole) <= LONGEST:
        return whole
    kept = whole.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore")
    return (kept[: max(kept.rfind(" "), kept.rfind("\n"))] if " " in kept else kept).rstrip() + "…"


def _foot(letter: Letter, action: str, words: Any) -> str:
    is_owed = any(group.code in _OWED for group in letter.groups)
    named = f" CV-{letter.entries[0].line.item.obligation_id}" if len(letter.entries) == 1 else " CV-…"
    return "\n".join(part for part in (action, words.replies(named) if is_owed else "", words.closing(letter)) if part)


def _tasks(letter: Letter, words: Any, *, room: int) -> tuple[list[str], int]:
    """The tasks that fit into ``room``, each with its heading where a new group begins; and how many do not."""
    shown: list[str] = []
    for part in takewhile(lambda _: len(shown) < MOST_TASKS, _parts(letter, words)):
        room -= _size(part)
        if room < 0:
            break
        shown.append(part)
    return shown, len(letter.entries) - len(shown)


def _parts(letter: Letter, words: Any) -> Iterator[str]:
    if letter.kind != "digest":
        yield from (words.task(entry).rstrip() for entry in letter.entries)
        return
    for group in letter.groups:
        for number, entry in enumerate(group.entries):
            listed: str = words.listed(entry).rstrip()
            yield listed if number else f"{words.heading(group)}\n{listed}"


def _size(*parts: str) -> int:
    """UTF-16 units of the parts in NFC, each with the blank line behind it."""
    return sum(len(unicodedata.normalize("NFC", part).encode("utf-16-le", "replace")) // 2 + 2 for part in parts) - 2
