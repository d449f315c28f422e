"""One spelling of a text for reading times, in which each letter knows its place in the text as printed."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

_CLUSTER: Final = re.compile(r"[^\u0300-\u036f](?:[\u0300-\u036f]+)?|[\u0300-\u036f]+", re.DOTALL)
_LOOKALIKES: Final = str.maketrans({"o": "0", "q": "0", "l": "1", "i": "1", "|": "1", "s": "5", "b": "8"})
_DIGIT: Final = r"[\doqli|]"


@dataclass(frozen=True)
class Spelling:
    """``text`` is small letters in one spelling; ``starts`` and ``ends`` are the places of each of its letters."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the text as printed."""
        return self.starts[start], self.ends[end - 1]

    def replaced(self, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str]) -> "Spelling":
        """The same with every match replaced; the letters put in stand where the whole match stood."""
        texts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        last = 0
        for match in pattern.finditer(self.text):
            new = match.expand(replacement) if isinstance(replacement, str) else replacement(match)
            if match.start() == match.end() or new == match.group():
                continue
            texts += (self.text[last : match.start()], new)
            first, end = self.place(*match.span())
            starts += self.starts[last : match.start()]
            starts += [first] * len(new)
            ends += self.ends[last : match.start()]
            ends += [end] * len(new)
            last = match.end()
        if not texts:
            return self
        starts += self.starts[last:]
        ends += self.ends[last:]
        return Spelling("".join((*texts, self.text[last:])), starts, ends)


def spelled(text: str) -> Spelling:
    """``text`` with single blanks, small letters, digits for number words and one form for each date.

    Dates become dd/mm/yyyy, months "tháng m/yyyy", quarters "quý q/yyyy", two years yyyy-yyyy; what a scan makes of
    digits and of the words beside them is repaired.
    """
    spelling = _plain(text)
    for step in _STEPS:
        spelling = step.applied(spelling)
    return spelling


def _plain(text: str) -> Spelling:
    if unicodedata.is_normalized("NFC", text):
        folded = text.lower()
        if len(folded) != len(text):
            folded = "".join(_small(letter) for letter in text)
        return Spelling(folded, range(len(text)), range(1, len(text) + 1))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer(text):
        for letter in unicodedata.normalize("NFC", match.group()):
            letters.append(_small(letter))
            starts.append(match.start())
            ends.append(match.end())
    return Spelling("".join(letters), starts, ends)


def _small(letter: str) -> str:
    return letter.lower() if len(letter.lower()) == 1 else letter


def _as_digits(match: re.Match[str]) -> str:
    """The stretch with look-alike letters as digits, if most of it are digits anyway."""
    text = match.group()
    count = sum(letter.isdigit() for letter in text)
    letters = sum(letter.isalpha() or letter == "|" for letter in text)
    return text.translate(_LOOKALIKES) if count > letters or text.startswith(("ngày", "ngay")) else text


def _ordinal(match: re.Match[str]) -> str:
    return f"{match[1]} {_ORDINALS[match[2]]}"


def _next_quarter(match: re.Match[str]) -> str:
    return f"{match[1]} {match[2]} quý {_ORDINALS[match[3]]}"


def _number(match: re.Match[str]) -> str:
    return str(_NUMBERS[match[1]])


_ORDINALS: Final = {"i": 1, "l": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4}
_NUMBERS: Final = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "mười": 10, "mười lăm": 15}
_NUMBER_WORD: Final = "mười lăm|ba|một|hai|bốn|sáu|bảy|mười"

_NEXT_QUARTER: Final = r"\b(quý \d(?:/\d{4})?) ?(,|-|và|;|đến) ?(?:quý )?(iv|i{1,3})\b"
_NO_DAY: Final = r"(?<!tuần )(?<!thứ )(?<!đợt )(?<!lần )(?<!kỳ )(?<!quý )"


@dataclass(frozen=True)
class _Step:
    """A replacement, and letters one of which the text must hold for it to find anything."""

    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]
    marks: tuple[str, ...]

    def applied(self, spelling: Spelling) -> Spelling:
        has_mark = any(mark in spelling.text for mark in self.marks)
        return spelling.replaced(self.pattern, self.replacement) if has_mark or not self.marks else spelling


def _step(pattern: str, replacement: str | Callable[[re.Match[str]], str], *marks: str) -> _Step:
    return _Step(re.compile(pattern), replacement, marks)


