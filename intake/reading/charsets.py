"""From bytes to Unicode text: which code page a file is in, and the repair of text that went through a wrong one."""

import codecs
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from intake.reading.legacy import from_tcvn3, from_vni
from intake.reading.syllables import Evidence, evidence

_MARKS: Final[tuple[tuple[bytes, str], ...]] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a share of syllables says; abbreviations and foreign names keep even a perfect text below 1.
_GOOD: Final = 0.85
_BAD: Final = 0.6
_GAIN: Final = 0.1
_LEAST_WORDS: Final = 3
# A few broken characters, as from a file that was cut in the middle of one, do not spoil the rest.
_MOST_BROKEN: Final = 0.03
_SIGNS_OF_WINDOWS: Final = "".join(bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in range(256))
_BYTES_OF_WINDOWS: Final = {sign: code for code, sign in enumerate(_SIGNS_OF_WINDOWS)}
_BROKEN: Final = "\ufffd"
# What Windows-1252 makes of the bytes of a Vietnamese letter in UTF-8.
_TWICE_ENCODED: Final = re.compile(
    "|".join(
        [
            f"[á][º»][{re.escape(_SIGNS_OF_WINDOWS[0x80:0xC0])}]",
            f"[ÃÄÅÆ][{re.escape(_SIGNS_OF_WINDOWS[0x80:0xC0])}]",
            f"â€[{re.escape(_SIGNS_OF_WINDOWS[0x80:0xC0])}]",
        ]
    )
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text in NFC; ``charset`` names the code page it was converted from, None for Unicode that was right."""

    text: str
    charset: str | None = None
    broken: int = 0


class CharsetUnclear(ValueError):
    """No code page makes Vietnamese of these bytes; ``is_mixed`` if a part of them is Unicode."""

    def __init__(self, *, is_mixed: bool) -> None:
        super().__init__(is_mixed)
        self.is_mixed = is_mixed


def decoded(data: bytes) -> Decoded:
    """The text of a file. Raise CharsetUnclear rather than guess."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _from_unicode(data.removeprefix(mark).decode(name, errors="replace"))
    wide = wide_charset(data)
    if wide is not None:
        return _from_unicode(data.decode(wide, errors="replace"))
    try:
        return _from_unicode(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _from_bytes(data)


def repaired(text: str) -> Decoded:
    """Unicode text whose letters are really signs of an old font or of UTF-8 read as Windows-1252, put right.

    A text that reads as Vietnamese, or that no repair improves, stays as it is.
    """
    found = evidence(text)
    if found.words < _LEAST_WORDS or (found.share >= _BAD and not _TWICE_ENCODED.search(text)):
        return Decoded(unicodedata.normalize("NFC", text))
    best = _best(text, _REPAIRS)
    if best is not None and evidence(best.text).share > found.share + _GAIN:
        return best
    return _repaired_by_lines(text)


def _from_unicode(text: str) -> Decoded:
    result = repaired(text)
    return Decoded(result.text, result.charset, text.count(_BROKEN))


def _from_bytes(data: bytes) -> Decoded:
    """Bytes that are no Unicode, or nearly so."""
    damaged = data.decode("utf-8", errors="replace")
    broken, found = damaged.count(_BROKEN), evidence(damaged)
    if found.words >= _LEAST_WORDS and broken <= max(1, _MOST_BROKEN * found.words) and found.share >= _GOOD:
        return Decoded(unicodedata.normalize("NFC", damaged), broken=broken)
    signs = data.decode("latin-1").translate(_WINDOWS)
    best = _best(signs, _CODE_PAGES)
    if best is not None:
        return best
    if not evidence(signs).words:
        return Decoded(signs, "Windows-1252")
    raise CharsetUnclear(is_mixed=bool(re.search(rb"[\xc3-\xc6][\x80-\xbf]|\xe1[\xba\xbb][\x80-\xbf]", data)))


def _best(text: str, readings: Mapping[str, Callable[[str], str]]) -> Decoded | None:
    """The reading with the most syllables, if it is good and no other is as good."""
    results = {name: unicodedata.normalize("NFC", reading(text)) for name, reading in readings.items()}
    found = {name: evidence(result) for name, result in results.items()}
    name = max(found, key=lambda one: (found[one].share, found[one].syllables))
    is_good = found[name].words > 0 and found[name].share >= _GOOD
    return Decoded(results[name], name) if is_good else None


def _repaired_by_lines(text: str) -> Decoded:
    """A text of which only some lines need a repair, as when parts were pasted from an older file."""
    names: set[str] = set()
    lines: list[str] = []
    for line in text.split("\n"):
        before = evidence(line)
        best = _best(line, _REPAIRS) if _is_doubtful(before) else None
        lines.append(line if best is None else best.text)
        names.update(() if best is None or best.charset is None else [best.charset])
    charset = ", ".join(sorted(names)) or None
    return Decoded(unicodedata.normalize("NFC", "\n".join(lines)), charset)


def _is_doubtful(found: Evidence) -> bool:
    return found.words >= _LEAST_WORDS and found.share < _BAD


def wide_charset(data: bytes) -> str | None:
    """UTF-16 without its mark: half of the bytes of the blanks and line ends are zero."""
    sample = data[:65536]
    if b"\0" not in sample or len(data) % 2:
        return None
    even, odd = sample[0::2], sample[1::2]
    if odd.count(0) > len(odd) // 4 and not even.count(0):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > len(even) // 4 and not odd.count(0) else None


def _read_again(charset: str) -> Callable[[str], str]:
    """The reading of signs of Windows-1252 as another code page; what that one lacks stays."""

    def reading(text: str) -> str:
        data = bytearray()
        for sign in text:
            code = _BYTES_OF_WINDOWS.get(sign)
            data += bytes([code]) if code is not None else sign.encode("utf-8")
        return data.decode(charset, errors="replace")

    return reading


_WINDOWS: Final = dict(enumerate(_SIGNS_OF_WINDOWS))
_CODE_PAGES: Final[dict[str, Callable[[str], str]]] = {
    "CP1258": _read_again("cp1258"),
    "TCVN3": from_tcvn3,
    "VNI": from_vni,
}
_REPAIRS: Final[dict[str, Callable[[str], str]]] = {
    "UTF-8": _read_again("utf-8"),
    **_CODE_PAGES,
}
