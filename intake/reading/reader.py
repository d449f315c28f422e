"""The door of this corner: a path in, a document out, or one clear refusal."""

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from engine.errors import DocumentRefused
from intake.reading.document import Document
from intake.reading.kinds import kind_of
from intake.reading.pdf import read_pdf
from intake.reading.plain import read_text
from intake.reading.source import Source
from intake.reading.word import read_word

LARGEST_BYTES: Final = 50 * 1024 * 1024
LARGEST_UPLOAD_BYTES: Final = 20 * 1024 * 1024
_READERS: Final[dict[str, Callable[..., Document]]] = {
    "txt": read_text,
    "md": read_text,
    "docx": read_word,
    "pdf": read_pdf,
}


def read_document(path: Path) -> Document:
    """The lines of a .txt, .md, .docx or .pdf file, told apart by content.

    Raise DocumentRefused with the reason for everything else: other formats, scans without text, encrypted, damaged
    or far too large files.
    """
    return _document(Source(str(path), _bytes_of(path)), name=path.name)


def read_upload(name: str, data: bytes) -> Document:
    """``read_document`` for a file that came over the network: ``name`` is only a label."""
    if len(data) > LARGEST_UPLOAD_BYTES:
        raise DocumentRefused(path=name, reason="upload_too_large")
    return _document(Source(name, data), name=name)


def _document(source: Source, *, name: str) -> Document:
    kind = kind_of(source)
    return _READERS[kind](source, name=name, kind=kind)


def _bytes_of(path: Path) -> bytes:
    """The content; its size is looked at first."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise DocumentRefused(path=str(path), reason="not_a_file")
        if found.st_size > LARGEST_BYTES:
            raise DocumentRefused(path=str(path), reason="file_too_large")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentRefused(path=str(path), reason="file_missing") from error
    except (OSError, ValueError) as error:
        raise DocumentRefused(path=str(path), reason="file_unreadable") from error
