"""Forms and addresses as strangers send them: how long they may be, and of which characters."""

import re
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.types import Message, Receive

_ODD: Final = re.compile("[\\0\\ud800-\\udfff]")


MOST_WITHOUT_FILES: Final = 3_000_000
"""Bytes of a form that cannot carry a file: reading sixty million of "&" would take the whole server ten seconds."""


class TooLong(Exception):
    """The body is longer than the page takes."""


def most_bytes(request: Request, allowed: int) -> int:
    """How many bytes of a form are read where a page takes ``allowed``."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return allowed if kind == "multipart/form-data" else min(allowed, MOST_WITHOUT_FILES)


def declared_length(request: Request) -> int:
    """How long the body says it is; 0 if it does not say."""
    given = request.headers.get("content-length", "0")
    return int(given) if given.isdecimal() and len(given) < 20 else 0


def limited(receive: Receive, most_bytes: int) -> Receive:
    """Stop reading a body that is longer than it said: TooLong."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        part = await receive()
        taken += len(part.get("body", b""))
        if taken > most_bytes:
            raise TooLong
        return part

    return counted


def is_readable(form: FormData) -> bool:
    """False for a form with NUL or halves of characters in it: nobody types them, and not every database keeps them."""
    texts = [text for name, value in form.multi_items() for text in (name, _text_of(value))]
    return all(_is_text(text) for text in texts)


def is_readable_address(request: Request) -> bool:
    """The same of an address and its query."""
    parts = [text for item in request.query_params.multi_items() for text in item]
    return all(_is_text(text) for text in (request.url.path, request.scope["path"], *parts))


def _text_of(value: object) -> str:
    return value if isinstance(value, str) else str(getattr(value, "filename", "") or "")


def _is_text(text: str) -> bool:
    return _ODD.search(text) is None
