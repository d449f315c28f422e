"""SMTP replies sorted into outcome classes: basic codes, enhanced codes (RFC 3463), and words of the big relays."""

import re
from enum import StrEnum

from engine.outbox import Outcome, OutcomeClass


class Phase(StrEnum):
    """The step of the SMTP dialogue that a reply answers."""

    CONNECT = "connect"
    LOGIN = "login"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"


# Up to MAIL nothing of the message is known to the server, so a passing refusal would meet every other message as well.
_SHARED = frozenset({Phase.CONNECT, Phase.LOGIN, Phase.MAIL})

# Not part of an IP address, which replies like to quote.
_ENHANCED = re.compile(r"(?<![\d.])([245])\.\d{1,3}\.\d{1,3}(?!\.?\d)")
_QUOTA = re.compile(
    r"daily .{0,40}(limit|quota)|(sending|relay) (limit|quota)|(limit|quota) .{0,20}(per|for the) day", re.IGNORECASE
)
_RATE = re.compile(r"\brate\b|too (many|fast|much)|throttl|slow down", re.IGNORECASE)

# An enhanced code, or its first two numbers, says more than the basic code.
_BY_ENHANCED = {
    "4.2.1": OutcomeClass.THROTTLE,
    "4.3.1": OutcomeClass.THROTTLE,
    "4.3.2": OutcomeClass.THROTTLE,
    "4.5.3": OutcomeClass.THROTTLE,
    "5.1": OutcomeClass.RECIPIENT,
    "5.2.3": OutcomeClass.PAYLOAD,
    "5.2": OutcomeClass.RECIPIENT,
    "5.3.4": OutcomeClass.PAYLOAD,
    "5.4.5": OutcomeClass.QUOTA,
    "5.6": OutcomeClass.PAYLOAD,
    "5.7.8": OutcomeClass.AUTH,
    "5.7.9": OutcomeClass.AUTH,
}
_BY_CODE = {
    421: OutcomeClass.THROTTLE,
    452: OutcomeClass.THROTTLE,
    500: OutcomeClass.CONFIG,
    502: OutcomeClass.CONFIG,
    503: OutcomeClass.CONFIG,
    504: OutcomeClass.CONFIG,
    530: OutcomeClass.AUTH,
    534: OutcomeClass.AUTH,
    535: OutcomeClass.AUTH,
    538: OutcomeClass.AUTH,
    552: OutcomeClass.PAYLOAD,
    553: OutcomeClass.RECIPIENT,
}
_BY_PHASE = {
    Phase.CONNECT: OutcomeClass.CONFIG,
    Phase.LOGIN: OutcomeClass.AUTH,
    Phase.MAIL: OutcomeClass.CONFIG,
    Phase.RCPT: OutcomeClass.RECIPIENT,
    Phase.DATA: OutcomeClass.PAYLOAD,
}


def outcome_of(code: int, text: str, *, phase: Phase) -> Outcome:
    """The outcome of a reply other than the one the dialogue wanted; its code and text are kept as detail."""
    reply_class = class_of(code, text, phase=phase)
    is_passing = reply_class in (OutcomeClass.THROTTLE, OutcomeClass.TRANSIENT)
    is_channel_wide = reply_class is OutcomeClass.QUOTA or (is_passing and phase in _SHARED)
    return Outcome(reply_class, detail=f"{code} {text}", is_channel_wide=is_channel_wide)


def class_of(code: int, text: str, *, phase: Phase) -> OutcomeClass:
    """Sort a refusal: 4yz may pass, 5yz will not (RFC 5321 section 4.2.1); codes and phase say whose fault it is."""
    enhanced = _ENHANCED.search(text)
    # RFC 2034: an enhanced code of another class than the reply's own is a mistake, and the reply stands.
    status = enhanced.group() if enhanced and enhanced[1] == str(code)[0] else ""
    # A full mailbox (x.2.2) talks of a quota as well, but of the reader's, not of ours.
    if _QUOTA.search(text) and not status.endswith(".2.2"):
        return OutcomeClass.QUOTA
    if 500 <= code < 600:
        return _permanent(code, status, phase=phase)
    return _temporary(code, status, text=text)


def _temporary(code: int, status: str, *, text: str) -> OutcomeClass:
    known = _by_enhanced(status) or _BY_CODE.get(code)
    if known is None and status.startswith("4.7.") and _RATE.search(text):
        return OutcomeClass.THROTTLE
    return known or OutcomeClass.TRANSIENT


def _permanent(code: int, status: str, *, phase: Phase) -> OutcomeClass:
    if phase in (Phase.CONNECT, Phase.LOGIN):
        return _BY_PHASE[phase]
    if phase is Phase.MAIL:
        known = _BY_CODE.get(code, OutcomeClass.CONFIG)
        # Before RCPT, 553 speaks of the sender's own address.
        return OutcomeClass.CONFIG if known is OutcomeClass.RECIPIENT else known
    return _by_enhanced(status) or _BY_CODE.get(code) or _BY_PHASE[phase]


def _by_enhanced(status: str) -> OutcomeClass | None:
    return _BY_ENHANCED.get(status) or _BY_ENHANCED.get(status.rpartition(".")[0])
