"""The demo's settings: nothing of the operator's office gets in."""

from pathlib import Path

import pytest

from cli.demo.stage import settings_for
from engine.channels import ChannelKind


def test_stage_knows_nothing_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dondoc.env").write_text("DONDOC_ZALO_APP_ID=1\nDONDOC_IMAP_HOST=imap.example\n", encoding="utf-8")
    for name, value in {"ZALO_BOT_TOKEN": "1:a", "SMTP_HOST": "mx.example", "BASE_URL": "https://x.example"}.items():
        monkeypatch.setenv(f"DONDOC_{name}", value)
    settings = settings_for(tmp_path, port=2525)
    assert settings.channels_set_up == (ChannelKind.EMAIL,)
    assert (settings.smtp_host, settings.smtp_port) == ("127.0.0.1", 2525)
    assert (settings.imap_host, settings.base_url, settings.zalo_app_id) == (None, None, "")


def test_stage_takes_what_it_is_given(tmp_path: Path) -> None:
    assert settings_for(tmp_path, port=1, zalo_bot_token="1:a").channels_set_up == ("email", "zalo_bot")
