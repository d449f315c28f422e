"""Bounces: what is read off a report, in standard form or not, and what follows from it."""

from dataclasses import replace

import pytest

from notifications.bounces import Bounce, BounceKind, status_in
from notifications.incoming_mail import AutoReply, read_mail
from notifications.tokens import Purpose, token_of, with_token
from tests.support.foreign_mail import (
    ADDRESS,
    EXIM,
    ORIGINAL,
    OUR_ID,
    POSTFIX_STATUS,
    QMAIL,
    create_mail,
    create_report,
)

KEY = b"mot khoa du dai de ky ten"
DAEMON = "MAILER-DAEMON@relay.example"


def bounce_in(content: bytes) -> Bounce:
    found = read_mail(content, key=KEY)
    assert isinstance(found, Bounce)
    return found


def test_bounce_says_what_the_report_says() -> None:
    assert bounce_in(create_report()) == Bounce(
        message_id=None,
        rfc_message_id=OUR_ID,
        address=ADDRESS,
        action="failed",
        status="5.1.1",
        diagnostic=f"550 5.1.1 <{ADDRESS}>: Recipient address rejected: User unknown",
    )


@pytest.mark.parametrize("name", ["To", "Delivered_To", "X_Original_To", "Envelope_To"])
def test_bounce_names_the_message_whose_return_path_it_was_sent_to(name: str) -> None:
    address = with_token("tra-lai+*@vinhbao.example", 7, purpose=Purpose.REPORTS, key=KEY)
    assert bounce_in(create_report(**{name: f"<{address}>"})).message_id == 7
    forged = address.replace("+7.", "+8.")
    assert bounce_in(create_report(**{name: f"<{forged}>"})).message_id is None


def test_bounce_names_the_message_of_the_envelope_id() -> None:
    status = POSTFIX_STATUS.replace("m1.k7@dondoc.example", token_of(7, Purpose.REPORTS, key=KEY).replace(".", "+2E"))
    assert bounce_in(create_report(status)).message_id == 7


def test_bounce_knows_the_mail_by_the_envelope_id_when_nothing_was_returned() -> None:
    assert bounce_in(create_report(original="")).rfc_message_id == OUR_ID


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers", "message/global-headers"])
def test_bounce_knows_the_mail_by_what_was_returned(kind: str) -> None:
    content = create_report(POSTFIX_STATUS.replace("m1.k7@dondoc.example", "x"))
    assert bounce_in(content.replace(b"text/rfc822-headers", kind.encode())).rfc_message_id == OUR_ID


@pytest.mark.parametrize(
    ("action", "status", "diagnostic", "kind", "is_address_bad"),
    [
        ("failed", "5.1.1", "smtp; 550 no", BounceKind.PERMANENT, True),
        ("failed", "5.0.0", "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound", BounceKind.PERMANENT, True),
        ("failed", "", "smtp; 550 5.1.1 no such user", BounceKind.PERMANENT, True),
        ("failed", "5.2.1", "smtp; 550 disabled", BounceKind.PERMANENT, True),
        ("failed", "5.2.2", "smtp; 552 mailbox full", BounceKind.PERMANENT, False),
        ("failed", "5.3.4", "smtp; 552 too big", BounceKind.PERMANENT, False),
        ("failed", "5.7.1", "smtp; 550 spam", BounceKind.PERMANENT, False),
        ("failed", "4.4.7", "smtp; expired", BounceKind.TEMPORARY, False),
        ("Failed (bad address)", "5.1.1", "", BounceKind.PERMANENT, True),
        ("delayed", "4.4.1", "smtp; timed out", BounceKind.DELAYED, False),
        ("delayed", "5.1.1", "", BounceKind.DELAYED, False),
        ("failed", "5.0.0", "smtp; 550 rejected as spam", BounceKind.PERMANENT, False),
        ("failed", "5.0.0", "smtp; 550 no such user here", BounceKind.PERMANENT, True),
        ("failed", "4.0.0", "smtp; 452 user over quota", BounceKind.TEMPORARY, False),
        ("failed", "", "it went wrong", BounceKind.UNKNOWN, False),
        ("failed", "", "host 192.0.2.7 and 5.1.1.1 said no", BounceKind.UNKNOWN, False),
        ("", "5.1.1", "", BounceKind.PERMANENT, True),
    ],
)
def test_bounce_is_sorted(action: str, status: str, diagnostic: str, kind: BounceKind, is_address_bad: bool) -> None:
    said = f"Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; {ADDRESS}\nAction: {action}\nStatus: {status}\n"
    bounce = bounce_in(create_report(said + f"Diagnostic-Code: {diagnostic}\n"))
    assert (bounce.kind, bounce.is_address_bad) == (kind, is_address_bad)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_report_of_an_arrival_is_no_bounce(action: str) -> None:
    found = read_mail(create_report(POSTFIX_STATUS.replace("failed", action)), key=KEY)
    assert isinstance(found, AutoReply)
    assert found.reason == "report"


def test_bounce_is_found_when_the_report_is_one_group_of_fields() -> None:
    said = POSTFIX_STATUS.replace("\n\n", "\n")
    assert bounce_in(create_report(said)) == bounce_in(create_report())


def test_bounce_is_found_when_the_report_is_in_base64() -> None:
    content = create_report(
        "UmVwb3J0aW5nLU1UQTogZG5zOyB4CgpGaW5hbC1SZWNpcGllbnQ6IHJmYzgyMjsgYUB4LmV4YW1wbGUKQWN0aW9uOiBmYWlsZWQKU3Rh"
        "dHVzOiA1LjEuMQo="
    ).replace(b"message/delivery-status", b"message/delivery-status\nContent-Transfer-Encoding: base64")
    assert (bounce_in(content).address, bounce_in(content).status) == ("a@x.example", "5.1.1")


