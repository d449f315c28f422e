"""The email channel's session: what stands in the envelope, how it logs in, when it connects anew."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from engine.outbox import Outcome, OutcomeClass
from notifications.bounces import Bounce
from notifications.channels.smtp import SmtpChannel, SmtpServer
from notifications.incoming_mail import read_mail
from notifications.mail import Rendered, Sender
from notifications.tokens import Purpose, message_in
from tests.support.mail_tokens import ScriptedTokens
from tests.support.outbox import create_outgoing
from tests.support.smtp import HOST, LoopbackSmtp

KEY = b"mot khoa du dai de ky ten"
SENDER = Sender("Phòng GDĐT", "dondoc@vinhbao.example", bounce_address="tra-lai+*@vinhbao.example", key=KEY)
WORDS = Rendered("Việc ngày 27/10/2023", "Kính gửi ông/bà", "<p>Kính gửi ông/bà</p>")


@pytest.fixture
def server() -> Iterator[LoopbackSmtp]:
    with LoopbackSmtp() as running:
        yield running


@pytest.fixture
def dsn_server() -> Iterator[LoopbackSmtp]:
    with LoopbackSmtp(has_dsn=True) as running:
        yield running


@pytest.fixture
def token_server() -> Iterator[LoopbackSmtp]:
    with LoopbackSmtp(tokens={"good"}) as running:
        yield running


def create_channel(port: int, *, sender: Sender = SENDER, **overrides: Any) -> SmtpChannel:
    settings = SmtpServer(HOST, port, tls="none", connect_timeout=5, data_timeout=5, local_hostname="client.test")
    return SmtpChannel(replace(settings, **overrides), sender=sender)


async def send(channel: SmtpChannel, *numbers: int) -> list[Outcome]:
    async with channel:
        return [await channel.send(create_outgoing(id=number), WORDS) for number in numbers]


async def test_smtp_gives_every_message_a_return_path_of_its_own(server: LoopbackSmtp) -> None:
    await send(create_channel(server.port), 7, 8)
    assert [message_in(mail.sender, Purpose.REPORTS, key=KEY) for mail in server.received] == [7, 8]
    assert all(mail.message["From"].endswith("<dondoc@vinhbao.example>") for mail in server.received)


async def test_smtp_asks_for_no_report_when_the_server_offers_none(server: LoopbackSmtp) -> None:
    (outcome,) = await send(create_channel(server.port), 7)
    assert outcome.outcome_class is OutcomeClass.OK
    assert server.received[0].options == ()


async def test_smtp_asks_for_reports_of_failure_when_the_server_offers_them(dsn_server: LoopbackSmtp) -> None:
    await send(create_channel(dsn_server.port), 7)
    ret, envid, notify, orcpt = dsn_server.received[0].options
    assert (ret, notify, orcpt) == ("RET=HDRS", "NOTIFY=FAILURE,DELAY", "ORCPT=rfc822;hoasen@vinhbao.example")
    assert message_in(envid.removeprefix("ENVID="), Purpose.REPORTS, key=KEY) == 7


async def test_smtp_names_the_message_by_its_id_when_nothing_is_signed(dsn_server: LoopbackSmtp) -> None:
    await send(create_channel(dsn_server.port, sender=Sender("Phòng", "a+b@x.example")), 7)
    (mail,) = dsn_server.received
    assert mail.options[1] == "ENVID=m1.k7@dondoc.example"
    assert mail.sender == "a+b@x.example"


async def test_smtp_sends_without_asking_when_the_server_does_not_take_what_it_offers(dsn_server: LoopbackSmtp) -> None:
    dsn_server.answer("rcpt", "555 5.5.4 Unsupported option: NOTIFY")
    outcomes = await send(create_channel(dsn_server.port), 7, 8)
    assert [outcome.outcome_class for outcome in outcomes] == [OutcomeClass.OK] * 2
    assert [mail.options for mail in dsn_server.received] == [(), ()]


async def test_smtp_connects_anew_when_a_connection_has_carried_enough(server: LoopbackSmtp) -> None:
    await send(create_channel(server.port, per_connection=2), 1, 2, 3, 4, 5)
    assert (server.connections, len(server.received)) == (3, 5)


async def test_smtp_keeps_one_connection_when_there_is_no_limit(server: LoopbackSmtp) -> None:
    await send(create_channel(server.port, per_connection=None), 1, 2, 3, 4, 5)
    assert server.connections == 1


async def test_smtp_logs_in_with_an_access_token(token_server: LoopbackSmtp) -> None:
    channel = create_channel(
        token_server.port, user="dondoc@x.example", password="khong dung", tokens=ScriptedTokens("good")
    )
    (outcome,) = await send(channel, 1)
    assert outcome.outcome_class is OutcomeClass.OK
    assert token_server.logins == ["dondoc@x.example"]


async def test_smtp_renews_a_token_once_when_the_server_refuses_it(token_server: LoopbackSmtp) -> None:
    tokens = ScriptedTokens("old", "good")
    (outcome,) = await send(create_channel(token_server.port, user="a@x.example", tokens=tokens), 1)
    assert outcome.outcome_class is OutcomeClass.OK
    assert tokens.asked == ["", "old"]


async def test_smtp_says_auth_when_the_new_token_is_refused_as_well(token_server: LoopbackSmtp) -> None:
    tokens = ScriptedTokens("old", "older", "good")
    (outcome,) = await send(create_channel(token_server.port, user="a@x.example", tokens=tokens), 1)
    assert outcome.outcome_class is OutcomeClass.AUTH
    assert "old" not in outcome.detail
    assert len(tokens.asked) == 2


async def test_smtp_says_auth_when_no_token_is_to_be_had(token_server: LoopbackSmtp) -> None:
    (outcome,) = await send(create_channel(token_server.port, user="a@x.example", tokens=ScriptedTokens()), 1)
    assert outcome == Outcome(OutcomeClass.AUTH, detail="invalid_grant")
    assert token_server.received == []


async def test_smtp_waits_when_the_token_server_cannot_be_asked(token_server: LoopbackSmtp) -> None:
    tokens = ScriptedTokens(ConnectionError("token server: ConnectTimeout"))
    (outcome,) = await send(create_channel(token_server.port, user="a@x.example", tokens=tokens), 1)
    assert (outcome.outcome_class, outcome.is_channel_wide) == (OutcomeClass.TRANSIENT, True)


async def test_smtp_says_config_when_the_server_takes_no_tokens(server: LoopbackSmtp) -> None:
    (outcome,) = await send(create_channel(server.port, user="a@x.example", tokens=ScriptedTokens("good")), 1)
    assert outcome.outcome_class is OutcomeClass.CONFIG


async def test_smtp_report_to_the_return_path_names_the_message(server: LoopbackSmtp) -> None:
    await send(create_channel(server.port), 7)
    (mail,) = server.received
    report = f"Return-Path: <>\nTo: {mail.sender}\nFrom: MAILER-DAEMON@x.example\nSubject: failure notice\n\n".encode()
    found = read_mail(report + b"<hoasen@vinhbao.example>:\n550 5.1.1 no such user\n", key=KEY)
    assert isinstance(found, Bounce)
    assert found.message_id == 7


async def test_smtp_sends_over_a_server_that_knows_no_extensions(dsn_server: LoopbackSmtp) -> None:
    dsn_server.answer("hello", "502 5.5.1 EHLO not implemented")
    (outcome,) = await send(create_channel(dsn_server.port), 7)
    assert outcome.outcome_class is OutcomeClass.OK
    assert dsn_server.received[0].options == ()
