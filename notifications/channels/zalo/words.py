"""What of a message goes over Zalo: its text within the limit, and the name under which a receipt comes back."""

import re
import unicodedata
from hashlib import sha256

from engine.outbox import Outcome, OutcomeClass, Outgoing

LONGEST_TEXT = 2000
LONGEST_TRACKING_ID = 48
_USER_ID = re.compile(r"[0-9]{1,30}")
_PHONE = re.compile(r"(?:\+?84|0)([1-9][0-9]{7,9})")
_BETWEEN_DIGITS = re.compile(r"[ .()-]")
_PLAIN_ID = re.compile(r"[!-~]{1,100}")


def chat_text(words: str) -> str | Outcome:
    """``words`` for a chat in NFC (letters are counted so); payload if there are none or too many."""
    text = well_formed(words).strip()
    if not text:
        return Outcome(OutcomeClass.PAYLOAD, detail="no words for a chat")
    if len(text) > LONGEST_TEXT:
        return Outcome(OutcomeClass.PAYLOAD, detail=f"{len(text)} letters, {LONGEST_TEXT} allowed")
    return text


def well_formed(text: str) -> str:
    """``text`` in NFC, without halves of characters that no UTF-8 can hold."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))


def tracking_id(outgoing: Outgoing) -> str:
    """The same at most 48 letters and digits on every attempt: the message's id and a digest of its Message-ID.

    Zalo echoes it in the receipt; nothing says that it sends a second message with the same one only once.
    """
    return tracking_of(outgoing.id, outgoing.rfc_message_id)


def tracking_of(message_id: int, rfc_message_id: str) -> str:
    """The tracking id of a message of ours, to compare with one that a receipt brings."""
    return f"m{message_id}x{sha256(rfc_message_id.encode('utf-8', 'replace')).hexdigest()[:24]}"


def is_plain_id(address: str) -> bool:
    """True for what can be an id of Zalo: printable ASCII without blanks."""
    return _PLAIN_ID.fullmatch(address) is not None


def is_user_id(address: str) -> bool:
    """True for what can be a person's UID: digits."""
    return _USER_ID.fullmatch(address) is not None


def phone_number(written: str) -> str | None:
    """A Vietnamese number however it is written (0912 345 678, +84…) as Zalo wants it ("84…"); None if it is none."""
    found = _PHONE.fullmatch(_BETWEEN_DIGITS.sub("", written))
    return f"84{found[1]}" if found else None
