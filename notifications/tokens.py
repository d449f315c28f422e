"""Tokens: a message named in an address, so that only those who were handed the message can name it."""

import hmac
import re
from base64 import b32encode
from enum import StrEnum

LEAST_KEY = 16
"""Bytes that a signing key must have at least."""

PLACE = "*"
"""Stands for the token in the template of an address."""


class Purpose(StrEnum):
    """What is sent to an address with a token: ``reports`` of machines (the return path), or ``answers`` of people."""

    REPORTS = "reports"
    ANSWERS = "answers"


# 80 bits of HMAC-SHA256, in letters that survive a server which changes the case.
_SIGNED_BYTES = 10
_TOKEN = re.compile(r"(?<![0-9])([0-9]{1,18})\.([a-z2-7]{16})(?![a-z0-9])", re.ASCII)


def token_of(message_id: int, purpose: Purpose, *, key: bytes) -> str:
    """``<id>.<signature>`` for an outbox id. Raises ValueError for a key that is too short."""
    require_key(key)
    digest = hmac.digest(key, f"dondoc {purpose} {message_id}".encode(), "sha256")[:_SIGNED_BYTES]
    return f"{message_id}.{b32encode(digest).decode('ascii').lower()}"


def message_in(text: str, purpose: Purpose, *, key: bytes) -> int | None:
    """The outbox id that an address (or an envelope id) names, if the signature is ours; None without a key."""
    if len(key) < LEAST_KEY:
        return None
    for number, signature in _TOKEN.findall(text.lower()):
        if hmac.compare_digest(f"{number}.{signature}", token_of(int(number), purpose, key=key)):
            return int(number)
    return None


def with_token(template: str, message_id: int, *, purpose: Purpose, key: bytes) -> str:
    """``template`` with the token of a message for its ``*``; as it is without one."""
    return template.replace(PLACE, token_of(message_id, purpose, key=key)) if PLACE in template else template


def is_readable(template: str, *, key: bytes) -> bool:
    """True if a token put into ``template`` is found again."""
    address = with_token(template, 7, purpose=Purpose.REPORTS, key=key)
    return message_in(address, Purpose.REPORTS, key=key) == 7


def require_key(key: bytes) -> None:
    """Raise ValueError for a key that could be guessed."""
    if len(key) < LEAST_KEY:
        raise ValueError(f"the key that signs tokens needs {LEAST_KEY} bytes")
