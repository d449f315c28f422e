"""The command ``dondoc account``: what an operator does for people who sign in, and that secrets are shown once."""

import io
from pathlib import Path

import pytest

from cli import failures
from config.bootstrap import Office, open_office
from config.settings import Settings
from config.sign_in import Caller, enter_by_link, enter_by_password
from engine.access import Scope
from engine.errors import SignInRefused
from engine.service.accounts import account_of, find_known
from engine.service.api_tokens import viewer_by_token
from engine.service.sessions import signed_in
from tests.support.command import Terminal

CLERK = "vt.mnvinhquang@vinhbao.example"
OTHER = "vt.tinh@vinhbao.example"
GOOD = "mưa rơi ngoài ngõ vắng"


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The command where the letter of Vĩnh Bảo was issued."""
    for name in ("DONDOC_LANGUAGE", "DONDOC_DATABASE_URL", "DONDOC_DATA_DIR", "DONDOC_BASE_URL", "DONDOC_PAGE_PORT"):
        monkeypatch.delenv(name, raising=False)
    found = Terminal(tmp_path / "data", capsys)
    found.issue()
    return found


@pytest.fixture
def office(terminal: Terminal) -> Office:
    """The office of the terminal's folder."""
    return open_office(settings=Settings(_env_file=None, data_dir=terminal.folder))


def caller(office: Office) -> Caller:
    return Caller("127.0.0.1", office.clock.now())


def test_link_signs_in_once_at_the_address_of_the_page(
    terminal: Terminal, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = terminal("account", "link", CLERK.upper(), "--json").json["link"]
    head, _, token = link.rpartition("/")
    assert head == "http://127.0.0.1:8080/vao"
    entered = enter_by_link(office, token, caller=caller(office))
    found = signed_in(office.database, entered.session, at=office.clock.now())
    assert found is not None
    assert found.viewer.posts[0].role == "van_thu"
    assert found.viewer.name in terminal.expect("account", "list")
    assert "link" in terminal.expect("account", "sessions", CLERK)
    assert "1 phiên" in terminal.expect("account", "sessions", CLERK, "--end")
    assert terminal("account", "sessions", CLERK, "--json").json == []
    monkeypatch.setenv("DONDOC_BASE_URL", "https://don-doc.example")
    assert "\nhttps://don-doc.example/vao/" in terminal.expect("account", "link", CLERK)


def test_password_comes_from_standard_input_and_is_not_printed(
    terminal: Terminal, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))
    assert GOOD not in terminal.expect("account", "password", CLERK, "--stdin")
    assert enter_by_password(office, CLERK, password=GOOD, caller=caller(office)).session
    monkeypatch.setattr("sys.stdin", io.StringIO("matkhau12345\n"))
    ran = terminal("account", "password", CLERK, "--stdin")
    assert ran.code == failures.INPUT
    assert "quá thông dụng" in ran.err
    assert "matkhau12345" not in ran.out + ran.err


def test_locked_account_is_listed_and_unlocked(
    terminal: Terminal, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))
    terminal.expect("account", "password", CLERK, "--stdin")
    for _ in range(5):
        with pytest.raises(SignInRefused):
            enter_by_password(office, CLERK, password="sai", caller=caller(office))
    (listed,) = terminal("account", "list", "--json").json
    assert listed["locked_until_at"] is not None
    assert "password_hash" not in listed
    assert "Đã mở khóa" in terminal.expect("account", "unlock", CLERK)
    assert "không bị khóa" in terminal.expect("account", "unlock", CLERK, "--drop-codes")
    assert enter_by_password(office, CLERK, password=GOOD, caller=caller(office)).session


def test_last_administrator_cannot_be_revoked(terminal: Terminal, office: Office) -> None:
    terminal.expect("account", "admin", CLERK)
    assert account_of(office.database, find_known(office.database, CLERK).person_id).is_administrator
    assert "cuối cùng" in terminal.expect("account", "admin", CLERK, "--revoke", code=failures.INPUT)
    terminal.expect("account", "admin", OTHER)
    assert "thôi làm" in terminal.expect("account", "admin", CLERK, "--revoke")
    assert "không có gì thay đổi" in terminal.expect("account", "admin", CLERK, "--revoke")


def test_key_is_printed_once_and_ended(terminal: Terminal, office: Office) -> None:
    made = terminal.expect("account", "token", CLERK, "--name", "kho", "--scope", "read", "--scope", "report")
    token = made.split()[-1]
    found = viewer_by_token(office.database, token, at=office.clock.now())
    assert found is not None
    assert found[1] == {Scope.READ, Scope.REPORT}
    listed = terminal.expect("account", "token", CLERK)
    assert "kho (read, report)" in listed
    assert token not in listed
    terminal.expect("account", "token", CLERK, "--revoke", 1)
    assert viewer_by_token(office.database, token, at=office.clock.now()) is None
    assert terminal("account", "token", CLERK, "--json").json == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("link", "khong.ai@x.example"), failures.INPUT, "khong.ai@x.example"),
        (("token", CLERK, "--name", "kho"), failures.INPUT, "quyền"),
        (("token", CLERK, "--name", "kho", "--scope", "administer"), failures.INPUT, "quyền"),
        (("token", CLERK, "--name", "kho", "--scope", "all"), failures.USAGE, "read, report, review"),
        (("token", CLERK, "--revoke", "99"), failures.INPUT, "99"),
    ],
)
def test_what_cannot_be_done_is_said(terminal: Terminal, arguments: tuple[str, ...], code: int, said: str) -> None:
    assert said in terminal.expect("account", *arguments, code=code)


def test_nobody_has_an_account_at_first(terminal: Terminal) -> None:
    assert "qua thư" in terminal.expect("account", "list")
    assert "by a link in a mail" in terminal.expect("account", "list", lang="en")
