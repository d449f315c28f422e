"""The text of one paragraph of Word: runs, tabs, breaks and symbols; what was deleted or hidden is left out."""

import re
from collections.abc import Iterator
from typing import Any, Final

from intake.reading.word_numbers import W

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT: Final = frozenset(
    W + name
    for name in (
        *("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "sdtEndPr", "tbl"),
        *("footnoteReference", "endnoteReference", "annotationRef", "commentReference", "fldData", "rt"),
    )
) | {_MC + "Fallback"}
_SIGNS: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",
}
_OFF: Final = ("0", "false", "off", "none")
# Four digits: in planes beyond the first there is no symbol font; surrogates are no characters.
_CODE: Final = re.compile("(?!d[89a-f])[0-9a-f]{4}", re.IGNORECASE)
BOX: Final = W + "txbxContent"


def paragraph_text(paragraph: Any) -> str:
    """The text of a paragraph; a line break is a line end. Text boxes are not part of it."""
    return "".join(_pieces(paragraph))


def boxes(paragraph: Any) -> Iterator[Any]:
    """The contents of the text boxes that are anchored in a paragraph."""
    for child in _children(paragraph):
        if child.tag == BOX:
            yield child
        else:
            yield from boxes(child)


def has_changes(root: Any) -> bool:
    """True if somebody's deletions or insertions still wait for a decision."""
    return any(root.find(f".//{W}{name}") is not None for name in ("ins", "del", "moveFrom", "moveTo"))


def _pieces(element: Any) -> Iterator[str]:
    for child in _children(element):
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == W + "sym":
            yield _symbol(child)
        elif child.tag != BOX and not _is_hidden(child):
            yield from _pieces(child)


def _children(element: Any) -> Iterator[Any]:
    """The children that are printed."""
    return (child for child in element if isinstance(child.tag, str) and child.tag not in _LEFT_OUT)


def _is_hidden(element: Any) -> bool:
    vanish = element.find(f"{W}rPr/{W}vanish") if element.tag == W + "r" else None
    return vanish is not None and vanish.get(W + "val", "1") not in _OFF


def _symbol(element: Any) -> str:
    code = element.get(W + "char", "")
    sign = chr(int(code, 16)) if _CODE.fullmatch(code) else ""
    return "" if sign.isascii() else sign