_STEPS: Final = (
    _step(r"[‐‑‒–—−]", "-"),
    _step(r"_{2,}", "…", "__"),
    _step(r"[*_\u200b\ufeff]+", ""),
    _step(r"\s{2,}|[^\S ]|(?<=\d)\u00b7", " "),
    # What a scan makes of the words beside a number.
    _step(r"\b(?:ngay|ngáy|ngàỵ|ngảy)(?= ?[\dol]{1,2}\b)", "ngày", "ngay", "ngá", "ngàỵ", "ngả"),
    _step(r"\b(?:thang|tháng|thảng|thàng) ?(?=[\dol]{1,2}\b)", "tháng ", "thang", "tháng", "thảng", "thàng"),
    _step(r"(?<=[\dol])tháng\b", " tháng", "tháng"),
    _step(r"\btháng ?(\d{1,2})(?=năm\b)", r"tháng \1 ", "tháng"),
    _step(
        r"(?<!việt )\b(?:nam|nãm|nărn|nărm|nám|nâm|nǎm|năm) ?(?=[12lo]\d{3}\b)",
        "năm ",
        *("nam", "nã", "năr", "ná", "nâm", "nǎm", "năm"),
    ),
    _step(r"\b(?:truoc|trưoc|truớc|trưóc|trướe|truóc)\b", "trước", "tru", "trưo", "trưó", "trướe"),
    _step(r"\b(?:cham|chậm|châm) (?:nhat|nhất|nhât)\b", "chậm nhất", "cham ", "châm ", "nhat", "nhât"),
    _step(r"\b(?:den|đên|đển) (?:hết|het|hêt)\b", "đến hết", "den ", "đên ", "đển "),
    _step(r"\bhang (?=(?:tháng|thang|quý|quy|năm|nam)\b)", "hàng ", "hang "),
    _step(r"\bngày(?=\d)", "ngày ", "ngày"),
    # Digits.
    _step(rf"\bngày {_DIGIT}{{1,2}}(?= ?(?:/|tháng))", _as_digits, "ngày"),
    _step(rf"(?<![^\W_]){_DIGIT}{{1,2}} ?/ ?{_DIGIT}{{1,2}} ?/ ?{_DIGIT}{{4}}(?![^\W_])", _as_digits, "/"),
    _step(r"\btháng ([oli1][oli\d])\b", lambda match: f"tháng {match[1].translate(_LOOKALIKES)}", "tháng"),
    _step(r"(?<=\d)o(?=[/ ](?:tháng|ngày|phút|lần|\d))|(?<= )o(?=\d (?:ngày|lần|tháng|tuần)\b)", "0"),
    _step(r"\bnăm [12l][\do]{3}\b", lambda match: "năm " + match.group()[4:].translate(_LOOKALIKES), "năm"),
    _step(r"((?:giờ|[hg:]) ?\d{2}) ?['’′´`]", r"\1", *"'’′´`"),
    _step(r"(\d) ?\( ?(?:[^\W\d_]+ ?){1,3}\) (?=(?:ngày|tuần|tháng|lần|giờ|năm)\b)", r"\1 ", "("),
    _step(rf"\b({_NUMBER_WORD})(?= (?:ngày|tuần|tháng|lần)\b)", _number),
    _step(r"\b(?:năm|05|5) \(0?5\) (?=ngày|lần)", "5 ", "5)"),
    # One word for one thing.
    _step(r"\bhàng(?= (?:tháng|quý|quí|năm|tuần|kỳ|kì|học|ngày)\b)", "hằng", "hàng"),
    _step(r"\bquí\b|\bqúy\b", "quý", "quí", "qúy"),
    _step(r"\bkì\b", "kỳ", "kì"),
    _step(r"\bhk ?(iv|i{1,3}|[123])\b", r"học kỳ \1", "hk"),
    _step(
        r"\b(quý|học kỳ|kỳ|giai đoạn|đợt|tuần thứ|tuần) (iv|i{1,3}|một|hai|ba|bốn|tư)\b",
        _ordinal,
        *("quý", "kỳ", "giai", "đợt", "tuần"),
    ),
    _step(_NEXT_QUARTER, _next_quarter, "quý"),
    _step(_NEXT_QUARTER, _next_quarter, "quý"),
    _step(
        r"\bq\.? ?(iv|i{1,3})(?=[ /.-]+(?:năm )?\d{4}\b)", lambda match: f"quý {_ORDINALS[match[1]]}", "qi", "q.", "q "
    ),
    _step(r"\bt\.? ?(\d{1,2})(?= ?[/.-] ?\d{4}\b)", r"tháng \1"),
    # One form for each date.
    _step(r"(?<=\d) ?/ ?(?=\d)", "/", " /", "/ "),
    # The raised number of a footnote, glued to the year by a text layer.
    _step(r"(?<![\d/])(\d{1,2}/\d{1,2}/20[1-4]\d)\d{1,2}(?![\d/])", r"\1", "/20"),
    _step(rf"{_NO_DAY}(?<![\d/])(?<!tháng )(\d{{1,2}}),? tháng:? (\d{{1,2}})(?![\d/]| ?lần)", r"\1/\2", "tháng"),
    _step(rf"{_NO_DAY}(?<![\d/])(\d{{1,2}}) tháng:? (\d{{1,2}}/\d{{4}})(?!\d)", r"\1/\2", "tháng"),
    _step(r"(?<![\d./-])(\d{1,2}) ?([.-]) ?(\d{1,2}) ?\2 ?(\d{4})(?![\d/])", r"\1/\3/\4"),
    _step(r"(?<![\d/])(\d{1,2}/\d{1,2}) ?[,.-]? ?(?:năm )(\d{4})(?!\d)", r"\1/\2", "năm"),
    _step(r"(?<![\d/])(\d{1,2}/\d{1,2}) ?[.-] ?(20\d\d)(?!\d)", r"\1/\2", "/"),
    _step(r"\b(tháng|quý) (\d{1,2}) ?(?:[,(]? ?năm|[/.-]) ?(\d{4})\)?(?!\d)", r"\1 \2/\3", "tháng", "quý"),
    _step(r"(?<![\d/])(\d{4}) ?- ?(\d{4})(?!\d)", r"\1-\2", " -", "- "),
    _step(r"\b(năm học:?) (\d{4})/(\d{4})(?!\d)", r"\1 \2-\3", "năm học"),
    _step(r"\b(năm học:?) (20)(\d\d)-(\d\d)(?!\d)", r"\1 \2\3-20\4", "năm học"),
)
