"""The limits of templates in the data folder: a file that somebody spoilt is named, none is no limits."""

from pathlib import Path

import pytest

from config.channels import LIMITS_FILE, read_limits
from engine.errors import SettingBroken


def test_no_file_is_no_limits(tmp_path: Path) -> None:
    assert read_limits(tmp_path) == {}


@pytest.mark.parametrize("content", ["", "[]", '{"1": [', '{"1": [{"nme": "x"}]}', '{"1": 5}'])
def test_spoilt_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / LIMITS_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(SettingBroken, match=LIMITS_FILE):
        read_limits(tmp_path)
