"""Channels under test: how to open each, what came through at its far end, how to make it fail."""

import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Literal, Protocol

from engine.clock import SetClock
from engine.outbox import Outcome, OutcomeClass, Outgoing
from notifications.channels.console import ConsoleChannel
from notifications.channels.folder import FolderChannel
from notifications.channels.memory import Mailbox, MemoryChannel
from notifications.channels.protocol import Channel
from notifications.channels.smtp import SmtpChannel, SmtpServer
from notifications.channels.zalo.bot import BotChannel
from notifications.channels.zalo.oa import OaChannel
from notifications.channels.zalo.sandbox.server import HANG_UP, HOLD, ZaloSandbox, refusal
from notifications.channels.zalo.wire import ZaloHost
from notifications.channels.zalo.zbs import EVERY_KIND, TemplateChannel
from notifications.mail import Rendered, Sender
from tests.support.outbox import create_outgoing
from tests.support.smtp import CLOSE, HOST, LoopbackSmtp, ReceivedMail
from tests.support.smtp import HOLD as HOLD_MAIL
from tests.support.zalo import AT, FORM, PARAMETERS, account_of

SENDER = Sender("Phòng GDĐT huyện Vĩnh Bảo", "dondoc@vinhbao.example")
WORDS = Rendered(
    subject="[Đôn đốc] Đề án “Chăm sóc vì sự phát triển toàn diện trẻ em”: quá hạn, đột phá phát triển",
    text="Kính gửi ông/bà Nguyễn Thị Hồng Ánh,\n\nĐề nghị báo cáo kết quả ngay.\n",
    html="<p>Kính gửi ông/bà Nguyễn Thị Hồng Ánh,</p>",
    chat="Đề án “Chăm sóc vì sự phát triển toàn diện trẻ em”: quá hạn 2 ngày. Đề nghị báo cáo ngay.",
    card={"code": "CV-123", "due": "29/10/2023", "status": "Quá hạn"},
)


@dataclass(frozen=True)
class Seen:
    """A message at the far end: to whom, in which words, and the name it is known by there ("" where there is none)."""

    recipient: str
    words: str
    name: str = ""


class Bench(Protocol):
    """A channel that never leaves the machine."""

    kind: str
    # What WORDS look like at the far end.
    words: str

    def open(self) -> Channel: ...

    def outgoing(self, **overrides: Any) -> Outgoing: ...

    def seen(self) -> list[Seen]: ...

    def connections(self) -> int: ...

    def fail_for_now(self) -> None: ...

    def mend(self) -> None: ...


class NetworkBench(Bench, Protocol):
    """A channel with a server behind it."""

    # Not an address of this channel.
    no_address: str

    def secrets(self) -> list[str]: ...

    def open_nowhere(self) -> Channel: ...

    def open_impatient(self) -> Channel: ...

    def lose_answers(self, count: int) -> None: ...

    def hold_answer(self) -> None: ...

    def refuse_everybody(self) -> None: ...


class MailBench:
    """What all kinds of email share."""

    kind = "email"
    words = f"{WORDS.subject}\n{WORDS.text}"

    def outgoing(self, **overrides: Any) -> Outgoing:
        """A message to a school."""
        return create_outgoing(**overrides)


