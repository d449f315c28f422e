"""The document's number: printed, blank, on the next line, or damaged by a scan."""

import re
from dataclasses import dataclass
from typing import Final

from intake.drafting.head.folding import folded

_LETTER: Final = r"[^\W\d_]"
_GROUP: Final = rf"{_LETTER}(?:{_LETTER}|[0-9.&]|\s?&\s?){{0,24}}"
_SPACE: Final = r"\s{0,4}"
NOTATION: Final = rf"{_GROUP}(?:{_SPACE}[/\-–&,.+]{_SPACE}{_GROUP}){{0,5}}"
_PRINTED: Final = re.compile(
    rf"^[:.\s]{{0,9}}(?P<no>[0-9OolI|]{{1,6}}(?:\s[0-9]{{1,4}}(?=\s{{0,4}}[/\-–]))?[a-zA-Z]?(?![^\W_]))?"
    rf"(?P<blank>[.…_\s]{{0,60}})(?P<sep>[/\-–\\]{_SPACE}(?:(?:19|20)\d\d{_SPACE}[/\-–]{_SPACE})?)?"
    rf"(?P<rest>{NOTATION})?"
)
# Groups of a notation as offices write them; a scan confuses Đ with D, O with 0.
_KNOWN: Final = (
    *(
        "NQ",
        "QĐ",
        "CT",
        "QC",
        "TC",
        "TB",
        "HD",
        "CTr",
        "KH",
        "PA",
        "ĐA",
        "BC",
        "BB",
        "TTr",
        "HĐ",
        "CĐ",
        "GM",
        "TT",
        "NĐ",
    ),
    *("UBND", "HĐND", "CP", "TTg", "TW", "TU", "QH", "VPCP", "VP", "VHXH", "KL", "TTLT", "VBHN", "BCĐ", "KGVX"),
    *(
        "GDĐT",
        "GD&ĐT",
        "PGDĐT",
        "PGD&ĐT",
        "SGDĐT",
        "SGD&ĐT",
        "BGDĐT",
        "BGD&ĐT",
        "GDMN",
        "MN",
        "GDTH",
        "GDTrH",
        "LĐTBXH",
    ),
)
_REPAIRS: Final = (
    (re.compile("Ð"), "Đ"),
    (re.compile(r"(?<=G)D[ĐD]ĐT"), "DĐT"),
    (re.compile(r"(?<=G)ĐĐT"), "DĐT"),
    (re.compile(r"(?<=GD)(&?)DT"), r"\1ĐT"),
    (re.compile(r"(?<=GD)[8a6](?=[ĐD]T)"), "&"),
)
_DIGITS: Final = str.maketrans("OoQlI|", "000111")
DOUBTFUL_DIGITS: Final = re.compile(r"[OolI|]")


@dataclass(frozen=True, slots=True)
class Notation:
    """A number as printed without stray blanks, or only its ``suffix`` where the number was left blank."""

    number: str | None
    suffix: str | None
    corrected: str | None = None

    @property
    def letters(self) -> str:
        """What stands after the first figures, repaired."""
        whole = self.corrected or self.number or self.suffix or ""
        return re.sub(r"^\d*[a-zA-Z]?\s*[/\-–]", "", whole) if self.number else whole.lstrip("/-–")


def digits(text: str) -> str:
    """Look-alike letters as the digits they stand for."""
    return text.translate(_DIGITS)


def tight(text: str) -> str:
    """Print without blanks, its dashes of one shape."""
    return re.sub(r"\s+", "", text).replace("–", "-").rstrip(".,;:")


def repaired(notation: str) -> str:
    """A notation without an obvious slip of the scan: a doubled D, a lost bar of Đ."""
    for pattern, right in _REPAIRS:
        notation = pattern.sub(right, notation)
    parts = re.split(r"([/\-])", notation)
    return "".join(_known(part) for part in parts)


def _known(group: str) -> str:
    if group in _KNOWN or not group or group.isdigit():
        return group
    flat = folded(group)
    alike = {known for known in _KNOWN if len(known) == len(group) and folded(known) == flat}
    is_same_case = group.isupper()
    return alike.pop() if len(alike) == 1 and is_same_case else group


def notation_of(printed: str) -> Notation | None:
    """The notation at the start of ``printed`` (what follows "Số:"); None where there is none."""
    found = _PRINTED.match(printed)
    if found is None or not (found["no"] or found["sep"] or found["blank"].strip()):
        return None
    number, rest = found["no"] or "", found["rest"] or ""
    if number and not any(letter.isdigit() for letter in digits(number)):
        return None
    tail = tight((found["sep"] or "") + rest)
    if number and not found["blank"].strip():
        whole = tight(number) + tail
        fixed = digits(tight(number)) if number[-1:] in "0123456789OolI|" else tight(number)
        right = fixed + repaired(tail)
        return Notation(whole, None, right if right != whole else None)
    if not tail or not rest:
        return Notation(None, None)
    right = repaired(tail)
    return Notation(None, tail, right if right != tail else None)
