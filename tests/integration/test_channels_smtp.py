"""The email channel against a real SMTP server on loopback."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

from engine.outbox import Outcome, OutcomeClass
from notifications.channels.smtp import SmtpChannel, SmtpServer
from notifications.mail import Rendered, Sender
from tests.support.outbox import create_outgoing
from tests.support.smtp import CLOSE, HOLD, HOST, LoopbackSmtp, make_certificate

SENDER = Sender("Phòng GDĐT huyện Vĩnh Bảo", "dondoc@vinhbao.example")
WORDS = Rendered("Việc ngày 27/10/2023: 1 quá hạn", "Kính gửi ông/bà,\n.\n..một dòng chấm", "<p>Kính gửi ông/bà</p>")


@pytest.fixture
def server() -> Iterator[LoopbackSmtp]:
    with LoopbackSmtp() as running:
        yield running


def create_channel(port: int, **overrides: Any) -> SmtpChannel:
    settings = SmtpServer(HOST, port, tls="none", connect_timeout=5, data_timeout=5, local_hostname="client.test")
    return SmtpChannel(replace(settings, **overrides), sender=SENDER)


async def send_one(channel: SmtpChannel, **overrides: Any) -> Outcome:
    async with channel:
        return await channel.send(create_outgoing(**overrides), WORDS)


async def test_smtp_keeps_the_text_of_the_provider(server: LoopbackSmtp) -> None:
    outcome = await send_one(create_channel(server.port))
    assert outcome == Outcome(OutcomeClass.OK, detail="250 2.0.0 queued as Q0")


async def test_smtp_brings_every_line_through_when_it_starts_with_a_dot(server: LoopbackSmtp) -> None:
    await send_one(create_channel(server.port))
    (mail,) = server.received
    assert mail.body("plain") == WORDS.text
    assert (mail.sender, mail.recipient) == (SENDER.address, create_outgoing().address)


@pytest.mark.parametrize(
    ("step", "reply", "expected", "is_channel_wide"),
    [
        ("rcpt", "550 5.1.1 User unknown", OutcomeClass.RECIPIENT, False),
        ("rcpt", "553 mailbox name not allowed", OutcomeClass.RECIPIENT, False),
        ("rcpt", "450 4.2.1 receiving mail at a rate that prevents more", OutcomeClass.THROTTLE, False),
        ("rcpt", "451 4.7.1 Greylisted, try again later", OutcomeClass.TRANSIENT, False),
        ("rcpt", "452 4.5.3 too many recipients", OutcomeClass.THROTTLE, False),
        ("rcpt", "421 4.7.0 closing", OutcomeClass.THROTTLE, False),
        ("rcpt", "550 5.7.1 Daily SMTP relay limit exceeded", OutcomeClass.QUOTA, True),
        ("data", "552 5.3.4 message too big", OutcomeClass.PAYLOAD, False),
        ("data", "554 5.7.1 content rejected", OutcomeClass.PAYLOAD, False),
        ("data", "550 5.4.5 Daily user sending limit exceeded", OutcomeClass.QUOTA, True),
        ("data", "451 4.3.0 try later", OutcomeClass.TRANSIENT, False),
        ("mail", "530 5.7.0 Authentication required", OutcomeClass.AUTH, False),
        ("mail", "553 5.1.8 sender address rejected", OutcomeClass.CONFIG, False),
        ("mail", "451 4.3.0 out of order", OutcomeClass.TRANSIENT, True),
        ("mail", "421 4.3.2 shutting down", OutcomeClass.THROTTLE, True),
        ("connect", "421 too busy", OutcomeClass.THROTTLE, True),
        ("connect", "554 no SMTP here", OutcomeClass.CONFIG, False),
        ("connect", CLOSE, OutcomeClass.TRANSIENT, True),
    ],
)
async def test_smtp_sorts_a_refusal(
    server: LoopbackSmtp,
    step: Literal["connect", "mail", "rcpt", "data"],
    reply: str,
    expected: OutcomeClass,
    is_channel_wide: bool,
) -> None:
    server.answer(step, reply)
    outcome = await send_one(create_channel(server.port))
    assert (outcome.outcome_class, outcome.is_channel_wide) == (expected, is_channel_wide)
    assert reply == CLOSE or reply in outcome.detail
    assert server.received == []


@pytest.mark.parametrize("step", ["rcpt", "data"])
async def test_smtp_sends_the_next_message_over_the_same_connection_when_one_was_refused(
    server: LoopbackSmtp, step: Literal["rcpt", "data"]
) -> None:
    server.answer(step, "550 5.1.1 User unknown")
    async with create_channel(server.port) as channel:
        assert (await channel.send(create_outgoing(), WORDS)).outcome_class is OutcomeClass.RECIPIENT
        assert (await channel.send(create_outgoing(), WORDS)).outcome_class is OutcomeClass.OK
    assert (server.connections, len(server.received)) == (1, 1)


async def test_smtp_connects_again_when_the_server_closed_the_idle_connection(server: LoopbackSmtp) -> None:
    async with create_channel(server.port) as channel:
        await channel.send(create_outgoing(), WORDS)
        server.drop_clients()
        assert (await channel.send(create_outgoing(), WORDS)).outcome_class is OutcomeClass.OK
    assert (server.connections, len(server.received)) == (2, 2)


async def test_smtp_connects_again_when_the_server_ends_a_long_session(server: LoopbackSmtp) -> None:
    async with create_channel(server.port) as channel:
        await channel.send(create_outgoing(), WORDS)
        server.answer("mail", "421 4.7.0 too many messages in this session")
        assert (await channel.send(create_outgoing(), WORDS)).outcome_class is OutcomeClass.OK
    assert server.connections == 2


async def test_smtp_says_ambiguous_when_the_connection_ends_after_the_data(server: LoopbackSmtp) -> None:
    server.answer("data", CLOSE)
    async with create_channel(server.port) as channel:
        assert (await channel.send(create_outgoing(), WORDS)).outcome_class is OutcomeClass.AMBIGUOUS
        assert (await channel.send(create_outgoing(attempt=2), WORDS)).outcome_class is OutcomeClass.OK
    assert [mail.message_id for mail in server.received] == [create_outgoing().rfc_message_id] * 2
    assert server.received[0].content == server.received[1].content


async def test_smtp_says_ambiguous_when_no_answer_comes_after_the_data(server: LoopbackSmtp) -> None:
    server.answer("data", HOLD)
    outcome = await send_one(create_channel(server.port, data_timeout=0.1))
    assert outcome.outcome_class is OutcomeClass.AMBIGUOUS
    assert len(server.received) == 1


async def test_smtp_says_ambiguous_when_the_answer_to_the_data_is_no_answer(server: LoopbackSmtp) -> None:
    server.answer("data", "251 what now")
    async with create_channel(server.port) as channel:
        assert (await channel.send(create_outgoing(), WORDS)).outcome_class is OutcomeClass.AMBIGUOUS
        assert (await channel.send(create_outgoing(), WORDS)).outcome_class is OutcomeClass.OK
    assert server.connections == 2


async def test_smtp_takes_leave_quietly_when_the_server_has_gone(server: LoopbackSmtp) -> None:
    async with create_channel(server.port) as channel:
        outcome = await channel.send(create_outgoing(), WORDS)
        server.drop_clients()
    assert outcome.outcome_class is OutcomeClass.OK


@pytest.mark.parametrize("tls", ["none", "starttls"])
async def test_smtp_says_config_when_the_server_refuses_the_greeting(server: LoopbackSmtp, tls: str) -> None:
    server.answer("hello", "550 not you", "550 not you")
    outcome = await send_one(create_channel(server.port, tls=tls))
    assert outcome == Outcome(OutcomeClass.CONFIG, detail="550 not you")


async def test_smtp_does_not_blame_the_message_when_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        outcome = await send_one(create_channel(taken.getsockname()[1]))
    assert (outcome.outcome_class, outcome.is_channel_wide) == (OutcomeClass.TRANSIENT, True)
    assert "Error connecting" in outcome.detail


async def test_smtp_refuses_an_address_without_a_connection(server: LoopbackSmtp) -> None:
    outcome = await send_one(create_channel(server.port), address="hiệu.trưởng@truong.example")
    assert outcome.outcome_class is OutcomeClass.RECIPIENT
    assert server.connections == 0


async def test_smtp_stops_when_its_own_address_cannot_be_used(server: LoopbackSmtp) -> None:
    settings = SmtpServer(HOST, server.port, tls="none")
    outcome = await send_one(SmtpChannel(settings, sender=Sender("Phòng", "đôn.đốc@x.example")))
    assert outcome.outcome_class is OutcomeClass.CONFIG


async def test_smtp_logs_in_only_when_a_user_is_given(server: LoopbackSmtp) -> None:
    server.credentials = ("dondoc", "mật khẩu")
    await send_one(create_channel(server.port))
    assert server.logins == []
    outcome = await send_one(create_channel(server.port, user="dondoc", password="mật khẩu"))
    assert outcome.outcome_class is OutcomeClass.OK
    assert server.logins == ["dondoc"]


async def test_smtp_says_auth_when_the_password_is_wrong(server: LoopbackSmtp) -> None:
    outcome = await send_one(create_channel(server.port, user="dondoc", password="sai"))
    assert outcome.outcome_class is OutcomeClass.AUTH
    assert outcome.detail.startswith("535")
    assert server.received == []


def test_smtp_server_does_not_show_its_password() -> None:
    assert "bí mật" not in repr(SmtpServer(HOST, 25, user="dondoc", password="bí mật"))


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_smtp_encrypts_when_the_certificate_is_trusted(tmp_path: Path, tls: Literal["starttls", "tls"]) -> None:
    certificate = make_certificate(tmp_path)
    with LoopbackSmtp(tls=tls, certificate=certificate) as server:
        outcome = await send_one(create_channel(server.port, tls=tls, ca_file=str(certificate)))
        assert outcome.outcome_class is OutcomeClass.OK
        assert len(server.received) == 1


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_smtp_says_config_when_the_certificate_is_not_trusted(
    tmp_path: Path, tls: Literal["starttls", "tls"]
) -> None:
    with LoopbackSmtp(tls=tls, certificate=make_certificate(tmp_path)) as server:
        outcome = await send_one(create_channel(server.port, tls=tls))
        assert outcome.outcome_class is OutcomeClass.CONFIG
        assert "certificate" in outcome.detail
        assert server.received == []


async def test_smtp_says_config_when_the_server_cannot_encrypt(server: LoopbackSmtp) -> None:
    outcome = await send_one(create_channel(server.port, tls="starttls"))
    assert outcome.outcome_class is OutcomeClass.CONFIG
    assert server.received == []
