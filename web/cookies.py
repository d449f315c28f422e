"""Cookies: the session, the token of forms, the language, and the sentence that the next page says."""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

SESSION = "dondoc_session"
FORMS = "dondoc_forms"
LANGUAGE = "dondoc_language"
SAID = "dondoc_said"
_YEAR = 365 * 24 * 3600
_BYTES = 24
_LONGEST_SAID = 8_000


@dataclass(frozen=True)
class Said:
    """A sentence for the next page: done, or a warning."""

    kind: Literal["done", "warning"]
    text: str


def is_secure(request: Request) -> bool:
    """True behind https; a cookie is then never sent in clear."""
    return request.url.scheme == "https"


def put(response: Response, request: Request, *, name: str, value: str, max_age: int | None = None) -> None:
    """Set a cookie that scripts cannot read and other sites do not send."""
    response.set_cookie(
        name, value, max_age=max_age, path="/", secure=is_secure(request), httponly=True, samesite="lax"
    )


def put_session(response: Response, request: Request, *, token: str) -> None:
    """Remember who is signed in, until the session ends by itself."""
    put(response, request, name=SESSION, value=token, max_age=_YEAR)


def put_language(response: Response, request: Request, *, language: str) -> None:
    """Remember the language of this browser."""
    put(response, request, name=LANGUAGE, value=language, max_age=_YEAR)


def put_said(response: Response, request: Request, *, said: Said) -> None:
    """Leave a sentence for the next page."""
    packed = base64.urlsafe_b64encode(json.dumps([said.kind, said.text[:600]]).encode()).decode()
    put(response, request, name=SAID, value=packed, max_age=60)


def said_in(request: Request) -> Said | None:
    """The sentence that the page before left."""
    packed = request.cookies.get(SAID)
    if not packed:
        return None
    try:
        kind, text = json.loads(base64.urlsafe_b64decode(packed[:_LONGEST_SAID]))
        str(text).encode()
    except (binascii.Error, ValueError, TypeError, RecursionError):
        return None
    return Said("done" if kind == "done" else "warning", str(text))


def forms_secret(request: Request) -> str | None:
    """The secret of this browser's forms."""
    found = request.cookies.get(FORMS, "")
    return found if len(found) >= _BYTES else None


def forms_secrets(request: Request, *, session: str | None) -> tuple[str, ...]:
    """What forms may carry: the secret of this browser, and that of the session, so that neither signing in anew nor
    a browser without the cookie makes an open form useless. A new one where there is neither."""
    of_session = sha256(f"forms:{session}".encode()).hexdigest()[:_BYTES] if session else None
    known = tuple(one for one in (forms_secret(request), of_session) if one)
    return known or (secrets.token_urlsafe(_BYTES),)


def form_token(secret: str) -> str:
    """The secret as a form carries it: another text on each page, so that packing the page tells nothing of it."""
    raw = secret.encode()
    mask = secrets.token_bytes(len(raw))
    return base64.urlsafe_b64encode(mask + bytes(a ^ b for a, b in zip(mask, raw, strict=True))).decode()


def is_form_token(token: str, secret: str) -> bool:
    """True if a form carries the secret of this browser."""
    try:
        both = base64.urlsafe_b64decode(token)
    except (binascii.Error, ValueError):
        return False
    half = len(both) // 2
    found = bytes(a ^ b for a, b in zip(both[:half], both[half:], strict=False))
    return secrets.compare_digest(found, secret.encode())
