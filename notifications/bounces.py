"""Bounces: the reports that mail servers send when a mail did not arrive, in standard form (RFC 3464) or not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from notifications.foreign_mail import field_of, fields_in, ids_in, inner_of, parts_of
from notifications.tokens import Purpose, message_in

_ENHANCED = re.compile(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)", re.ASCII)
LONGEST_DIAGNOSTIC = 500
_REPLY = re.compile(r"(?<![\d.])([45])[0-5]\d[ -](?!\d)")
_ANYBODY = "(user|recipient|mailbox|account|address|addressee|name|person|part)"
# What servers write where they give no code; the more telling first.
_SAID = tuple(
    (status, re.compile(words, re.IGNORECASE))
    for status, words in (
        ("5.2.2", r"quota|(mailbox|mail box|inbox) (is )?(full|over)|too much mail|hộp thư .{0,20}đầy"),
        ("5.7.1", r"\bspam|black ?list|\bvirus|blocked|(against|by|local|security) policy|content reject"),
        ("5.2.1", rf"{_ANYBODY} (has been |is |was )?(disabled|discontinued|suspended|inactive|locked)"),
        ("5.1.1", rf"{_ANYBODY}( name)?( is| was)?( not |n't |n’t | un)(known|found|recogni|exist)"),
        ("5.1.1", r"(does not|doesn.t) (have an? .{0,30}account|exist)|không tồn tại"),
        (
            "5.1.1",
            rf"(no such|unknown|invalid|unrouteable|not a valid) ((or|illegal|local|final|delivery) )*{_ANYBODY}",
        ),
        ("5.0.0", r"permanent (fatal )?error|failed permanently|permanent failure|given up"),
    )
)
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
        message_id=message_named([*recipients, envelope_id], key=key),
        rfc_message_id=original_id(mail, whole) or next(iter(ids_in(f"<{envelope_id}>")), None),
        address=_address(field_of(said, "Original-Recipient") or field_of(said, "Final-Recipient")),
        action=action,
        status=_status(field_of(said, "Status"), diagnostic),
        diagnostic=diagnostic[:LONGEST_DIAGNOSTIC],
    )


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
    """The status code. Many servers write only x.0.0 there, and the real one, or mere words, into their text."""
    found = _ENHANCED.search(status)
    coarse = found.group() if found else ""
    finer = status_in(diagnostic)
    is_better = bool(finer) and (not coarse or (coarse.endswith(".0.0") and finer[0] == coarse[0]))
    return finer if is_better else coarse


def status_in(text: str) -> str:
    """A status read off a text: its enhanced code, else what its words say, else the class of an SMTP reply; or ""."""
    enhanced = _ENHANCED.search(text)
    reply = _REPLY.search(text)
    if enhanced and not enhanced.group().endswith(".0.0"):
        return enhanced.group()
    coarse = enhanced.group() if enhanced else f"{reply[1]}.0.0" if reply else ""
    said = next((status for status, words in _SAID if words.search(text)), "")
    # A reply "452 … quota" is a passing one, whatever its words.
    return said if said and coarse[:1] in ("", "5") else coarse


def original_id(mail: Message, whole: Message) -> str | None:
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


def _address(value: str) -> str:
    return _from_xtext(_typed(value)).removeprefix("<").removesuffix(">")


def _from_xtext(text: str) -> str:
    return _XTEXT.sub(lambda found: chr(int(found[1], 16)), text.strip())


def message_named(texts: Iterable[str], *, key: bytes) -> int | None:
    """The outbox id that one of the addresses or envelope ids proves."""
    proofs = (message_in(text, Purpose.REPORTS, key=key) for text in texts)
    return next((found for found in proofs if found is not None), None)
