"""One HTTP client per channel: what left and what came back, sorted by whether a message may have gone.

Not connected: transient, nothing went. Sent, but no answer that can be read: ambiguous. No secret appears in an
outcome, a log record or a repr.
"""

import asyncio
import json
import logging
import re
import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal
from urllib.parse import quote

import httpx

from engine.outbox import Outcome, OutcomeClass
from notifications.channels.zalo.codes import brief

BOT_URL = "https://bot-api.zaloplatforms.com"
OA_URL = "https://openapi.zalo.me"
ZBS_URL = "https://business.openapi.zalo.me"
OAUTH_URL = "https://oauth.zaloapp.com"

HIDDEN = "…"
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_TOKEN_IN_PATH = re.compile(r"(?<!/)/bot[^/\s'\"]+")
_QUERY = re.compile(r"\?[^\s'\"]+")
_LOGGERS = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.proxy")


@dataclass(frozen=True)
class ZaloHost:
    """Where one API listens. Time-outs are seconds; a ``proxy`` may hold a password."""

    url: str
    connect_timeout: float = 10
    answer_timeout: float = 30
    proxy: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Call:
    """One request. ``headers`` and ``form`` may hold secrets, ``body`` and ``query`` name people.

    ``wait``: seconds that the answer may take on top of what the host is given, where the server is asked to wait.
    """

    path: str
    method: Literal["GET", "POST"] = "POST"
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    wait: float = 0


@dataclass(frozen=True)
class Answer:
    """A JSON object that came back, whatever it says; an answer of OAuth holds tokens."""

    status: int
    body: Mapping[str, Any] = field(repr=False)

    @property
    def unclear(self) -> "Unreadable":
        """The same answer for one that says neither yes nor no."""
        return Unreadable(self.status, json.dumps(self.body, ensure_ascii=False))


@dataclass(frozen=True)
class Unreadable:
    """An answer that is not a JSON object."""

    status: int
    text: str = field(repr=False)

    @property
    def outcome(self) -> Outcome:
        """A gateway that refuses (3xx, 4xx) let nothing through; any other page leaves open what happened behind it."""
        detail = brief(f"HTTP {self.status}: {self.text.strip() or 'empty answer'}")
        if self.status == httpx.codes.TOO_MANY_REQUESTS:
            return Outcome(OutcomeClass.THROTTLE, detail=detail, is_channel_wide=True)
        is_refusal = 300 <= self.status < 500 and self.status != httpx.codes.REQUEST_TIMEOUT
        return Outcome(OutcomeClass.CONFIG if is_refusal else OutcomeClass.AMBIGUOUS, detail=detail)


class Wire:
    """Calls one host over connections that are kept. ``path_token`` is put into the path ``/bot<token>/…`` below
    everything that logs or keeps an address."""

    def __init__(self, host: ZaloHost, *, path_token: str = "") -> None:
        self._host = host
        self._path_token = path_token
        self._client: httpx.AsyncClient | None = None

    async def close(self) -> None:
        """Close what is open; a farewell that fails changes nothing."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(httpx.HTTPError, OSError):
                await client.aclose()

    async def call(self, call: Call, *, secrets: Collection[str] = ()) -> Answer | Unreadable | Outcome:
        """Send once, never again. An Outcome says why there is no answer; ``secrets`` are taken out of every text."""
        hidden = tuple(_variants([*secrets, self._path_token]))
        try:
            client = self._client = self._client or _client(self._host, self._path_token)
            request = _request(client, call, host=self._host)
        except (httpx.InvalidURL, ValueError) as error:
            return Outcome(OutcomeClass.CONFIG, detail=f"{type(error).__name__}: not a request that can be sent")
        try:
            async with asyncio.timeout(self._host.connect_timeout + 2 * self._host.answer_timeout + call.wait):
                response = await client.send(request)
        except (httpx.HTTPError, OSError) as error:  # TimeoutError is an OSError
            return failure(error, hidden=hidden)
        return _read(response.status_code, without(response.content.decode("utf-8", "replace"), hidden))


def failure(error: Exception, *, hidden: Collection[str] = ()) -> Outcome:
    """What it means that no answer came."""
    detail = brief(without(f"{type(error).__name__}: {error}", hidden))
    if isinstance(error, httpx.UnsupportedProtocol):
        return Outcome(OutcomeClass.CONFIG, detail=detail)
    if isinstance(error, httpx.LocalProtocolError):  # its text quotes the header that h11 refuses to send
        return Outcome(OutcomeClass.CONFIG, detail=type(error).__name__)
    if not isinstance(error, _NOT_SENT):
        return Outcome(OutcomeClass.AMBIGUOUS, detail=detail)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
        return Outcome(OutcomeClass.CONFIG, detail=detail)
    return Outcome(OutcomeClass.TRANSIENT, detail=detail, is_channel_wide=True)


def inner(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object called ``name`` in ``body``; empty if there is none."""
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def word(value: object) -> str:
    """A string or a number as text, "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def without(text: str, secrets: Collection[str]) -> str:
    """``text`` with each of ``secrets`` taken out."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return text


