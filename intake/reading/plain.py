"""Text files and Markdown: the file's own lines, with page breaks, tables and two columns side by side told apart."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from engine.errors import Problem
from intake.reading.arrangement import arranged
from intake.reading.charsets import CharsetUnclear, Decoded, decoded
from intake.reading.document import Document, Line
from intake.reading.printed import shown
from intake.reading.source import MOST_CHARACTERS, MOST_LINES, Source

# For one character, in UTF-32 or in UTF-8.
_MOST_BYTES: Final = 4
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


def read_text(source: Source, *, name: str, kind: str) -> Document:
    """A text or Markdown file; numbers are those of the file's lines, and a line of two columns gives two Lines.

    Raise DocumentRefused for a code page that is not clear, for a text too long and for one without a word.
    """
    if len(source.data) > _MOST_BYTES * MOST_CHARACTERS:
        raise source.refusal("text_too_long")
    try:
        result = decoded(source.data)
    except CharsetUnclear as unclear:
        raise source.refusal("encoding_mixed" if unclear.is_mixed else "encoding_unclear") from unclear
    texts = _LINE_END.split(result.text)
    if not texts[-1]:
        texts.pop()
    if len(result.text) > MOST_CHARACTERS or len(texts) > MOST_LINES:
        raise source.refusal("text_too_long")
    lines = tuple(arranged(list(_parts(texts))))
    if not any(line.text.strip() for line in lines):
        raise source.refusal("file_empty")
    return Document(name, kind, lines, tuple(_warnings(source, result)))


def _warnings(source: Source, result: Decoded) -> Iterator[Problem]:
    if result.charset is not None:
        yield source.warning("text_converted", charset=result.charset)
    if result.broken:
        before = result.text.partition("\ufffd")[0]
        yield source.warning("text_broken", len(_LINE_END.findall(before)) + 1, count=result.broken)


def _parts(texts: Sequence[str]) -> Iterator[Line]:
    """The lines, cut at page breaks; the halves of a line that a page break cuts share its number."""
    has_pages = any("\f" in text for text in texts)
    page = 1
    for number, text in enumerate(texts, start=1):
        pieces = text.split("\f")
        for turn, piece in enumerate(pieces):
            page += turn > 0
            if piece or len(pieces) == 1:
                yield Line(number, shown(piece), page if has_pages else None)
