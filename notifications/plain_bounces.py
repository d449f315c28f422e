"""Bounces that were written for people only (qmail, Exim, Yahoo, old Exchange): what can be read off their words."""

import re
from collections.abc import Iterable
from email.message import Message

from notifications.bounces import LONGEST_DIAGNOSTIC, Bounce, message_named, original_id, status_in
from notifications.foreign_mail import field_of, ids_in
from notifications.new_words import body_of

_MOST_LETTERS = 50_000
# Behind this the mail that did not arrive is quoted.
_COPY = re.compile(
    r"^\W{0,8}.{0,30}(copy of (the|your) message|(returned|original|unsent) (message|mail)|header of the original|"
    r"your message reads).*$",
    re.IGNORECASE | re.MULTILINE,
)
_INLINE_ID = re.compile(r"^\s{0,8}message-id:\s*(<.{1,410}>)\s*$", re.IGNORECASE | re.MULTILINE)
_ADDRESS = r"([\w.+=-]{1,100}@[\w.-]{1,200}\w)"
# On a line of its own it is whom the bounce speaks of; elsewhere it may be anybody.
_LEADING = re.compile(rf"^[\W_]{{0,12}}{_ADDRESS}(?=>|:|\s|$)", re.ASCII | re.MULTILINE)
_ANYWHERE = re.compile(_ADDRESS, re.ASCII)
_PREFIX = re.compile("smtp=", re.IGNORECASE)
_OFFICIAL = ("postmaster@", "mailer-daemon@", "abuse@", "support@", "helpdesk@")
_DELAY_SUBJECT = re.compile(r"delay|warning|not yet|bị chậm", re.IGNORECASE)
_DELAY = re.compile(
    r"warning message only|(will|continue) (keep |be |to )?(retry|retried|try)|do not need to resend", re.IGNORECASE
)


def plain_bounce(mail: Message, *, key: bytes, recipients: Iterable[str]) -> Bounce:
    """The bounce in a mail without a machine-readable report. ``recipients``: where that mail was sent to."""
    whole = body_of(mail)[:_MOST_LETTERS]
    words = _COPY.split(whole, maxsplit=1)[0]
    inline = ids_in(" ".join(_INLINE_ID.findall(whole)))
    is_delay = bool(_DELAY_SUBJECT.search(field_of(mail, "Subject")) or _DELAY.search(words))
    return Bounce(
        message_id=message_named(recipients, key=key),
        rfc_message_id=original_id(mail, Message()) or next(iter(inline), None),
        address=field_of(mail, "X-Failed-Recipients").partition(",")[0].strip() or _address(words),
        action="delayed" if is_delay else "failed",
        status=status_in(words),
        diagnostic=" ".join(words.split())[:LONGEST_DIAGNOSTIC],
    )


def _address(words: str) -> str:
    found = [*_LEADING.findall(words), *_ANYWHERE.findall(words)]
    bare = (_PREFIX.sub("", address) for address in found)
    return next((address for address in bare if not address.lower().startswith(_OFFICIAL)), "")
