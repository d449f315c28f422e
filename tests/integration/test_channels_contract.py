"""What every channel must keep, run over each one that ships."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Protocol

import pytest

from engine.outbox import MessageState, Outcome, OutcomeClass
from notifications.channels.console import ConsoleChannel
from notifications.channels.folder import FolderChannel
from notifications.channels.memory import Mailbox, MemoryChannel
from notifications.channels.protocol import Channel
from notifications.channels.smtp import SmtpChannel, SmtpServer
from notifications.mail import Rendered, Sender
from notifications.retry import settle
from tests.support.outbox import AT, create_outgoing
from tests.support.smtp import HOST, LoopbackSmtp, ReceivedMail

SENDER = Sender("Phòng GDĐT huyện Vĩnh Bảo", "dondoc@vinhbao.example")
WORDS = Rendered(
    subject="[Đôn đốc] Đề án “Chăm sóc vì sự phát triển toàn diện trẻ em”: quá hạn, đột phá phát triển",
    text="Kính gửi ông/bà Nguyễn Thị Hồng Ánh,\n\nĐề nghị báo cáo kết quả ngay.\n",
    html="<p>Kính gửi ông/bà Nguyễn Thị Hồng Ánh,</p>",
)


@dataclass(frozen=True)
class Seen:
    """A message at the far end of a channel."""

    message_id: str
    subject: str
    text: str


class Bench(Protocol):
    """A channel under test: how to open it, what came through, how to make it fail for one message or for all."""

    def open(self) -> Channel: ...

    def seen(self) -> list[Seen]: ...

    def connections(self) -> int: ...

    def fail_for_now(self) -> None: ...

    def mend(self) -> None: ...


class MemoryBench:
    def __init__(self) -> None:
        self._mailbox = Mailbox()

    def open(self) -> Channel:
        return MemoryChannel(self._mailbox)

    def seen(self) -> list[Seen]:
        return [
            Seen(kept.outgoing.rfc_message_id, kept.rendered.subject, kept.rendered.text) for kept in self._mailbox.kept
        ]

    def connections(self) -> int:
        return self._mailbox.connections

    def fail_for_now(self) -> None:
        self._mailbox.answer(Outcome(OutcomeClass.TRANSIENT, detail="try later"))

    def mend(self) -> None:
        return None


class FullStream(StringIO):
    """A stream that can be told to refuse."""

    is_full = False

    def write(self, text: str) -> int:
        if self.is_full:
            raise OSError("No space left on device")
        return super().write(text)


class ConsoleBench:
    def __init__(self) -> None:
        self._stream = FullStream()

    def open(self) -> Channel:
        return ConsoleChannel(self._stream)

    def seen(self) -> list[Seen]:
        pattern = r"Message-ID: (.*)\nTo: .*\nSubject: (.*)\n\n((?s:.*?\n))-{72}\n"
        return [Seen(*found) for found in re.findall(pattern, self._stream.getvalue())]

    def connections(self) -> int:
        return 1

    def fail_for_now(self) -> None:
        self._stream.is_full = True

    def mend(self) -> None:
        self._stream.is_full = False


class FolderBench:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self) -> Channel:
        return FolderChannel(self._folder, sender=SENDER)

    def seen(self) -> list[Seen]:
        return [read_mail(path.read_bytes()) for path in sorted(self._folder.glob("*.eml"))]

    def connections(self) -> int:
        return 1

    def fail_for_now(self) -> None:
        self._folder.write_text("a file where the folder should be")

    def mend(self) -> None:
        self._folder.unlink()


class SmtpBench:
    def __init__(self, server: LoopbackSmtp) -> None:
        self._server = server

    def open(self) -> Channel:
        settings = SmtpServer(HOST, self._server.port, tls="none", connect_timeout=5, local_hostname="client.test")
        return SmtpChannel(settings, sender=SENDER)

    def seen(self) -> list[Seen]:
        return [read_mail(mail.content) for mail in self._server.received]

    def connections(self) -> int:
        return self._server.connections

    def fail_for_now(self) -> None:
        self._server.answer("rcpt", "451 4.7.1 Greylisted")

    def mend(self) -> None:
        return None


def read_mail(content: bytes) -> Seen:
    mail = ReceivedMail("", "", content)
    return Seen(mail.message_id, mail.subject, mail.body("plain"))


@pytest.fixture(params=["memory", "console", "folder", "smtp"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        benches: dict[str, Callable[[], Bench]] = {
            "memory": MemoryBench,
            "console": ConsoleBench,
            "folder": lambda: FolderBench(tmp_path / "mail"),
            "smtp": lambda: SmtpBench(stack.enter_context(LoopbackSmtp())),
        }
        yield benches[request.param]()


async def test_channel_carries_email(bench: Bench) -> None:
    assert bench.open().kind == "email"


async def test_channel_sends_a_message_once(bench: Bench) -> None:
    async with bench.open() as channel:
        outcome = await channel.send(create_outgoing(), WORDS)
    assert outcome.outcome_class is OutcomeClass.OK
    assert outcome.detail
    assert len(bench.seen()) == 1


async def test_channel_keeps_the_message_id_on_every_attempt(bench: Bench) -> None:
    async with bench.open() as channel:
        for attempt in (1, 2):
            await channel.send(create_outgoing(attempt=attempt), WORDS)
    assert [seen.message_id for seen in bench.seen()] == [create_outgoing().rfc_message_id] * 2


async def test_channel_keeps_vietnamese_words(bench: Bench) -> None:
    async with bench.open() as channel:
        await channel.send(create_outgoing(), WORDS)
    (seen,) = bench.seen()
    assert (seen.subject, seen.text) == (WORDS.subject, WORDS.text)


async def test_channel_says_what_to_do_when_it_fails_for_now(bench: Bench) -> None:
    bench.fail_for_now()
    async with bench.open() as channel:
        refused = await channel.send(create_outgoing(), WORDS)
        bench.mend()
        accepted = await channel.send(create_outgoing(), WORDS)
    settlement = settle(refused, channel_kind="email", attempt=1, at=AT, key="k")
    assert settlement.state is MessageState.DEFERRED or settlement.is_channel_stopped
    assert refused.detail
    assert accepted.outcome_class is OutcomeClass.OK
    assert len(bench.seen()) == 1


async def test_channel_uses_one_connection_for_all_messages(bench: Bench) -> None:
    async with bench.open() as channel:
        for number in range(5):
            await channel.send(create_outgoing(id=number, rfc_message_id=f"<m{number}@dondoc.example>"), WORDS)
    assert len(bench.seen()) == 5
    assert bench.connections() == 1


async def test_channel_closes_cleanly_when_nothing_was_sent(bench: Bench) -> None:
    async with bench.open():
        pass
    assert bench.seen() == []


async def test_channel_closes_cleanly_when_its_user_fails(bench: Bench) -> None:
    async def send_and_fail() -> None:
        async with bench.open() as channel:
            await channel.send(create_outgoing(), WORDS)
            raise KeyError

    with pytest.raises(KeyError):
        await send_and_fail()
    assert len(bench.seen()) == 1
