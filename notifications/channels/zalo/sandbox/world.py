"""What the sandbox knows: credentials, people, templates, limits, and every message that it took."""

import hmac
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from engine.clock import Clock

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Refusal(Exception):
    """An error code that the sandbox answers with."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class Silence(Exception):
    """An answer with HTTP 200 and nothing in it."""


@dataclass(frozen=True)
class Asked:
    """A request as it came. ``path`` has no token; ``token`` is what stood in it."""

    path: str
    token: str = field(repr=False, default="")
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Mapping[str, Any] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Taken:
    """A message that reached its reader. ``channel``: zalo_bot, zalo_oa, zalo_uid, zalo_phone."""

    channel: str
    recipient: str
    message_id: str
    at: datetime
    text: str = ""
    template_id: str = ""
    template_data: Mapping[str, str] = field(default_factory=dict)
    tracking_id: str = ""


@dataclass
class Keys:
    """Credentials of the one bot, the one app and the one account of a sandbox; made up anew for each."""

    bot_token: str = field(default_factory=lambda: f"{secrets.randbelow(10**9)}:{secrets.token_hex(16)}", repr=False)
    app_id: str = field(default_factory=lambda: str(10**18 + secrets.randbelow(10**18)))
    oa_id: str = field(default_factory=lambda: str(10**18 + secrets.randbelow(10**18)))
    app_secret: str = field(default_factory=lambda: secrets.token_hex(12), repr=False)
    oa_secret: str = field(default_factory=lambda: secrets.token_hex(12), repr=False)
    access_token: str = field(default_factory=lambda: secrets.token_urlsafe(40), repr=False)
    refresh_token: str = field(default_factory=lambda: secrets.token_urlsafe(40), repr=False)


@dataclass
class Limits:
    """How much may be sent, and when. A day begins at midnight in Vietnam, a month on its first day."""

    bot_a_month: int = 3000
    templates_a_day: int = 500
    # The newest table of codes no longer has the night of templates; users of the older one still meet it.
    is_night_closed: bool = False
    is_proof_required: bool = True


@dataclass
class World:
    """The state behind all APIs. Not safe for threads by itself: the server holds a lock around each request."""

    clock: Clock
    keys: Keys = field(default_factory=Keys)
    limits: Limits = field(default_factory=Limits)
    taken: list[Taken] = field(default_factory=list)
    # listParams of each template that was approved.
    templates: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    # When a person last did something with the account: opens the windows of 48 hours and 7 days.
    interactions: dict[str, datetime] = field(default_factory=dict)
    # What a recipient is refused with, always: {"84…": -118}.
    refused: dict[str, int] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    bot_webhook: str = ""
    bot_secret: str = field(default="", repr=False)
    renewed_at: datetime | None = None
    consent_code: str = field(default_factory=lambda: secrets.token_urlsafe(20), repr=False)
    used_tokens: set[str] = field(default_factory=set, repr=False)
    is_silent_about_used_tokens: bool = True
    _counts: Counter[tuple[str, date]] = field(default_factory=Counter)

    def take(self, channel: str, recipient: str, **content: Any) -> Taken:
        """Keep a message with what it holds (fields of Taken): it has arrived."""
        message = Taken(channel, recipient, self.new_id(), self.clock.now(), **content)
        self.taken.append(message)
        return message

    def new_id(self) -> str:
        """An id that no message had before."""
        return secrets.token_hex(10)

    def local_now(self) -> datetime:
        """The sandbox's own time in Vietnam."""
        return self.clock.now().astimezone(ZONE)

    def milliseconds(self) -> str:
        """The sandbox's own time as Zalo writes it."""
        return str(round(self.clock.now().timestamp() * 1000))

    def is_night(self) -> bool:
        """True from 22:00 to 05:59."""
        return not 6 <= self.local_now().hour < 22

    def spend(self, what: str, *, limit: int, code: int, a_month: bool = False) -> int:
        """Count one of ``what`` in this day or month, refuse with ``code`` above ``limit``; what is left."""
        today = self.local_now().date()
        period = (what, today.replace(day=1) if a_month else today)
        if self._counts[period] >= limit:
            raise Refusal(code, "quota exceeded")
        self._counts[period] += 1
        return limit - self._counts[period]

    def spent(self, what: str) -> int:
        """How many of ``what`` this day."""
        return self._counts[what, self.local_now().date()]

    def require_account(self, asked: Asked, *, stale: int, proof: int) -> None:
        """Refuse with ``stale`` a token that is not the account's, with ``proof`` a wrong proof of the app."""
        token = asked.headers.get("access_token", "")
        lives_until = None if self.renewed_at is None else self.renewed_at + timedelta(hours=25)
        if token != self.keys.access_token or (lives_until and self.clock.now() >= lives_until):
            raise Refusal(stale, "Access token is invalid")
        wanted = hmac.new(self.keys.app_secret.encode(), token.encode(), sha256).hexdigest()
        if self.limits.is_proof_required and asked.headers.get("appsecret_proof") != wanted:
            raise Refusal(proof, "Invalid appsecret_proof provided in the API argument")

    def require_willing(self, recipient: str) -> None:
        """Refuse where the recipient is one that is always refused."""
        if recipient in self.refused:
            raise Refusal(self.refused[recipient], "refused for this recipient")
