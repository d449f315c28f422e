"""Directives as accidents leave them: lines and letters lost, doubled, swapped, glued, misread by a scanner."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

# What scanners read for what was printed; nothing here turns one digit into another.
_MISREAD: Final = (
    *(("1", "l"), ("0", "O"), ("l", "1"), ("I", "l"), ("Đ", "D"), ("đ", "d"), ("ố", "ó"), ("ớ", "ó"), ("ư", "u")),
    *(("/", " / "), ("/", "."), (".", " ."), (",", "."), ("ngày", "ngay"), ("tháng", "thang"), ("năm", "nărn")),
    *((" ", ""), (" ", "  "), ("-", "–"), ("- ", "-"), ("“", '"'), ("ầ", "à"), ("h", "n"), ("rn", "m"), ("Số", "S6")),
)
_SCRAPS: Final = (
    *("- ", "+ ", "a) ", "1. ", "II. ", "1.1. ", "* ", "**", "…", "./.", ":", ";", "(", ")", "“", "”", "|", "\t", "\f"),
    *("trước ngày ", "ngày", "31/02/2024", "30/10", "/2024", "năm", "tháng 9", "quý I", "học kỳ II"),
    *("16 giờ 30", "hằng"),
    *("Kính gửi:", "Nơi nhận:", "Số:", "V/v", "KẾ HOẠCH", "Điều 1.", "TM. ỦY BAN NHÂN DÂN", "- 2 -"),
    *("Căn cứ", "Phụ lục"),
    *("Sở Tài chính", "phối hợp với", "đề nghị", "các trường", "và", "\u0301", "\u200b", "\u202e", "İ", "\U0001f600"),
)
_MOST_LINES: Final = 60


@dataclass(frozen=True)
class Accident:
    """What happens, where (shares of the lines and of the letters), and with what."""

    kind: str
    line: float
    letter: float
    scrap: str


ACCIDENTS: Final = st.builds(
    Accident,
    kind=st.sampled_from(
        [
            *(
                "drop_line",
                "double_line",
                "swap_lines",
                "glue_lines",
                "cut_line",
                "cut_text",
                "indent",
                "shout",
                "blanks",
            ),
            *("drop_letter", "double_letter", "swap_letters", "insert", "misread", "unmark", "decompose", "whisper"),
        ]
    ),
    line=st.floats(0, 1, exclude_max=True),
    letter=st.floats(0, 1, exclude_max=True),
    scrap=st.one_of(st.sampled_from(_SCRAPS), st.text(st.characters(exclude_categories=["Cs"]), max_size=4)),
)


@st.composite
def damaged_texts(draw: st.DrawFn, originals: Sequence[str], *, most: int = 12) -> str:
    """The head of a directive and a stretch of its text, after up to ``most`` accidents."""
    lines = draw(st.sampled_from(originals)).split("\n")
    head, length = draw(st.integers(0, 20)), draw(st.integers(1, _MOST_LINES))
    start = draw(st.integers(0, len(lines) - 1))
    kept = [*lines[:head], *lines[max(head, start) : max(head, start) + length]]
    for accident in draw(st.lists(ACCIDENTS, max_size=most)):
        kept = _after(accident, kept) or [""]
    return "\n".join(kept)


def _after(accident: Accident, lines: list[str]) -> list[str]:
    at = int(accident.line * len(lines))
    if accident.kind in _ON_LINES:
        return _ON_LINES[accident.kind](lines, at, accident)
    text = lines[at]
    place = int(accident.letter * len(text))
    return [*lines[:at], _ON_LETTERS[accident.kind](text, place, accident.scrap), *lines[at + 1 :]]


def _swapped(lines: list[str], at: int, accident: Accident) -> list[str]:
    other = int(accident.letter * len(lines))
    result = list(lines)
    result[at], result[other] = result[other], result[at]
    return result


def _cut(lines: list[str], at: int, accident: Accident) -> list[str]:
    place = int(accident.letter * len(lines[at]))
    return [*lines[:at], lines[at][:place], lines[at][place:], *lines[at + 1 :]]


_ON_LINES: Final[dict[str, Callable[[list[str], int, Accident], list[str]]]] = {
    "drop_line": lambda lines, at, _: [*lines[:at], *lines[at + 1 :]],
    "double_line": lambda lines, at, _: [*lines[: at + 1], *lines[at:]],
    "swap_lines": _swapped,
    "glue_lines": lambda lines, at, accident: [
        *lines[:at],
        accident.scrap[:1].join(lines[at : at + 2]),
        *lines[at + 2 :],
    ],
    "cut_line": _cut,
    "cut_text": lambda lines, at, accident: [*lines[:at], lines[at][: int(accident.letter * len(lines[at]))]],
    "blanks": lambda lines, at, accident: [*lines[:at], *[""] * (1 + int(accident.letter * 3)), *lines[at:]],
}
_ON_LETTERS: Final[dict[str, Callable[[str, int, str], str]]] = {
    "drop_letter": lambda text, at, _: text[:at] + text[at + 1 :],
    "double_letter": lambda text, at, _: text[: at + 1] + text[at:],
    "swap_letters": lambda text, at, _: text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
    "insert": lambda text, at, scrap: text[:at] + scrap + text[at:],
    "misread": lambda text, at, _: text.replace(*_MISREAD[at % len(_MISREAD)]),
    "unmark": lambda text, *_: "".join(sign for sign in unicodedata.normalize("NFD", text) if not _is_mark(sign)),
    "decompose": lambda text, *_: unicodedata.normalize("NFD", text),
    "indent": lambda text, *_: f"    {text}",
    "shout": lambda text, *_: text.upper(),
    "whisper": lambda text, *_: text.lower(),
}


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) == "Mn"
