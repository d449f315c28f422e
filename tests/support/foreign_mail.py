"""Mails as other servers and people write them."""

from collections.abc import Mapping

ADDRESS = "hoasen@vinhbao.example"
OUR_ID = "<m1.k7@dondoc.example>"

ORIGINAL = f"Message-ID: {OUR_ID}\nSubject: =?utf-8?b?Vmnhu4dj?=\nFrom: dondoc@vinhbao.example\nTo: {ADDRESS}\n"

POSTFIX_STATUS = f"""Reporting-MTA: dns; relay.vinhbao.example
Original-Envelope-Id: m1.k7@dondoc.example
X-Postfix-Queue-ID: 4SG2

Final-Recipient: rfc822; {ADDRESS}
Original-Recipient: rfc822;{ADDRESS}
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example
Diagnostic-Code: smtp; 550 5.1.1 <{ADDRESS}>: Recipient address rejected: User unknown
"""

QMAIL = f"""Hi. This is the qmail-send program at relay.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{ADDRESS}>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 no such user
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

Return-Path: <dondoc@vinhbao.example>
{ORIGINAL}
450 4.0.0 words of the mail itself
"""

EXIM = f"""This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {ADDRESS}
    host mx.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<{ADDRESS}>:
    550 unrouteable address

------ This is a copy of the message, including all the headers. ------

{ORIGINAL}
"""


def create_mail(body: str, **fields: str | None) -> bytes:
    """A mail with one text; ``fields`` are its head, ``_`` for ``-``, None for a field that it does not have."""
    head: dict[str, str | None] = {
        "From": "Nguyễn Thị Hồng Ánh <hoasen@vinhbao.example>",
        "To": "dondoc@vinhbao.example",
        "Subject": "Re: Việc ngày 27/10/2023",
        "Message_ID": "<tra-loi@vinhbao.example>",
        "Content_Type": "text/plain; charset=utf-8",
        "Content_Transfer_Encoding": "8bit",
    }
    return _written(head | fields, body)


def create_report(status: str = POSTFIX_STATUS, *, original: str = ORIGINAL, **fields: str | None) -> bytes:
    """A delivery report in standard form (RFC 3464); ``status`` is its machine-readable part."""
    parts = (
        ("text/plain", "I'm sorry to have to inform you that your message could not be delivered."),
        ("message/delivery-status", status),
        ("text/rfc822-headers", original),
    )
    body = "".join(f"--GIUA\nContent-Type: {kind}\n\n{content}\n" for kind, content in parts) + "--GIUA--\n"
    head: dict[str, str | None] = {
        "Return_Path": "<>",
        "From": "Mail Delivery System <MAILER-DAEMON@relay.vinhbao.example>",
        "To": "dondoc@vinhbao.example",
        "Subject": "Undelivered Mail Returned to Sender",
        "Auto_Submitted": "auto-replied",
        "MIME_Version": "1.0",
        "Content_Type": 'multipart/report; report-type=delivery-status; boundary="GIUA"',
    }
    return _written(head | fields, body)


def _written(head: Mapping[str, str | None], body: str) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in head.items() if value is not None]
    return "\n".join([*lines, "", body]).encode()
