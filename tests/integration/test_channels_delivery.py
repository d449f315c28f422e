"""Delivery through a real SMTP server on loopback, with everything that a bad morning brings."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.clock import SetClock
from engine.outbox import MessageState
from notifications.channels.smtp import SmtpChannel, SmtpServer
from notifications.delivery import DeliveryReport, Letterhead, Route, deliver
from notifications.mail import Sender
from tests.support.outbox import AT, MemoryOutbox, create_outgoing
from tests.support.smtp import CLOSE, HOST, LoopbackSmtp

State = MessageState
SENDER = Sender("Phòng GDĐT huyện Vĩnh Bảo", "dondoc@vinhbao.example")


@pytest.fixture
def server() -> Iterator[LoopbackSmtp]:
    with LoopbackSmtp() as running:
        yield running


def create_outbox(count: int) -> MemoryOutbox:
    return MemoryOutbox(
        create_outgoing(id=n, rfc_message_id=f"<m{n}@d.example>", address=f"truong{n}@vinhbao.example")
        for n in range(1, count + 1)
    )


async def run(outbox: MemoryOutbox, server: LoopbackSmtp, *, clock: SetClock, connections: int = 1) -> DeliveryReport:
    settings = SmtpServer(
        HOST, server.port, tls="none", connect_timeout=5, data_timeout=5, local_hostname="client.test"
    )
    route = Route("email", lambda: SmtpChannel(settings, sender=SENDER), connections=connections, per_minute=None)
    return await deliver(outbox, [route], clock=clock, worker="w1", letterhead=Letterhead("Phòng GDĐT"))


async def test_delivery_brings_every_mail_once_over_the_connections_it_may_use(server: LoopbackSmtp) -> None:
    outbox = create_outbox(30)
    report = await run(outbox, server, clock=SetClock(AT), connections=2)
    assert report.counts == {State.ACCEPTED: 30}
    assert sorted(mail.message_id for mail in server.received) == sorted(f"<m{n}@d.example>" for n in range(1, 31))
    assert server.connections == 2


async def test_delivery_fails_only_the_refused_address(server: LoopbackSmtp) -> None:
    outbox = create_outbox(3)
    server.refuse("truong2@vinhbao.example")
    await run(outbox, server, clock=SetClock(AT))
    assert outbox.states() == [State.ACCEPTED, State.FAILED_PERMANENT, State.ACCEPTED]
    assert outbox.rows[2].settlements[0].outcome.detail == "550 5.1.1 No such user"


async def test_delivery_repeats_a_greylisted_mail_and_one_whose_answer_was_lost(server: LoopbackSmtp) -> None:
    outbox, clock = create_outbox(3), SetClock(AT)
    server.answer("rcpt", "451 4.7.1 Greylisted")
    server.answer("data", CLOSE)
    await run(outbox, server, clock=clock)
    assert outbox.states() == [State.DEFERRED, State.DEFERRED, State.ACCEPTED]
    clock.set(AT + timedelta(minutes=2))
    await run(outbox, server, clock=clock)
    assert outbox.states() == [State.ACCEPTED] * 3
    arrived = [mail.message_id for mail in server.received]
    assert sorted(arrived) == ["<m1@d.example>", "<m2@d.example>", "<m2@d.example>", "<m3@d.example>"]


async def test_delivery_loses_no_attempt_when_the_server_is_closed(server: LoopbackSmtp) -> None:
    outbox, clock = create_outbox(3), SetClock(AT)
    server.answer("connect", CLOSE)
    report = await run(outbox, server, clock=clock)
    assert (report.paused, server.received) == (("email",), [])
    assert [row.attempts for row in outbox.rows.values()] == [0, 0, 0]
    clock.set(AT + timedelta(minutes=6))
    await run(outbox, server, clock=clock)
    assert outbox.states() == [State.ACCEPTED] * 3


async def test_delivery_stops_at_a_wrong_password_and_keeps_all_messages(server: LoopbackSmtp) -> None:
    outbox = create_outbox(3)
    server.answer("mail", "530 5.7.0 Authentication required")
    report = await run(outbox, server, clock=SetClock(AT))
    assert report.stopped == ("email",)
    assert outbox.states() == [State.PENDING] * 3
