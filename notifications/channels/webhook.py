"""Calls to other servers, signed as Standard Webhooks says (github.com/standard-webhooks): webhook-id,
webhook-timestamp, webhook-signature. No redirects, no proxies, and nothing inside a private network unless allowed."""

import asyncio
import hmac
import socket
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

import httpx

from engine.outbox import Outcome, OutcomeClass
from engine.service.subscriptions import is_loopback, is_private

PREFIX: Final = "whsec_"
WITHIN: Final = 10.0
"""Seconds that one call may take, from the name to the answer."""
_GONE: Final = 410
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


@dataclass(frozen=True)
class WebhookCall:
    """One call. ``id`` is the same each time it is tried; ``secret``: "whsec_…", base64 behind the mark."""

    id: str
    url: str
    secret: str = field(repr=False)
    body: bytes


def signature(call: WebhookCall, *, timestamp: int) -> str:
    """The value of webhook-signature: "v1," and HMAC-SHA256 over id, timestamp and body, in base64."""
    key = b64decode(call.secret.removeprefix(PREFIX))
    signed = f"{call.id}.{timestamp}.".encode() + call.body
    return "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()


async def addresses_of(host: str, port: int) -> Sequence[str]:
    """The addresses behind a name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


async def tell(
    call: WebhookCall,
    *,
    at: datetime,
    allows_private: bool = False,
    resolve: Resolve = addresses_of,
    within: float = WITHIN,
) -> Outcome:
    """Make one call. OK for 2xx; RECIPIENT if the reader is gone for good (410); CONFIG for what may not be called;
    TRANSIENT for the rest. Never raises for what the other side does."""
    try:
        async with asyncio.timeout(within):
            return await _tell(call, at=at, allows_private=allows_private, resolve=resolve)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
        return Outcome(OutcomeClass.CONFIG, detail=type(error).__name__)
    except (httpx.HTTPError, OSError) as error:  # TimeoutError is an OSError
        return Outcome(OutcomeClass.TRANSIENT, detail=f"{type(error).__name__}: {error}"[:200])


async def _tell(call: WebhookCall, *, at: datetime, allows_private: bool, resolve: Resolve) -> Outcome:
    parts = urlsplit(call.url)
    host, is_secure = parts.hostname or "", parts.scheme == "https"
    if not is_secure and not (allows_private and is_loopback(host)):
        return Outcome(OutcomeClass.CONFIG, detail="not https")
    found = await resolve(host, parts.port or (443 if is_secure else 80))
    if not found or (not allows_private and any(is_private(one.partition("%")[0]) for one in found)):
        return Outcome(OutcomeClass.CONFIG, detail="private address")
    # Called by the address that was looked at: a name may lead elsewhere a moment later.
    address = httpx.URL(call.url).copy_with(host=found[0])
    timestamp = int(at.timestamp())
    headers = {
        "Host": parts.netloc,
        "Content-Type": "application/json",
        "User-Agent": "dondoc",
        "webhook-id": call.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(call, timestamp=timestamp),
    }
    extensions = {"sni_hostname": host} if is_secure else {}
    async with (
        httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=WITHIN) as client,
        client.stream("POST", address, content=call.body, headers=headers, extensions=extensions) as response,
    ):
        return _outcome(response.status_code)


def _outcome(status: int) -> Outcome:
    detail = f"HTTP {status}"
    if 200 <= status < 300:
        return Outcome(OutcomeClass.OK, detail=detail)
    if status == _GONE:
        return Outcome(OutcomeClass.RECIPIENT, detail=detail)
    return Outcome(OutcomeClass.CONFIG if 300 <= status < 400 else OutcomeClass.TRANSIENT, detail=detail)