def _variants(secrets: Collection[str]) -> Iterator[str]:
    """Each secret as it is and as an address spells it."""
    for secret in secrets:
        if secret:
            yield secret
            yield quote(secret, safe=":")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _read(status: int, text: str) -> Answer | Unreadable:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return Unreadable(status, text)
    return Answer(status, body) if isinstance(body, dict) else Unreadable(status, text)


def _request(client: httpx.AsyncClient, call: Call, *, host: ZaloHost) -> httpx.Request:
    headers = dict(call.headers)
    content = None
    if call.body is not None:
        headers["Content-Type"] = "application/json"
        content = json.dumps(call.body, ensure_ascii=False).encode("utf-8", "replace")
    data = None if call.form is None else dict(call.form)
    timeout = httpx.Timeout(host.answer_timeout + call.wait, connect=host.connect_timeout)
    return client.build_request(
        call.method, call.path, content=content, data=data, params=dict(call.query), headers=headers, timeout=timeout
    )


def _client(host: ZaloHost, path_token: str) -> httpx.AsyncClient:
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_NO_TOKENS)
    limits = httpx.Limits(max_connections=1, max_keepalive_connections=1)
    transport: httpx.AsyncBaseTransport = httpx.AsyncHTTPTransport(verify=_trust(), proxy=host.proxy, limits=limits)
    if path_token:
        transport = _TokenInPath(transport, path_token)
    return httpx.AsyncClient(base_url=host.url, transport=transport, trust_env=False)


@cache
def _trust() -> ssl.SSLContext:
    """Whom TLS trusts; reading the certificates takes longer than most calls."""
    return httpx.create_ssl_context(trust_env=False)


class _TokenInPath(httpx.AsyncBaseTransport):
    """Writes ``/bot/`` as ``/bot<token>/`` on the way out."""

    def __init__(self, inner: httpx.AsyncBaseTransport, token: str) -> None:
        self._inner = inner
        self._token = quote(token, safe=":").encode("ascii")

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a copy that carries the token."""
        path = request.url.raw_path.replace(b"/bot/", b"/bot" + self._token + b"/", 1)
        return await self._inner.handle_async_request(
            httpx.Request(
                request.method,
                request.url.copy_with(raw_path=path),
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        )

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()


class _NoTokens(logging.Filter):
    """Takes tokens and queries, which name people, out of records that quote an address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, cleaned."""
        message = record.getMessage()
        cleaned = _QUERY.sub(f"?{HIDDEN}", _TOKEN_IN_PATH.sub(f"/bot{HIDDEN}", message))
        if cleaned != message:
            record.msg, record.args = cleaned, None
        return True


_NO_TOKENS = _NoTokens()
