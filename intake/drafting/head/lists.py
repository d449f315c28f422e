"""Addressees and recipients: lists on one line or below each other, with or without bullets."""

import re
from collections.abc import Sequence
from typing import Final

from intake.drafting.head.folding import folded, squeezed
from intake.drafting.head.pieces import BULLET, Piece

_END: Final = re.compile(r"[\s.;,:/]+$")
_PARTY: Final = (
    r"(?:cac |ong |ba )?(?:truong|co so|nhom|lop|phong|so|ubnd|uy ban|ban|hieu truong|thu truong|giam doc|van phong"
    r"|trung tam|chu tich|bo|cong an|hoi|doan|don vi|co quan|vien|dai hoc|hoc vien|cuc|vu)\b"
)
_COMMA: Final = re.compile(rf",\s{{0,3}}(?={_PARTY})")
_SEMICOLON: Final = re.compile(r"\s*;(?!\s*\()\s*(?:[-+•]\s*)?|(?<=\))\s+-\s+|\.\s+-\s+")
_INLINE_BULLET: Final = re.compile(r";\s*(?=[-–+•]\s)|(?<=\))\s+(?=[-–+•]\s)")
_LEVELS_BEFORE: Final = re.compile(r"(?:cac|so|ban)$|\bcac (?:so|ban|truong|phong|huyen|xa)$")


def trimmed(text: str) -> str:
    """An entry without its bullet and closing punctuation."""
    bare = BULLET.sub("", squeezed(text))
    ended = _END.sub("", bare.strip("*_ "))
    return ended + ")" if ended.count("(") > ended.count(")") and bare.rstrip(" .;,/").endswith(")") else ended


def entries(pieces: Sequence[Piece], *, is_split_at_commas: bool) -> tuple[str, ...]:
    """The entries of a list that runs over several lines: a new one at each bullet or after ``;``."""
    joined: list[str] = []
    has_bullets = any(BULLET.match(piece.folded) for piece in pieces)
    for piece in pieces:
        is_next = not joined or (_is_over(joined[-1]) if has_bullets else _is_over(joined[-1], piece.text))
        if is_next or BULLET.match(piece.folded):
            joined.append(piece.text)
        else:
            joined[-1] = f"{joined[-1]} {piece.text}"
    between = _INLINE_BULLET if has_bullets else _SEMICOLON
    parts = [part for entry in joined for part in between.split(entry)]
    if is_split_at_commas and not has_bullets:
        parts = [one for part in parts for one in _at_commas(part)]
    return tuple(entry for entry in map(trimmed, parts) if any(map(str.isalnum, entry)))


def _is_over(before: str, after: str = "") -> bool:
    """True where the entry ends with its line; without bullets a capital on the next line begins a new one."""
    ended = before.rstrip()
    return not ended or ended.endswith((";", ".")) or (after[:1].isupper() and not ended.endswith((",", "-")))


def _at_commas(text: str) -> list[str]:
    """ "Các trường mầm non, cơ sở tư thục" as two; "các sở, ban, ngành" and "các huyện, thị xã" are one."""
    flat, start, found = folded(text), 0, []
    for comma in _COMMA.finditer(flat):
        before = flat[start : comma.start()].rstrip()
        if _LEVELS_BEFORE.search(before) or flat[comma.end() :].startswith(("ban, ", "ban nganh")):
            continue
        found.append(text[start : comma.start()])
        start = comma.end()
    return [*found, text[start:]]
