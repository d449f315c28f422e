"""Files for a reader: sent to be saved under a name in any language, never shown inside the page."""

import unicodedata
from urllib.parse import quote

from starlette.responses import Response

from config.report_files import clean_name

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def download(content: bytes, *, name: str, kind: str) -> Response:
    """A file of a kind of MEDIA_TYPES, ``name`` without its ending; a document's number in it keeps its parts."""
    named = f"{name.replace('/', '-')}.{kind}"
    return Response(content, media_type=MEDIA_TYPES[kind], headers=saved_as(named))


def saved_as(name: str) -> dict[str, str]:
    """The headers that make a browser save a file under its name and run nothing of it."""
    return {
        "Content-Disposition": disposition(name),
        "Content-Security-Policy": POLICY,
        "Cache-Control": "private, no-store",
    }


def disposition(name: str) -> str:
    """The header that makes browsers save a file under its name (RFC 6266): in letters of any language, and without
    diacritics for old programs."""
    shown = clean_name(name)
    letters = unicodedata.normalize("NFD", shown.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    plain = "".join(sign if sign.isascii() and sign not in '"\\%' else "_" for sign in bare)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(shown, safe='')}"
