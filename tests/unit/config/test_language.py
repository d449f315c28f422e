"""The language of words is found in the environment, then in dondoc.env."""

from pathlib import Path

import pytest

from config.language import spoken_language


@pytest.mark.parametrize(
    ("named", "written", "language"),
    [
        (None, None, "vi"),
        ("en", None, "en"),
        ("vi", "DONDOC_LANGUAGE=en", "vi"),
        (None, "DONDOC_LANGUAGE=en", "en"),
        (None, '# DONDOC_LANGUAGE=vi\nDONDOC_LANGUAGE = "en"\n', "en"),
        (None, "DONDOC_SMTP_HOST=mail", "vi"),
        ("fr", None, "vi"),
    ],
)
def test_language_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str | None, written: str | None, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DONDOC_LANGUAGE", raising=False)
    if named is not None:
        monkeypatch.setenv("DONDOC_LANGUAGE", named)
    if written is not None:
        Path("dondoc.env").write_text(written, encoding="utf-8")
    assert spoken_language() == language
