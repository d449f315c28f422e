"""Letters of Vietnamese for patterns: a range such as À-Ỹ would mix capitals with small letters."""

from typing import Final

_ALL: Final = (*map(chr, range(0x41, 0x7B)), *map(chr, range(0xC0, 0x1B1)), *map(chr, range(0x1EA0, 0x1EFA)))
UPPER: Final = "".join(letter for letter in _ALL if letter.isupper())
LOWER: Final = "".join(letter for letter in _ALL if letter.islower())
