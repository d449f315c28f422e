"""What an attachment is, told by its content and never by its name: documents, tables, slides, pictures; nothing that
a browser would run."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from intake.reading.kinds import MEMBER, MOST_MEMBERS, OLE, ZIP_ERRORS

MEDIA_TYPES: Final[Mapping[str, str]] = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".heic": "image/heic",
}
"""The kinds that are taken, by the end of the name that each is kept under."""
_STREAMS: Final = (
    ("EncryptedPackage", ".docx"),
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("Book", ".xls"),
    ("PowerPoint Document", ".ppt"),
)
_FOLDERS: Final = (("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx"), ("ppt/presentation.xml", ".pptx"))
_OPEN: Final[Mapping[bytes, str]] = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
_WHERE_PDF_STARTS: Final = 1024


def kind_of(data: bytes) -> str:
    """The end of the name (a key of MEDIA_TYPES) that goes with a content; otherwise why it is not taken: ``empty``,
    ``wrong_kind``, ``archive``, ``macros`` or ``damaged``."""
    if not data.strip(b" \t\r\n\0"):
        return "empty"
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(OLE):
        return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in data), "wrong_kind")
    return _kind_of_beginning(data)


def _kind_of_beginning(data: bytes) -> str:
    if b"%PDF-" in data[:_WHERE_PDF_STARTS] and not data[:_WHERE_PDF_STARTS].lstrip().startswith(b"<"):
        return ".pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if data.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return ".webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1"):
        return ".heic"
    return "archive" if data.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")) else "wrong_kind"


def _kind_of_zip(data: bytes) -> str:
    if data.count(MEMBER) > MOST_MEMBERS:
        return "archive"
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if any(PurePosixPath(name).name == "vbaProject.bin" for name in names):
                return "macros"
            known = next((kind for name, kind in _FOLDERS if name in names), None)
            return known or _open_document(archive, names)
    except ZIP_ERRORS:
        return "damaged"


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" not in names:
        return "archive"
    with archive.open("mimetype") as said:
        return _OPEN.get(said.read(100).strip(), "archive")
