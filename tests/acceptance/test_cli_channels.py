"""The command where channels are set up, or are not: what it says, and the next step that it names."""

from pathlib import Path

import pytest

from cli import failures
from tests.support.command import Terminal

CLERK = "vt.mnvinhquang@vinhbao.example"


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The command where the letter of Vĩnh Bảo was issued and no channel but mail into a folder is there."""
    for name in ("DONDOC_LANGUAGE", "DONDOC_DATABASE_URL", "DONDOC_DATA_DIR", "DONDOC_EMAIL_CHANNEL"):
        monkeypatch.delenv(name, raising=False)
    found = Terminal(tmp_path / "data", capsys)
    found.issue()
    return found


def test_test_message_into_a_folder_is_not_said_to_be_sent(terminal: Terminal) -> None:
    said = terminal.expect("send-test", "email", "a@b.example")
    assert "Chưa gửi đi đâu" in said
    assert str(terminal.folder / "mail") in said


@pytest.mark.parametrize(
    ("channel", "address", "said"),
    [
        ("zalo_bot", "1", "chưa được cài đặt, cách cài: docs/channels/zalo-bot.md"),
        ("sms", "1", "Không có kênh “sms”"),
        ("email", "nonsense", "“nonsense” không phải địa chỉ thư điện tử"),
    ],
)
def test_test_message_that_cannot_be_sent_names_what_is_wrong(
    terminal: Terminal, *, channel: str, address: str, said: str
) -> None:
    ran = terminal("send-test", channel, address)
    assert ran.code == failures.USAGE
    assert said in ran.err


def test_check_of_zalo_says_where_the_set_up_is_told(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "docs/channels/zalo-bot.md" in terminal.expect("zalo", "check")
    forms = tmp_path / "forms.yaml"
    forms.write_text("zalo_phone: {any: {template: 1, parameters: {ten: name}}}", encoding="utf-8")
    monkeypatch.setenv("DONDOC_ZALO_TEMPLATES", str(forms))
    ran = terminal("zalo", "check")
    assert ran.code == failures.UNHEALTHY
    assert "dondoc zalo tokens" in ran.out


@pytest.mark.parametrize(("channel", "whom"), [("zalo_bot", "bot Zalo"), ("zalo_oa", "Official Account")])
def test_code_is_sent_to_what_its_owner_finds_in_zalo(terminal: Terminal, *, channel: str, whom: str) -> None:
    assert f"cho {whom}" in terminal.expect("contacts", "link", CLERK, channel)


def test_channel_that_is_not_one_cannot_be_resumed(terminal: Terminal) -> None:
    assert "Không có kênh “sms”" in terminal("messages", "resume", "sms").err


@pytest.mark.parametrize(("limit", "said"), [("0", "cần một số từ 1 trở lên"), ("abc", "cần một số nguyên")])
def test_value_that_is_no_number_is_refused_in_vietnamese(terminal: Terminal, *, limit: str, said: str) -> None:
    assert said in terminal("messages", "--limit", limit).err


@pytest.mark.parametrize(
    ("forms", "place"),
    [
        ("zalo_phone: {any: {template: 1, parameters: {ten: nme}}}", "zalo_phone.any.parameters.ten: nme"),
        ("zalo_fax: {}", "zalo_fax"),
        ("zalo_phone:\n  any: {]", "forms.yaml:2"),
        (None, "forms.yaml: No such file"),
    ],
)
def test_doctor_reads_the_file_of_templates(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, forms: str | None, place: str
) -> None:
    path = tmp_path / "forms.yaml"
    if forms is not None:
        path.write_text(forms, encoding="utf-8")
    monkeypatch.setenv("DONDOC_ZALO_TEMPLATES", str(path))
    said = terminal("doctor").out
    assert "D001 LỖI  Thiết lập DONDOC_ZALO_TEMPLATES" in said
    assert place in said


def test_secret_file_that_cannot_be_read_is_named_as_it_is_set(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_ZALO_BOT_TOKEN_FILE", str(tmp_path / "nowhere"))
    ran = terminal("zalo", "check")
    assert "Thiết lập DONDOC_ZALO_BOT_TOKEN_FILE không dùng được" in ran.err
    assert "Value error" not in ran.err
