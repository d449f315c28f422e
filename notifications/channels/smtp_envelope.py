"""The SMTP envelope of one message: who hears of failures, and which reports are asked for (RFC 3461)."""

import re
from dataclasses import dataclass

from engine.outbox import Outgoing
from notifications.mail import Sender
from notifications.tokens import Purpose, token_of

# Replies to a parameter that a server offered and then does not take.
REFUSED_OPTIONS = frozenset({501, 504, 555})

_NOT_XTEXT = re.compile(r"[^!-*,-<>-~]")
_LONGEST_ENVELOPE_ID = 100


@dataclass(frozen=True)
class Envelope:
    """Return path and recipient. ``envelope_id`` comes back in the reports about this message."""

    sender: str
    recipient: str
    envelope_id: str

    def mail_options(self) -> list[str]:
        """Parameters of MAIL FROM: reports return the head only. RFC 3461 section 4.4 bounds the envelope id."""
        name = xtext(self.envelope_id)
        return ["RET=HDRS", *([f"ENVID={name}"] if len(name) <= _LONGEST_ENVELOPE_ID else [])]

    def rcpt_options(self) -> list[str]:
        """Parameters of RCPT TO: nobody reports success."""
        return ["NOTIFY=FAILURE,DELAY", f"ORCPT=rfc822;{xtext(self.recipient)}"]


def envelope_of(outgoing: Outgoing, *, sender: Sender) -> Envelope:
    """The envelope of a message. Raises AddressRefused for a return path that is no address."""
    bare = outgoing.rfc_message_id.strip("<>")
    name = token_of(outgoing.id, Purpose.REPORTS, key=sender.key) if sender.key else bare
    return Envelope(sender.return_path(outgoing), outgoing.address, name)


def xtext(text: str) -> str:
    """``text`` as RFC 3461 section 4 wants it: ``+2B`` for a plus sign."""
    return _NOT_XTEXT.sub(lambda found: f"+{ord(found[0]):02X}", text)
