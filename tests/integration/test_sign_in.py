"""Coming in, end to end: by a link out of a real mail, by password, with a second step; nothing secret is left."""

import asyncio
import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from config.bootstrap import Office
from config.one_time_codes import code_at, new_secret, sealed, steps_near
from config.settings import Settings
from config.sign_in import (
    HOME,
    Caller,
    Entered,
    choose_password,
    enter_by_code,
    enter_by_link,
    enter_by_password,
    is_password,
    local_path,
    make_sign_in_link,
)
from config.sign_in_mail import Asked, SignInMail
from engine.clock import SetClock
from engine.errors import LinkRefused, PasswordRefused, SignInRefused, TooManyAttempts
from engine.service.accounts import account_of, set_language, set_password
from engine.service.one_time_codes import begin_codes, confirm_codes
from engine.service.sessions import signed_in
from tests.support.builders import create_policies
from tests.support.cast import Office as Cast
from tests.support.people import AT, NOBODY, PRINCIPAL, person_id
from tests.support.smtp import CLOSE, HOLD, LoopbackSmtp

GOOD = "mưa rơi ngoài ngõ vắng"
CALLER = Caller("10.0.0.7", AT, "Firefox")
MINUTE = timedelta(minutes=1)


Open = Callable[..., Office]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Opens the office of a configuration on the database of a cast."""
    found: list[Office] = []

    def open_on(cast: Cast, **settings: Any) -> Office:
        found.append(office_on(cast, tmp_path, **settings))
        return found[-1]

    yield open_on
    for one in found:
        one.database.dispose()


def office_on(cast: Cast, folder: Path, **settings: Any) -> Office:
    url = cast.database.url.render_as_string(hide_password=False)
    said = {"email_channel": "smtp", "email_from": "don-doc@huyen.example", "base_url": "https://don-doc.example/"}
    values = {**said, "data_dir": folder, "database_url": url, **settings}
    return Office(Settings(_env_file=None, **values), create_policies(), SetClock(AT))


def token_in(text: str) -> str:
    (found,) = re.findall(r"https://don-doc\.example/vao/([\w-]+)", text)
    return str(found)


def name_of(office: Office, entered: Entered) -> str:
    found = signed_in(office.database, entered.session, at=AT)
    assert found is not None
    return f"{found.viewer.name} ({found.means})"


# --- by a link in a mail --------------------------------------------------------------------------


async def ask(office: Office, mail: SignInMail, address: str = PRINCIPAL, **said: Any) -> Asked:
    asked = await mail.send_link(address, at=said.pop("at", AT), client="10.0.0.7", **said)
    await mail.settle()
    return asked


async def test_link_of_a_mail_lets_in_once(office: Cast, opened: Open) -> None:
    with LoopbackSmtp() as server:
        desk = opened(office, smtp_port=server.port)
        assert await ask(desk, SignInMail(desk), PRINCIPAL.upper(), onward="/viec/7") is Asked.ON_ITS_WAY
        (mail,) = server.received
    assert mail.recipient == PRINCIPAL
    token = token_in(mail.body("plain"))
    assert token == token_in(mail.body("html").replace(f">https://don-doc.example/vao/{token}", ">"))
    entered = enter_by_link(desk, token, caller=CALLER)
    assert (name_of(desk, entered), entered.onward, entered.step) == ("Hiệu trưởng Sen (link)", "/viec/7", "")
    with pytest.raises(LinkRefused):
        enter_by_link(desk, token, caller=CALLER)


async def test_mail_speaks_the_language_of_its_reader_first_then_of_the_page(sqlite_cast: Cast, opened: Open) -> None:
    with LoopbackSmtp() as server:
        desk = opened(sqlite_cast, smtp_port=server.port)
        await ask(desk, SignInMail(desk), language="en")
        set_language(desk.database, person_id(desk.database), language="vi")
        await ask(desk, SignInMail(desk), language="en")
        subjects = [mail.subject for mail in server.received]
    assert subjects == ["[Đôn đốc] Your sign-in link", "[Đôn đốc] Đường dẫn đăng nhập"]


@pytest.mark.parametrize("address", [PRINCIPAL, NOBODY])
async def test_answer_comes_before_the_address_is_looked_up(sqlite_cast: Cast, opened: Open, address: str) -> None:
    with LoopbackSmtp() as server:
        desk = opened(sqlite_cast, smtp_port=server.port)
        mail = SignInMail(desk)
        before = asyncio.all_tasks()
        assert await mail.send_link(address, at=AT) is Asked.ON_ITS_WAY
        assert len(asyncio.all_tasks() - before) == 1
        assert sqlite_cast.rows("access_link") == []
        await mail.settle()
        assert len(server.received) == (address == PRINCIPAL)


async def test_unknown_address_gets_the_same_answer_and_no_mail(office: Cast, opened: Open) -> None:
    with LoopbackSmtp() as server:
        desk = opened(office, smtp_port=server.port)
        assert await ask(desk, SignInMail(desk), NOBODY) is Asked.ON_ITS_WAY
        assert server.received == []
    assert office.rows("access_link") == []


@pytest.mark.parametrize("address", [PRINCIPAL, NOBODY])
async def test_sixth_mail_within_an_hour_is_refused_whoever_it_is_for(
    sqlite_cast: Cast, opened: Open, address: str
) -> None:
    with LoopbackSmtp() as server:
        desk = opened(sqlite_cast, smtp_port=server.port)
        mail = SignInMail(desk)
        for _ in range(5):
            await ask(desk, mail, address)
        with pytest.raises(TooManyAttempts):
            await ask(desk, mail, address.upper())


@pytest.mark.parametrize("replies", [CLOSE, HOLD])
async def test_mail_server_that_fails_is_told_to_the_next_who_asks(
    sqlite_cast: Cast, opened: Open, replies: str
) -> None:
    with LoopbackSmtp() as server:
        server.answer("data", replies)
        desk = opened(sqlite_cast, smtp_port=server.port)
        mail = SignInMail(desk, longest=0.5)
        assert await ask(desk, mail) is Asked.ON_ITS_WAY
        assert await ask(desk, mail, NOBODY) is Asked.MAIL_DOWN
        assert await ask(desk, mail, PRINCIPAL) is Asked.MAIL_DOWN
        assert await ask(desk, mail, NOBODY) is Asked.ON_ITS_WAY


async def test_refused_reader_says_nothing_of_the_mail_server(sqlite_cast: Cast, opened: Open) -> None:
    with LoopbackSmtp() as server:
        server.answer("rcpt", "550 5.1.1 no such user")
        desk = opened(sqlite_cast, smtp_port=server.port)
        mail = SignInMail(desk)
        await ask(desk, mail)
        assert await ask(desk, mail, NOBODY) is Asked.ON_ITS_WAY


# --- by password ----------------------------------------------------------------------------------


def with_password(cast: Cast, opened: Open) -> tuple[Office, int]:
    desk = opened(cast)
    known = person_id(desk.database)
    choose_password(desk, known, password=GOOD, address=PRINCIPAL, at=AT)
    return desk, known


def test_password_lets_in(office: Cast, opened: Open) -> None:
    desk, _ = with_password(office, opened)
    entered = enter_by_password(desk, PRINCIPAL, password=GOOD, caller=CALLER, onward="//elsewhere.example")
    assert (name_of(desk, entered), entered.onward) == ("Hiệu trưởng Sen (password)", HOME)
    assert is_password(desk, PRINCIPAL, password=GOOD, at=AT)
    assert not is_password(desk, PRINCIPAL, password=GOOD + "!", at=AT)
    assert not is_password(desk, NOBODY, password=GOOD, at=AT)


def test_hash_of_older_parameters_is_renewed_on_the_way_in(sqlite_cast: Cast, opened: Open) -> None:
    desk = opened(sqlite_cast)
    weak = "$argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
    known = person_id(desk.database)
    set_password(desk.database, known, password_hash=weak_hash(), at=AT)
    assert enter_by_password(desk, PRINCIPAL, password=GOOD, caller=CALLER).session
    (row,) = sqlite_cast.rows("account")
    assert not row["password_hash"].startswith(weak[:30])
    assert enter_by_password(desk, PRINCIPAL, password=GOOD, caller=CALLER).session


def weak_hash() -> str:
    """What an earlier program may have kept."""
    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8_192, parallelism=1),)).hash(GOOD)


@pytest.mark.parametrize("address", [NOBODY, PRINCIPAL])
def test_password_tries_are_limited_whoever_they_are_for(sqlite_cast: Cast, opened: Open, address: str) -> None:
    desk = opened(sqlite_cast)
    for _ in range(20):
        with pytest.raises(SignInRefused):
            enter_by_password(desk, address, password="sai", caller=CALLER)
    with pytest.raises(TooManyAttempts):
        enter_by_password(desk, address, password="sai", caller=CALLER)


def test_password_like_the_name_is_not_taken(sqlite_cast: Cast, opened: Open) -> None:
    desk = opened(sqlite_cast)
    known = person_id(desk.database)
    with pytest.raises(PasswordRefused):
        choose_password(desk, known, password="hieutruongsen2026", address=PRINCIPAL, at=AT)
    assert not account_of(desk.database, known).has_password


def test_somebody_without_a_post_is_not_let_in(office: Cast, opened: Open) -> None:
    desk, known = with_password(office, opened)
    office.run("DELETE FROM post WHERE person_id = :person", person=known)
    with pytest.raises(SignInRefused) as refused:
        enter_by_password(desk, PRINCIPAL, password=GOOD, caller=CALLER)
    assert refused.value.values == {"why": "no_post"}


# --- the second step ------------------------------------------------------------------------------


def with_code(desk: Office, known: int) -> tuple[str, list[str]]:
    secret = new_secret()
    begin_codes(desk.database, known, sealed=sealed(secret, seal=desk.seal))
    step_of = steps_near(AT - 2 * MINUTE, seal=desk.seal)
    code = code_at(secret, at=AT - 2 * MINUTE)
    return secret, confirm_codes(desk.database, known, code=code, step_of=step_of, at=AT)


def test_code_is_asked_for_after_password_and_link(office: Cast, opened: Open) -> None:
    desk, known = with_password(office, opened)
    secret, recovery = with_code(desk, known)
    halfway = enter_by_password(desk, PRINCIPAL, password=GOOD, caller=CALLER, onward="/van-ban")
    assert (halfway.session, bool(halfway.step)) == ("", True)
    with pytest.raises(SignInRefused):
        enter_by_code(desk, halfway.step, code="000000", caller=CALLER)
    entered = enter_by_code(desk, halfway.step, code=code_at(secret, at=AT), caller=CALLER)
    assert (name_of(desk, entered), entered.onward) == ("Hiệu trưởng Sen (password)", "/van-ban")
    with pytest.raises(LinkRefused):
        enter_by_code(desk, halfway.step, code=recovery[0], caller=CALLER)
    link = make_sign_in_link(desk, known, at=AT)
    halfway = enter_by_link(desk, link.rpartition("/")[2], caller=CALLER)
    entered = enter_by_code(desk, halfway.step, code=recovery[0], caller=CALLER)
    assert name_of(desk, entered) == "Hiệu trưởng Sen (link)"


def test_second_step_is_too_late_after_ten_minutes(sqlite_cast: Cast, opened: Open) -> None:
    desk, known = with_password(sqlite_cast, opened)
    _, recovery = with_code(desk, known)
    halfway = enter_by_password(desk, PRINCIPAL, password=GOOD, caller=CALLER)
    with pytest.raises(LinkRefused):
        enter_by_code(desk, halfway.step, code=recovery[0], caller=Caller("10.0.0.7", AT + 10 * MINUTE))


def test_sign_in_link_does_not_serve_as_a_second_step(sqlite_cast: Cast, opened: Open) -> None:
    desk, known = with_password(sqlite_cast, opened)
    _, recovery = with_code(desk, known)
    link = make_sign_in_link(desk, known, at=AT)
    with pytest.raises(LinkRefused):
        enter_by_code(desk, link.rpartition("/")[2], code=recovery[0], caller=CALLER)


# --- what is left behind --------------------------------------------------------------------------


async def test_no_secret_is_left_in_database_logs_or_representations(
    office: Cast, opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk, known = with_password(office, opened)
    secret, recovery = with_code(desk, known)
    with LoopbackSmtp() as server:
        server.answer("data", CLOSE)
        there = opened(office, smtp_port=server.port)
        for _ in range(2):
            await ask(there, SignInMail(there))
        tokens = [token_in(mail.body("plain")) for mail in server.received]
    halfway = enter_by_password(desk, PRINCIPAL, password=GOOD, caller=CALLER)
    code = code_at(secret, at=AT)
    entered = enter_by_code(desk, halfway.step, code=code, caller=CALLER)
    left = f"{office.dump()} {caplog.text} {halfway!r} {entered!r}"
    assert tokens
    for kept in (GOOD, secret, halfway.step, entered.session, *tokens, *recovery):
        assert kept not in left
    assert code not in caplog.text


@pytest.mark.parametrize("path", ["/viec", "/van-ban/7?x=1#y", "/"])
def test_local_path_is_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "viec", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x", "/" * 2_000],
)
def test_path_that_leads_elsewhere_becomes_the_first_page(path: str) -> None:
    assert local_path(path) == HOME
