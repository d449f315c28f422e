"""What a file is, told by its content: a text, a Word file, a PDF, or something to refuse by its name."""

import zipfile
import zlib
from io import BytesIO
from pathlib import PurePath
from typing import Final

from intake.reading.charsets import wide_charset
from intake.reading.source import Source

_BEGINNINGS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"BM", "bitmap"),
    (b"RIFF", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"%!PS", "postscript"),
)
# The mark of each entry in the directory of a zip file, which is counted before it is taken into memory.
MEMBER: Final = b"PK\x01\x02"
MOST_MEMBERS: Final = 10_000
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in the directory of an OLE file.
_STREAMS: Final[tuple[tuple[str, str], ...]] = (
    ("EncryptedPackage", "office_encrypted"),
    ("WordDocument", "word_97"),
    ("Workbook", "spreadsheet"),
    ("Book", "spreadsheet"),
    ("PowerPoint Document", "slides"),
)
_OPEN_DOCUMENTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "spreadsheet"),
    (b"application/vnd.oasis.opendocument.presentation", "slides"),
)
_MARKUP: Final = (b"<!doctype html", b"<html", b"<?xml", b"mime-version:")
_WHERE_PDF_STARTS: Final = 1024
# What zipfile raises for archives that are cut, encrypted, lie about their sizes or use other methods.
ZIP_ERRORS: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError)
_SAMPLE: Final = 65536
_MOST_CONTROLS: Final = 0.01
_CONTROLS: Final = bytes([*range(1, 9), *range(14, 27), 28, 29, 30, 31])
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_SHEETS: Final = frozenset({".csv", ".tsv"})


def kind_of(source: Source) -> str:
    """``docx``, ``pdf``, ``md`` or ``txt``. Raise DocumentRefused for every other content."""
    data, suffix = source.data, PurePath(source.path).suffix.lower()
    if not data.strip(b" \t\r\n\f\0\xef\xbb\xbf\xff\xfe"):
        raise source.refusal("file_empty")
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(source)
    if data.startswith(OLE):
        raise source.refusal(_kind_of_ole(data))
    if b"%PDF-" in data[:_WHERE_PDF_STARTS]:
        return "pdf"
    _refuse_others(source)
    if suffix in _SHEETS:
        raise source.refusal("spreadsheet")
    return "md" if suffix in (".md", ".markdown") else "txt"


def _kind_of_zip(source: Source) -> str:
    if source.data.count(MEMBER) > MOST_MEMBERS:
        raise source.refusal("archive")
    try:
        with zipfile.ZipFile(BytesIO(source.data)) as archive:
            names = set(archive.namelist())
            if any(name.startswith("word/") for name in names):
                return "docx"
            mimetype = _start_of(archive, "mimetype") if "mimetype" in names else b""
    except ZIP_ERRORS as error:
        raise source.refusal("zip_damaged") from error
    raise source.refusal(_name_of_zip(names, mimetype))


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_WHERE_PDF_STARTS)


def _name_of_zip(names: set[str], mimetype: bytes) -> str:
    for folder, name in (("xl/", "spreadsheet"), ("ppt/", "slides")):
        if any(entry.startswith(folder) for entry in names):
            return name
    return next((name for kind, name in _OPEN_DOCUMENTS if mimetype.startswith(kind)), "archive")


def _kind_of_ole(data: bytes) -> str:
    return next((name for stream, name in _STREAMS if stream.encode("utf-16-le") in data), "office_97")


def _refuse_others(source: Source) -> None:
    data = source.data
    for beginning, name in _BEGINNINGS:
        if data.startswith(beginning) and (name != "bitmap" or b"\0" in data[:64]):
            raise source.refusal("image" if name in ("bitmap", "image") else name)
    if b"ftyp" in data[4:12]:
        raise source.refusal("image")
    if data[:_WHERE_PDF_STARTS].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise source.refusal("markup")
    if _is_binary(data):
        raise source.refusal("binary")


def _is_binary(data: bytes) -> bool:
    """True for control characters that no text has; UTF-16 and UTF-32 have zeros in every blank."""
    if data.startswith(_WIDE_MARKS) or wide_charset(data) is not None:
        return False
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return b"\0" in sample or controls > _MOST_CONTROLS * len(sample)
