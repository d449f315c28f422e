"""Bounces: the reports that mail servers send when a mail did not arrive, in standard form (RFC 3464) or not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from notifications.foreign_mail import field_of, fields_in, ids_in, inner_of, parts_of, text_of
from notifications.tokens import message_in

_ENHANCED = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)", re.ASCII)
_LONGEST_DIAGNOSTIC = 500
_MOST_WORDS = 50_000
# Behind this, a bounce without a report quotes the mail that did not arrive.
_COPY = re.compile(
    r"^-{2,}.{0,40}(copy of the message|returned message|original message|header of the original).*$", re.I | re.M
)
_INLINE_ID = re.compile(r"^\s{0,8}message-id:\s*(<.{1,410}>)\s*$", re.I | re.M)
_NAMED = re.compile(r"<?([\w.+=-]{1,100}@[\w.-]{1,200}\w)>?:?\s*$", re.ASCII | re.M)
_REPLY = re.compile(r"(?<![\d.])([45])[0-5]\d[ -](?!\d)")
_DELAY = re.compile(r"delayed|warning|not yet been delivered|bị chậm", re.I)
_XTEXT = re.compile(r"\+([0-9A-F]{2})")
# What a report says of a recipient, the gravest first.
_ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")
_ARRIVED = frozenset({"delivered", "relayed", "expanded"})
# Permanent, but the message, the size of a mailbox or a policy is to blame, not the address (RFC 3463).
_NOT_THE_ADDRESS = re.compile(r"5\.(2\.[23]|3\.\d+|6\.\d+|7\.\d+)")


class BounceKind(StrEnum):
    """What a bounce means for its message.

    ``permanent``: refused for good. ``temporary``: given up after passing troubles. ``delayed``: still under way, a
    note only. ``unknown``: not delivered, without a code that says why.
    """

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    DELAYED = "delayed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Bounce:
    """A report that a message did not arrive.

    ``message_id`` is the outbox id where a signature proves it. ``rfc_message_id``, ``address``, ``status`` ("5.1.1")
    and ``diagnostic`` are what the reporting server says; anybody can write such a report.
    """

    message_id: int | None
    rfc_message_id: str | None
    address: str
    action: str
    status: str
    diagnostic: str

    @property
    def kind(self) -> BounceKind:
        """What follows for the message."""
        if self.action == "delayed":
            return BounceKind.DELAYED
        kinds = {"5": BounceKind.PERMANENT, "4": BounceKind.TEMPORARY}
        return kinds.get(self.status[:1], BounceKind.UNKNOWN)

    @property
    def is_address_bad(self) -> bool:
        """True if nothing sent to this address will ever arrive."""
        return self.kind is BounceKind.PERMANENT and not _NOT_THE_ADDRESS.fullmatch(self.status)


def bounce_of(mail: Message, *, key: bytes, recipients: Iterable[str]) -> Bounce | None:
    """The bounce in a delivery report, None if ``mail`` is none or reports an arrival.

    ``recipients``: the addresses that the report itself was sent to.
    """
    report = report_of(mail)
    if report is None:
        return None
    whole, per_recipient = report
    said = min(per_recipient, key=_gravity, default=Message())
    action = action_of(said)
    if action in _ARRIVED:
        return None
    envelope_id = _from_xtext(field_of(whole, "Original-Envelope-Id"))
    diagnostic = _typed(field_of(said, "Diagnostic-Code"))
    return Bounce(
        message_id=_first_message([*recipients, envelope_id], key),
        rfc_message_id=_original_id(mail, whole) or next(iter(ids_in(f"<{envelope_id}>")), None),
        address=_from_xtext(_typed(field_of(said, "Original-Recipient") or field_of(said, "Final-Recipient"))),
        action=action,
        status=_status(field_of(said, "Status"), diagnostic),
        diagnostic=diagnostic[:_LONGEST_DIAGNOSTIC],
    )


def bounce_without_report(mail: Message, *, key: bytes, recipients: Iterable[str]) -> Bounce:
    """The bounce in a mail that was written for people (qmail, Exim, old Exchange): what can be read off its words."""
    whole = next((text for part in parts_of(mail) if (text := text_of(part)).strip()), "")[:_MOST_WORDS]
    words = _COPY.split(whole, maxsplit=1)[0]
    named = field_of(mail, "X-Failed-Recipients").partition(",")[0].strip()
    addressed = _NAMED.search(words)
    inline = ids_in(" ".join(_INLINE_ID.findall(whole)))
    is_delay = bool(_DELAY.search(field_of(mail, "Subject")))
    return Bounce(
        message_id=_first_message(recipients, key),
        rfc_message_id=_original_id(mail, Message()) or next(iter(inline), None),
        address=named or (addressed[1] if addressed else ""),
        action="delayed" if is_delay else "failed",
        status=_said_status(words),
        diagnostic=" ".join(words.split())[:_LONGEST_DIAGNOSTIC],
    )


def _said_status(words: str) -> str:
    """A status from a text: the enhanced code, or the class of a plain SMTP reply."""
    enhanced = _ENHANCED.search(words)
    plain = _REPLY.search(words)
    if enhanced:
        return enhanced.group()
    return f"{plain[1]}.0.0" if plain else ""


def report_of(mail: Message) -> tuple[Message, list[Message]] | None:
    """The fields about the message and those about each recipient, of a machine-readable delivery report."""
    for part in parts_of(mail):
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            whole, *per_recipient = fields_in(part) or [Message()]
            # Some servers put everything into one group.
            return whole, per_recipient or [whole]
    return None


def action_of(said: Message) -> str:
    """What the report says has happened; the status decides where no known word stands."""
    action = field_of(said, "Action").lower().split()[:1]
    if action and action[0] in _ACTIONS:
        return action[0]
    return "delivered" if field_of(said, "Status").startswith("2.") else "failed"


def _gravity(said: Message) -> int:
    return _ACTIONS.index(action_of(said))


def _status(status: str, diagnostic: str) -> str:
    """The status code. Many servers write only x.0.0 there, and the real one into their text."""
    found = _ENHANCED.search(status)
    coarse = found.group() if found else ""
    finer = _ENHANCED.search(diagnostic)
    is_better = finer is not None and (not coarse or (coarse.endswith(".0.0") and finer.group()[0] == coarse[0]))
    return finer.group() if finer and is_better else coarse


def _original_id(mail: Message, whole: Message) -> str | None:
    """Message-ID of the mail that did not arrive: from its returned head, or from what some servers add."""
    returned = (field_of(head, "Message-ID") for part in parts_of(mail) for head in _returned_head(part))
    others = (field_of(whole, "X-Original-Message-ID"), field_of(mail, "In-Reply-To"), field_of(mail, "References"))
    return next((found for text in (*returned, *others) for found in ids_in(text)), None)


def _returned_head(part: Message) -> list[Message]:
    if part.get_content_type() in ("message/rfc822", "message/global"):
        return inner_of(part)[:1]
    is_head = part.get_content_type() in ("text/rfc822-headers", "message/global-headers", "text/rfc822")
    return fields_in(part)[:1] if is_head else []


def _typed(value: str) -> str:
    """``rfc822; a@b`` and ``smtp; 550 no`` without their type."""
    kind, mark, rest = value.partition(";")
    return rest.strip() if mark and len(kind) < 20 else value.strip()


def _from_xtext(text: str) -> str:
    return _XTEXT.sub(lambda found: chr(int(found[1], 16)), text.strip())


def _first_message(texts: Iterable[str], key: bytes) -> int | None:
    return next((found for text in texts if (found := message_in(text, key=key)) is not None), None)