class MemoryBench(MailBench):
    """Kept in memory."""

    def __init__(self) -> None:
        self._mailbox = Mailbox()

    def open(self) -> Channel:
        return MemoryChannel(self._mailbox)

    def seen(self) -> list[Seen]:
        return [
            Seen(
                kept.outgoing.address,
                f"{kept.rendered.subject}\n{kept.rendered.text}",
                name=kept.outgoing.rfc_message_id,
            )
            for kept in self._mailbox.kept
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


class ConsoleBench(MailBench):
    """Printed."""

    def __init__(self) -> None:
        self._stream = FullStream()

    def open(self) -> Channel:
        return ConsoleChannel(self._stream)

    def seen(self) -> list[Seen]:
        pattern = r"Message-ID: (.*)\nTo: .*<(.*)>\nSubject: (.*)\n\n((?s:.*?\n))-{72}\n"
        found = re.findall(pattern, self._stream.getvalue())
        return [Seen(address, f"{subject}\n{text}", name=name) for name, address, subject, text in found]

    def connections(self) -> int:
        return 1

    def fail_for_now(self) -> None:
        self._stream.is_full = True

    def mend(self) -> None:
        self._stream.is_full = False


class FolderBench(MailBench):
    """Written to files."""

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


class SmtpBench(MailBench):
    """Handed to a mail server."""

    no_address = "không-phải-địa-chỉ"

    def __init__(self, server: LoopbackSmtp) -> None:
        self._server = server
        self._server.credentials = ("dondoc", "mat-khau-cua-may-chu-thu")

    def open(self) -> Channel:
        return self._open(self._server.port)

    def open_nowhere(self) -> Channel:
        return self._open(1)

    def open_impatient(self) -> Channel:
        return self._open(self._server.port, data_timeout=0.5)

    def secrets(self) -> list[str]:
        return [self._server.credentials[1] if self._server.credentials else ""]

    def seen(self) -> list[Seen]:
        return [read_mail(mail.content, recipient=mail.recipient) for mail in self._server.received]

    def connections(self) -> int:
        return self._server.connections

    def fail_for_now(self) -> None:
        self._server.answer("rcpt", "451 4.7.1 Greylisted")

    def mend(self) -> None:
        return None

    def lose_answers(self, count: int) -> None:
        self._server.answer("data", *[CLOSE] * count)

    def hold_answer(self) -> None:
        self._server.answer("data", HOLD_MAIL)

    def refuse_everybody(self) -> None:
        self._server.answer("rcpt", "550 5.1.1 No such user")

    def _open(self, port: int, *, data_timeout: float = 5) -> Channel:
        user, password = self._server.credentials or (None, None)
        settings = SmtpServer(
            HOST,
            port,
            tls="none",
            user=user,
            password=password,
            connect_timeout=5,
            data_timeout=data_timeout,
            local_hostname="client.test",
        )
        return SmtpChannel(settings, sender=SENDER)


class ZaloBench:
    """What all kinds of Zalo share."""

    kind: str
    path: str
    address: str
    transient: int
    unwilling: int
    words: str = WORDS.chat
    no_address = "không phải địa chỉ"

    def __init__(self, sandbox: ZaloSandbox) -> None:
        self.sandbox = sandbox

    def outgoing(self, **overrides: Any) -> Outgoing:
        """A message to one person."""
        return create_outgoing(**{"channel": self.kind, "address": self.address, **overrides})

    def person(self, number: int) -> str:
        """The address of one of several people."""
        return f"{self.address[:-2]}{number:02}"

    def prepare_people(self, count: int) -> None:
        """Let ``count`` people be written to, and the account send as much as it likes."""
        world = self.sandbox.world
        world.interactions.update({self.person(number): AT for number in range(1, count + 1)})
        world.limits.templates_a_day = world.limits.bot_a_month = 10**6

    def open(self) -> Channel:
        return self.channel(self.sandbox.url)

    def open_nowhere(self) -> Channel:
        return self.channel("http://127.0.0.1:1")

    def open_impatient(self) -> Channel:
        return self.channel(self.sandbox.url, answer_timeout=0.5)

    def channel(self, url: str, *, answer_timeout: float = 5) -> Channel:
        """The channel against ``url``."""
        raise NotImplementedError

    def seen(self) -> list[Seen]:
        return [
            Seen(taken.recipient, self.read(taken.text, taken.template_data), name=taken.tracking_id)
            for taken in self.sandbox.taken
        ]

    def read(self, text: str, data: Any) -> str:
        """The words of a message."""
        return text

    def secrets(self) -> list[str]:
        keys = self.sandbox.world.keys
        return [keys.bot_token, keys.app_secret, keys.access_token, keys.refresh_token]

    def connections(self) -> int:
        return self.sandbox.connections

    def fail_for_now(self) -> None:
        self.sandbox.answer(self.path, refusal(self.transient))

    def mend(self) -> None:
        return None

    def lose_answers(self, count: int) -> None:
        self.sandbox.answer(self.path, *[HANG_UP] * count)

    def hold_answer(self) -> None:
        self.sandbox.answer(self.path, HOLD)

    def refuse_everybody(self) -> None:
        self.sandbox.answer(self.path, refusal(self.unwilling))


class BotBench(ZaloBench):
    """Sent by the bot."""

    kind = "zalo_bot"
    path = "/bot/sendMessage"
    address = "6ede9afa66b88fe6d6a9"
    transient = 403
    unwilling = 400

    def channel(self, url: str, *, answer_timeout: float = 5) -> Channel:
        host = ZaloHost(url, connect_timeout=5, answer_timeout=answer_timeout)
        return BotChannel(host, token=self.sandbox.world.keys.bot_token, clock=SetClock(AT))


class OaBench(ZaloBench):
    """Answered by the account."""

    kind = "zalo_oa"
    path = "/v3.0/oa/message/cs"
    address = "2512523625412515"
    transient = -200
    unwilling = -217

    def __init__(self, sandbox: ZaloSandbox) -> None:
        super().__init__(sandbox)
        for last in "50":
            sandbox.world.interactions[self.address[:-1] + last] = AT

    def channel(self, url: str, *, answer_timeout: float = 5) -> Channel:
        return OaChannel(account_of(self.sandbox, url=url, answer_timeout=answer_timeout))


class UidBench(ZaloBench):
    """A template for a UID."""

    kind = "zalo_uid"
    path = "/v3.0/oa/message/template"
    address = "2512523625412515"
    transient = -129
    unwilling = -249
    words = "CV-123 29/10/2023 Quá hạn"

    def __init__(self, sandbox: ZaloSandbox) -> None:
        super().__init__(sandbox)
        sandbox.world.templates[FORM.template_id] = PARAMETERS

    def channel(self, url: str, *, answer_timeout: float = 5) -> Channel:
        account = account_of(self.sandbox, url=url, answer_timeout=answer_timeout)
        kind: Literal["zalo_uid", "zalo_phone"] = "zalo_phone" if self.kind == "zalo_phone" else "zalo_uid"
        return TemplateChannel(account, kind=kind, forms={EVERY_KIND: FORM})

    def read(self, text: str, data: Any) -> str:
        return f"{data['ma']} {data['han']} {data['trang_thai']}"


class PhoneBench(UidBench):
    """A template for a phone number."""

    kind = "zalo_phone"
    path = "/message/template"
    address = "84987654321"
    transient = -129
    unwilling = -118


def read_mail(content: bytes, *, recipient: str = "") -> Seen:
    """A mail as its reader sees it; ``recipient`` of the envelope, else of the To line."""
    mail = ReceivedMail("", "", content)
    found = re.search(r"<(.*)>", str(mail.message["To"]))
    address = recipient or (found[1] if found else "")
    return Seen(address, f"{mail.subject}\n{mail.body('plain')}", name=mail.message_id)
