"""Who a webhook is from: the digest that an Official Account's events carry, the secret that a bot's updates carry."""

import hmac
import json
from hashlib import sha256

from notifications.channels.zalo.wire import word

HEADER = "X-ZEvent-Signature"
BOT_HEADER = "X-Bot-Api-Secret-Token"


def verify(raw: bytes, header: str | None, *, app_id: str, secret: str) -> bool:
    """True if ``header`` signs the body ``raw`` as it came over the wire, and the event is for ``app_id``.

    ``secret`` is the "OA Secret Key" of the app's Webhook page, which is not the app secret of OAuth. A repeated event
    is signed as well: that it was told before shows in its key.
    """
    if not (header and app_id and secret):
        return False
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    if not isinstance(body, dict) or word(body.get("app_id")) != app_id:
        return False
    wanted = mac(raw, app_id=app_id, timestamp=word(body.get("timestamp")), secret=secret)
    return _is_same(header.strip().removeprefix("mac="), wanted)


def verify_bot(header: str | None, *, secret: str) -> bool:
    """True if ``header`` is the secret that was given to ``setWebhook``."""
    return bool(header and secret) and _is_same(header or "", secret)


def mac(raw: bytes, *, app_id: str, timestamp: str, secret: str) -> str:
    """The lowercase hex digest of an event: plain SHA-256 of app id, body, time stamp and secret in a row, no HMAC."""
    ends = timestamp + secret
    return sha256(app_id.encode("utf-8", "replace") + raw + ends.encode("utf-8", "replace")).hexdigest()


def _is_same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8", "replace"))