def test_bounce_tells_the_gravest_when_one_report_speaks_of_several() -> None:
    said = POSTFIX_STATUS + "\nFinal-Recipient: rfc822; khac@x.example\nAction: delivered\nStatus: 2.0.0\n"
    assert bounce_in(create_report(said)).address == ADDRESS


def test_bounce_is_read_off_the_words_of_qmail() -> None:
    bounce = bounce_in(create_mail(QMAIL, From=DAEMON, Subject="failure notice", Return_Path="<>"))
    assert replace(bounce, diagnostic="") == Bounce(None, OUR_ID, ADDRESS, "failed", "5.1.1", "")
    assert "no such user" in bounce.diagnostic
    assert "words of the mail itself" not in bounce.diagnostic


def test_bounce_is_read_off_the_words_of_exim() -> None:
    content = create_mail(EXIM, From=f"Mail Delivery System <{DAEMON}>", X_Failed_Recipients=ADDRESS)
    assert replace(bounce_in(content), diagnostic="") == Bounce(None, OUR_ID, ADDRESS, "failed", "5.1.1", "")


def test_bounce_is_a_note_when_the_mail_is_only_late() -> None:
    content = create_mail("still trying", From=DAEMON, Subject="Warning: message 1abc delayed 24 hours")
    assert bounce_in(content).kind is BounceKind.DELAYED


@pytest.mark.parametrize(
    ("sender", "subject", "expected"),
    [
        (DAEMON, "anything", True),
        ("postmaster@x.example", "Undeliverable: Việc ngày 27/10/2023", True),
        ("postmaster@x.example", "Không gửi được: Việc ngày 27/10/2023", True),
        ("postmaster@x.example", "Về địa chỉ thư của phòng", False),
        ("hoasen@vinhbao.example", "Undeliverable: Việc ngày 27/10/2023", False),
        ("hoasen@vinhbao.example", "Re: Returned mail", False),
    ],
)
def test_bounce_without_a_report_comes_from_a_daemon(sender: str, subject: str, expected: bool) -> None:
    assert isinstance(read_mail(create_mail("550 no", From=sender, Subject=subject), key=KEY), Bounce) is expected


def test_bounce_keeps_the_original_when_it_is_attached_to_words() -> None:
    body = (
        f"--G\nContent-Type: text/plain\n\n550 5.1.1 no\n--G\nContent-Type: message/rfc822\n\n{ORIGINAL}\nhi\n--G--\n"
    )
    content = create_mail(body, From=DAEMON, Content_Type="multipart/mixed; boundary=G")
    assert (bounce_in(content).rfc_message_id, bounce_in(content).status) == (OUR_ID, "5.1.1")


def test_bounce_is_found_when_a_report_lacks_its_readable_part() -> None:
    body = "--G\nContent-Type: text/plain\n\n550 5.1.1 no\n--G--\n"
    assert bounce_in(create_mail(body, From=DAEMON, Content_Type="multipart/report; boundary=G")).status == "5.1.1"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("550-5.1.1 The email account does not exist", "5.1.1"),
        ("This user doesn't have a x.example account", "5.1.1"),
        ("553 unknown or illegal user", "5.1.1"),
        ("Địa chỉ này không tồn tại", "5.1.1"),
        ("Recipient address not found", "5.1.1"),
        ("User's Disk Quota Exceeded. This is a permanent error.", "5.2.2"),
        ("Hộp thư của người nhận đã đầy", "5.2.2"),
        ("This account has been disabled", "5.2.1"),
        ("550 message blocked", "5.7.1"),
        ("This is a permanent error; I've given up.", "5.0.0"),
        ("451 try again later", "4.0.0"),
        ("452 mailbox full", "4.0.0"),
        ("host 192.0.2.7 took 250 ok", ""),
        ("It was not delivered.", ""),
    ],
)
def test_status_is_read_off_words(words: str, status: str) -> None:
    assert status_in(words) == status


@pytest.mark.parametrize(
    "words",
    [
        "Ask <postmaster@x.example> for help.\n\n<a@x.example>: no such user",
        "Your mail to b@x.example, sent to\n\n    a@x.example\n\nfailed",
        "  * SMTP=a@x.example",
        "Intended recipient: a@x.example",
        "<p>Not delivered:</p><b>a@x.example</b><br>No such user",
    ],
)
def test_bounce_without_a_report_speaks_of_the_address_on_its_own_line(words: str) -> None:
    kind = f"text/{'html' if '<p>' in words else 'plain'}; charset=utf-8"
    assert bounce_in(create_mail(words, From=DAEMON, Content_Type=kind)).address == "a@x.example"


def test_mail_to_a_return_path_is_a_bounce_when_it_is_called_so_whoever_sends_it() -> None:
    address = with_token("tra-lai+*@x.example", 7, purpose=Purpose.REPORTS, key=KEY)
    fields = {"From": "smtp_gateway@x.example", "To": address}
    bounce = bounce_in(create_mail("it was not delivered", Subject="Delivery failure notification", **fields))
    assert (bounce.message_id, bounce.kind) == (7, BounceKind.UNKNOWN)
    found = read_mail(create_mail("Tôi nghỉ phép", Subject="Nghỉ phép", **fields), key=KEY)
    assert found == AutoReply(7, None, "smtp_gateway@x.example", "automatic")
