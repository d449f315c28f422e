"""YAML as people write it: one value a line, nothing folded, a comment behind it; the same bytes for the same value."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

Place = tuple[str | int, ...]

# Text that needs no quotes: it begins with a letter, or like "1. Đối với …" and "396/KH-UBND" with a number.
_PLAIN: Final = re.compile(r"(?:[^\W\d_]|\d+(?:[./]\d+)*(?:[./)]| ) ?[^\W\d_]{2})[^\n]*")
_AMBIGUOUS: Final = re.compile(r":(?:\s|$)|\s#|^\s|\s$")
_RESERVED: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
# What YAML does not take as it is, and the line ends it would change.
_SPECIAL: Final = re.compile("[^ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def yaml_text(value: Mapping[str, Any], comments: Mapping[Place, str]) -> str:
    """``value`` as YAML; ``comments`` go behind the line of their place, such as ("tasks", 0, "owner")."""
    return "\n".join([*_mapping(value, (), comments=comments, indent=""), ""])


def scalar(value: object) -> str:
    """A text, number, truth value or nothing as one line of YAML that reads back as itself."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    if _SPECIAL.search(text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{_SPECIAL.sub(_escape, escaped)}"'
    if _PLAIN.fullmatch(text) and not _AMBIGUOUS.search(text) and text.casefold() not in _RESERVED:
        return text
    return "'" + text.replace("'", "''") + "'"


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _mapping(value: Mapping[str, Any], place: Place, *, comments: Mapping[Place, str], indent: str) -> Iterator[str]:
    for key, item in value.items():
        inner: Place = (*place, key)
        comment = _comment(comments.get(inner))
        if isinstance(item, Mapping) and item:
            yield f"{indent}{key}:{comment}"
            yield from _mapping(item, inner, comments=comments, indent=f"{indent}  ")
        elif isinstance(item, list) and item:
            yield f"{indent}{key}:{comment}"
            yield from _list(item, inner, comments=comments, indent=f"{indent}  ")
        elif isinstance(item, Mapping | list):
            yield f"{indent}{key}: {'[]' if isinstance(item, list) else '{}'}{comment}"
        else:
            yield f"{indent}{key}: {scalar(item)}{comment}"


def _list(items: Sequence[Any], place: Place, *, comments: Mapping[Place, str], indent: str) -> Iterator[str]:
    for number, item in enumerate(items):
        inner: Place = (*place, number)
        if isinstance(item, Mapping):
            lines = _mapping(item, inner, comments=comments, indent=f"{indent}  ")
            yield f"{indent}- {next(lines).lstrip()}"
            yield from lines
        else:
            yield f"{indent}- {scalar(item)}{_comment(comments.get(inner))}"


def _comment(text: str | None) -> str:
    return "" if text is None else f"  # {_BLANKS.sub(' ', text).strip()}"
