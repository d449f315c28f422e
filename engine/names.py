"""Names as they are compared: one folding for units, aliases and owner phrases."""

import re
import unicodedata

_BLANKS = re.compile(r"\s+")


def fold(name: str) -> str:
    """The key under which a name is found: NFC, case folded, runs of blanks made one. Diacritics stay: Hòa is not
    Hoa."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", name)).strip().casefold()
