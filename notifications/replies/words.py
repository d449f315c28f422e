"""Words as people type them: marks lost or on the other vowel, telex keys left over, letters drawn out, emoji."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

# An answer is a line or two; what is longer is heard up to here.
MOST_LETTERS: Final = 2_000

# Words with many spellings, named in patterns as <name>.
_KINDS: Final = {
    "neg": r"(?<![\w/-])(?:không|hông|ko|kg|kh|hk|hok|hem|khum|hổng|k|k0|chưa|chẳng|chả|(?<!nội )đừng(?! hạn)|khỏi"
    r"|chửa|no"
    r"|not|never|don't)(?![\w/-])",
    "got": "được|đc|dc|đk",
    "already": "rồi|rùi|r|òi|gồi|xong rồi",
    "who": "em|anh|chị|tôi|tui|mình|cô|chú|bác|ông|bà|thầy|sếp|a|c|e|ad|admin|bạn|con|cháu|đ/c|đồng chí|lãnh đạo"
    "|cơ quan|chúng tôi|chúng em|tụi em|tụi tui|bọn em|bên em|bên tôi|bên mình|trường|trường em|trường tôi|nhà trường"
    "|đơn vị|đơn vị em|đơn vị tôi|quý phòng|quý sở|các anh|các chị|anh/chị|anh chị|phòng|sở|xã|ubnd xã",
    "soft": "ạ|nhé|nha|nhá|nhe|nghe|nè|ha|hen|hỉ|hí|nghen|nhen|à|á|ah|luôn|vậy|thôi|đó|đấy|nữa|với|nhiều",
}
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_MISPLACED: Final = (
    re.compile(rf"([oO])([{_TONES}])([aAeE])(?![\u0300-\u036f])"),
    re.compile(rf"([uU])([{_TONES}])([yY])(?![\u0300-\u036f])"),
    re.compile(rf"([uU]\u031b)([{_TONES}])([oO]\u031b)(?![\u0300-\u036f])"),
)
_TELEX: Final = (
    (re.compile(r"d(?=d)|a(?=a)|e(?=e)|o(?=o)|(?<=[aou])w", re.IGNORECASE), ""),
    (re.compile(r"(?<=[aeiouy])([a-z]{0,3}?)[sfrxj]", re.IGNORECASE), r"\1"),
)
_LONG: Final = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_SIGNS: Final = {"So": " ", "Sk": " ", "Cn": " ", "Co": " ", "Cs": " ", "Cc": " ", "Cf": "", "Mn": "", "Me": ""}
_THUMBS: Final = re.compile("[\N{THUMBS UP SIGN}\N{OK HAND SIGN}\N{SQUARED OK}]")
_CLAUSE: Final = re.compile(r"(?:[^,;!?\n.]|(?<=\d)[.,](?=\d))+")


def spoken(pattern: str) -> re.Pattern[str]:
    """``pattern`` for words that may have lost marks but have no others: "da nhan", "đã nhân", never "đã nhắn"."""
    for name, words in _KINDS.items():
        pattern = pattern.replace(f"<{name}>", f"(?:{words})")
    return re.compile("".join(map(_weakened, pattern)), re.IGNORECASE)


def folded(text: str) -> str:
    """``text`` in small letters without any marks."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@dataclass(frozen=True)
class Saying:
    """A reply: ``shown`` as typed, without emoji; ``heard`` in one spelling, and ``bare`` without telex keys as well.

    All three have the same words. ``has_thumb`` where a thumb was shown.
    """

    shown: str
    heard: str
    bare: str
    has_thumb: bool

    @property
    def hearings(self) -> tuple[str, ...]:
        """The ways to hear it, the more faithful first."""
        return (self.heard, self.bare) if self.bare != self.heard else (self.heard,)

    def typed(self, hearing: str, span: tuple[int, int]) -> str:
        """The words of ``hearing`` from and to there as they were typed, on one line and without loose ends."""
        first = len(hearing[: span[0]].split())
        return " ".join(self.shown.split()[first : first + len(hearing[slice(*span)].split())]).strip(" ,;:.-–!")


def saying(text: str) -> Saying:
    """``text`` in NFC, with single blanks and at most MOST_LETTERS long."""
    text = unicodedata.normalize("NFC", text[: 4 * MOST_LETTERS])[:MOST_LETTERS]
    plain = "".join(letter if letter == "\n" else _SIGNS.get(unicodedata.category(letter), letter) for letter in text)
    shown = "\n".join(" ".join(line.split()) for line in plain.split("\n") if line.strip())
    heard = _spelt(shown)
    return Saying(shown, heard, without_keys(heard), has_thumb=_THUMBS.search(text) is not None)


def without_keys(text: str) -> str:
    """``text`` with the keys of telex and the drawn-out letters of chats taken away: "ddax nhaanj", "okkkk"."""
    text = _LONG.sub(r"\1", text)
    for pattern, replacement in _TELEX:
        text = pattern.sub(replacement, text)
    return text


def clauses(heard: str) -> Iterator[str]:
    """The stretches between commas, stops and line ends that hold a word."""
    for match in _CLAUSE.finditer(heard):
        clause = match[0].strip(" -–:()\"'“”…*")
        if clause:
            yield clause


def _spelt(text: str) -> str:
    """``text`` with each tone on the vowel of the newer spelling."""
    for pattern in _MISPLACED:
        text = pattern.sub(r"\1\3\2", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text)


def _weakened(letter: str) -> str:
    if letter == "đ":
        return "[đd]"
    base, *marks = list(unicodedata.normalize("NFD", letter))
    if not marks:
        return letter
    chosen = (kept for count in range(len(marks) + 1) for kept in combinations(marks, count))
    return "[" + "".join(unicodedata.normalize("NFC", base + "".join(kept)) for kept in chosen) + "]"
