"""Card: the few short values that a message template approved by a provider may show."""

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from notifications.letter import Letter
from notifications.wording import environment, shortened

LIMITS: Final[Mapping[str, int]] = {
    "name": 30,
    "code": 30,
    "status": 30,
    "due": 20,
    "days": 30,
    "number": 30,
    "issued": 20,
    "issuer": 30,
    "task": 90,
    "office": 30,
    "count": 20,
    "path": 200,
    "link": 200,
}
"""Keys of a card and their most characters in NFC: those of Zalo's parameter types customer name (30), code, label and
status (30), time (20), number (20), URL (200), and of a table's cell (90)."""


def card_of(letter: Letter, *, root: str) -> dict[str, str]:
    """The values of the most urgent task; ``count`` says how many tasks there are, ``path`` is ``link`` without the
    address of the pages. Cut at a word, with "…"; a link that is too long is left out, for half a link is none."""
    words: Any = environment(is_html=False).get_template("card.j2").module
    entry = next(entry for group in letter.groups for entry in group.entries)
    line = entry.line
    is_one = len(letter.entries) == 1
    link = line.link if is_one or not root else f"{root}/viec"
    values = {
        "name": letter.person,
        "code": f"CV-{line.item.obligation_id}",
        "status": words.status(letter, entry),
        "due": words.due(line),
        "days": words.days(line),
        "number": words.number(line),
        "issued": words.issued(line),
        "issuer": line.item.issuer_name,
        "task": line.task,
        "office": letter.office,
        "count": words.count(letter),
    }
    links = {"path": link.removeprefix(root).lstrip("/"), "link": link}
    return {key: shortened(unicodedata.normalize("NFC", value), LIMITS[key]) for key, value in values.items()} | {
        key: value if len(value) <= LIMITS[key] else "" for key, value in links.items()
    }
