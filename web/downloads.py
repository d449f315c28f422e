"""Files that are made for a reader: sent to be saved, under a name in any language."""

import re
import unicodedata
from urllib.parse import quote

from starlette.responses import Response

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
_LONGEST = 120
_NO_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


def download(content: bytes, *, name: str, kind: str) -> Response:
    """A file of a kind of MEDIA_TYPES, ``name`` without its ending."""
    headers = {
        "Content-Disposition": disposition(f"{file_name(name)}.{kind}"),
        "Content-Security-Policy": POLICY,
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


def file_name(name: str) -> str:
    """A name that every system can keep: no sign that means something in a path, neither empty nor endless."""
    kept = " ".join(_NO_NAME.sub("-", unicodedata.normalize("NFC", name)).split()).strip(" .-")
    return kept[:_LONGEST].rstrip(" .-") or "dondoc"


def disposition(name: str) -> str:
    """The header that saves a file under its name (RFC 6266): as it is, and without diacritics for old programs."""
    letters = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    ascii_only = "".join(
        sign if sign.isascii() and sign not in '"\\%' and sign.isprintable() else "_" for sign in plain
    )
    return f"attachment; filename=\"{ascii_only}\"; filename*=UTF-8''{quote(name, safe='')}"
