"""SMTP replies as the big servers really word them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.outbox import OutcomeClass
from notifications.channels.smtp_replies import Phase, class_of, outcome_of

Class = OutcomeClass


@pytest.mark.parametrize(
    ("code", "text", "phase", "expected"),
    [
        (550, "5.4.5 Daily user sending limit exceeded.", Phase.DATA, Class.QUOTA),
        (550, "5.7.1 Daily SMTP relay limit exceeded for customer.", Phase.MAIL, Class.QUOTA),
        (450, "4.2.1 Daily sending quota exceeded", Phase.RCPT, Class.QUOTA),
        (450, "4.2.1 The user you are trying to contact is receiving mail too quickly", Phase.RCPT, Class.THROTTLE),
        (452, "4.2.2 The email account is over its daily quota", Phase.RCPT, Class.THROTTLE),
        (552, "5.2.2 The recipient's daily quota is exceeded, mailbox full", Phase.RCPT, Class.RECIPIENT),
        (552, "5.3.4 Message size exceeds fixed limit", Phase.MAIL, Class.PAYLOAD),
        (421, "4.7.0 Try again later, closing connection", Phase.CONNECT, Class.THROTTLE),
        (421, "4.4.2 timeout exceeded", Phase.MAIL, Class.THROTTLE),
        (451, "4.7.1 Greylisted, please try again in 300 seconds", Phase.RCPT, Class.TRANSIENT),
        (451, "4.7.500 Server busy: too many messages", Phase.RCPT, Class.THROTTLE),
        (450, "Requested mail action not taken: mailbox busy", Phase.RCPT, Class.TRANSIENT),
        (454, "4.7.0 Temporary authentication failure", Phase.LOGIN, Class.TRANSIENT),
        (535, "5.7.8 Username and Password not accepted", Phase.LOGIN, Class.AUTH),
        (530, "5.7.57 Client not authenticated to send mail", Phase.MAIL, Class.AUTH),
        (550, "5.7.60 Client does not have permissions to send as this sender", Phase.MAIL, Class.CONFIG),
        (501, "5.1.7 Bad sender address syntax", Phase.MAIL, Class.CONFIG),
        (550, "5.1.1 The email account that you tried to reach does not exist", Phase.RCPT, Class.RECIPIENT),
        (550, "No such user here", Phase.RCPT, Class.RECIPIENT),
        (554, "5.7.1 Relay access denied", Phase.RCPT, Class.RECIPIENT),
        (553, "5.7.1 address not allowed", Phase.RCPT, Class.RECIPIENT),
        (550, "5.1.1 rejected after content", Phase.DATA, Class.RECIPIENT),
        (554, "5.6.0 Invalid Subject header", Phase.DATA, Class.PAYLOAD),
        (554, "Transaction failed: spam", Phase.DATA, Class.PAYLOAD),
        (550, "5.7.1 message content rejected", Phase.DATA, Class.PAYLOAD),
        (550, "4.2.1 mailbox disabled", Phase.RCPT, Class.RECIPIENT),
        (554, "Client host 5.1.1.9 blocked", Phase.DATA, Class.PAYLOAD),
        (550, "sorry, no mailbox here by that name (#5.1.1)", Phase.DATA, Class.RECIPIENT),
        (503, "bad sequence of commands", Phase.RCPT, Class.CONFIG),
        (554, "No SMTP service here", Phase.CONNECT, Class.CONFIG),
        (-1, "Malformed SMTP response line", Phase.RCPT, Class.TRANSIENT),
    ],
)
def test_reply_is_sorted(code: int, text: str, phase: Phase, expected: OutcomeClass) -> None:
    assert class_of(code, text, phase=phase) is expected


@given(st.integers(400, 499), st.text(), st.sampled_from(list(Phase)))
def test_temporary_reply_is_tried_again_for_any_text(code: int, text: str, phase: Phase) -> None:
    outcome = outcome_of(code, "4.0.0 " + text.replace(".", ""), phase=phase)
    assert outcome.outcome_class in (Class.THROTTLE, Class.TRANSIENT, Class.QUOTA)
    assert outcome.is_channel_wide or phase in (Phase.RCPT, Phase.DATA)


@given(st.integers(500, 599), st.text(), st.sampled_from(list(Phase)))
def test_permanent_reply_is_never_tried_again_for_any_text(code: int, text: str, phase: Phase) -> None:
    assert class_of(code, text, phase=phase) not in (Class.THROTTLE, Class.TRANSIENT, Class.AMBIGUOUS, Class.OK)
