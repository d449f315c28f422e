"""Chat: a letter in at most 2,000 characters of plain text. What does not fit is counted, never cut silently."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
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
    head = words.opening(letter, lead)
    foot = "\n".join(part for part in (action, _replies(letter, words), words.closing(letter.office)) if part)
    more = words.more(len(letter.entries), shown=True)
    shown = within(_parts(letter, words), room=LONGEST - size(head, more, foot))
    left = len(letter.entries) - len(shown)
    parts = [head, *shown, *([words.more(left, shown=bool(shown))] if left else [])]
    written = [words.draft(draft) for draft in drafts]
    if size(*parts, *written, foot) > LONGEST:
        written = [words.draft_elsewhere(letter)]
    return fitted("\n\n".join([*parts, *written, foot]))


def fitted(text: str) -> str:
    """``text`` in NFC, without blanks at line ends; what is too long all the same is cut at a word, with "…"."""
    whole = unicodedata.normalize("NFC", text)
    whole = "\n".join(line.rstrip() for line in whole.split("\n")).strip()
    if size(whole) <= LONGEST:
        return whole
    kept = whole.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore")
    return (kept[: max(kept.rfind(" "), kept.rfind("\n"))] if " " in kept else kept).rstrip() + "…"


def within(parts: Iterable[str], *, room: int) -> list[str]:
    """The first parts that fit into ``room`` units, at most MOST_TASKS."""
    shown: list[str] = []
    for part in islice(parts, MOST_TASKS):
        room -= size(part) + 2
        if room < 0:
            break
        shown.append(part)
    return shown


def size(*parts: str) -> int:
    """UTF-16 units of the parts in NFC, with a blank line between them."""
    return len(unicodedata.normalize("NFC", "\n\n".join(parts)).encode("utf-16-le", "replace")) // 2


def _replies(letter: Letter, words: Any) -> str:
    """How to answer, for a reader who has to."""
    if not any(group.code in _OWED for group in letter.groups):
        return ""
    named = f" CV-{letter.entries[0].line.item.obligation_id}" if len(letter.entries) == 1 else " CV-…"
    return str(words.replies(named))


def _parts(letter: Letter, words: Any) -> Iterator[str]:
    if letter.kind != "digest":
        yield from (words.task(entry).rstrip() for entry in letter.entries)
        return
    for group in letter.groups:
        for number, entry in enumerate(group.entries):
            listed: str = words.listed(entry).rstrip()
            yield listed if number else f"{words.heading(group)}\n{listed}"
