"""Names as they are compared: one folding for units, aliases and owner phrases."""

import re
import unicodedata

_BLANKS = re.compile(r"\s+")


def fold(name: str) -> str:
    """The key under which a name is found: NFC, case folded, runs of blanks made one. Diacritics stay: Hòa is not
    Hoa."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", name)).strip().casefold()


def bare(text: str) -> str:
    """What a search without diacritics looks through: folded, without marks, đ as d. For finding only: Hòa and Hoa are
    one here."""
    apart = unicodedata.normalize("NFD", fold(text).replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
