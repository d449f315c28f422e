"""The mailbox against an IMAP server on loopback."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

from engine.outbox import OutcomeClass
from notifications.channels.imap import ImapMailbox, ImapServer, MailboxFailure, collect
from tests.support.imap import CLOSE, LoopbackImap
from tests.support.mail_tokens import ScriptedTokens
from tests.support.smtp import HOST, make_certificate

MAILS = {number: f"Subject: {number}\r\n\r\nĐã nhận việc {number}\r\n".encode() for number in (3, 5, 9)}


@pytest.fixture
def server() -> Iterator[LoopbackImap]:
    with LoopbackImap(dict(MAILS)) as running:
        yield running


def settings(server: LoopbackImap, **overrides: Any) -> ImapServer:
    user, password = server.credentials
    return replace(ImapServer(HOST, server.port, user, password, tls="none", timeout=5), **overrides)


async def collected(server: ImapServer, **options: Any) -> list[bytes]:
    found: list[bytes] = []

    async def keep(content: bytes) -> None:
        found.append(content)

    assert await collect(server, keep, **options) == len(found)
    return found


async def failure_of(server: ImapServer) -> OutcomeClass:
    with pytest.raises(MailboxFailure) as failure:
        await collected(server)
    assert "mat-khau" not in str(failure.value)
    assert failure.value.outcome.detail
    return failure.value.outcome.outcome_class


async def test_mailbox_gives_each_unseen_mail_once(server: LoopbackImap) -> None:
    server.seen.add(5)
    assert await collected(settings(server)) == [MAILS[3], MAILS[9]]
    assert await collected(settings(server)) == []
    assert server.seen == {3, 5, 9}
    assert server.commands[-1] == "LOGOUT"


async def test_mailbox_marks_a_mail_only_after_it_was_handled(server: LoopbackImap) -> None:
    async def fail_at_the_second(content: bytes) -> None:
        if content == MAILS[5]:
            raise KeyError

    with pytest.raises(KeyError):
        await collect(settings(server), fail_at_the_second)
    assert server.seen == {3}


async def test_mailbox_gives_no_more_than_asked_for(server: LoopbackImap) -> None:
    assert await collected(settings(server), limit=2) == [MAILS[3], MAILS[5]]


async def test_mailbox_fetches_only_the_start_of_a_large_mail(server: LoopbackImap) -> None:
    server.mails = {1: b"x" * 100_000}
    assert await collected(settings(server, most_bytes=1000)) == [b"x" * 1000]


async def test_mailbox_passes_over_a_mail_that_has_gone(server: LoopbackImap) -> None:
    async with ImapMailbox(settings(server)) as mailbox:
        assert await mailbox.fetch("4") is None


async def test_mailbox_takes_a_password_in_any_letters(server: LoopbackImap) -> None:
    server.credentials = ("hop-thu", "mật khẩu")
    assert len(await collected(settings(server))) == 3


async def test_mailbox_logs_in_where_the_server_knows_only_login(server: LoopbackImap) -> None:
    server.knows_plain = False
    assert len(await collected(settings(server))) == 3
    assert "LOGIN" in server.commands
    assert await failure_of(settings(server, password="mật khẩu")) is OutcomeClass.AUTH


async def test_mailbox_logs_in_by_token_and_renews_it_once(server: LoopbackImap) -> None:
    server.tokens = {"good"}
    assert len(await collected(settings(server, tokens=ScriptedTokens("old", "good")))) == 3
    assert await failure_of(settings(server, tokens=ScriptedTokens("old", "older", "good"))) is OutcomeClass.AUTH
    assert await failure_of(settings(server, tokens=ScriptedTokens())) is OutcomeClass.AUTH
    offline = ScriptedTokens(ConnectionError("token server: ConnectTimeout"))
    assert await failure_of(settings(server, tokens=offline)) is OutcomeClass.TRANSIENT


@pytest.mark.parametrize(
    ("command", "answer", "expected"),
    [
        ("AUTHENTICATE", "NO wrong", OutcomeClass.AUTH),
        ("SELECT", "NO no such folder", OutcomeClass.CONFIG),
        ("SELECT", "OK [READ-ONLY] done", OutcomeClass.CONFIG),
        ("UID SEARCH", "NO later", OutcomeClass.TRANSIENT),
        ("UID FETCH", "BAD what", OutcomeClass.TRANSIENT),
        ("UID STORE", "NO full", OutcomeClass.TRANSIENT),
        ("AUTHENTICATE", CLOSE, OutcomeClass.TRANSIENT),
        ("UID SEARCH", CLOSE, OutcomeClass.TRANSIENT),
        ("UID STORE", CLOSE, OutcomeClass.TRANSIENT),
    ],
)
async def test_mailbox_says_what_to_do_when_the_server_refuses(
    server: LoopbackImap, command: str, answer: str, expected: OutcomeClass
) -> None:
    server.answer(command, answer)
    assert await failure_of(settings(server)) is expected


async def test_mailbox_takes_leave_quietly_when_the_server_has_gone(server: LoopbackImap) -> None:
    server.answer("LOGOUT", CLOSE)
    assert len(await collected(settings(server))) == 3


async def test_mailbox_is_transient_when_nobody_listens(server: LoopbackImap) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        assert await failure_of(settings(server, port=taken.getsockname()[1])) is OutcomeClass.TRANSIENT


async def test_mailbox_is_transient_when_the_server_says_nothing(server: LoopbackImap) -> None:
    with socket.socket() as silent:
        silent.bind((HOST, 0))
        silent.listen()
        quiet = settings(server, port=silent.getsockname()[1], timeout=0.1)
        assert await failure_of(quiet) is OutcomeClass.TRANSIENT


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_mailbox_encrypts_only_with_a_certificate_that_is_trusted(
    tmp_path: Path, tls: Literal["starttls", "tls"]
) -> None:
    certificate = make_certificate(tmp_path)
    with LoopbackImap(dict(MAILS), tls=tls, certificate=certificate) as server:
        assert len(await collected(settings(server, tls=tls, ca_file=str(certificate)))) == 3
        assert await failure_of(settings(server, tls=tls)) is OutcomeClass.CONFIG


async def test_mailbox_sends_no_password_when_the_server_cannot_encrypt(server: LoopbackImap) -> None:
    assert await failure_of(settings(server, tls="starttls")) is OutcomeClass.CONFIG
    assert not {"LOGIN", "AUTHENTICATE"} & set(server.commands)


def test_mailbox_does_not_show_its_password(server: LoopbackImap) -> None:
    assert "mat-khau" not in repr(settings(server))
