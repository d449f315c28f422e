"""Foreign mail: reading what others wrote, whatever bytes they send. Nothing here raises for its input."""

import email
import re
import unicodedata
from base64 import b64decode
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser, HeaderParser
from itertools import islice

MOST_BYTES = 2 * 1024 * 1024
"""More of a mail is not read: words and reports stand before the attachments."""

_MOST_PARTS = 200
_MOST_FIELDS = 40
_LONGEST_FIELD = 16_000
# The library's parser calls itself for each level, and stumbles over some contradictions.
_STUMBLES = (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError, MessageError)
# Python knows codecs that are no character sets of mail (idna, unicode_escape, …).
_CHARSET = re.compile(
    r"(utf|iso|windows|cp|us|ascii|latin|koi8|gb|big5|shift|sjis|euc|tis|ks_c)[\w.-]*", re.ASCII | re.I
)
_ANGLED = re.compile(r"<\s*([^<>\s@]{1,200}@[^<>\s@]{1,200})\s*>")
_BARE = re.compile(r"[^\s<>()\[\],;:\"'@]{1,200}@[^\s<>()\[\],;:\"'@]{1,200}")
_TO_FIELDS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")


def parsed(content: bytes) -> Message:
    """The mail in ``content``, cut at MOST_BYTES."""
    start = content[:MOST_BYTES]
    try:
        return email.message_from_bytes(start)
    except _STUMBLES:
        return _head_only(start)


def _head_only(content: bytes) -> Message:
    try:
        return BytesHeaderParser().parsebytes(content)
    except _STUMBLES:
        return Message()


def parts_of(mail: Message) -> list[Message]:
    """The parts that are not multiparts themselves, in order. Mails inside this mail are one part each."""
    found: list[Message] = []
    waiting = [mail]
    while waiting and len(found) < _MOST_PARTS:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(reversed(inner_of(part)))
        else:
            found.append(part)
    return found


def inner_of(part: Message) -> list[Message]:
    """The messages right inside a part: those of a multipart, the attached mail, the groups of a delivery report."""
    # The library decodes any other payload here, and raises for charsets that it cannot even look up.
    payload = part.get_payload() if part.is_multipart() else []
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def field_of(mail: Message, name: str) -> str:
    """A header field in readable letters on one line; "" without one."""
    return next(iter(all_of(mail, name)), "")


def all_of(mail: Message, name: str) -> list[str]:
    """Every header field of this name, each as ``field_of`` gives it."""
    return [" ".join(_decoded(raw).split()) for raw in _raw(mail, name)]


def sender_of(mail: Message) -> str:
    """The address in From, in lower case; what looks like one in the display name is not it. "" without any."""
    raw = next(iter(_raw(mail, "From")), "")
    angled = _ANGLED.findall(raw)
    bare = _BARE.search(raw)
    return (angled[-1] if angled else bare.group() if bare else "").lower()


def recipients_of(mail: Message) -> list[str]:
    """The addresses that a mail was sent to, as far as it says so; the delivering server's own word first."""
    return [found for name in _TO_FIELDS for raw in _raw(mail, name) for found in _BARE.findall(raw)]


def ids_in(text: str) -> list[str]:
    """Message ids, ``<a@b>``, in their order."""
    return [f"<{bare}>" for bare in _ANGLED.findall(text)]


def text_of(part: Message) -> str:
    """The text of a leaf in composed letters (NFC), with ``\\n`` for line ends."""
    try:
        payload = part.get_payload(decode=True)
        charset = part.get_content_charset() or "utf-8"
    except _STUMBLES:
        return ""
    octets = payload if isinstance(payload, bytes) else b""
    text = unicodedata.normalize("NFC", _in_charset(octets, charset))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def fields_in(part: Message) -> list[Message]:
    """Groups of header fields that stand in the body of a part, apart by blank lines (delivery reports)."""
    if part.is_multipart():
        return [block for inner in inner_of(part) for block in _blocks(inner, part)]
    return _groups(text_of(part))


def _blocks(block: Message, part: Message) -> list[Message]:
    """What the library made one block of: fields; a body of further groups; or base64 that it did not decode."""
    rest = text_of(block)
    if "base64" in field_of(part, "Content-Transfer-Encoding").lower():
        return _groups(_from_base64(rest))
    return ([block] if block.keys() else []) + _groups(rest)


def _groups(text: str) -> list[Message]:
    try:
        groups = [HeaderParser().parsestr(group) for group in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))]
    except _STUMBLES:
        return []
    return [group for group in groups if group.keys()]


def _from_base64(text: str) -> str:
    try:
        return b64decode("".join(text.split())).decode("utf-8", "replace")
    except ValueError:
        return ""


def _in_charset(octets: bytes, charset: str) -> str:
    if _CHARSET.fullmatch(charset):
        try:
            return octets.decode(charset, "replace")
        except (LookupError, ValueError):
            pass
    return octets.decode("utf-8", "replace")


def _raw(mail: Message, name: str) -> list[str]:
    """Field bodies before RFC 2047 is decoded, with raw UTF-8 read as such."""
    wanted = name.lower()
    found = (str(value)[:_LONGEST_FIELD] for field, value in mail.raw_items() if field.lower() == wanted)
    return [_in_letters(value) for value in islice(found, _MOST_FIELDS)]


def _in_letters(value: str) -> str:
    """A field body whose raw bytes are read as UTF-8."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _decoded(raw: str) -> str:
    if "=?" not in raw:
        return raw
    try:
        return unicodedata.normalize("NFC", str(make_header(decode_header(raw))))
    except _STUMBLES:
        return raw
